"""Who makes which edition of a range, and when: processes that make the next ones while this one closes.

What belongs here: starting these processes, telling them what to make, and knowing how far they are. What does not:
what they do (``process``), and closing.

Editions are fetched one after another in their order, as a run without others would: the next is begun when the crawl
of the one before has ended, whoever did that. They are made no further ahead than a few editions a process. An edition
whose process dies or fails is left to whoever closes it, and is fetched before the next one is begun.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from readouts.base.instance.home import ROOT, WORKERS_VARIABLE
from readouts.edition.project import Project, Say

AHEAD = 2
"""Editions that a process may be ahead of the one that is closed."""

MOST_DEATHS = 3
"""Processes in the place of one that died, one after another; then the rest is made without it."""


@dataclass
class Ahead:
    """How far an edition is.

    ``is_fetched`` tells that its crawl has ended, ``is_purse_used`` that a model was asked up to the limits of a run
    (``Made``), ``is_done`` that nobody is at it any more, and ``is_closed`` that it has been closed.
    """

    is_fetched: bool = False
    is_purse_used: bool = False
    is_done: bool = False
    is_closed: bool = False


@dataclass
class _Plan:
    """What is made of a range, and what comes next. Its condition guards it."""

    editions: Sequence[date]
    begun: dict[date, Ahead] = field(default_factory=dict)
    at: int = -1
    alive: int = 0
    is_over: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)


class Crew:
    """Processes that make the editions of a range in their order; a context, at whose end none is left."""

    def __init__(
        self,
        project: Project,
        editions: Sequence[date],
        *,
        workers: int,
        closed: Collection[date] = (),
        offline: bool = False,
        say: Say,
    ) -> None:
        """``closed`` editions take no more pages, as ``make_edition`` has it; ``say`` is told from any thread."""
        self._project, self._say = project, say
        self._offline, self._ahead = offline, workers * AHEAD
        self._closed = [day.isoformat() for day in sorted(closed)]
        self._makers = [_Maker(project) for _ in range(min(workers, len(editions)))]
        self._plan = _Plan(list(editions), alive=len(self._makers))
        self._threads = [
            threading.Thread(target=self._work, args=(maker,), name=f"maker-{n}", daemon=True)
            for n, maker in enumerate(self._makers)
        ]

    def __enter__(self) -> Crew:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._plan.changed:
            self._plan.is_over = True
            self._plan.changed.notify_all()
        for maker in self._makers:
            if maker.is_busy:
                maker.kill()
        for thread in self._threads:
            thread.join()

    @property
    def processes(self) -> list[int]:
        """The ids of the processes that are there."""
        return [maker.pid for maker in self._makers if maker.pid is not None]

    def wait_for(self, edition: date) -> Ahead:
        """Wait until an edition is made, or nobody makes it; how far it is."""
        plan = self._plan
        with plan.changed:
            plan.at = plan.editions.index(edition)
            plan.changed.notify_all()
            plan.changed.wait_for(lambda: edition in plan.begun or not plan.alive)
            if edition not in plan.begun:
                # nobody is left who would: whoever closes it makes it
                plan.begun[edition] = Ahead(is_done=True)
            plan.changed.wait_for(lambda: plan.begun[edition].is_done)
            return plan.begun[edition]

    def close(self, edition: date) -> None:
        """Note that an edition has been closed, and fetched by that where it had not been."""
        with self._plan.changed:
            self._plan.begun[edition].is_closed = True
            self._plan.changed.notify_all()

    def _work(self, maker: _Maker) -> None:
        deaths = 0
        try:
            while deaths < MOST_DEATHS and (edition := self._next()) is not None:
                problem = "nobody knows why it is not made"
                try:
                    maker.is_busy = True
                    problem = self._make(maker, edition)
                    deaths = 0
                except (EOFError, OSError, ValueError):
                    problem = f"the process that made it {maker.end()}"
                    deaths += 1
                finally:
                    maker.is_busy = False
                    self._done(edition, problem)
        finally:
            maker.end()
            with self._plan.changed:
                self._plan.alive -= 1
                self._plan.changed.notify_all()

    def _done(self, edition: date, problem: str) -> None:
        """Note that nobody is at an edition any more, and tell what was wrong."""
        with self._plan.changed:
            is_over = self._plan.is_over
            self._plan.begun[edition].is_done = True
            self._plan.changed.notify_all()
        if problem and not is_over:
            self._say(f"edition {edition}: {problem}; it is made when it is closed")

    def _next(self) -> date | None:
        """The edition that is to be begun next, when it may be; None when there is none any more."""
        plan = self._plan
        with plan.changed:
            while not plan.is_over:
                left = [n for n, day in enumerate(plan.editions) if day not in plan.begun]
                left = [n for n in left if n >= plan.at]
                if not left:
                    return None
                if self._may_begin(left[0]):
                    edition = plan.editions[left[0]]
                    plan.begun[edition] = Ahead()
                    return edition
                plan.changed.wait()
            return None

    def _may_begin(self, number: int) -> bool:
        plan = self._plan
        if number > plan.at + self._ahead:
            return False
        if self._offline or number == 0:
            return True
        before = plan.begun.get(plan.editions[number - 1])
        return before is not None and (before.is_fetched or before.is_closed)

    def _readers(self, edition: date) -> int:
        """How many processes may look at pages during an edition's crawl: at the first all others still wait."""
        return len(self._makers) if edition == self._plan.editions[0] else 1

    def _make(self, maker: _Maker, edition: date) -> str:
        """Have an edition made; what was wrong, nothing where nothing was.

        Raises:
            EOFError, OSError, ValueError: the process ended, or tells what it should not.
        """
        maker.ask(
            edition=edition.isoformat(),
            first=self._plan.editions[0].isoformat(),
            closed=self._closed,
            offline=self._offline,
            readers=self._readers(edition),
        )
        while True:
            told = maker.answer()
            if "say" in told:
                self._say(f"edition {edition}: {told['say']}")
            elif "fetched" in told:
                if told["fetched"] is not None:
                    self._say(f"edition {edition}: {told['fetched']}")
                with self._plan.changed:
                    self._plan.begun[edition].is_fetched = True
                    self._plan.changed.notify_all()
            else:
                self._plan.begun[edition].is_purse_used = told.get("made", {}).get(
                    "is_purse_used", False
                )
                return str(told.get("failed", ""))


class _Maker:
    """A process that makes, started when it is first asked and again after its end."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._guard = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._complaints: IO[bytes] | None = None
        self._is_over = False
        self.is_busy = False

    @property
    def pid(self) -> int | None:
        """The id of the process; None where there is none."""
        process = self._process
        return None if process is None else process.pid

    def ask(self, **command: Any) -> None:
        """Tell the process what to make.

        Raises:
            OSError: it has ended, or cannot be started.
        """
        with self._guard:
            if self._is_over:
                raise EOFError("no process is started any more")
            if self._process is None:
                self._process = self._started()
            process = self._process
        assert process.stdin is not None
        process.stdin.write(json.dumps(command) + "\n")
        process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """What the process tells next.

        Raises:
            EOFError, ValueError: it has ended, or tells something else.
        """
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith("\n"):
            raise EOFError("the process has ended")
        found: dict[str, Any] = json.loads(line)
        return found

    def kill(self) -> None:
        """End the process from another thread than the one that asks: no other is started."""
        with self._guard:
            self._is_over = True
            if self._process is not None:
                self._process.kill()

    def end(self) -> str:
        """End the process, whatever it is at; in words, how it had ended by itself."""
        with self._guard:
            process, self._process = self._process, None
        if process is None or self._complaints is None:
            return "did not start"
        code = None
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(_PATIENCE)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        self._complaints.close()
        if code is None:
            return "told nothing that can be read"
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended ({lines[-1] if lines else f'status {code}'})"

    def _started(self) -> subprocess.Popen[str]:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 -- it lives as long as the process
        path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(ROOT))))
        home = self._project.home
        places = [str(home.path), str(home.commons or ""), str(self._project.sources)]
        return subprocess.Popen(
            [sys.executable, "-m", "readouts.edition.making.process", *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**os.environ, "PYTHONPATH": path, WORKERS_VARIABLE: "1"},
            encoding="utf-8",
        )


_PATIENCE = 5.0
"""Seconds for a process to end whose input or output has."""
