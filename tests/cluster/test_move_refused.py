"""What is not moved, and where nobody works while a move has not ended."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from readouts.base.instance.home import Home, HomeError, begin_shared
from readouts.base.instance.whereabouts import MARK, MarkError
from readouts.moving.copying import MoveError
from readouts.moving.move import move_to_home
from tests.cluster.moving import Moving, die_before, fill, held
from tests.pipelines.instance import in_child


def _begin_another(moving: Moving) -> None:
    begin_shared(moving.shared)


def _fill_shared(moving: Moving) -> None:
    fill(moving.shared)


def _begin_move_of_another(moving: Moving) -> None:
    another = Moving(moving.home.parent / "another")
    another.shared = moving.shared
    fill(another.home)
    assert in_child(die_before, another, "shared", "warehouse.duckdb") == -9


def _empty_home(moving: Moving) -> None:
    shutil.rmtree(moving.home)
    moving.home.mkdir()


def _no_home(moving: Moving) -> None:
    shutil.rmtree(moving.home)


def _same(moving: Moving) -> None:
    moving.shared = moving.home


def _within(moving: Moving) -> None:
    moving.shared = moving.home / "archive" / "shared"


def _no_file(moving: Moving) -> None:
    os.mkfifo(moving.home / "archive" / "pipe")


def _fill_home_again(moving: Moving) -> None:
    moving.move("shared")
    fill_again = moving.home / "archive"
    fill_again.mkdir()


def _not_mounted(moving: Moving) -> None:
    moving.move("shared")
    moving.shared.rename(moving.shared.with_name("elsewhere"))
    moving.shared.mkdir()


def _moved_elsewhere(moving: Moving) -> None:
    moving.move("shared")
    move_to_home(moving.desk, moving.shared)


def _home_that_was_moved(moving: Moving) -> None:
    moving.move("shared")
    moving.home, moving.shared = moving.desk, moving.home
    fill(moving.home)


def _part_of_a_move(moving: Moving) -> None:
    assert in_child(die_before, moving, "shared", "archive/forgotten.tsv") == -9
    moving.home, moving.shared = moving.shared, moving.desk
    begin_shared(moving.shared)


def _spoilt_mark(moving: Moving) -> None:
    moving.move("shared")
    (moving.home / MARK).write_text("{")


REFUSED: list[tuple[str, Callable[[Moving], None], str]] = [
    ("shared", _begin_another, "holds a shared instance already"),
    ("shared", _fill_shared, "holds something already"),
    ("shared", _begin_move_of_another, "a move of .*another/home on .* that has not ended"),
    ("shared", _empty_home, "holds no instance"),
    ("shared", _no_home, "there is no .*home"),
    ("shared", _same, "is named as both"),
    ("shared", _within, "lies in what is to be moved"),
    ("shared", _no_file, "neither file nor folder"),
    ("shared", _not_mounted, "was moved to"),
    ("shared", _moved_elsewhere, "was moved to"),
    ("shared", _spoilt_mark, "cannot be read"),
    ("shared", _home_that_was_moved, "is a machine's home, moved to or from"),
    ("home", _part_of_a_move, "has not ended: .* goes on; name another home"),
    ("home", _begin_another, "holds an instance or a part of one"),
    ("home", _fill_home_again, "holds an instance or a part of one"),
    ("home", _not_mounted, "holds no shared instance"),
    ("home", _moved_elsewhere, "was moved to .*desk"),
    ("home", lambda moving: None, "holds no shared instance"),
]


@pytest.mark.parametrize(("to", "prepare", "told"), REFUSED)
def test_what_cannot_be_moved_is_refused_in_one_line_and_left_as_it_is(
    moving: Moving, to: str, prepare: Callable[[Moving], None], told: str
) -> None:
    prepare(moving)
    before = digests(moving.home.parent)
    with pytest.raises((MoveError, MarkError, HomeError), match=told) as error:
        moving.move(to)
    assert "\n" not in str(error.value)
    assert digests(moving.home.parent) == before


def digests(folder: Path) -> dict[str, str]:
    """Every file but locks and marks of a begun move, which a refusal may leave."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and path.name != MARK
    }


def test_folder_of_a_move_that_has_not_ended_is_used_by_nobody(moving: Moving) -> None:
    assert in_child(die_before, moving, "shared", "warehouse.duckdb") == -9
    for home in (Home(moving.shared), Home(moving.desk, moving.shared)):
        with pytest.raises(HomeError, match="has not ended: 'readouts move --to-shared' goes on"):
            home.require_here()
    with pytest.raises(HomeError, match="no shared instance is made"):
        begin_shared(moving.shared)
    # where it cannot be told which of the two it is, neither is used
    moving.shared.rename(moving.shared.with_name("away"))
    assert moving.valid() == []
    moving.shared.with_name("away").rename(moving.shared)
    assert moving.valid() == ["home"]


def test_two_homes_that_the_same_instance_was_to_go_to_are_not_both_it(moving: Moving) -> None:
    moving.move("shared")
    first, second = moving.home, moving.desk
    assert in_child(die_before, moving, "home", "warehouse.duckdb") == -9
    move_to_home(second, moving.shared)
    for home, is_valid in ((first, False), (second, True)):
        try:
            Home(home).require_here()
            assert is_valid
        except HomeError:
            assert not is_valid
    with pytest.raises(MoveError, match="was moved to"):
        moving.move("home")


def test_what_does_not_fit_is_not_begun(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    with (moving.home / "archive" / "large").open("wb") as file:
        file.truncate(1 << 43)
    with pytest.raises(MoveError, match=r"has room for .* MB, and .* are to be copied"):
        moving.move("shared")
    assert held(moving.shared) == {}
    assert moving.valid() == ["home"]
