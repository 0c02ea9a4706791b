"""Whether rows that come in again are those that stand: then what was found of them stands, too.

What belongs here: telling that, and finding the results again. What does not: whether the edition was made from them by
what is defined now (``readouts.edition.kept.states.input_digest``), which whoever asks must know.
"""

from __future__ import annotations

from datetime import date

import duckdb

from readouts.warehouse.gate.audit import CheckResult
from readouts.warehouse.gate.staging import Staged, TableOutcome, count_rows, stage, stage_name
from readouts.warehouse.tables.definitions import Catalogue, Table


def standing(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, edition: date, staged: Staged
) -> TableOutcome | None:
    """What the gate did when just these rows of an edition went through it; None where they are others."""
    table = catalogue[staged.table]
    results = _results(connection, catalogue, table, edition)
    if results is None:
        return None
    stage(connection, table, staged)
    names = ", ".join(table.columns)
    new = f"SELECT {names} FROM {stage_name(table)}"
    committed = f"{table.table} WHERE edition = DATE '{edition}'"
    refused = f"{table.quarantine} WHERE quarantined_in = DATE '{edition}'"
    old = f"(SELECT {names} FROM {committed} UNION ALL SELECT {names} FROM {refused})"
    differing = f"(({new} EXCEPT ALL {old}) UNION ALL ({old} EXCEPT ALL {new}))"
    is_same = not count_rows(connection, differing)
    connection.execute(f"DROP TABLE {stage_name(table)}")
    if not is_same:
        return None
    return TableOutcome(
        table.table,
        count_rows(connection, committed),
        count_rows(connection, refused),
        total=count_rows(connection, table.table),
        results=results,
    )


def _results(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, table: Table, edition: date
) -> list[CheckResult] | None:
    """The results of the edition's last audit; None where they are not those of the checks that there are now."""
    found = connection.execute(
        "SELECT expectation, severity, description, rows_checked, success, shut, rows_failed, examples"
        " FROM meta.gate_results WHERE edition = ? AND table_name = ?",
        [edition, table.table],
    ).fetchall()
    names = [*table.checks, *(v.name for v in catalogue.violations_of(table.table))]
    if sorted(names) != sorted(name for name, *_ in found) or any(shut for *_, shut, _, _ in found):
        return None
    # of rows that failed some keys were recorded, of a table as a whole what was observed
    return [
        CheckResult(
            *(name, severity, description, checked, success, shut, failed),
            refused=dict.fromkeys(examples, description) if failed else {},
            observed="" if failed else "".join(examples[:1]),
        )
        for name, severity, description, checked, success, shut, failed, examples in found
    ]
