"""How a worker of a test dies: in the steps that its plan names, one a run, by SIGKILL.

What belongs here: the plan, and dying by it. What does not: what must come of it.

Dagster hands each of its events to the handlers that the settings of a worker's home name (``settings``): so a step of
a closing is known as it begins and ends. What a making does it does in one step: there Python itself tells of each
file that is opened or renamed. A plan lies in the worker's home as lines: a step in which a run is to die,
or ``live`` for a run that is to be left alone. A step waits for a run that comes to it.
"""

from __future__ import annotations

import logging
import os
import random
import re
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipelines.orchestration.records import SETTINGS_OF_A_CLUSTER
from readouts.base.instance.home import HOME_VARIABLE

LIVE = "live"
ENDING = "ending"
"""After its last step, and before Dagster has written down that the run has ended."""

WITH_WORKER = 3
"""Every so many-th death is of the whole worker, as where a machine goes; the others are of its run's process."""

LAST_STEPS = ("make", "brief")
LONGEST = (0.02, 0.3)
"""Seconds after the beginning of a step by which it is died in, if it has not ended: early, or at any time."""

MAKING: dict[str, tuple[str, str]] = {
    "fetching": ("open", r"/archive/[-\d]+/.*\.warc\.gz\.part$"),
    "archiving": ("os.rename", r"/archive/[-\d]+/.*\.pages\.jsonl$"),
    "listing what is archived": ("open", r"/archive/inventory/"),
    "telling of the crawl": ("open", r"/made/[-\d]+/crawls-.*\.part$"),
    "extracting": ("open", r"/made/[-\d]+/articles-.*\.part$"),
    "staging articles": ("os.rename", r"/made/[-\d]+/articles-"),
    "asking the model": ("open", r"/archive/answers/.*\.jsonl$"),
    "reading": ("open", r"/made/[-\d]+/readings-.*\.part$"),
    "staging readings": ("os.rename", r"/made/[-\d]+/readings-"),
}
"""What a making does, and the writing by which it is known: died in just before it."""

PUBLISHING: dict[str, tuple[str, str]] = {
    "giving the published file its name": ("os.rename", r"/warehouse\.duckdb$"),
    "removing what was made": ("shutil.rmtree", r"/made/[-\d]+$"),
    "writing the brief": ("os.rename", r"/brief/.*\.html$"),
}
"""What a closing does in its last steps, likewise."""

FILES = MAKING | PUBLISHING

SETTINGS = """
python_logs:
  python_log_level: DEBUG
  dagster_handler_config:
    handlers:
      dying:
        class: tests.cluster.dying.Handler
"""


def plan(home: Path, steps: Sequence[str], *, at_a_time: int) -> None:
    """Have the worker of a home die in these steps; after so many deaths a run of it is left alone."""
    (home / "dagster").mkdir(parents=True)
    shipped = SETTINGS_OF_A_CLUSTER.read_text(encoding="utf-8")
    (home / "dagster" / "dagster.yaml").write_text(shipped + SETTINGS, encoding="utf-8")
    lines = []
    for number, step in enumerate(steps, start=1):
        lines += [step, LIVE] if number % at_a_time == 0 else [step]
    (home / "plan").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def died_in(home: Path) -> list[tuple[str, str]]:
    """The steps in which the worker of a home has died, in order, each with the moment."""
    spent = [line.partition("\t") for line in _lines(home / "spent")]
    return [(step, moment) for step, _, moment in spent if step != LIVE]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


class _Worker:
    """What this process is to die in during the run that is on."""

    def __init__(self) -> None:
        self.home = Path(os.environ[HOME_VARIABLE])
        self.step: str | None = None
        sys.addaudithook(self._see)

    def begin(self) -> None:
        """A run begins."""
        planned, spent = _lines(self.home / "plan"), _lines(self.home / "spent")
        left = planned[len(spent) :]
        self.step = left[0] if left else None
        if self.step == LIVE:
            self._spend("")
            self.step = None

    def die(self, moment: str) -> None:
        """Die, and leave word in which step, and when in it."""
        if self.step is None:
            return
        is_whole = len(died_in(self.home)) % WITH_WORKER == WITH_WORKER - 1
        self._spend(f"{moment}, with its worker" if is_whole else moment)
        if is_whole:
            os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    def _spend(self, moment: str) -> None:
        with (self.home / "spent").open("a", encoding="utf-8") as out:
            out.write(f"{self.step}\t{moment}\n")

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        known = FILES.get(self.step or "")
        if known is None or event != known[0]:
            return
        if event == "open" and not (
            isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            return
        name = arguments[1] if event == "os.rename" else arguments[0]
        if re.search(known[1], os.fsdecode(name) if isinstance(name, (bytes, str)) else str(name)):
            self.die("before it writes")


class Handler(logging.Handler):
    """Sees each event of Dagster in this process."""

    worker: _Worker | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Die where the plan says so."""
        event = getattr(record, "dagster_meta", {}).get("dagster_event")
        if event is None:
            return
        if Handler.worker is None:
            Handler.worker = _Worker()
        worker = Handler.worker
        if event.event_type_value == "PIPELINE_START":
            worker.begin()
        elif worker.step == ENDING:
            if event.event_type_value == "STEP_SUCCESS" and event.step_key in LAST_STEPS:
                worker.die("as it ended")
        elif worker.step is not None and event.step_key == worker.step:
            if event.event_type_value == "STEP_START":
                after = random.uniform(0, random.choice(LONGEST))
                timer = threading.Timer(after, worker.die, ["in the midst of it"])
                timer.daemon = True
                timer.start()
            elif event.event_type_value in ("STEP_SUCCESS", "STEP_FAILURE"):
                worker.die("as it ended")
