"""The process that is copied for each command: one that has loaded all modules, for all workers of a test run.

What belongs here: starting it when the first asks, copying it, and being the command in a copy. What does not: who asks
(``command``), and any expectation.

A copy has the streams and the environment that it is given, and runs the command's module as ``__main__``. Loading all
modules takes some seconds of processor time, so the workers share one such process: each has a copy of it that waits,
and is copied in turn.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from readouts.base.instance.home import ROOT, Home

MODULE = "pipelines.cli"
PRELOADED = (
    "dagster",
    "duckdb",
    "great_expectations",
    "pandas",
    "pyarrow",
    "rich.table",
    "trafilatura",
    "readouts.brief",
    "readouts.edition.run",
    "readouts.parse",
    "readouts.edition.closing.publishing",
    "readouts.warehouse.gate.audit",
    "pipelines.orchestration.runs",
    MODULE,
)
LANGUAGE = "C.UTF-8"
SECONDS = 120
ADDRESS = "TESTS_COMMAND_ADDRESS"
"""The variable that tells workers where it listens."""


def offer() -> Callable[[], None]:
    """Offer it to this process and to those that it starts; what ends it.

    Only a socket is made. The process is started when the first has connected, which waits for it as others do.
    """
    folder = Path(tempfile.mkdtemp(prefix="readouts-command-"))
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(folder / "socket"))
    listener.listen()
    os.environ[ADDRESS] = str(folder / "socket")
    life, its_end = socket.socketpair()
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> None:
        asked, _, _ = select.select([listener, its_end], [], [])
        if listener in asked:
            started.append(_start(listener, its_end))

    waiting = threading.Thread(target=begin, daemon=True)
    waiting.start()

    def end() -> None:
        os.environ.pop(ADDRESS, None)
        life.close()
        waiting.join()
        listener.close()
        its_end.close()
        for process in started:
            process.wait(SECONDS)
        shutil.rmtree(folder, ignore_errors=True)

    return end


def _start(listener: socket.socket, its_end: socket.socket) -> subprocess.Popen[bytes]:
    given = (listener.fileno(), its_end.fileno())
    return subprocess.Popen(
        [sys.executable, "-m", "tests.copied", *map(str, given)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": LANGUAGE, "PYTHONPATH": str(ROOT)},
        pass_fds=given,
    )


# the process itself


def _serve_all(listener: socket.socket, its_end: socket.socket) -> None:
    """Load all modules, and have a copy of this process for each that connects, until whoever offered it is gone."""
    _load()
    from tests.charts_once import share_charts

    share_charts(Path(listener.getsockname()).parent)
    while True:
        asked, _, _ = select.select([listener, its_end], [], [])
        if its_end in asked:
            break
        channel, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            _serve(channel, its_end)
            os._exit(0)
        channel.close()
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _load() -> None:
    gc.disable()  # nothing of what is imported is rubbish
    for name in PRELOADED:
        importlib.import_module(name)
    _know_the_definitions()
    assert threading.active_count() == 1, "a process with threads cannot be copied"
    gc.freeze()
    gc.enable()


def _serve(channel: socket.socket, its_end: socket.socket) -> None:
    """Copy this process for each command that is asked for, until nobody asks any more."""
    while True:
        asked, _, _ = select.select([channel, its_end], [], [])
        if its_end in asked:
            return
        told, streams, _, _ = socket.recv_fds(channel, 1 << 20, 3)
        if not told:
            return
        pid = os.fork()
        if pid == 0:
            channel.close()
            its_end.close()
            # Not by way of what native libraries do at the end: they would wait for threads that no copy has.
            os._exit(_be_the_command(*json.loads(told), streams))
        for stream in streams:
            os.close(stream)
        channel.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())


def _know_the_definitions() -> None:
    """Work out what any process does that makes an edition, and what is the same in all of this release.

    Parsing the models and deriving where their columns come from take as long as an edition of a few pages. Both are
    kept by the text that they are of, so a command of other definitions works out its own.
    """
    from readouts.base.versions import parser_version
    from readouts.edition.project import Project
    from readouts.reference.stances.lexicon import lexicon
    from readouts.warehouse.models.lineage import all_lineage

    project = Project.load(Home(ROOT), ROOT, ROOT / "sources.yaml")
    all_lineage(project.catalogue, project.models)
    lexicon("en")
    parser_version()


def _be_the_command(arguments: list[str], environment: dict[str, str], streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    stdin, stdout, stderr = sys.stdin, sys.stdout, sys.stderr
    for name, was in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
        number = was.fileno()
        stream = open(  # noqa: SIM115
            number,
            "r" if name == "stdin" else "w",
            encoding=was.encoding,
            errors=was.errors,
            closefd=False,
        )
        if name != "stdin":
            stream.reconfigure(line_buffering=name == "stderr" or stream.isatty())
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.argv = [MODULE, *arguments]
    try:
        runpy.run_module(MODULE, run_name="__main__", alter_sys=True)
        code: object = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]  # what Python does at the end, as multiprocessing does it
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return int(code or 0) & 0xFF  # type: ignore[call-overload]


if __name__ == "__main__":
    _serve_all(*(socket.socket(fileno=int(number)) for number in sys.argv[1:]))
