"""The working tables of several machines when something is lost, killed or broken: all of a commit, or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.cluster.servers import Server
from readouts.base.instance.home import Home
from readouts.base.state.database import DatabaseError
from readouts.base.state.turns import TurnLostError, take_turn
from readouts.edition.closing.healing import at_work
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.files.database import open_build
from readouts.warehouse.working import carrying, lake
from readouts.warehouse.working.door import working
from readouts.warehouse.working.lake import attached, place_of, put_mark
from tests.cluster.lakes import DAYS, STATES, closed, in_lake
from tests.cluster.test_homes import in_database
from tests.pipelines.instance import (
    FIRST,
    SECOND,
    THIRD,
    Instance,
    in_child,
    kill_oneself,
    silent,
)


@pytest.mark.parametrize("moment", ["require_turns", "has_come"], ids=["before", "after"])
def test_closer_that_is_killed_as_it_commits_leaves_all_of_it_or_nothing(
    both: tuple[Instance, Instance],
    of_one_machine: object,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    here, there = both
    here.run(FIRST)

    def die() -> None:
        monkeypatch.setattr(carrying, moment, lambda *given: kill_oneself())
        here.run(SECOND)

    assert in_child(die) == -9
    is_there = moment == "has_come"
    assert in_lake(here.home, STATES) == closed(FIRST, *([SECOND] if is_there else []))
    # the same machine goes on with what it has, another with what all have
    on_its_own = Home(here.home.path.with_name("copy"), here.home.commons)
    shutil.copytree(here.home.path, on_its_own.path)
    said: list[str] = []
    with take_turn(on_its_own, "looking", say=silent), working(on_its_own).at_hand(said.append):
        pass
    assert said == []
    there.run(SECOND, THIRD)
    assert there.publication() == of_one_machine


def test_who_finds_the_lake_changed_commits_nothing(both: tuple[Instance, Instance]) -> None:
    here, there = both
    here.run(FIRST)

    def be_too_late() -> None:
        with at_work(here.project, "a run", say=silent):
            with open_build(here.home.build) as connection:
                connection.execute("DELETE FROM core.articles")
            with duckdb.connect() as memory, attached(memory, there.home) as writing:
                writing.execute("BEGIN")
                put_mark(writing, "another's")
                writing.execute("COMMIT")

    with pytest.raises(TurnLostError, match="was changed by another meanwhile") as lost:
        be_too_late()
    assert "\n" not in str(lost.value)
    assert in_lake(there.home, "SELECT count(*) FROM core.articles") == [(1,)]
    there.run(SECOND)
    assert in_lake(there.home, STATES) == closed(FIRST, SECOND)


@pytest.fixture
def restarted(database: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that is started anew just before the next commit of a closer."""

    def start_anew() -> None:
        monkeypatch.undo()
        monkeypatch.setenv("READOUTS_DATABASE", database.url)
        database.end()
        database.begin()

    monkeypatch.setattr(carrying, "require_turns", start_anew)
    return database


def test_commit_that_the_database_does_not_answer_is_told_in_one_line(
    both: tuple[Instance, Instance], of_one_machine: object, restarted: Server
) -> None:
    here, there = both
    with pytest.raises((DatabaseError, TurnLostError)) as told:
        here.run(FIRST)
    password = restarted.url.split(":")[2].partition("@")[0]
    assert "\n" not in str(told.value)
    assert password not in str(told.value)
    assert not here.home.warehouse.exists()
    there.run(*DAYS)
    assert there.publication() == of_one_machine


def some_file(home: Home, table: str) -> Path:
    return next(home.lake.glob(f"*/{table}/*.parquet"))


@pytest.mark.parametrize(
    "harm",
    [Path.unlink, lambda path: path.write_bytes(b"PAR1 no rows")],
    ids=["a file is gone", "a file is none"],
)
def test_broken_lake_is_told_and_set_aside_by_a_rebuild(
    both: tuple[Instance, Instance], harm: Callable[[Path], object]
) -> None:
    here, there = both
    here.run(FIRST)
    before = here.publication()
    harm(some_file(here.home, "articles"))
    with pytest.raises(WarehouseError, match="'readouts rebuild --all' sets it aside") as told:
        there.run(SECOND)
    assert "\n" not in str(told.value)
    said: list[str] = []
    with take_turn(there.home, "a rebuild", say=silent):
        aside = there.project.working.set_aside_if_broken(said.append)
    assert aside == there.home.shared / "lake.broken"
    assert said[-1].startswith("it is kept as lake.broken")
    there.run(FIRST)
    assert there.publication() == before
    here.run(SECOND, THIRD)
    assert in_lake(there.home, STATES) == closed(*DAYS)
    with take_turn(there.home, "a rebuild", say=silent):
        assert there.project.working.set_aside_if_broken(silent) is None


def test_lake_whose_catalogue_is_lost_is_begun_anew(
    both: tuple[Instance, Instance], of_one_machine: object, database: Server
) -> None:
    here, there = both
    here.run(FIRST, SECOND)
    in_database(database, f'DROP SCHEMA "{place_of(here.home).schema}" CASCADE')
    there.run(THIRD)
    assert there.publication() == of_one_machine
    assert in_lake(here.home, STATES) == closed(*DAYS)


def test_broken_file_of_a_machine_is_made_anew_from_the_lake(
    both: tuple[Instance, Instance],
) -> None:
    here, _ = both
    here.run(FIRST)
    here.home.build.write_bytes(b"no database at all" * 5000)
    said: list[str] = []
    here.run(SECOND, say=said.append)
    assert "working.duckdb is made anew from what all machines have" in said
    assert not [line for line in said if "(1 of " in line]
    assert in_lake(here.home, STATES) == closed(FIRST, SECOND)


def test_what_is_committed_is_on_the_disk_by_then(
    both: tuple[Instance, Instance], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, _ = both
    synced: set[Path] = set()
    monkeypatch.setattr(lake, "sync", synced.add)
    here.run(FIRST)
    files = set(here.home.lake.rglob("*.parquet"))
    begun = {path for path in files if path.parent.parent.name == "main"}
    assert files - begun <= synced
    assert {path.parent for path in files} <= synced
