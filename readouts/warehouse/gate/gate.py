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

from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

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
    connection: Connection, catalogue: Catalogue, edition: date, step: list[Staged]
) -> list[TableOutcome]:
    """Stage, audit and commit the tables of one step; parents come before their children.

    A table whose rows belong to editions has this edition's rows replaced, another has all of them replaced, or those
    that ``Staged.replaces`` says. What changed by that is recorded for the models that are rebuilt by it.

    Raises:
        GateShut: a critical expectation failed beyond what it tolerates.
        TurnLostError: another machine may be at work; nothing is committed.
    """
    gate = _Gate(connection, catalogue, edition)
    carried: dict[str, pa.Table] = {}
    try:
        with transaction(connection):
            for staged in step:
                gate.audit(staged)
            gate.check_violations()
            gate.count()
            if any(result.shut for outcome in gate.outcomes for result in outcome.results):
                carried = {
                    outcome.table: staged_rows(connection, catalogue[outcome.table])
                    for outcome in gate.outcomes
                }
                raise GateShut(edition, gate.outcomes)
            for staged, outcome in zip(step, gate.outcomes, strict=True):
                gate.note_changes(staged, outcome)
            connection.execute(
                "UPDATE meta.editions SET digest = NULL WHERE edition = ? AND digest IS NOT NULL",
                [edition],
            )
            gate.record()
            require_turns()
    except GateShut as shut:
        # The rollback has taken the staged rows with it; the refused ones are still to be recorded.
        gate.record_shut(shut, carried)
        raise
    return gate.outcomes


@dataclass(frozen=True)
class _Gate:
    """One step on its way: what became of its tables so far, and the keys of refused rows of each with why."""

    connection: Connection
    catalogue: Catalogue
    edition: date
    outcomes: list[TableOutcome] = field(default_factory=list)
    refused: dict[str, Reasons] = field(default_factory=dict)

    def audit(self, staged: Staged) -> None:
        """Stage a table's rows, audit them, and replace what they take the place of."""
        connection, table = self.connection, self.catalogue[staged.table]
        stage(connection, table, staged)
        replaced = replaced_rows(table, staged, self.edition)
        is_part = staged.replaces not in (None, NONE)
        removed = drop_unchanged(connection, table, replaced) if is_part else replaced
        usual = usual_rows(connection, table.table, self.edition) if table.is_of_volume else None
        rows = count_rows(connection, stage_name(table))
        results = audit(frame_of(connection, table) if rows else None, table, self.edition, usual)
        reasons = self.refused[table.table] = _reasons(results)
        if table.parent is not None:
            self._inherit(table, self.refused.get(table.parent.table, {}), reasons)
        if table.table in self.catalogue.readers:
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {_removed(table)} AS FROM {table.table} WHERE {removed}"
            )
        connection.execute(f"DELETE FROM {table.table} WHERE {removed}")
        if rows:
            self._insert(table, reasons)
        self.outcomes.append(
            TableOutcome(table.table, 0, 0, staged=rows, results=results, replaced=replaced)
        )

    def _inherit(self, table: Table, parents: Reasons, reasons: Reasons) -> None:
        """A row whose parent was refused in this step is refused with it, for that reason."""
        if table.parent is None or not parents:
            return
        children = self.connection.execute(
            f"SELECT {table.key}, {table.parent.column} FROM {stage_name(table)}"
            f" WHERE {table.parent.column} IN (SELECT unnest(?))",
            [list(parents)],
        ).fetchall()
        for key, parent in children:
            reasons.setdefault(str(key), []).append(
                f"its {table.parent.table} {parent} was refused: {'; '.join(parents[parent])}"
            )

    def _insert(self, table: Table, reasons: Reasons) -> None:
        """Let the table have the staged rows that nothing refused."""
        self.connection.execute(
            f"UPDATE {stage_name(table)} SET _refused = true"
            f" WHERE {table.key} IS NULL OR {table.key}::VARCHAR IN (SELECT unnest(?::VARCHAR[]))",
            [list(reasons)],
        )
        names = ", ".join(table.columns)
        self.connection.execute(
            f"INSERT INTO {table.table} SELECT {names} FROM {stage_name(table)} WHERE NOT _refused"
        )

    def check_violations(self) -> None:
        """Run the queries across tables on the rows as they would be committed; what they return is refused.

        All queries see the same state: a row that breaks two rules is refused for both.
        """
        found: list[tuple[Table, CheckResult]] = []
        for outcome in self.outcomes:
            table = self.catalogue[outcome.table]
            violations = self.catalogue.violations_of(outcome.table)
            if violations:
                show_staged(self.connection, table)
            for violation in violations:
                keys, observed = self._violating(violation)
                result = _violation_result(violation, keys, observed, outcome.staged)
                outcome.results.append(result)
                found.append((table, result))
        self.connection.execute("DROP VIEW IF EXISTS staged")
        for table, result in found:
            for key, reasons in _reasons([result]).items():
                self.refused[table.table].setdefault(key, []).extend(reasons)
                self._remove_row(table, key)

    def _violating(self, violation: Violation) -> tuple[list[str], str]:
        """The keys of the rows that break the rule, and what the query says that it observed."""
        parameters = {"edition": self.edition} if "$edition" in violation.query else {}
        found = self.connection.execute(
            "SELECT DISTINCT v.key::VARCHAR AS key, coalesce(v.observed, '') FROM"
            " (SELECT NULL AS key, NULL::VARCHAR AS observed WHERE false UNION ALL BY NAME FROM"
            f" ({violation.query.rstrip().rstrip(';')}\n)) AS v ORDER BY ALL",
            parameters,
        ).fetchall()
        observed = "; ".join(sorted({text for _, text in found if text}))
        return [key for key, _ in found], observed

    def _remove_row(self, table: Table, key: str) -> None:
        """Take a row that broke a rule out again, and its children of the same step."""
        own = {key: self.refused[table.table][key]}
        self.connection.execute(f"DELETE FROM {table.table} WHERE {table.key} = ?", [key])
        self.connection.execute(
            f"UPDATE {stage_name(table)} SET _refused = true WHERE {table.key} = ?", [key]
        )
        for child in self.catalogue.tables.values():
            if child.parent and child.parent.table == table.table and child.table in self.refused:
                before = set(self.refused[child.table])
                self._inherit(child, own, self.refused[child.table])
                for child_key in set(self.refused[child.table]) - before:
                    self._remove_row(child, child_key)

    def count(self) -> None:
        """Note how many rows of each table were refused, and how many not."""
        for outcome in self.outcomes:
            if outcome.staged:
                rows = f"{stage_name(self.catalogue[outcome.table])} WHERE"
                outcome.refused = count_rows(self.connection, f"{rows} _refused")
                outcome.committed = count_rows(self.connection, f"{rows} NOT _refused")

    def note_changes(self, staged: Staged, outcome: TableOutcome) -> None:
        """Record what the step changed: of an edition all rows, since what they lead to may have changed with them."""
        connection, catalogue = self.connection, self.catalogue
        table = catalogue[outcome.table]
        outcome.total = count_rows(connection, table.table)
        # Where no part of it was touched there is nothing to settle.
        if staged.digest is not None and staged.replaces != NONE:
            settle(connection, table.table, staged.digest)
        if table.table not in catalogue.readers:
            return
        added = f"{stage_name(table)} WHERE NOT _refused"
        removed = count_rows(connection, _removed(table))
        if table.edition and removed:
            touch(connection, catalogue, table, _removed(table))
        if table.edition and outcome.committed:
            touch(connection, catalogue, table, added)
        if not table.edition and (removed or outcome.committed):
            touch_changes(connection, catalogue, table, _removed(table), added)
        connection.execute(f"DROP TABLE {_removed(table)}")

    def record(self) -> None:
        """Write the refused rows and the results, in the place of those of an earlier run of the edition."""
        for outcome in self.outcomes:
            table = self.catalogue[outcome.table]
            record(self.connection, table, self.edition, outcome, self.refused[outcome.table])

    def record_shut(self, shut: GateShut, carried: dict[str, pa.Table]) -> None:
        """After the rollback, commit what the step found: refused rows, results, the edition's state."""
        connection = self.connection
        with transaction(connection):
            for name, rows in carried.items():
                connection.register("carried", rows)
                connection.execute(
                    f"CREATE OR REPLACE TEMP TABLE {stage_name(self.catalogue[name])} AS FROM carried"
                )
                connection.unregister("carried")
            self.record()
            touch_edition(connection, self.catalogue, self.edition)
            set_state(connection, self.edition, status=REFUSED, reason=str(shut))
            require_turns()


def _removed(table: Table) -> str:
    return f"removed_{table.schema_name}_{table.name}"


def _reasons(results: list[CheckResult]) -> Reasons:
    reasons: Reasons = {}
    for result in results:
        if result.severity == "critical":
            for key, expected in result.refused.items():
                reasons.setdefault(key, []).append(f"{result.name}: {expected}")
    return reasons


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
