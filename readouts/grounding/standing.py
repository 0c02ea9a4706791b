"""The calls of an answer on their way, and which of them are one.

What belongs here: what is known of a call between the checks. What does not: the checks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from readouts.domain.records import DateBasis, Party
from readouts.grounding.actors.cast import Cast
from readouts.grounding.answer import SaidCall


@dataclass(slots=True)
class Standing:
    """A call whose words and parties stand: where it is told, and what speaks for its parties' countries.

    Who takes part, who rang and when is known when its fields are judged.
    """

    said: SaidCall
    told: tuple[int, int]
    cast: Cast
    weights: list[dict[str, float]]
    parties: list[Party] = field(default_factory=list)
    initiator: int | None = None
    date: date | None = None
    basis: DateBasis = "open"


def is_same(one: Standing, other: Standing) -> bool:
    """Whether two calls of an answer are one: the same parties, on one day or in the same words."""
    mine, others = (sorted(map(_key, standing.parties)) for standing in (one, other))
    if ("", "", "") in mine or mine != others:
        return False
    if one.date and other.date:
        return one.date == other.date
    return one.date == other.date or one.told == other.told


def letters_of(one: Standing, first: Standing) -> dict[str, str]:
    """Return from the letters of a call told again to those of the first."""
    found: dict[str, str] = {}
    for party, said in zip(one.parties, one.cast.parties, strict=True):
        for other, known in zip(first.parties, first.cast.parties, strict=True):
            if _key(party) == _key(other):
                found[said.letter] = known.letter
    return found


def _key(party: Party) -> tuple[str, str, str]:
    return party.name or "", party.country or "", party.organisation or ""
