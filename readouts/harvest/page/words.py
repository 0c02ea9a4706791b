"""The tables of words beside this module.

What belongs here: reading one. What does not: what its words mean.
"""

from __future__ import annotations

import functools
from pathlib import Path

from readouts.base.files import read_tsv


def read_words(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    return read_tsv(Path(__file__).with_name(name))


@functools.cache
def words_of(name: str, *kinds: str) -> tuple[str, ...]:
    """The words of some kinds, in lower case, of a table that has a kind in a line and its words between bars."""
    rows = [row for row in read_words(name) if row["kind"] in kinds]
    return tuple(word.lower() for row in rows for word in row["words"].split("|"))
