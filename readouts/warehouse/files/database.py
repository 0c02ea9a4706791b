"""Opening the two DuckDB files: the build file for one step, the published file for reading.

What belongs here: connections, and waiting for one's turn. What does not: any SQL about the data.

Writers take turns by DuckDB's own lock on the build file. It dies with the process that held it, so a killed
run never blocks the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.errors import explain
from readouts.base.state.turns import require_turns
from readouts.base.state.waiting import waiting
from readouts.warehouse.errors import (
    BrokenFileError,
    BuildBusyError,
    NotPublishedError,
    WarehouseError,
)
from readouts.warehouse.files.extensions import settings
from readouts.warehouse.files.kept import another, keep, let_go, note_opening

STORAGE_VERSION = "v1.4.0"
"""The format of a new file: that of the oldest DuckDB that reads it. The published file is a copy of the build file."""

WAIT_SECONDS = 900.0
"""How long a step waits for another writer; a whole edition takes a fraction of it."""


def _is_locked(error: BaseException) -> bool:
    return isinstance(error, duckdb.IOException) and "Could not set lock" in str(error)


def _holder(error: BaseException | None) -> str:
    """What DuckDB says of the process that holds the lock, in one line."""
    for line in str(error).splitlines():
        if "Conflicting lock" in line:
            return line[line.index("Conflicting lock") :].split(". See")[0].strip()
    return "Another process holds it"


@contextmanager
def open_build(
    path: Path, *, wait_seconds: float = WAIT_SECONDS, say: Callable[[str], None] | None = None
) -> Iterator[Connection]:
    """The build file, read-write, for one step; made where it is missing.

    Waits for another writer with back-off and tells ``say`` whom it waits for.

    Raises:
        BuildBusyError: the other writer did not finish within ``wait_seconds``.
        BrokenFileError: the file is not a DuckDB database, or a page of it is broken.
        WarehouseError: it cannot be opened, or cannot be written on the way: the disk is full.
        TurnLostError: this process had a turn on the instance, and has lost it.
    """
    require_turns()
    path.parent.mkdir(parents=True, exist_ok=True)
    note_opening(path)
    connection = another(path)
    if connection is None:
        connection = keep(path, _connect(path, wait_seconds, say))
    try:
        with _session(connection):
            yield connection
    except duckdb.Error as error:
        let_go(path)
        # What the file refused may lie behind what was tried after it, such as a rollback.
        for reason in (str(e).partition("\n")[0] for e in _chain(error)):
            if is_of_a_broken_file(reason):
                raise BrokenFileError(unreadable(path, reason, REBUILD)) from error
            if (told := refused(path.name, reason)) is not None:
                raise WarehouseError(told) from error
        raise


def _connect(path: Path, wait_seconds: float, say: Callable[[str], None] | None) -> Connection:
    # A file keeps the format that it was made in.
    config = {} if path.exists() else {"storage_compatibility_version": STORAGE_VERSION}
    config |= settings()

    def tell(error: BaseException) -> None:
        if say is not None:
            say(f"waiting for {path.name}: {_holder(error)}")

    patient = waiting(_is_locked, tell, seconds=wait_seconds, longest=5)
    try:
        return patient(duckdb.connect, str(path), config=config)
    except duckdb.Error as error:
        raise _unopened(path, error, REBUILD) from error


def _unopened(path: Path, error: duckdb.Error, command: str) -> WarehouseError:
    """What is told of a file that cannot be opened: it is in use, the system refuses it, or it is at fault."""
    if _is_locked(error):
        return BuildBusyError(f"{path.name} is in use: {_holder(error)}")
    if (told := refused(path.name, error)) is not None:
        return WarehouseError(told)
    return BrokenFileError(unreadable(path, error, command))


SIGNS_OF_A_BROKEN_FILE = (
    "Corrupt database file",
    "Could not read",
    "Serialization Error",
    "has been invalidated because of a previous fatal error",
)

SIGNS_OF_A_FULL_DISK = ("Could not write", "No space left", "Disk quota exceeded", "File too large")

SIGNS_OF_A_REFUSAL = (
    "Permission denied",
    "Read-only file system",
    "Is a directory",
    "not permitted",
)
"""What the system says of a file that may be sound: it is not to be opened, or not to be written."""


def is_of_a_broken_file(error: Exception | str) -> bool:
    """Whether it is what DuckDB says of a page that is not as it was written."""
    return any(sign in str(error) for sign in SIGNS_OF_A_BROKEN_FILE)


def refused(name: str, error: Exception | str) -> str | None:
    """What is told where the system refuses to open or to write a file; None where it is the file that is at fault."""
    reason = str(error).partition("\n")[0]
    if any(sign in reason for sign in SIGNS_OF_A_FULL_DISK):
        return f"{name} cannot be written ({reason}); make room, and run it again"
    if any(sign in reason for sign in SIGNS_OF_A_REFUSAL):
        return (
            f"{name} cannot be opened ({reason}); give this user the right to it, and run it again"
        )
    return None


def why(error: OSError | duckdb.Error) -> str:
    """Why something could not be read or written, and what to do, without the name of the file."""
    if isinstance(error, OSError):
        return explain(OSError(error.errno, error.strerror))
    reason = str(error).partition("\n")[0]
    is_full = any(sign in reason for sign in SIGNS_OF_A_FULL_DISK)
    return f"{reason}; make room, and run it again" if is_full else reason


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those in whose handling it came up."""
    while error is not None:
        yield error
        error = error.__context__


@contextmanager
def _session(connection: Connection) -> Iterator[None]:
    """Times are UTC, and the file is let go of at the end, whatever happens."""
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield
    finally:
        connection.close()


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All that is written inside, or nothing of it."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


REBUILD = "'readouts rebuild --all' sets it aside and makes it anew from the archive"
PUBLISH = "'readouts publish' makes it anew"


def unreadable(path: Path, error: Exception | str, command: str) -> str:
    """One line on a file that cannot be read, and the command that helps."""
    reason = str(error).partition("\n")[0]
    return f"{path.name} cannot be read ({reason}); {command}"


def set_aside_if_broken(
    path: Path, *, thoroughly: bool = True, say: Callable[[str], None]
) -> Path | None:
    """Move a build file aside that cannot be read; its new name, None where it is sound or missing.

    It is opened, and where that is to be done ``thoroughly`` read through.

    Raises:
        BuildBusyError: another process does not let go of it.
        WarehouseError: the system does not let it be opened.
    """
    if not path.exists():
        return None
    try:
        with open_build(path, say=say) as connection:
            if thoroughly:
                read_through(connection)
    except BrokenFileError as error:
        say(str(error).split(";", maxsplit=1)[0])
    else:
        return None
    let_go(path)
    aside = path.with_name(f"{path.name}.broken")
    path.replace(aside)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    say(f"it is kept as {aside.name}; all that it held is made anew from the archive")
    return aside


def read_through(connection: Connection) -> None:
    """Read each value of each table of what it is used with, so that a broken page is found.

    A table that never had a row has no page.
    """
    for schema, table in connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary"
        " AND database_name = current_database() AND coalesce(estimated_size, 1) > 0"
    ).fetchall():
        connection.execute(f'SELECT bit_xor(hash(t)) FROM "{schema}"."{table}" AS t')


@contextmanager
def open_published(path: Path) -> Iterator[Connection]:
    """The published file, read-only.

    Raises:
        NotPublishedError: nothing has been published yet.
        BrokenFileError: the file is not a DuckDB database.
        WarehouseError: it cannot be opened.
    """
    if not path.exists():
        sample = path.parent / "sample" / path.name
        hint = (
            f"; the sample's is there by READOUTS_HOME={sample.parent}" if sample.is_file() else ""
        )
        raise NotPublishedError(
            f"nothing is published at {path} yet; 'readouts run' makes it{hint}"
        )
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise _unopened(path, error, PUBLISH) from error
    with _session(connection):
        yield connection


@contextmanager
def open_to_read(path: Path) -> Iterator[Connection | None]:
    """A file read-only; None where it cannot be opened: it is not there, a run has it to itself, or it is broken."""
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error:
        yield None
        return
    with _session(connection):
        yield connection
