"""The door to the working tables, whichever way an instance keeps them.

What belongs here: what the rest of the code may ask of them, and choosing the way. What does not: either way
(``one_file``, ``shared``); what several machines need is imported for them alone.

Whoever has the turn works on a file of its own disk in both ways (``Home.build``), inside of ``at_hand``. What it has
come to is kept by ``keep``: on one machine nothing is to be done for that.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import duckdb

from readouts.base.instance.home import Home
from readouts.warehouse.working.one_file import OneFile

Say = Callable[[str], None]


class Working(Protocol):
    """The working tables of an instance."""

    def at_hand(self, say: Say) -> AbstractContextManager[None]:
        """For whoever has the turn: have them in the file that steps open, which stays open from step to step.

        A file that cannot be opened is set aside. What is changed inside is kept at the end, unless the turn is lost.

        Raises:
            WarehouseError: they cannot be had.
        """

    def keep(self, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        """Let all machines have what the file has come to; by a connection to it, where one is open.

        It is called where a piece of work is whole, inside of ``at_hand`` and of no transaction.

        Raises:
            WarehouseError: they cannot be written; what all machines have stays as it was.
            TurnLostError: another machine may be at work; likewise.
        """

    def exist(self) -> bool:
        """Whether there are any."""

    def looking(self) -> AbstractContextManager[duckdb.DuckDBPyConnection | None]:
        """Have a look, without a turn or with it; nothing where there are none. Nothing may be changed.

        Raises:
            WarehouseError: they cannot be read.
        """

    def seen(self) -> AbstractContextManager[tuple[duckdb.DuckDBPyConnection, str] | None]:
        """As ``looking``, without waiting, and with their name: nothing where somebody has them to himself, too."""

    def set_aside_if_broken(self, say: Say, *, thoroughly: bool = True) -> Path | None:
        """Set aside what of them cannot be read, and say so; where to, None where all is sound.

        Raises:
            WarehouseError: they cannot be looked at.
        """

    def write_to_file(self) -> None:
        """Write them to the file that one machine would have; for an instance that moves, with every turn."""


def working(home: Home) -> Working:
    """The working tables of an instance."""
    if not home.is_shared:
        return OneFile(home.build)
    from readouts.warehouse.working.shared import Shared

    return Shared(home)
