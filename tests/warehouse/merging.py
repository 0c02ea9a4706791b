"""How well reports are merged into calls and names into people: ``python -m tests.warehouse.merging``.

What belongs here: reading the sets, and precision, recall and F1 over pairs of reports and of names. What does not: the
merging, which is ``sql/core/calls.sql`` and ``sql/core/people.sql``.

Each line of ``cases/merging*.tsv`` is one report; its first column says of which call it is. Each line of
``cases/people*.tsv`` is one party of a report of its own; its first column says who it is. Among them are both sides'
accounts, wire copies of the next day, names cut, turned about, shortened and spelled otherwise, nameless counterparts,
parties without a side, reports without a day, leaders and ministers of one pair of countries on one day, calls of
neighbouring days and of one night, conferences listed in part, families, namesakes, and some that nothing in the text
can tell: these stay in and count as mistakes.

The people are invented, but for the sets called ``months``: whom official statements and press reports of 2021 to 2025
name as callers, on which day, and in which office; facts alone. The sets called ``apart`` were written before the
comparison was, and are not looked into when it is changed. Those of ``languages`` have names as reports in fifteen
languages write them, in nine scripts, beside others of the same side and office that sound like them; of these the
one called ``apart`` was written when the comparison was done, and looked into once, after its first figure had been
taken (precision .923, recall .915).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import duckdb

from readouts.warehouse.models.build import Model, load_models
from readouts.warehouse.tables.definitions import Catalogue, load_catalogue
from readouts.warehouse.tables.layout import create_tables
from tests.warehouse.conftest import CASES, ROOT, Row
from tests.warehouse.telling import Rows, finish, insert, rows_given

Pair = frozenset[Any]

CALLS = ("merging", "merging_kinds", "merging_months", "merging_apart")
PEOPLE = ("people", "people_months", "people_apart")
CALLS_IN_LANGUAGES = ("merging_languages",)
PEOPLE_IN_LANGUAGES = ("people_languages", "people_languages_apart")

BEFORE = ("core.counted_parties", "core.counted_reports")


@dataclass(frozen=True)
class Merging:
    """Pairs that are of one: those labelled, those merged, and those that are both; and how many there are in truth."""

    labelled: frozenset[Pair]
    merged: frozenset[Pair]
    truly: int

    @property
    def precision(self) -> float:
        return len(self.labelled & self.merged) / len(self.merged)

    @property
    def recall(self) -> float:
        return len(self.labelled & self.merged) / len(self.labelled)

    @property
    def f1(self) -> float:
        return 2 * len(self.labelled & self.merged) / (len(self.labelled) + len(self.merged))

    def __str__(self) -> str:
        return (
            f"{self.truly} in {len(self.labelled)} pairs: precision {self.precision:.4f},"
            f" recall {self.recall:.4f}, F1 {self.f1:.4f}"
        )


def together(sets: Iterable[Merging]) -> Merging:
    """The figures of several sets as of one."""
    found = list(sets)
    return Merging(
        frozenset(frozenset((n, *pair)) for n, one in enumerate(found) for pair in one.labelled),
        frozenset(frozenset((n, *pair)) for n, one in enumerate(found) for pair in one.merged),
        sum(one.truly for one in found),
    )


def lines_of(name: str) -> list[dict[str, str]]:
    """The lines of a set."""
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def labelled_reports(name: str = "merging") -> list[Row]:
    """The reports of a set in the short form that ``telling`` reads, each with its ``call``."""
    return [_report(line) for line in lines_of(name)]


def _report(line: Mapping[str, str]) -> Row:
    report: Row = {column: value for column, value in line.items() if value}
    report["published"] = date.fromisoformat(line["published"])
    report["call_date"] = date.fromisoformat(line["call_date"]) if line["call_date"] else None
    report["parties"] = line["parties"].split("; ")
    return report


def pairs(groups: Mapping[str, str]) -> frozenset[Pair]:
    """The pairs that are of one group, from the group of each."""
    members = defaultdict(list)
    for member, group in groups.items():
        members[group].append(member)
    return frozenset(frozenset(p) for group in members.values() for p in combinations(group, 2))


def measure(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, name: str) -> Merging:
    """Merge a set's reports in an empty build file, and compare."""
    reports = labelled_reports(name)
    labels = {report["report"]: report.pop("call") for report in reports}
    found = _made(
        connection,
        catalogue,
        rows_given({"reports": reports}),
        "core.calls",
        "unnest(report_ids), call_id",
    )
    return Merging(pairs(labels), pairs(dict(found)), len(set(labels.values())))


def measure_people(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, name: str
) -> Merging:
    """Join a set's names to people in an empty build file, and compare: pairs of names of one side."""
    lines = lines_of(name)
    found = _made(
        connection,
        catalogue,
        _rows_of_people(lines),
        "core.people",
        "DISTINCT side, unnest(name_forms), person_id",
    )
    people = {f"{side}: {form}": person for side, form, person in found}
    labels = {f"{line['side']}: {line['name']}": line["person"] for line in lines}
    return Merging(pairs(labels), pairs(people), len(set(labels.values())))


def _rows_of_people(lines: Iterable[Mapping[str, str]]) -> Rows:
    """A report of a call for each line, with the person as one of its parties."""
    rows: Rows = defaultdict(list)
    for number, line in enumerate(lines):
        name, day = f"r{number:04}", date.fromisoformat(line["day"])
        told = rows_given(
            {"reports": [{"report": name, "published": day, "call_date": day, "parties": ["FJI"]}]}
        )
        for table, more in told.items():
            rows[table] += more
        is_country = len(line["side"]) == 3 and line["side"].isupper()
        rows["core.parties"].append(
            {
                **told["core.parties"][0],
                "party_id": f"{name}/2",
                "ordinal": 2,
                "side": line["side"],
                "country": line["side"] if is_country else None,
                "organisation": None if is_country else line["side"],
                "name": line["name"],
                "name_written": line["name"],
                "office": line["office"] or None,
                "office_kind": line["kind"] or None,
                "person": line["holder"] or None,
            }
        )
    return dict(rows)


def _made(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    rows: Rows,
    table: str,
    columns: str,
) -> list[tuple[Any, ...]]:
    """What a model makes of rows, by way of those that it is made of."""
    insert(connection, catalogue, rows)
    finish(connection, rows)
    models: dict[str, Model] = {model.table: model for model in load_models(ROOT / "sql")}
    for before in BEFORE:
        names = ", ".join(catalogue[before].columns)
        models[before].prepare(connection)
        connection.execute(f"INSERT INTO {before} SELECT {names} FROM ({models[before].select})")
    models[table].prepare(connection)
    return connection.execute(f"SELECT {columns} FROM ({models[table].select})").fetchall()


def main() -> None:
    """Print the figures, and the pairs told wrongly of the sets that are looked into."""
    catalogue = load_catalogue(ROOT / "expectations")
    for names, measured in (
        (CALLS, measure),
        (CALLS_IN_LANGUAGES, measure),
        (PEOPLE, measure_people),
        (PEOPLE_IN_LANGUAGES, measure_people),
    ):
        found: list[Merging] = []
        for name in names:
            with duckdb.connect() as connection:
                connection.execute("SET TimeZone = 'UTC'")
                create_tables(connection, catalogue)
                merging = measured(connection, catalogue, name)
            print(f"{name}: {merging}")
            found.append(merging)
            if not name.endswith("_apart"):
                _show_mistakes(merging)
        print(f"together: {together(found)}")


def _show_mistakes(merging: Merging) -> None:
    for title, wrong in {
        "not merged": merging.labelled - merging.merged,
        "merged wrongly": merging.merged - merging.labelled,
    }.items():
        for pair in sorted(map(sorted, wrong)):
            print(f"  {title}: {' and '.join(pair)}")


if __name__ == "__main__":
    main()
