"""Digests of what ``core`` says: the same rows give the same digest, in whatever order they were written.

What belongs here: folding rows to a digest, an edition at a time. What does not: what is made of it (``publish``).

The digest of an edition is kept in ``meta.editions``, and the gate forgets it when it changes rows of the edition. So a
night reads the rows of one edition and those of the tables that cross editions, however many editions there are. A text
is taken for its digest, which stands beside it.
"""

from __future__ import annotations

from datetime import date

from duckdb import DuckDBPyConnection as Connection

from readouts.warehouse.tables.definitions import Catalogue, Table
from readouts.warehouse.tables.rows import content_id

FOLD = (
    "count(*)::VARCHAR || ' ' || coalesce(sum(md5_number_lower(row))::VARCHAR, '')"
    " || ' ' || coalesce(sum(md5_number_upper(row))::VARCHAR, '')"
)
"""A set of rows in three numbers: sums do not depend on order, and a row that comes twice counts twice."""


def note_digests(connection: Connection, catalogue: Catalogue) -> None:
    """Note the digest of every published edition of which none is noted: it is new, or its rows have changed."""
    editions = [
        edition
        for (edition,) in connection.execute(
            "SELECT edition FROM meta.editions WHERE status = 'published' AND digest IS NULL ORDER BY edition"
        ).fetchall()
    ]
    if not editions:
        return
    parts: dict[date, list[str]] = {edition: [] for edition in editions}
    listed = ", ".join(f"DATE '{edition}'" for edition in editions)
    for table in _of_core(catalogue):
        if table.edition:
            for edition, folded in connection.execute(
                f"SELECT edition, {FOLD} FROM ({_rows(table)} WHERE edition IN ({listed})) GROUP BY edition"
            ).fetchall():
                parts[edition].append(f"{table.table}={folded}")
    connection.executemany(
        "UPDATE meta.editions SET digest = ? WHERE edition = ?",
        [[content_id(*found), edition] for edition, found in parts.items()],
    )


def core_digest(connection: Connection, catalogue: Catalogue) -> str:
    """The digest of all of ``core``: of the published editions as noted, and of the tables that cross editions."""
    parts = [
        f"{edition}={digest}"
        for edition, digest in connection.execute(
            "SELECT edition, digest FROM meta.editions WHERE status = 'published' ORDER BY edition"
        ).fetchall()
    ]
    for table in _of_core(catalogue):
        if not table.edition:
            row = connection.execute(f"SELECT {FOLD} FROM ({_rows(table)})").fetchone()
            parts.append(f"{table.table}={row and row[0]}")
    return content_id(*parts)


def _of_core(catalogue: Catalogue) -> list[Table]:
    """The tables of ``core`` in a fixed order."""
    return [
        table for name, table in sorted(catalogue.tables.items()) if table.schema_name == "core"
    ]


def _rows(table: Table) -> str:
    """A query for the table's rows, each as one text; for texts their digests speak."""
    columns = ", ".join(name for name in table.columns if name not in table.texts)
    edition = "edition, " if table.edition else ""
    return (
        f"SELECT {edition}to_json(r)::VARCHAR AS row FROM"
        f" (SELECT {columns} FROM {table.table}) AS r"
    )
