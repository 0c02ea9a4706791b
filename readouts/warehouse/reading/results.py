"""What the gates found, edition by edition: reading the record that they leave (``meta.gate_results``).

What belongs here: finding and reading the record. What does not: writing it (``record``), and how it is shown.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from readouts.warehouse.errors import NotPublishedError
from readouts.warehouse.files.database import open_published
from readouts.warehouse.files.states import State
from readouts.warehouse.reading.query import Answer, answer_from
from readouts.warehouse.working.door import Working


@dataclass(frozen=True)
class GateRecord:
    """The last results of the gates: what told them, the editions, one row a check; whether the working tables did.

    The rows say of each check whether it ``passed``, ``warned`` (rows failed, and the gate let the others through) or
    ``shut`` the gate.
    """

    file: str
    editions: list[State]
    checks: Answer
    is_working: bool = True


def gate_record(
    working: Working, published: Path, editions: list[date] | None, *, only_failed: bool = False
) -> GateRecord:
    """The results of some editions; of the latest one and of all that were refused where none are named.

    They are read from the working tables, which alone know of refused editions, or from the published file while a run
    has those to itself. Checks of one table stand together, those that shut a gate first.

    Raises:
        NotPublishedError: no gate has run yet, or none for these editions.
        WarehouseError: neither file can be opened.
    """
    with ExitStack() as opened:
        found = opened.enter_context(working.seen())
        if found is None and not (published.exists() or working.exist()):
            raise NotPublishedError(NOTHING)
        is_working = found is not None
        connection, name = found or (
            opened.enter_context(open_published(published)),
            published.name,
        )
        if not _has_record(connection):  # a file whose first step has not begun
            raise NotPublishedError(NOTHING)
        states = _states(connection, editions)
        checks = _checks(connection, [state.edition for state in states], only_failed)
    if not states:
        raise NotPublishedError(_nothing(editions))
    return GateRecord(name, states, checks, is_working)


NOTHING = "no gate has run yet; 'readouts run' runs the first edition"


def _nothing(editions: list[date] | None) -> str:
    if not editions:
        return NOTHING
    span = f"{editions[0]}..{editions[-1]}" if len(editions) > 1 else f"{editions[0]}"
    return f"no gate has run for {span}; 'readouts gates' alone shows the latest edition"


def _has_record(connection: Connection) -> bool:
    found = connection.execute(
        "FROM duckdb_tables() WHERE schema_name = 'meta' AND table_name IN ('editions', 'gate_results')"
    ).fetchall()
    return len(found) == 2


def _states(connection: Connection, editions: list[date] | None) -> list[State]:
    rows = connection.execute(
        "WITH audited AS (SELECT DISTINCT edition FROM meta.gate_results)"
        " SELECT e.edition, e.status, e.reason FROM meta.editions AS e SEMI JOIN audited AS a USING (edition)"
        " WHERE CASE WHEN $editions IS NULL"
        " THEN e.status = 'refused' OR e.edition = (SELECT max(edition) FROM audited)"
        " ELSE e.edition IN (SELECT unnest($editions::DATE[])) END"
        " ORDER BY e.edition",
        {"editions": editions},
    ).fetchall()
    return [State(*row) for row in rows]


def _checks(connection: Connection, editions: list[date], only_failed: bool) -> Answer:
    return answer_from(
        connection,
        "SELECT g.edition, e.status, g.table_name AS table, g.expectation AS check, g.severity,"
        " CASE WHEN g.success THEN 'passed' WHEN g.shut THEN 'shut' ELSE 'warned' END AS result,"
        " g.rows_checked, g.rows_failed, g.examples, g.description"
        " FROM meta.gate_results AS g JOIN meta.editions AS e USING (edition)"
        " WHERE g.edition IN (SELECT unnest($editions::DATE[])) AND NOT (g.success AND $only_failed)"
        " ORDER BY g.edition, list_position(['raw', 'core', 'marts'], split_part(g.table_name, '.', 1)),"
        " g.table_name, g.success, NOT g.shut, g.expectation",
        {"editions": editions, "only_failed": only_failed},
    )
