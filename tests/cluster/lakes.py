"""What the lake of a test has, and what a closer's file has.

What belongs here: looking. What does not: any expectation.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from readouts.base.instance.home import Home
from readouts.warehouse.working.lake import looked_into
from tests.pipelines.instance import FIRST, SECOND, THIRD

DAYS = (FIRST, SECOND, THIRD)


def in_lake(home: Home, query: str) -> list[tuple[Any, ...]]:
    with looked_into(home) as connection:
        assert connection is not None
        return connection.execute(query).fetchall()


def in_file(home: Home, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.build), read_only=True) as connection:
        return connection.execute(query).fetchall()


STATES = "SELECT edition, status FROM meta.editions ORDER BY ALL"


def closed(*days: date) -> list[tuple[date, str]]:
    return [(day, "published") for day in days]
