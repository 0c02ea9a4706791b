"""Moving an instance into a shared folder and back: nothing is lost, whatever kills it, and there is never a second."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import Home
from readouts.base.instance.layout import names
from readouts.base.instance.whereabouts import MARK
from readouts.base.state.turns import RunBusyError, take_turn
from tests.cluster.moving import (
    HALF_WRITTEN,
    OF_THE_INSTANCE,
    OF_THE_MACHINE,
    WHOLE,
    Moving,
    die_before,
    held,
)
from tests.pipelines.instance import in_child, kill_oneself, silent

OTHER = {"home": "shared", "shared": "home"}


def test_all_of_an_instance_moves_there_and_back_and_what_is_the_machines_stays(
    moving: Moving,
) -> None:
    before = (moving.home / "published" / "warehouse-1.duckdb").stat()
    for turn in range(2):
        moved = moving.move("shared")
        assert moving.valid() == ["shared"]
        assert held(moving.shared) == WHOLE
        assert held(moving.home) == {}
        assert (moved.files, moved.others) == (len(OF_THE_INSTANCE), ("notes.txt",))
        assert moved.aside is not None
        assert WHOLE.items() <= held(moved.aside).items()
        moved = moving.move("home")
        assert moving.valid() == ["home"]
        assert held(moving.home) == WHOLE
        assert held(moving.shared) == {}
        assert not (moving.home / MARK).exists(), turn
    after = (moving.home / "published" / "warehouse-1.duckdb").stat()
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)
    for name, content in OF_THE_MACHINE.items():
        assert (moving.home / name).read_bytes() == content


@pytest.mark.parametrize("to", ["shared", "home"])
def test_move_that_has_ended_is_harmless_when_it_is_run_again(moving: Moving, to: str) -> None:
    moving.move("shared")
    if to == "home":
        moving.move("home")
    again = moving.move(to)
    assert (again.was_done, again.files) == (True, len(OF_THE_INSTANCE))
    assert moving.valid() == [to]
    assert held(moving.folder(to)) == WHOLE


CHANGING = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime"}
"""What Python says before it changes names and facts of files; of opening one, it says how."""


def _is_change(event: str, arguments: tuple[Any, ...]) -> bool:
    is_opened = event == "open" and isinstance(arguments[2], int)
    return event in CHANGING or (is_opened and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR)))


def move_until(moving: Moving, to: str, number: int) -> None:
    """Move, and be killed before the n-th change to any file."""
    left = [number]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if _is_change(event, arguments):
            left[0] -= 1
            if left[0] == 0:
                kill_oneself()

    sys.addaudithook(hook)
    moving.move(to)


def killed_at_each_change(moving: Moving, to: str, every: int) -> Iterator[tuple[int, Moving]]:
    """The two folders as a move leaves them that is killed, for one change after another."""
    if to == "home":
        moving.move("shared")
    for number in range(1, 1000, every):
        copy = Moving(moving.home.parent.with_name(str(number)))
        _copy_of(moving, copy)
        code = in_child(move_until, copy, to, number)
        yield number, copy
        if code == 0:
            assert number > 2 * len(OF_THE_INSTANCE)
            return
        assert code == -9
        shutil.rmtree(copy.home.parent)
    pytest.fail("it did not come to an end")


def _copy_of(moving: Moving, copy: Moving) -> None:
    """The same folders, where their marks say that they lie."""
    shutil.copytree(moving.home.parent, copy.home.parent)
    for mark in (copy.home / MARK, copy.shared / MARK):
        if mark.exists():
            text = mark.read_text().replace(str(moving.home.parent), str(copy.home.parent))
            mark.write_text(text)


@pytest.mark.parametrize("to", ["shared", "home"])
@pytest.mark.parametrize("every", [7, 1], ids=["seventh", "each"])
def test_move_that_is_killed_before_any_change_leaves_one_instance_and_goes_on(
    moving: Moving, to: str, every: int
) -> None:
    seen = set()
    for number, killed in killed_at_each_change(moving, to, every):
        valid = killed.valid()
        assert len(valid) == 1, (number, valid)
        seen.add(valid[0])
        # all of it is where it is valid
        assert WHOLE.items() <= held(killed.folder(valid[0])).items(), number
        killed.move(to)
        assert killed.valid() == [to], number
        assert held(killed.folder(to)) == WHOLE, number
        assert held(killed.folder(OTHER[to])) == {}, number
        assert killed.move(to).was_done, number
        left = [path.name for path in killed.shared.iterdir() if path.name.startswith(".")]
        assert not left, number
    assert seen == {"home", "shared"}


@pytest.mark.parametrize("to", ["shared", "home"])
def test_what_was_changed_since_a_move_was_killed_is_moved_as_it_is_now(
    moving: Moving, to: str
) -> None:
    if to == "home":
        moving.move("shared")
    here = moving.folder(OTHER[to])
    code = in_child(die_before, moving, to, "warehouse.duckdb")
    assert code == -9
    assert (moving.folder(to) / "build.duckdb.wal").exists()
    (here / "build.duckdb.wal").unlink()
    (here / "build.duckdb").write_bytes(b"other" * 9)
    (here / "archive" / "2026-05-11").mkdir()
    (here / "archive" / "2026-05-11" / "new.warc.gz").write_bytes(b"new")
    expected = held(here)
    expected.pop(HALF_WRITTEN, None)
    moving.move(to)
    assert held(moving.folder(to)) == expected


@pytest.mark.parametrize("lock", names("turn"))
def test_nothing_is_moved_while_anything_is_at_work(
    moving: Moving, lock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readouts.moving.move.SECONDS_TO_WAIT", 0.1)
    with (
        take_turn(Home(moving.home), "B", say=silent, lock=lock),
        pytest.raises(RunBusyError, match=r"B .process"),
    ):
        moving.move("shared")
    assert not moving.shared.exists()
    moving.move("shared")
    with (
        take_turn(Home(moving.desk, moving.shared), "C", say=silent, lock=lock),
        pytest.raises(RunBusyError, match=r"C .process"),
    ):
        moving.move("home")
    assert held(moving.home) == {}
    assert moving.valid() == ["shared"]


def test_whoever_waited_for_a_turn_on_what_was_moved_is_told_so(moving: Moving) -> None:
    for to, old in (("shared", Home(moving.home)), ("home", Home(moving.desk, moving.shared))):
        with _waiting(old) as told:
            moving.move(to)
        [line] = told
        assert "was moved to" in line


@contextmanager
def _waiting(home: Home) -> Iterator[list[str]]:
    """A thread that waits for another turn's end while the block lasts, and what came of its wait."""
    told: list[str] = []
    waits = threading.Event()

    def wait() -> None:
        try:
            with take_turn(home, "D", say=lambda line: waits.set(), wait_seconds=30, lock="E"):
                told.append("it has a turn")
        except ReadoutsError as error:
            told.append(str(error))

    with take_turn(home, "the other", say=silent, lock="E"):
        thread = threading.Thread(target=wait)
        thread.start()
        assert waits.wait(20)
        yield told
    thread.join(30)
