"""Processes that make the next editions of a range while another closes them: who makes what, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from readouts.base.instance.home import HomeError
from readouts.edition.making.crew import Crew
from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.children import processors
from tests.command import readouts, start
from tests.edition.world import DAYS, World
from tests.pipelines.instance import FIRST, SECOND, silent
from tests.pipelines.pages import write_page

SIX = [FIRST + timedelta(days=n) for n in range(6)]
RANGE = f"{FIRST}..{SECOND}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def eventually(what: Callable[[], bool], seconds: float = 90.0) -> bool:
    deadline = time.monotonic() + seconds
    while not what() and time.monotonic() < deadline:
        time.sleep(0.05)
    return what()


def of_home(world: World) -> set[int]:
    """The processes whose environment names the home: the command, the makers, and those that read pages for them."""
    named = f"READOUTS_HOME={world.home.path}\0".encode()
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if named in (path / "environ").read_bytes() and (path / "cmdline").read_bytes():
                found.add(int(path.name))
        except OSError:
            continue
    return found


def makers_of(world: World) -> set[int]:
    return {
        pid
        for pid in of_home(world)
        if b"readouts.edition.making.process" in (Path("/proc") / str(pid) / "cmdline").read_bytes()
    }


def test_a_range_with_two_workers_publishes_what_a_serial_run_does(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    serial = World(tmp_path_factory.mktemp("serial"))
    serial.run(*DAYS)
    done = readouts(
        *("run", RANGE, "--workers", "2"),
        home=world.home.path,
        READOUTS_SOURCES=str(world.sources),
    )
    assert done.returncode == 0, done.stderr
    assert world.publication() == serial.publication()
    assert f"edition {FIRST}: 3 new pages from 3 sources, 0 failed" in done.stderr
    assert "it is made when it is closed" not in done.stderr
    assert not world.home.made.exists()
    assert eventually(lambda: not of_home(world))


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_is_left_of_a_run_that_is_ended(world: World, sent: signal.Signals) -> None:
    for number in range(60):
        write_page(world.pages / "paper", number, FIRST, more="At length. " * 400)
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(world.path),
        "LANG": "C.UTF-8",
        "READOUTS_HOME": str(world.home.path),
        "READOUTS_SOURCES": str(world.sources),
    }
    with tempfile.TemporaryFile() as stream:
        streams = [stream.fileno()] * 3
        command = start(("run", RANGE, "--workers", "2"), environment, *streams)
        assert eventually(lambda: bool(makers_of(world)))
        os.kill(command.pid, sent)
        assert command.wait() != 0
        assert eventually(lambda: not makers_of(world)), "makers end with whoever started them"
    assert eventually(lambda: not of_home(world))


@pytest.fixture
def killing(world: World) -> Iterator[tuple[Crew, list[str]]]:
    """A crew of two on two editions, whose processes are killed when the first crawl has ended."""
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if (
            "new pages from" in line
            and len([each for each in said if "new pages from" in each]) == 1
        ):
            for process in crew.processes:
                os.kill(process, signal.SIGKILL)

    with Crew(world.project, DAYS, workers=2, say=say) as crew:
        yield crew, said


def test_a_killed_maker_is_told_in_one_line_and_its_edition_left_to_the_closer(
    world: World, killing: tuple[Crew, list[str]]
) -> None:
    crew, said = killing
    first = crew.wait_for(FIRST)
    assert (first.is_done, first.is_closed) == (True, False)
    dead = [line for line in said if line.startswith(f"edition {FIRST}") and "SIGKILL" in line]
    assert dead == [
        f"edition {FIRST}: the process that made it was ended by SIGKILL; it is made when it is closed"
    ]
    world.make(FIRST, offline=first.is_fetched)
    crew.close(FIRST)
    assert crew.wait_for(SECOND).is_fetched, "another process goes on"
    assert len(archived_pages(world.home.path, FIRST)) == 3


def test_a_crew_that_cannot_make_says_why_and_leaves_all_to_the_closer(world: World) -> None:
    world.sources.write_text("sources: nonsense\n")
    said: list[str] = []
    with Crew(world.project, DAYS, workers=2, say=said.append) as crew:
        for day in DAYS:
            ahead = crew.wait_for(day)
            assert (ahead.is_done, ahead.is_fetched) == (True, False)
            crew.close(day)
    (line,) = (line for line in said if line.startswith(f"edition {FIRST}: "))
    assert line.endswith("; it is made when it is closed")


def test_editions_are_made_a_few_ahead_and_no_more(world: World) -> None:
    def made() -> list[date]:
        folders = world.home.made.iterdir() if world.home.made.is_dir() else ()
        return sorted(date.fromisoformat(folder.name) for folder in folders)

    with Crew(world.project, SIX, workers=1, say=silent) as crew:
        assert eventually(lambda: made() == SIX[:2])
        crew.wait_for(SIX[0])
        assert eventually(lambda: made() == SIX[:3])
        crew.wait_for(SIX[1])
        assert eventually(lambda: made() == SIX[:4])
        time.sleep(0.5)
        assert made() == SIX[:4]
        (process,) = crew.processes
    assert eventually(lambda: not Path(f"/proc/{process}").exists())


@pytest.mark.parametrize("said", ["0", "-1", "two", "1.5", "٢"])
def test_a_number_of_workers_that_is_none_is_told(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READOUTS_WORKERS", said)
    with pytest.raises(HomeError, match="READOUTS_WORKERS"):
        processors()


def test_as_many_processes_read_pages_as_workers_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_WORKERS", "3")
    assert processors() == 3
    monkeypatch.delenv("READOUTS_WORKERS")
    assert processors() == len(os.sched_getaffinity(0))


def test_a_maker_ends_with_its_input_whatever_it_is_at(world: World) -> None:
    places = [str(world.home.path), "", str(world.sources)]
    command = ["-m", "readouts.edition.making.process", *places]
    with subprocess.Popen(
        [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 0
