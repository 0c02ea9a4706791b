"""Two readers of one report: what the rules read and what a model answered, joined.

What belongs here: the way from both to one reading, the same for an article of the warehouse, a document of one's own
and a trial. What does not: asking (``asking``), holding an answer against the text (``grounding``), and joining
(``joining``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from readouts.asking.answers.reply import answers_of
from readouts.asking.answers.store import Answers
from readouts.asking.questions.parts import join as join_parts
from readouts.base.alike import find, view
from readouts.domain.records import ParsedArticle, Report
from readouts.grounding import Grounded, asking_again, ground, normal
from readouts.joining import Counts, Joined, join, read_counts

COUNTS = "counts"
"""The folder beside ``model.yaml`` that holds the counts of models, as ``readouts model try`` writes them."""

RIGHT_OFTEN_ENOUGH = 0.97
COUNTED_OFTEN_ENOUGH = 50
"""Of so many countries that a model alone told this share must be right for its word on a country to count."""


@dataclass(frozen=True)
class Measured:
    """What was measured of one model: counts of its records, and whether its word on a country counts."""

    counts: Counts | None = None
    trusts_countries: bool = False


@dataclass(frozen=True)
class BothRead:
    """One reading of a report made of two, and what of the model's answer does not stand."""

    joined: Joined
    grounded: Grounded


def faults_of_answer(report: Report, answer: dict[str, Any]) -> Sequence[str]:
    """What of an answer is not of the form, or the document does not bear out, in words for the model."""
    return asking_again(ground(report, answer).faults)


def read_both(
    report: Report,
    rules: ParsedArticle,
    answer: object,
    *,
    model: str | None,
    measured: Measured,
) -> BothRead:
    """Join what the rules read of a report with a model's answer, whatever that is."""
    grounded = ground(report, answer, model=model, trusts_countries=measured.trusts_countries)
    return BothRead(join(report, rules, grounded.article, measured.counts), grounded)


REFUSED_CALL, REFUSED_STANCE = "refused_call_", "refused_stance_"
"""What begins the reason of a passage that stands for a call or a stance of an answer; the kind of fault follows."""
_PIECE = re.compile(
    r"answer|calls(?:\[(?P<call>\d+)\](?:\.told|\.parties|\.reactions\[(?P<stance>\d+)\](?:\.\w+)?)?)?"
)
"""Where in an answer a fault costs a whole call or stance."""


def refused_of(
    report: Report, answer: object, grounded: Grounded
) -> list[tuple[str, tuple[int, int] | None]]:
    """The calls and stances of an answer that the text does not carry, each with its reason and where its words stand.

    The place is None where the text has no such words. A stance of a call that is refused goes with that.
    """
    seen = None
    found: list[tuple[str, tuple[int, int] | None]] = []
    for fault in grounded.faults:
        piece = _PIECE.fullmatch(fault.path)
        if fault.effect != "refused" or piece is None:
            continue
        number, stance = piece["call"], piece["stance"]
        words = None
        with suppress(KeyError, IndexError, TypeError):
            call = answer["calls"][int(number)]  # type: ignore[index]
            words = call["told"] if stance is None else call["reactions"][int(stance)]["evidence"]
        seen = seen or view(report.text)
        place = next(find(seen, words), None) if isinstance(words, str) else None
        reason = (REFUSED_CALL if stance is None else REFUSED_STANCE) + fault.kind
        found.append((reason, place and seen.span(*place)))
    return found


def one_answer(answers: Sequence[object]) -> object:
    """The answers to the parts of a document as one; a single one as it is."""
    return answers[0] if len(answers) == 1 else join_parts(map(normal, answers))


def answer_of(report: Report, answers: Answers) -> object | None:
    """The stored answer that counts for a document, its parts as one; None where there is none."""
    given = answers_of(report, answers, faults_of_answer)
    return one_answer(given) if given else None


def without_doubtful(article: ParsedArticle) -> ParsedArticle:
    """An article's calls and reactions without those that wait to be looked at."""
    calls = [
        replace(call, reactions=tuple(r for r in call.reactions if not r.is_doubtful))
        for call in article.calls
        if not call.is_doubtful
    ]
    return replace(article, calls=tuple(calls))


def counts_file(beside: Path, model: str) -> Path:
    """Where the counts of a model lie, beside the file that configures it."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", model).strip("._") or "model"
    return beside.parent / COUNTS / f"{name}.tsv"


def counts_digest(beside: Path, model: str) -> str:
    """Changes with what was measured of a model; nothing where nobody tried it."""
    try:
        return hashlib.sha256(counts_file(beside, model).read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def measured_of(beside: Path, model: str) -> Measured:
    """What was measured of a model; nothing where nobody tried it.

    Raises:
        CountsError: the table of counts is not one.
    """
    path = counts_file(beside, model)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return Measured()
    return _measured(path, stamp)


@lru_cache(maxsize=16)
def _measured(path: Path, stamp: int) -> Measured:
    del stamp  # it only tells one state of the file from another
    counts = read_counts(path)
    right, stated = (0, 0)
    for (record, _, _, read_by), (good, all_of_them) in counts.rows.items():
        if record == "country" and read_by == "model":
            right, stated = right + good, stated + all_of_them
    is_trusted = stated >= COUNTED_OFTEN_ENOUGH and right >= RIGHT_OFTEN_ENOUGH * stated
    return Measured(counts, is_trusted)
