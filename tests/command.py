"""The command ``readouts`` in processes of its own, which are copies of one that has loaded its modules already.

What belongs here: starting the command, and having what it writes and its exit status. What does not: the process that
is copied (``copied``), and any expectation.

``python -m pipelines.cli`` spends a second or three on imports, and does what is asked of it in a tenth of that. So a
process that has imported all of it waits beside the tests and is copied for each command.
Where the interpreter itself is told something (``PYTHONIOENCODING``), a new one is started.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from readouts.base.instance.home import ROOT
from tests.copied import ADDRESS, LANGUAGE, MODULE, SECONDS, offer

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
    channel = _channel()
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


@cache
def _channel() -> socket.socket:
    """This process's own way to what is copied; where nobody has offered that to it, it does so itself."""
    if ADDRESS not in os.environ:
        atexit.register(offer())
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    channel.settimeout(SECONDS)
    channel.connect(os.environ[ADDRESS])
    atexit.register(channel.close)
    return channel
