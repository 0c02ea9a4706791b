"""Dagster's own SQLite storage of runs and events, with connections that are kept and events written together.

What belongs here: how records are written and found again. What does not: what is stored, which is Dagster's; the files
are those of its default storage, and either reads what the other wrote. Nor how a file is kept open (``connections``).

An edition has some eight hundred events, most of them results of checks. Dagster opens a file anew for each, twice for
those of checks, and looks up for each check, in the file, what was last made of its table. Here

- planned events, one for each table and check of a run, are written in one transaction (``store_event_batch``, which
  ``DAGSTER_EVENT_BATCH_SIZE`` asks for);
- results of checks and outputs wait for the next event of another kind, at the latest the end of their step, and are
  written in one transaction with it; whoever reads here before that has them written first;
- what was last made of a table is remembered for as long as nothing else was written;
- the file of a run is a copy of an empty one.

A commit is not forced to the disk: after a power cut the last seconds of the history may be missing, of which nothing
of the warehouse depends.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster import AssetKey
from dagster._core.events import (
    ASSET_CHECK_EVENTS,
    ASSET_EVENTS,
    EVENT_TYPE_TO_PIPELINE_RUN_STATUS,
    DagsterEventType,
)
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.base import AssetRecordsFilter, EventRecordsResult
from dagster._core.storage.event_log.schema import (
    AssetCheckExecutionsTable,
    SqlEventLogStorageTable,
)
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData, serialize_value
from sqlalchemy import Connection, Engine

from pipelines.storage.connections import Connections

BATCH_VARIABLE = "DAGSTER_EVENT_BATCH_SIZE"
BATCH_SIZE = 1000
"""Events that are written together at most; an edition plans some two hundred and fifty."""

_ACROSS_RUNS = {*ASSET_EVENTS, *ASSET_CHECK_EVENTS, *EVENT_TYPE_TO_PIPELINE_RUN_STATUS}

WAITING = {DagsterEventType.STEP_OUTPUT, DagsterEventType.ASSET_CHECK_EVALUATION}
"""Events that come in numbers, always before another of their step."""


class EventStorage(SqliteEventLogStorage):
    """Dagster's events: a file for each run, and the index of all."""

    def __init__(self, base_dir: str) -> None:
        self._connections = Connections()
        self._waiting: list[EventLogEntry] = []
        self._taking = threading.Lock()
        self._latest = _Latest()
        self._empty = b""
        self._has_tables: set[str] = set()
        os.environ.setdefault(BATCH_VARIABLE, str(BATCH_SIZE))
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        if self._waiting and not self._connections.is_together:
            self._write([])
        path = Path(self.path_for_shard(shard))
        with self._connections.transaction(path, self._lay_out) as connection:
            yield connection

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event, or keep it for the next one of its step."""
        if event.is_dagster_event and event.dagster_event_type in WAITING:
            with self._taking:
                self._waiting.append(event)
            if len(self._waiting) < BATCH_SIZE:
                return
            self._write([])
        else:
            self._write([event])

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events in one transaction a file."""
        self._write(events)

    def fetch_materializations(
        self,
        records_filter: AssetKey | AssetRecordsFilter,
        limit: int,
        cursor: str | None = None,
        ascending: bool = False,
    ) -> EventRecordsResult:
        """What was made of an asset, as Dagster finds it; the latest is remembered until something is written."""

        def find() -> EventRecordsResult:
            return super(EventStorage, self).fetch_materializations(
                records_filter, limit, cursor, ascending
            )

        if cursor is not None or limit != 1:
            return find()
        # What waits is of no concern here: nothing of it was made.
        index = Path(self.path_for_shard(INDEX_SHARD_NAME))
        with self._connections.transaction(index, self._lay_out) as connection:
            changes = connection.exec_driver_sql("PRAGMA data_version").scalar()
        return self._latest.get((records_filter, ascending), (connection, changes), find)

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table; one that is there stays."""
        if table_name not in self._has_tables:
            if not super().has_table(table_name):
                return False
            self._has_tables.add(table_name)
        return True

    def _write(self, events: Sequence[EventLogEntry]) -> None:
        """Write what waits, and then these, in one transaction on each of their files."""
        with self._taking:
            events, self._waiting = [*self._waiting, *events], []
        shards = {event.run_id for event in events} | {INDEX_SHARD_NAME}
        paths = [Path(self.path_for_shard(shard)) for shard in sorted(shards)]
        with self._connections.together(paths, self._lay_out):
            self._store(events)
        if any(event.dagster_event_type in ASSET_EVENTS for event in events):
            self._latest.forget()

    def _store(self, events: Sequence[EventLogEntry]) -> None:
        """Write events to the files of their runs, and those that Dagster looks for across runs to the index."""
        rows = [(event, self._event_to_row(event)) for event in events]
        insert = SqlEventLogStorageTable.insert()
        for run in dict.fromkeys(event.run_id for event in events):
            with self.run_connection(run) as connection:
                connection.execute(insert, [row for event, row in rows if event.run_id == run])
        across = [(event, row) for event, row in rows if event.dagster_event_type in _ACROSS_RUNS]
        if not across:
            return
        numbered = insert.returning(SqlEventLogStorageTable.c.id, sort_by_parameter_order=True)
        with self.index_connection() as connection:
            ids = connection.execute(numbered, [row for _, row in across]).scalars().all()
            for (event, _), number in zip(across, ids, strict=True):
                if event.dagster_event_type in ASSET_EVENTS:
                    self._store_asset_event_tags(connection, [event], [number])
                    self._store_asset_event(connection, event, number)
                elif event.dagster_event_type == DagsterEventType.ASSET_CHECK_EVALUATION:
                    self.store_asset_check_event(event, number)
            planned = [
                row
                for (event, _), number in zip(across, ids, strict=True)
                if event.dagster_event_type == DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED
                for row in self._planned_rows(event, number)
            ]
            if planned:
                connection.execute(AssetCheckExecutionsTable.insert(), planned)

    def _planned_rows(self, event: EventLogEntry, number: int) -> Iterator[dict[str, Any]]:
        """The rows of a check that a run is going to make, one a partition, as ``store_asset_check_event`` has them."""
        planned: Any = event.get_dagster_event().event_specific_data
        subset = planned.partitions_subset
        for partition in subset.get_partition_keys() if subset else [None]:
            yield {
                "asset_key": planned.asset_key.to_string(),
                "check_name": planned.check_name,
                "partition": partition,
                "run_id": event.run_id,
                "execution_status": AssetCheckExecutionRecordStatus.PLANNED.value,
                "evaluation_event": serialize_value(event),
                "evaluation_event_timestamp": self._event_insert_timestamp(event),
                "evaluation_event_storage_id": number,
            }

    def _lay_out(self, engine: Engine) -> None:
        """Lay out a file that is new, or an earlier release's; the file of a run, once made, is copied for the next."""
        path = Path(str(engine.url.database))
        is_of_a_run = path.stem != INDEX_SHARD_NAME
        if is_of_a_run and self._empty and not path.exists():
            self._put(path)
            return
        is_new = not path.exists()
        self._initdb(engine)
        if is_of_a_run and is_new:
            self._empty = path.read_bytes()

    def _put(self, path: Path) -> None:
        """Put an empty file in its place as a whole; where another process was first, that one's stays."""
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.") as whole:
            whole.write(self._empty)
            whole.flush()
            # a temporary file is its maker's alone; this one is read by whoever reads the index
            shutil.copymode(self.path_for_shard(INDEX_SHARD_NAME), whole.name)
            with suppress(FileExistsError):
                os.link(whole.name, path)

    def dispose(self) -> None:
        """Write what waits, and let go of the files."""
        if self._waiting:
            self._write([])
        super().dispose()
        self._connections.close()


@dataclass
class _Latest:
    """What was found of assets, for as long as nobody else wrote to the file that it was found in."""

    state: tuple[object, object] = (None, None)
    found: dict[object, EventRecordsResult] = field(default_factory=dict)

    def get(
        self, key: object, state: tuple[object, object], find: Callable[[], EventRecordsResult]
    ) -> EventRecordsResult:
        """What is remembered under a key, else what ``find`` finds; ``state`` is the file's."""
        if state != self.state:
            self.found, self.state = {}, state
        remembered = str(key)
        if remembered not in self.found:
            self.found[remembered] = find()
        return self.found[remembered]

    def forget(self) -> None:
        """Something was made."""
        self.found = {}


class RunStorage(SqliteRunStorage):
    """Dagster's runs, in one file."""

    def __init__(self, conn_string: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._connections = Connections()
        super().__init__(conn_string, inst_data)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection in a transaction."""
        path = Path(self._conn_string.removeprefix("sqlite:///"))
        with self._connections.transaction(path, lambda engine: None) as connection:
            yield connection

    def dispose(self) -> None:
        """Let go of the file."""
        super().dispose()
        self._connections.close()


class Storage(DagsterSqliteStorage):
    """Dagster's storage under a folder, ``base_dir``; its schedules and sensors are as by default."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        history = Path(base_dir) / "history"
        self._run_storage = RunStorage.from_local(str(history))
        self._event_log_storage = EventStorage(str(history / "runs"))

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> Storage:
        """As Dagster's settings name it."""
        return cls.from_local(inst_data=inst_data, **config_value)
