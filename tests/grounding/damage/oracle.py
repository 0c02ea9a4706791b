"""Judging what came of a damaged answer, by plain values alone.

What belongs here: whether what was damaged is among the records, and how much of what was left whole is. What does
not: any code of ``readouts``; records are read as they are printed (``as_annotation``), so that a fault of the checks
is not shared.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Answer = dict[str, Any]
Records = list[dict[str, Any]]
Piece = tuple[Any, ...]


@dataclass(frozen=True)
class Damaged:
    """An answer with one damage. ``is_in`` finds it among records; ``spared`` says which pieces it leaves whole."""

    answer: Answer
    is_in: Callable[[Records], bool]
    spared: Callable[[Piece], bool]
    what: str = ""


@dataclass
class Row:
    """What came of one kind of damage."""

    damaged: int = 0
    got_in: int = 0
    doubtful: int = 0
    whole: int = 0
    kept: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return self.damaged - self.got_in - self.doubtful


def plain(words: str | None) -> str:
    """Return words without what writing adds to them: case, marks, punctuation, space."""
    text = unicodedata.normalize("NFKD", words or "").casefold()
    return "".join(char for char in text if char.isalnum())


def parties_key(parties: list[dict[str, Any]]) -> Piece:
    return tuple(sorted((plain(p.get("name")) or "-", p.get("country") or "-") for p in parties))


def pieces_said(answer: Answer) -> Iterator[Piece]:
    """Yield what an answer says, piece by piece: calls, and of each its day, who rang, and its reactions."""
    for call in answer["calls"]:
        by = {party["letter"]: party for party in call["parties"]}
        key = parties_key(call["parties"])
        yield ("call", key)
        if call["date"] and call["date_words"]:
            yield ("date", key, call["date"])
        if call["initiator"] in by:
            yield ("rang", key, plain(by[call["initiator"]]["name"]))
        for reaction in call["reactions"]:
            who = by.get(reaction["by"])
            holder = (plain(who["name"]), who["country"]) if who else ("joint", None)
            yield ("reaction", key, holder, reaction["stance"], plain(reaction["evidence"]))


def pieces_kept(records: Records) -> Iterator[Piece]:
    """Yield what records say, in the same form."""
    for call in records:
        key = parties_key(call["parties"])
        yield ("call", key)
        if call["date"]:
            yield ("date", key, call["date"])
        if call["initiator"]:
            yield ("rang", key, plain(call["initiator"]))
        for reaction in call["reactions"]:
            holder = (plain(reaction["speaker"]), reaction["country"])
            yield ("reaction", key, holder, reaction["stance"][0], plain(reaction["evidence"]))


def undoubted_of(records: Records) -> Records:
    """Return records without what is doubtful."""
    return [
        {**call, "reactions": [r for r in call["reactions"] if not r.get("doubts")]}
        for call in records
        if not call.get("doubts")
    ]


def judge(row: Row, damaged: Damaged, records: Records) -> bool:
    """Count one damaged answer; return whether the damage got in undoubted."""
    row.damaged += 1
    got_in = damaged.is_in(undoubted_of(records))
    if got_in:
        row.got_in += 1
    elif damaged.is_in(records):
        row.doubtful += 1
    kept = set(pieces_kept(records))
    for piece in pieces_said(damaged.answer):
        if damaged.spared(piece):
            row.whole += 1
            row.kept += piece in kept
    return got_in
