"""Running damaged answers through the checks, and the table of what came of them.

What belongs here: the loop and the print. What does not: damage (``kinds``) and judgement (``oracle``).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from readouts.domain.records import ParsedArticle, Report
from readouts.evaluation.annotation import as_annotation, report_of
from readouts.grounding import ground
from readouts.joining import join
from readouts.parse import parse_report
from tests.grounding.damage.common import Document, Kind
from tests.grounding.damage.oracle import (
    Answer,
    Row,
    judge,
    pieces_kept,
    pieces_said,
    undoubted_of,
)

_RULES = "rules-alone"
CASES = Path(__file__).parent.parent / "cases"
Case = tuple[Document, Answer]


def own_cases() -> list[Case]:
    """The documents of the tests with their answers: English ones, and short ones in many languages."""
    english = cases(CASES / "documents.jsonl", CASES / "answers.jsonl")
    return english + cases_in_languages(CASES / "languages.yaml")


def cases(documents: Path, answers: Path) -> list[Case]:
    """Read documents and their answers, a JSON object a line each."""
    given = {line["id"]: line["answer"] for line in _lines(answers)}
    return [(d, given[d["id"]]) for d in _lines(documents) if given.get(d["id"], {}).get("calls")]


def cases_in_languages(path: Path) -> list[Case]:
    """Read a YAML file of documents, each with the calls of its answer; ``id`` is the language."""
    found: list[Case] = []
    for one in YAML(typ="safe").load(path):
        document = {
            "id": one["id"],
            "lang": one["id"],
            "published": "2026-03-06",
            "publisher": one.get("publisher"),
            "text": one["text"],
        }
        calls = [{**call, "date": call["date"].isoformat()} for call in one["calls"]]
        found.append((document, {"calls": calls}))
    return found


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def records(document: Document, answer: Answer, *, joined: bool = False) -> list[dict[str, Any]]:
    """Return what stands of an answer, as plain values.

    Args:
        joined: with the rules' reading beside it, without the records that only they have. What they know of a call of
        both, such as its day, stands there whatever the answer says.
    """
    report = report_of(document)
    grounded = ground(report, answer, model="test").article
    if not joined:
        return as_annotation(grounded)["calls"]
    read = as_annotation(join(report, _ruled(report), grounded).article)["calls"]
    return [
        {**call, "reactions": [r for r in call["reactions"] if _RULES not in r.get("doubts", ())]}
        for call in read
        if _RULES not in call.get("doubts", ())
    ]


@cache
def _ruled(report: Report) -> ParsedArticle:
    return parse_report(report)


def measure(
    given: list[Case],
    kinds: Mapping[str, Kind],
    times: int,
    seed: int = 1,
    *,
    joined: bool = False,
) -> dict[str, Row]:
    """Damage the answers in turn, each kind ``times`` times where it can be done, and judge what comes of it."""
    rows: dict[str, Row] = {}
    for name, kind in kinds.items():
        rng = random.Random(f"{seed} {name}")
        row = rows[name] = Row()
        for attempt in range(times * 6):
            if row.damaged >= times:
                break
            document, answer = given[attempt % len(given)]
            damaged = kind(rng, document, answer)
            if damaged is None:
                continue
            if judge(row, damaged, records(document, damaged.answer, joined=joined)):
                row.examples.append(f"{document['id']}: {damaged.what}")
    return rows


def undamaged(given: Iterable[Case], *, joined: bool = False) -> tuple[int, int, int]:
    """Return how many pieces of whole answers stand undoubted, how many stand, and how many there are."""
    sure = kept = whole = 0
    for document, answer in given:
        said = list(pieces_said(answer))
        read = records(document, answer, joined=joined)
        found, undoubted = set(pieces_kept(read)), set(pieces_kept(undoubted_of(read)))
        sure += sum(piece in undoubted for piece in said)
        kept += sum(piece in found for piece in said)
        whole += len(said)
    return sure, kept, whole


def table(rows: Mapping[str, Row]) -> str:
    """Return the rows as a table: damaged, got in, doubtful, refused, and the share of the whole that stands."""
    lines = [
        f"{'damage':<32}{'damaged':>9}{'got in':>9}{'':>7}{'doubtful':>10}{'refused':>9}{'whole kept':>12}"
    ]
    total = Row()
    for name, row in [*rows.items(), ("all", total)]:
        share = row.got_in / row.damaged if row.damaged else 0.0
        kept = row.kept / row.whole if row.whole else 1.0
        lines.append(
            f"{name:<32}{row.damaged:>9}{row.got_in:>9}{share:>7.3f}{row.doubtful:>10}{row.refused:>9}{kept:>12.4f}"
        )
        if row is not total:
            total.damaged += row.damaged
            total.got_in += row.got_in
            total.doubtful += row.doubtful
            total.whole += row.whole
            total.kept += row.kept
    return "\n".join(lines)
