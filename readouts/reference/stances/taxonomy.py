"""The taxonomy of stances: what each means, what it rolls up to, and what follows from it.

What belongs here: reading ``stances.tsv``, which is of no language. What does not: the words of a stance in a language
(``lexicon``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from readouts.domain.records import Stance
from readouts.reference.tables import items, read_table


@dataclass(frozen=True, slots=True)
class StanceDefinition:
    """One row of the taxonomy: a stance, the position it rolls up to, and its codes in CAMEO and PLOVER.

    ``traits`` are what follows from it, as the header of the table names them ("in_favour", "blame").
    """

    stance: Stance
    position: str
    definition: str
    not_to_be_confused_with: str
    cameo: str
    plover: str
    traits: frozenset[str]


@cache
def taxonomy() -> dict[str, StanceDefinition]:
    """Return the taxonomy, by stance, in the order of the table."""
    return {
        row["stance"]: StanceDefinition(
            cast(Stance, row["stance"]),
            row["position"],
            row["definition"],
            row["not_to_be_confused_with"],
            row["cameo"],
            row["plover"],
            frozenset(items(row["traits"])),
        )
        for row in read_table("stances")
    }


@cache
def stances_of(*traits: str) -> frozenset[Stance]:
    """Return the stances with any of these traits.

    >>> sorted(stances_of("blame"))
    ['condemnation', 'criticism']

    Raises:
        LookupError: no stance has one of them, which is a slip of the pen.
    """
    for trait in traits:
        if not any(trait in row.traits for row in taxonomy().values()):
            raise LookupError(f"no stance of stances.tsv has the trait {trait!r}")
    return frozenset(row.stance for row in taxonomy().values() if row.traits & set(traits))
