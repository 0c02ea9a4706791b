"""Where each column of each table comes from: derived from the SQL of the models, told of the steps in Python.

What belongs here: the lineage as plain data, as the table ``meta.lineage``, and as Markdown (``docs/lineage.md``).
What does not: running anything, and what Dagster makes of it (``assets``).

A model's lineage is read from its SELECT, so it cannot go stale: a column comes from the columns of other tables that
its value is computed from. What only chooses rows (joins, conditions) is no source of a column; a table that a model
reads for that alone is a source of the whole table. What the steps in Python read is told in ``lineage.tsv``.

``python -m readouts.warehouse.models.lineage`` writes the document anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node
from sqlglot.lineage import lineage as columns_of

from readouts.base.files import read_tsv
from readouts.base.instance.home import ROOT
from readouts.warehouse.errors import DefinitionError
from readouts.warehouse.files.database import transaction
from readouts.warehouse.models.build import Model, load_models
from readouts.warehouse.tables.definitions import Catalogue, load_catalogue
from readouts.warehouse.tables.meta import META_COMMENTS
from readouts.warehouse.tables.parts import is_known, settle
from readouts.warehouse.tables.rows import content_id

TARGET = ROOT / "docs" / "lineage.md"
TABLE = "meta.lineage"
COLUMNS = META_COMMENTS[TABLE][1]
STEPS = Path(__file__).with_name("lineage.tsv")

UNREADABLE = (exp.Placeholder, exp.Column, exp.Columns)
"""What a value without a source must not hold: it would have one, if only it could be found."""


@dataclass(frozen=True, order=True)
class Source:
    """A column of another table; ``column`` is empty where the table as a whole is meant."""

    table: str
    column: str = ""

    def __str__(self) -> str:
        return f"{self.table}.{self.column}" if self.column else self.table


ByColumn = Mapping[str, tuple[Source, ...]]
"""The sources of each column, in order; none for a constant and for a count of rows."""


@dataclass(frozen=True)
class Lineage:
    """The lineage of one table: of its columns, and what else its rows depend on."""

    table: str
    columns: ByColumn
    rows: tuple[Source, ...]


_derived: dict[tuple[str, str, str], Lineage] = {}
"""What was derived in this process, by the model's name and SQL and the definitions: a process may make many files."""


def lineage_of(model: Model, catalogue: Catalogue) -> Lineage:
    """The lineage of a model, from its SQL and the columns of the tables that it reads.

    Raises:
        DefinitionError: a column's sources cannot be derived; the model says it in a way that hides them.
    """
    key = (model.table, model.select, catalogue.digest)
    if key not in _derived:
        _derived[key] = _derive(model, catalogue)
    return _derived[key]


def _derive(model: Model, catalogue: Catalogue) -> Lineage:
    try:
        # What is found is the same with copies of the query cut to each column; making them takes seven times as long.
        nodes: dict[str, Node] = columns_of(
            None,
            model.select,
            _schema(catalogue),
            dialect="duckdb",
            trim_selects=False,
            copy=False,
        )
    except SqlglotError as error:
        raise DefinitionError(
            f"{model.table}: its lineage cannot be derived: {str(error).splitlines()[0]}"
        ) from error
    missing = [column for column in catalogue[model.table].columns if column not in nodes]
    if missing:
        raise DefinitionError(f"{model.table}: its SQL does not name {', '.join(missing)}")
    columns = {
        column: _sources(model, catalogue, column, nodes[column])
        for column in catalogue[model.table].columns
    }
    used = {source.table for sources in columns.values() for source in sources}
    return Lineage(model.table, columns, tuple(Source(t) for t in sorted(model.reads - used)))


def _schema(catalogue: Catalogue) -> dict[str, dict[str, dict[str, str]]]:
    """The columns of every table with their types, those of ``meta`` too, by schema and name."""
    schema: dict[str, dict[str, dict[str, str]]] = {"meta": {}}
    for table in catalogue.tables.values():
        types = {name: column.type for name, column in table.columns.items()}
        schema.setdefault(table.schema_name, {})[table.name] = types
    for name, (_, columns) in META_COMMENTS.items():
        schema["meta"][name.removeprefix("meta.")] = dict.fromkeys(columns, "VARCHAR")
    return schema


def _sources(model: Model, catalogue: Catalogue, column: str, node: Node) -> tuple[Source, ...]:
    nodes = list(node.walk())
    found = {
        Source(f"{leaf.expression.db}.{leaf.expression.name}", leaf.name.split(".")[-1].strip('"'))
        for leaf in nodes
        # A relation without a schema is no table: the build sets it up for itself.
        if isinstance(leaf.expression, exp.Table) and leaf.expression.db
    }
    unknown = [
        s for s in sorted(found) if s.table in catalogue.tables and not _is_there(catalogue, s)
    ]
    if unknown:
        raise DefinitionError(
            f"{model.table}: column {column} comes from {unknown[0]}, which is not there"
        )
    if not found and any(map(_hides_a_source, nodes)):
        raise DefinitionError(f"{model.table}: the source of column {column} cannot be derived")
    return tuple(sorted(found))


def _is_there(catalogue: Catalogue, source: Source) -> bool:
    return source.column in catalogue[source.table].columns


def _hides_a_source(node: Node) -> bool:
    """Whether a value that has no table for a source is anything but a constant or a count of rows."""
    if node.downstream:
        return node.expression.find(exp.Exists) is not None
    is_relation = isinstance(node.expression, (exp.Table, exp.Star))
    return is_relation or any(node.expression.find_all(*UNREADABLE))


@cache
def _told() -> dict[str, Lineage]:
    """What ``lineage.tsv`` tells of the tables that steps in Python fill."""
    tables: dict[str, tuple[dict[str, list[Source]], list[Source]]] = {}
    for row in read_tsv(STEPS):
        columns, whole = tables.setdefault(row["table"], ({}, []))
        source = Source(row["source_table"], row["source_column"])
        if row["column"]:
            columns.setdefault(row["column"], []).append(source)
        else:
            whole.append(source)
    return {
        table: Lineage(table, {c: tuple(sorted(s)) for c, s in columns.items()}, tuple(whole))
        for table, (columns, whole) in tables.items()
    }


def all_lineage(catalogue: Catalogue, models: Sequence[Model]) -> list[Lineage]:
    """The lineage of every table that comes from another one: those of the steps first, then the models' in order.

    Raises:
        DefinitionError: as ``lineage_of``.
    """
    told = [told for table, told in _told().items() if table in catalogue.tables]
    return [*told, *(lineage_of(model, catalogue) for model in models)]


def _rows(lineages: Iterable[Lineage]) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    for lineage in lineages:
        for source in lineage.rows:
            yield lineage.table, None, source.table, None
        for column, sources in lineage.columns.items():
            if not sources:
                yield lineage.table, column, None, None
            for source in sources:
                yield lineage.table, column, source.table, source.column or None


def record_lineage(connection: Connection, catalogue: Catalogue, models: Sequence[Model]) -> None:
    """Write ``meta.lineage`` into the build file; nothing where it was written by the same definitions.

    Raises:
        DefinitionError: as ``lineage_of``.
    """
    steps = STEPS.read_text(encoding="utf-8")
    digest = content_id(catalogue.digest, steps, *(model.digest for model in models))
    if is_known(connection, TABLE, digest):
        return
    columns = zip(*_rows(all_lineage(catalogue, models)), strict=True)
    rows = pa.table([pa.array(column, pa.string()) for column in columns], list(COLUMNS))
    with transaction(connection):
        connection.execute(f"DELETE FROM {TABLE}")
        connection.register("derived", rows)
        connection.execute(f"INSERT INTO {TABLE} FROM derived")
        connection.unregister("derived")
        settle(connection, TABLE, digest)


def markdown(lineage: Lineage) -> str:
    """One table's lineage as a Markdown table, with what its rows depend on besides."""
    lines = ["| column | from |", "|---|---|"]
    for column, sources in lineage.columns.items():
        names = ", ".join(f"`{source}`" for source in sources)
        lines.append(f"| `{column}` | {names or 'a constant, or a count of rows'} |")
    besides = ", ".join(f"`{source}`" for source in lineage.rows)
    return "\n".join(lines) + (f"\n\nWhich rows it has depends on {besides}." if besides else "")


HEAD = """# Lineage

Where each column comes from. Made by `make docs` from the SQL of the models under `sql/`, and from
`readouts/warehouse/models/lineage.tsv` for the tables that steps in Python fill. In the warehouse it is the table
`meta.lineage`; in Dagster's UI each materialization of a model shows its own.

A column comes from the columns that its value is computed from; what only joins or chooses rows is not named by
column. Of the tables that steps fill, the columns are named that are taken over; the rest is read out of the source.
"""


def document(lineages: Iterable[Lineage]) -> str:
    """The whole document."""
    return "\n".join([HEAD, *(f"## {one.table}\n\n{markdown(one)}\n" for one in lineages)])


if __name__ == "__main__":
    _catalogue = load_catalogue(ROOT / "expectations")
    TARGET.write_text(
        document(all_lineage(_catalogue, load_models(ROOT / "sql"))), encoding="utf-8"
    )
