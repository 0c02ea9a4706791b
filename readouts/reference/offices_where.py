"""Offices that some countries alone have, and offices that some have not.

What belongs here: the look-up in ``offices_where.tsv``. What does not: what a reader makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from readouts.reference.tables import items, read_table


def lacks_office(country: str, office: str | None, language: str = "en") -> bool:
    """Whether a country (ISO 3166-1 alpha-3) has for certain no office of that name: the USA no "Prime Minister"."""
    if office is None:
        return False
    only, never = _where(language).get(office.casefold(), (frozenset(), frozenset()))
    return (bool(only) and country not in only) or country in never


@cache
def _where(language: str) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    return {
        row["office"]: (frozenset(items(row["only"])), frozenset(items(row["never"])))
        for row in read_table("offices_where", language)
    }
