"""Being asked to end (Ctrl-C, SIGTERM) while Dagster runs a job in this process.

What belongs here: noticing a signal that Dagster takes and forgets, as one that comes between a job's last step and its
end. What does not: what a command says then (``pipelines.cli``), and ending the processes that it began.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TO_END = frozenset({signal.SIGINT, signal.SIGTERM})
_MANY = 64
"""So many signals are read at once; of one more than that it is enough to know some."""


@contextmanager
def noticed() -> Iterator[Callable[[], None]]:
    """Yield what raises KeyboardInterrupt where a signal to end has come since, whoever has taken it.

    Python writes the number of each signal that it handles to a pipe, whatever the handler is. Outside of the main
    thread, which alone gets signals, nothing is noticed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    read, write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    before = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    try:
        yield lambda: _raise_if_asked(read)
    finally:
        signal.set_wakeup_fd(before)
        os.close(read)
        os.close(write)


def _raise_if_asked(pipe: int) -> None:
    try:
        came = os.read(pipe, _MANY)
    except BlockingIOError:
        return
    if not _TO_END.isdisjoint(came):
        raise KeyboardInterrupt
