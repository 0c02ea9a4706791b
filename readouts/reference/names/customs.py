"""How people are called in a country: which part of a name stands for the whole.

What belongs here: reading ``name_customs.tsv``. What does not: comparing names (``naming``), and who is meant by one.
"""

from __future__ import annotations

from functools import cache

from readouts.reference.tables import items, read_table


@cache
def countries_with(custom: str) -> frozenset[str]:
    """Return the countries (ISO 3166-1 alpha-3) with a custom of the table.

    Raises:
        KeyError: the table has no such custom.
    """
    found = {
        row["custom"]: frozenset(items(row["countries"])) for row in read_table("name_customs")
    }
    return found[custom]
