"""The working tables of several machines: any goes on where another stopped, whatever killed it; anybody may look."""

from __future__ import annotations

import shutil
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.cluster.servers import Server
from readouts.base.instance.home import Home, begin_shared
from readouts.base.state.database import DatabaseError
from readouts.base.state.turns import take_turn
from readouts.edition.closing.healing import at_work
from readouts.warehouse.files.database import open_build
from readouts.warehouse.working import carrying
from readouts.warehouse.working.door import working
from readouts.warehouse.working.lake import attached, looked_into, place_of, tidy
from tests.cluster.lakes import DAYS, STATES, closed, in_file, in_lake
from tests.cluster.test_homes import on
from tests.command import readouts
from tests.pipelines.instance import (
    FIRST,
    SECOND,
    THIRD,
    Instance,
    in_child,
    kill_oneself,
    silent,
)


def test_machine_with_an_empty_home_goes_on_where_another_stopped(
    both: tuple[Instance, Instance], of_one_machine: object
) -> None:
    here, there = both
    here.run(FIRST, SECOND)
    shutil.rmtree(here.home.path)
    said: list[str] = []
    there.run(THIRD, say=said.append)
    assert not [line for line in said if "from the archive" in line]
    assert there.publication() == of_one_machine
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
        while not done.wait(0.02):
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


def test_tidying_leaves_the_rows_and_what_somebody_may_be_reading(
    both: tuple[Instance, Instance], of_one_machine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = both
    monkeypatch.setattr("readouts.warehouse.working.lake.FILES", 0)
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
        tidy(opened, here.home, kept=timedelta(0))
    assert len(set(here.home.lake.rglob("*.parquet"))) < len(files)
    after = in_lake(there.home, f"FROM core.articles WHERE edition <> '{THIRD}' ORDER BY ALL")
    assert after == before
    there.run(THIRD)
    assert there.publication() == of_one_machine


def test_rows_that_differ_are_found_in_large_tables(
    both: tuple[Instance, Instance], of_one_machine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "MANY", 0)
    for number, day in enumerate((*DAYS, SECOND)):
        both[number % 2].run(day)
    assert both[0].publication() == of_one_machine
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


def test_an_instance_has_a_lake_of_its_own(database: Server, tmp_path: Path) -> None:
    homes = [Home(tmp_path / f"own-{n}", tmp_path / f"shared-{n}") for n in (1, 2)]
    for home in homes:
        begin_shared(home.shared)
        with take_turn(home, "a run", say=silent), working(home).at_hand(silent):
            pass
    assert len({place_of(home).schema for home in homes}) == 2
    assert all(place_of(home).exists() for home in homes)
