"""Towns and regions that are no capitals: whose they are.

What belongs here: the look-up from a name ("Gumbo-on-Sea") to countries. What does not: capitals, which stand for
their governments (``geography``); whether a word is a place in a sentence, which needs the sentence; and making
the table (``make``).

A place that states dispute is not in the table.
"""

from __future__ import annotations

from functools import cache

from readouts.reference.geography import spellings
from readouts.reference.tables import items, read_table

LONGEST = 4
"""Words of a name, at most."""


@cache
def countries_of_towns() -> dict[str, frozenset[str]]:
    """Return the look-up from a name, case-folded, with and without accents, to the countries that have such a town.

    Countries are ISO 3166-1 alpha-3. Treat the dictionary as read-only: it is shared.
    """
    found: dict[str, frozenset[str]] = {}
    for row in read_table("towns"):
        own = frozenset({row["country"]})
        for name in items(row["names"]):
            for key in spellings(name):
                found[key] = found.get(key, frozenset()) | own
    return found
