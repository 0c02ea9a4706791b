"""The tables of words beside this module.

What belongs here: reading one. What does not: what its words mean.
"""

from __future__ import annotations

import csv
from pathlib import Path

_HERE = Path(__file__).parent


def read_words(name: str) -> list[dict[str, str]]:
    """The rows of a table: tab-separated, a header line first; lines that begin with ``#`` are notes."""
    with (_HERE / name).open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if line.strip() and not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))
