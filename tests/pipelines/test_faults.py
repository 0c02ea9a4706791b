"""What goes wrong: a gate that shuts, a run that is killed, a second run at the same time, a file that is broken."""

from __future__ import annotations

import multiprocessing
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from pipelines.orchestration.records import dagster_records
from pipelines.orchestration.runs import EditionRun, run_editions
from readouts.base.instance.home import Home
from readouts.base.state.turns import RunBusyError, take_turn
from readouts.edition.closing.collecting import collect_pages
from readouts.edition.closing.steps import publish_edition
from readouts.edition.kept.states import unfinished_editions
from readouts.edition.run import edition_steps
from readouts.harvest.collection.ledger import LedgerError
from readouts.warehouse.errors import BuildBusyError, NotPublishedError, WarehouseError
from readouts.warehouse.files.database import open_build, set_aside_if_broken
from readouts.warehouse.reading.query import answer
from tests.pipelines.instance import (
    FIRST,
    SECOND,
    THIRD,
    Instance,
    Lean,
    Tables,
    in_child,
    kill_oneself,
    silent,
)
from tests.pipelines.pages import write_page


def test_shut_gate_names_its_edition_and_leaves_the_published_file(whole: Instance) -> None:
    before = whole.publication()
    for number in range(7):
        write_page(whole.pages, number, SECOND if number == 0 else "2024-02-31")
    for page in whole.pages.glob("call-[1-6].html"):
        page.rename(page.with_name(f"undated-{page.name}"))
    [run] = through_dagster(whole, SECOND)
    assert not run.success
    assert run.failures == [
        f"edition {SECOND}: the gate of core.articles shut: required_values_are_there (6 of 6 rows failed:"
        " published_date is required (6), date_basis is required (6))"
    ]
    assert whole.publication() == before
    with duckdb.connect(str(whole.home.build), read_only=True) as build:
        assert build.execute(
            "SELECT status FROM meta.editions WHERE edition = ?", [SECOND]
        ).fetchone() == ("refused",)
        assert build.execute("SELECT count(*) FROM quarantine.articles").fetchone() == (6,)

    write_page(whole.pages, 3, THIRD)
    whole.run(THIRD)
    assert [day for day, _ in whole.calls()] == [FIRST, THIRD]


def through_dagster(
    instance: Instance, *editions: date, **options: Callable[..., Any] | bool
) -> list[EditionRun]:
    options.setdefault("say", silent)
    return list(run_editions(instance.home, instance.sources, list(editions), **options))


def test_run_killed_in_dagster_leaves_the_published_file_and_the_next_completes_it(
    whole: Instance,
) -> None:
    def run_and_die() -> None:
        def stepped(ended: str) -> None:
            if ended == "core_parsed":
                kill_oneself()

        through_dagster(whole, SECOND, stepped=stepped)

    before = whole.publication()
    write_page(whole.pages, 1, SECOND)
    assert in_child(run_and_die) == -signal.SIGKILL
    assert whole.publication() == before
    [run] = through_dagster(whole, SECOND)
    assert run.success
    assert whole.calls() == [(FIRST, ["CHL", "NOR"]), (SECOND, ["AUT", "NOR"])]
    with dagster_records(whole.home) as records:
        states = {run.status for run in records.instance.get_runs()}
    assert states == {dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.SUCCESS}


def test_run_killed_at_any_step_leaves_what_is_published_and_the_next_completes_it(
    instance: Lean, published: Path, tmp_path: Path
) -> None:
    durations = instance.durations(FIRST)
    before = instance.published()
    write_page(instance.pages, 1, SECOND)
    names = instance.step_names()
    for number, step in enumerate(names):
        share = (number * 0.37) % 1
        # What the last one that was killed left, the next goes on from: the step it died in comes first.
        begun = names[max(number - 1, 0)]
        exit_code = in_child(instance.die_within, SECOND, step, share, durations, begun)
        assert exit_code == -signal.SIGKILL, step
        if step != "warehouse":
            assert instance.published() == before, step
    instance.run(SECOND)
    assert instance.calls() == [(FIRST, ["CHL", "NOR"]), (SECOND, ["AUT", "NOR"])]
    assert instance.published() == made_anew(instance, tmp_path / "anew", [SECOND], published)


def made_anew(
    instance: Lean, path: Path, editions: list[date], begun: Path | None = None
) -> Tables:
    """What one undisturbed run of each edition makes of this instance's archive, where ``begun`` has those before."""
    other = Lean(path)
    if begun is not None:
        shutil.copytree(begun / "home", other.home.path, dirs_exist_ok=True)
    shutil.copytree(instance.home.archive, other.home.archive, dirs_exist_ok=True)
    other.run(*editions, offline=True)
    return other.published()


def test_edition_left_half_done_is_not_published_with_another(instance: Lean) -> None:
    write_page(instance.pages, 1, SECOND)
    assert (
        in_child(instance.die_within, SECOND, "core_calls", 0, {"core_calls": 60})
        == -signal.SIGKILL
    )
    write_page(instance.pages, 2, THIRD)
    instance.run(THIRD)
    assert [day for day, _ in instance.calls()] == [FIRST, THIRD]


@pytest.mark.parametrize("step", ["core_articles", "core_calls"])
def test_killed_rerun_of_a_published_edition_is_completed_by_the_next_run_of_any(
    instance: Lean, tmp_path: Path, step: str
) -> None:
    write_page(instance.pages, 1, FIRST)
    assert in_child(instance.die_within, FIRST, step, 1, {step: 60}) == -signal.SIGKILL
    assert instance.calls() == [(FIRST, ["CHL", "NOR"])]
    with pytest.raises(WarehouseError, match=f"edition {FIRST} is still to be made anew"):
        publish_edition(instance.project, None)
    said: list[str] = []
    write_page(instance.pages, 2, SECOND)
    instance.run(SECOND, say=said.append)
    assert any(
        line.startswith(f"edition {FIRST} is made anew from the archive (1 of 1): it was killed")
        for line in said
    )
    assert instance.calls() == [
        (FIRST, ["AUT", "NOR"]),
        (FIRST, ["CHL", "NOR"]),
        (SECOND, ["GHA", "NOR"]),
    ]
    assert instance.published() == made_anew(instance, tmp_path / "anew", [FIRST, SECOND])


def test_runs_at_the_same_time_take_turns_and_both_end_well(
    instance: Lean, published: Path, tmp_path: Path
) -> None:
    write_page(instance.pages, 1, SECOND)
    write_page(instance.pages, 2, THIRD)
    said = tmp_path / "said.txt"

    def run(edition: date) -> None:
        with said.open("a", encoding="utf-8") as lines:
            instance.run(edition, say=lambda line: print(line, file=lines, flush=True))

    context = multiprocessing.get_context("fork")
    both = [context.Process(target=run, args=(edition,)) for edition in (SECOND, THIRD)]
    for process in both:
        process.start()
    for process in both:
        process.join(timeout=120)
    assert [process.exitcode for process in both] == [0, 0]
    waiting = re.findall(
        r"waiting for the run of edition (\S+) \(process (\d+)\) to end", said.read_text()
    )
    assert waiting in (
        [(str(SECOND), str(both[0].pid))],
        [(str(THIRD), str(both[1].pid))],
    )
    found = instance.published()
    assert [day for day, _ in instance.calls()] == [FIRST, SECOND, THIRD]
    assert found == made_anew(instance, tmp_path / "anew", [SECOND, THIRD], published)


def test_turn_that_does_not_come_is_told_in_one_line(tmp_path: Path) -> None:
    home = Home(tmp_path)

    def wait() -> None:
        with (
            pytest.raises(RunBusyError) as error,
            take_turn(home, "B", say=silent, wait_seconds=0.1),
        ):
            pass
        assert str(error.value).startswith(f"A (process {parent}) is at work on ")
        assert "\n" not in str(error.value)

    parent = os.getpid()
    with take_turn(home, "A", say=silent):
        assert in_child(wait) == 0
    with take_turn(home, "C", say=silent, wait_seconds=0.1):
        pass


def test_pages_of_a_day_without_a_run_wait_and_are_told_of(instance: Lean) -> None:
    write_page(instance.pages, 1, SECOND)
    write_page(instance.pages, 2, THIRD)
    instance.run(THIRD)
    assert [day for day, _ in instance.calls()] == [FIRST, THIRD]
    assert unfinished_editions(instance.project) == {SECOND: "archived, not run"}
    instance.run(SECOND)
    assert [day for day, _ in instance.calls()] == [FIRST, SECOND, THIRD]
    assert unfinished_editions(instance.project) == {}


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


def test_open_session_on_the_published_file_does_not_block_a_run(instance: Lean) -> None:
    write_page(instance.pages, 1, SECOND)
    with duckdb.connect(str(instance.home.warehouse), read_only=True) as session:
        before = session.execute("SELECT count(*) FROM core.calls").fetchone()
        instance.run(SECOND)
        assert session.execute("SELECT count(*) FROM core.calls").fetchone() == before
    assert len(instance.calls()) == 2


def broken(build: Path, how: str) -> None:
    """Break a build file as disks and people do."""
    size = build.stat().st_size
    with build.open("r+b") as file:
        if how == "no database":
            file.write(b"no database at all" * 1000)
        elif how == "header of zeros":
            file.write(bytes(3 * 4096))
        elif how == "cut off":
            file.truncate(size // 2)
        else:
            file.seek(3 * 4096)
            for _ in range(3 * 4096, size, 4096):
                file.write(b"\xff" * 64)
                file.seek(4096 - 64, os.SEEK_CUR)


@pytest.mark.parametrize("how", ["no database", "header of zeros", "cut off", "pages of it"])
def test_broken_build_file_is_set_aside_and_what_it_held_is_made_anew(
    instance: Lean, how: str
) -> None:
    before = instance.published()
    broken(instance.home.build, how)
    said: list[str] = []
    aside = set_aside_if_broken(instance.home.build, say=said.append)
    assert aside is not None
    assert aside.stat().st_size > 0
    assert "build.duckdb cannot be read" in said[0]
    assert "it is kept as build.duckdb.broken" in said[1]
    assert not any("\n" in line for line in said)
    assert instance.published() == before
    instance.run(FIRST, offline=True)
    assert instance.published() == before
    assert set_aside_if_broken(instance.home.build, say=silent) is None


def test_run_that_meets_a_broken_page_at_its_beginning_makes_the_file_anew(
    instance: Lean,
) -> None:
    """The file opens, since its head is sound."""
    before, said = instance.published(), list[str]()
    broken(instance.home.build, "cut off")
    instance.run(FIRST, say=said.append)
    assert any("it is kept as build.duckdb.broken" in line for line in said)
    assert instance.published() == before


def test_log_of_garbage_beside_the_build_file_does_no_harm(instance: Lean) -> None:
    before = instance.published()
    instance.home.build.with_name("build.duckdb.wal").write_bytes(b"garbage" * 1000)
    instance.run(FIRST)
    assert instance.published() == before


def with_room_for(size: int, work: Callable[[], object]) -> None:
    """Do the work where no file can grow beyond a size, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    work()


@pytest.mark.parametrize("step", ["core_calls", "warehouse"])
def test_full_disk_is_told_in_one_line_and_the_run_completes_when_there_is_room(
    instance: Lean, published: Path, tmp_path: Path, step: str
) -> None:
    before = instance.published()
    write_page(instance.pages, 1, SECOND)
    steps = {s.name: s for s in edition_steps(instance.project, SECOND, say=silent)}
    names = list(steps)
    for name in names[: names.index(step)]:
        steps[name].run()

    def work() -> None:
        with pytest.raises(WarehouseError, match=r"cannot be (written|published)") as error:
            steps[step].run()
        assert "\n" not in str(error.value)

    assert in_child(with_room_for, 1024, work) == 0
    assert instance.published() == before
    assert not list(instance.home.path.glob(".warehouse*"))
    instance.run(SECOND)
    assert instance.published() == made_anew(instance, tmp_path / "anew", [SECOND], published)


def test_ledger_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    instance = Lean(tmp_path)

    def work() -> None:
        with pytest.raises(LedgerError, match="make room or the folder writable") as error:
            collect_pages(instance.project, FIRST, say=silent)
        assert "\n" not in str(error.value)

    assert in_child(with_room_for, 1024, work) == 0


def test_target_that_cannot_be_written_fails_the_run_and_stays(instance: Lean) -> None:
    write_page(instance.pages, 1, SECOND)
    target = instance.home.warehouse
    kept = target.with_suffix(".kept")
    target.rename(kept)
    target.mkdir()  # not even root can put a file in the place of a folder
    with pytest.raises(WarehouseError, match=r"cannot be published: .*") as error:
        instance.run(SECOND)
    assert "\n" not in str(error.value)
    assert not list(instance.home.path.glob(".warehouse*"))
    target.rmdir()
    kept.rename(target)
    assert len(instance.calls()) == 1
    instance.run(SECOND)
    assert len(instance.calls()) == 2


def test_nothing_published_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="nothing is published"):
        answer(tmp_path / "warehouse.duckdb", "SELECT 1")
