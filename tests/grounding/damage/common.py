"""What every way of damaging an answer needs: picking a piece, and recognising it among records.

What belongs here: no damage. No code of ``readouts`` is used.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.grounding.damage.oracle import Answer, Damaged, Piece, Records, parties_key, plain

Document = dict[str, Any]
Kind = Callable[[random.Random, Document, Answer], Damaged | None]
ABROAD = ("FJI", "PRY", "BTN", "LSO", "SUR", "TGO", "MDV", "BRB")
FOR_SEVERAL = re.compile(
    r"\b(?:each|both|all|every|counterparts|ministers|leaders|separate|calls|two|they|them|again)\b|分别|各方",
    re.IGNORECASE,
)
"""Words that go for several calls or parties alike: what rests on them may be true elsewhere too, and is no damage."""


def pick(rng: random.Random, answer: Answer) -> tuple[Answer, dict[str, Any], Piece] | None:
    """Return a copy of an answer, one of its calls that has reactions, and the call's key."""
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if call["reactions"]]
    if not calls:
        return None
    call = rng.choice(calls)
    return copy, call, parties_key(call["parties"])


def party_of(call: dict[str, Any], letter: str) -> dict[str, Any] | None:
    return next((party for party in call["parties"] if party["letter"] == letter), None)


def holder_of(call: dict[str, Any], letter: str) -> Piece:
    party = party_of(call, letter)
    return (plain(party["name"]), party["country"]) if party else ("joint", None)


def reaction_in(
    key: Piece, holder: Piece, stance: str, evidence: str, **more: Any
) -> Callable[[Records], bool]:
    """Return whether a reaction of a holder and a stance stands, on words that lie within given ones or around them."""
    wanted = plain(evidence)

    def is_in(records: Records) -> bool:
        for call in records:
            if parties_key(call["parties"]) != key:
                continue
            for r in call["reactions"]:
                words = plain(r["evidence"])
                if (
                    (plain(r["speaker"]), r["country"]) == holder
                    and r["stance"] == [stance]
                    and (words == wanted or (wanted and wanted in words))
                    and all(r.get(name) == value for name, value in more.items())
                ):
                    return True
        return False

    return is_in


def said_by(words: str, holder: Piece) -> Callable[[Records], bool]:
    """Whether the words are held by this one, whatever their stance."""

    def is_in(records: Records) -> bool:
        return any(
            plain(r["evidence"]) == plain(words) and (plain(r["speaker"]), r["country"]) == holder
            for call in records
            for r in call["reactions"]
        )

    return is_in


def words_in(words: str, text: str) -> Callable[[Records], bool]:
    """Return whether words that a text does not have stand in any record."""

    def is_in(records: Records) -> bool:
        said = [call["evidence"] for call in records]
        said += [r["evidence"] for call in records for r in call["reactions"]]
        said += [p["name"] or "" for call in records for p in call["parties"]]
        return any(words == one and one not in text for one in said)

    return is_in


def but_reaction(key: Piece, *evidence: str) -> Callable[[Piece], bool]:
    """All is whole but the reactions of one call that rest on some words."""
    wanted = {plain(one) for one in evidence}
    return lambda piece: not (piece[0] == "reaction" and piece[1] == key and piece[4] in wanted)


def but_call(*keys: Piece) -> Callable[[Piece], bool]:
    return lambda piece: piece[1] not in keys


def dated(copy: Answer, call: dict[str, Any], day: str) -> Damaged:
    key = parties_key(call["parties"])
    twins = [other for other in copy["calls"] if parties_key(other["parties"]) == key]

    def is_in(records: Records) -> bool:
        same = [c for c in records if parties_key(c["parties"]) == key]
        return sum(c["date"] == day for c in same) > sum(
            other["date"] == day for other in twins if other is not call
        )

    return Damaged(copy, is_in, lambda piece: not (piece[0] == "date" and piece[1] == key), day)
