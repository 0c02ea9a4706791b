"""Exporting the published warehouse as files that any program reads: CSV and Parquet, with a data dictionary.

What belongs here: which tables and columns go out, and writing them as a whole or not at all. What does not: what the
dictionary says (``datapackage``).

The rows are those of one publication, in a fixed order, so that the same publication gives the same CSV. ``raw`` and
``quarantine`` stay: they are the records of the harvest and of the gates, and no part of the dataset.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.files import sync
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.files.database import open_published, why
from readouts.warehouse.files.extensions import quoted
from readouts.warehouse.publishing.datapackage import Column, Origin, Written, describe_package
from readouts.warehouse.tables.definitions import Catalogue, Table

FORMS = ("csv", "parquet")
DICTIONARY = "datapackage.json"
META_TABLES = ("meta.publication", "meta.editions", "meta.gate_results", "meta.lineage")
SCHEMAS = ("core", "marts")

PASSAGE = "passage"
LONGEST_PASSAGE = 1000
"""Characters of an unread passage that count as a quotation; a longer one is as good as the article."""

OPTIONS = {
    "csv": (
        "FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '',"
        " TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ'"
    ),
    "parquet": "FORMAT parquet, COMPRESSION zstd",
}


Started = Callable[[str, int, int], None]
"""Is told each table as it begins: its name, how many were before it, and how many there are."""


class ExportError(WarehouseError):
    """An export cannot be written where it was asked for."""


@dataclass(frozen=True)
class Export:
    """What was exported: where, which publication, and the rows of each table."""

    folder: Path
    publication_id: str
    rows: dict[str, int]


def export(
    published: Path,
    folder: Path,
    catalogue: Catalogue,
    *,
    forms: Sequence[str] = FORMS,
    with_text: bool = False,
    started: Started = lambda table, number, tables: None,
) -> Export:
    """Write the tables of ``core``, ``marts`` and ``meta`` into ``folder``, in the place of an earlier export.

    The texts of articles go out only ``with_text``. ``started`` is told of each table.

    Raises:
        NotPublishedError: nothing has been published yet.
        ExportError: the folder holds other things, or cannot be written.
    """
    draft = folder.with_name(f".{folder.name}.export")
    try:
        if not folder.exists() and _aside(folder).is_dir():  # somebody was killed between two names
            _aside(folder).rename(folder)
        _require_own(folder)
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        with open_published(published) as connection:
            connection.execute(f"SET temp_directory = {quoted(str(draft / 'spilled'))}")
            files = _write_tables(connection, draft, catalogue, forms, with_text, started)
            origin = _origin(connection)
        shutil.rmtree(draft / "spilled", ignore_errors=True)
        described = describe_package(origin, catalogue, files, draft, with_text=with_text)
        text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
        (draft / DICTIONARY).write_text(text, encoding="utf-8")
        for path in draft.rglob("*"):
            sync(path)
        _put(draft, folder)
    except (OSError, duckdb.Error) as error:
        raise ExportError(f"{folder} cannot be written: {why(error)}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Export(folder, origin.publication_id, {file.table: file.rows for file in files})


def _require_own(folder: Path) -> None:
    """Make sure that replacing the folder loses nothing but an earlier export."""
    if folder.is_dir():
        others = sorted({path.name for path in folder.iterdir()} - {*FORMS, DICTIONARY})
        if others:
            raise ExportError(
                f"{folder} holds other things ({others[0]}); name a folder for the export alone"
            )
    elif folder.exists():
        raise ExportError(f"{folder} is no folder")


def _aside(folder: Path) -> Path:
    """Where an earlier export lies while the new one takes its name."""
    return folder.with_name(f".{folder.name}.old")


def _put(draft: Path, folder: Path) -> None:
    """Give the finished folder its name; what had it goes only then."""
    old = _aside(folder)
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    try:
        draft.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
    sync(folder.parent)


def _write_tables(
    connection: Connection,
    draft: Path,
    catalogue: Catalogue,
    forms: Sequence[str],
    with_text: bool,
    started: Started,
) -> list[Written]:
    tables = _tables(connection)
    files = []
    for number, name in enumerate(tables):
        started(name, number, len(tables))
        comment, columns = _explained(connection, name)
        if not with_text:
            names = {column.name for column in columns}
            columns = [_quotable(c) for c in columns if f"{c.name}_sha256" not in names]
        for form in forms:
            path = draft / form / f"{name}.{form}"
            path.parent.mkdir(exist_ok=True)
            query = _query(name, catalogue.tables.get(name), columns, form)
            copied = connection.execute(
                f"COPY ({query}) TO {quoted(str(path))} ({OPTIONS[form]})"
            ).fetchone()
            files.append(
                Written(name, comment, path, form, int(copied[0]) if copied else 0, columns)
            )
    return files


def _tables(connection: Connection) -> list[str]:
    """The tables that go out, as the published file has them: it may be of an earlier release."""
    rows = connection.execute(
        "SELECT schema_name || '.' || table_name AS name FROM duckdb_tables()"
        " WHERE database_name = current_database() AND (schema_name IN ? OR name IN ?) ORDER BY name",
        [SCHEMAS, META_TABLES],
    ).fetchall()
    return [name for (name,) in rows]


def _quotable(column: Column) -> Column:
    """The column without values that are as good as an article."""
    if column.name != PASSAGE:
        return column
    return replace(
        column,
        required=False,
        value=f"CASE WHEN length({PASSAGE}) <= {LONGEST_PASSAGE} THEN {PASSAGE} END",
    )


def _explained(connection: Connection, name: str) -> tuple[str, list[Column]]:
    """A table's comment and columns, as the published file has them."""
    schema, table = name.split(".")
    of_table = "database_name = current_database() AND schema_name = ? AND table_name = ?"
    row = connection.execute(
        f"SELECT comment FROM duckdb_tables() WHERE {of_table}", [schema, table]
    ).fetchone()
    columns = connection.execute(
        f"SELECT column_name, data_type, coalesce(comment, ''), NOT is_nullable FROM duckdb_columns()"
        f" WHERE {of_table} ORDER BY column_index",
        [schema, table],
    ).fetchall()
    return (row[0] or "" if row else ""), [Column(*column) for column in columns]


def _query(name: str, table: Table | None, columns: Sequence[Column], form: str) -> str:
    """The rows of a table as they go out, in an order that does not hang on how they were written."""
    values = []
    for column in columns:
        value = column.value or column.name
        if form == "csv" and column.type.endswith("[]"):
            value = f"to_json({value})::VARCHAR"
        values.append(f"{value} AS {column.name}")
    names = {column.name for column in columns}
    first = ("edition" if table.edition else "call_date", table.key) if table else ()
    order = ", ".join([column for column in first if column in names]) or "ALL"
    return f"SELECT {', '.join(values)} FROM {name} ORDER BY {order}"


def _origin(connection: Connection) -> Origin:
    row = connection.execute(
        "SELECT publication_id, published_at, readouts, parser, extractor, duckdb, core_digest FROM meta.publication"
    ).fetchone()
    assert row is not None
    names = ("readouts", "parser", "extractor", "duckdb", "core_digest")
    publishers = connection.execute(
        "SELECT publisher, nullif(regexp_extract(min(canonical_url), '^https?://[^/?#]+'), '')"
        " FROM core.articles GROUP BY publisher ORDER BY publisher"
    ).fetchall()
    return Origin(row[0], row[1], dict(zip(names, row[2:], strict=True)), publishers)
