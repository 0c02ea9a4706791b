"""Moving an instance into a shared folder and back: nothing is lost, whatever kills it, and there is never a second."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipelines.cluster.servers import Server
from readouts.base import turns
from readouts.base.errors import ReadoutsError
from readouts.base.home import ROOT, Home, HomeError, begin_shared
from readouts.base.layout import layout, names, unknown
from readouts.base.turns import RunBusyError, take_turn
from readouts.base.whereabouts import MARK, MarkError
from readouts.moving.copying import Copied, MoveError
from readouts.moving.move import Moved, move_to_home, move_to_shared
from tests.pipelines.instance import in_child, kill_oneself, silent

OF_THE_INSTANCE = {
    "archive/2026-05-09/no-mfa-1.warc.gz": b"\x1f\x8b pages",
    "archive/2026-05-09/no-mfa-1.pages.jsonl": b"{}\n",
    "archive/answers/ab/abcd.jsonl": b'{"answer": 1}\n',
    "archive/forgotten.tsv": b"",
    "made/2026-05-10/articles-1.jsonl.gz": b"made",
    "build.duckdb": b"steps" * 9,
    "build.duckdb.wal": b"to be written",
    "warehouse.duckdb": b"published",
    "published/warehouse-1.duckdb": b"cited",
    "brief/2026-05-09.html": b"<html>",
    "alerts.sqlite": b"told",
    "unpublished": b"",
}
OF_THE_MACHINE = {
    "harvest.sqlite": b"seen",
    "dagster/history/runs.db": b"runs",
    "export/reactions.csv": b"rows",
    "notes.txt": b"a person's own",
}
HALF_WRITTEN = "archive/2026-05-09/no-mfa-2.warc.gz.part"


def fill(home: Path) -> None:
    for name, content in {**OF_THE_INSTANCE, **OF_THE_MACHINE, HALF_WRITTEN: b"half"}.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (home / "published" / "warehouse-1.duckdb").chmod(0o444)
    (home / "archive" / "2026-05-10").mkdir()


def held(folder: Path) -> dict[str, bytes]:
    """What of the instance lies in a folder, by its path; folders that are empty too."""
    found = {}
    for name in names("instance"):
        for path in sorted([folder / name, *(folder / name).rglob("*")]):
            if path.is_file() or (path.is_dir() and not any(path.iterdir())):
                key = path.relative_to(folder).as_posix()
                found[key] = path.read_bytes() if path.is_file() else b""
    return found


WHOLE = OF_THE_INSTANCE | {"archive/2026-05-10": b""}


class Moving:
    """A home, a folder that is to be shared, and another machine's home."""

    def __init__(self, path: Path) -> None:
        self.home, self.shared, self.desk = path / "home", path / "shared", path / "desk"

    def valid(self) -> list[str]:
        """Which of the two is the instance, to whoever asks."""
        found = []
        for name, home in (("home", Home(self.home)), ("shared", Home(self.desk, self.shared))):
            try:
                with take_turn(home, "looking", say=silent, wait_seconds=9):
                    found.append(name)
            except HomeError:
                pass
        return found

    def move(self, to: str) -> Moved:
        return (move_to_shared if to == "shared" else move_to_home)(self.home, self.shared)

    def folder(self, of: str) -> Path:
        return self.home if of == "home" else self.shared


@pytest.fixture
def moving(database: Server, tmp_path: Path) -> Moving:
    made = Moving(tmp_path / "given")
    fill(made.home)
    return made


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
    code = in_child(_die_before, moving, to, "warehouse.duckdb")
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


def _die_before(moving: Moving, to: str, name: str) -> None:
    def told(copied: Copied) -> None:
        if copied.name == name:
            kill_oneself()

    (move_to_shared if to == "shared" else move_to_home)(moving.home, moving.shared, told)


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
    import threading

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


def _begin_another(moving: Moving) -> None:
    begin_shared(moving.shared)


def _fill_shared(moving: Moving) -> None:
    fill(moving.shared)


def _begin_move_of_another(moving: Moving) -> None:
    another = Moving(moving.home.parent / "another")
    another.shared = moving.shared
    fill(another.home)
    assert in_child(_die_before, another, "shared", "warehouse.duckdb") == -9


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
    assert in_child(_die_before, moving, "shared", "archive/forgotten.tsv") == -9
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
    assert in_child(_die_before, moving, "shared", "warehouse.duckdb") == -9
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
    assert in_child(_die_before, moving, "home", "warehouse.duckdb") == -9
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


def test_every_turn_and_every_file_of_a_home_is_in_the_table(sample_home: Path) -> None:
    from pipelines.orchestration import making
    from readouts.alerts import outbox
    from readouts.asking.answers import store
    from readouts.harvest.collection import collect

    assert set(names("turn")) == {module.LOCK for module in (turns, outbox, store, collect)} | {
        making.FETCH_LOCK
    }
    assert unknown(path.name for path in sample_home.iterdir()) == []
    home = Home(Path("home"), Path("shared"))
    own = {getattr(home, name).name: name for name in ("dagster", "export")}
    known = {entry.name: entry.kind for entry in layout()}
    for name in (
        *("archive", "build", "warehouse", "unpublished", "made", "copies", "alerts", "brief"),
    ):
        assert known[getattr(home, name).name] == "instance"
    assert {known[name] for name in own} == {"machine"}


def test_what_is_told_of_a_home_is_what_the_table_has() -> None:
    part = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    part = part.partition("## Day six")[2].partition("\n## ")[0]
    told = {
        name.rstrip("/")
        for line in part.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([^`]+)`", line.split("|")[1])
    }
    beside_the_sources = {"sources.yaml", "corrections.csv", "watchlist.yaml", "READOUTS_KEEP"}
    told -= beside_the_sources | {"ccnews"}
    assert len(told) > 9
    assert unknown(told) == []


@pytest.fixture(scope="module")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.pipelines.instance import FIRST, Instance
    from tests.pipelines.pages import write_page

    instance = Instance(tmp_path_factory.mktemp("given"))
    write_page(instance.pages, 1, FIRST)
    instance.run(FIRST)
    return instance.home.path
