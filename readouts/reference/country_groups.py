"""Groups of states: whom "her G7 counterparts", "Arab leaders" take in.

What belongs here: reading ``country_groups.tsv``. What does not: whom a sentence means by such words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from readouts.reference.geography import countries
from readouts.reference.tables import items, read_table


@cache
def country_groups(language: str) -> Mapping[str, frozenset[str]]:
    """Return the countries (ISO 3166-1 alpha-3) of each group, by its words in lower case."""
    return {
        word: _members(items(row["countries"]))
        for row in read_table("country_groups", language)
        for word in items(row["words"])
    }


def _members(written: tuple[str, ...]) -> frozenset[str]:
    """The countries of a row: codes, the countries of a region ("~europe"), less those with a "-"."""
    regions = {entry[1:] for entry in written if entry.startswith("~")}
    found = {c.iso3 for c in countries() if c.region in regions}
    found |= {entry for entry in written if entry[0].isalpha()}
    return frozenset(found - {entry[1:] for entry in written if entry.startswith("-")})
