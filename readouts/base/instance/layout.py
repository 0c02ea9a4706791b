"""What can lie in a home, as a table: ``layout.tsv``, a line a file or folder.

What belongs here: reading the table. What does not: the paths by which modules find their files (``home``), and moving
any of them (``readouts.moving``).

Kinds are ``instance`` (what is known: it goes along when the instance moves), ``machine`` (the machine's own, or made
anew), ``machines`` (of several machines alone), ``turn`` (the lock of a turn), ``mark`` (what tells whose folder it is)
and ``draft`` (what a killed process left, at any depth). A name may be a pattern of the shell's.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from readouts.base.files import read_tsv

TABLE = Path(__file__).with_name("layout.tsv")


@cache
def layout() -> dict[str, str]:
    """The kind of each name in the table."""
    return {row["name"]: row["kind"] for row in read_tsv(TABLE)}


def names(kind: str) -> tuple[str, ...]:
    """The names of a kind."""
    return tuple(name for name, its in layout().items() if its == kind)


def is_draft(name: str) -> bool:
    """Whether a file of this name, wherever it lies, is what a killed process left half written."""
    return any(fnmatchcase(name, pattern) for pattern in names("draft"))


def unknown(found: Iterable[str]) -> list[str]:
    """Those of the names in a home that the table does not have: a person's own."""
    return [name for name in found if not any(fnmatchcase(name, pattern) for pattern in layout())]
