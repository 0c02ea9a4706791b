"""Whether a given name is a woman's or a man's, where it is one of these alone the world over.

What belongs here: the look-up. What does not: which part of a name is the given one where it stands behind the family
name (``habits``), what an honorific tells, and making the table (``make_given_names``).
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from readouts.reference.tables import items, read_table

Gender = Literal["f", "m"]


@cache
def genders() -> dict[str, Gender]:
    """Return the look-up from a given name, in lower case and without diacritics, to its gender.

    Treat the dictionary as read-only: it is shared.
    """
    return {
        name: "f" if row["gender"] == "f" else "m"
        for row in read_table("given_names")
        for name in items(row["names"])
    }
