"""The build file, kept open from step to step by whoever has the turn on an instance.

What belongs here: when it stays open, and when it is let go of. What does not: opening it (``database``), and taking
turns (``readouts.base.state.turns``).

An edition opens the file some sixty times; each time costs what reading its catalogue and writing a checkpoint cost.
Inside ``keep_open`` each of these is a connection of its own to what is open already: temporary tables and settings
are still those of one step. The file is let go of where others may want it for long (while pages are fetched or a
model is asked), where it is moved or copied, and after any error.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.files import identity

_Open = tuple[Connection, tuple[int, int] | None]
"""An open file, and which one it was."""


@dataclass
class _Shelf:
    """Which files are to stay open in this process, and which are open."""

    wanted: set[Path] = field(default_factory=set)
    openings: Counter[Path] = field(default_factory=Counter)
    opened: dict[Path, _Open] = field(default_factory=dict)
    of_the_parent: list[dict[Path, _Open]] = field(default_factory=list)

    def forget(self) -> None:
        """After a ``fork``, in the copy: the files are the other one's, to be closed by nobody else."""
        self.of_the_parent.append(self.opened)
        self.opened, self.wanted = {}, set()


_shelf = _Shelf()
os.register_at_fork(after_in_child=_shelf.forget)


@contextmanager
def keep_open(path: Path) -> Iterator[None]:
    """Inside, a file that is opened stays open from one opening to the next."""
    if path in _shelf.wanted:
        yield
        return
    _shelf.wanted.add(path)
    try:
        yield
    finally:
        _shelf.wanted.discard(path)
        let_go(path)


def keep(path: Path, connection: Connection) -> Connection:
    """Keep a file open that has been opened, where that is wanted; the connection to work with."""
    if path not in _shelf.wanted:
        return connection
    _shelf.opened[path] = (connection, identity(path))
    return connection.cursor()


def another(path: Path) -> Connection | None:
    """A further connection to a file that is open; None where it is not, or where another has taken its place."""
    kept = _shelf.opened.get(path)
    if kept is not None and kept[1] == identity(path):
        return kept[0].cursor()
    let_go(path)
    return None


def is_kept_open(path: Path) -> bool:
    """Whether this process is inside of ``keep_open`` with a file."""
    return path in _shelf.wanted


def note_opening(path: Path) -> None:
    """Count that a file is opened to be written."""
    _shelf.openings[path] += 1


def openings(path: Path) -> int:
    """How often this process has opened a file to write: who finds the same number knows that it wrote nothing."""
    return _shelf.openings[path]


def let_go(path: Path) -> None:
    """Close a file that is kept open, if it is; whoever opens it next opens it anew."""
    kept = _shelf.opened.pop(path, None)
    if kept is not None:
        # what is wrong with it, whoever opens it next is told
        with suppress(duckdb.Error):
            kept[0].close()
