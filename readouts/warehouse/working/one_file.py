"""The working tables of one machine: the build file, which is all there is.

What belongs here: what the door asks (``door``), by way of ``files``. What does not: another way of keeping them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from readouts.warehouse.files.database import open_build, open_to_read, set_aside_if_broken
from readouts.warehouse.files.kept import keep_open


@dataclass(frozen=True)
class OneFile:
    """The working tables in one file."""

    path: Path

    @contextmanager
    def at_hand(self, say: Callable[[str], None]) -> Iterator[None]:
        """See that the file can be opened, and let it stay open."""
        set_aside_if_broken(self.path, thoroughly=False, say=say)
        with keep_open(self.path):
            yield

    def keep(self, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        """Each transaction on the file has done that."""

    def exist(self) -> bool:
        """Whether there is the file."""
        return self.path.is_file()

    @contextmanager
    def looking(self) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """The file, once nobody else has it open."""
        if not self.path.exists():
            yield None
            return
        with open_build(self.path) as connection:
            yield connection

    @contextmanager
    def seen(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, str] | None]:
        """The file, read-only, unless a run has it to itself."""
        with open_to_read(self.path) as connection:
            yield None if connection is None else (connection, self.path.name)

    def set_aside_if_broken(
        self, say: Callable[[str], None], *, thoroughly: bool = True
    ) -> Path | None:
        """Move the file aside, if it is broken."""
        return set_aside_if_broken(self.path, thoroughly=thoroughly, say=say)

    def write_to_file(self) -> None:
        """They are in it."""
