"""What a gate leaves behind: refused rows in quarantine, and the result of every expectation.

What belongs here: writing both, in the place of those of an earlier run of the edition, and finding them again where
the same rows come in once more. What does not: the verdict (``gate``).
"""

from __future__ import annotations

from datetime import date

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from readouts.warehouse.gate.audit import CheckResult
from readouts.warehouse.gate.staging import (
    Reasons,
    Staged,
    TableOutcome,
    count_rows,
    stage,
    stage_name,
)
from readouts.warehouse.tables.definitions import Catalogue, Table


def record(
    connection: Connection,
    table: Table,
    edition: date,
    outcome: TableOutcome,
    reasons: Reasons,
) -> None:
    """Write a table's refused rows and results, in the place of those of an earlier run; its stage goes."""
    _quarantine(connection, table, edition, outcome, reasons)
    connection.execute(
        "DELETE FROM meta.gate_results WHERE edition = ? AND table_name = ?",
        [edition, table.table],
    )
    _results(connection, edition, outcome)
    connection.execute(f"DROP TABLE {stage_name(table)}")


def _results(connection: Connection, edition: date, outcome: TableOutcome) -> None:
    """Write the results of a table's checks: in one statement, since each costs what ten rows do."""
    results = outcome.results
    connection.execute(
        "INSERT INTO meta.gate_results SELECT ?, ?, unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),"
        " unnest(?::VARCHAR[]), unnest(?::BOOLEAN[]), unnest(?::BOOLEAN[]), unnest(?::BIGINT[]),"
        " unnest(?::BIGINT[]), unnest(?::VARCHAR[][])",
        [
            edition,
            outcome.table,
            [result.name for result in results],
            [result.severity for result in results],
            [" ".join(result.description.split()) for result in results],
            [result.success for result in results],
            [result.shut for result in results],
            [result.checked for result in results],
            [result.failed for result in results],
            [result.examples for result in results],
        ],
    )


def _quarantine(
    connection: Connection,
    table: Table,
    edition: date,
    outcome: TableOutcome,
    reasons: Reasons,
) -> None:
    where = f"quarantined_in = DATE '{edition}'" if table.edition else outcome.replaced
    connection.execute(f"DELETE FROM {table.quarantine} WHERE {where}")
    if not outcome.refused:
        return
    names = ", ".join(table.columns)
    qualified = ", ".join(f"s.{name}" for name in table.columns)
    why = pa.table(
        {
            "key": pa.array(list(reasons), pa.string()),
            "reasons": pa.array(list(reasons.values()), pa.list_(pa.string())),
        }
    )
    connection.register("why", why)
    connection.execute(
        f"INSERT INTO {table.quarantine} ({names}, quarantined_in, reasons)"
        f" SELECT {qualified}, ?, coalesce(why.reasons, ['it has no key'])"
        f" FROM {stage_name(table)} AS s LEFT JOIN why ON s.{table.key}::VARCHAR = why.key"
        " WHERE s._refused",
        [edition],
    )
    connection.unregister("why")


def standing(
    connection: Connection, catalogue: Catalogue, edition: date, staged: Staged
) -> TableOutcome | None:
    """What the gate did when just these rows of an edition went through it; None where they are others.

    Whoever asks must know that the edition was made by what is defined now (``edition.kept.states.input_digest``).
    """
    table = catalogue[staged.table]
    results = _known(connection, catalogue, table, edition)
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


def _known(
    connection: Connection, catalogue: Catalogue, table: Table, edition: date
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
