"""The tables of words beside this module.

What belongs here: reading one. What does not: what its words mean.
"""

from __future__ import annotations

from pathlib import Path

from readouts.base.files import read_tsv


def read_words(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    return read_tsv(Path(__file__).with_name(name))
