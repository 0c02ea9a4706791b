"""Countries whose parties are at war with one another, and when.

What belongs here: the look-up. What does not: what a text calls for (the parser's).
"""

from __future__ import annotations

from functools import cache

from readouts.reference.tables import read_table


@cache
def at_war_with_themselves(year: int | None) -> frozenset[str]:
    """Return the countries (ISO 3166-1 alpha-3) whose own parties fight in a year; in any, where it is not known."""
    return frozenset(
        row["country"]
        for row in read_table("own_wars")
        if year is None or int(row["since"]) <= year <= int(row["until"] or year)
    )
