"""What reading with a model costs beside the model: storing its answer, holding it against the text, joining it.

    python -m benchmarks.model

What belongs here: the processor time of this project's own share, an article, and that reading without a model costs
nothing of it. What does not: a server and the time it takes; answers are made of what the rules read.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.parse import PUBLISHED, Figure
from benchmarks.texts import reports
from readouts.domain.records import Call, ParsedArticle, Report
from readouts.edition.making.answers import parse_article
from readouts.parse import parse_report

MILLISECONDS = 5.0
"""Of processor time an article, on one core."""
MOST_OF_RULES = 1.2
"""So many times the rules' own time may reading without a model take, joining included."""
ROUNDS = 5
Given = tuple[Report, ParsedArticle, dict[str, Any]]
"""A report, what the rules read of it, and an answer about it."""


def own_share(given: list[Given], folder: Path) -> float:
    """Seconds of processor time an article for storing an answer, reading it back, and what it becomes."""
    from readouts.asking.answers.store import ANSWERED, Entry, Store
    from readouts.asking.questions.question import document_digest
    from readouts.base.instance.home import Home
    from readouts.readers import Measured, answer_of, read_both

    store = Store(Home(folder))
    at = datetime.now(UTC).isoformat()
    start = time.process_time()
    for report, rules, answer in given:
        document = document_digest(report)
        entry = Entry("d", "m", "p", "s", "schema", ANSWERED, at, "q", response=_completion(answer))
        store.append(document, entry)
        known = answer_of(report, store.answers(document))
        assert known is not None
        both = read_both(report, rules, known, model="m", measured=Measured(None, False))
        assert both.joined.article.calls
    return (time.process_time() - start) / len(given)


def without_model(found: list[Report], rows: list[dict[str, Any]]) -> float:
    """How many times as long a row of ``core.articles`` without a model takes as the rules alone, in one run.

    The median of rounds that take turns, so that a busy moment touches both.
    """
    return statistics.median(
        _seconds(lambda: [parse_article(row) for row in rows])
        / _seconds(lambda: [parse_report(report) for report in found])
        for _ in range(ROUNDS)
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _completion(answer: dict[str, Any]) -> str:
    message = {"role": "assistant", "content": json.dumps(answer)}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps({"id": "c", "object": "chat.completion", "choices": [choice]})


def _answer(article: ParsedArticle) -> dict[str, Any]:
    """What a model would say that reads as the rules do."""
    return {"calls": [_said(call) for call in article.calls]}


def _said(call: Call) -> dict[str, Any]:
    letters = [chr(ord("A") + number) for number in range(len(call.parties))]
    by = dict(zip([party.name for party in call.parties], letters, strict=True))
    return {
        "told": call.evidence,
        "date": None,
        "date_words": None,
        "medium": call.medium,
        "initiator": None,
        "parties": [
            {
                "letter": letter,
                "name": party.name,
                "as_written": party.name_written,
                "office": party.office,
                "country": party.country,
            }
            for letter, party in zip(letters, call.parties, strict=True)
        ],
        "reactions": [
            {
                "by": by.get(reaction.speaker, "all"),
                "stance": reaction.stance,
                "toward": reaction.toward,
                "evidence": reaction.evidence,
            }
            for reaction in call.reactions
        ],
    }


def _row(report: Report) -> dict[str, Any]:
    return {
        "text": report.text,
        "title": None,
        "published_date": report.published,
        "date_basis": "page",
        "publisher": None,
        "publisher_country": None,
        "speaks_for": None,
        "language": report.language,
    }


def _reports(call_every: int) -> list[Report]:
    return [Report(text, published=PUBLISHED) for text in reports(100, 3_000, call_every)]


def _given(found: list[Report]) -> list[Given]:
    return [(r, rules, _answer(rules)) for r in found if (rules := parse_report(r)).calls]


def _milliseconds(given: list[Given]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return own_share(given, Path(folder)) * 1_000


def main() -> int:
    """Print a line a figure; the status is 1 when one misses its bar."""
    found = _reports(call_every=3_000)
    given, dense = _given(found), _given(_reports(call_every=1_000))
    ratio = without_model(found, [_row(report) for report in found])
    loaded = [name for name in sys.modules if name.split(".")[0] in ("openai", "httpx2", "httpx")]
    _milliseconds(dense[:3])
    share, of_three = _milliseconds(given), _milliseconds(dense)
    figures = [
        Figure(
            "storing, grounding and joining an answer about 3 kB, one call",
            f"{share:.1f} ms of processor time",
            f"under {MILLISECONDS:g} ms",
            share < MILLISECONDS,
        ),
        Figure("the same, three calls", f"{of_three:.1f} ms", "no bar", True),
        Figure(
            "reading without a model, beside the rules alone",
            f"{ratio:.2f} times",
            f"under {MOST_OF_RULES}",
            ratio < MOST_OF_RULES,
        ),
        Figure("modules of the model's client loaded by it", str(len(loaded)), "none", not loaded),
    ]
    console = Console(soft_wrap=True)
    for one in figures:
        missed = "" if one.good else " - missed"
        console.print(f"{one.name}: {one.value} ({one.bar}){missed}")
    return 0 if all(one.good for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
