"""Dagster's own SQLite storage of runs and events, with files that are kept open.

What belongs here: how long a file is open. What does not: what is stored, and how; that is Dagster's, and its default
storage reads what is written here.

Dagster makes an engine and opens a file for each of the eight hundred events of an edition, which takes longer than
writing them. A commit is not forced to the disk either: after a power cut the last seconds of the history may be
missing, of which nothing of the warehouse depends.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

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
        record.info["file"] = _file(path)

    @event.listens_for(engine, "checkout")
    def look(_: Any, record: Any, __: Any) -> None:
        if record.info["file"] != _file(path):
            raise DisconnectionError("it was set aside, and another may have its name")

    return engine


def _file(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


class EventStorage(SqliteEventLogStorage):
    """Dagster's events: a file for each run, and the index of all."""

    def __init__(self, base_dir: str) -> None:
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._engines:
                self._engines[shard] = _engine(self.conn_string_for_shard(shard))
                if len(self._engines) > MOST_KEPT:
                    self._engines.popitem(last=False)[1].dispose()
            self._engines.move_to_end(shard)
            if shard not in self._initialized_dbs:
                self._initdb(self._engines[shard])
                self._initialized_dbs.add(shard)
            with self._engines[shard].begin() as connection:
                yield connection

    @cached_property
    def supports_asset_checks(self) -> bool:
        """Whether there is a table of checks: Dagster asks it of the file at each of their events."""
        return super().supports_asset_checks

    def dispose(self) -> None:
        """Let go of the files."""
        super().dispose()
        while self._engines:
            self._engines.popitem()[1].dispose()


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
