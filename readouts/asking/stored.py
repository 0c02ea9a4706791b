"""From stored responses to the answer that counts for a document.

What belongs here: choosing between first and second answers, and joining parts. What does not: which reading counts
(``store``), asking (``asker``), and whether the document bears an answer out (``grounding``).

It follows from the archive alone, and imports nothing of what asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from readouts.asking.answers.answer import Checked
from readouts.asking.answers.reply import checked_answer
from readouts.asking.answers.store import Answers
from readouts.asking.questions.parts import join
from readouts.domain.records import Report

Faults = Callable[[Report, dict[str, Any]], Sequence[str]]
"""What is wrong with an answer, in words for the model: what the document does not bear out."""


def faults_of(report: Report, checked: Checked, faults: Faults) -> tuple[str, ...]:
    """All that is wrong with an answer: with its form, and with what it says of the document."""
    return (*checked.faults, *faults(report, checked.answer))


def answer_of(report: Report, answers: Answers, faults: Faults) -> dict[str, Any] | None:
    """The answer that counts for a document, its parts joined; None where there is none.

    Of a part that was asked about twice, the second answer counts unless it has more faults than the first.
    """
    parts: list[dict[str, Any]] = []
    for entries in answers.parts:
        given = [checked for entry in entries if (checked := checked_answer(entry)) is not None]
        if not given:
            return None
        best = given[0]
        if len(given) > 1:
            counted = [len(faults_of(report, checked, faults)) for checked in given]
            best = given[max(n for n, count in enumerate(counted) if count == min(counted))]
        parts.append(best.answer)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else join(parts)
