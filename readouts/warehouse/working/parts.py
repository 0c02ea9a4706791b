"""The tables of a database as they are laid out, and their parts with digests: what tells two states apart.

What belongs here: reading the layout, what a part is, its digest. What does not: copying any of it (``carrying``).

A table with a column ``edition`` (or ``quarantined_in``) that every row has is cut by it; another is one part. So
little is compared and written of an instance of many editions when one is closed. A digest does not depend on the order
of rows. Of a text whose own digest stands beside it (``text``, ``text_sha256``) that one speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from duckdb import DuckDBPyConnection as Connection

CUT_BY = ("edition", "quarantined_in")
WHOLE = ""
"""The name of the part of a table that is not cut."""


@dataclass(frozen=True)
class Column:
    """A column: its type, and whether every row has a value."""

    name: str
    type: str
    is_nullable: bool

    @property
    def defined(self) -> str:
        """As it is written where a table is made."""
        return f'"{self.name}" {self.type}{"" if self.is_nullable else " NOT NULL"}'


@dataclass(frozen=True)
class Layout:
    """A table's name with its schema, its columns, and what is said of it and of them (of itself under no name)."""

    table: str
    columns: tuple[Column, ...]
    comments: Mapping[str, str]

    @cached_property
    def cut_by(self) -> str | None:
        """The column whose values are its parts; None where it is one part."""
        days = {c.name for c in self.columns if c.type == "DATE" and not c.is_nullable}
        return next((name for name in CUT_BY if name in days), None)

    @property
    def part(self) -> str:
        """The name of the part that a row is of."""
        return f"{self.cut_by}::VARCHAR" if self.cut_by else f"'{WHOLE}'"

    @cached_property
    def hashed(self) -> str:
        """A number that tells a row from others."""
        names = {column.name for column in self.columns}
        told = [f'"{name}"' for c in self.columns if f"{(name := c.name)}_sha256" not in names]
        return f"hash({', '.join(told)})"

    def where(self, parts: Iterable[str]) -> str:
        """A condition on the rows of some of its parts."""
        if self.cut_by is None:
            return "true"
        days = ", ".join(f"DATE '{part}'" for part in parts)
        return f"{self.cut_by} IN ({days})"


Parts = dict[tuple[str, str], tuple[int, str]]
"""By table and part: how many rows it has, and their digest. A part without rows is none."""


def layouts_of(connection: Connection, database: str) -> dict[str, Layout]:
    """The tables of a database that an instance's data is in, by name."""
    comments: dict[str, dict[str, str]] = {}
    for table, comment in connection.execute(
        "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables()"
        " WHERE database_name = ? AND schema_name <> 'main' AND NOT internal ORDER BY ALL",
        [database],
    ).fetchall():
        comments[table] = {"": comment} if comment else {}
    columns: dict[str, list[Column]] = {table: [] for table in comments}
    for table, name, kind, is_nullable, comment in connection.execute(
        "SELECT schema_name || '.' || table_name, column_name, data_type, is_nullable, comment"
        " FROM duckdb_columns() WHERE database_name = ? AND schema_name <> 'main' AND NOT internal"
        " ORDER BY schema_name, table_name, column_index",
        [database],
    ).fetchall():
        columns[table].append(Column(name, kind, is_nullable))
        if comment:
            comments[table][name] = comment
    return {table: Layout(table, tuple(columns[table]), told) for table, told in comments.items()}


def parts_in(connection: Connection, database: str, layouts: Iterable[Layout]) -> Parts:
    """The parts that the tables of a database have, as they are found by reading them."""
    queries = [
        f"SELECT '{each.table}', {each.part}, count(*), sum({each.hashed})::VARCHAR"
        f" FROM {database}.{each.table} {'GROUP BY ALL' if each.cut_by else 'HAVING count(*) > 0'}"
        for each in layouts
    ]
    if not queries:
        return {}
    found = connection.execute(" UNION ALL ".join(queries)).fetchall()
    return {(table, part): (rows, digest) for table, part, rows, digest in found}
