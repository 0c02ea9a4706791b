"""Dagster's own storage in PostgreSQL: by the driver that comes with it, with connections that are kept.

What belongs here: the address as SQLAlchemy takes it, and how connections are kept. What does not: what is stored: that
is Dagster's.

SQLAlchemy 2.1 reads ``postgresql://`` as an address for psycopg 3, and dagster-postgres comes with psycopg 2, whose
codes of errors it reads. It connects anew for each event, and each time the server proves the password anew. Here a
connection stays open, and is tried before it is used: a server that was started anew in between is no failure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster._serdes import ConfigurableClassData
from dagster_postgres import DagsterPostgresStorage
from dagster_postgres.utils import create_pg_engine

DRIVER = "postgresql+psycopg2://"

KEPT: dict[str, Any] = {
    "pool_size": 1,
    "max_overflow": 20,
    "pool_pre_ping": True,
    "pool_recycle": 3600,
}
"""How many connections stay open, how many more there may be, and for how many seconds one is kept."""


class Storage(DagsterPostgresStorage):
    """Dagster's storage in the database that ``postgres_url`` names."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        for storage in (self._run_storage, self._event_log_storage, self._schedule_storage):
            storage._engine = create_pg_engine(
                storage.postgres_url, isolation_level="AUTOCOMMIT", **KEPT
            )

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> Storage:
        """As Dagster's settings name it."""
        url = DRIVER + str(config_value["postgres_url"]).partition("://")[2]
        return cls(postgres_url=url, inst_data=inst_data)
