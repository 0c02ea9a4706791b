"""Editions on workers, killed on the way: what is published is what one serial run publishes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets.resources import LIFE_TAG, PROCESS_TAG
from pipelines.cluster.local import LOGS, Cluster, running
from pipelines.cluster.servers import Server, missing
from pipelines.orchestration.closing import Progress, ask_for, progress_of
from pipelines.orchestration.records import dagster_records
from readouts.base.instance.home import ROOT, SOURCES_VARIABLE, Home
from readouts.edition.project import Project
from readouts.edition.run import run_edition
from readouts.moving.move import move_to_home, move_to_shared
from readouts.warehouse.reading.query import answer
from tests.harvest.pages import rss
from tests.harvest.server import Answer, Handler, Site, serving
from tests.pipelines.instance import FIRST, SECOND, silent
from tests.pipelines.pages import COUNTERPARTS, PAGE
from tests.sampling import PORT, run_sample

SECONDS = 240.0
"""How long anything may take on a machine that is busy; on a free one all of it takes a tenth."""

SOURCES = """defaults:
  allow_private: true
  delay: 0
sources:
  - id: invented
    name: Invented Ministry
    kind: feed
    type: ministry
    country: NOR
    language: en
    url: {url}/feed
"""


def page_of(number: int, day: date) -> str:
    name, country = COUNTERPARTS[number]
    meta = f'<meta property="article:published_time" content="{day}T09:00:00Z">'
    title = f"Call with the Foreign Minister of {country}"
    return PAGE.format(
        title=title,
        meta=meta,
        name=name,
        surname=name.split()[-1],
        country=country,
        more=f"It was call {number}.",
    )


class Invented:
    """A ministry whose pages can be held up, so that a maker is in the middle of its making."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        self.asked, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()
        days = [FIRST, FIRST, SECOND]
        for number, day in enumerate(days):
            site.routes[f"/{number}"] = self._page(number, day)
        entries = [(f"/{n}", f"{day:%a, %d %b %Y} 09:00:00 GMT") for n, day in enumerate(days)]
        site.routes["/feed"] = Answer(rss(entries), type="application/rss+xml")
        self.sources = folder / "sources.yaml"
        self.sources.write_text(SOURCES.format(url=site.url), encoding="utf-8")

    def _page(self, number: int, day: date) -> Callable[[Handler], Answer]:
        def respond(handler: Handler) -> Answer:
            if number == 1:
                self.asked.set()
                self.may_go_on.wait(SECONDS)
            return Answer(page_of(number, day))

        return respond


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    if (told := missing()) is not None:
        pytest.skip(f"an instance on several machines is not tested: {told}")


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Invented]:
    with serving() as site:
        made = Invented(site, tmp_path)
        monkeypatch.setenv(SOURCES_VARIABLE, str(made.sources))
        monkeypatch.setenv("READOUTS_SCHEDULE", "off")
        yield made


BOTH = [FIRST, SECOND]


def serial(invented: Invented, folder: Path, days: Sequence[date] = BOTH) -> Home:
    """What one run after another publishes, on one machine."""
    home = Home(folder)
    project = Project.load(home, ROOT, invented.sources)
    for edition in days:
        run_edition(project, edition, say=silent)
    return home


def publication(home: Home) -> Any:
    [(found,)] = answer(home.warehouse, "SELECT publication_id FROM meta.publication").rows
    return found


class Watched:
    """A cluster that is asked for editions, and Dagster's records of it."""

    def __init__(
        self, cluster: Cluster, instance: dg.DagsterInstance, days: Sequence[date] = BOTH
    ) -> None:
        self.cluster, self.instance, self.days = cluster, instance, days
        self.request = ask_for(cluster.home, days)

    def progress(self) -> dict[date, Progress]:
        return progress_of(self.instance, self.request, self.days)

    def until(self, what: Callable[[], Any]) -> Any:
        """Wait until something is so; the logs are told where it does not come."""
        end = time.monotonic() + SECONDS
        while not (found := what()):
            if time.monotonic() > end:
                pytest.fail(f"{self.progress()}\n{self.logs()[-4000:]}")
            time.sleep(0.2)
        return found

    def logs(self) -> str:
        files = sorted((self.cluster.folder / LOGS).iterdir())
        return "\n".join(path.read_text(errors="replace") for path in files)

    def process_of(self, job: str, edition: date) -> int:
        """The process that is at work on an edition, once it is."""

        def find() -> int | None:
            statuses = [dg.DagsterRunStatus.STARTED]
            tags = {"dagster/partition": str(edition)}
            filters = dg.RunsFilter(job_name=job, statuses=statuses, tags=tags)
            for run in self.instance.get_runs(filters=filters):
                if run.tags.get(LIFE_TAG) == run.run_id:
                    return int(run.tags[PROCESS_TAG])
            return None

        return self.until(find)

    def is_closed(self) -> bool:
        found = self.progress()
        for edition, progress in found.items():
            assert progress.stage != "failed", (edition, progress.failures, self.logs()[-4000:])
        return all(progress.stage == "closed" for progress in found.values())


@pytest.mark.parametrize("days", [[FIRST], BOTH], ids=["one edition", "two editions"])
def test_what_workers_make_is_what_a_serial_run_makes_though_a_maker_is_killed(
    invented: Invented, tmp_path: Path, days: list[date]
) -> None:
    alone = serial(invented, tmp_path / "alone", days)
    invented.asked.clear()
    invented.may_go_on.clear()
    with (
        running(tmp_path / "cluster", makers=1) as cluster,
        dagster_records(cluster.home) as records,
    ):
        watched = Watched(cluster, records.instance, days)
        watched.until(invented.asked.is_set)
        os.kill(watched.process_of("make_edition", FIRST), signal.SIGKILL)
        invented.may_go_on.set()
        watched.until(watched.is_closed)
        assert publication(cluster.home) == publication(alone)
        makings = records.instance.get_runs(filters=dg.RunsFilter(job_name="make_edition"))
        assert len(makings) == len(days) + 1
        programs = [process.pid for process in cluster.programs.values()]
        written = watched.logs() + (cluster.home.dagster / "dagster.yaml").read_text()
        for url in (cluster.database.url, cluster.queue.url):
            assert url.split(":")[2].partition("@")[0] not in written
    assert not [pid for pid in programs if Path(f"/proc/{pid}").exists()]


def test_closer_that_is_killed_is_followed_by_another(invented: Invented, tmp_path: Path) -> None:
    alone = serial(invented, tmp_path / "alone")
    with (
        running(tmp_path / "cluster") as cluster,
        dagster_records(cluster.home) as records,
    ):
        watched = Watched(cluster, records.instance)
        process = watched.process_of("daily_edition", FIRST)
        watched.until(cluster.homes["closer"].build.exists)
        os.kill(process, signal.SIGKILL)
        watched.until(watched.is_closed)
        assert publication(cluster.home) == publication(alone)
        closings = records.instance.get_runs(filters=dg.RunsFilter(job_name="daily_edition"))
        days = [run.tags["dagster/partition"] for run in reversed(closings)]
        assert days == [str(FIRST), str(FIRST), str(SECOND)]


@pytest.mark.long
def test_instance_that_has_moved_goes_on_with_workers(
    invented: Invented, database: Server, tmp_path: Path
) -> None:
    alone = serial(invented, tmp_path / "alone")
    moved = serial(invented, tmp_path / "moved", [FIRST])
    move_to_shared(moved.path, tmp_path / "cluster" / "shared")
    with (
        running(tmp_path / "cluster", makers=1) as cluster,
        dagster_records(cluster.home) as records,
    ):
        watched = Watched(cluster, records.instance, [SECOND])
        watched.until(watched.is_closed)
        assert publication(cluster.home) == publication(alone)
    move_to_home(moved.path, tmp_path / "cluster" / "shared")
    assert publication(moved) == publication(alone)


def test_database_that_is_started_anew_ends_no_range(invented: Invented, tmp_path: Path) -> None:
    alone = serial(invented, tmp_path / "alone")
    with (
        running(tmp_path / "cluster") as cluster,
        dagster_records(cluster.home) as records,
    ):
        watched = Watched(cluster, records.instance)
        watched.process_of("daily_edition", FIRST)
        watched.until(cluster.homes["closer"].build.exists)
        assert cluster.database.process is not None
        cluster.database.process.kill()
        cluster.database.process.wait()
        cluster.database.begin()
        watched.until(watched.is_closed)
        assert publication(cluster.home) == publication(alone)


def test_command_runs_the_sample_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with begun(tmp_path, "cluster") as command:
        out, err = command.communicate(timeout=600)
    assert command.returncode == 0, err[-4000:]
    assert err.count(" published") == 5
    assert "Reactions by country and stance" in out
    alone = run_sample(Home(tmp_path / "alone")).home
    assert publication(Home(tmp_path, tmp_path / "home" / "shared")) == publication(alone)
    assert left_of(tmp_path) == []


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "SIGKILL", "a part"])
def test_command_that_is_ended_leaves_nothing_behind(tmp_path: Path, how: str) -> None:
    with begun(tmp_path, "cluster", "--keep") as command:
        log = tmp_path / "home" / LOGS / "closer.log"
        _wait_for(log.exists)
        if how == "a part":
            _wait_for(lambda: left_of(tmp_path, "worker", "closer"))
            os.kill(left_of(tmp_path, "worker", "closer")[0], signal.SIGKILL)
        else:
            command.send_signal(getattr(signal, how))
        _, err = command.communicate(timeout=120)
        _wait_for(lambda: not left_of(tmp_path))
    assert command.returncode == {"SIGTERM": 130, "SIGINT": 130, "SIGKILL": -9}.get(how, 1)
    if how == "a part":
        assert "closer of the cluster has ended; its log: " in err
    assert "Traceback" not in err


@contextmanager
def begun(tmp_path: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command ``readouts``, with a home of its own."""
    variables = {
        "READOUTS_HOME": str(tmp_path / "home"),
        "READOUTS_SAMPLE_PORT": str(PORT),
        "READOUTS_TEST_OF": str(tmp_path),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def left_of(tmp_path: Path, *words: str) -> list[int]:
    """The processes that the command of a test began and that are alive, of those whose command line has the words."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_ours = f"READOUTS_TEST_OF={tmp_path}".encode() in (path / "environ").read_bytes()
            line = (path / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if is_ours and line != [""] and all(word in line for word in words):
                found.append(int(path.name))
    return sorted(found)


def _wait_for(what: Callable[[], Any]) -> None:
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)
