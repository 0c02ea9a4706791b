"""What a build file can lose, and what readers have then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date

import duckdb

from readouts.edition.run import run_edition
from readouts.warehouse.files.states import what_readers_have
from tests.pipelines.instance import (
    FIRST,
    SECOND,
    THIRD,
    Instance,
    silent,
)

ALL = [FIRST, SECOND, THIRD]


def editions(instance: Instance) -> list[date]:
    return sorted(what_readers_have(instance.home.warehouse).editions)


def put_back(instance: Instance, number: int) -> None:
    shutil.copyfile(instance.path / f"build-{number}.duckdb", instance.home.build)


def garbage(instance: Instance) -> None:
    instance.home.build.write_bytes(b"no database at all" * 5000)


def forget(instance: Instance) -> None:
    with duckdb.connect(str(instance.home.build)) as connection:
        connection.execute("DELETE FROM meta.editions")


LOSSES: dict[str, Callable[[Instance], None]] = {
    "it is gone": lambda instance: instance.home.build.unlink(),
    "it is garbage": garbage,
    "it is of the day before": lambda instance: put_back(instance, 1),
    "it is of the first day": lambda instance: put_back(instance, 0),
    "its record is empty": forget,
}


def rebuild(instance: Instance) -> list[list[date]]:
    """Make all editions anew as one range; what readers have after each."""
    seen = []
    for day in ALL:
        run_edition(instance.project, day, offline=True, until=THIRD, say=silent)
        seen.append(editions(instance))
    return seen
