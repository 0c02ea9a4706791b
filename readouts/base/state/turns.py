"""Taking turns: one run at a time works on an instance, one harvest fetches, one process asks a model.

What belongs here: the one door for 'one at a time': waiting for whoever has the turn, saying who it is, and whether a
turn is still one's own. What does not: what is done in a turn, the database's side of it (``database``), and the lock
on the build file, which keeps single steps apart (``warehouse.database``).

Steps of two runs that alternate would each leave the figures half the other's. On one machine a turn is a lock on a
file of the home, of the process's own (POSIX); of an instance on several machines (``Home.is_shared``) one of the
database. Either dies with its process, whatever killed it, and no child inherits it. That of the database can be lost
while its process lives, when the connection is: then another may have it, and ``require_turns`` ends the work.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO, TypeVar

from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import DATABASE_VARIABLE, SHARED_VARIABLE, Home, HomeError
from readouts.base.instance.whereabouts import INSTANCE
from readouts.base.state.database import Session, lock_key, who_and_where
from readouts.base.state.waiting import waiting

WAIT_SECONDS = 6 * 3600.0
"""How long a run waits for its turn; a crawl of slow hosts can take hours."""

LOCK = "run.lock"

Taken = TypeVar("Taken")


class RunBusyError(ReadoutsError):
    """Another run of this instance did not end in time."""


class TurnLostError(ReadoutsError):
    """The connection that held a turn is gone: another may be at work, and nothing more may be written."""


class _Taken(Exception):
    """Somebody else has the turn; who, as far as that is known."""

    def __init__(self, holder: str | None) -> None:
        super().__init__(holder or "another run")


@contextmanager
def take_turn(
    home: Home,
    who: str,
    *,
    say: Callable[[str], None],
    wait_seconds: float = WAIT_SECONDS,
    lock: str = LOCK,
) -> Iterator[None]:
    """Be the one that works on this instance until the block ends; ``who`` is what others are told they wait for.

    Another ``lock`` than that of runs keeps apart those who do one thing, such as asking a model.

    Waits for another run with back-off and tells ``say`` which it is. Whoever waited for one that moved the instance
    finds it elsewhere.

    Raises:
        RunBusyError: the other run did not end within ``wait_seconds``.
        DatabaseError: the database of an instance on several machines cannot be used.
        HomeError: the folder is of several machines, and this one does not know their database; or the instance is
            elsewhere.
    """
    home.path.mkdir(parents=True, exist_ok=True)
    if not home.is_shared and (home.path / INSTANCE).exists():
        raise HomeError(
            f"{home.path} is what several machines share: set {SHARED_VARIABLE} to it, {DATABASE_VARIABLE}, and a home"
            " of this machine's own; docs/cluster.md"
        )
    of = _of_all_machines if home.is_shared else _of_this_machine
    with of(home, who, say, wait_seconds, lock):
        home.require_here()
        yield


@contextmanager
def take_folder(folder: Path, who: str, *, lock: str) -> Iterator[None]:
    """Be the one process of this machine that does something with a folder, whatever the folder is; without waiting.

    Raises:
        RunBusyError: another does.
    """
    with _of_this_machine(Home(folder), who, lambda line: None, 0.0, lock):
        yield


def require_turns() -> None:
    """Make sure that each turn of this process is still its own, before what it allows is written.

    Raises:
        TurnLostError: one is not.
    """
    for lock, session in _own.sessions():
        if not session.is_alive():
            raise TurnLostError(
                f"the connection to the database that held {lock} is lost, and with it the turn; nothing more is"
                " written, run it again"
            )


def is_held(home: Home, lock: str) -> bool:
    """Whether anybody has a turn now, of an instance on several machines."""
    with closing(Session("readouts: looking")) as session:
        return session.holder(lock_key(home, lock)) is not None


class _Own:
    """The turns of this process: threads take turns as well, and a copy of it by ``fork`` has none."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held: dict[Path, tuple[str, Session | None]] = {}

    def sessions(self) -> list[tuple[str, Session]]:
        with self._guard:
            return [
                (path.name, session)
                for path, (_, session) in self._held.items()
                if session is not None
            ]

    @contextmanager
    def reserved(self, path: Path, who: str) -> Iterator[None]:
        """Keep other threads of this process from a turn until it is taken, or is not to be had."""
        with self._guard:
            if path in self._held:
                raise _Taken(f"{self._held[path][0]} (process {os.getpid()})")
            self._held[path] = (who, None)
        try:
            yield
        except BaseException:
            self.drop(path)
            raise

    def held_by(self, path: Path, who: str, session: Session) -> None:
        with self._guard:
            self._held[path] = (who, session)

    def drop(self, path: Path) -> None:
        with self._guard:
            self._held.pop(path, None)

    def forget(self) -> None:
        self._guard = threading.Lock()
        self._held = {}


_own = _Own()
os.register_at_fork(after_in_child=_own.forget)


@contextmanager
def _of_this_machine(
    home: Home, who: str, say: Callable[[str], None], wait_seconds: float, lock: str
) -> Iterator[None]:
    path = home.path / lock

    def take() -> TextIO:
        with _own.reserved(path, who):
            # The system drops a process's lock when it closes the file, by whichever descriptor: so it is opened by
            # whoever has the turn, or tries to while no thread of this process has it.
            held = path.open("a+", encoding="utf-8")
            try:
                fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                held.seek(0)
                holder = held.read().strip()
                held.close()
                raise _Taken(holder) from None
            return held

    held = _wait(take, home, say, wait_seconds)
    try:
        held.truncate(0)
        held.write(f"{who} (process {os.getpid()})\n")
        held.flush()
        yield
        held.truncate(0)
    finally:
        held.close()
        _own.drop(path)


@contextmanager
def _of_all_machines(
    home: Home, who: str, say: Callable[[str], None], wait_seconds: float, lock: str
) -> Iterator[None]:
    path, key = home.shared / lock, lock_key(home, lock)
    name = who_and_where(who)
    session = Session(name)

    def take() -> None:
        nonlocal session
        with _own.reserved(path, who):
            if not session.is_alive():  # the server was started anew while this waited
                session.close()
                session = Session(name)
            if not session.take(key):
                raise _Taken(session.holder(key))
        _own.held_by(path, who, session)

    try:
        _wait(take, home, say, wait_seconds)
        try:
            yield
        finally:
            _own.drop(path)
    finally:
        session.let_go(key)


def _wait(
    take: Callable[[], Taken], home: Home, say: Callable[[str], None], wait_seconds: float
) -> Taken:
    """Take a turn, or wait for whoever has it."""
    patient = waiting(
        lambda error: isinstance(error, _Taken),
        lambda taken: say(f"waiting for {taken} to end"),
        seconds=wait_seconds,
        longest=2,
    )
    try:
        return patient(take)
    except _Taken as taken:
        raise RunBusyError(
            f"{taken} is at work on {home.shared}; waited {wait_seconds:.0f} s for it"
        ) from taken
