"""Readers never lose editions: whatever becomes of the build file, what they have stays until it is made anew."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.orchestration.runs import EditionRun, run_editions
from readouts.base.home import ROOT
from readouts.edition.collecting import collect_pages
from readouts.edition.project import Project
from readouts.edition.publishing import publish_finished
from readouts.edition.run import run_edition
from readouts.edition.states import closed_editions, is_current, unfinished_editions
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.files.states import states_of, what_readers_have
from readouts.warehouse.gate.gate import GateShut
from tests.pipelines.instance import (
    FIRST,
    SECOND,
    THIRD,
    Instance,
    in_child,
    kill_oneself,
    silent,
)
from tests.pipelines.pages import write_page

ALL = [FIRST, SECOND, THIRD]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with three published editions; the third has a copy of a page of the first."""
    path = tmp_path_factory.mktemp("three")
    instance = Instance(path)
    for number, day in enumerate(ALL):
        write_page(instance.pages, number, day, more=f"The {number} paragraph is of its own kind.")
        instance.run(day)
        shutil.copyfile(instance.home.build, path / f"build-{number}.duckdb")
    return path


@pytest.fixture
def instance(three: Path, tmp_path: Path) -> Instance:
    shutil.copytree(three, tmp_path, dirs_exist_ok=True)
    return Instance(tmp_path)


def editions(instance: Instance) -> list[date]:
    return sorted(what_readers_have(instance.home.warehouse).editions)


def put_back(instance: Instance, number: int) -> None:
    shutil.copyfile(instance.path / f"build-{number}.duckdb", instance.home.build)


def garbage(instance: Instance) -> None:
    instance.home.build.write_bytes(b"no database at all" * 5000)


def forget(instance: Instance) -> None:
    with duckdb.connect(str(instance.home.build)) as connection:
        connection.execute("DELETE FROM meta.editions")


LOSSES: dict[str, Callable[[Instance], None]] = {
    "it is gone": lambda instance: instance.home.build.unlink(),
    "it is garbage": garbage,
    "it is of the day before": lambda instance: put_back(instance, 1),
    "it is of the first day": lambda instance: put_back(instance, 0),
    "its record is empty": forget,
}


@pytest.mark.parametrize(
    ("loss", "running"),
    zip(LOSSES, [FIRST, THIRD, SECOND, THIRD, THIRD + timedelta(days=1)], strict=True),
)
def test_run_with_a_lost_build_file_ends_with_all_editions(
    instance: Instance, loss: str, running: date
) -> None:
    before = instance.published()
    LOSSES[loss](instance)
    said: list[str] = []
    instance.run(running, say=said.append)
    assert editions(instance) == sorted({*ALL, running})
    assert instance.published() == before
    assert any("that readers have; they are made anew" in line for line in said)
    assert unfinished_editions(instance.project) == {}
    assert is_current(instance.project, running), "it is healed"


def rebuild(instance: Instance) -> list[list[date]]:
    """Make all editions anew as one range; what readers have after each."""
    seen = []
    for day in ALL:
        run_edition(instance.project, day, offline=True, until=THIRD, say=silent)
        seen.append(editions(instance))
    return seen


def through_dagster(instance: Instance, *days: date, **options: Any) -> list[EditionRun]:
    options.setdefault("say", silent)
    return list(run_editions(instance.home, instance.sources, list(days), **options))


def test_dagsters_job_heals_as_the_command_does(instance: Instance) -> None:
    """The nightly schedule and a backfill start this job, each edition by itself."""
    before = instance.published()
    instance.home.build.unlink()
    [run] = through_dagster(instance, THIRD)
    assert (run.success, run.is_published, run.unchanged) == (True, True, False)
    assert instance.published() == before
    [run] = through_dagster(instance, THIRD)
    assert run.unchanged


def test_range_whose_last_edition_is_refused_publishes_the_others_and_names_it(
    instance: Instance,
) -> None:
    for number in range(7):
        write_page(instance.pages, 10 + number, "2024-02-31")
    with pytest.raises(GateShut):
        instance.run(THIRD)
    assert editions(instance) == ALL, "a gate that shuts publishes nothing"
    instance.home.build.unlink()
    said: list[str] = []
    runs = through_dagster(instance, SECOND, THIRD, offline=True, say=said.append)
    assert [(run.success, run.is_published) for run in runs] == [(True, False), (False, False)]
    assert editions(instance) == [FIRST, SECOND]
    [named] = [line for line in said if line.startswith("readers no longer have")]
    assert named.startswith(f"readers no longer have edition {THIRD}: edition {THIRD}: the gate of")


def test_process_killed_while_it_heals_goes_on_where_it_was(instance: Instance) -> None:
    before = instance.published()
    instance.home.build.unlink()

    def heal_and_die() -> None:
        def say(line: str) -> None:
            if "(3 of 3)" in line:
                kill_oneself()

        collect_pages(instance.project, THIRD, say=say)

    assert in_child(heal_and_die) == -signal.SIGKILL
    assert instance.published() == before
    said: list[str] = []
    instance.run(THIRD, say=said.append)
    assert instance.published() == before
    assert not any(f"edition {FIRST} is made anew" in line for line in said)


def test_edition_whose_pages_the_archive_lacks_stays_with_readers(instance: Instance) -> None:
    before = instance.published()
    instance.home.build.unlink()
    kept = instance.path / "kept"
    shutil.move(instance.home.archive / str(SECOND), kept)
    (instance.pages / "call-1.html").unlink()
    said: list[str] = []
    for _ in range(2):
        with pytest.raises(WarehouseError) as error:
            instance.run(THIRD, say=said.append)
        assert (
            f"edition {SECOND} is still to be made anew (its archive is damaged: {SECOND}/"
            in str(error.value)
        )
        assert "\n" not in str(error.value)
        assert instance.published() == before
    with pytest.raises(WarehouseError, match="readers keep what they have"):
        publish_finished(instance.project, say=silent)
    shutil.rmtree(instance.home.archive / str(SECOND), ignore_errors=True)
    shutil.move(kept, instance.home.archive / str(SECOND))
    instance.run(THIRD)
    assert instance.published() == before


def test_edition_is_withdrawn_by_hand_alone_and_comes_back_when_it_is_run(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = instance.published()
    monkeypatch.setenv("READOUTS_HOME", str(instance.home.path))
    monkeypatch.setenv("READOUTS_SOURCES", str(instance.sources))
    result = CliRunner().invoke(app, ["publish", "--without", str(SECOND)])
    assert result.exit_code == 0, result.output
    assert editions(instance) == [FIRST, THIRD]
    assert f"readers no longer have edition {SECOND}: by hand" in result.stderr
    assert [day for day, _ in instance.calls()] == [FIRST, THIRD]
    instance.run(THIRD)
    assert editions(instance) == [FIRST, THIRD]
    instance.run(SECOND)
    assert instance.published() == before
    with pytest.raises(WarehouseError, match="there is no edition 2031-01-01 to withdraw"):
        publish_finished(instance.project, say=silent, without=[date(2031, 1, 1)])


@pytest.mark.parametrize("is_build_lost", [False, True])
def test_published_file_that_cannot_be_read_is_made_anew_or_the_command_is_named(
    instance: Instance, is_build_lost: bool
) -> None:
    before = instance.published()
    instance.home.warehouse.write_bytes(b"no database at all" * 5000)
    said: list[str] = []
    if is_build_lost:
        instance.home.build.unlink()
        for _ in range(2):
            with pytest.raises(WarehouseError, match="'readouts rebuild --all' makes all") as error:
                instance.run(THIRD, say=said.append)
            assert "\n" not in str(error.value)
        rebuild(instance)
    else:
        instance.run(THIRD, say=said.append)
        assert any("warehouse.duckdb cannot be read" in line for line in said)
    assert instance.published() == before


def test_published_file_that_is_gone_is_made_anew_with_all_editions(instance: Instance) -> None:
    before = instance.published()
    instance.home.warehouse.unlink()
    instance.run(THIRD)
    assert instance.published() == before


def test_where_both_files_are_gone_the_command_is_named(instance: Instance) -> None:
    instance.home.build.unlink()
    instance.home.warehouse.unlink()
    said: list[str] = []
    instance.run(THIRD, say=said.append)
    assert any("the archive has 2 editions more; 'readouts rebuild --all'" in s for s in said)


def test_edition_stands_when_both_files_say_so(instance: Instance) -> None:
    """What the published file says is not enough: a run that was killed left a new build file with pages alone."""
    assert is_current(instance.project, THIRD)
    instance.home.build.unlink()

    def collect_and_die() -> None:
        collect_pages(instance.project, THIRD, say=silent)
        kill_oneself()

    assert in_child(collect_and_die) == -signal.SIGKILL
    assert not is_current(instance.project, THIRD)
    instance.run(THIRD)
    assert is_current(instance.project, THIRD)


CHANGES: dict[str, str] = {
    "the record has it as begun": "UPDATE meta.editions SET status = 'building' WHERE edition = '2024-03-07'",
    "the record does not know another": "DELETE FROM meta.editions WHERE edition = '2024-03-05'",
    "another is half done": "UPDATE meta.editions SET is_half_done = true WHERE edition = '2024-03-05'",
    "another was refused": "UPDATE meta.editions SET status = 'refused' WHERE edition = '2024-03-05'",
    "another is not with readers yet": "INSERT INTO meta.editions (edition, status) VALUES ('2024-03-01', 'published')",
    "it is made from other input": "UPDATE meta.editions SET input = 'x' WHERE edition = '2024-03-07'",
    "the rows of another are other ones": "UPDATE meta.editions SET digest = 'x' WHERE edition = '2024-03-05'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_edition_does_not_stand_while_the_files_say_different_things(
    instance: Instance, change: str
) -> None:
    with duckdb.connect(str(instance.home.build)) as connection:
        connection.execute(CHANGES[change])
    assert not is_current(instance.project, THIRD)


def test_pages_are_archived_under_their_edition_though_the_build_file_is_lost(
    instance: Instance,
) -> None:
    instance.home.build.unlink()
    assert closed_editions(instance.project) == set(ALL)
    garbage(instance)
    assert closed_editions(instance.project) == set(ALL)


def with_definitions(instance: Instance, folder: Path, change: Callable[[Path], None]) -> Project:
    """The instance under another release: its definitions are changed copies of ours."""
    for name in ("expectations", "sql"):
        shutil.copytree(ROOT / name, folder / name)
    change(folder)
    return Project.load(instance.home, folder, instance.sources)


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    yaml = YAML()
    document = yaml.load(path)
    change(document)
    yaml.dump(document, path)


def add_column(document: dict[str, Any]) -> None:
    document["columns"]["mood"] = {
        "type": "VARCHAR",
        "optional": True,
        "comment": "How it reads",
    }


def drop_column(document: dict[str, Any]) -> None:
    del document["columns"]["charset"]


def retype_column(document: dict[str, Any]) -> None:
    document["columns"]["ordinal"]["type"] = "BIGINT"


def add_to_mart(folder: Path) -> None:
    edit(folder / "expectations/marts/reactions_by_stance.yaml", add_column)
    model = folder / "sql/marts/reactions_by_stance.sql"
    model.write_text(model.read_text().replace("SELECT\n", "SELECT\n    min(e.rule) AS mood,\n", 1))


def add_table(folder: Path) -> None:
    path = folder / "expectations/core/moods.yaml"
    path.write_text(
        "table: core.moods\ndescription: Moods.\ngrain: one mood\nkey: mood_id\nedition: true\n"
        "columns:\n  mood_id: {type: VARCHAR, comment: Its id}\n  edition: {type: DATE, comment: Its edition}\n"
    )


def change_columns(folder: Path) -> None:
    edit(folder / "expectations/core/articles.yaml", add_column)
    edit(folder / "expectations/raw/pages.yaml", drop_column)
    edit(folder / "expectations/core/parties.yaml", retype_column)


RELEASES: dict[str, tuple[Callable[[Path], None], bool]] = {
    "a column more, one less, and one of another type": (change_columns, True),
    "a table more": (add_table, True),
    "a column more in a mart": (add_to_mart, False),
}
"""Releases that change columns, and whether editions are made anew by them: of a mart only its model is."""


def columns(instance: Instance) -> set[tuple[str, str, str]]:
    """Each column that readers have, with its type."""
    with duckdb.connect(str(instance.home.warehouse), read_only=True) as connection:
        return set(
            connection.execute(
                "SELECT schema_name || '.' || table_name, column_name, data_type FROM duckdb_columns()"
                " WHERE schema_name IN ('raw', 'core', 'marts')"
            ).fetchall()
        )


def in_build(instance: Instance) -> tuple[Any, ...]:
    """What the build file holds of articles, and by whose definitions."""
    with duckdb.connect(str(instance.home.build), read_only=True) as connection:
        return (
            connection.execute("FROM core.articles ORDER BY ALL").fetchall(),
            connection.execute("FROM meta.definitions").fetchall(),
            states_of(connection),
        )


@pytest.mark.parametrize("release", RELEASES)
def test_release_that_changes_columns_takes_nothing_from_readers_nor_does_the_way_back(
    instance: Instance, tmp_path: Path, release: str
) -> None:
    change, are_editions_remade = RELEASES[release]
    before, old, held = instance.published(), columns(instance), in_build(instance)
    newer = with_definitions(instance, tmp_path / "newer", change)

    unfinished_editions(newer)
    closed_editions(newer)
    assert not is_current(newer, THIRD)
    assert in_build(instance) == held, "whoever looks into the build file changes nothing"

    said: list[str] = []

    def stepped(step: str) -> None:
        if step != "warehouse":
            assert (instance.published(), columns(instance)) == (before, old), step

    run_edition(newer, THIRD, say=said.append, stepped=stepped)
    assert columns(instance) != old
    assert editions(instance) == ALL
    remade = [line for line in said if line.startswith("edition") and "is made anew" in line]
    assert bool(remade) == are_editions_remade
    assert instance.calls() == [(day, sides) for day, sides in zip(ALL, SIDES, strict=True)]

    run_edition(instance.project, THIRD, say=said.append, stepped=lambda step: None)
    assert (instance.published(), columns(instance)) == (before, old)


SIDES = [["CHL", "NOR"], ["AUT", "NOR"], ["GHA", "NOR"]]


@pytest.mark.parametrize("at", ["build.duckdb is of another release", "(2 of 3)"])
def test_process_killed_while_it_goes_to_another_release_leaves_readers_all(
    instance: Instance, tmp_path: Path, at: str
) -> None:
    before, old = instance.published(), columns(instance)
    newer = with_definitions(instance, tmp_path / "newer", change_columns)

    def die(line: str) -> None:
        if at in line:
            kill_oneself()

    assert in_child(partial(run_edition, newer, THIRD, say=die)) == -signal.SIGKILL
    assert (instance.published(), columns(instance)) == (before, old)
    run_edition(newer, THIRD, say=silent)
    assert ("core.articles", "mood", "VARCHAR") in columns(instance)
    assert editions(instance) == ALL


OF_A_NEWER_RELEASE = """
ALTER TABLE core.articles ADD COLUMN mood VARCHAR;
ALTER TABLE raw.pages ALTER COLUMN bytes TYPE HUGEINT;
ALTER TABLE core.parties DROP COLUMN person;
CREATE TABLE core.moods (edition DATE, mood VARCHAR);
CREATE SCHEMA moods;
CREATE TABLE moods.moods (mood VARCHAR);
CREATE VIEW core.moody AS FROM core.moods;
ALTER TABLE meta.editions ADD COLUMN mood VARCHAR DEFAULT 'calm';
ALTER TABLE meta.gate_results ADD COLUMN mood VARCHAR;
ALTER TABLE meta.touched ADD COLUMN mood VARCHAR;
CREATE OR REPLACE TABLE meta.definitions (release INTEGER);
UPDATE meta.editions SET status = 'sealed' WHERE edition = '2024-03-06';
"""


def test_build_file_of_a_newer_release_is_brought_back_from_the_archive(
    instance: Instance,
) -> None:
    before, old = instance.published(), columns(instance)
    with duckdb.connect(str(instance.home.build)) as connection:
        connection.execute(OF_A_NEWER_RELEASE)
    with duckdb.connect(str(instance.home.warehouse)) as connection:
        connection.execute("ALTER TABLE meta.editions DROP COLUMN digest")
        connection.execute("ALTER TABLE raw.pages RENAME COLUMN warc_file TO file")
    assert not is_current(instance.project, THIRD)
    assert rebuild(instance) == [ALL, ALL, ALL]
    assert (instance.published(), columns(instance)) == (before, old)
    with duckdb.connect(str(instance.home.build)) as connection:
        assert (
            connection.execute("FROM duckdb_tables() WHERE table_name LIKE 'mood%'").fetchall()
            == []
        )
