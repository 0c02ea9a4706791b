"""Processes apart in which everything is read that comes from outside: each question has a limit of time and of memory.

What belongs here: handing questions to processes, and replacing those that stall or die. What does not: what a process
does (``worker.py``).

A process that has answered waits for the next question, whoever asks: the imports are paid once, also by the many
editions of a range. One that is asked nothing for a minute ends by itself.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import workers

_START_SECONDS = 60.0
_QUESTIONS_A_PROCESS = 2000
IDLE_SECONDS = 60.0
"""How long a process waits for a question before it ends."""


class ExtractionError(ReadoutsError, RuntimeError):
    """Nothing can be read, whatever is in it: the reading process itself does not work."""


class Crash(Exception):
    """A question ended its process."""


class Child:
    """One reading process, begun anew where it is missing or has done its share. Not safe for several threads."""

    def __init__(self) -> None:
        self.forget()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 -- it lives as long as this

    def ask(self, question: Mapping[str, Any], body: bytes, seconds: float) -> Any:
        """The answer to a question about some bytes. A process that gave none is to be closed.

        Raises:
            TimeoutError: there is none after so many seconds.
            Crash: the process ended instead of answering.
            ExtractionError: no process can be started.
        """
        if self._asked >= _QUESTIONS_A_PROCESS:
            self.close()
        try:
            return self._answer(question, body, seconds)
        except TimeoutError:
            raise
        except (EOFError, OSError) as err:
            code = self._end(1.0)
            if code == 0:
                # it had waited long enough for a question, just as this one came
                return self._answer(question, body, seconds)
            raise Crash(f"the reading process ended with {code}") from err

    def close(self) -> None:
        """End the process."""
        self._end()

    def forget(self) -> None:
        """Leave the process to whoever started it: this one is a copy of that by ``fork``."""
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._asked = 0
        self._loaded: set[str] = set()

    def _answer(self, question: Mapping[str, Any], body: bytes, seconds: float) -> Any:
        self._get_ready(question["what"])
        self._asked += 1
        return self._exchange(question, body, seconds)

    def _get_ready(self, task: str) -> None:
        """Let a process import what a task takes, which is not the first question's time."""
        if task in self._loaded:
            return
        if self._process is None:
            self._start()
        try:
            self._exchange({"what": "load", "task": task}, b"", _START_SECONDS)
        except (EOFError, OSError) as err:
            reason = self._last_complaint()
            if self._end(1.0) != 0:
                raise ExtractionError(f"the reading process does not start: {reason}") from err
            # it had waited long enough, as in ``ask``
            self._get_ready(task)
        self._loaded.add(task)

    def _exchange(self, question: Mapping[str, Any], body: bytes, seconds: float) -> Any:
        assert self._line is not None
        _wait_to_send(self._line, seconds)
        try:
            self._line.send_bytes(json.dumps(question, default=str).encode())
            self._line.send_bytes(body)
        except BlockingIOError:  # it does not even read
            raise TimeoutError from None
        if not self._line.poll(seconds):
            raise TimeoutError
        return json.loads(self._line.recv_bytes())

    def _start(self) -> None:
        package = Path(__file__).resolve().parents[2]
        path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(package))))
        self._line, its_end = Pipe()
        with its_end:
            end = its_end.fileno()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "readouts.harvest.worker", str(end), str(IDLE_SECONDS)],
                stdin=subprocess.DEVNULL,
                stdout=self._complaints,
                stderr=self._complaints,
                pass_fds=(end,),
                env={**os.environ, "PYTHONPATH": path},
            )

    def _end(self, patience: float = 0.0) -> int | None:
        """End the process; its exit status if it ends by itself within so many seconds."""
        process, code = self._process, None
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = process.wait(patience)
            process.kill()
            process.wait()
        self.forget()
        self._complaints.seek(0)
        self._complaints.truncate()
        return code

    def _last_complaint(self) -> str:
        """The last line that the process wrote on standard error."""
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it says nothing"


def _wait_to_send(line: Connection, seconds: float) -> None:
    """Let a line wait so long at most for whoever reads it, of which a connection has no setting."""
    whole, rest = divmod(seconds, 1)
    with socket.fromfd(line.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as end:
        longest = struct.pack("ll", int(whole), int(rest * 1e6))
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, longest)


class _Pool:
    """Processes that wait for questions. Safe for several threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._idle: list[Child] = []
        self._turns: threading.BoundedSemaphore | None = None
        self.allowed: int | None = None

    def ask(self, question: Mapping[str, Any], body: bytes, seconds: float) -> Any:
        """The answer of a process apart to a question about some bytes, when its turn has come.

        Raises:
            TimeoutError, Crash, ExtractionError: as ``Child.ask``.
        """
        with self._turn():
            with self._guard:
                child = self._idle.pop() if self._idle else Child()
            try:
                return child.ask(question, body, seconds)
            except BaseException:
                # it may be in the middle of the question
                child.close()
                raise
            finally:
                with self._guard:
                    self._idle.append(child)

    def _turn(self) -> threading.BoundedSemaphore:
        """One of as many turns as there may be at once; how many is known when the first is asked for."""
        with self._guard:
            if self._turns is None:
                self._turns = threading.BoundedSemaphore(processors())
            return self._turns

    def allow(self, count: int | None) -> None:
        """Let so many read at once from now on, while nobody asks; None for what ``READOUTS_WORKERS`` says."""
        with self._guard:
            self.allowed, self._turns = count, None
            spare = self._idle[processors() :]
            self._idle = self._idle[: processors()]
        for child in spare:
            child.close()

    def close(self) -> None:
        """End the processes that wait."""
        with self._guard:
            idle, self._idle = self._idle, []
        for child in idle:
            child.close()

    def forget(self) -> None:
        """After a ``fork``, in the copy: the processes are the other one's."""
        for child in self._idle:
            child.forget()
        self.__init__()  # type: ignore[misc]


def processors() -> int:
    """How many processes may read at once: as many as ``READOUTS_WORKERS`` says, else as there are processors.

    In a container a process may use fewer of these than there are.
    """
    told = _pool.allowed or workers()
    if told is not None:
        return told
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_pool = _Pool()
ask = _pool.ask
close_idle = _pool.close
allow = _pool.allow
atexit.register(_pool.close)
os.register_at_fork(after_in_child=_pool.forget)
