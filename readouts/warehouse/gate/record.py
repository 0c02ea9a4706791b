"""What a gate leaves behind: refused rows in quarantine, and the result of every expectation.

What belongs here: writing both, in the place of those of an earlier run of the edition. What does not: the verdict
(``gate``).
"""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa

from readouts.warehouse.gate.staging import Reasons, TableOutcome, stage_name
from readouts.warehouse.tables.definitions import Table


def record(
    connection: duckdb.DuckDBPyConnection,
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


def _results(connection: duckdb.DuckDBPyConnection, edition: date, outcome: TableOutcome) -> None:
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
    connection: duckdb.DuckDBPyConnection,
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
