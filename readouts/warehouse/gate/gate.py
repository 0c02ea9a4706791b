"""The gate before every table: stage the rows, audit them, commit or refuse.

What belongs here: the one mechanism by which any row enters any table. What does not: where rows come from, and
what an expectation means to Great Expectations (``audit``), how rows are staged (``staging``) and what is kept of those
refused (``record``).

A step stages the rows of one or more tables, parents before children. Rows that fail a row expectation go to
quarantine with the reason and take their children with them. The step commits in one transaction, unless an
expectation shuts the gate: then nothing of it is committed but the quarantine and the results, and ``GateShut``
tells which.
"""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa

from readouts.base.state.turns import require_turns
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.files.database import transaction
from readouts.warehouse.files.states import REFUSED, set_state
from readouts.warehouse.gate.audit import CheckResult, audit, is_beyond
from readouts.warehouse.gate.record import record
from readouts.warehouse.gate.staging import (
    Reasons,
    Staged,
    TableOutcome,
    count_rows,
    drop_unchanged,
    frame_of,
    replaced_rows,
    show_staged,
    stage,
    stage_name,
    staged_rows,
)
from readouts.warehouse.gate.volume import usual_rows
from readouts.warehouse.tables.definitions import Catalogue, Table, Violation
from readouts.warehouse.tables.parts import NONE, settle, touch, touch_changes, touch_edition


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
    """One line on a result: its name, how many rows failed, what was observed."""
    if result.failed:
        what = f": {result.observed}" if result.observed else ""
        return f"{result.name} ({result.failed} of {result.checked} rows failed{what})"
    return f"{result.name} ({result.observed or 'ok'})"


def pass_gate(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    edition: date,
    step: list[Staged],
) -> list[TableOutcome]:
    """Stage, audit and commit the tables of one step; parents come before their children.

    A table whose rows belong to editions has this edition's rows replaced, another has all of them replaced, or those
    that ``Staged.replaces`` says. What changed by that is recorded for the models that are rebuilt by it.

    Raises:
        GateShut: a critical expectation failed beyond what it tolerates.
        TurnLostError: another machine may be at work; nothing is committed.
    """
    refused: dict[str, Reasons] = {}
    outcomes: list[TableOutcome] = []
    carried: dict[str, pa.Table] = {}
    try:
        with transaction(connection):
            for staged in step:
                outcomes.append(
                    _audit_staged(
                        connection, catalogue, catalogue[staged.table], staged, edition, refused
                    )
                )
            _check_violations(connection, catalogue, edition, outcomes, refused)
            for outcome in outcomes:
                _count(connection, catalogue[outcome.table], outcome)
            if any(result.shut for outcome in outcomes for result in outcome.results):
                carried = {o.table: staged_rows(connection, catalogue[o.table]) for o in outcomes}
                raise GateShut(edition, outcomes)
            for staged, outcome in zip(step, outcomes, strict=True):
                _note_changes(connection, catalogue, staged, outcome)
            connection.execute(
                "UPDATE meta.editions SET digest = NULL WHERE edition = ? AND digest IS NOT NULL",
                [edition],
            )
            record(connection, catalogue, edition, outcomes, refused)
            require_turns()
    except GateShut as shut:
        # The rollback has taken the staged rows with it; the refused ones are still to be recorded.
        _record_shut(connection, catalogue, shut, refused, carried)
        raise
    return outcomes


def _count(connection: duckdb.DuckDBPyConnection, table: Table, outcome: TableOutcome) -> None:
    if not outcome.staged:
        return
    row = connection.execute(
        f"SELECT count(*) FILTER (_refused), count(*) FILTER (NOT _refused) FROM {stage_name(table)}"
    ).fetchone()
    assert row is not None
    outcome.refused, outcome.committed = row


def _audit_staged(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    table: Table,
    staged: Staged,
    edition: date,
    refused: dict[str, Reasons],
) -> TableOutcome:
    stage(connection, table, staged)
    replaced = replaced_rows(table, staged, edition)
    is_part = staged.replaces not in (None, NONE)
    removed = drop_unchanged(connection, table, replaced) if is_part else replaced
    usual = usual_rows(connection, table.table, edition) if table.is_of_volume else None
    rows = count_rows(connection, stage_name(table))
    frame = frame_of(connection, table) if rows else None
    results = audit(frame, table, edition, usual)
    reasons = _reasons(results)
    _inherit(connection, table, refused, reasons)
    if table.table in catalogue.readers:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_removed(table)} AS SELECT * FROM {table.table} WHERE {removed}"
        )
    _replace(connection, table, removed, reasons, is_empty=not rows)
    refused[table.table] = reasons
    return TableOutcome(table.table, 0, 0, staged=rows, results=results, replaced=replaced)


def _removed(table: Table) -> str:
    return f"removed_{table.schema_name}_{table.name}"


def _note_changes(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    staged: Staged,
    outcome: TableOutcome,
) -> None:
    """Record what the step changed: of an edition all rows, since what they lead to may have changed with them."""
    table = catalogue[outcome.table]
    outcome.total = count_rows(connection, table.table)
    added = f"{stage_name(table)} WHERE NOT _refused"
    # Where no part of it was touched there is nothing to settle.
    if staged.digest is not None and staged.replaces != NONE:
        settle(connection, table.table, staged.digest)
    if table.table not in catalogue.readers:
        return
    removed = count_rows(connection, _removed(table))
    if table.edition and removed:
        touch(connection, catalogue, table, _removed(table))
    if table.edition and outcome.committed:
        touch(connection, catalogue, table, added)
    if not table.edition and (removed or outcome.committed):
        touch_changes(connection, catalogue, table, _removed(table), added)
    connection.execute(f"DROP TABLE {_removed(table)}")


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
        f"SELECT {table.key}, {table.parent.column} FROM {stage_name(table)}"
        f" WHERE {table.parent.column} IN (SELECT unnest(?))",
        [list(parents)],
    ).fetchall()
    for key, parent in children:
        reasons.setdefault(str(key), []).append(
            f"its {table.parent.table} {parent} was refused: {'; '.join(parents[parent])}"
        )


def _replace(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    replaced: str,
    reasons: Reasons,
    *,
    is_empty: bool,
) -> None:
    """Replace rows of the table by the staged ones that nothing refused."""
    connection.execute(f"DELETE FROM {table.table} WHERE {replaced}")
    if is_empty:
        return
    connection.execute(
        f"UPDATE {stage_name(table)} SET _refused = true"
        f" WHERE {table.key} IS NULL OR {table.key}::VARCHAR IN (SELECT unnest(?::VARCHAR[]))",
        [list(reasons)],
    )
    names = ", ".join(table.columns)
    connection.execute(
        f"INSERT INTO {table.table} SELECT {names} FROM {stage_name(table)} WHERE NOT _refused"
    )


def _check_violations(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    edition: date,
    outcomes: list[TableOutcome],
    refused: dict[str, Reasons],
) -> None:
    """Run the queries across tables on the rows as they would be committed; what they return is refused.

    All queries see the same state: a row that breaks two rules is refused for both. Of no rows, what looks at these
    alone has found nothing, and is not asked.
    """
    found: list[tuple[Table, CheckResult]] = []
    for outcome in outcomes:
        table = catalogue[outcome.table]
        violations = catalogue.violations_of(outcome.table)
        if not violations:
            continue
        show_staged(connection, table)
        for violation in violations:
            is_asked = outcome.staged or not violation.is_of_staged
            keys, observed = _violating(connection, violation, edition) if is_asked else ([], "")
            result = _violation_result(violation, keys, observed, outcome.staged)
            outcome.results.append(result)
            found.append((table, result))
    connection.execute("DROP VIEW IF EXISTS staged")
    for table, result in found:
        for key, reasons in _reasons([result]).items():
            refused[table.table].setdefault(key, []).extend(reasons)
            _remove_row(connection, catalogue, table, key, refused)


def _violation_result(
    violation: Violation, keys: list[str], observed: str, rows: int
) -> CheckResult:
    beyond = is_beyond(len(keys), rows, violation.mostly, violation.rows_allowed)
    return CheckResult(
        name=violation.name,
        severity=violation.severity,
        description=violation.description,
        checked=rows,
        success=not keys,
        shut=beyond and violation.severity == "critical",
        failed=len(keys),
        refused=dict.fromkeys(keys, violation.description),
        observed=observed,
    )


def _violating(
    connection: duckdb.DuckDBPyConnection, violation: Violation, edition: date
) -> tuple[list[str], str]:
    """The keys of the rows that break the rule, and what the query says that it observed."""
    parameters = {"edition": edition} if "$edition" in violation.query else {}
    found = connection.execute(
        "SELECT DISTINCT v.key::VARCHAR AS key, coalesce(v.observed, '') FROM"
        " (SELECT NULL AS key, NULL::VARCHAR AS observed WHERE false UNION ALL BY NAME FROM"
        f" ({violation.query.rstrip().rstrip(';')}\n)) AS v ORDER BY ALL",
        parameters,
    ).fetchall()
    observed = "; ".join(sorted({text for _, text in found if text}))
    return [key for key, _ in found], observed


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
        f"UPDATE {stage_name(table)} SET _refused = true WHERE {table.key} = ?", [key]
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


def _record_shut(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    shut: GateShut,
    refused: dict[str, Reasons],
    carried: dict[str, pa.Table],
) -> None:
    """After the rollback, commit what the step found: refused rows, results, the edition's state."""
    with transaction(connection):
        for name, rows in carried.items():
            connection.register("carried", rows)
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {stage_name(catalogue[name])} AS FROM carried"
            )
            connection.unregister("carried")
        record(connection, catalogue, shut.edition, shut.outcomes, refused)
        touch_edition(connection, catalogue, shut.edition)
        set_state(connection, shut.edition, status=REFUSED, reason=str(shut))
        require_turns()
