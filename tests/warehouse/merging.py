"""How well reports are merged into calls, measured on a labelled set: ``python -m tests.warehouse.merging``.

What belongs here: reading ``cases/merging.tsv``, and precision, recall and F1 over pairs of reports. What does not: the
merging, which is ``sql/core/calls.sql``.

Each line of the set is one report; its first column says of which call it is. The people are invented. Among them are
both sides' accounts, wire copies of the next day, names cut, turned about and spelled otherwise, nameless counterparts,
reports without a day, leaders and ministers of one pair of countries on one day, calls of neighbouring days,
conferences listed in part, and some that nothing in the text can tell: these stay in and count as mistakes.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import duckdb

from readouts.warehouse.layout import create_tables
from readouts.warehouse.models import load_models
from readouts.warehouse.tables import Catalogue, load_catalogue
from tests.warehouse.conftest import CASES, ROOT, Row
from tests.warehouse.telling import finish, insert, rows_given

Pair = frozenset[str]


@dataclass(frozen=True)
class Merging:
    """Pairs of reports that are of one call: those labelled, those merged, and those that are both."""

    labelled: frozenset[Pair]
    merged: frozenset[Pair]
    calls: int

    @property
    def precision(self) -> float:
        return len(self.labelled & self.merged) / len(self.merged)

    @property
    def recall(self) -> float:
        return len(self.labelled & self.merged) / len(self.labelled)

    @property
    def f1(self) -> float:
        return 2 * len(self.labelled & self.merged) / (len(self.labelled) + len(self.merged))


def labelled_reports() -> list[Row]:
    """The reports of the set in the short form that ``telling`` reads, each with its ``call``."""
    with (CASES / "merging.tsv").open(encoding="utf-8", newline="") as lines:
        return [_report(line) for line in csv.DictReader(lines, delimiter="\t")]


def _report(line: Mapping[str, str]) -> Row:
    report: Row = dict(line)
    report["published"] = date.fromisoformat(line["published"])
    report["call_date"] = date.fromisoformat(line["call_date"]) if line["call_date"] else None
    report["copy_of"] = line["copy_of"] or None
    report["parties"] = line["parties"].split("; ")
    return report


def pairs(calls: Mapping[str, str]) -> frozenset[Pair]:
    """The pairs of reports that are of one call, from the call of each report."""
    members = defaultdict(list)
    for report, call in calls.items():
        members[call].append(report)
    return frozenset(frozenset(p) for group in members.values() for p in combinations(group, 2))


def measure(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Merging:
    """Merge the set's reports in an empty build file, and compare."""
    reports = labelled_reports()
    labels = {report["report"]: report.pop("call") for report in reports}
    rows = rows_given({"reports": reports})
    insert(connection, catalogue, rows)
    finish(connection, rows)
    [select] = [model.select for model in load_models(ROOT / "sql") if model.table == "core.calls"]
    found = connection.execute(f"SELECT call_id, unnest(report_ids) FROM ({select})").fetchall()
    merged = {report: call for call, report in found}
    return Merging(pairs(labels), pairs(merged), len(set(labels.values())))


def main() -> None:
    """Print the figures, and the pairs told wrongly."""
    catalogue = load_catalogue(ROOT / "expectations")
    with duckdb.connect() as connection:
        create_tables(connection, catalogue)
        merging = measure(connection, catalogue)
    print(
        f"{merging.calls} calls, {len(merging.labelled)} pairs of reports: precision {merging.precision:.4f},"
        f" recall {merging.recall:.4f}, F1 {merging.f1:.4f}"
    )
    for title, wrong in {
        "not merged": merging.labelled - merging.merged,
        "merged wrongly": merging.merged - merging.labelled,
    }.items():
        for pair in sorted(map(sorted, wrong)):
            print(f"{title}: {' and '.join(pair)}")


if __name__ == "__main__":
    main()
