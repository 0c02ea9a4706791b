"""From stored responses to the answers that count for a document.

What belongs here: choosing between first and second answers. What does not: which reading counts (``store``), asking
(``asker``), and what becomes of an answer (``readouts.readers``).

It follows from the archive alone, and imports nothing of what asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from readouts.asking.answers.reply import answer_in
from readouts.asking.answers.store import Answers
from readouts.domain.records import Report

Faults = Callable[[Report, dict[str, Any]], Sequence[str]]
"""What is wrong with an answer, in words for the model: its form, and what the document does not bear out."""


def answers_of(report: Report, answers: Answers, faults: Faults) -> list[dict[str, Any]]:
    """The answers that count for a document, one a part; none where a part has none.

    Of a part that was asked about twice, the second answer counts unless it has more faults than the first.
    """
    parts: list[dict[str, Any]] = []
    for entries in answers.parts:
        given = [answer for entry in reversed(entries) if (answer := answer_in(entry)) is not None]
        if not given:
            return []
        if len(given) > 1:
            given.sort(key=lambda answer: len(faults(report, answer)))
        parts.append(given[0])
    return parts
