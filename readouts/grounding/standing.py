"""The calls of an answer on their way: begun, then judged; and which of them are one.

What belongs here: what is known of a call between the checks. What does not: the checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from readouts.domain.records import DateBasis, Party
from readouts.grounding.actors.cast import Cast
from readouts.grounding.answer import SaidCall


@dataclass(slots=True)
class Begun:
    """A call whose words and parties stand: where it is told, and what speaks for its parties' countries."""

    said: SaidCall
    told: tuple[int, int]
    cast: Cast
    weights: list[dict[str, float]]


@dataclass(slots=True)
class Standing:
    """A call whose fields are judged: who takes part, who rang, when."""

    said: SaidCall
    told: tuple[int, int]
    cast: Cast
    parties: list[Party]
    initiator: int | None
    date: date | None
    basis: DateBasis


def is_same(one: Standing, other: Standing) -> bool:
    """Whether two calls of an answer are one: the same parties, on one day or in the same words."""
    keys = [
        sorted((p.name or "", p.country or "", p.organisation or "") for p in standing.parties)
        for standing in (one, other)
    ]
    named = all(p.name or p.country or p.organisation for p in one.parties)
    if not named or keys[0] != keys[1]:
        return False
    if one.date and other.date:
        return one.date == other.date
    return one.date == other.date or one.told == other.told


def letters_of(one: Standing, first: Standing) -> dict[str, str]:
    """Return from the letters of a call told again to those of the first."""
    found: dict[str, str] = {}
    for party, said in zip(one.parties, one.cast.parties, strict=True):
        for other, known in zip(first.parties, first.cast.parties, strict=True):
            if (party.name, party.country, party.organisation) == (
                other.name,
                other.country,
                other.organisation,
            ):
                found[said.letter] = known.letter
    return found
