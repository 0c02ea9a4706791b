"""A release that changes columns, and the way back: readers keep what they have until all of it is made anew."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ruamel.yaml import YAML

from readouts.base.instance.home import ROOT
from readouts.edition.kept.states import closed_editions, is_current, unfinished_editions
from readouts.edition.project import Project
from readouts.edition.run import run_edition
from readouts.warehouse.files.states import states_of
from tests.pipelines.instance import (
    THIRD,
    Instance,
    in_child,
    kill_oneself,
    silent,
)
from tests.pipelines.keeping.losses import ALL, editions, rebuild


def with_definitions(instance: Instance, folder: Path, change: Callable[[Path], None]) -> Project:
    """The instance under another release: its definitions are changed copies of ours."""
    for name in ("expectations", "sql"):
        shutil.copytree(ROOT / name, folder / name)
    change(folder)
    return instance.under(folder)


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
    edit(folder / "expectations/marts/reactions_by_country_and_stance.yaml", add_column)
    model = folder / "sql/marts/reactions_by_country_and_stance.sql"
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


def retype_in_mart(folder: Path) -> None:
    def retype(document: dict[str, Any]) -> None:
        document["columns"]["calls"]["type"] = "INTEGER"

    edit(folder / "expectations/marts/reactions_by_country_and_stance.yaml", retype)


RELEASES: dict[str, tuple[Callable[[Path], None], bool]] = {
    "a column more, one less, and one of another type": (change_columns, True),
    "a table more": (add_table, True),
    "a column more in a mart": (add_to_mart, False),
    "a column of another type in a mart": (retype_in_mart, False),
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


def rows(instance: Instance) -> int:
    """How many rows readers have in the mart that releases change."""
    with duckdb.connect(str(instance.home.warehouse), read_only=True) as connection:
        found = connection.execute("SELECT count(*) FROM marts.reactions_by_country_and_stance")
        [(count,)] = found.fetchall()
    return int(count)


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
    known = rows(instance)
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
    assert rows(instance) == known > 0
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
