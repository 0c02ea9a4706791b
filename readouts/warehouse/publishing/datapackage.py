"""The data dictionary of an export: a Frictionless data package, with a schema for each file.

What belongs here: what ``datapackage.json`` says. What does not: writing tables (``export``), and what tables and
columns mean; their comments in the published file do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from readouts.warehouse.tables.definitions import TYPES, Catalogue

NAME = "readouts"

MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}

ROW_ID = "row_id"
"""The key of tables that nothing refers to."""

META_KEYS = {
    "meta.publication": ["publication_id"],
    "meta.editions": ["edition"],
    "meta.gate_results": ["edition", "table_name", "expectation"],
}

DESCRIPTION = (
    "Phone calls between officials as foreign ministries and news wires report them, each side's reaction, and the"
    " words that carry it. To cite a figure, name the version: it is the id of the publication. Values stand as they"
    " were published, also those that a spreadsheet takes for a formula: import such columns as text. In CSV, lists"
    " are JSON, times are UTC, and an empty cell is no value."
)
WITHOUT_TEXT = (
    " The texts of the articles belong to their publishers and are left out, and so are unread passages as long as an"
    " article: addresses, digests and quotations stand."
)


@dataclass(frozen=True)
class Column:
    """One exported column: its DuckDB type, its comment, whether every row has it, and what stands in for its value."""

    name: str
    type: str
    comment: str
    required: bool
    value: str | None = None


@dataclass(frozen=True)
class Written:
    """One file of an export: the table in it, as CSV or Parquet."""

    table: str
    comment: str
    path: Path
    form: str
    rows: int
    columns: Sequence[Column]


@dataclass(frozen=True)
class Origin:
    """What is exported: the row of ``meta.publication``, and the publishers with their addresses."""

    publication_id: str
    published_at: datetime
    versions: Mapping[str, str]
    publishers: Sequence[tuple[str, str | None]]


def describe_package(
    origin: Origin, catalogue: Catalogue, files: Sequence[Written], folder: Path, *, with_text: bool
) -> dict[str, Any]:
    """The descriptor of the files written under ``folder``."""
    exported = {file.table for file in files}
    return {
        "profile": "data-package",
        "name": NAME,
        "id": origin.publication_id,
        "title": "Readouts: who called whom, and what they said",
        "description": DESCRIPTION + ("" if with_text else WITHOUT_TEXT),
        "version": origin.publication_id,
        "created": f"{origin.published_at:%Y-%m-%dT%H:%M:%SZ}",
        "keywords": ["diplomacy", "phone calls", "readouts", "event data"],
        "contributors": [{"title": "Readouts contributors", "role": "author"}],
        "licenses": [
            {
                "name": "Apache-2.0",
                "title": "Apache License 2.0, for tables and codings; quotations and titles are their publishers'",
                "path": "https://www.apache.org/licenses/LICENSE-2.0",
            }
        ],
        "sources": [
            {"title": title} | ({"path": path} if path else {}) for title, path in origin.publishers
        ],
        "versions": dict(origin.versions),
        "resources": [_resource(file, catalogue, exported, folder) for file in files],
    }


def resource_name(table: str, form: str) -> str:
    """The name of a table's file in the package; the CSV goes by the table's own."""
    return table if form == "csv" else f"{table}.{form}"


def _resource(
    file: Written, catalogue: Catalogue, exported: set[str], folder: Path
) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in file.columns]}
    schema |= {"missingValues": [""]} | _keys(file, catalogue, exported)
    described = {
        "name": resource_name(file.table, file.form),
        "type": "table",
        "path": file.path.relative_to(folder).as_posix(),
        "description": file.comment,
        "format": file.form,
        "mediatype": MEDIA_TYPES[file.form],
        "bytes": file.path.stat().st_size,
        "rows": file.rows,
        "hash": f"sha256:{_sha256(file.path)}",
        "schema": schema,
    }
    if file.form == "csv":
        described |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
    return described


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": TYPES[column.type][1],
        "description": column.comment,
    }
    return described | ({"constraints": {"required": True}} if column.required else {})


def _keys(file: Written, catalogue: Catalogue, exported: set[str]) -> dict[str, Any]:
    """Primary and foreign keys: a column named as the key of a table of ``core`` leads there.

    Of tables of one key it leads to the one that was read, edition by edition, and not to what is counted of it.
    """
    table = catalogue.tables.get(file.table)
    if table is None:
        return {"primaryKey": META_KEYS[file.table]} if file.table in META_KEYS else {}
    names = {column.name for column in file.columns}
    leads = {
        other.key: other
        for other in sorted(catalogue.tables.values(), key=lambda other: bool(other.edition))
        if other.schema_name == "core" and other.key in names - {ROW_ID, table.key}
        if other.table in exported
    }
    foreign = [
        _reference(key, resource_name(other.table, file.form), key) for key, other in leads.items()
    ]
    if "duplicate_of" in names:
        foreign.append(_reference("duplicate_of", "", table.key))
    key = [name for name in (["edition"] if table.edition else []) + [table.key] if name in names]
    return {"primaryKey": key} | ({"foreignKeys": foreign} if foreign else {})


def _reference(field: str, resource: str, key: str) -> dict[str, Any]:
    return {"fields": field, "reference": {"resource": resource, "fields": key}}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
