"""What the sources of one harvest share: its edition, fetcher and ledger, and whose turn it is.

What belongs here: the state of a run, and which host is asked next: hosts in parallel, one task at a time each, the one
that waited longest first. What does not: what a task does (``work.py`` for one source, ``collect.py`` for all of them),
whose an address is (``claims.py``), and how long a host's pause is (``fetching/hosts.py``).
"""

from __future__ import annotations

import heapq
import itertools
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from readouts.base.instance.home import Home
from readouts.base.state.turns import require_turns
from readouts.harvest.collection.ledger import Ledger
from readouts.harvest.fetching.fetch import Fetcher

Task = Callable[[], None]
Say = Callable[[str], None]

DOWNLOADS = "downloads"
"""The folder of a machine's own home for large files that are being read."""


class Schedule:
    """Tasks by host, run by a few threads until there are none. A task may add further ones.

    ``before`` is asked before each whether it may still be done, and raises where it may not.
    """

    def __init__(
        self,
        workers: int,
        ready_at: Callable[[str], float],
        before: Callable[[], None] = lambda: None,
    ) -> None:
        self._workers = workers
        self._ready_at = ready_at
        self._before = before
        self._changed = threading.Condition()
        self._queues: dict[str, deque[Task]] = {}
        self._waiting: list[tuple[float, int, str]] = []
        self._order = itertools.count()
        self._busy = 0
        self._failure: BaseException | None = None

    def add(self, host: str, task: Task) -> None:
        """Queue a task behind the others of its host."""
        with self._changed:
            queue = self._queues.get(host)
            if queue is None:
                self._queues[host] = deque((task,))
                self._wait(host)
                self._changed.notify()
            else:
                queue.append(task)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Nothing may be left for a moment: tasks are about to be added."""
        with self._changed:
            self._busy += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def run(self, now_and_then: Callable[[], None] = lambda: None) -> None:
        """Run until nothing is left. Raises what a task raised; the other tasks are then dropped.

        ``now_and_then`` is called several times a second meanwhile.
        """
        threads = [
            threading.Thread(target=self._work, name=f"harvest-{n}", daemon=True)
            for n in range(self._workers)
        ]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(0.2)
                    now_and_then()
        except BaseException as err:
            self._stop(err)
            for thread in threads:
                thread.join(5.0)
            raise
        if self._failure is not None:
            raise self._failure

    def _wait(self, host: str) -> None:
        heapq.heappush(self._waiting, (self._ready_at(host), next(self._order), host))

    def _stop(self, err: BaseException) -> None:
        with self._changed:
            self._failure = self._failure or err
            self._changed.notify_all()

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            host, task = taken
            try:
                self._before()
                task()
            except BaseException as err:
                self._stop(err)
            self._done(host)

    def _take(self) -> tuple[str, Task] | None:
        """The next task whose host is ready; None when all is done."""
        with self._changed:
            while True:
                if self._failure is not None or (not self._waiting and not self._busy):
                    self._changed.notify_all()
                    return None
                if not self._waiting:
                    self._changed.wait()
                    continue
                pause = self._waiting[0][0] - time.monotonic()
                if pause > 0:
                    self._changed.wait(pause)
                    continue
                host = heapq.heappop(self._waiting)[2]
                self._busy += 1
                return host, self._queues[host].popleft()

    def _done(self, host: str) -> None:
        with self._changed:
            self._busy -= 1
            if self._queues[host]:
                self._wait(host)
            else:
                del self._queues[host]
            self._changed.notify_all()


class Run:
    """What the sources of one harvest share."""

    def __init__(
        self,
        home: Home,
        edition: date,
        published: frozenset[date],
        fetcher: Fetcher,
        ledger: Ledger,
        say: Say,
    ) -> None:
        self.home = home.shared
        self.downloads = home.path / DOWNLOADS
        self.edition = edition
        self.published = published
        self.fetcher = fetcher
        self.ledger = ledger
        self.say = say
        self.id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self._deadline = time.monotonic() + fetcher.limits.run_seconds
        self.schedule = Schedule(fetcher.limits.workers, self._ready_at, before=require_turns)

    def has_time_for(self, host: str) -> bool:
        """Whether the host's next turn comes before the run is to end."""
        return max(time.monotonic(), self.fetcher.ready_at(host)) <= self._deadline

    def _ready_at(self, host: str) -> float:
        """When a host's next task may begin: at once where there is no time for it, so that it is put off."""
        return self.fetcher.ready_at(host) if self.has_time_for(host) else 0.0
