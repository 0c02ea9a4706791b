"""The order in which a move goes on, so that at any moment there is one instance, and never two.

What belongs here: refusing, claiming, copying, the one act by which the instance is elsewhere, and tidying. What does
not: how files are copied (``copying``), and what a mark says (``base.instance.whereabouts``).

A move may be killed at any moment and begun again; it goes on then. Until the act the instance is where it was, and can
be worked on; from then on it is where it was moved to. What is left in the old place is put aside in a folder of its
own, never removed.
"""

from __future__ import annotations

import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from readouts.alerts.outbox import write_to_file
from readouts.base.errors import explain
from readouts.base.files import sync, write_first
from readouts.base.instance.home import Home
from readouts.base.instance.layout import names, unknown
from readouts.base.instance.whereabouts import (
    BEGUN,
    DONE,
    INSTANCE,
    MARK,
    UNDER_WAY,
    Mark,
    instance_of,
    read_mark,
    why_not_in_home,
    why_not_shared,
    write_first_mark,
    write_mark,
)
from readouts.base.state.turns import require_turns, take_folder, take_turn
from readouts.moving.copying import Copied, MoveError, copy_instance, entries_of, put_aside, tree_of
from readouts.warehouse.working.door import working

SECONDS_TO_WAIT = 5.0
"""How long a move waits for turns; who sends alerts has one for a moment."""

Told = Callable[[Copied], None]


@dataclass(frozen=True)
class Moved:
    """What a move did: how many files and bytes are where they were to go, and what lies ``aside`` in the old place.

    ``left`` names what could not be put aside, ``others`` what in the old place belongs to no instance and stays.
    ``was_done`` tells that the instance was there before.
    """

    files: int
    size: int
    aside: Path | None
    left: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    was_done: bool = False


def move_to_shared(home: Path, shared: Path, told: Told = lambda copied: None) -> Moved:
    """Move the instance of a home into a folder that several machines are to share.

    Raises:
        MoveError: it cannot be moved; why, in one line.
        RunBusyError: something is at work on it.
        MarkError: it cannot be told where it is.
    """
    if not home.is_dir():
        raise MoveError(f"there is no {home}: READOUTS_HOME names the home that is to be moved")
    with _moving(home, shared):
        mark = read_mark(home)
        if mark is not None and mark.role == "home" and mark.to == "home":
            _finish_in_home(home, mark)
            mark = read_mark(home)
        if mark is not None and _is_in_shared(mark, shared):
            return _finish_in_shared(home, shared, mark)
        _require_home(home)
        with _turns(Home(home)):
            mark = _claim_shared(home, shared, mark)
            copy_instance(home, shared, told)
            _require_claim(shared, mark)
            write_first(shared / INSTANCE, f"{mark.instance}\n")  # the act
            return _finish_in_shared(home, shared, mark)


def move_to_home(home: Path, shared: Path, told: Told = lambda copied: None) -> Moved:
    """Move an instance that several machines share into a home of this one.

    Raises:
        MoveError: it cannot be moved; why, in one line.
        RunBusyError: something is at work on it.
        TurnLostError: the database was lost on the way.
        DatabaseError: it cannot be used.
        MarkError: it cannot be told where the instance is.
    """
    with _moving(home, shared):
        mark = read_mark(home)
        if mark is not None and _is_in_shared(mark, shared) and mark.state != DONE:
            _finish_in_shared(home, shared, mark)
            mark = read_mark(home)
        instance = instance_of(shared)
        if instance is None:
            return _finish_of(home, shared, mark)
        _require_room_in(home, shared, instance, mark)
        with _turns(Home(home, shared)):
            mark = _claim_home(home, shared, instance, mark)
            write_to_file(Home(home, shared))
            working(Home(home, shared)).write_to_file()
            copy_instance(shared, home, told)
            require_turns()
            _require_claim(shared, mark)
            (shared / INSTANCE).unlink()
            sync(shared)
        return _finish_in_home(home, mark)


@contextmanager
def _moving(home: Path, shared: Path) -> Iterator[None]:
    """Be the one that moves to or from a home of this machine."""
    if home == shared:
        raise MoveError(f"{home} is named as both; a machine's own folder has another place")
    for inner, outer in ((home, shared), (shared, home)):
        if inner.is_relative_to(outer) and inner.relative_to(outer).parts[0] in names("instance"):
            raise MoveError(f"{inner} lies in what is to be moved of {outer}")
    try:
        home.mkdir(parents=True, exist_ok=True)
        with take_folder(home, "a move", lock="move.lock"):
            for folder in (home, shared):
                for draft in folder.glob(f".{MARK}.*"):
                    draft.unlink()
            yield
    except OSError as error:
        raise MoveError(f"{explain(error, home)}; what was begun stays, and goes on") from error


@contextmanager
def _turns(home: Home) -> Iterator[None]:
    """Have every turn on an instance: nothing else is at work on it, on whichever machine."""
    with ExitStack() as turns:
        for lock in names("turn"):
            turns.enter_context(
                take_turn(
                    home,
                    "a move of the instance",
                    say=lambda line: None,
                    wait_seconds=SECONDS_TO_WAIT,
                    lock=lock,
                )
            )
        yield


def _require_home(home: Path) -> None:
    """Make sure that a home holds the instance of one machine."""
    if (reason := why_not_in_home(home)) is not None:
        raise MoveError(reason)
    if instance_of(home) is not None:
        raise MoveError(f"{home} is what several machines share already")
    if not entries_of(home):
        raise MoveError(f"{home} holds no instance; 'readouts cluster init' begins a shared one")


def _claim_shared(home: Path, shared: Path, mark: Mark | None) -> Mark:
    """Put marks into both folders before anything is copied, or find those that are there; the home's."""
    other = read_mark(shared)
    is_ours = other is not None and mark is not None and other.move == mark.move
    if not is_ours:
        _require_free(shared, other)
    if mark is None or mark.shared != str(shared):
        name = str(uuid.uuid4())
        mark = Mark(name, name, "home", "shared", BEGUN, str(home), str(shared), _host())
        write_mark(mark, home)
    if not is_ours:
        shared.mkdir(parents=True, exist_ok=True)
        (shared / MARK).unlink(missing_ok=True)
        try:
            write_first_mark(replace(mark, role="shared", state=UNDER_WAY), shared)
        except FileExistsError:
            raise MoveError(f"another move to {shared} has just begun") from None
    mark = replace(mark, state=UNDER_WAY)
    write_mark(mark, home)
    return mark


def _require_free(shared: Path, mark: Mark | None) -> None:
    """Make sure that a folder holds nothing of any instance."""
    if instance_of(shared) is not None:
        raise MoveError(f"{shared} holds a shared instance already")
    if mark is not None and mark.role == "home":
        raise MoveError(
            f"{shared} is a machine's home, moved to or from {mark.shared}; name another"
        )
    if mark is not None and mark.to == "shared":
        raise MoveError(
            f"{shared} holds a move of {mark.home} on {mark.host} that has not ended; {mark.way} goes on there"
        )
    if there := entries_of(shared):
        raise MoveError(f"{shared} holds something already ({', '.join(there)}); name another")


def _claim_home(home: Path, shared: Path, instance: str, mark: Mark | None) -> Mark:
    if mark is None or not _goes_on(mark, shared, instance):
        name = str(uuid.uuid4())
        mark = Mark(name, instance, "home", "home", UNDER_WAY, str(home), str(shared), _host())
        write_mark(mark, home)
    write_mark(replace(mark, role="shared"), shared)
    return mark


def _require_room_in(home: Path, shared: Path, instance: str, mark: Mark | None) -> None:
    """Make sure that a home holds nothing, or a part of just this."""
    if mark is not None and _goes_on(mark, shared, instance):
        return
    if instance_of(home) is not None:
        raise MoveError(f"{home} is what several machines share")
    if mark is not None and mark.role == "shared" and mark.state != DONE:
        raise MoveError(f"{why_not_shared(home)}; name another home")
    if mark is not None and mark.role == "home" and mark.to == "shared" and mark.state != DONE:
        reason = why_not_in_home(home) or f"{home} is an instance of its own"
        raise MoveError(f"{reason}; name another home")
    if there := entries_of(home):
        raise MoveError(
            f"{home} holds an instance or a part of one ({', '.join(there)}); name another home"
        )


def _goes_on(mark: Mark, shared: Path, instance: str) -> bool:
    """Whether a home has a part of what is to be moved there."""
    return (mark.role, mark.to) == ("home", "home") and (
        mark.shared == str(shared) and mark.instance == instance
    )


def _is_in_shared(mark: Mark, shared: Path) -> bool:
    """Whether the move of a mark has brought the instance into this folder."""
    return (mark.role, mark.to, mark.shared) == ("home", "shared", str(shared)) and (
        instance_of(shared) == mark.instance
    )


def _require_claim(shared: Path, mark: Mark) -> None:
    """Make sure that no other move has taken its place meanwhile."""
    other = read_mark(shared)
    if other is None or other.move != mark.move:
        raise MoveError(f"another move has begun in {shared}; this one has ended")


def _finish_in_shared(home: Path, shared: Path, mark: Mark) -> Moved:
    """After the act: tell so in the home, put aside what it had, and let go of the claim."""
    was_done = mark.state == DONE
    write_mark(replace(mark, state=DONE), home)
    aside = home / _aside(mark)
    left = put_aside(home, aside, entries_of(home))
    other = read_mark(shared)
    if other is not None and other.move == mark.move:
        (shared / MARK).unlink()
        sync(shared)
    for draft in shared.glob(f".{INSTANCE}.*"):
        draft.unlink()
    return _moved(shared, home, aside, left, was_done=was_done)


def _finish_of(home: Path, shared: Path, mark: Mark | None) -> Moved:
    """Go on after the act, where this is the home that the instance was moved to; refused otherwise."""
    other = read_mark(shared)
    if other is None or other.role != "shared" or other.to != "home":
        raise MoveError(why_not_shared(shared) or f"{shared} holds no shared instance")
    if mark is not None and mark.move == other.move:
        return _finish_in_home(home, mark)
    if mark is None and (other.home, other.host) == (str(home), _host()) and entries_of(home):
        return _moved(home, shared, shared / _aside(other), [], was_done=True)
    raise MoveError(why_not_shared(shared) or f"{shared} holds no shared instance")


def _finish_in_home(home: Path, mark: Mark) -> Moved:
    """After the act: put aside what the shared folder had, tell so there, and let the home be one as any other."""
    shared = Path(mark.shared)
    if (reason := why_not_in_home(home)) is not None:
        raise MoveError(reason)
    aside = shared / _aside(mark)
    left = put_aside(shared, aside, [*entries_of(shared), Home(home, shared).lake.name])
    write_mark(replace(mark, role="shared", state=DONE), shared)
    (home / MARK).unlink()
    sync(home)
    return _moved(home, shared, aside, left)


def _moved(to: Path, old: Path, aside: Path, left: list[str], *, was_done: bool = False) -> Moved:
    tree = tree_of(to)
    others: list[str] = []
    with suppress(OSError):
        others = sorted(unknown(path.name for path in old.iterdir()))
    return Moved(
        len(tree.files),
        tree.size,
        aside if aside.is_dir() else None,
        tuple(left),
        tuple(others),
        was_done,
    )


def _aside(mark: Mark) -> str:
    return f"moved-away-{mark.move[:8]}"


def _host() -> str:
    return socket.gethostname()
