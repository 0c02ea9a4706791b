"""The states of editions as a file has them: the build file's record, and what readers have.

What belongs here: reading ``meta.editions`` of either file, of whatever release, and writing a row of it. What does
not: what follows from it (``readouts.edition.kept.states``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.warehouse.errors import NotPublishedError, WarehouseError
from readouts.warehouse.files.database import open_published

FINISHED, REFUSED, WITHDRAWN = "published", "refused", "withdrawn"

TAKEN_OUT = (REFUSED, WITHDRAWN)
"""What readers may lose: an edition that a gate has refused, or that a person has withdrawn."""


@dataclass(frozen=True)
class State:
    """One edition's row of ``meta.editions``; what a file's release does not have is None."""

    edition: date
    status: str
    reason: str | None = None
    input: str | None = None
    digest: str | None = None
    is_half_done: bool | None = None
    warning: str | None = None

    @property
    def is_finished(self) -> bool:
        """It has passed every gate, and its rows are whole."""
        return self.status == FINISHED and not self.is_half_done


States = dict[date, State]


def states_of(connection: Connection) -> States:
    """The editions that an open file tells of, in order; none where it has no such table."""
    try:
        cursor = connection.execute("FROM meta.editions ORDER BY edition")
    except (duckdb.CatalogException, duckdb.BinderException):
        return {}
    there = [column[0] for column in cursor.description or []]
    if not {"edition", "status"} <= set(there):
        return {}
    known = {field.name for field in fields(State)}
    rows = (dict(zip(there, row, strict=True)) for row in cursor.fetchall())
    states = (State(**{name: row[name] for name in known & row.keys()}) for row in rows)
    return {state.edition: state for state in states}


def set_state(connection: Connection, edition: date, **columns: object) -> None:
    """Put an edition's row in the place of what was noted of it; columns that are not given are NULL."""
    row = {"edition": edition} | columns
    connection.execute("DELETE FROM meta.editions WHERE edition = ?", [edition])
    connection.execute(
        f"INSERT INTO meta.editions ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
        list(row.values()),
    )


def begin(connection: Connection, edition: date) -> None:
    """Note that an edition is begun, where nothing is noted of it."""
    connection.execute(
        "INSERT INTO meta.editions (edition, status) SELECT $edition, 'open'"
        " WHERE NOT EXISTS (FROM meta.editions WHERE edition = $edition)",
        {"edition": edition},
    )


def nothing_fetched(connection: Connection, edition: date) -> str | None:
    """That no fetch of an edition succeeded, though some were tried: then it is no quiet day. None where one did."""
    row = connection.execute(
        "SELECT sum(n)::BIGINT, string_agg(code || ' ' || n, ', ' ORDER BY code), count(*) = count(code) FROM ("
        " SELECT split_part(error, ':', 1) AS code, count(*) AS n FROM raw.pages WHERE edition = ? GROUP BY code)",
        [edition],
    ).fetchone()
    fetches, codes, has_failed = row or (None, None, None)
    if not fetches or not has_failed:
        return None
    return f"none of its {fetches} fetches succeeded ({codes})"


@dataclass(frozen=True)
class Readers:
    """What readers have: the editions of the published file; ``problem`` says why that cannot be told."""

    editions: States
    problem: str | None = None


def what_readers_have(published: Path) -> Readers:
    """The editions in the published file: none where there is no such file.

    It is asked several times in a run; the file is put in its place as a whole, so what was found holds until it is
    another.
    """
    try:
        found = published.stat()
    except OSError:
        return _read(published)
    file = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
    known = _known.get(published)
    if known is not None and known[0] == file:
        return known[1]
    readers = _read(published)
    if readers.problem is None:  # what is wrong may pass: that somebody has it open
        _known[published] = (file, readers)
    return readers


_known: dict[Path, tuple[tuple[int, ...], Readers]] = {}


def _read(published: Path) -> Readers:
    try:
        with open_published(published) as connection:
            found = states_of(connection)
            connection.execute("FROM meta.publication LIMIT 0")
    except duckdb.CatalogException:
        return Readers({}, f"{published.name} is a database, but none of Readouts")
    except NotPublishedError:
        return Readers({})
    except (WarehouseError, duckdb.Error) as error:
        return Readers({}, str(error).partition("\n")[0])
    return Readers({day: state for day, state in found.items() if state.status == FINISHED})
