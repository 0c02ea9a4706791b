"""Readers never lose editions: whatever becomes of the build file, what they have stays until it is made anew."""

from __future__ import annotations

import shutil
import signal
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.orchestration.runs import EditionRun, run_editions
from readouts.edition.closing.collecting import collect_pages
from readouts.edition.closing.publishing import publish_finished
from readouts.edition.kept.states import closed_editions, is_current, unfinished_editions
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.gate.gate import GateShut
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
from tests.pipelines.keeping.losses import ALL, LOSSES, editions, garbage, rebuild
from tests.pipelines.pages import write_page


@pytest.mark.parametrize(
    ("loss", "running"),
    zip(LOSSES, [FIRST, THIRD, SECOND, THIRD, THIRD + timedelta(days=1)], strict=True),
)
def test_run_with_a_lost_build_file_ends_with_all_editions(
    instance: Lean, loss: str, running: date
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


def through_dagster(instance: Instance, *days: date, **options: Any) -> list[EditionRun]:
    options.setdefault("say", silent)
    return list(run_editions(instance.home, instance.sources, list(days), **options))


def test_dagsters_job_heals_as_the_command_does(whole: Instance) -> None:
    """The nightly schedule and a backfill start this job, each edition by itself."""
    before = whole.published()
    whole.home.build.unlink()
    [run] = through_dagster(whole, SECOND)
    assert (run.success, run.is_published, run.unchanged) == (True, True, False)
    assert whole.published() == before
    [run] = through_dagster(whole, SECOND)
    assert run.unchanged


def test_range_whose_last_edition_is_refused_publishes_the_others_and_names_it(
    whole: Instance,
) -> None:
    for number in range(7):
        write_page(whole.pages, 10 + number, "2024-02-31")
    with pytest.raises(GateShut):
        whole.run(SECOND)
    assert editions(whole) == [FIRST, SECOND], "a gate that shuts publishes nothing"
    whole.home.build.unlink()
    said: list[str] = []
    runs = through_dagster(whole, FIRST, SECOND, offline=True, say=said.append)
    assert [(run.success, run.is_published) for run in runs] == [(True, False), (False, False)]
    assert editions(whole) == [FIRST]
    [named] = [line for line in said if line.startswith("readers no longer have")]
    assert named.startswith(
        f"readers no longer have edition {SECOND}: edition {SECOND}: the gate of"
    )


def test_process_killed_while_it_heals_goes_on_where_it_was(instance: Lean) -> None:
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


def test_edition_whose_pages_the_archive_lacks_stays_with_readers(instance: Lean) -> None:
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
    whole: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole.published()
    monkeypatch.setenv("READOUTS_HOME", str(whole.home.path))
    monkeypatch.setenv("READOUTS_SOURCES", str(whole.sources))
    result = CliRunner().invoke(app, ["publish", "--without", str(FIRST)])
    assert result.exit_code == 0, result.output
    assert editions(whole) == [SECOND]
    assert f"readers no longer have edition {FIRST}: by hand" in result.stderr
    assert [day for day, _ in whole.calls()] == [SECOND]
    whole.run(SECOND)
    assert editions(whole) == [SECOND]
    whole.run(FIRST)
    assert whole.published() == before
    with pytest.raises(WarehouseError, match="there is no edition 2031-01-01 to withdraw"):
        publish_finished(whole.project, say=silent, without=[date(2031, 1, 1)])


@pytest.mark.parametrize("is_build_lost", [False, True])
def test_published_file_that_cannot_be_read_is_made_anew_or_the_command_is_named(
    instance: Lean, is_build_lost: bool
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


def test_published_file_that_is_gone_is_made_anew_with_all_editions(instance: Lean) -> None:
    before = instance.published()
    instance.home.warehouse.unlink()
    instance.run(THIRD)
    assert instance.published() == before


def test_where_both_files_are_gone_the_command_is_named(instance: Lean) -> None:
    instance.home.build.unlink()
    instance.home.warehouse.unlink()
    said: list[str] = []
    instance.run(THIRD, say=said.append)
    assert any("the archive has 2 editions more; 'readouts rebuild --all'" in s for s in said)


def test_edition_stands_when_both_files_say_so(instance: Lean) -> None:
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
    instance: Lean, change: str
) -> None:
    with duckdb.connect(str(instance.home.build)) as connection:
        connection.execute(CHANGES[change])
    assert not is_current(instance.project, THIRD)


def test_pages_are_archived_under_their_edition_though_the_build_file_is_lost(
    instance: Lean,
) -> None:
    instance.home.build.unlink()
    assert closed_editions(instance.project) == set(ALL)
    garbage(instance)
    assert closed_editions(instance.project) == set(ALL)
