"""Small records of an instance: tables in a SQLite file on one machine, in a schema of the database on several.

What belongs here: where such tables are, opening and laying them out, one connection to them, copying their rows. What
does not: what they hold, and who may write: whoever opens them has the turn for it.

A SQLite file on a folder that several machines see is not safe: its locks are those of the file system. What they share
is therefore in PostgreSQL, by the same statements, which both understand.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, NullPool, Text, create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from readouts.base.errors import ReadoutsError, in_a_line
from readouts.base.instance.home import Home
from readouts.base.state.database import DatabaseError, connect, failure

Value = str | int | bool | None

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""The type of a column of text: compared by its characters, whatever language a database was made for."""

_QUICKLY = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL")
_DURABLY = ("PRAGMA synchronous = FULL",)


class RecordsError(ReadoutsError):
    """Records cannot be read or written; in one line.

    ``file`` is where they are, None of those in the database; ``is_refused`` tells that there is no room, or no right.
    """

    def __init__(self, told: str, file: Path | None = None, *, is_refused: bool = False) -> None:
        super().__init__(told)
        self.file = file
        self.is_refused = is_refused


@dataclass(frozen=True, slots=True)
class Place:
    """Where records are: in a ``file``, or in a ``schema`` of the database that ``READOUTS_DATABASE`` names."""

    file: Path
    schema: str | None = None

    @classmethod
    def of(cls, home: Home, file: Path, kind: str) -> Place:
        """The place of one kind of an instance's records; ``file`` is where one machine has them."""
        if not home.is_shared:
            return cls(file)
        instance = re.sub(r"[^0-9a-z]", "", home.instance.lower())[:32]
        return cls(file, f"readouts_{instance}_{kind}")

    def exists(self) -> bool:
        """Whether anything was laid out there.

        Raises:
            RecordsError: the database cannot be asked.
        """
        if self.schema is None:
            return self.file.exists()
        asked = text("SELECT 1 FROM pg_namespace WHERE nspname = :schema")
        with _told(self), _engine(self, ()).connect() as connection:
            return connection.execute(asked, {"schema": self.schema}).first() is not None

    def clear(self) -> None:
        """Remove all that is there.

        Raises:
            RecordsError: the database cannot be used.
        """
        if self.schema is None:
            for suffix in ("", "-wal", "-shm", "-journal"):
                self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
            return
        with _told(self), _engine(self, ()).begin() as connection:
            connection.execute(text(f'DROP SCHEMA IF EXISTS "{self.schema}" CASCADE'))


class Records:
    """One connection to tables, which are made where they are missing. Safe for several threads, one at a time.

    Statements are SQL that SQLite and PostgreSQL both understand, with values as ``:name``. ``durable`` waits until
    what is written survives a power cut; what can be made anew need not.

    Raises:
        RecordsError: they cannot be used; from every method.
    """

    def __init__(self, place: Place, tables: MetaData, *, durable: bool) -> None:
        self.place = place
        self._lock = threading.RLock()
        if place.schema is None:
            place.file.parent.mkdir(parents=True, exist_ok=True)
        with _told(place):
            self._connection = _engine(place, _DURABLY if durable else _QUICKLY).connect()
            try:
                with self._connection.begin():
                    if place.schema is not None:
                        made = text(f'CREATE SCHEMA IF NOT EXISTS "{place.schema}"')
                        self._connection.execute(made)
                    tables.create_all(self._connection)
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Let go of them."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction, for this thread alone; a part of the one that is begun already."""
        with self._lock, _told(self.place):
            if self._connection.in_transaction():
                yield self._connection
            else:
                with self._connection.begin():
                    yield self._connection

    def rows(self, query: str, **values: Value) -> list[tuple[Any, ...]]:
        """The rows that a query finds."""
        with self.transaction() as connection:
            return [tuple(row) for row in connection.execute(_statement(query), _storable(values))]

    def row(self, query: str, **values: Value) -> tuple[Any, ...] | None:
        """The first of them; None where there is none."""
        with self.transaction() as connection:
            found = connection.execute(_statement(query), _storable(values)).first()
            return None if found is None else tuple(found)

    def change(self, statement: str, **values: Value) -> None:
        """Change rows: at once, or with the transaction that is begun."""
        with self.transaction() as connection:
            connection.execute(_statement(statement), _storable(values))

    def change_all(self, statement: str, many: Iterable[Mapping[str, Value]]) -> None:
        """Change rows by one statement for each of many values."""
        if storable := [_storable(values) for values in many]:
            with self.transaction() as connection:
                connection.execute(_statement(statement), storable)

    def is_empty(self, tables: MetaData) -> bool:
        """Whether none of the tables has a row."""
        return not any(
            self.row(f'SELECT 1 FROM "{table.name}" LIMIT 1') for table in tables.sorted_tables
        )

    def is_sound(self) -> bool:
        """Whether a file is whole; a database looks after that itself."""
        if self.place.schema is not None:
            return True
        found = self.row("PRAGMA quick_check(1)")
        return found is not None and found[0] == "ok"


_statement = cache(text)
"""Statements are few, and each is read once."""


def _storable(values: Mapping[str, Value]) -> dict[str, Value]:
    """Values as either database keeps them: a text with what is no character of a text is kept without it."""
    return {
        name: value.encode("utf-8", "replace").decode().replace("\x00", "")
        if isinstance(value, str)
        else value
        for name, value in values.items()
    }


def copy_rows(source: Records, target: Records, tables: MetaData) -> None:
    """Put all rows of one place into another, whole or not at all; what is there already stands in the way."""
    with source.transaction() as reading, target.transaction() as writing:
        for table in tables.sorted_tables:
            if rows := [dict(row) for row in reading.execute(table.select()).mappings()]:
                writing.execute(table.insert(), rows)


def _engine(place: Place, pragmas: Sequence[str]) -> Engine:
    """Connections are given to SQLAlchemy as they are: no address is for it to read."""
    if place.schema is None:
        return create_engine(
            "sqlite://", creator=lambda: _file(place.file, pragmas), poolclass=NullPool
        )
    return create_engine(
        "postgresql+psycopg2://",
        creator=lambda: connect(f"readouts: {place.schema}", schema=place.schema),
        poolclass=NullPool,
        executemany_mode="values_plus_batch",
    )


def _file(path: Path, pragmas: Sequence[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _told(place: Place) -> Iterator[None]:
    """What SQLite or PostgreSQL says of a failure, in one line."""
    try:
        yield
    except DatabaseError as error:
        raise RecordsError(str(error)) from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        said = in_a_line(cause or error)
        is_refused = isinstance(cause, sqlite3.OperationalError) and "no such" not in said
    else:
        return
    if place.schema is None:
        told = f"{place.file} cannot be used ({said})"
        raise RecordsError(told, place.file, is_refused=is_refused) from None
    # the error's arguments do not go along: values and the address are among them
    raise RecordsError(str(failure(said))) from None
