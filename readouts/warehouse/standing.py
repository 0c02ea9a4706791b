"""Whether rows that come in again are those that stand: then what was found of them stands, too.

What belongs here: telling that, and finding the results again. What does not: whether the edition was made from them by
what is defined now (``readouts.editions.input_digest``), which whoever asks must know.
"""

from __future__ import annotations

from datetime import date

import duckdb

from readouts.warehouse.audit import CheckResult
from readouts.warehouse.staging import Staged, TableOutcome, count_rows, stage, stage_name
from readouts.warehouse.tables import Catalogue, Table


def standing(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, edition: date, staged: Staged
) -> TableOutcome | None:
    """What the gate did when just these rows of an edition went through it; None where they are others.

    None, too, where any was refused or a check failed: that is looked at anew.
    """
    table = catalogue[staged.table]
    results = _results(connection, catalogue, table, edition)
    if results is None or count_rows(
        connection, f"{table.quarantine} WHERE quarantined_in = DATE '{edition}'"
    ):
        return None
    stage(connection, table, staged)
    names = ", ".join(table.columns)
    new = f"SELECT {names} FROM {stage_name(table)}"
    old = f"SELECT {names} FROM {table.table} WHERE edition = DATE '{edition}'"
    differing = f"(({new} EXCEPT ALL {old}) UNION ALL ({old} EXCEPT ALL {new}))"
    is_same = not count_rows(connection, differing)
    rows = count_rows(connection, stage_name(table))
    connection.execute(f"DROP TABLE {stage_name(table)}")
    if not is_same:
        return None
    total = count_rows(connection, table.table)
    return TableOutcome(table.table, rows, 0, total=total, results=results)


def _results(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, table: Table, edition: date
) -> list[CheckResult] | None:
    """The results of the edition's last audit, all of them and all good; None otherwise."""
    found = connection.execute(
        "SELECT expectation, severity, description, rows_checked FROM meta.gate_results"
        " WHERE edition = ? AND table_name = ? AND success",
        [edition, table.table],
    ).fetchall()
    names = [*table.checks, *(v.name for v in catalogue.violations_of(table.table))]
    if sorted(names) != sorted(name for name, *_ in found):
        return None
    return [
        CheckResult(name, severity, description, True, False, checked, 0, {}, "")
        for name, severity, description, checked in found
    ]
