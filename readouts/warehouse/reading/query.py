"""Reading the warehouse: a person's query, and the first rows of a table.

What belongs here: reading only. What does not: how a result is drawn; the command and Dagster do that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.instance.home import ROOT
from readouts.warehouse.errors import BrokenFileError, NotPublishedError, QueryError
from readouts.warehouse.files.database import (
    PUBLISH,
    is_of_a_broken_file,
    open_build,
    open_published,
    unreadable,
)
from readouts.warehouse.tables.definitions import Table
from readouts.warehouse.working.door import Working


@dataclass(frozen=True)
class Answer:
    """What a query answered: names of columns, and rows of plain values."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    @property
    def dicts(self) -> list[dict[str, Any]]:
        """The rows, each a mapping by the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def answer(path: Path, query: str, parameters: list[Any] | dict[str, Any] | None = None) -> Answer:
    """Put a query to the published warehouse, its parameters in order or by name.

    The file is opened read-only, and the query reaches no other file and no network.

    Raises:
        NotPublishedError: nothing has been published yet.
        BrokenFileError: a page of the file is broken.
        QueryError: the query is not one that DuckDB can answer; one line says why.
    """
    with reading(path) as read:
        return read(query, parameters)


@cache
def query_in(folder: str, name: str) -> str:
    """The query ``sql/FOLDER/NAME.sql``."""
    return (ROOT / "sql" / folder / f"{name}.sql").read_text(encoding="utf-8")


def answer_of_working(working: Working, query: str) -> Answer:
    """Put a query to the working tables; as ``answer``.

    Raises:
        NotPublishedError: there are none, or a run has them to itself.
        QueryError: the query is not one that DuckDB can answer; one line says why.
    """
    with working.seen() as found:
        if found is None:
            raise NotPublishedError(NOT_SEEN)
        connection, _ = found
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            return answer_from(connection, query)
        except duckdb.Error as error:
            raise QueryError(_one_line(error)) from error


NOT_SEEN = "there are no working tables, or a run has them to itself; without --working the published ones are asked"

Read = Callable[[str, list[Any] | dict[str, Any] | None], Answer]
"""Puts a query with its parameters to a file that stays open."""


@contextmanager
def reading(path: Path) -> Iterator[Read]:
    """The published warehouse for several queries, which are all answered from one publication; as ``answer``."""
    with open_published(path) as connection:
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")

        def read(query: str, parameters: list[Any] | dict[str, Any] | None) -> Answer:
            try:
                return answer_from(connection, query, parameters or [])
            except duckdb.Error as error:
                if is_of_a_broken_file(error):
                    raise BrokenFileError(unreadable(path, error, PUBLISH)) from error
                raise QueryError(_one_line(error)) from error

        yield read


def answer_from(
    connection: Connection,
    query: str,
    parameters: list[Any] | dict[str, Any] | None = None,
) -> Answer:
    """What an open file answers to a query, its parameters in order or by name.

    Raises:
        QueryError: it holds no statement.
        duckdb.Error: it cannot be answered.
    """
    cursor = connection.execute(query, parameters)
    if cursor is None:  # DuckDB's answer to a text that holds no statement
        raise QueryError("the query asks for nothing")
    columns = [column[0] for column in cursor.description or []]
    return Answer(columns, cursor.fetchall() if columns else [])


def _one_line(error: duckdb.Error) -> str:
    """DuckDB's message without its drawing of the query."""
    lines = [line.strip() for line in str(error).splitlines()]
    kept = [line for line in lines if line and not line.startswith(("LINE ", "^"))]
    return " ".join(kept)


def first_rows(build: Path, table: Table, edition: date | None, limit: int = 5) -> Answer:
    """The first rows of a table in the build file, of one edition where its rows belong to editions."""
    where = "WHERE edition = ?" if table.edition and edition is not None else ""
    with open_build(build) as connection:
        query = f"SELECT {', '.join(table.columns)} FROM {table.table} {where} LIMIT {limit}"
        return answer_from(connection, query, [edition] if where else [])
