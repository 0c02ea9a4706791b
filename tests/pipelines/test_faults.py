"""What goes wrong: a gate that shuts, a run that is killed, a second run at the same time, a file that is broken."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assets.resources import load_project
from pipelines.runs import EditionRun, run_editions
from readouts.errors import ReadoutsError
from readouts.home import Home
from readouts.steps import unfinished_editions
from readouts.warehouse.database import open_build
from readouts.warehouse.errors import BuildBusyError, NotPublishedError
from readouts.warehouse.query import answer
from tests.pipelines.pages import write_page, write_sources

FIRST, SECOND, THIRD = date(2024, 3, 5), date(2024, 3, 6), date(2024, 3, 7)


class Instance:
    """A home with pages of its own in a folder."""

    def __init__(self, path: Path) -> None:
        self.home = Home(path / "home")
        self.pages = path / "pages"
        self.pages.mkdir(parents=True, exist_ok=True)
        self.sources = write_sources(path / "sources.yaml", self.pages)

    def run(self, *editions: date, **callbacks: Callable[..., Any]) -> list[EditionRun]:
        callbacks.setdefault("say", lambda line: None)
        return list(run_editions(self.home, self.sources, list(editions), **callbacks))

    def calls(self) -> list[tuple[Any, ...]]:
        return answer(
            self.home.warehouse, "SELECT call_date, sides FROM core.calls ORDER BY ALL"
        ).rows

    def publication(self) -> Any:
        return answer(self.home.warehouse, "SELECT publication_id FROM meta.publication").rows


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance whose first edition is published, with one call."""
    path = tmp_path_factory.mktemp("published")
    instance = Instance(path)
    write_page(instance.pages, 0, FIRST)
    assert [run.success for run in instance.run(FIRST)] == [True]
    return path


@pytest.fixture
def instance(published: Path, tmp_path: Path) -> Instance:
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return Instance(tmp_path)


def test_shut_gate_names_its_edition_and_leaves_the_published_file(instance: Instance) -> None:
    before = instance.publication()
    for number in range(7):
        write_page(instance.pages, number, SECOND if number == 0 else "2024-02-31")
    for page in instance.pages.glob("call-[1-6].html"):
        page.rename(page.with_name(f"undated-{page.name}"))
    [run] = instance.run(SECOND)
    assert not run.success
    assert run.failures == [
        f"edition {SECOND}: the gate of core.articles shut: required_values_are_there (6 of 6 rows failed)"
    ]
    assert instance.publication() == before
    with duckdb.connect(str(instance.home.build), read_only=True) as build:
        assert build.execute(
            "SELECT status FROM meta.editions WHERE edition = ?", [SECOND]
        ).fetchone() == ("refused",)
        assert build.execute("SELECT count(*) FROM quarantine.articles").fetchone() == (6,)

    write_page(instance.pages, 3, THIRD)
    [later] = instance.run(THIRD)
    assert later.success
    assert [day for day, _ in instance.calls()] == [FIRST, THIRD]


def run_and_die(path: Path, edition: date, step: str) -> None:
    """In a process of its own: run an edition, and be killed when ``step`` has ended."""

    def stepped(ended: str) -> None:
        if ended == step:
            os.kill(os.getpid(), signal.SIGKILL)

    Instance(path).run(edition, stepped=stepped)


@pytest.mark.parametrize("step", ["raw_pages", "core_parsed", "marts_reactions_daily"])
def test_killed_run_leaves_the_published_file_and_the_next_completes_it(
    instance: Instance, tmp_path: Path, step: str
) -> None:
    before = instance.publication()
    write_page(instance.pages, 1, SECOND)
    process = multiprocessing.get_context("fork").Process(
        target=run_and_die, args=(tmp_path, SECOND, step)
    )
    process.start()
    process.join(timeout=120)
    assert process.exitcode == -signal.SIGKILL
    assert instance.publication() == before
    [run] = instance.run(SECOND)
    assert run.success
    assert instance.calls() == [(FIRST, ["CHL", "NOR"]), (SECOND, ["AUT", "NOR"])]


def test_edition_left_half_done_is_not_published_with_another(
    instance: Instance, tmp_path: Path
) -> None:
    write_page(instance.pages, 1, SECOND)
    process = multiprocessing.get_context("fork").Process(
        target=run_and_die, args=(tmp_path, SECOND, "core_parsed")
    )
    process.start()
    process.join(timeout=120)
    write_page(instance.pages, 2, THIRD)
    [run] = instance.run(THIRD)
    assert run.success
    assert [day for day, _ in instance.calls()] == [FIRST, THIRD]


def test_pages_of_a_day_without_a_run_wait_and_are_told_of(instance: Instance) -> None:
    write_page(instance.pages, 1, SECOND)
    write_page(instance.pages, 2, THIRD)
    assert [run.success for run in instance.run(THIRD)] == [True]
    assert [day for day, _ in instance.calls()] == [FIRST, THIRD]
    project = load_project(instance.home, instance.sources)
    assert unfinished_editions(project) == {SECOND: "archived, not run"}
    assert [run.success for run in instance.run(SECOND)] == [True]
    assert [day for day, _ in instance.calls()] == [FIRST, SECOND, THIRD]
    assert unfinished_editions(project) == {}


def test_waiting_for_another_writer_names_it_and_ends(tmp_path: Path) -> None:
    path = tmp_path / "build.duckdb"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('held', flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        said: list[str] = []
        with (
            pytest.raises(BuildBusyError, match=f"PID {holder.pid}"),
            open_build(path, wait_seconds=0.5, say=said.append),
        ):
            pass
        assert len(said) == 1
        assert str(holder.pid) in said[0]
    finally:
        holder.kill()
        holder.wait()
    with open_build(path, wait_seconds=5) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_open_session_on_the_published_file_does_not_block_a_run(instance: Instance) -> None:
    write_page(instance.pages, 1, SECOND)
    with duckdb.connect(str(instance.home.warehouse), read_only=True) as session:
        before = session.execute("SELECT count(*) FROM core.calls").fetchone()
        assert [run.success for run in instance.run(SECOND)] == [True]
        assert session.execute("SELECT count(*) FROM core.calls").fetchone() == before
    assert len(instance.calls()) == 2


def test_broken_build_file_is_told_and_made_anew_from_the_archive(instance: Instance) -> None:
    calls = instance.calls()
    instance.home.build.write_bytes(b"no database at all" * 1000)
    with pytest.raises(ReadoutsError, match="readouts rebuild --all"):
        instance.run(FIRST)
    instance.home.build.unlink()
    runs = list(
        run_editions(instance.home, instance.sources, [FIRST], offline=True, say=lambda line: None)
    )
    assert [run.success for run in runs] == [True]
    assert instance.calls() == calls


def test_target_that_cannot_be_written_fails_the_run_and_stays(instance: Instance) -> None:
    write_page(instance.pages, 1, SECOND)
    target = instance.home.warehouse
    kept = target.with_suffix(".kept")
    target.rename(kept)
    target.mkdir()  # not even root can put a file in the place of a folder
    [run] = instance.run(SECOND)
    assert not run.success
    assert "cannot be published" in run.failures[0]
    assert not list(instance.home.path.glob(".warehouse*"))
    target.rmdir()
    kept.rename(target)
    assert len(instance.calls()) == 1
    assert [run.success for run in instance.run(SECOND)] == [True]
    assert len(instance.calls()) == 2


def test_nothing_published_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="nothing is published"):
        answer(tmp_path / "warehouse.duckdb", "SELECT 1")
