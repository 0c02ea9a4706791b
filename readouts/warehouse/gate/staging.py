"""Staging: the rows of a step in temporary tables of the tables' own columns, before any of them is committed.

What belongs here: what a step hands over, and the temporary tables. What does not: the audit, the verdict and the
commit (``gate``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from readouts.warehouse.gate.audit import CheckResult
from readouts.warehouse.tables.definitions import Table

Row = Mapping[str, Any]
Reasons = dict[str, list[str]]
"""Keys of refused rows, each with why."""


@dataclass(frozen=True)
class Staged:
    """Rows for one table: plain mappings, or a SELECT that yields them.

    ``replaces`` is a condition on the table's rows that these take the place of; without it, that is the rows of the
    edition where rows belong to editions, and all rows elsewhere. ``digest`` names the SQL of a model.
    """

    table: str
    rows: Iterable[Row] = ()
    select: str | None = None
    replaces: str | None = None
    digest: str | None = None


@dataclass
class TableOutcome:
    """What the gate did with one table's rows.

    ``total`` is what the table holds now, all editions together; ``staged`` how many rows were looked at; ``replaced``
    the condition on the rows that these took the place of.
    """

    table: str
    committed: int
    refused: int
    total: int = 0
    staged: int = 0
    replaced: str = "true"
    results: list[CheckResult] = field(default_factory=list)


def stage_name(table: Table) -> str:
    """The temporary table of a table's staged rows."""
    return f"stage_{table.schema_name}_{table.name}"


def replaced_rows(table: Table, staged: Staged, edition: date) -> str:
    """The condition on a table's rows that the staged ones take the place of."""
    if staged.replaces is not None:
        return staged.replaces
    return f"edition = DATE '{edition}'" if table.edition else "true"


def count_rows(connection: Connection, source: str) -> int:
    """How many rows a relation has; ``source`` may end in a WHERE clause."""
    row = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    assert row is not None
    return int(row[0])


def stage(connection: Connection, table: Table, staged: Staged) -> None:
    """Put the rows into a temporary table of the table's own columns, none of them refused yet."""
    names = ", ".join(table.columns)
    casts = ", ".join(f"{name}::{column.type} AS {name}" for name, column in table.columns.items())
    if staged.select is None:
        rows = [{name: _clean(row.get(name)) for name in table.columns} for row in staged.rows]
        source = pa.Table.from_pylist(rows, schema=table.arrow_schema)
        connection.register("incoming", source)
        select = "incoming"
    else:
        select = f"({staged.select.rstrip().rstrip(';')}\n)"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {stage_name(table)} AS"
        f" SELECT {casts}, false AS _refused FROM (SELECT {names} FROM {select})"
    )
    if staged.select is None:
        connection.unregister("incoming")


def drop_unchanged(connection: Connection, table: Table, replaced: str) -> str:
    """Take from the stage what stands in the table just so; returns the condition on the rows that the rest replaces.

    A part is made anew as a whole, and mostly comes out as it was: what has been audited and committed once need not
    be again.
    """
    names = ", ".join(table.columns)
    same = " AND ".join(f"s.{name} IS NOT DISTINCT FROM t.{name}" for name in table.columns)
    key, staged, changed = table.key, stage_name(table), f"changed_{table.schema_name}_{table.name}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {changed} AS"
        f" SELECT DISTINCT coalesce(s.{key}, t.{key}) AS {key} FROM {staged} AS s"
        f" FULL JOIN (SELECT {names} FROM {table.table} WHERE {replaced}) AS t ON t.{key} = s.{key}"
        f" WHERE s.{key} IS NULL OR t.{key} IS NULL OR NOT ({same})"
    )
    connection.execute(
        f"DELETE FROM {staged} WHERE {key} NOT IN (SELECT {key} FROM {changed} WHERE {key} IS NOT NULL)"
    )
    return f"{key} IN (SELECT {key} FROM {changed})"


def _clean(value: Any) -> Any:
    """Text that UTF-8 cannot hold (lone surrogates from a broken page) with those characters replaced."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def frame_of(connection: Connection, table: Table) -> Any:
    """The staged rows as a pandas DataFrame, for the audit."""
    return connection.execute(f"SELECT {', '.join(table.columns)} FROM {stage_name(table)}").df()


def show_staged(connection: Connection, table: Table) -> None:
    """Give the staged rows that nothing refused yet the name ``staged``, for the queries across tables."""
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW staged AS SELECT {', '.join(table.columns)}"
        f" FROM {stage_name(table)} WHERE NOT _refused"
    )


def staged_rows(connection: Connection, table: Table) -> pa.Table:
    """The staged rows with their verdict, out of reach of a rollback."""
    return connection.execute(f"SELECT * FROM {stage_name(table)}").to_arrow_table()
