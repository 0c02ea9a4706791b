"""DuckDB's extensions that are files of packages: who signed one is checked once a process, however often it is loaded.

What belongs here: loading them, and the setting that a database is opened with for it. What does not: which there are,
and what is done with them (``working/lake``).

A database that loads an extension reads all of its file and digests it: a fifth of a second of processor time for
those of the lake, which an edition opens some ten times. So a database by itself loads each first, as DuckDB does by
default; the others are opened so that they may load what is unsigned, load the same file, and may no more.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.instance.home import DATABASE_VARIABLE

LOADING: dict[str, Any] = {"allow_unsigned_extensions": "true"}
"""The settings of a database that is to load extensions."""


def settings() -> dict[str, Any]:
    """Those of a build file: on one machine none are loaded."""
    return LOADING if os.environ.get(DATABASE_VARIABLE) else {}


def load(connection: Connection, *files: Path) -> None:
    """Load extensions into a database, which takes no others from then on but what DuckDB's makers signed.

    Raises:
        duckdb.Error: one is not signed, or cannot be loaded.
    """
    for file in files:
        found = file.stat()
        _require_signed(file, (found.st_ino, found.st_size, found.st_mtime_ns))
        connection.execute(_loading(file))
    connection.execute("SET allow_unsigned_extensions = false")


@cache
def _require_signed(file: Path, _: tuple[int, int, int]) -> None:
    """Have DuckDB check a file, as long as it is this one."""
    with duckdb.connect() as database:
        database.execute(_loading(file))


def _loading(file: Path) -> str:
    return f"LOAD {quoted(str(file))}"


def quoted(text: str) -> str:
    """A string as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
