"""No file and no connection can be opened while bytes from outside are read; and a part of the reading can be timed.

What belongs here: limits that the reading process sets itself. What does not: those that are set from without
(``children.py``).

Some libraries take a text for the name of a file, or for an address, when it looks like one. They are given streams;
and should one be forgotten, the system refuses. Some try to import what is not installed whenever they read: that is
told to be missing without a look at the folders of modules, which cannot be opened either, should one have changed.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder


class _NoModules:
    """Stands before what looks for modules in folders, and finds none."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Tell that a module is missing."""
        raise ModuleNotFoundError(f"{name} is not imported while bytes are read", name=name)


@contextlib.contextmanager
def sealed() -> Iterator[None]:
    """Let this process open nothing until the block ends; what is open stays."""
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    probe = os.dup(0)
    os.close(probe)
    # a number is given to each open file, the lowest that is free: none is below this one
    resource.setrlimit(resource.RLIMIT_NOFILE, (probe, most))
    finders = sys.meta_path.copy()
    at = finders.index(PathFinder) if PathFinder in finders else len(finders)
    sys.meta_path.insert(at, _NoModules)
    try:
        yield
    finally:
        sys.meta_path[:] = finders
        resource.setrlimit(resource.RLIMIT_NOFILE, (least, most))


class Late(BaseException):
    """A part took longer than it may. No ``Exception``, which libraries catch."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let the block take so many seconds of time on the clock.

    Raises:
        Late: it took longer. Only between two steps of the interpreter: what hangs inside a library is ended from
            without.
    """

    def ring(*_: object) -> None:
        raise Late

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
