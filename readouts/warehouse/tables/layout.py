"""The layout of a build file: its tables made, and brought to the definitions of the release that writes to it.

What belongs here: making tables, and what becomes of those that another release made otherwise. What does not: the
definitions themselves (``tables``, ``meta``), and filling tables again (``readouts.edition.closing.healing``).

Only what writes rows brings a file to other definitions, in one transaction: looking into it changes nothing. A table
whose columns are not those of its definition is made anew, empty, and one that has none goes; so it is when a release
is installed, and when one goes back to the release before. Everything in the build file can be made from the archive
again, but for the record of editions: it is carried over. Editions that are finished stay so, and are marked half done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.warehouse.files.database import transaction
from readouts.warehouse.files.extensions import quoted
from readouts.warehouse.tables.definitions import Catalogue, Column, Table
from readouts.warehouse.tables.meta import EDITIONS, META_COLUMNS, META_COMMENTS

STATUSES = ("open", "building", "published", "refused", "withdrawn")

Columns = dict[str, str]
"""The columns of a table in order, each with its type."""


def ensure_tables(
    connection: Connection, catalogue: Catalogue, *, thoroughly: bool = False
) -> list[str]:
    """As ``create_tables``, and nothing where the file was made by the same definitions.

    The file's own word is taken for that; ``thoroughly`` looks at the tables themselves.
    """
    if is_of(connection, catalogue) and not (thoroughly and _differs(connection, catalogue)):
        return []
    return create_tables(connection, catalogue)


def is_of(connection: Connection, catalogue: Catalogue) -> bool:
    """Whether a build file has the layout of these definitions."""
    try:
        row = connection.execute("SELECT digest FROM meta.definitions").fetchone()
    except duckdb.Error:  # a new file, or one of a release with another table of that name
        return False
    return row is not None and row[0] == _digest(catalogue)


def _differs(connection: Connection, catalogue: Catalogue) -> bool:
    """Whether tables or columns are other than those that are defined, whoever changed them."""
    wanted = {
        f"CREATE TABLE {name}({', '.join(' '.join(column) for column in columns.items())});"
        for name, columns in _wanted(catalogue).items()
    }
    there = connection.execute(
        "SELECT replace(sql, '\"', '') FROM duckdb_tables() WHERE NOT internal AND schema_name <> 'main'"
    ).fetchall()
    return wanted != {statement for (statement,) in there}


def create_tables(connection: Connection, catalogue: Catalogue) -> list[str]:
    """Make every table, its quarantine and the tables of ``meta``, with comments; keep what is as it is defined.

    Returns the tables that were there with other columns, or are new to a file that has finished editions: they are
    empty now, and the editions half done where rows of theirs belong to editions. All of it happens, or nothing.
    """
    with transaction(connection):
        wanted = _wanted(catalogue)
        for schema in sorted({name.split(".")[0] for name in wanted}):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        _drop_unknown(connection, wanted)
        there = _present(connection)
        changed = [
            name for name, columns in wanted.items() if there.get(name) != list(columns.items())
        ]
        for name in changed:
            if name == EDITIONS and name in there:
                _carry_over(connection, {column for column, _ in there[name]})
            else:
                _create(connection, name, wanted[name])
        remade = [name for name in changed if name in catalogue.tables]
        if connection.execute(f"SELECT 1 FROM {EDITIONS} LIMIT 1").fetchone() is None:
            remade = []
        elif changed:
            _reopen(connection, [name for name in remade if catalogue[name].edition])
        for table in catalogue.tables.values():
            _comment(connection, table)
        for name, (description, comments) in META_COMMENTS.items():
            _comment_on(connection, name, description, comments)
        connection.execute("DELETE FROM meta.definitions")
        connection.execute("INSERT INTO meta.definitions (digest) VALUES (?)", [_digest(catalogue)])
    return remade


def _digest(catalogue: Catalogue) -> str:
    """Changes with anything that a definition says, and with the columns of ``meta``."""
    return hashlib.sha256(f"{catalogue.digest} {META_COLUMNS}".encode()).hexdigest()[:20]


def _wanted(catalogue: Catalogue) -> dict[str, Columns]:
    """All tables of a build file with their columns."""
    wanted = dict(META_COLUMNS)
    for table in catalogue.tables.values():
        for name, columns in _two(table).items():
            wanted[name] = {
                column: f"{c.type}{'' if c.optional else ' NOT NULL'}"
                for column, c in columns.items()
            }
    return wanted


def _two(table: Table) -> dict[str, dict[str, Column]]:
    """The columns of a table, and those of its quarantine."""
    return {table.table: table.columns, table.quarantine: table.quarantine_columns}


def _present(connection: Connection) -> dict[str, list[tuple[str, str]]]:
    """The tables that a file has, each with its columns and their types in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, column, kind in connection.execute(
        "SELECT schema_name || '.' || table_name, column_name,"
        " data_type || CASE WHEN is_nullable THEN '' ELSE ' NOT NULL' END"
        " FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal"
        " ORDER BY schema_name, table_name, column_index"
    ).fetchall():
        found.setdefault(name, []).append((column, kind))
    return found


def _drop_unknown(connection: Connection, wanted: dict[str, Columns]) -> None:
    """Drop what another release made and this one does not know: nobody would keep it up to date."""
    for kind in ("view", "table"):
        for (name,) in connection.execute(
            f"SELECT schema_name || '.' || {kind}_name FROM duckdb_{kind}s()"
            " WHERE database_name = current_database() AND NOT internal AND schema_name <> 'main'"
        ).fetchall():
            if kind == "view" or name not in wanted:
                schema, own = name.split(".", 1)
                connection.execute(f'DROP {kind.upper()} "{schema}"."{own}"')


def _create(connection: Connection, name: str, columns: Columns) -> None:
    body = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({body})")


def _carry_over(connection: Connection, there: set[str]) -> None:
    """Bring the record of editions to this release's columns; a state that it does not know is begun anew."""
    common = [column for column in META_COLUMNS[EDITIONS] if column in there]
    kept = ", ".join(common) if {"edition", "status"} <= set(common) else ""
    if kept:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE carried AS SELECT {kept} FROM {EDITIONS}")
    _create(connection, EDITIONS, META_COLUMNS[EDITIONS])
    if kept:
        connection.execute(f"INSERT INTO {EDITIONS} ({kept}) SELECT {kept} FROM carried")
        connection.execute("DROP TABLE carried")
    connection.execute(
        f"UPDATE {EDITIONS} SET status = 'open' WHERE status NOT IN (SELECT unnest(?))",
        [list(STATUSES)],
    )


def _reopen(connection: Connection, tables: list[str]) -> None:
    """What is empty now is to be filled: models as a whole, and these tables edition by edition."""
    connection.execute("DELETE FROM meta.models")
    if tables:
        connection.execute(
            f"UPDATE {EDITIONS} SET is_half_done = true, input = NULL, digest = NULL, reason = ?"
            " WHERE status = 'published'",
            [f"other columns in {', '.join(tables)}"],
        )


def _comment(connection: Connection, table: Table) -> None:
    told = {
        table.table: f"{table.description} One row: {table.grain}.",
        table.quarantine: f"Rows refused by an expectation of {table.table}, whole, with the reasons.",
    }
    for name, columns in _two(table).items():
        _comment_on(connection, name, told[name], {n: c.comment for n, c in columns.items()})


def _comment_on(
    connection: Connection, name: str, description: str, columns: dict[str, str]
) -> None:
    told = {f"TABLE {name}": description}
    comment(connection, told | {f"COLUMN {name}.{c}": text for c, text in columns.items()})


def comment(connection: Connection, told: Mapping[str, str]) -> None:
    """Say of each thing what it is: ``{"COLUMN core.calls.sides": "…"}``. In one go, which takes half the time."""
    statements = [
        f"COMMENT ON {what} IS {quoted(' '.join(text.split()))}" for what, text in told.items()
    ]
    connection.execute("; ".join(statements))
