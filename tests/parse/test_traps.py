"""What the parser states falsely of texts that lure a reader into it, written by a hand that did not know the rules.

What belongs here: reading ``traps/*.yaml`` and naming each false statement. What does not: how much the parser finds
of ordinary reports (``test_corpus.py``), and the rules' own cases, which lie beside the layer that they test.

A text has the calls that it tells. A call names its parties by letter, each with its country; a line of
``reactions`` is WHO STANCES TOWARD ("-" where the words name no country). ``trap`` says what a hasty reader would
state. ``still`` lists what the parser does state falsely: a fault known and not mended. Nothing else may be false,
and what is mended loses its line, so that neither comes back unseen. Run as a module, this file prints both lists::

    python -m tests.parse.test_traps
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from readouts import parse
from readouts.domain.records import Call
from tests.cases import read_cases
from tests.parse.matching import pairs, same_party, side

TRAPS = Path(__file__).parent / "traps"
# A parser that is silent states nothing false: so much is found at least, of 286 calls and 347 reactions.
FOUND = {"calls": 220, "reactions": 195}


@cache
def texts() -> dict[str, dict[str, Any]]:
    paths = sorted(TRAPS.glob("*.yaml"))
    return {raw["id"]: raw for path in paths for raw in read_cases(path)}


def told(where: str) -> list[dict[str, Any]]:
    """The calls that a text tells, as its annotator wrote them."""
    return [
        {
            "date": call["date"],
            "parties": [
                {"name": name, "country": country} for name, country in call["parties"].values()
            ],
            "reactions": [
                ({"speaker": call["parties"][who][0], "country": call["parties"][who][1]}, *rest)
                for line in call.get("reactions", "").splitlines()
                for letters, stances, toward in [line.split()]
                for rest in [(stance, toward.strip("-") or None) for stance in stances.split("+")]
                for who in letters
            ],
        }
        for call in texts()[where]["calls"]
    ]


@cache
def stated(where: str) -> tuple[Call, ...]:
    raw = texts()[where]
    return tuple(parse(raw["text"], published=raw["published"], publisher=raw["publisher"]).calls)


def compared(where: str) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any]]]:
    """Each call that the parser states, with the one told that it is, if it is one."""
    gold = told(where)
    found = [
        {
            "date": call.date,
            "parties": [{"name": party.name, "country": party.country} for party in call.parties],
            "reactions": [
                (
                    {"speaker": reaction.speaker, "country": reaction.country},
                    reaction.stance,
                    reaction.toward,
                )
                for reaction in call.reactions
            ],
        }
        for call in stated(where)
    ]
    matched = {j: i for i, j in pairs(gold, found).items()}
    for j, call in enumerate(found):
        yield gold[matched[j]] if j in matched else None, call


def falsely(where: str) -> list[str]:
    """What the parser states of a text and the text does not tell, a line each; what it leaves empty is not false."""
    return [line for gold, call in compared(where) for line in _false_of(gold, call)]


def _false_of(gold: dict[str, Any] | None, call: dict[str, Any]) -> Iterator[str]:
    if gold is None:
        parties = [f"{party['name']}/{party['country']}" for party in call["parties"]]
        yield f"call {', '.join(parties)}"
        return
    if call["date"] and gold["date"] and call["date"] != gold["date"]:
        yield f"day {call['date']}"
    for party in call["parties"]:
        same = [one for one in gold["parties"] if same_party(one, party)]
        if not same or party["country"] not in {None, same[0]["country"]}:
            yield f"party {party['name']}/{party['country']}"
    for who, stance, toward in call["reactions"]:
        of = [
            its
            for other, same, its in gold["reactions"]
            if same == stance and (side(other) == side(who) or _unplaced(who, other))
        ]
        if not of:
            yield f"reaction {side(who)} {stance}"
        elif toward not in {None, *of}:
            yield f"toward {side(who)} {stance} {toward}"


def _unplaced(who: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a holder whose country the parser leaves empty has the name of one that the text tells."""
    return who["country"] is None and side({**other, "country": None}) == side(who)


def found() -> dict[str, int]:
    """How many of the calls and of the reactions that the texts tell the parser states."""
    right = {"calls": 0, "reactions": 0}
    for where in texts():
        for gold, call in compared(where):
            if gold is not None:
                right["calls"] += 1
                held = {(side(who), stance) for who, stance, _ in gold["reactions"]}
                right["reactions"] += len(
                    held & {(side(who), stance) for who, stance, _ in call["reactions"]}
                )
    return right


@pytest.mark.parametrize("where", texts())
def test_nothing_is_stated_that_the_text_does_not_tell(where: str) -> None:
    assert falsely(where) == texts()[where].get("still", [])


@pytest.mark.parametrize("kind", FOUND)
def test_what_the_texts_do_tell_is_found(kind: str) -> None:
    assert found()[kind] >= FOUND[kind]


if __name__ == "__main__":
    for where, raw in texts().items():
        now, known = falsely(where), raw.get("still", [])
        for line in known:
            print(f"{where}: {'still' if line in now else 'no longer'}: {line}")
        for line in now:
            if line not in known:
                print(f"{where}: new: {line}")
    print(found())
