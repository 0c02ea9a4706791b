"""The command at a terminal: a pseudo-terminal that takes down all that is sent to it.

What belongs here: running the command there. What does not: any expectation.
"""

from __future__ import annotations

import os
import pty
import tempfile
from pathlib import Path

from readouts.base.instance.home import ROOT
from tests.command import start


def at_terminal(
    *arguments: str, home: Path, columns: int = 200, stdin: str = "", **environment: str
) -> tuple[int, str]:
    """The exit status of the command, and all that its standard output and error sent to the terminal.

    The terminal is one without colours, so that no escape is the command's own.
    """
    ours, theirs = pty.openpty()
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "COLUMNS": str(columns),
        "PYTHONPATH": str(ROOT),
        "READOUTS_HOME": str(home),
    } | environment
    with tempfile.TemporaryFile() as given:
        given.write(stdin.encode())
        given.seek(0)
        program = start(arguments, variables, given.fileno(), theirs, theirs)
    os.close(theirs)
    sent = b""
    while part := _read(ours):
        sent += part
    os.close(ours)
    return program.wait(), sent.decode("utf-8", "surrogateescape")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's way to say that the other end is closed
        return b""
