"""What Dagster shows of a table before it is ever made: its group, its columns, where they come from, its SQL.

What belongs here: the words and metadata of definitions, which cost a run nothing. What does not: what a run reports of
a table (``tables``).
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from readouts.warehouse.models.lineage import Lineage, markdown
from readouts.warehouse.tables.definitions import Table

# Numbered, since Dagster lists groups by their names: so they read from the sources to what is published.
SOURCES = "1_sources"
PAGES = "2_pages"
ARTICLES = "3_articles"
CALLS = "4_calls"
MARTS = "5_marts"
PUBLISHED = "6_published"
QUARANTINE = "quarantine"

_OF_SCHEMA = {"raw": PAGES, "core": CALLS, "marts": MARTS}
_OF_TABLE = {"raw.corrections": SOURCES, "core.articles": ARTICLES, "raw.answers": ARTICLES}


def key_of(table: str) -> dg.AssetKey:
    """``core.articles`` is the asset ``core/articles``."""
    return dg.AssetKey(table.split("."))


def group_of(table: Table) -> str:
    """The group of a table's asset: the chapter of the story that it belongs to."""
    return _OF_TABLE.get(table.table) or _OF_SCHEMA[table.schema_name]


def table_metadata(table: Table, lineage: Lineage | None, sql: str | None) -> dict[str, Any]:
    """A table's columns with their comments, where they come from, and the SQL that makes it if any does."""
    metadata: dict[str, Any] = {
        "dagster/table_name": table.table,
        "dagster/column_schema": _columns(table),
    }
    if lineage is not None:
        metadata["dagster/column_lineage"] = _column_lineage(lineage)
        metadata["lineage"] = dg.MetadataValue.md(markdown(lineage))
    if sql is not None:
        metadata["sql"] = dg.MetadataValue.md(f"```sql\n{sql.strip()}\n```")
    return metadata


def quarantine_metadata(table: Table) -> dict[str, Any]:
    """The columns of the table that takes the refused rows: the same, none of them required, and why."""
    columns = [
        dg.TableColumn(name, column.type, _line(column.comment))
        for name, column in table.quarantine_columns.items()
    ]
    return {
        "dagster/table_name": table.quarantine,
        "dagster/column_schema": dg.TableSchema(columns=columns),
    }


def _columns(table: Table) -> dg.TableSchema:
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=name,
                type=column.type,
                description=_line(column.comment),
                constraints=dg.TableColumnConstraints(
                    nullable=column.optional, unique=name == table.key
                ),
            )
            for name, column in table.columns.items()
        ]
    )


def _column_lineage(lineage: Lineage) -> dg.TableColumnLineage:
    """As Dagster takes it: columns of assets. What only chooses rows, and tables of ``meta``, it has no words for."""
    return dg.TableColumnLineage(
        {
            column: [
                dg.TableColumnDep(asset_key=key_of(source.table), column_name=source.column)
                for source in sources
                if source.column and not source.table.startswith("meta.")
            ]
            for column, sources in lineage.columns.items()
        }
    )


def _line(text: str) -> str:
    return " ".join(text.split())
