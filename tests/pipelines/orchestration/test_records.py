"""Dagster's records are history: damaged ones are set aside, and nothing of the warehouse is lost by it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.orchestration.records import RecordsError, dagster_records, set_aside_damaged
from pipelines.orchestration.runs import EditionRun, run_editions
from tests.pipelines.instance import FIRST, Instance, in_child
from tests.pipelines.pages import write_page
from tests.pipelines.test_faults import with_room_for


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance whose first edition was run through Dagster."""
    path = tmp_path_factory.mktemp("recorded")
    instance = Instance(path)
    write_page(instance.pages, 0, FIRST)
    [first] = run(instance)
    assert first.success
    return path


@pytest.fixture
def instance(recorded: Path, tmp_path: Path) -> Instance:
    shutil.copytree(recorded, tmp_path, dirs_exist_ok=True)
    return Instance(tmp_path)


def run(instance: Instance, say: Callable[[str], None] = lambda line: None) -> list[EditionRun]:
    return list(run_editions(instance.home, instance.sources, [FIRST], say=say))


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 500)


def broken_pages(path: Path) -> None:
    """Each page but the first is overwritten, as on a failing disk."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        for at in range(4096, size, 4096):
            file.seek(at)
            file.write(b"\xff" * 512)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def without_its_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE runs")


@pytest.mark.parametrize(
    ("name", "damage", "aside"),
    [
        ("history/runs.db", garbage, "history.broken-1"),
        ("history/runs/index.db", broken_pages, "history.broken-1"),
        ("history/runs.db", without_its_table, "history.broken-1"),
        ("schedules/schedules.db", garbage, "schedules.broken-1"),
    ],
)
def test_damaged_records_are_set_aside_and_the_run_goes_on(
    instance: Instance, name: str, damage: Callable[[Path], None], aside: str
) -> None:
    before = instance.published()
    damage(instance.home.dagster / name)
    write_page(instance.pages, 1, FIRST)
    said: list[str] = []
    [done] = run(instance, said.append)
    assert done.success, done.failures
    assert (instance.home.dagster / aside).is_dir()
    told = [line for line in said if "is kept as" in line]
    assert told[0].startswith(f"Dagster's {aside.split('.')[0]} cannot be read (")
    now = instance.published()
    assert len(now["core.articles"]) == 2
    assert set(map(repr, before["core.articles"])) < set(map(repr, now["core.articles"]))
    assert set_aside_damaged(instance.home, said.append) == []


def test_sound_records_stay_where_they_are(instance: Instance) -> None:
    assert set_aside_damaged(instance.home, lambda line: None) == []


def test_settings_that_cannot_be_read_are_told_in_one_line(instance: Instance) -> None:
    (instance.home.dagster / "dagster.yaml").write_text("telemetry: [\n")
    with pytest.raises(RecordsError, match=r"dagster\.yaml cannot be used .* remove it") as error:
        run(instance)
    assert "\n" not in str(error.value)


def test_full_disk_is_no_damage(instance: Instance) -> None:
    def work() -> None:
        with pytest.raises(RecordsError, match="make room") as error:
            run(instance)
        assert "\n" not in str(error.value)

    assert in_child(with_room_for, 1024, work) == 0
    assert (instance.home.dagster / "history").is_dir()
    with dagster_records(instance.home) as records:
        assert records.use(lambda dagster: len(dagster.get_runs())) == 1
