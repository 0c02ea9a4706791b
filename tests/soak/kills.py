"""Kills at random moments: of runs, of healing, of going to another release and back.

What belongs here: killing, and what must hold of what is published after each kill. What does not: faults one by one
(``trials``).

Each round adds a page to one of the editions, new or published. Now and then the build file or the ledger is harmed
before, so that the run has to heal, or the run is one of another release, which has a column more. The edition is run
in a process of its own, step by step as in Dagster; SIGKILL comes at a moment drawn uniformly from the time that such a
run takes. After each kill the published file must open and hold just what a finished run published last, or what this
one was to publish. Now and then the runs that follow are left alone; then what is published must be what undisturbed
runs make of the archive, row by row. A model may be asked about every page, by a server that at times fails;
no question may come to it whose answer is stored.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import random
import shutil
import signal
import statistics
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from ruamel.yaml import YAML

from readouts.base.instance.home import ROOT
from readouts.edition.closing.healing import at_work
from readouts.edition.kept.answers import WAITING
from readouts.edition.project import Project
from readouts.edition.run import edition_steps
from readouts.harvest.archive.reading import archived_editions
from tests.asking.soaking import Watcher
from tests.pipelines.instance import FIRST, Instance, Tables, silent
from tests.pipelines.pages import write_page
from tests.soak.harm import VERBS, files_of

HARMS = (
    "lose build",
    "garble build",
    "cut build",
    "age build",
    "alter build",
    "lose ledger",
    "garble ledger",
)
"""What is done to files before a run that then heals them by itself, or is refused: readers have all they had."""

HARMED, RELEASED = 0.4, 0.15
"""The shares of rounds before which a file is harmed, and of those that another release runs."""

WORDS = """the road along a river past old mills and on to market where barley wool salt and timber were sold in spring
before rain came down from hills that nobody had mapped while clerks wrote letters about bridges harbours schools lamps
and the price of bread in every season of that long quiet year"""
"""What fills pages, so that none is a copy of another."""


class Soak:
    """An instance that is killed again and again, and what it did."""

    def __init__(
        self, instance: Instance, seed: int, *, editions: int = 4, model: Watcher | None = None
    ) -> None:
        self.random = random.Random(seed)
        self.folder = folder = instance.path.parent
        self.instance = instance
        self.model = model
        self.newer = _newer_release(self.instance, folder / "newer")
        self.editions = [FIRST + timedelta(days=n) for n in range(editions)]
        self.pages = 0
        self.by_step: Counter[str] = Counter()
        self.by_harm: Counter[str] = Counter()
        self.failures: list[str] = []
        self.ended = 0
        self._durations: list[float] = []
        self._add_page(FIRST)
        self._let_run(FIRST)
        shutil.copyfile(self.instance.home.build, folder / "older-build.duckdb")
        self.published = self.instance.published()

    @property
    def kills(self) -> int:
        """How many runs were killed."""
        return sum(self.by_step.values())

    def kill_once(self) -> None:
        """Run an edition and kill it on the way; what is published must be whole."""
        edition = self.random.choice(self.editions)
        self._add_page(edition)
        harm = self._harm() if self.random.random() < HARMED else "nothing"
        project = self.newer if self.random.random() < RELEASED else self.instance.project
        reader, writer = multiprocessing.Pipe(duplex=False)
        start = time.perf_counter()
        process = multiprocessing.get_context("fork").Process(
            target=_tell_steps, args=(project, edition, writer)
        )
        process.start()
        writer.close()
        longest = statistics.median(self._durations[-5:]) * (1 if harm == "nothing" else 2)
        process.join(self.random.uniform(0, longest))
        process.kill()
        process.join()
        step = _last_told(reader)
        is_killed = process.exitcode == -signal.SIGKILL
        self.by_step[step] += is_killed
        self.by_harm[harm] += is_killed
        if process.exitcode == 0:
            self.ended += 1
            self._durations.append(time.perf_counter() - start)
        if process.exitcode not in (0, -signal.SIGKILL) and not harm.endswith(" build"):
            self.failures.append(f"run of {edition} ended with {process.exitcode} in {step}")
        self._look_at_published(f"killed in {step} after harm ({harm})", step)

    def complete(self) -> None:
        """Leave the runs alone, and compare with undisturbed runs over the same archive."""
        if self.model is not None:
            self.model.behaves = True
        for edition in self.random.sample(self.editions, len(self.editions)):
            self._let_run(edition)
        self.published = self.instance.published()
        anew = type(self.instance)(self.folder / "anew")
        shutil.copytree(self.instance.home.archive, anew.home.archive)
        anew.run(*sorted(archived_editions(anew.home.path)), offline=True)
        different = [
            name for name, rows in anew.published().items() if self.published.get(name) != rows
        ]
        if different:
            self.failures.append(f"undisturbed runs make something else: {', '.join(different)}")
        articles = len(self.published["core.articles"])
        if articles != self.pages:
            self.failures.append(f"{articles} articles are published of {self.pages} pages")
        shutil.rmtree(anew.path)
        if self.model is not None:
            self._look_at_answers(self.model)

    def _look_at_answers(self, model: Watcher) -> None:
        """Each page has its answer, and no question came whose answer was stored."""
        model.behaves = False
        waiting = [row for row in self.published["core.unparsed"] if WAITING in row]
        if waiting:
            self.failures.append(
                f"{len(waiting)} articles wait for the model after undisturbed runs"
            )
        self.failures += [f"asked about twice: {title}" for title in model.asked_twice]
        model.asked_twice.clear()

    def _harm(self) -> str:
        harm = self.random.choice(HARMS)
        verb, name = harm.split(" ")
        path = files_of(self.instance.home, name, "", "")
        if path.exists():
            VERBS[verb](path, self.folder)
        return harm

    def _look_at_published(self, when: str, step: str) -> None:
        try:
            found = self.instance.published()
        except duckdb.Error as error:
            self.failures.append(f"{when}: what is published cannot be read: {error}")
            return
        if found == self.published:
            return
        if step not in ("warehouse", "end"):
            self.failures.append(f"{when}: what is published has changed")
        for table, rows in found.items():
            if len(set(map(repr, rows))) != len(rows):
                self.failures.append(f"{when}: {table} has rows twice")
        if not _articles(self.published) <= _articles(found):
            self.failures.append(f"{when}: articles are gone")
        self.published = found

    def _let_run(self, edition: date) -> None:
        start = time.perf_counter()
        self.instance.run(edition)
        self._durations.append(time.perf_counter() - start)

    def _add_page(self, edition: date) -> None:
        words = " ".join(self.random.choices(WORDS.split(), k=60))
        write_page(self.instance.pages, self.pages, edition, more=words)
        self.pages += 1


def _articles(tables: Tables) -> set[Any]:
    """The articles by their id, which stands first in whatever release's columns."""
    return {row[0] for row in tables["core.articles"]}


def _newer_release(instance: Instance, folder: Path) -> Project:
    """The instance under a release that has one column more."""
    for name in ("expectations", "sql"):
        shutil.copytree(ROOT / name, folder / name)
    path, yaml = folder / "expectations" / "core" / "articles.yaml", YAML()
    document = yaml.load(path)
    document["columns"]["mood"] = {"type": "VARCHAR", "optional": True, "comment": "How it reads"}
    yaml.dump(document, path)
    return instance.under(folder)


def _tell_steps(
    project: Project, edition: date, writer: multiprocessing.connection.Connection
) -> None:
    """Run an edition, and tell each step, and what is done within the first but for collecting."""

    def say(line: str) -> None:
        if "is of another release" in line:
            writer.send("another release")
        elif line.startswith("edition") and "is made anew" in line:
            writer.send("healing")

    with at_work(project, f"the run of edition {edition}", say=silent):
        for step in edition_steps(project, edition, say=say):
            writer.send(step.name)
            step.run()
    writer.send("end")


def _last_told(reader: multiprocessing.connection.Connection) -> str:
    last = "start"
    try:
        while True:
            last = reader.recv()
    except EOFError:
        return last
