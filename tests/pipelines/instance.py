"""An instance with pages of its own, run step by step: what tests of faults look at.

What belongs here: running editions without Dagster, dying on the way, and reading what is published. What does not:
any expectation.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import re
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

from readouts.base.instance.home import ROOT, Home
from readouts.edition.closing.healing import at_work
from readouts.edition.project import Project
from readouts.edition.run import edition_steps, run_edition
from readouts.warehouse.reading.query import answer
from readouts.warehouse.tables.parts import readers_of
from tests.asking_less import asking_of
from tests.pipelines.pages import write_sources

FIRST, SECOND, THIRD = date(2024, 3, 5), date(2024, 3, 6), date(2024, 3, 7)

Tables = dict[str, list[tuple[Any, ...]]]


@cache
def _definitions() -> Project:
    return Project.load(Home(ROOT), ROOT, ROOT / "sources.yaml")


LEFT_OUT = re.compile(
    r"\b(core\.people|marts\.(?!(evidence|reactions_by_country_and_stance|source_health)\b)\w+)\b"
)
"""What a lean instance does not make. It has a mart cut by reports, one made of that, and one made as a whole."""


ASKED = ("raw.pages", "core.articles")
"""The tables of whose rows something is expected there."""


def lean(project: Project) -> Project:
    """The definitions without what is left out and the rules that name it, and with what is expected of few tables."""
    models = [m for m in project.models if not LEFT_OUT.fullmatch(m.table)]
    catalogue = replace(
        project.catalogue,
        tables={n: t for n, t in project.catalogue.tables.items() if not LEFT_OUT.fullmatch(n)},
        violations=[
            v for v in project.catalogue.violations if not LEFT_OUT.search(f"{v.table} {v.query}")
        ],
        readers=readers_of((model.table, model.parts) for model in models),
    )
    return replace(project, models=models, catalogue=asking_of(catalogue, *ASKED))


@cache
def _lean_definitions() -> Project:
    return lean(_definitions())


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
        self.project = replace(self.definitions(), home=self.home, sources=self.sources)

    def definitions(self) -> Project:
        """What is made: all of it, as Dagster and the command make it."""
        return _definitions()

    def under(self, root: Path) -> Project:
        """This instance under another release, whose definitions are in a folder."""
        return Project.load(self.home, root, self.sources)

    def run(
        self, *editions: date, offline: bool = False, say: Callable[[str], None] = silent
    ) -> None:
        for edition in editions:
            run_edition(self.project, edition, offline=offline, say=say)

    def read(self, edition: date, say: Callable[[str], None] = silent, **options: bool) -> None:
        """Run an edition up to what is read of its articles."""
        read_edition(self.project, edition, say=say, **options)

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


class Lean(Instance):
    """An instance that makes and asks less, in half the time: rules across tables stay.

    For what becomes of files, runs and editions, whatever is made of them. Neither Dagster nor the command may run it:
    to them it is of another release.
    """

    def definitions(self) -> Project:
        return _lean_definitions()

    def under(self, root: Path) -> Project:
        return lean(super().under(root))


def read_edition(
    project: Project, edition: date, *, say: Callable[[str], None] = silent, **options: bool
) -> None:
    """Run an edition up to what is read of its articles: nothing is made of that, and nothing is published."""
    with at_work(project, f"the run of edition {edition}", say=say):
        for step in edition_steps(project, edition, say=say, **options):
            step.run()
            if step.name == "core_parsed":
                return


def what_is_there(home: Home, query: str) -> list[tuple[Any, ...]]:
    """What a query finds in the published file, or in the build file where nothing is published."""
    path = home.warehouse if home.warehouse.exists() else home.build
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


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
