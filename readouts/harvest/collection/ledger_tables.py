"""The tables of the harvester's ledger: all of it can be read from the archive's indexes again.

What belongs here: columns and keys, and putting a row in. What does not: what is asked of them (``ledger``).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, text

from readouts.base.state.records import TEXT

LAYOUT = 5
"""The number of this layout: a ledger of another one is begun anew."""

TABLES = MetaData()


def _table(name: str, *columns: Column[Any]) -> Table:
    return Table(name, TABLES, *columns, sqlite_with_rowid=False)


def _key(name: str) -> Column[Any]:
    return Column(name, TEXT, primary_key=True)


def _text(name: str, *, nullable: bool = True) -> Column[Any]:
    return Column(name, TEXT, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Integer, nullable=nullable)


_table("layout", Column("version", Integer, primary_key=True, autoincrement=False))

PAGES = _table(
    "pages",
    _key("url"),
    _text("state", nullable=False),  # done, transient or gone
    _text("source_id", nullable=False),
    _number("attempts"),
    _number("failed_editions"),
    _text("last_running"),
    _text("discovered_date"),
    _text("date_kind"),
    _text("discovered_at"),
    _text("title"),
)
_OPEN = text("state <> 'done'")
Index("pages_open", PAGES.c.source_id, sqlite_where=_OPEN, postgresql_where=_OPEN)

_table("validators", _key("url"), _text("etag"), _text("last_modified"))
_table("outcomes", _key("edition"), _key("source_id"), _key("url"), _key("outcome"))
_table("daily", _key("day"), _key("source_id"), _number("pages"))
_table("looked", _key("source_id"), _text("at", nullable=False))
_table("days", _key("url"), _text("mark", nullable=False), _text("day", nullable=False))
_table(
    "robots",
    _key("origin"),
    _text("at", nullable=False),
    _number("status", nullable=True),
    _text("text", nullable=False),
)
_table("folders", _key("name"), Column("changed", BigInteger, nullable=False))
_table("ingested", _key("folder"), _key("name"))


def put(name: str) -> str:
    """The statement that puts a row into a table, in the place of the one that has its key."""
    table = TABLES.tables[name]
    keys = ", ".join(column.name for column in table.primary_key)
    values = ", ".join(f":{column.name}" for column in table.columns)
    others = [column.name for column in table.columns if not column.primary_key]
    told = ", ".join(f"{other} = excluded.{other}" for other in others)
    then = f"UPDATE SET {told}" if told else "NOTHING"
    return f"INSERT INTO {name} VALUES ({values}) ON CONFLICT ({keys}) DO {then}"
