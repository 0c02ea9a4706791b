"""What can lie in a home, as a table: ``layout.tsv``, a line a file or folder.

What belongs here: reading the table. What does not: the paths by which modules find their files (``home``), and moving
any of them (``readouts.moving``).

Kinds are ``instance`` (what is known: it goes along when the instance moves), ``machine`` (the machine's own, or made
anew), ``machines`` (of several machines alone), ``turn`` (the lock of a turn), ``mark`` (what tells whose folder it is)
and ``draft`` (what a killed process left, at any depth). A name may be a pattern of the shell's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("layout.tsv")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table."""

    name: str
    kind: str
    what: str


@cache
def layout() -> tuple[Entry, ...]:
    """The table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Entry(**row)
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
        )


def names(kind: str) -> tuple[str, ...]:
    """The names of a kind."""
    return tuple(entry.name for entry in layout() if entry.kind == kind)


def is_draft(name: str) -> bool:
    """Whether a file of this name, wherever it lies, is what a killed process left half written."""
    return any(fnmatchcase(name, pattern) for pattern in names("draft"))


def unknown(found: Iterable[str]) -> list[str]:
    """Those of the names in a home that the table does not have: a person's own."""
    patterns = [entry.name for entry in layout()]
    return [name for name in found if not any(fnmatchcase(name, pattern) for pattern in patterns)]
