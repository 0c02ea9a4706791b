"""Tidying the lake: few files in the place of many, and away with what nobody can be reading any more.

What belongs here: when and how. What does not: whose turn it is; whoever tidies has it (``shared``).

A closed edition leaves a file a table, and what was there before stays for who reads it. Small files are merged once
there are many. States of the lake are kept for a day, and so are the files that only they need and those that killed
processes left: a look that began within that day finds all that it began with. Removing files while somebody writes
would take what is not committed yet for left behind: so it is done in the turn of who writes, and by age alone.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import duckdb

from readouts.base.instance.home import Home
from readouts.base.state.turns import require_turns
from readouts.warehouse.working.lake import LAKE, attached, make_durable

KEPT = timedelta(days=1)
"""How long what a state of the lake consists of is there after another has taken its place."""

FILES = 400
"""Files by which it is merged: ten editions' or so, which make each look slower by a tenth of a second."""


def tidy(connection: duckdb.DuckDBPyConnection, home: Home, *, kept: timedelta = KEPT) -> None:
    """Tidy, beside what a connection has open.

    Raises:
        DatabaseError: the database cannot be used; nothing is lost.
        WarehouseError: a file cannot be read or written; likewise.
        TurnLostError: another may be writing.
    """
    begun = time.time()
    with attached(connection, home) as lake:
        require_turns()
        lake.execute(
            f"CALL ducklake_expire_snapshots('{LAKE}', older_than => now() - {_span(kept)})"
        )
        lake.execute(f"CALL ducklake_rewrite_data_files('{LAKE}')")
        lake.execute(f"CALL ducklake_merge_adjacent_files('{LAKE}')")
        make_durable(home, begun)
        require_turns()
        for what in ("cleanup_old_files", "delete_orphaned_files"):
            lake.execute(f"CALL ducklake_{what}('{LAKE}', older_than => now() - {_span(kept)})")


def is_due(lake: duckdb.DuckDBPyConnection) -> bool:
    """Whether a lake that is attached has enough to be tidied."""
    row = lake.execute(
        f"SELECT coalesce(sum(file_count + delete_file_count), 0) FROM ducklake_table_info('{LAKE}')"
    ).fetchone()
    if row is not None and row[0] > FILES:
        return True
    oldest = lake.execute(f"SELECT min(snapshot_time) FROM ducklake_snapshots('{LAKE}')").fetchone()
    return oldest is not None and oldest[0] < datetime.now(UTC) - 2 * KEPT


def _span(kept: timedelta) -> str:
    return f"INTERVAL {int(kept.total_seconds())} SECOND"
