"""The resource: the instance that assets and jobs work on, with the turn on it or without.

What belongs here: where an instance finds its home and its sources, from the environment. What does not: opening
the warehouse; the steps do that, each for as long as it needs.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self

import dagster as dg

from readouts.base.instance.home import ROOT, Home, sources_file
from readouts.base.state.turns import take_turn
from readouts.edition.closing.healing import at_work
from readouts.edition.project import Project

PROCESS_TAG = "readouts/process"
"""The tag of a Dagster run that tells its process, so that the next can see whether that lives."""

LIFE_TAG = "readouts/life"
"""The tag of a run that has taken its own turn (``life_of``): its id. One made in its place has the old one's."""


@cache
def load_project(home: Home, sources: Path) -> Project:
    """An instance with its definitions, which are read once a process."""
    return Project.load(home, ROOT, sources)


class Standing(dg.ConfigurableResource):
    """The instance as a run finds it: its home folder, what it shares with other machines, its file of sources.

    ``shared`` is empty on one machine.
    """

    home: str
    sources: str
    shared: str = ""

    @property
    def project(self) -> Project:
        """The instance with its definitions."""
        home = Home(Path(self.home), Path(self.shared) if self.shared else None)
        return load_project(home, Path(self.sources))

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator[Standing]:
        """For the length of a run: let whoever looks see that its process lives."""
        with _alive(self.project.home, context):
            yield self

    @classmethod
    def of(cls, home: Home, sources: Path, **more: Any) -> Self:
        """The instance of a home."""
        shared = str(home.commons) if home.commons else ""
        return cls(home=str(home.path), shared=shared, sources=str(sources), **more)

    @classmethod
    def from_environment(cls) -> Self:
        """The instance of ``READOUTS_HOME``, ``READOUTS_SHARED`` and ``READOUTS_SOURCES``."""
        return cls.of(Home.from_environment(), sources_file())


class Instance(Standing):
    """The instance at work: whoever has it has the turn on it.

    ``until`` is the last edition of a range that is run one after another, as a date; empty outside of one.
    """

    until: str = ""

    @property
    def last(self) -> date | None:
        """The last edition of the range, where it is a range."""
        return date.fromisoformat(self.until) if self.until else None

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator[Instance]:
        """For the length of a run: have its turn on the instance, and say in which process it runs."""
        run = context.run
        partition = run.tags.get("dagster/partition") if run else None
        who = f"the run of edition {partition}" if partition else "a run"
        say = context.log.info if context.log else print
        with _alive(self.project.home, context), at_work(self.project, who, say=say):
            yield self


@contextmanager
def _alive(home: Home, context: dg.InitResourceContext) -> Generator[None]:
    """Say in which process a run is, and let others see whether that lives: on other machines by a turn of its own."""
    run = context.run
    if run is None or context.instance is None:
        yield
        return
    with ExitStack() as life:
        if home.is_shared:
            lock = life_of(run.run_id)
            life.enter_context(
                take_turn(home, "a run", say=lambda line: None, wait_seconds=60, lock=lock)
            )
        tags = {PROCESS_TAG: str(os.getpid())}
        if home.is_shared:
            tags[LIFE_TAG] = run.run_id
        context.instance.add_run_tags(run.run_id, tags)
        yield


def life_of(run_id: str) -> str:
    """The turn that a run has for as long as its process lives, where several machines work on the instance."""
    return f"run {run_id}"
