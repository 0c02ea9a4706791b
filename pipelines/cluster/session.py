"""Editions on the machines of an instance, as a person sees them: asked for, made, closed; and the sample on this one.

What belongs here: asking, watching, and what is printed. What does not: what runs (``local``), and the order in which
editions are made and closed (``pipelines.orchestration.closing``).
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from pipelines.cluster.local import LOGS, Cluster, running
from pipelines.cluster.servers import free_port, require_installed
from pipelines.orchestration.closing import Progress, ask_for, progress_of
from pipelines.orchestration.records import Records, dagster_records
from pipelines.sample.site import serve_or_join
from pipelines.screens.display import console, plain
from pipelines.screens.sessions import (
    SAMPLE,
    print_counts,
    print_reactions,
    sample_editions,
    use_sample,
)
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import HOME_VARIABLE, SHARED_VARIABLE, Home

CLUSTER_HOME = Path("data/cluster")
SECONDS_BETWEEN_LOOKS = 0.5


class PartEndedError(ReadoutsError):
    """A part of the cluster has ended by itself, or was killed."""


def local_session(*, makers: int, keep: bool) -> int:
    """Run the sample's editions on a cluster of this machine, and print their answer; the exit status is 1 on failure.

    Where it is to ``keep``, the cluster runs on until it is interrupted.

    Raises:
        MissingError: something is not installed.
        PartEndedError: a part of it has ended.
    """
    require_installed()
    use_sample(CLUSTER_HOME)
    folder = Path(os.environ.pop(HOME_VARIABLE)).resolve()
    screen = console(stderr=True)
    with _Ending() as ending, serve_or_join(SAMPLE) as site:
        os.environ.update(site.environment)
        port = free_port()

        def look(cluster: Cluster) -> None:
            ending.look()
            _require_parts(cluster)

        try:
            with screen.status("starting PostgreSQL, Redis, workers, the daemon and the UI …"):
                started = running(folder, makers=makers, ui=port)
                cluster = ending.enter(started)
            status = _on(cluster, screen, lambda: look(cluster))
            if keep:
                screen.print(
                    f"the UI: http://127.0.0.1:{port}; logs: {folder / LOGS} (Ctrl-C ends all)",
                    highlight=False,
                )
            while keep:
                look(cluster)
                time.sleep(SECONDS_BETWEEN_LOOKS)
            return status
        finally:
            ending.begin()


def _on(cluster: Cluster, screen: Console, look: Callable[[], None]) -> int:
    with dagster_records(cluster.home) as records:
        failed = watch(records, cluster.home, sample_editions(), screen, look)
    if cluster.home.warehouse.is_file():
        print_counts(cluster.home, screen)
        print_reactions(cluster.home)
    return 1 if failed else 0


def run_on_machines(editions: list[date], *, offline: bool, wait: bool) -> int:
    """Have the machines of this instance make and close editions; the exit status is 1 when one of them failed.

    Raises:
        HomeError: this is no instance of several machines.
    """
    home = require_cluster()
    screen = console(stderr=True)
    if not wait:
        ask_for(home, editions, offline=offline)
        screen.print(f"asked for {len(editions)} editions; the UI tells how far they are")
        return 0
    with dagster_records(home) as records:
        return 1 if watch(records, home, editions, screen, offline=offline) else 0


def require_cluster() -> Home:
    """The home of this machine, in an instance on several.

    Raises:
        HomeError: it is none.
    """
    from readouts.base.instance.home import HomeError

    home = Home.from_environment()
    if not home.is_shared:
        raise HomeError(
            f"{SHARED_VARIABLE} is not set: this is an instance on one machine; docs/cluster.md"
        )
    return home


def watch(
    records: Records,
    home: Home,
    editions: list[date],
    screen: Console,
    look: Callable[[], None] = lambda: None,
    *,
    offline: bool = False,
) -> int:
    """Ask for editions, tell how each ends, and return how many failed; ``look`` is called now and then."""
    request = ask_for(home, editions, offline=offline)
    told: dict[date, Progress] = {}
    with screen.status("asked for") as status:
        while len(told) < len(editions):
            look()
            left = [edition for edition in editions if edition not in told]
            found = records.use(partial(progress_of, request=request, editions=left))
            counts = Counter(progress.stage for progress in [*found.values(), *told.values()])
            status.update(", ".join(f"{number} {stage}" for stage, number in counts.items()))
            for edition, progress in sorted(found.items()):
                if progress.is_over:
                    told[edition] = progress
                    _tell(screen, edition, progress)
            time.sleep(SECONDS_BETWEEN_LOOKS)
    return sum(progress.stage == "failed" for progress in told.values())


def _tell(screen: Console, edition: date, progress: Progress) -> None:
    is_failed = progress.stage == "failed"
    word, style = ("failed", "red") if is_failed else ("published", "green")
    screen.print(f"[{style}]edition {edition} {word}[/]")
    for failure in progress.failures:
        screen.print(f"  {escape(plain(failure))}", style="red")


def _require_parts(cluster: Cluster) -> None:
    ended = cluster.ended()
    if ended is not None:
        log = cluster.folder / LOGS / f"{ended}.log"
        where = f"; its log: {log}" if log.exists() else ""
        raise PartEndedError(f"{ended} of the cluster has ended{where}; all of it is ended")


class _Ending:
    """What ends the command: SIGTERM and SIGHUP as Ctrl-C does, once, so that ending all is not interrupted itself.

    One that comes while programs are being started waits until they are: Python would lose it between fork and exec.
    """

    SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

    def __init__(self) -> None:
        self._is_asked, self._waits = False, False
        self._stack = ExitStack()
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> _Ending:
        self._before = {one: signal.signal(one, self._asked) for one in self.SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for one, handler in self._before.items():
            signal.signal(one, handler)

    def enter(self, context: AbstractContextManager[Cluster]) -> Cluster:
        """Begin what is to be ended."""
        self._waits = True
        entered = self._stack.enter_context(context)
        self._waits = False
        self.look()
        return entered

    def look(self) -> None:
        """End it, where that was asked for."""
        if self._is_asked and not self._waits:
            raise KeyboardInterrupt

    def begin(self) -> None:
        """End what was begun."""
        self._waits = True
        self._stack.close()

    def _asked(self, *_: object) -> None:
        self._is_asked = True
        self.look()
