"""Between the file that steps open and the lake: committing to it what has changed, and making a file from it.

What belongs here: either way, each in one transaction, and the mark by which a file is known to be of a state of the
lake. What does not: when it is done (``shared``), and what a part is (``parts``).
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.instance.home import Home
from readouts.base.state.turns import TurnLostError, require_turns
from readouts.warehouse.errors import BrokenFileError
from readouts.warehouse.files.database import REBUILD, open_build, read_through, transaction
from readouts.warehouse.files.extensions import quoted
from readouts.warehouse.working.lake import (
    LAKE,
    attached,
    is_due,
    looked_into,
    make_durable,
    mark_of,
    put_mark,
)
from readouts.warehouse.working.mark import has_come, is_coming, is_of, put_mark_on
from readouts.warehouse.working.parts import Column, Layout, Parts, layouts_of, parts_in

MANY = 10_000
"""Rows of which those that differ are looked for; of fewer all are written anew, which takes less time."""


def carry(connection: Connection, home: Home) -> bool:
    """Commit to the lake what of a file is not there yet, all of it or nothing; whether it is to be tidied now.

    Raises:
        TurnLostError: the lake is in another state than the one that the file began from: another has had the turn.
        DatabaseError: the database cannot be used; the lake is as it was, or as it was to be.
        WarehouseError: a file of the lake cannot be read or written.
    """
    file = _own(connection)
    own = layouts_of(connection, file)
    found = parts_in(connection, f'"{file}"', own.values())
    mark, begun = str(uuid.uuid4()), time.time()
    with attached(connection, home) as lake:
        lake.execute("BEGIN")
        _require_mark(lake, connection, home)
        known = _parts_of(lake)
        emptied, is_laid_out = _lay_out(lake, own)
        there = {key: told for key, told in known.items() if key[0] not in emptied}
        changed = sorted(
            key for key in found.keys() | there.keys() if found.get(key) != there.get(key)
        )
        if not changed and not is_laid_out:
            lake.execute("ROLLBACK")
            return False
        for table in dict.fromkeys(table for table, _ in changed):
            parts = [part for name, part in changed if name == table]
            _replace(lake, file, own[table], parts, there)
        _note_parts(lake, emptied, changed, found)
        put_mark(lake, mark)
        make_durable(home, begun)
        is_coming(connection, mark)
        require_turns()
        lake.execute("COMMIT")
        has_come(connection, mark)
        return is_due(lake)


def fetch(home: Home, target: Path) -> None:
    """Make a file of what the lake has, with its mark, under the name of a draft first.

    Raises:
        BrokenFileError: the lake cannot be read, or reads otherwise than it was written.
        DatabaseError: the database cannot be used.
        WarehouseError: the file cannot be written.
    """
    draft = target.with_name(f".{target.name}.fetched")
    remove(draft)
    with open_build(draft) as connection:
        file = _own(connection)
        with attached(connection, home, to_read=True) as lake, transaction(lake):
            layouts = layouts_of(lake, LAKE)
            for schema in sorted({table.partition(".")[0] for table in layouts}):
                lake.execute(f'CREATE SCHEMA IF NOT EXISTS "{file}".{schema}')
            filled = {table for table, _ in _parts_of(lake)}
            for layout in layouts.values():
                _make(lake, f'"{file}"', layout)
                if layout.table in filled:
                    lake.execute(f'INSERT INTO "{file}".{layout.table} FROM {LAKE}.{layout.table}')
            _require_same(lake, home, parts_in(lake, f'"{file}"', layouts.values()))
            mark = mark_of(lake)
        put_mark_on(connection, home, mark or "")
        connection.execute("CHECKPOINT")
    remove(target)
    draft.replace(target)


def require_sound(home: Home) -> None:
    """Read all that the lake has.

    Raises:
        BrokenFileError: some of it cannot be read, or reads otherwise than it was written.
        DatabaseError: the database cannot be used.
    """
    with looked_into(home) as lake:
        if lake is not None:
            read_through(lake)
            _require_same(lake, home, parts_in(lake, LAKE, layouts_of(lake, LAKE).values()))


def remove(file: Path) -> None:
    """Remove a file and what is still to be written into it, if they are there."""
    for path in (file.with_name(f"{file.name}.wal"), file):
        path.unlink(missing_ok=True)


def _own(connection: Connection) -> str:
    row = connection.execute("SELECT current_database()").fetchone()
    assert row is not None
    return str(row[0])


def _require_mark(lake: Connection, connection: Connection, home: Home) -> None:
    mark = mark_of(lake)
    if mark is None or not is_of(connection, home, mark):
        raise TurnLostError(
            f"what {home.lake} holds was changed by another meanwhile: the turn was lost; nothing more is written,"
            " run it again"
        )


def _require_same(lake: Connection, home: Home, found: Parts) -> None:
    """Make sure that what was read is what was written, where it was by the same DuckDB: digests are its own."""
    written = lake.execute(f"SELECT duckdb FROM {LAKE}.main.mark").fetchone()
    if written != (duckdb.__version__,):
        return
    wrong = sorted({key[0] for key, _ in found.items() ^ _parts_of(lake).items()})
    if wrong:
        raise BrokenFileError(
            f"{home.lake} does not read as it was written ({', '.join(wrong)}); {REBUILD}"
        )


def _lay_out(lake: Connection, own: dict[str, Layout]) -> tuple[set[str], bool]:
    """Let the lake have the tables of a file; those that have no rows by that, and whether anything was done."""
    there = layouts_of(lake, LAKE)
    gone = {table for table, old in there.items() if old.columns != _columns_of(own.get(table))}
    for table in sorted(gone):
        lake.execute(f"DROP TABLE {LAKE}.{table}")
    made = sorted((own.keys() - there.keys()) | (own.keys() & gone))
    for schema in sorted({table.partition(".")[0] for table in made}):
        lake.execute(f"CREATE SCHEMA IF NOT EXISTS {LAKE}.{schema}")
    for table in made:
        _make(lake, LAKE, own[table])
    is_explained = [
        _explain(lake, LAKE, own[table], there[table]) for table in sorted(there.keys() - gone)
    ]
    return gone, bool(gone or made or any(is_explained))


def _columns_of(layout: Layout | None) -> tuple[Column, ...] | None:
    return None if layout is None else layout.columns


def _make(lake: Connection, database: str, layout: Layout) -> None:
    body = ", ".join(column.defined for column in layout.columns)
    lake.execute(f"CREATE TABLE {database}.{layout.table} ({body})")
    _explain(lake, database, layout, None)


def _explain(lake: Connection, database: str, layout: Layout, old: Layout | None) -> bool:
    """Bring what is said of a table and its columns to what is said now; whether that is anything else."""
    known = {} if old is None else old.comments
    statements = []
    for name, text in layout.comments.items():
        if known.get(name) != text:
            what = (
                f'COLUMN {database}.{layout.table}."{name}"'
                if name
                else f"TABLE {database}.{layout.table}"
            )
            statements.append(f"COMMENT ON {what} IS {quoted(text)}")
    if statements:
        lake.execute("; ".join(statements))
    return bool(statements)


def _parts_of(lake: Connection) -> Parts:
    """The parts that the lake has, as was written down with them."""
    found = lake.execute(f"SELECT table_name, part, rows, digest FROM {LAKE}.main.parts").fetchall()
    return {(table, part): (rows, digest) for table, part, rows, digest in found}


def _replace(lake: Connection, file: str, layout: Layout, parts: list[str], known: Parts) -> None:
    """Let some parts of a table be in the lake what they are in the file."""
    source, target = f'"{file}".{layout.table}', f"{LAKE}.{layout.table}"
    where = layout.where(parts)
    rows = sum(known.get((layout.table, part), (0, ""))[0] for part in parts)
    if rows > MANY:
        _replace_rows(lake, source, target, layout, where)
        return
    if rows:
        lake.execute(f"DELETE FROM {target} WHERE {where}")
    lake.execute(f"INSERT INTO {target} SELECT * FROM {source} WHERE {where}")


def _replace_rows(lake: Connection, source: str, target: str, layout: Layout, where: str) -> None:
    """The same, by the rows that only one of the two has: most of a large table is as it was."""

    def numbered(table: str) -> str:
        hashed = layout.hashed
        return (
            f"SELECT rowid AS id, {hashed} AS hashed, row_number() OVER (PARTITION BY {hashed}) AS nth"
            f" FROM {table} WHERE {where}"
        )

    for name, one, other in (("gone", target, source), ("come", source, target)):
        lake.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT id FROM ({numbered(one)})"
            f" ANTI JOIN ({numbered(other)}) USING (hashed, nth)"
        )
    lake.execute(f"DELETE FROM {target} WHERE rowid IN (FROM gone)")
    lake.execute(f"INSERT INTO {target} SELECT * FROM {source} WHERE rowid IN (FROM come)")
    lake.execute("DROP TABLE gone; DROP TABLE come")


def _note_parts(
    lake: Connection,
    emptied: Iterable[str],
    changed: list[tuple[str, str]],
    found: Parts,
) -> None:
    """Write down the parts as they are now: of tables that were emptied, and those that have changed."""
    lake.execute(
        f"DELETE FROM {LAKE}.main.parts WHERE table_name IN (SELECT unnest(?::VARCHAR[]))"
        " OR table_name || ' ' || part IN (SELECT unnest(?::VARCHAR[]))",
        [sorted(emptied), [f"{table} {part}" for table, part in changed]],
    )
    rows = [(*key, *found[key]) for key in changed if key in found]
    lake.execute(
        f"INSERT INTO {LAKE}.main.parts SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),"
        " unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
        [list(values) for values in zip(*rows, strict=True)] if rows else [[], [], [], []],
    )
