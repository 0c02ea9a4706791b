"""Rows for the models: short forms of reports, defaults from ``cases/rows.yaml``, and putting them into tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from readouts.reference.names.naming import fuller_key, name_parts
from readouts.reference.scripts.latin import latin_name
from readouts.warehouse.tables.definitions import Catalogue, Table
from tests.warehouse.conftest import GOOD_ROWS, Row

Rows = dict[str, list[Row]]

PARTY = re.compile(
    r"(?P<side>[A-Za-z]+|\?)(?:: (?P<name>[^()\[\]]+?))?(?: \((?P<office>[^()=]+?)(?: = (?P<kind>\w+))?\))?"
    r"(?: \[(?P<person>[^\]]+)\])?"
)


def party(text: str) -> Row:
    """``"NOR: Ilvar Quen (Foreign Minister = fm) [Ilvar Quen]"`` as columns, the person of the table in brackets.

    The name, the office, its kind and the person may be lacking; ``?`` in place of the side says that none is known.
    """
    found = PARTY.fullmatch(text.strip())
    assert found, f"{text!r} is no party"
    side, name = found["side"] if found["side"] != "?" else None, found["name"] or None
    is_country = side is not None and re.fullmatch(r"[A-Z]{3}", side) is not None
    return {
        "side": side,
        "country": side if is_country else None,
        "organisation": None if is_country else side,
        "country_basis": "text" if side else "none",
        "person": found["person"],
        "name": name,
        "name_written": name,
        "office": found["office"],
        "office_kind": found["kind"],
    }


def told(report: Row) -> Rows:
    """The article, the report and the parties of a report in its short form.

    ``report`` names it and must be there; ``parties`` are texts as ``party`` reads them. ``article`` (else the
    article has the report's name), ``by`` (publisher), ``of`` (its country), ``published``, ``published_at`` (else only
    that day is known), ``edition`` (else the day of publication), ``copy_of`` (an article), ``source``, ``zone`` (the
    publisher's), and the columns of ``core.call_reports`` may be given.
    """
    given = dict(report)
    name = given.pop("report")
    article = given.pop("article", name)
    published: date = given.pop("published", GOOD_ROWS["core.articles"]["published_date"])
    edition = given.pop("edition", published)
    page: Row = {"page_id": f"page of {article}", "edition": edition}
    if zone := given.pop("zone", None):
        page["source_facts"] = json.dumps({"timezone": zone})
    of_article = {"article_id": article, "edition": edition}
    source = given.pop("source", GOOD_ROWS["core.articles"]["source_id"])
    page["source_id"] = source
    lines = given.pop("parties")
    return {
        "raw.pages": [page],
        "core.articles": [
            of_article
            | {"page_id": page["page_id"], "published_date": published}
            | {"publisher": given.pop("by", f"Publisher of {article}")}
            | {
                "publisher_country": given.pop("of", None),
                "published_at": given.pop("published_at", None),
            }
            | {"duplicate_of": given.pop("copy_of", None)}
            | {"source_id": source}
        ],
        "core.call_reports": [of_article | {"report_id": name} | given],
        "core.parties": [
            of_article
            | {"report_id": name, "party_id": f"{name}/{n}", "ordinal": n, "role": "participant"}
            | party(line)
            for n, line in enumerate(lines, start=1)
        ],
    }


def rows_given(given: dict[str, Any]) -> Rows:
    """The rows of a case by table: plain rows, and those of its ``reports``, an article but once."""
    rows: Rows = {table: list(given[table]) for table in given if "." in table}
    for report in given.get("reports", []):
        for table, more in told(report).items():
            present = rows.setdefault(table, [])
            if table in {"raw.pages", "core.articles"}:
                key = "page_id" if table == "raw.pages" else "article_id"
                more = [row for row in more if row[key] not in {p[key] for p in present}]
            present += more
    return rows


def insert(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, rows: Rows) -> None:
    """Put rows into their tables, what they leave open filled from the good rows."""
    for table, given in rows.items():
        whole = map(keyed, given) if table in OF_PARTIES else given
        _insert(connection, catalogue[table], ({**GOOD_ROWS[table], **row} for row in whole))


OF_PARTIES = {"core.parties", "core.counted_parties"}
"""The tables whose names are compared."""


def keyed(row: Row) -> Row:
    """A row with the key and the words of its name, where it has a name and gives none."""
    if "name" not in row:
        return row
    name, person, side = row["name"], row.get("person"), row.get("side")
    return {
        "name_latin": latin_name(name, side),
        "name_key": list(fuller_key(name, person)),
        "name_parts": list(name_parts(name, person, side)),
    } | row


def _insert(connection: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Row]) -> None:
    connection.register("given", pa.Table.from_pylist(list(rows), schema=table.arrow_schema))
    connection.execute(f"INSERT INTO {table.table} FROM given")
    connection.unregister("given")


def finish(
    connection: duckdb.DuckDBPyConnection, rows: Rows, states: dict[date, str] | None = None
) -> None:
    """Call every edition of the rows published, but for the states given."""
    editions = {row.get("edition", GOOD_ROWS[t].get("edition")) for t in rows for row in rows[t]}
    for edition in sorted(editions - {None}):
        connection.execute(
            "INSERT INTO meta.editions (edition, status) VALUES (?, ?)",
            [edition, (states or {}).get(edition, "published")],
        )
