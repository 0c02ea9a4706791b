"""The working tables of one machine: the build file, which is all there is.

What belongs here: what may be asked of working tables, however they are kept, and the answer of one file, by way of
``files``. What does not: another way of keeping them (``shared``), which answers the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from readouts.warehouse.files.database import open_build, open_to_read, set_aside_if_broken
from readouts.warehouse.files.kept import keep_open


@dataclass(frozen=True)
class OneFile:
    """The working tables in one file."""

    path: Path

    @contextmanager
    def at_hand(self, say: Callable[[str], None]) -> Iterator[None]:
        """For whoever has the turn: have them in the file that steps open, which stays open from step to step.

        A file that cannot be opened is set aside. What is changed inside is kept at the end, unless the turn is lost.

        Raises:
            WarehouseError: they cannot be had.
        """
        set_aside_if_broken(self.path, thoroughly=False, say=say)
        with keep_open(self.path):
            yield

    def keep(self, connection: Connection | None = None) -> None:
        """Let all machines have what the file has come to; by a connection to it, where one is open.

        It is called where a piece of work is whole, inside of ``at_hand`` and of no transaction. Each transaction on
        the one file of one machine has done that.

        Raises:
            WarehouseError: they cannot be written; what all machines have stays as it was.
            TurnLostError: another machine may be at work; likewise.
        """

    def exist(self) -> bool:
        """Whether there are any."""
        return self.path.is_file()

    @contextmanager
    def looking(self) -> Iterator[Connection | None]:
        """Have a look, without a turn or with it, once nobody else has them open; nothing where there are none.

        Nothing may be changed.

        Raises:
            WarehouseError: they cannot be read.
        """
        if not self.path.exists():
            yield None
            return
        with open_build(self.path) as connection:
            yield connection

    @contextmanager
    def seen(self) -> Iterator[tuple[Connection, str] | None]:
        """As ``looking``, without waiting, and with their name: nothing where somebody has them to himself, too."""
        with open_to_read(self.path) as connection:
            yield None if connection is None else (connection, self.path.name)

    def set_aside_if_broken(self, say: Callable[[str], None]) -> Path | None:
        """Set aside what of them cannot be read, and say so; where to, None where all is sound.

        Raises:
            WarehouseError: they cannot be looked at.
        """
        return set_aside_if_broken(self.path, say=say)

    def write_to_file(self) -> None:
        """Write them to the file that one machine would have; for an instance that moves, with every turn."""
