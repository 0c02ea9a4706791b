"""Kill runs at random moments, a hundred times, and see that nothing is ever lost: ``python -m tests.soak``.

What belongs here: killing, checking what is published, counting. What does not: single faults, which ``make test``
tries (``tests/pipelines/test_faults.py``).

Each round adds a page to one of the editions, new or published, and runs that edition in a process of its own, step
by step as in Dagster; SIGKILL comes at a moment drawn uniformly from the time that such a run takes. After each kill
the published file must open and hold just what a finished run published last, or what this one was to publish. Now and
then the next run, of the killed edition or of another, is left alone; then what is published must be what
undisturbed runs make of the archive, row by row. A model is asked about every page, by a server that at times fails; no
question may come to it whose answer is stored.
"""

from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.connection
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import duckdb

import readouts.asking.asker  # noqa: F401  # once, and not in each run that is killed
from readouts.edition import edition_steps
from readouts.harvest import archived_editions
from readouts.turns import take_turn
from tests.asking.soaking import Watcher, watched
from tests.pipelines.instance import FIRST, Instance, Tables, silent
from tests.pipelines.pages import write_page

EDITIONS = 4
"""Editions that the kills are spread over."""

LEFT_ALONE = 10
"""After so many kills a run is left alone, and its result compared with that of undisturbed runs."""


WORDS = """the road along a river past old mills and on to market where barley wool salt and timber were sold in spring
before rain came down from hills that nobody had mapped while clerks wrote letters about bridges harbours schools lamps
and the price of bread in every season of that long quiet year"""
"""What fills pages, so that none is a copy of another."""


class Soak:
    """An instance that is killed again and again, and what it did."""

    def __init__(self, folder: Path, seed: int, instance: Instance, model: Watcher) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.instance = instance
        self.model = model
        self.editions = [FIRST + timedelta(days=n) for n in range(EDITIONS)]
        self.pages = 0
        self.by_step: Counter[str] = Counter()
        self.failures: list[str] = []
        self.ended = 0
        self._durations: list[float] = []
        self._add_page(FIRST)
        self._let_run(FIRST)
        self.published = self.instance.published()

    def kill_once(self) -> None:
        """Run an edition and kill it on the way; what is published must be whole."""
        edition = self.random.choice(self.editions)
        self._add_page(edition)
        reader, writer = multiprocessing.Pipe(duplex=False)
        start = time.perf_counter()
        process = multiprocessing.get_context("fork").Process(
            target=_tell_steps, args=(self.instance, edition, writer)
        )
        process.start()
        writer.close()
        process.join(self.random.uniform(0, statistics.median(self._durations[-5:])))
        process.kill()
        process.join()
        step = _last_told(reader)
        self.by_step[step] += process.exitcode == -signal.SIGKILL
        if process.exitcode == 0:
            self.ended += 1
            self._durations.append(time.perf_counter() - start)
        if process.exitcode not in (0, -signal.SIGKILL):
            self.failures.append(f"run of {edition} ended with {process.exitcode} in {step}")
        self._look_at_published(edition, step)

    def complete(self) -> None:
        """Leave the runs alone, and compare with undisturbed runs over the same archive."""
        self.model.behaves = True
        for edition in self.random.sample(self.editions, len(self.editions)):
            self._let_run(edition)
        self.model.behaves = False
        self.published = self.instance.published()
        anew = Instance(self.folder / "anew")
        shutil.copytree(self.instance.home.archive, anew.home.archive)
        anew.run(*sorted(archived_editions(anew.home.path)), offline=True)
        self._compare(anew.published(), "undisturbed runs make something else of the archive")
        articles = len(self.published["core.articles"])
        if articles != self.pages:
            self.failures.append(f"{articles} articles are published of {self.pages} pages")
        self._compare_answers()
        shutil.rmtree(anew.path)

    def _look_at_published(self, edition: date, step: str) -> None:
        try:
            found = self.instance.published()
        except duckdb.Error as error:
            self.failures.append(f"killed in {step}: what is published cannot be read: {error}")
            return
        if found == self.published:
            return
        if step != "warehouse" and step != "end":
            self.failures.append(f"killed in {step}: what is published has changed")
        self._compare_ids(found, step)
        self.published = found

    def _compare_ids(self, found: Tables, step: str) -> None:
        """Of a publication that came about: nothing that was published is gone, nothing is there twice."""
        for table, rows in found.items():
            if len(set(map(repr, rows))) != len(rows):
                self.failures.append(f"killed in {step}: {table} has rows twice")
        before = {repr(row) for row in self.published["core.articles"]}
        if not before <= {repr(row) for row in found["core.articles"]}:
            self.failures.append(f"killed in {step}: articles are gone")

    def _compare(self, other: Tables, what: str) -> None:
        different = [name for name, rows in other.items() if self.published.get(name) != rows]
        if different:
            self.failures.append(f"{what}: {', '.join(different)}")

    def _compare_answers(self) -> None:
        """Each page has its answer, and no question came whose answer was stored."""
        waiting = [row for row in self.published["core.unparsed"] if "waiting_for_model" in row]
        if waiting:
            self.failures.append(
                f"{len(waiting)} articles wait for the model after undisturbed runs"
            )
        self.failures += [f"asked about twice: {title}" for title in self.model.asked_twice]
        self.model.asked_twice.clear()

    def _let_run(self, edition: date) -> None:
        start = time.perf_counter()
        self.instance.run(edition)
        self._durations.append(time.perf_counter() - start)

    def _add_page(self, edition: date) -> None:
        words = " ".join(self.random.choices(WORDS.split(), k=60))
        write_page(self.instance.pages, self.pages, edition, more=words)
        self.pages += 1


def _tell_steps(
    instance: Instance, edition: date, writer: multiprocessing.connection.Connection
) -> None:
    with take_turn(instance.home, f"the run of edition {edition}", say=silent):
        for step in edition_steps(instance.project, edition, say=silent):
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


def main() -> int:
    """Kill as often as asked; print each failure and the figure. Exit status 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20240305)
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        instance = Instance(Path(folder) / "killed")
        with watched(instance, options.seed) as model:
            soak = _soak(Soak(Path(folder), options.seed, instance, model), options.kills)
    for failure in soak.failures:
        print(failure)
    print(
        f"{sum(soak.by_step.values())} kills (seed {options.seed}), {len(soak.failures)} failures;"
        f" {soak.ended} runs ended before their kill; {model.questions} questions to the model;"
        f" {time.monotonic() - start:.0f} s"
    )
    print(", ".join(f"{step} {count}" for step, count in soak.by_step.most_common()))
    return 1 if soak.failures else 0


def _soak(soak: Soak, times: int) -> Soak:
    """Kill so often, with a line of progress."""
    while (kills := sum(soak.by_step.values())) < times:
        soak.kill_once()
        killed = sum(soak.by_step.values())
        if killed > kills and (killed % LEFT_ALONE == 0 or killed == times):
            soak.complete()
        print(f"\r{killed} kills, {len(soak.failures)} failures", end="", file=sys.stderr)
    print(file=sys.stderr)
    return soak


if __name__ == "__main__":
    sys.exit(main())
