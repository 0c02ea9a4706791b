"""Dagster's own SQLite storage of runs and events, with files that are kept open.

What belongs here: how long a file is open. What does not: what is stored, and how; that is Dagster's, and its default
storage reads what is written here.

Dagster makes an engine and opens a file for each of the eight hundred events of an edition, which takes longer than
writing them. A commit is not forced to the disk either: after a power cut the last seconds of the history may be
missing, of which nothing of the warehouse depends.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from dagster import (
    AssetKey,
    AssetRecordsFilter,
    DagsterEventType,
    EventLogEntry,
    EventRecordsResult,
)
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from readouts.base.files import identity

MOST_KEPT = 16
"""Files of events kept open, the index of all runs and the runs of late: each run has a file of its own."""


def _engine(url: str) -> Engine:
    """An engine that keeps a connection for as long as the file is the one that it opened."""
    engine = create_engine(
        url, pool_size=1, max_overflow=-1, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
    )
    path = Path(str(engine.url.database))

    @event.listens_for(engine, "connect")
    def opened(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA synchronous = NORMAL")
        record.info["file"] = identity(path)

    @event.listens_for(engine, "checkout")
    def look(_: Any, record: Any, __: Any) -> None:
        if record.info["file"] != identity(path):
            raise DisconnectionError("it was set aside, and another may have its name")

    return engine


@dataclass
class _Kept:
    """An open file of events: its engine, its one connection, and what was asked of it since it last changed."""

    engine: Engine
    connection: Connection
    file: tuple[int, int] | None
    state: tuple[int, int] = (-1, -1)
    answers: dict[object, EventRecordsResult] = field(default_factory=dict)

    def changes(self) -> tuple[int, int]:
        """Other when another connection has committed to the file, or this one has changed a row."""
        with self.connection.begin():
            others = self.connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        return others, cast(Any, self.connection.connection.dbapi_connection).total_changes

    def close(self) -> None:
        self.connection.close()
        self.engine.dispose()


class EventStorage(SqliteEventLogStorage):
    """Dagster's events: a file for each run, and the index of all. Each is used by one thread at a time."""

    def __init__(self, base_dir: str) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        super().__init__(base_dir)
        self._db_lock = threading.RLock()  # type: ignore[assignment]  # an event is stored in several steps

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._opened(shard).connection.begin() as transaction:
            yield transaction.connection

    def _opened(self, shard: str) -> _Kept:
        """The open file of a shard: the one that has its name now, whatever was set aside meanwhile."""
        kept = self._kept.get(shard)
        path = Path(self.path_for_shard(shard))
        if kept is not None and kept.file != identity(path):
            self._kept.pop(shard).close()
            kept = None
        if kept is None:
            engine = _engine(self.conn_string_for_shard(shard))
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            connection = engine.connect()
            connection.detach()  # the pool would be asked, and look at the file, at each of its uses
            kept = self._kept[shard] = _Kept(engine, connection, identity(path))
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)[1].close()
        self._kept.move_to_end(shard)
        return kept

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event; but for a materialization, what was asked of the index holds as before."""
        with self._db_lock:
            index = self._opened(INDEX_SHARD_NAME)
            held = index.state == index.changes()
            super().store_event(event)
            if held and event.dagster_event_type != DagsterEventType.ASSET_MATERIALIZATION:
                index.state = index.changes()

    def fetch_materializations(
        self,
        records_filter: AssetKey | AssetRecordsFilter,
        limit: int,
        cursor: str | None = None,
        ascending: bool = False,
    ) -> EventRecordsResult:
        """The materializations of an asset. Dagster asks for the same one twice at each check: it is looked up once.

        Until one is stored, or anything else is changed in the index, by whomever.
        """
        asked = (repr(records_filter), limit, cursor, ascending)
        with self._db_lock:
            index = self._opened(INDEX_SHARD_NAME)
            if (state := index.changes()) != index.state:
                index.state, index.answers = state, {}
            if asked not in index.answers:
                index.answers[asked] = super().fetch_materializations(
                    records_filter, limit, cursor, ascending
                )
            return index.answers[asked]

    @cached_property
    def supports_asset_checks(self) -> bool:
        """Whether there is a table of checks: Dagster asks it of the file at each of their events."""
        return super().supports_asset_checks

    def dispose(self) -> None:
        """Let go of the files."""
        super().dispose()
        with self._db_lock:
            while self._kept:
                self._kept.popitem()[1].close()


class RunStorage(SqliteRunStorage):
    """Dagster's runs, in one file."""

    def __init__(self, conn_string: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engine = _engine(conn_string)
        super().__init__(conn_string, inst_data)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection in a transaction."""
        with self._engine.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Let go of the file."""
        super().dispose()
        self._engine.dispose()


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
