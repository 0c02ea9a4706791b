"""The working tables of several machines: any goes on where another stopped, whatever killed it; anybody may look."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.cluster.servers import Server
from readouts.base.instance.home import Home, begin_shared
from readouts.base.state.database import DatabaseError
from readouts.base.state.turns import TurnLostError, take_turn
from readouts.edition.closing.healing import at_work
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.files.database import open_build
from readouts.warehouse.working import carrying, lake, tidying
from readouts.warehouse.working.door import working
from readouts.warehouse.working.lake import attached, looked_into, place_of, put_mark
from readouts.warehouse.working.tidying import tidy
from tests.cluster.test_homes import in_database, on
from tests.command import readouts
from tests.pipelines.instance import (
    FIRST,
    SECOND,
    THIRD,
    Instance,
    Lean,
    in_child,
    kill_oneself,
    silent,
)
from tests.pipelines.pages import write_page

DAYS = (FIRST, SECOND, THIRD)


@pytest.fixture
def both(machines: tuple[Home, Home], tmp_path: Path) -> tuple[Instance, Instance]:
    """An instance, from each of two machines, with a page for each of three days."""
    one, other = (on(machine, Lean(tmp_path / "given")) for machine in machines)
    for number, day in enumerate(DAYS, start=1):
        write_page(one.pages, number, day)
    return one, other


@pytest.fixture
def alone(tmp_path: Path) -> Instance:
    """The same on one machine."""
    instance = Lean(tmp_path / "alone")
    for number, day in enumerate(DAYS, start=1):
        write_page(instance.pages, number, day)
    return instance


def in_lake(home: Home, query: str) -> list[tuple[Any, ...]]:
    with looked_into(home) as connection:
        assert connection is not None
        return connection.execute(query).fetchall()


def in_file(home: Home, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.build), read_only=True) as connection:
        return connection.execute(query).fetchall()


STATES = "SELECT edition, status FROM meta.editions ORDER BY ALL"


def closed(*days: date) -> list[tuple[date, str]]:
    return [(day, "published") for day in days]


def test_machine_with_an_empty_home_goes_on_where_another_stopped(
    both: tuple[Instance, Instance], alone: Instance
) -> None:
    here, there = both
    here.run(FIRST, SECOND)
    shutil.rmtree(here.home.path)
    said: list[str] = []
    there.run(THIRD, say=said.append)
    assert not [line for line in said if "from the archive" in line]
    alone.run(*DAYS)
    assert there.publication() == alone.publication()
    assert in_lake(there.home, STATES) == closed(*DAYS)
    # no file of DuckDB's but that of readers is on what they share
    assert [path.name for path in there.home.shared.rglob("*.duckdb*")] == ["warehouse.duckdb"]
    tables = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'"
    with duckdb.connect(str(there.home.warehouse), read_only=True) as published:
        assert published.execute(tables).fetchall() == []


def test_file_that_is_of_the_lake_is_not_made_anew(both: tuple[Instance, Instance]) -> None:
    here, there = both
    said: list[str] = []
    for instance, day in ((here, FIRST), (here, SECOND), (there, THIRD), (here, THIRD)):
        said.append(instance.home.path.name)
        instance.run(day, say=said.append)
    told = [line for line in said if line in "ab" or "is made anew" in line]
    again = "working.duckdb is made anew from what all machines have"
    assert told == ["a", "a", "b", again, "a", again]


def test_tables_of_a_file_are_had_by_another_machine_as_they_are(
    both: tuple[Instance, Instance],
) -> None:
    here, there = both
    here.run(FIRST, SECOND)
    with take_turn(there.home, "looking", say=silent), there.project.working.at_hand(silent):
        pass
    tables = "SELECT schema_name, table_name, sql, comment FROM duckdb_tables() ORDER BY ALL"
    columns = "SELECT table_name, column_name, comment FROM duckdb_columns() ORDER BY ALL"
    for query in (tables, columns, "FROM core.articles ORDER BY ALL", "FROM meta.editions"):
        assert in_file(here.home, query) == in_file(there.home, query)


@pytest.mark.parametrize("moment", ["require_turns", "has_come"], ids=["before", "after"])
def test_closer_that_is_killed_as_it_commits_leaves_all_of_it_or_nothing(
    both: tuple[Instance, Instance],
    alone: Instance,
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
    alone.run(*DAYS)
    assert there.publication() == alone.publication()


def test_who_looks_while_a_closer_works_sees_whole_editions(
    both: tuple[Instance, Instance],
) -> None:
    here, there = both
    here.run(FIRST)
    query = (
        "SELECT list(DISTINCT edition ORDER BY edition), (SELECT list(DISTINCT edition ORDER BY edition)"
        " FROM meta.editions WHERE status = 'published') FROM core.articles"
    )
    seen: list[tuple[Any, ...]] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.extend(in_lake(there.home, query))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        here.run(SECOND, THIRD)
    finally:
        done.set()
        looking.join()
    seen += in_lake(there.home, query)
    assert all(articles == editions for articles, editions in seen)
    assert [len(editions) for _, editions in (seen[0], seen[-1])] == [1, 3]


def test_instance_of_one_machine_is_taken_over_by_whoever_opens_it_first(
    database: Server, alone: Instance, tmp_path: Path
) -> None:
    alone.run(FIRST, SECOND)
    before = alone.publication()
    begin_shared(alone.home.path)
    several = on(Home(tmp_path / "own", alone.home.path), alone)
    # it is looked into as it is, until then
    with several.project.working.looking() as connection:
        assert connection is not None
        assert connection.execute(STATES).fetchall() == closed(FIRST, SECOND)
    said: list[str] = []
    with at_work(several.project, "looking", say=said.append):
        pass
    assert said == ["build.duckdb is taken over: its tables go to where all machines have them"]
    assert not several.home.file_of_one_machine.exists()
    assert in_lake(several.home, STATES) == closed(FIRST, SECOND)
    several.run(SECOND)
    assert several.publication() == before


def test_takeover_that_is_killed_is_done_again(
    database: Server, alone: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone.run(FIRST)
    begin_shared(alone.home.path)
    several = on(Home(tmp_path / "own", alone.home.path), alone)

    def die(moment: str) -> None:
        monkeypatch.setattr(carrying, moment, lambda *given: kill_oneself())
        several.run(SECOND)

    assert in_child(die, "require_turns") == -9
    assert several.home.file_of_one_machine.exists()
    assert in_child(die, "has_come") == -9
    assert several.home.file_of_one_machine.exists()
    several.run(SECOND)
    assert not several.home.file_of_one_machine.exists()
    assert in_lake(several.home, STATES) == closed(FIRST, SECOND)


def test_broken_build_file_of_one_machine_is_set_aside_as_it_is_taken_over(
    database: Server, alone: Instance, tmp_path: Path
) -> None:
    alone.run(FIRST)
    before = alone.publication()
    alone.home.build.write_bytes(b"no database at all" * 5000)
    begin_shared(alone.home.path)
    several = on(Home(tmp_path / "own", alone.home.path), alone)
    several.run(FIRST)
    assert several.publication() == before
    assert several.home.shared.joinpath("build.duckdb.broken").exists()


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
    both: tuple[Instance, Instance], alone: Instance, restarted: Server
) -> None:
    here, there = both
    with pytest.raises((DatabaseError, TurnLostError)) as told:
        here.run(FIRST)
    password = restarted.url.split(":")[2].partition("@")[0]
    assert "\n" not in str(told.value)
    assert password not in str(told.value)
    assert not here.home.warehouse.exists()
    there.run(*DAYS)
    alone.run(*DAYS)
    assert there.publication() == alone.publication()


def test_password_is_told_nowhere(
    both: tuple[Instance, Instance], database: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, _ = both
    here.run(FIRST)
    password = database.url.split(":")[2].partition("@")[0]
    with looked_into(here.home) as connection:
        assert connection is not None
        for table in ("duckdb_databases", "duckdb_secrets", "duckdb_settings"):
            assert password not in str(connection.execute(f"FROM {table}()").fetchall())
        with pytest.raises(duckdb.Error, match="disabled by configuration"):
            connection.execute("FROM read_text('/etc/hostname')")
    monkeypatch.setenv("READOUTS_DATABASE", database.url.replace(password, "guessed-wrong"))
    with (
        pytest.raises(DatabaseError) as told,
        duckdb.connect() as memory,
        attached(memory, here.home),
    ):
        pass
    assert "\n" not in str(told.value)
    assert "guessed-wrong" not in str(told.value)
    stored = (path for path in here.home.shared.rglob("*") if path.is_file())
    assert not [path for path in stored if password.encode() in path.read_bytes()]


def test_commands_look_into_the_working_tables_while_a_closer_has_them(
    both: tuple[Instance, Instance], database: Server, tmp_path: Path
) -> None:
    here, _ = both
    here.run(FIRST)
    named = {
        "READOUTS_HOME": str(tmp_path / "desk"),
        "READOUTS_SHARED": str(here.home.shared),
        "READOUTS_DATABASE": database.url,
        "READOUTS_SOURCES": str(here.sources),
    }
    with at_work(here.project, "a closer", say=silent), open_build(here.home.build):
        asked = readouts("sql", "--working", "-f", "csv", STATES, **named)
        gates = readouts("gates", **named)
        wrong = readouts("sql", "--working", "FROM core.nothing", **named)
        changed = readouts("sql", "--working", "DELETE FROM core.articles", **named)
    assert (asked.returncode, asked.stdout) == (0, f"edition,status\n{FIRST},published\n")
    assert (gates.returncode, gates.stderr) == (0, "as lake has it\n")
    for refused in (wrong, changed):
        assert refused.returncode != 0
        assert "Traceback" not in refused.stderr
    assert in_lake(here.home, "SELECT count(*) FROM core.articles") == [(1,)]


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
    both: tuple[Instance, Instance], alone: Instance, database: Server
) -> None:
    here, there = both
    here.run(FIRST, SECOND)
    in_database(database, f'DROP SCHEMA "{place_of(here.home).schema}" CASCADE')
    there.run(THIRD)
    alone.run(*DAYS)
    assert there.publication() == alone.publication()
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


def test_tidying_leaves_the_rows_and_what_somebody_may_be_reading(
    both: tuple[Instance, Instance], alone: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = both
    monkeypatch.setattr(tidying, "FILES", 0)
    here.run(FIRST, SECOND)
    with looked_into(there.home) as connection:
        assert connection is not None
        before = connection.execute("FROM core.articles ORDER BY ALL").fetchall()
    files = set(here.home.lake.rglob("*.parquet"))
    here.run(THIRD)
    assert files <= set(here.home.lake.rglob("*.parquet"))  # younger than a day
    held = "SELECT count(*) FROM ducklake_list_files('lake', 'articles', schema => 'core')"
    assert in_lake(there.home, held) == [(1,)]
    with take_turn(here.home, "tidying", say=silent), open_build(here.home.build) as opened:
        tidy(opened, here.home, kept=tidying.timedelta(0))
    assert len(set(here.home.lake.rglob("*.parquet"))) < len(files)
    after = in_lake(there.home, f"FROM core.articles WHERE edition <> '{THIRD}' ORDER BY ALL")
    assert after == before
    there.run(THIRD)
    alone.run(*DAYS)
    assert there.publication() == alone.publication()


def test_rows_that_differ_are_found_in_large_tables(
    both: tuple[Instance, Instance], alone: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "MANY", 0)
    for number, day in enumerate((*DAYS, SECOND)):
        both[number % 2].run(day)
    alone.run(*DAYS)
    assert both[0].publication() == alone.publication()
    carrying.require_sound(both[0].home)


def test_tables_of_another_release_take_the_place_of_those_that_were(
    machines: tuple[Home, Home],
) -> None:
    here, there = machines

    def written(home: Home, *statements: str) -> list[tuple[Any, ...]]:
        with ExitStack() as opened:
            opened.enter_context(take_turn(home, "a run", say=silent))
            opened.enter_context(working(home).at_hand(silent))
            connection = opened.enter_context(open_build(home.build))
            for statement in statements:
                connection.execute(statement)
            return connection.execute("FROM core.notes ORDER BY ALL").fetchall()

    written(
        here,
        "CREATE SCHEMA core",
        "CREATE TABLE core.notes (row_id VARCHAR NOT NULL, edition DATE NOT NULL)",
        f"CREATE TABLE core.gone AS SELECT DATE '{FIRST}' AS edition, 1 AS number",
        f"INSERT INTO core.notes VALUES ('a', '{FIRST}'), ('b', '{SECOND}')",
    )
    again = [
        "DROP TABLE core.gone",
        "CREATE OR REPLACE TABLE core.notes (row_id VARCHAR, told VARCHAR[])",
        "COMMENT ON TABLE core.notes IS 'what is ''told'''",
        "INSERT INTO core.notes VALUES ('a', ['x', NULL]), (NULL, NULL), (NULL, NULL)",
    ]
    rows = written(there, *again)
    assert len(rows) == 3
    assert written(here) == rows
    assert written(here, "DELETE FROM core.notes WHERE row_id IS NULL") == rows[:1]
    assert written(there) == rows[:1]
    tables = "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'core'"
    assert in_file(there, tables) == [("notes", "what is 'told'")]
    written(here, "COMMENT ON TABLE core.notes IS 'something else'")
    assert written(there) == rows[:1]
    assert in_file(there, tables) == [("notes", "something else")]
    carrying.require_sound(here)


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


def test_an_instance_has_a_lake_of_its_own(database: Server, tmp_path: Path) -> None:
    homes = [Home(tmp_path / f"own-{n}", tmp_path / f"shared-{n}") for n in (1, 2)]
    for home in homes:
        begin_shared(home.shared)
        with take_turn(home, "a run", say=silent), working(home).at_hand(silent):
            pass
    assert len({place_of(home).schema for home in homes}) == 2
    assert all(place_of(home).exists() for home in homes)
