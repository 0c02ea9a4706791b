"""DuckLake: the working tables of several machines, their catalogue in PostgreSQL and their rows in Parquet files.

What belongs here: DuckDB's extensions for it, attaching it, its mark, tidying it, and what is told of a failure. What
does not: what is written to it (``carrying``), and whose turn it is (``shared``).

The extensions come with the extra ``cluster`` as files of packages: nothing is downloaded. The password goes into a
secret of DuckDB's, which shows it to nobody; the address that is attached has none.

``lake.main.mark`` has one row: the mark of what state the tables are in. Whoever writes reads it first and replaces it
last, in one transaction, so that of two who began from one state one fails. ``lake.main.parts`` says how many rows
each part of a table has, and their digest.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.errors import ReadoutsError, in_a_line
from readouts.base.files import sync
from readouts.base.instance.home import Home
from readouts.base.state.database import (
    address_and_password,
    database_url,
    failure,
    without_secrets,
)
from readouts.base.state.records import Place
from readouts.base.state.turns import require_turns
from readouts.warehouse.errors import BrokenFileError, WarehouseError
from readouts.warehouse.files.database import REBUILD, refused, why
from readouts.warehouse.files.extensions import LOADING, load, quoted

LAKE = "lake"
"""The name under which it is attached."""

EXTENSIONS = {
    "ducklake": "duckdb_extension_ducklake",
    "postgres_scanner": "duckdb_extension_postgres_scanner",
}
"""The extensions, each with the package that has its file."""

BEGUN = "begun"
"""The mark of a lake that nobody has written to."""

SIGNS_OF_THE_DATABASE = ("postgres", "failed to commit", "server closed", "connection to server")
SIGNS_OF_A_BROKEN_LAKE = (
    "parquet",
    "Could not read",
    "Cannot open file",
    "No files found",
    "No such file",
)


def place_of(home: Home) -> Place:
    """Where its catalogue is in the database."""
    return Place.of(home, home.lake, LAKE)


@contextmanager
def attached(connection: Connection, home: Home, *, to_read: bool = False) -> Iterator[Connection]:
    """The lake beside what a connection has open, under the name ``lake``; made where it is to be written and missing.

    It yields a connection of its own. What DuckDB says of a failure is told in one line, without the password.

    Raises:
        DatabaseError: the database cannot be used.
        BrokenFileError: a file of the lake cannot be read.
        WarehouseError: one cannot be written.
    """
    own = connection.cursor()
    try:
        with explained(home):
            _attach(own, home, to_read=to_read)
        with explained(home, passing=OF_WHAT_IS_ASKED):
            yield own
    except BaseException:
        own.close()
        _detach(connection)
        raise
    own.close()
    with explained(home):
        connection.execute(f"DETACH {LAKE}")


def by_itself() -> Connection:
    """A database in memory, to attach it to where no file is open."""
    return duckdb.connect(config=LOADING)


@contextmanager
def looked_into(home: Home) -> Iterator[Connection | None]:
    """The lake by itself and to read, so that ``core.calls`` is a table of it; None where it holds nothing yet."""
    if not place_of(home).exists():
        yield None
        return
    with by_itself() as memory, attached(memory, home, to_read=True) as connection:
        # what is asked of it reaches its files, and no others
        connection.execute(f"SET allowed_directories = [{quoted(f'{home.lake}/')}]")
        connection.execute("SET enable_external_access = false")
        connection.execute(f"SET TimeZone = 'UTC'; USE {LAKE}")
        yield None if mark_of(connection) in (None, BEGUN) else connection


def begin(connection: Connection) -> str:
    """Make what the lake is known by, where it is missing; its mark."""
    mark = mark_of(connection)
    if mark is not None:
        return mark
    connection.execute("BEGIN")
    connection.execute(
        f"CREATE TABLE {LAKE}.main.mark (mark VARCHAR NOT NULL, duckdb VARCHAR NOT NULL, kept_at TIMESTAMP NOT NULL)"
    )
    connection.execute(
        f"CREATE TABLE {LAKE}.main.parts"
        " (table_name VARCHAR NOT NULL, part VARCHAR NOT NULL, rows BIGINT NOT NULL, digest VARCHAR NOT NULL)"
    )
    put_mark(connection, BEGUN)
    connection.execute("COMMIT")
    return BEGUN


def mark_of(connection: Connection) -> str | None:
    """The mark of what state the lake is in; None where it was not even begun."""
    try:
        row = connection.execute(f"SELECT mark FROM {LAKE}.main.mark").fetchone()
    except duckdb.CatalogException:
        return None
    return None if row is None else str(row[0])


def put_mark(connection: Connection, mark: str) -> None:
    """Mark the lake, in the transaction that brings it to that state."""
    connection.execute(f"DELETE FROM {LAKE}.main.mark")
    connection.execute(
        f"INSERT INTO {LAKE}.main.mark VALUES (?, ?, now() AT TIME ZONE 'UTC')",
        [mark, duckdb.__version__],
    )


def make_durable(home: Home, since: float) -> None:
    """Have the files that were written since then (in seconds since 1970) survive a power cut, which DuckDB does not.

    It names them by the moment: ``ducklake-`` and a UUID of version 7, which begins with that in milliseconds.

    Raises:
        WarehouseError: they cannot be written.
    """
    moment = f"{int(since * 1000):012x}"
    first = f"ducklake-{moment[:8]}-{moment[8:]}"
    try:
        written = [path for path in home.lake.glob("*/*/*") if path.name >= first]
        for path in (*written, *sorted({path.parent for path in written})):
            sync(path)
    except OSError as error:
        raise WarehouseError(f"{home.lake} cannot be written: {why(error)}") from error


OF_WHAT_IS_ASKED = (duckdb.CatalogException, duckdb.BinderException, duckdb.ParserException)
"""Errors of a query, which are for whoever asked it."""


@contextmanager
def explained(home: Home, *, passing: tuple[type[duckdb.Error], ...] = ()) -> Iterator[None]:
    """What DuckDB says of a failure with the lake, in one line; but for errors that are to pass as they are."""
    try:
        yield
    except passing:
        raise
    except duckdb.Error as error:
        raise _failure(home, without_secrets(in_a_line(error), database_url())) from None


def _failure(home: Home, said: str) -> ReadoutsError:
    if (told := refused(str(home.lake), said)) is not None:
        return WarehouseError(told)
    is_of_the_database = any(sign in said.lower() for sign in SIGNS_OF_THE_DATABASE)
    if not is_of_the_database and any(sign in said for sign in SIGNS_OF_A_BROKEN_LAKE):
        return BrokenFileError(f"{home.lake} cannot be read ({said}); {REBUILD}")
    return failure(said)


def _attach(connection: Connection, home: Home, *, to_read: bool) -> None:
    load(connection, *extensions())
    address, password = address_and_password("readouts: lake")
    given = f", PASSWORD {quoted(password)}" if password else ""
    connection.execute(f"CREATE OR REPLACE TEMPORARY SECRET readouts_lake (TYPE postgres{given})")
    if not to_read:
        home.lake.mkdir(parents=True, exist_ok=True)
    options = [
        "META_SECRET 'readouts_lake'",
        f"METADATA_SCHEMA {quoted(place_of(home).schema or LAKE)}",
        # machines may have it mounted in different places
        f"DATA_PATH {quoted(str(home.lake))}, OVERRIDE_DATA_PATH true",
        # rows of few are files as well: a column named row_id is refused otherwise
        "DATA_INLINING_ROW_LIMIT 0",
        "READ_ONLY" if to_read else "CREATE_IF_NOT_EXISTS true",
    ]
    connection.execute(
        f"ATTACH {quoted(f'ducklake:postgres:{address}')} AS {LAKE} ({', '.join(options)})"
    )


def _detach(connection: Connection) -> None:
    """After a failure, of which the connection may be a part."""
    with suppress(duckdb.Error):
        connection.execute(f"DETACH DATABASE IF EXISTS {LAKE}")


def extensions() -> list[Path]:
    """The files of its extensions for this version of DuckDB.

    Raises:
        WarehouseError: one is not installed.
    """
    return [_file(name, package) for name, package in EXTENSIONS.items()]


def _file(name: str, package: str) -> Path:
    found = find_spec(package)
    for folder in (found and found.submodule_search_locations) or ():
        file = Path(folder, "extensions", f"v{duckdb.__version__}", f"{name}.duckdb_extension")
        if file.is_file():
            return file
    raise WarehouseError(
        f"what several machines keep their tables with is not installed for DuckDB {duckdb.__version__}:"
        " pip install 'readouts[cluster]'"
    )


KEPT = timedelta(days=1)
"""How long what a state of the lake consists of is there after another has taken its place."""

FILES = 400
"""Files by which it is merged: ten editions' or so, which make each look slower by a tenth of a second."""


def tidy(connection: Connection, home: Home, *, kept: timedelta = KEPT) -> None:
    """Few files in the place of many, and away with what nobody can be reading any more; in the turn of who writes.

    A closed edition leaves a file a table, and what was there before stays for who reads it. Small files are merged.
    States of the lake are kept for a day, and so are the files that only they need and those that killed processes
    left: a look that began within that day finds all that it began with. Removing files while somebody writes would
    take what is not committed yet for left behind: so it is done in the turn of who writes, and by age alone.

    Raises:
        DatabaseError: the database cannot be used; nothing is lost.
        WarehouseError: a file cannot be read or written; likewise.
        TurnLostError: another may be writing.
    """
    begun = time.time()
    with attached(connection, home) as lake:
        require_turns()
        lake.execute(
            f"CALL ducklake_expire_snapshots('{LAKE}', older_than => now() - {_span(kept)})"
        )
        lake.execute(f"CALL ducklake_rewrite_data_files('{LAKE}')")
        lake.execute(f"CALL ducklake_merge_adjacent_files('{LAKE}')")
        make_durable(home, begun)
        require_turns()
        for what in ("cleanup_old_files", "delete_orphaned_files"):
            lake.execute(f"CALL ducklake_{what}('{LAKE}', older_than => now() - {_span(kept)})")


def is_due(lake: Connection) -> bool:
    """Whether a lake that is attached has enough to be tidied."""
    row = lake.execute(
        f"SELECT coalesce(sum(file_count + delete_file_count), 0) FROM ducklake_table_info('{LAKE}')"
    ).fetchone()
    if row is not None and row[0] > FILES:
        return True
    oldest = lake.execute(f"SELECT min(snapshot_time) FROM ducklake_snapshots('{LAKE}')").fetchone()
    return oldest is not None and oldest[0] < datetime.now(UTC) - 2 * KEPT


def _span(kept: timedelta) -> str:
    return f"INTERVAL {int(kept.total_seconds())} SECOND"
