"""A long range publishes now and then, writes every brief, and leaves what it finished to whatever comes next."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.orchestration import runs
from pipelines.orchestration.runs import EditionRun, run_editions
from readouts.warehouse.files.states import what_readers_have
from tests.command import readouts
from tests.pipelines.instance import FIRST, Instance, in_child, kill_oneself, silent
from tests.pipelines.pages import write_page

DAYS = [FIRST + timedelta(days=number) for number in range(4)]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instance:
    """Two pages on four days; a range holds back one edition at most, that four may stand for a long one."""
    assert runs.HELD_AT_MOST == 9, "docs/operating.md says that every tenth publishes"
    monkeypatch.setattr(runs, "HELD_AT_MOST", 1)
    instance = Instance(tmp_path)
    write_page(instance.pages, 0, FIRST)
    write_page(instance.pages, 1, DAYS[1])
    return instance


def ran(instance: Instance, *, dies_at: date | None = None) -> Iterator[EditionRun]:
    def started(edition: date, steps: int) -> None:
        if edition == dies_at:
            kill_oneself()

    return run_editions(
        instance.home, instance.sources, DAYS, offline=False, say=silent, started=started
    )


def readers(instance: Instance) -> list[date]:
    return sorted(what_readers_have(instance.home.warehouse).editions)


def test_range_publishes_now_and_then_and_writes_all_briefs(
    instance: Instance,
) -> None:
    seen = []
    for run in ran(instance):
        assert run.success, run.failures
        seen.append((run.is_published, len(readers(instance))))
    # the first of four waits for the second; the last two are published each
    assert seen == [(False, 0), (True, 2), (True, 3), (True, 4)]
    assert not instance.home.unpublished.exists()
    briefs = sorted(path.stem for path in instance.home.brief.glob("2*.html"))
    assert briefs == [str(day) for day in DAYS]
    write_page(instance.pages, 2, DAYS[0])
    changed = [(run.unchanged, run.is_published) for run in ran(instance)]
    # what the first of them holds back makes none of the others anew, and is published with the last
    assert changed[0] == (False, False)
    assert all(unchanged for unchanged, _ in changed[1:])
    assert changed[-1] == (True, True)
    assert len(instance.calls()) == 3


def test_what_a_killed_range_finished_is_published_by_the_next_command(instance: Instance) -> None:
    assert in_child(lambda: list(ran(instance, dies_at=DAYS[1]))) == -signal.SIGKILL
    assert readers(instance) == []
    assert instance.home.unpublished.exists()
    done = readouts(
        *("sql", "FROM core.calls", "-f", "csv"),
        home=instance.home.path,
        READOUTS_SOURCES=str(instance.sources),
    )
    assert done.stderr == "published what a run had finished: 1 editions\n"
    assert len(done.stdout.splitlines()) == 2, "the heading and the one call"
    assert readers(instance) == [FIRST]
    assert not instance.home.unpublished.exists()
