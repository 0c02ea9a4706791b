"""What each rule is worth: ``python -m benchmarks.weigh FOLDER`` counts it on a folder's annotated documents.

What belongs here: counting how often a rule fires and how often rightly, and what changes without it, and writing
the tables (``rule_weights.tsv``, ``weak_rules.tsv`` in ``readouts/reference/LANGUAGE/``) and their page
(``docs/rules.md``). What does not: which rules are weak (``weak``), and what is made of the counts
(``readouts.reference.stances.weights``).

A folder holds gold files and ``score.py``, as ``readouts.evaluation.measure`` says; where it has none, that is said in
one line and nothing is written. Those counted are ``SETS``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.weak import Said, choose
from readouts.base.instance.home import ROOT
from readouts.domain.records import Reaction
from readouts.evaluation.annotation import report_of
from readouts.evaluation.measure import load_scorer
from readouts.parse.document import CallFrame, Document
from readouts.parse.door import analyse
from readouts.parse.reactions.reactions import reactions_of
from readouts.parse.reactions.sheets import Sheet
from readouts.reference.stances.lexicon import Lexicon
from readouts.reference.stances.rules_doc import page
from readouts.reference.stances.weights import (
    Threshold,
    Weight,
    confidence,
    mean,
    threshold,
    weights,
)
from readouts.reference.tables import table_path

SETS = ("real_us", "real_open", "written_*", "mini_*", "multi_short")
"""The gold files that are counted."""

LANGUAGE = "en"

Side = tuple[str, str]
"""A side, as the scorer names it, and a stance."""


@dataclass(frozen=True, slots=True)
class Told:
    """One call that the parser found, beside the annotated one that it is; ``gold`` is None where it is none."""

    frame: CallFrame
    gold: dict[str, Any] | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Count the rules on a folder's gold files and write the table and its page; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.weigh", description="Count what each rule is worth."
    )
    parser.add_argument("folder", type=Path, help="where the gold files lie")
    parser.add_argument(
        "--day", type=date.fromisoformat, default=date.today(), help="the day of the counts"
    )
    given = parser.parse_args(arguments)
    files = sorted(path for name in SETS for path in given.folder.glob(f"{name}.jsonl"))
    scorer = load_scorer(given.folder) if files else None
    if scorer is None:
        print(f"no annotated documents at {given.folder}: nothing to count")
        return 0
    documents = [(analyse(report_of(gold)), gold) for path in files for gold in _lines(path)]
    told = [(document, list(_told(document, gold, scorer))) for document, gold in documents]
    counted = list(weigh(told, scorer))
    note = f"Counted on {given.day} on {len(told)} documents of {', '.join(SETS)}."
    _write(table_path("rule_weights", LANGUAGE), note, counted)
    before = threshold(LANGUAGE)
    chosen = choose(list(_said(told, scorer)), LANGUAGE, before and before.weak_below)
    _write(table_path("weak_rules", LANGUAGE), note, [chosen])
    (ROOT / "docs" / "rules.md").write_text(page(), encoding="utf-8")
    right, fired = sum(w.right for w in counted), sum(w.fired for w in counted)
    print(f"{len(counted)} rules fired {fired} times, {right} times rightly")
    return 0


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _told(document: Document, gold: dict[str, Any], scorer: ModuleType) -> Iterator[Told]:
    calls = []
    for frame in document.frames:
        actors = [document.actors[a] for a in frame.parties]
        parties = [{"name": a.name, "country": a.country} for a in actors]
        calls.append({"date": frame.date and frame.date.isoformat(), "parties": parties})
    theirs = {found: stated for stated, found in scorer.match_calls(gold["calls"], calls)}
    for index, frame in enumerate(document.frames):
        yield Told(frame, gold["calls"][theirs[index]] if index in theirs else None)


def weigh(told: Sequence[tuple[Document, list[Told]]], scorer: ModuleType) -> Iterator[Weight]:
    """Yield the counts of each rule of stances; one that never fires has noughts."""
    lexicon = Lexicon(LANGUAGE)
    counts: dict[str, Counter[str]] = {rule.id: Counter() for rule in lexicon.rules}
    fires: dict[str, list[int]] = {rule.id: [] for rule in lexicon.rules}
    stated: list[Counter[bool]] = []
    for index, (document, calls) in enumerate(told):
        stated.append(Counter())
        sheet = Sheet(document, lexicon)
        for call in calls:
            found = reactions_of(sheet, call.frame)
            stated[index] += _sides(found, call, scorer)
            for reaction in found:
                counts[reaction.rule][_verdict(reaction, call, scorer)] += 1
                fires[reaction.rule].append(index)
    for rule in counts:
        change = _change_without(rule, fires[rule], told, stated, scorer)
        one = counts[rule]
        verdicts = (one["right"], one["call"], one["holder"], one["words"])
        yield Weight("stance", rule, one.total(), *verdicts, change[True], change[False])


def _change_without(
    rule: str,
    fired: Sequence[int],
    told: Sequence[tuple[Document, list[Told]]],
    stated: Sequence[Counter[bool]],
    scorer: ModuleType,
) -> Counter[bool]:
    """How many fewer stances of sides are said without a rule, by whether they are right; ``fired``: where it did."""
    change = Counter[bool]()
    if not fired:  # a lexicon takes longer to make than a document to read
        return change
    without = Lexicon(LANGUAGE, {rule})
    for index in dict.fromkeys(fired):
        document, calls = told[index]
        sheet = Sheet(document, without)
        change.update(stated[index])
        for call in calls:
            change.subtract(_sides(reactions_of(sheet, call.frame), call, scorer))
    return change


def _said(told: Sequence[tuple[Document, list[Told]]], scorer: ModuleType) -> Iterator[Said]:
    """Yield every record that the rules of stances state, with whether it is right."""
    lexicon = Lexicon(LANGUAGE)
    for index, (document, calls) in enumerate(told):
        sheet = Sheet(document, lexicon)
        for call in calls:
            for reaction in reactions_of(sheet, call.frame):
                is_right = _verdict(reaction, call, scorer) == "right"
                yield Said(index, reaction.rule, is_right)


def _stances(gold: Iterable[dict[str, Any]], scorer: ModuleType) -> set[Side]:
    return {(scorer.side(reaction), stance) for reaction in gold for stance in reaction["stance"]}


def _side(reaction: Reaction, scorer: ModuleType) -> Side:
    record = {"country": reaction.country, "speaker": reaction.speaker}
    return scorer.side(record), reaction.stance


def _sides(found: list[Reaction], call: Told, scorer: ModuleType) -> Counter[bool]:
    """How many stances of sides are said of a call, by whether they are right."""
    right = _stances(call.gold["reactions"], scorer) if call.gold else set()
    return Counter(side in right for side in {_side(reaction, scorer) for reaction in found})


def _verdict(reaction: Reaction, call: Told, scorer: ModuleType) -> str:
    """Return "right", or what is wrong: the "call", the "holder" or the "words"."""
    if call.gold is None:
        return "call"
    gold = call.gold["reactions"]
    if _side(reaction, scorer) in _stances(gold, scorer):
        return "right"
    same = [r for r in gold if reaction.stance in r["stance"] and r.get("start") is not None]
    if any(r["start"] < reaction.end and reaction.start < r["end"] for r in same):
        return "holder"
    names = [p for p in call.gold["parties"] if p.get("name") and reaction.speaker]
    party = [p for p in names if scorer.same_name(p["name"], reaction.speaker)]
    abroad = party and all(p.get("country") != reaction.country for p in party)
    return "holder" if abroad else "words"


def _write(path: Path, note: str, counted: Sequence[Weight | Threshold]) -> None:
    rows = ["\t".join(map(str, astuple(one))) for one in counted]
    header = "\t".join(field.name for field in fields(counted[0]))
    path.write_text("\n".join([f"# {note}", header, *rows]) + "\n", encoding="utf-8")
    for read in (weights, mean, confidence, threshold):
        read.cache_clear()


if __name__ == "__main__":
    raise SystemExit(main())
