"""The gate before every table: stage the rows, audit them, commit or refuse.

What belongs here: the one mechanism by which any row enters any table. What does not: where rows come from, and
what an expectation means to Great Expectations (``audit``).

A step stages the rows of one or more tables, parents before children. Rows that fail a row expectation go to
quarantine with the reason and take their children with them. The step commits in one transaction, unless an
expectation shuts the gate: then nothing of it is committed but the quarantine and the results, and ``GateShut``
tells which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from readouts.warehouse.audit import CheckResult, audit, is_beyond
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.tables import Catalogue, Table, Violation

Row = Mapping[str, Any]
Reasons = dict[str, list[str]]
"""Keys of refused rows, each with why."""


@dataclass(frozen=True)
class Staged:
    """Rows for one table: plain mappings, or a SELECT that yields them."""

    table: str
    rows: Iterable[Row] = ()
    select: str | None = None


@dataclass
class TableOutcome:
    """What the gate did with one table's rows."""

    table: str
    committed: int
    refused: int
    results: list[CheckResult] = field(default_factory=list)


class GateShut(WarehouseError):
    """A gate shut: nothing of the step was committed, and what is published stays as it was."""

    def __init__(self, edition: date, outcomes: list[TableOutcome]) -> None:
        self.edition = edition
        self.outcomes = outcomes
        self.causes = [(o.table, r) for o in outcomes for r in o.results if r.shut]
        super().__init__(
            f"edition {edition}: the gate of {self.causes[0][0]} shut: "
            + "; ".join(describe(result) for _, result in self.causes)
        )


def describe(result: CheckResult) -> str:
    """One line on a result: its name, how many rows failed or what was observed."""
    if result.failed:
        return f"{result.name} ({result.failed} of {result.checked} rows failed)"
    return f"{result.name} ({result.observed or 'ok'})"


def pass_gate(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    edition: date,
    step: list[Staged],
) -> list[TableOutcome]:
    """Stage, audit and commit the tables of one step; parents come before their children.

    A table whose rows belong to editions has this edition's rows replaced, another has all of them replaced.

    Raises:
        GateShut: a critical expectation failed beyond what it tolerates.
    """
    refused: dict[str, Reasons] = {}
    outcomes: list[TableOutcome] = []
    carried: dict[str, pa.Table] = {}
    connection.execute("BEGIN")
    try:
        for staged in step:
            outcomes.append(
                _audit_staged(connection, catalogue[staged.table], staged, edition, refused)
            )
        _check_violations(connection, catalogue, edition, outcomes, refused)
        for outcome in outcomes:
            stage = _stage_name(catalogue[outcome.table])
            outcome.refused = _count(connection, f"{stage} WHERE _refused")
            outcome.committed = _count(connection, f"{stage} WHERE NOT _refused")
        shut = any(result.shut for outcome in outcomes for result in outcome.results)
        if shut:
            # The rollback takes the staged rows with it; the refused ones are still to be recorded.
            carried = {o.table: _staged_rows(connection, catalogue[o.table]) for o in outcomes}
            connection.execute("ROLLBACK")
        else:
            _record(connection, catalogue, edition, outcomes, refused)
            connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    if shut:
        _record_shut(connection, catalogue, edition, outcomes, refused, carried)
        raise GateShut(edition, outcomes)
    return outcomes


def _audit_staged(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    staged: Staged,
    edition: date,
    refused: dict[str, Reasons],
) -> TableOutcome:
    _stage(connection, table, staged)
    results = audit(_frame(connection, table), table, edition)
    reasons = _reasons(results)
    _inherit(connection, table, refused, reasons)
    _replace(connection, table, edition, reasons)
    refused[table.table] = reasons
    return TableOutcome(table.table, 0, 0, results)


def _stage_name(table: Table) -> str:
    return f"stage_{table.schema_name}_{table.name}"


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    assert row is not None
    return int(row[0])


def _stage(connection: duckdb.DuckDBPyConnection, table: Table, staged: Staged) -> None:
    """Put the rows into a temporary table of the table's own columns, none of them refused yet."""
    names = ", ".join(table.columns)
    casts = ", ".join(f"{name}::{column.type} AS {name}" for name, column in table.columns.items())
    if staged.select is None:
        rows = [{name: _clean(row.get(name)) for name in table.columns} for row in staged.rows]
        source = pa.Table.from_pylist(rows, schema=table.arrow_schema)
        connection.register("incoming", source)
        select = "incoming"
    else:
        select = f"({staged.select.rstrip().rstrip(';')}\n)"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_stage_name(table)} AS"
        f" SELECT {casts}, false AS _refused FROM (SELECT {names} FROM {select})"
    )
    if staged.select is None:
        connection.unregister("incoming")


def _clean(value: Any) -> Any:
    """Text that UTF-8 cannot hold (lone surrogates from a broken page) with those characters replaced."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def _frame(connection: duckdb.DuckDBPyConnection, table: Table) -> Any:
    return connection.execute(f"SELECT {', '.join(table.columns)} FROM {_stage_name(table)}").df()


def _reasons(results: list[CheckResult]) -> Reasons:
    reasons: Reasons = {}
    for result in results:
        if result.severity == "critical":
            for key, expected in result.refused.items():
                reasons.setdefault(key, []).append(f"{result.name}: {expected}")
    return reasons


def _inherit(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    refused: dict[str, Reasons],
    reasons: Reasons,
) -> None:
    """A row whose parent was refused in this step is refused with it, for that reason."""
    if table.parent is None or not refused.get(table.parent.table):
        return
    parents = refused[table.parent.table]
    children = connection.execute(
        f"SELECT {table.key}, {table.parent.column} FROM {_stage_name(table)}"
        f" WHERE {table.parent.column} IN (SELECT unnest(?))",
        [list(parents)],
    ).fetchall()
    for key, parent in children:
        reasons.setdefault(str(key), []).append(
            f"its {table.parent.table} {parent} was refused: {'; '.join(parents[parent])}"
        )


def _replace(
    connection: duckdb.DuckDBPyConnection, table: Table, edition: date, reasons: Reasons
) -> None:
    """Replace the table's rows by the staged ones that nothing refused."""
    connection.execute(
        f"UPDATE {_stage_name(table)} SET _refused = true"
        f" WHERE {table.key} IS NULL OR {table.key}::VARCHAR IN (SELECT unnest(?::VARCHAR[]))",
        [list(reasons)],
    )
    where, parameters = ("WHERE edition = ?", [edition]) if table.edition else ("", [])
    connection.execute(f"DELETE FROM {table.table} {where}", parameters)
    names = ", ".join(table.columns)
    connection.execute(
        f"INSERT INTO {table.table} SELECT {names} FROM {_stage_name(table)} WHERE NOT _refused"
    )


def _check_violations(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    edition: date,
    outcomes: list[TableOutcome],
    refused: dict[str, Reasons],
) -> None:
    """Run the queries across tables on the rows as they would be committed; what they return is refused.

    All queries see the same state: a row that breaks two rules is refused for both.
    """
    found: list[tuple[Table, CheckResult]] = []
    for outcome in outcomes:
        table = catalogue[outcome.table]
        for violation in catalogue.violations_of(outcome.table):
            keys = _violating(connection, violation, edition)
            result = _violation_result(violation, keys, _count(connection, _stage_name(table)))
            outcome.results.append(result)
            found.append((table, result))
    for table, result in found:
        for key, reasons in _reasons([result]).items():
            refused[table.table].setdefault(key, []).extend(reasons)
            _remove_row(connection, catalogue, table, key, refused)


def _violation_result(violation: Violation, keys: list[str], rows: int) -> CheckResult:
    beyond = is_beyond(len(keys), rows, violation.mostly, violation.rows_allowed)
    return CheckResult(
        name=violation.name,
        severity=violation.severity,
        description=violation.description,
        success=not keys,
        shut=beyond and violation.severity == "critical",
        checked=rows,
        failed=len(keys),
        refused=dict.fromkeys(keys, violation.description),
        observed="",
    )


def _violating(
    connection: duckdb.DuckDBPyConnection, violation: Violation, edition: date
) -> list[str]:
    parameters = {"edition": edition} if "$edition" in violation.query else {}
    rows = connection.execute(
        f"SELECT DISTINCT key::VARCHAR FROM ({violation.query.rstrip().rstrip(';')}\n) ORDER BY 1",
        parameters,
    ).fetchall()
    return [key for (key,) in rows]


def _remove_row(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    table: Table,
    key: str,
    refused: dict[str, Reasons],
) -> None:
    """Take a row that broke a rule out again, and its children of the same step."""
    connection.execute(f"DELETE FROM {table.table} WHERE {table.key} = ?", [key])
    connection.execute(
        f"UPDATE {_stage_name(table)} SET _refused = true WHERE {table.key} = ?", [key]
    )
    for child in catalogue.tables.values():
        if child.parent is None or child.parent.table != table.table or child.table not in refused:
            continue
        before = set(refused[child.table])
        _inherit(
            connection, child, {table.table: {key: refused[table.table][key]}}, refused[child.table]
        )
        for child_key in set(refused[child.table]) - before:
            _remove_row(connection, catalogue, child, child_key, refused)


def _staged_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> pa.Table:
    return connection.execute(f"SELECT * FROM {_stage_name(table)}").to_arrow_table()


def _record_shut(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    edition: date,
    outcomes: list[TableOutcome],
    refused: dict[str, Reasons],
    carried: dict[str, pa.Table],
) -> None:
    """After the rollback, commit what the step found: refused rows, results, the edition's state."""
    connection.execute("BEGIN")
    try:
        for name, rows in carried.items():
            connection.register("carried", rows)
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {_stage_name(catalogue[name])} AS FROM carried"
            )
            connection.unregister("carried")
        _record(connection, catalogue, edition, outcomes, refused)
        connection.execute("DELETE FROM meta.editions WHERE edition = ?", [edition])
        connection.execute(
            "INSERT INTO meta.editions (edition, status, reason) VALUES (?, 'refused', ?)",
            [edition, str(GateShut(edition, outcomes))],
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _record(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    edition: date,
    outcomes: list[TableOutcome],
    refused: dict[str, Reasons],
) -> None:
    """Write the refused rows and the results, in the place of those of an earlier run of the edition."""
    for outcome in outcomes:
        table = catalogue[outcome.table]
        _quarantine(connection, table, edition, refused[outcome.table])
        connection.execute(
            "DELETE FROM meta.gate_results WHERE edition = ? AND table_name = ?",
            [edition, table.table],
        )
        for result in outcome.results:
            connection.execute(
                "INSERT INTO meta.gate_results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    edition,
                    table.table,
                    result.name,
                    result.severity,
                    " ".join(result.description.split()),
                    result.success,
                    result.shut,
                    result.checked,
                    result.failed,
                    result.examples,
                ],
            )
        connection.execute(f"DROP TABLE {_stage_name(table)}")


def _quarantine(
    connection: duckdb.DuckDBPyConnection, table: Table, edition: date, reasons: Reasons
) -> None:
    where, parameters = ("WHERE quarantined_in = ?", [edition]) if table.edition else ("", [])
    connection.execute(f"DELETE FROM {table.quarantine} {where}", parameters)
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
        f" FROM {_stage_name(table)} AS s LEFT JOIN why ON s.{table.key}::VARCHAR = why.key"
        " WHERE s._refused",
        [edition],
    )
    connection.unregister("why")
