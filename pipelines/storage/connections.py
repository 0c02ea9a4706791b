"""Connections to SQLite files that are kept open.

What belongs here: when a file is opened, opened anew, and let go of. What does not: what is stored in it (``storage``).

Making an engine and opening a file for each record takes ten times as long as writing it.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool, StaticPool

MOST_KEPT = 16
"""Files kept open, the index of all runs and the runs of late: each run has a file of its own."""

_PATIENTLY = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}


@dataclass
class _Kept:
    """An open file, and which one it was when it was opened."""

    connection: Connection
    engine: Engine
    file: tuple[int, int]

    def close(self) -> None:
        self.connection.close()
        self.engine.dispose()


_OF_THE_PARENT: list[object] = []

Make = Callable[[Engine], None]
"""Lays out a file that is not there yet, or is an earlier release's."""


@dataclass
class Connections:
    """Connections to SQLite files, one each, kept open for this process. Safe for several threads, one at a time.

    The guard is no lock that belongs to a thread: what reads may be left half done by one and ended by another.
    """

    process: int = field(default_factory=os.getpid)
    guard: threading.Lock = field(default_factory=threading.Lock)
    kept: OrderedDict[Path, _Kept] = field(default_factory=OrderedDict)
    made: set[tuple[Path, tuple[int, int] | None]] = field(default_factory=set)
    own: threading.local = field(default_factory=threading.local)

    @contextmanager
    def transaction(self, path: Path, make: Make) -> Iterator[Connection]:
        """A connection in a transaction of its own; in this thread's one on several files, where there is one."""
        self._forget_the_parent()
        together: Mapping[Path, Connection] = getattr(self.own, "together", {})
        if path in together:
            yield together[path]
            return
        with self.guard, self._begun(path, make) as connection:
            yield connection

    @contextmanager
    def together(self, paths: Iterable[Path], make: Make) -> Iterator[None]:
        """For this thread, one transaction on each of these files."""
        self._forget_the_parent()
        with self.guard, ExitStack() as stack:
            self.own.together = {
                path: stack.enter_context(self._begun(path, make)) for path in paths
            }
            try:
                yield
            finally:
                self.own.together = {}

    @property
    def is_together(self) -> bool:
        """Whether this thread has a transaction on several files."""
        return bool(getattr(self.own, "together", None))

    def close(self) -> None:
        """Let go of all files."""
        self._forget_the_parent()
        with self.guard:
            for path in list(self.kept):
                self._drop(path)

    @contextmanager
    def _begun(self, path: Path, make: Make) -> Iterator[Connection]:
        kept = self._open(path, make)
        try:
            with kept.connection.begin():
                yield kept.connection
        except BaseException:
            # whatever is wrong with the file, the next one to ask finds out by itself
            self._drop(path)
            raise

    def _open(self, path: Path, make: Make) -> _Kept:
        kept = self.kept.get(path)
        if kept is not None and _file(path) != kept.file:
            # it was removed or set aside, and another may have its name
            self._drop(path)
            kept = None
        if kept is None:
            if (path, _file(path)) not in self.made:
                make(
                    create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args=_PATIENTLY)
                )
            for other in list(self.kept)[: 1 - MOST_KEPT]:
                self._drop(other)
            kept = self.kept[path] = _opened(path)
            self.made.add((path, kept.file))
        self.kept.move_to_end(path)
        return kept

    def _drop(self, path: Path) -> None:
        kept = self.kept.pop(path, None)
        if kept is not None:
            kept.close()

    def _forget_the_parent(self) -> None:
        """After a ``fork`` the open files are the parent's, to be closed by nobody else: SQLite would end its log."""
        if self.process != os.getpid():
            _OF_THE_PARENT.append(self.kept)
            self.__init__()  # type: ignore[misc]


def _file(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _opened(path: Path) -> _Kept:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=StaticPool,
        connect_args={**_PATIENTLY, "check_same_thread": False},
    )
    try:
        connection = engine.connect()
        connection.execute(text("PRAGMA synchronous = NORMAL"))
        connection.commit()
    except BaseException:
        engine.dispose()
        raise
    found = _file(path)
    assert found is not None, "an open file is there"
    return _Kept(connection, engine, found)
