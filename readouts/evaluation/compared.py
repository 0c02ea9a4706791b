"""Annotated documents as several readers read them, side by side, from a model's recorded answers.

What belongs here: the readings of one document by the rules, by a model as it answered, as its answer stands against
the text, and joined, and a table of their figures. What does not: asking a model, and scoring, which is the
``score.py`` of the documents' folder.

Recorded answers are JSON lines with a document's ``id`` and the ``answer``, in a file named as the documents' own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from readouts.evaluation.annotation import as_annotation, report_of
from readouts.grounding import ground
from readouts.joining import join, measured
from readouts.parse import parse_report
from readouts.readers import without_doubtful

READERS = {
    "rules": "the rules alone",
    "bare": "a model's answer as it came",
    "grounded": "a model's answer as far as the text carries it",
    "both": "both joined, with what is doubtful",
    "counted": "both joined, without what is doubtful: what figures count",
}
FIGURES = (
    "call",
    "party",
    "reaction",
    "position",
    "initiator",
    "date",
    "medium",
    "office",
    "toward",
    "verbatim",
    "located",
)
"""The figures of ``score.py`` that are shown: F1 of records, shares of what is right in matched ones."""


def answers_in(path: Path) -> dict[str, Any]:
    """Return the recorded answers of a file by document; none where there is no such file.

    Raises:
        ValueError: a line is no JSON.
    """
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8") as lines:
        recorded = [json.loads(line) for line in lines if line.strip()]
    return {line["id"]: line["answer"] for line in recorded}


def readings(document: Mapping[str, Any], answer: object) -> dict[str, dict[str, Any]]:
    """Read a document of the exchange format in each way of ``READERS``."""
    report = report_of(document)
    rules = parse_report(report)
    grounded = ground(report, answer, model="recorded", trusts_countries=True)
    joined = join(report, rules, grounded.article, measured()).article
    found = {
        "rules": as_annotation(rules),
        "bare": as_answered(document, answer),
        "grounded": as_annotation(grounded.article),
        "both": as_annotation(joined),
        "counted": as_annotation(without_doubtful(joined)),
    }
    kinds = Counter(fault.kind for fault in grounded.faults)
    found["grounded"]["faults"] = dict(kinds)
    return {name: {"id": document["id"], **one} for name, one in found.items()}


def as_answered(document: Mapping[str, Any], answer: object) -> dict[str, Any]:
    """Put a model's answer into the exchange format as it is, with nothing held against the text.

    Evidence that does not stand in the text has no place. An answer that is not of the schema has no calls.
    """
    try:
        return {"calls": [_bare_call(document["text"], call) for call in answer["calls"]]}  # type: ignore[index]
    except (KeyError, TypeError, AttributeError):
        return {"calls": []}


def show(
    name: str,
    gold: Sequence[dict[str, Any]],
    answers: Mapping[str, Any],
    scorer: ModuleType,
) -> None:
    """Print the figures of each reading of the documents that have an answer, a row a reading."""
    chosen = [document for document in gold if document["id"] in answers]
    read = [readings(document, answers[document["id"]]) for document in chosen]
    print(f"== {name}: {len(chosen)} documents with a recorded answer")
    print(f"  {'':9}" + "".join(f"{figure:>10}" for figure in FIGURES))
    for reader in READERS:
        found = {one[reader]["id"]: one[reader] for one in read}
        scores = scorer.score(chosen, found)
        print(f"  {reader:9}" + "".join(f"{_figure(scores, figure):>10}" for figure in FIGURES))
    kinds = sum((Counter(one["grounded"]["faults"]) for one in read), Counter[str]())
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    print(f"  faults of these answers: {told or 'none'}\n")


def legend() -> str:
    """What the rows of ``show`` are."""
    return "\n".join(f"  {reader:9} {what}" for reader, what in READERS.items())


def _figure(scores: Mapping[str, Any], name: str) -> str:
    found = scores.get(name) or {}
    value = found.get("f1", found.get("rate"))
    return "-" if value is None else f"{value:.3f}"


def _bare_call(text: str, call: Mapping[str, Any]) -> dict[str, Any]:
    parties = {party["letter"]: party for party in call["parties"]}
    initiator = parties.get(call["initiator"])
    return {
        "date": call["date"],
        "medium": call["medium"],
        "initiator": initiator and initiator["name"],
        "parties": [
            {key: party[key] for key in ("name", "office", "country")} for party in call["parties"]
        ],
        "reactions": [_bare_reaction(text, parties, one) for one in call["reactions"]],
    }


def _bare_reaction(
    text: str, parties: Mapping[str, Any], reaction: Mapping[str, Any]
) -> dict[str, Any]:
    party = parties.get(reaction["by"])
    evidence = reaction["evidence"]
    start = text.find(evidence)
    return {
        "speaker": "joint" if reaction["by"] == "all" else party and party["name"],
        "country": party and party["country"],
        "stance": [reaction["stance"]],
        "toward": reaction["toward"],
        "evidence": evidence,
        "start": start if start >= 0 else None,
        "end": start + len(evidence) if start >= 0 else None,
    }
