"""Editions on the machines of an instance, as a person sees them: asked for, made, closed; and the sample on this one.

What belongs here: asking, watching, and what is printed. What does not: what runs (``local``), and the order in which
editions are made and closed (``pipelines.orchestration.closing``).
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from rich.console import Console

from pipelines.cluster.local import LOGS, Cluster, running
from pipelines.cluster.servers import free_port, require
from pipelines.orchestration.closing import Progress, ask_for, progress_of
from pipelines.orchestration.records import Records, dagster_records
from pipelines.sample.site import serve_or_join
from pipelines.screens.display import console, tell
from pipelines.screens.sessions import (
    SAMPLE,
    print_counts,
    print_reactions,
    sample_editions,
    use_sample,
)
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import HOME_VARIABLE, SHARED_VARIABLE, Home, HomeError
from readouts.harvest.archive.layout import ARCHIVE

CLUSTER_HOME = Path("data/cluster")
SECONDS_BETWEEN_LOOKS = 0.5


class PartEndedError(ReadoutsError):
    """A part of the cluster has ended by itself, or was killed."""


def local_session(*, makers: int, keep: bool) -> int:
    """Run the sample's editions on a cluster of this machine, and print their answer; the exit status is 1 on failure.

    Where it is to ``keep``, the cluster runs on until it is interrupted.

    Raises:
        HomeError: ``READOUTS_HOME`` names an instance of one's own.
        MissingError: something is not installed.
        PartEndedError: a part of it has ended.
    """
    _require_no_instance(Home.from_environment())
    require()
    use_sample(CLUSTER_HOME)
    folder = Path(os.environ.pop(HOME_VARIABLE)).resolve()
    screen = console(stderr=True)
    port = free_port()
    with _asked_to_end() as end_if_asked, serve_or_join(SAMPLE) as site, ExitStack() as stack:
        os.environ.update(site.environment)
        with screen.status("starting PostgreSQL, Redis, workers, the daemon and the UI …"):
            cluster = stack.enter_context(running(folder, makers=makers, ui=port))

        def look() -> None:
            end_if_asked()
            _require_parts(cluster)

        status = _on(cluster, screen, look)
        if keep:
            where = f"the UI: http://127.0.0.1:{port}; logs: {folder / LOGS} (Ctrl-C ends all)"
            tell(where, screen=screen)
        while keep:
            look()
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return status


def _require_no_instance(home: Home) -> None:
    """See that the sample does not come to lie in an instance of one's own.

    Raises:
        HomeError: the home that ``READOUTS_HOME`` names has an archive, or a warehouse.
    """
    if not os.environ.get(HOME_VARIABLE):
        return
    there = [path for path in (home.path / ARCHIVE, home.build, home.warehouse) if path.exists()]
    if there:
        raise HomeError(
            f"{home.path} is an instance of your own, and without a command 'readouts cluster' runs the sample:"
            f" leave {HOME_VARIABLE} out, or name an empty folder"
        )


def _on(cluster: Cluster, screen: Console, look: Callable[[], None]) -> int:
    with dagster_records(cluster.home) as records:
        failed = watch(records, cluster.home, sample_editions(), screen, look)
    if cluster.home.warehouse.is_file():
        print_counts(cluster.home)
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
        tell(f"asked for {len(editions)} editions; the UI tells how far they are", screen=screen)
        return 0
    with dagster_records(home) as records:
        return 1 if watch(records, home, editions, screen, offline=offline) else 0


def require_cluster() -> Home:
    """The home of this machine, in an instance on several.

    Raises:
        HomeError: it is none.
    """
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
    tell(f"edition {edition} {word}", style, screen=screen)
    for failure in progress.failures:
        tell(f"  {failure}", "red", screen=screen)


def _require_parts(cluster: Cluster) -> None:
    ended = cluster.ended()
    if ended is not None:
        log = cluster.folder / LOGS / f"{ended}.log"
        where = f"; its log: {log}" if log.exists() else ""
        raise PartEndedError(f"{ended} of the cluster has ended{where}; all of it is ended")


@contextmanager
def _asked_to_end() -> Iterator[Callable[[], None]]:
    """Yield what raises KeyboardInterrupt once SIGTERM, SIGHUP or Ctrl-C has come.

    Nothing is interrupted where it stands: what starts programs would lose a signal between fork and exec, and what
    ends them is not to be ended itself.
    """
    asked: list[int] = []
    signals = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = {one: signal.signal(one, lambda number, _: asked.append(number)) for one in signals}

    def end_if_asked() -> None:
        if asked:
            raise KeyboardInterrupt

    try:
        yield end_if_asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
