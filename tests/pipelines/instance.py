"""An instance with pages of its own, run step by step: what tests of faults look at.

What belongs here: running editions without Dagster, dying on the way, and reading what is published. What does not:
any expectation.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from readouts.base.home import ROOT, Home
from readouts.edition.project import Project
from readouts.edition.run import edition_steps, run_edition
from readouts.warehouse.reading.query import answer
from tests.pipelines.pages import write_sources

FIRST, SECOND, THIRD = date(2024, 3, 5), date(2024, 3, 6), date(2024, 3, 7)

Tables = dict[str, list[tuple[Any, ...]]]


@cache
def _definitions() -> Project:
    return Project.load(Home(ROOT), ROOT, ROOT / "sources.yaml")


def silent(line: str) -> None:
    """Where nobody listens."""


class Instance:
    """A home with pages of its own in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.home = Home(path / "home")
        self.pages = path / "pages"
        self.pages.mkdir(parents=True, exist_ok=True)
        self.sources = write_sources(path / "sources.yaml", self.pages)
        self.project = replace(_definitions(), home=self.home, sources=self.sources)

    def run(
        self, *editions: date, offline: bool = False, say: Callable[[str], None] = silent
    ) -> None:
        for edition in editions:
            run_edition(self.project, edition, offline=offline, say=say)

    def step_names(self) -> list[str]:
        return [step.name for step in edition_steps(self.project, FIRST, say=silent)]

    def die_within(
        self,
        edition: date,
        name: str,
        share: float,
        durations: dict[str, float],
        begin: str = "raw_pages",
    ) -> None:
        """Run an edition from a step on, and be killed in another, after a share of the time that it usually takes."""
        steps = edition_steps(self.project, edition, say=silent)
        for step in itertools.dropwhile(lambda step: step.name != begin, steps):
            if step.name == name:
                timer = threading.Timer(share * durations[name], kill_oneself)
                timer.daemon = True
                timer.start()
            step.run()
            if step.name == name:
                kill_oneself()

    def durations(self, edition: date) -> dict[str, float]:
        """Run an edition, and tell how many seconds each step took."""
        found = {}
        for step in edition_steps(self.project, edition, say=silent):
            start = time.perf_counter()
            step.run()
            found[step.name] = time.perf_counter() - start
        return found

    def calls(self) -> list[tuple[Any, ...]]:
        return answer(
            self.home.warehouse, "SELECT call_date, sides FROM core.calls ORDER BY ALL"
        ).rows

    def publication(self) -> Any:
        return answer(self.home.warehouse, "SELECT publication_id FROM meta.publication").rows

    def published(self) -> Tables:
        return published_tables(self.home)


def published_tables(home: Home) -> Tables:
    """Every row of core and marts in the published file, by table, in a fixed order."""
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        names = connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
            " WHERE schema_name IN ('core', 'marts') ORDER BY ALL"
        ).fetchall()
        return {
            name: connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for (name,) in names
        }


def kill_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(work: Callable[..., object], *arguments: Any) -> int | None:
    """Do the work in a process of its own, a copy of this one; its exit code, negative where a signal ended it."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join(timeout=120)
    return process.exitcode
