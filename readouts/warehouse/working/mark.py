"""The mark of a file that steps open: of which state of the lake it is.

What belongs here: reading and writing it, in the file. What does not: the lake's own (``lake``), and copying between
the two (``carrying``). The file of one machine has none, and what readers have has none.

It says of which instance the file is, from which state of the lake it began, and to which it was about to bring the
lake. The latter is written before the lake's commit: whoever is killed in between, or does not hear what became of it,
finds the file to be of one of the two.
"""

from __future__ import annotations

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.instance.home import Home

MARK = "main.of_the_lake"


def is_of(connection: Connection, home: Home, mark: str) -> bool:
    """Whether a file began from this state of an instance's lake; it is marked as just that, then."""
    try:
        row = connection.execute(
            f"SELECT instance = $instance AND $mark IN (state, coming) FROM {MARK}",
            {"instance": home.instance, "mark": mark},
        ).fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        return False
    if row is None or not row[0]:
        return False
    connection.execute(
        f"UPDATE {MARK} SET state = $mark, coming = NULL WHERE coming IS NOT NULL", {"mark": mark}
    )
    return True


def put_mark_on(connection: Connection, home: Home, mark: str) -> None:
    """Let a file be one that began from a state of an instance's lake."""
    connection.execute(
        f"CREATE OR REPLACE TABLE {MARK} (instance VARCHAR NOT NULL, state VARCHAR NOT NULL, coming VARCHAR)"
    )
    connection.execute(f"INSERT INTO {MARK} VALUES (?, ?, NULL)", [home.instance, mark])


def is_coming(connection: Connection, mark: str) -> None:
    """Note to which state the lake is about to be brought by what is in the file."""
    connection.execute(f"UPDATE {MARK} SET coming = ?", [mark])


def has_come(connection: Connection, mark: str) -> None:
    """Note that the lake is in that state."""
    connection.execute(f"UPDATE {MARK} SET state = ?, coming = NULL", [mark])


def forget_mark_in(connection: Connection) -> None:
    """Let a file be one as any other."""
    connection.execute(f"DROP TABLE IF EXISTS {MARK}")
