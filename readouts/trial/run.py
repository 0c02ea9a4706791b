"""The trial of a model: its reading of the documents, beside the rules' and a large model's.

What belongs here: reading the documents, and the figures of it. What does not: what is drawn
(``pipelines.commands.texts.trying``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from readouts.asking.answers.store import Store
from readouts.asking.asker import Asked, ask_documents
from readouts.asking.questions.question import document_digest
from readouts.asking.settings import Limits, Settings
from readouts.base.instance.home import Home
from readouts.evaluation.annotation import as_annotation, parse_document, report_of
from readouts.joining.confidence import COLUMNS
from readouts.parse import parse_report
from readouts.readers import Measured, answer_of, faults_of_answer, read_both, without_doubtful
from readouts.reference import languages
from readouts.trial.scoring import Score, score

HERE = Path(__file__).parent
NO_CALLS: dict[str, Any] = {"calls": []}


@cache
def documents() -> tuple[dict[str, Any], ...]:
    """The documents of the trial, annotated."""
    return tuple(_lines(HERE / "documents.jsonl"))


@cache
def large_answers() -> dict[str, Any]:
    """What a large model answered about some of the documents, by id."""
    return {line["id"]: line["answer"] for line in _lines(HERE / "large_answers.jsonl")}


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@dataclass(frozen=True)
class Trial:
    """A trial's figures: of a model joined with the rules, of the rules alone, and of a large model on the documents
    that it has answered (``of_large``), with those of the model and the rules on the same.

    ``all_read`` counts what doubtful records come to as well; confidence rests on it.
    """

    documents: int
    answered: int
    of_large: int
    model: Score
    rules: Score
    all_read: Score
    model_beside_large: Score
    rules_beside_large: Score
    large: Score


def asked(
    settings: Settings, key: str | None, home: Home, most: int | None, say: Callable[[str], None]
) -> tuple[Asked, dict[str, Any]]:
    """Have a model read the documents; what that took, and its answers by document.

    Answers are kept under ``trial/`` in the home, so that a trial that breaks off goes on where it was.
    """
    own = Home(home.path / "trial")
    chosen = documents()[:most]
    reports = {document_digest(report_of(d)): report_of(d) for d in chosen}
    unlimited = settings.model_copy(update={"limits": Limits()})
    found = ask_documents(unlimited, key, own, reports, faults=faults_of_answer, say=say)
    store = Store(own)
    answers: dict[str, Any] = {}
    for document in chosen:
        report = report_of(document)
        answer = answer_of(report, store.answers(document_digest(report)))
        if answer is not None:
            answers[document["id"]] = answer
    return found, answers


def trial(answers: Mapping[str, Any], most: int | None = None) -> Trial:
    """The figures of a model's answers; a document without one counts as read without a call."""
    chosen = documents()[:most]
    large = large_answers()
    beside = [document for document in chosen if document["id"] in large]
    rules = {document["id"]: parse_document(document) for document in chosen}
    return Trial(
        documents=len(chosen),
        answered=sum(document["id"] in answers for document in chosen),
        of_large=len(beside),
        model=_score(chosen, answers),
        rules=_of(chosen, rules),
        all_read=_score(chosen, answers, doubtful=True),
        model_beside_large=_score(beside, answers),
        rules_beside_large=_of(beside, rules),
        large=_score(beside, large),
    )


def _of(chosen: Sequence[dict[str, Any]], read: Mapping[str, dict[str, Any]]) -> Score:
    return score(((document, read[document["id"]]) for document in chosen), languages())


def _score(
    chosen: Sequence[dict[str, Any]], answers: Mapping[str, Any], *, doubtful: bool = False
) -> Score:
    read = {d["id"]: _joined(d, answers.get(d["id"], NO_CALLS), doubtful) for d in chosen}
    return _of(chosen, read)


def _joined(document: dict[str, Any], answer: Any, doubtful: bool) -> dict[str, Any]:
    report = report_of(document)
    rules = parse_report(report)
    both = read_both(report, rules, answer, model="tried", measured=Measured(trusts_countries=True))
    article = both.joined.article if doubtful else without_doubtful(both.joined.article)
    return as_annotation(replace(article, unparsed=()))


def counts_table(found: Score, model: str, day: str, number: int) -> str:
    """Records right and stated, as a table that ``joining`` reads."""
    lines = [
        f"# Records right and stated of {model} on {number} documents of 'readouts model try', {day}.",
        "\t".join(COLUMNS),
    ]
    lines += [
        "\t".join((record, language, "written", read_by, str(share.right), str(share.of)))
        for (record, language, read_by), share in sorted(found.counts.items())
    ]
    return "\n".join(lines) + "\n"
