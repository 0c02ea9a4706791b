"""The command ``readouts`` in processes of its own, which are copies of one that has loaded its modules already.

What belongs here: starting the command, and having what it writes and its exit status. What does not: any expectation.

``python -m pipelines.cli`` spends a second or three on imports, and does what is asked of it in a tenth of that. So a
process that has imported all of it waits beside the tests of a worker and is copied for each command: a copy has the
streams and the environment that it is given, and runs the same module as ``__main__``.
Where the interpreter itself is told something (``PYTHONIOENCODING``), a new one is started.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from contextlib import ExitStack
from functools import cache
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
ONE_THREAD = {"SLURM_CPUS_ON_NODE": "1"}
"""DuckDB has as many threads as this says; looking for work takes a second one a fifth of what an edition takes."""


class Running:
    """A command at work."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self.pid = int(channel.recv(100))

    def wait(self) -> int:
        """Its exit status, negative where a signal ended it, as ``subprocess`` has it."""
        try:
            return int(self._channel.recv(100))
        except TimeoutError:
            os.kill(self.pid, 9)
            self._channel.recv(100)
            raise


def start(
    arguments: tuple[str, ...], environment: dict[str, str], *streams: int
) -> Running | subprocess.Popen[bytes]:
    """Start the command with its standard input, output and error, which stay open here."""
    told = {name for name in environment if name.startswith("PYTHON")} - {"PYTHONPATH"}
    if told or environment.get("LANG") != LANGUAGE:
        stdin, stdout, stderr = streams
        return subprocess.Popen(
            [sys.executable, "-m", MODULE, *arguments],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=ROOT,
            env=environment,
        )
    channel = _server()
    socket.send_fds(channel, [json.dumps([arguments, environment]).encode()], streams)
    return Running(channel)


def readouts(
    *arguments: str, home: Path | None = None, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end with these variables alone; its streams are files."""
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(home or ROOT), "LANG": LANGUAGE} | ONE_THREAD
    variables |= environment
    if home is not None:
        variables["READOUTS_HOME"] = str(home)
    with ExitStack() as stack:
        given, out, err = (stack.enter_context(tempfile.TemporaryFile("w+")) for _ in range(3))
        given.write(stdin)
        given.seek(0)
        status = start(arguments, variables, given.fileno(), out.fileno(), err.fileno()).wait()
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(arguments, status, out.read(), err.read())


# the process that is copied


@cache
def _server() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(SECONDS)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.command", str(theirs.fileno())],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": LANGUAGE, "PYTHONPATH": str(ROOT)},
        pass_fds=[theirs.fileno()],
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait(SECONDS)

    atexit.register(end)
    return ours


def _serve(channel: socket.socket) -> None:
    """Copy this process for each command that is asked for, until nobody asks any more."""
    gc.disable()  # nothing of what is imported is rubbish
    for name in PRELOADED:
        importlib.import_module(name)
    _know_the_definitions()
    assert threading.active_count() == 1, "a process with threads cannot be copied"
    gc.freeze()
    gc.enable()
    while True:
        told, streams, _, _ = socket.recv_fds(channel, 1 << 20, 3)
        if not told:
            return
        pid = os.fork()
        if pid == 0:
            channel.close()
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
    _serve(socket.socket(fileno=int(sys.argv[1])))
