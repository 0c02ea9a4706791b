"""The programs of a cluster, all on this machine: workers, each as if on a machine of its own, the daemon, the UI.

What belongs here: which programs there are, with which environment, and ending all of them. What does not: the servers
that they agree by (``servers``), and what they are given to do (``session``).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.cluster.servers import Server, ends_with_parent, postgres, redis_server
from pipelines.orchestration.queues import BROKER_VARIABLE
from pipelines.orchestration.records import dagster_records, prepare_dagster_home
from pipelines.ui import daemon, end_all, environment_of, webserver
from readouts.base.instance.home import DATABASE_VARIABLE, ROOT, Home, begin_shared

LOGS = "logs"


@dataclass
class Cluster:
    """What runs: the servers, and the programs by name; ``home`` is the machine's that looks on."""

    folder: Path
    home: Home
    database: Server
    queue: Server
    programs: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    homes: dict[str, Home] = field(default_factory=dict)

    def begin(self, name: str, command: list[str], home: Home | None = None) -> None:
        """Start a program; what it writes goes to a file of ``logs/``."""
        with (self.folder / LOGS / f"{name}.log").open("ab") as out:
            self.programs[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment_of(home or self.home) | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=ends_with_parent(signal.SIGTERM),
            )

    def begin_worker(self, kind: str, name: str) -> None:
        """Start a worker with a home of its own."""
        home = self.homes.setdefault(name, Home(self.folder / name, self.home.commons))
        prepare_dagster_home(home)
        command = [sys.executable, "-m", "pipelines.cli", "cluster", "worker", kind]
        self.begin(name, [*command, "--name", name], home)

    def ended(self) -> str | None:
        """The name of a part that is not running; None while all are."""
        servers = {one.name: one.process for one in (self.database, self.queue)}
        for name, process in {**servers, **self.programs}.items():
            if process is None or process.poll() is not None:
                return name
        return None

    def end(self) -> None:
        """End all programs, with whatever they have started."""
        end_all(self.programs.values(), SECONDS_TO_END)
        for process in self.programs.values():
            with suppress(ProcessLookupError):  # all of it has ended
                os.killpg(process.pid, signal.SIGKILL)


SECONDS_TO_END = 6.0


@contextmanager
def running(folder: Path, *, makers: int = 2, ui: int | None = None) -> Iterator[Cluster]:
    """A cluster under a folder until the block ends, however it does: PostgreSQL, Redis, workers, the daemon, the UI.

    The environment of this process tells of it meanwhile. ``ui`` is the port of the UI, None where there is to be none.

    Raises:
        MissingError: something is not installed.
        ServerError: a server does not start.
    """
    shared = folder / "shared"
    (folder / LOGS).mkdir(parents=True, exist_ok=True)
    begin_shared(shared)
    with ExitStack() as stack:
        database = stack.enter_context(postgres())
        queue = stack.enter_context(redis_server())
        stack.enter_context(
            _environment({DATABASE_VARIABLE: database.url, BROKER_VARIABLE: queue.url})
        )
        home = Home(folder / "desk", shared)
        with dagster_records(home):
            pass  # its tables are laid out once, and not by several programs at the same moment
        cluster = Cluster(folder, home, database, queue)
        stack.callback(cluster.end)
        cluster.begin("daemon", daemon())
        for number in range(1, makers + 1):
            cluster.begin_worker("maker", f"maker-{number}")
        cluster.begin_worker("closer", "closer")
        if ui is not None:
            cluster.begin("ui", webserver(ui))
        yield cluster


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
