"""The one resource: the instance that the assets work on.

What belongs here: where an instance finds its home and its sources, from the environment. What does not: opening
the warehouse; the steps do that, each for as long as it needs.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import dagster as dg

from readouts.base.home import ROOT, Home, sources_file
from readouts.edition.healing import at_work
from readouts.edition.project import Project

PROCESS_TAG = "readouts/process"
"""The tag of a Dagster run that tells its process, so that the next can see whether that lives."""


@cache
def _load(home: Path, sources: Path) -> Project:
    return Project.load(Home(home), ROOT, sources)


def load_project(home: Home | None = None, sources: Path | None = None) -> Project:
    """The instance that the environment names, or the one given; definitions are read once a process."""
    return _load((home or Home.from_environment()).path, sources or sources_file())


class Instance(dg.ConfigurableResource):
    """The instance at work: its home folder and its file of sources.

    ``until`` is the last edition of a range that is run one after another, as a date; empty outside of one.
    """

    home: str
    sources: str
    until: str = ""

    @property
    def project(self) -> Project:
        """The instance with its definitions."""
        return load_project(Home(Path(self.home)), Path(self.sources))

    @property
    def last(self) -> date | None:
        """The last edition of the range, where it is a range."""
        return date.fromisoformat(self.until) if self.until else None

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator[Instance]:
        """For the length of a run: have its turn on the instance, and say in which process it runs."""
        run = context.run
        if run is not None and context.instance is not None:
            context.instance.add_run_tags(run.run_id, {PROCESS_TAG: str(os.getpid())})
        partition = run.tags.get("dagster/partition") if run else None
        who = f"the run of edition {partition}" if partition else "a run"
        say = context.log.info if context.log else print
        with at_work(self.project, who, say=say):
            yield self

    @classmethod
    def from_environment(cls) -> Instance:
        """The instance of ``READOUTS_HOME`` and ``READOUTS_SOURCES``."""
        return cls(home=str(Home.from_environment().path), sources=str(sources_file()))
