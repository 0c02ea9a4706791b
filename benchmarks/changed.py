"""What the parser states falsely of changed documents: ``python -m benchmarks.changed FOLDER``.

What belongs here: reading a folder's annotated documents as they are and changed, and counting what is right and wrong
of either. What does not: the changes (``changes``), and scoring (the folder's ``score.py``).

The corpora show what is false of their own manner alone. A document without its publisher, as bullets or with another
below it tells what it told; what the parser states otherwise then is false, or was right for a wrong reason. Printed
are the counts of the documents as they are, then of each change the difference. Calls and reactions are counted as the
scorer does, but that a party known by name holds its stances whatever its country; countries are those of named
parties; days, who rang and toward whom are counted of calls and reactions that are annotated, where the parser states
one.

``--show N`` lists, of each change, N false statements that were not made of the documents as they are, the most
harmful first; ``--change NAME`` makes one change only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.changes import CHANGES, Change, Document, below, two_pages, with_beside
from readouts.evaluation.annotation import parse_document
from readouts.evaluation.measure import countries_each, load_scorer

FILES = "*.jsonl"
COLUMNS = (
    ("call", "right"),
    ("call", "false"),
    ("stance", "right"),
    ("stance", "false"),
    ("country", "right"),
    ("country", "wrong"),
    ("country", "empty"),
    ("day", "right"),
    ("day", "wrong"),
    ("rang", "right"),
    ("rang", "wrong"),
    ("toward", "right"),
    ("toward", "wrong"),
)
HARM = (
    ("country", "wrong"),
    ("day", "wrong"),
    ("rang", "wrong"),
    ("toward", "wrong"),
    ("call", "false"),
    ("stance", "false"),
)
"""What is shown, in this order."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that the parser states: what of, whether it is right, which of the document's it is, and its words."""

    of: str
    verdict: str
    at: tuple[Any, ...]
    said: str

    @property
    def column(self) -> tuple[str, str]:
        """What of, and whether it is right: a column of the table."""
        return self.of, self.verdict


def main(arguments: Sequence[str] | None = None) -> int:
    """Count what changes bring on a folder's gold files and print the table; return the exit code."""
    names = [change.name for change in CHANGES]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.changed",
        description="Count what the parser states falsely of changed documents.",
        epilog="; ".join(f"{change.name}: {change.says}" for change in CHANGES),
    )
    parser.add_argument("folder", type=Path, help="where the gold files lie")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="list of each change N statements at most"
    )
    parser.add_argument("--change", choices=names, help="only this change")
    given = parser.parse_args(arguments)
    scorer = load_scorer(given.folder)
    documents = with_beside(list(_gold(given.folder)))
    if scorer is None or not documents:
        print(f"no annotated documents at {given.folder}: nothing to change")
        return 0
    table = Table(documents, scorer)
    print(table.head())
    for change in CHANGES:
        if given.change in (None, change.name):
            print(table.row(change, given.show))
    return 0


def _gold(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.glob(FILES)):
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line) if line.strip() else {}
            if document.get("calls") is not None and document.get("lang", "en") == "en":
                yield document


class Table:
    """Annotated documents with what the parser states of them as they are, and a row for each change."""

    def __init__(self, documents: Sequence[Document], scorer: ModuleType) -> None:
        self.documents, self.scorer = documents, scorer
        self.plain = [parse_document(document)["calls"] for document in documents]

    def head(self) -> str:
        """Return the names of the columns, and the counts of the documents as they are."""
        counts = Counter[tuple[str, str]]()
        for document, calls in zip(self.documents, self.plain, strict=True):
            counts.update(s.column for s in statements(document, calls, self.scorer))
        names = [" ".join(column) for column in COLUMNS]
        cells = [f"{counts[c]:{len(n)}}" for c, n in zip(COLUMNS, names, strict=True)]
        return f"{'':16}documents  {'  '.join(names)}\n{'unchanged':16}{len(self.documents):9}  {'  '.join(cells)}"

    def row(self, change: Change, show: int) -> str:
        """Return how the counts of changed documents differ, and some of the false statements that these have more."""
        counts, shown, changed = Counter[tuple[str, str]](), list[tuple[Document, Statement]](), 0
        for document, calls in zip(self.documents, self.plain, strict=True):
            other = change.make(document)
            if other == document:
                continue
            changed += 1
            now = list(statements(other, parse_document(other)["calls"], self.scorer))
            before = list(self._apart(document, calls, change))
            counts.update(s.column for s in now)
            counts.subtract(s.column for s in before)
            shown += [(document, s) for s in more(now, before)]
        names = [" ".join(column) for column in COLUMNS]
        cells = [
            f"{counts[c]:+{len(n)}}" if counts[c] else " " * (len(n) - 1) + "."
            for c, n in zip(COLUMNS, names, strict=True)
        ]
        lines = [f"{change.name:16}{changed:9}  {'  '.join(cells)}"]
        shown.sort(key=lambda pair: HARM.index(pair[1].column))
        lines += [f"    {d['id']}: {s.of} {s.verdict}: {s.said}" for d, s in shown[:show]]
        return "\n".join(lines)

    def _apart(self, document: Document, calls: list[Any], change: Change) -> Iterator[Statement]:
        """What is stated of the document as it is; of two that come on one page, of each by itself."""
        second = below(document) if change.make is two_pages else None
        if second is not None:
            calls = [*calls, *parse_document(second)["calls"]]
            document = two_pages(document)
        yield from statements(document, calls, self.scorer)


def more(now: Sequence[Statement], before: Sequence[Statement]) -> list[Statement]:
    """The false or wrong statements that were not made before, by what they are of, not by their words."""
    left = Counter((s.column, s.at) for s in before)
    found = []
    for statement in now:
        key = statement.column, statement.at
        left[key] -= 1
        if statement.column in HARM and left[key] < 0:
            found.append(statement)
    return found


def statements(document: Document, calls: list[Any], scorer: ModuleType) -> Iterator[Statement]:
    """Yield what calls state of an annotated document, each with whether it is right."""
    gold = document["calls"]
    matched = {found: stated for stated, found in scorer.match_calls(gold, calls)}
    found = {document["id"]: {"calls": calls}}
    for name, country, verdict in countries_each([document], found, scorer):
        yield Statement("country", verdict, (country,), f"{name}, {country}")
    for index, call in enumerate(calls):
        who = ", ".join(str(p["name"] or p["country"]) for p in call["parties"])
        if index not in matched:
            places = tuple(p["country"] for p in call["parties"])
            yield Statement("call", "false", places, f"{who}: {call['evidence'][:150]!r}")
            yield from _stances({"reactions": []}, call, (places,), scorer)
            continue
        theirs, at = gold[matched[index]], (matched[index],)
        yield Statement("call", "right", at, who)
        yield from _stances(theirs, call, at, scorer)
        if day := call["date"]:
            is_right = day == theirs.get("date")
            yield Statement(
                "day",
                "right" if is_right else "wrong",
                at,
                f"{day} for {theirs.get('date')}: {who}",
            )
        if rang := call["initiator"]:
            is_right = scorer.same_name(rang, theirs.get("initiator"))
            yield Statement(
                "rang",
                "right" if is_right else "wrong",
                at,
                f"{rang} for {theirs.get('initiator')}: {who}",
            )


def _stances(
    gold: dict[str, Any], call: dict[str, Any], at: tuple[Any, ...], scorer: ModuleType
) -> Iterator[Statement]:
    """Yield the stances of sides, and toward whom each is."""
    told: dict[tuple[str, str], set[str | None]] = {}
    for reaction in gold["reactions"]:
        for stance in reaction["stance"]:
            told.setdefault((scorer.side(reaction), stance), set()).add(reaction.get("toward"))
    seen: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for reaction in call["reactions"]:
        side = _side(reaction, gold.get("parties", ()), scorer)
        seen.setdefault((side, reaction["stance"][0]), []).append(reaction)
    for (side, stance), reactions in seen.items():
        said = f"{side} {stance}: {reactions[0]['evidence'][:150]!r}"
        key = (*at, "" if side.startswith("~") else side, stance)
        verdict = "right" if (side, stance) in told else "false"
        yield Statement("stance", verdict, key, said)
        toward = {r["toward"] for r in reactions if r["toward"]}
        if verdict == "right" and toward:
            is_right = bool(toward & told[side, stance])
            words = f"{toward} for {told[side, stance]}: {said}"
            yield Statement("toward", "right" if is_right else "wrong", key, words)


def _side(reaction: dict[str, Any], parties: Sequence[dict[str, Any]], scorer: ModuleType) -> str:
    """The side of a reaction; a party known by name has the annotated country, for countries are counted apart."""
    name = reaction["speaker"]
    known = (p for p in parties if name and p.get("name") and scorer.same_name(p["name"], name))
    party = next(known, None)
    side: str = scorer.side({**reaction, "country": party["country"]} if party else reaction)
    return side


if __name__ == "__main__":
    raise SystemExit(main())
