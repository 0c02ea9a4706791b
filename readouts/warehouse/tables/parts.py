"""Which parts of a model's table a run touched, so that only those are made anew.

What belongs here: the record of what changed (``meta.touched``, ``meta.models``) and the SQL that cuts a model to its
touched parts. What does not: what a model's parts are; its own header says so:

    -- Rebuilt by: side (side of marts.evidence)

The rows of one ``side`` follow from the rows of ``marts.evidence`` with that side, and from what those rows lead to
by their keys. Expressions may stand in the place of columns. Of a list each element counts; an expression that makes a
list says so (``each …``). Where changed rows change the parts
of their neighbours too, a query beside the model (``NAME.reach.sql``) finds them: from the relation ``touched`` it
selects ``value``, and ``is_inner``, false for what must be read but not made anew.

Changes are recorded in the transaction that makes them and forgotten in the one that answers them, so that a killed
run, a refused edition or an edition left half done leaves nothing stale. A model whose SQL or definition is not the one
its table was made by is made anew as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlglot
from duckdb import DuckDBPyConnection as Connection
from sqlglot.tokenizer_core import Token, TokenType

from readouts.warehouse.tables.definitions import Catalogue, Table

TOUCHED, WITHIN = "touched", "within_reach"
"""Temporary tables: the parts to be made anew, and all that must be read for it."""

NONE = "false"
"""The condition that no row meets."""

HEADER = re.compile(
    r"^-- Rebuilt by: (?P<part>.+?) \((?P<inputs>(?:each )?.+ of \w+\.\w+)\)$", re.MULTILINE
)
INPUT = re.compile(r"(?P<each>each )?(?P<part>.+?) of (?P<table>\w+\.\w+)(?:, |$)")


@dataclass(frozen=True)
class Input:
    """A table that a model reads, and what says which of the model's parts a row belongs to: a column or an expression.

    ``is_list`` tells that the expression makes a list; of a column its type tells.
    """

    table: str
    part: str
    is_list: bool = False


@dataclass(frozen=True)
class Parts:
    """How a model's rows are cut into parts: the column (or expression) that names it, and the inputs that make it."""

    part: str
    inputs: tuple[Input, ...]
    reach: str | None = None


def parts_of(text: str, reach: str | None) -> Parts | None:
    """The parts that a model's header declares; None where it declares none.

    Raises:
        ValueError: the header cannot be read.
    """
    header = HEADER.search(text)
    if header is None:
        if "Rebuilt by:" in text:
            raise ValueError(
                "write '-- Rebuilt by: column (column of schema.table, …)' in one line"
            )
        return None
    inputs = tuple(
        Input(found["table"], found["part"], found["each"] is not None)
        for found in INPUT.finditer(header["inputs"])
    )
    return Parts(header["part"], inputs, reach)


def readers_of(
    models: Iterable[tuple[str, Parts | None]],
) -> dict[str, tuple[tuple[str, Input], ...]]:
    """By table: the models (each with its parts) that are rebuilt by it, each with what of it."""
    readers: dict[str, list[tuple[str, Input]]] = {}
    for model, parts in models:
        for source in parts.inputs if parts else ():
            readers.setdefault(source.table, []).append((model, source))
    return {table: tuple(entries) for table, entries in readers.items()}


def _is_list(table: Table, source: Input) -> bool:
    column = table.columns.get(source.part)
    return source.is_list if column is None else column.type.endswith("[]")


def _values(table: Table, source: Input, relation: str) -> str:
    """A query for the parts of a relation's rows, the elements of a list one by one, as text."""
    part = f"unnest({source.part})" if _is_list(table, source) else source.part
    return f"SELECT {part}::VARCHAR AS value FROM {relation}"


def touch(connection: Connection, catalogue: Catalogue, table: Table, relation: str) -> None:
    """Record that the rows of ``relation`` (some of ``table``, or its like) came, went or count otherwise."""
    for model, source in catalogue.readers.get(table.table, ()):
        connection.execute(
            f"INSERT INTO meta.touched SELECT DISTINCT ?, value FROM ({_values(table, source, relation)})"
            " WHERE value IS NOT NULL"
            " EXCEPT SELECT table_name, value FROM meta.touched",
            [model],
        )


def touch_edition(connection: Connection, catalogue: Catalogue, edition: date) -> None:
    """Record that an edition's rows count from now on, or no longer: its state has changed."""
    for table in catalogue.tables.values():
        if table.edition:
            touch(connection, catalogue, table, f"{table.table} WHERE edition = DATE '{edition}'")


def touch_changes(
    connection: Connection,
    catalogue: Catalogue,
    table: Table,
    removed: str,
    added: str,
) -> None:
    """Record the rows that are in one of two relations and not in the other; a row made anew as it was is neither."""
    if table.table not in catalogue.readers:
        return
    names = ", ".join(table.columns)
    old, new = f"SELECT {names} FROM {removed}", f"SELECT {names} FROM {added}"
    # Once for all who read it: what is compared are all columns, and each reader asks for one.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE differing AS"
        f" ({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old})"
    )
    touch(connection, catalogue, table, "differing")
    connection.execute("DROP TABLE differing")


def settle(connection: Connection, table: str, digest: str) -> None:
    """Record that a model's table is up to date with what it reads, as of this SQL."""
    connection.execute("DELETE FROM meta.touched WHERE table_name = ?", [table])
    connection.execute("DELETE FROM meta.models WHERE table_name = ?", [table])
    connection.execute("INSERT INTO meta.models VALUES (?, ?)", [table, digest])


def is_known(connection: Connection, table: str, digest: str) -> bool:
    """Whether the table was made by just this SQL, so that its untouched parts stand."""
    row = connection.execute(
        "SELECT digest FROM meta.models WHERE table_name = ?", [table]
    ).fetchone()
    return row is not None and row[0] == digest


def is_touched(connection: Connection, table: str) -> bool:
    """Whether anything changed by which a model's table is made anew."""
    row = connection.execute(
        "SELECT 1 FROM meta.touched WHERE table_name = ? LIMIT 1", [table]
    ).fetchone()
    return row is not None


@dataclass(frozen=True)
class Cut:
    """A model cut to its touched parts: the query for their rows, and the condition on the rows they replace."""

    select: str
    replaces: str


def nothing_of(table: str) -> Cut:
    """The cut of a model of which no part was touched."""
    return Cut(f"SELECT * FROM {table} WHERE {NONE}", NONE)


def cut(
    connection: Connection,
    catalogue: Catalogue,
    table: str,
    select: str,
    parts: Parts,
) -> Cut:
    """Cut a table's model to the parts that were touched since it was last made; sets up the relations it is cut by."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {TOUCHED} AS"
        " SELECT DISTINCT value FROM meta.touched WHERE table_name = ?",
        [table],
    )
    if parts.reach is None:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {WITHIN} AS FROM {TOUCHED}")
    else:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE reached AS {parts.reach.rstrip().rstrip(';')}"
        )
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {WITHIN} AS SELECT value FROM reached UNION FROM {TOUCHED}"
        )
        connection.execute(
            f"INSERT INTO {TOUCHED} SELECT value FROM reached WHERE is_inner EXCEPT FROM {TOUCHED}"
        )
    filters = {
        source.table: _is_in(catalogue[source.table], source, WITHIN) for source in parts.inputs
    }
    is_touched = _is_in(catalogue[table], Input(table, parts.part), TOUCHED)
    narrowed = narrow(select.rstrip().rstrip(";"), filters)
    return Cut(f"SELECT * FROM ({narrowed}\n) WHERE {is_touched}", is_touched)


def _is_in(table: Table, source: Input, relation: str) -> str:
    """A condition on the table's rows: their part, or one of their parts, is in the relation."""
    if _is_list(table, source):
        return (
            f"EXISTS (SELECT 1 FROM (SELECT unnest({source.part})::VARCHAR AS element) AS e"
            f" WHERE e.element IN (SELECT value FROM {relation}))"
        )
    column = table.columns.get(source.part)
    # Compared as what it is, a column can be pruned by; an expression is compared as text.
    if column is not None:
        return f"{source.part} IN (SELECT value::{column.type} FROM {relation})"
    return f"({source.part})::VARCHAR IN (SELECT value FROM {relation})"


def narrow(select: str, filters: Mapping[str, str]) -> str:
    """The query with each table of ``filters`` cut to the rows that meet its condition.

    >>> narrow("SELECT e.side FROM marts.evidence AS e", {"marts.evidence": "side = 'NOR'"})
    "SELECT e.side FROM (SELECT * FROM marts.evidence WHERE side = 'NOR') AS e"
    """
    parts, end = [], 0
    for table, start, stop in _tables_in(select):
        if table in filters:
            parts.append(select[end:start])
            parts.append(f"(SELECT * FROM {table} WHERE {filters[table]})")
            end = stop
    return "".join([*parts, select[end:]])


@cache
def _tables_in(select: str) -> tuple[tuple[str, int, int], ...]:
    """The tables that a query names with their schema, each with where its name begins and ends."""
    tokens = sqlglot.tokenize(select, read="duckdb")
    found = []
    for n in range(1, len(tokens) - 2):
        before, schema, dot, name = tokens[n - 1 : n + 3]
        # A column with the whole name of its table before it is no table.
        is_column = n + 3 < len(tokens) and tokens[n + 3].token_type is TokenType.DOT
        if _is_table(before, dot) and not is_column:
            found.append((f"{schema.text}.{name.text}", schema.start, name.end + 1))
    return tuple(found)


def _is_table(before: Token, dot: Token) -> bool:
    opens = {TokenType.FROM, TokenType.JOIN, TokenType.COMMA}
    return before.token_type in opens and dot.token_type is TokenType.DOT
