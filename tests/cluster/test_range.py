"""A range on workers that die in every step, with servers that are started anew: what one serial run publishes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipelines.cluster.local import LOGS, Cluster, running
from pipelines.cluster.servers import Server, missing
from pipelines.orchestration.closing import ask_for, progress_of
from pipelines.orchestration.records import SETTINGS_OF_A_CLUSTER, dagster_records
from readouts.base.instance.home import ROOT, SOURCES_VARIABLE, Home
from readouts.edition.project import Project
from readouts.edition.run import edition_steps, run_edition
from readouts.warehouse.reading.query import answer
from tests.asking.server import serving as serving_answers
from tests.asking.soaking import Watcher, configure
from tests.cluster.dying import ENDING, MAKING, PUBLISHING, died_in, plan
from tests.cluster.test_cluster import publication
from tests.harvest.pages import rss
from tests.harvest.server import Answer, Site, serving
from tests.pipelines.instance import silent
from tests.pipelines.pages import COUNTERPARTS, PAGE

BEGIN = date(2026, 3, 2)
SEED = 20260302
LONGEST = 3600.0
"""Seconds that all of it may take."""

SOURCES = """defaults:
  allow_private: true
  delay: 0
sources:
  - id: ministry
    name: Invented Ministry
    kind: sitemap
    type: ministry
    country: NOR
    language: en
    url: {url}/sitemap.xml
  - id: wire
    name: Invented Wire
    kind: feed
    type: wire
    language: en
    url: {url}/feed
"""

OF_THE_DAEMON = {
    "max_retries: 3": "max_retries: 30",
    "poll_interval_seconds: 5": "poll_interval_seconds: 1",
}
"""Settings of the machine that hands runs out: workers die more often here than elsewhere, and are missed sooner."""

WORDS = (
    "barley",
    "wool",
    "salt",
    "timber",
    "bridge",
    "harbour",
    "school",
    "lamp",
    "bread",
    "river",
)


def page(number: int, day: date, *, more: str = "") -> Answer:
    """A page of a call; another counterpart each day, and words of its own, so that none is another's copy."""
    name, country = COUNTERPARTS[number % len(COUNTERPARTS)]
    own = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(3, 60))
    text = PAGE.format(
        title=f"Call with the Foreign Minister of {country}",
        meta=f'<meta property="article:published_time" content="{day}T09:00:00Z">',
        name=name,
        surname=name.split()[-1],
        country=country,
        more=f"{own} {number} {more}",
    )
    return Answer(text)


def publish_pages(site: Site, days: Sequence[date]) -> int:
    """A call a day on the ministry's site, a late one of the day before, the wire's copy of the first; their number."""
    listed, fed = [], []
    for number, day in enumerate(days):
        before = day - timedelta(days=1)
        site.routes[f"/call/{number}"] = page(number, day)
        site.routes[f"/late/{number}"] = page(number + 100, before, more="late")
        site.routes[f"/wire/{number}"] = page(number, day)
        listed += [(f"/call/{number}", day), (f"/late/{number}", day)]
        fed.append((f"/wire/{number}", f"{day:%a, %d %b %Y} 10:00:00 GMT"))
    urls = "".join(
        f"<url><loc>{site.url}{path}</loc><lastmod>{day}</lastmod></url>" for path, day in listed
    )
    site.routes["/sitemap.xml"] = Answer(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>',
        type="application/xml",
    )
    site.routes["/feed"] = Answer(rss(fed), type="application/rss+xml")
    return 3 * len(days)


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    if (told := missing()) is not None:
        pytest.skip(f"an instance on several machines is not tested: {told}")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with serving() as made:
        sources = tmp_path / "sources.yaml"
        sources.write_text(SOURCES.format(url=made.url), encoding="utf-8")
        monkeypatch.setenv(SOURCES_VARIABLE, str(sources))
        monkeypatch.setenv("READOUTS_SCHEDULE", "off")
        yield made


@dataclass(frozen=True)
class Extent:
    """How much of it is tried: editions, those asked for twice, in which steps who dies, and what is started anew."""

    editions: int
    makers: int
    twice: slice
    maker: tuple[str, ...]
    closer: tuple[str, ...]
    anew: dict[int, str]
    """After so many closed editions a server, by its name, that is killed and begun again."""


ALL_STEPS = "all"
WHOLE = Extent(
    20,
    2,
    slice(2, 5),
    (*MAKING, ENDING),
    (ALL_STEPS, *PUBLISHING, ENDING, "warehouse", "warehouse"),
    {3: "PostgreSQL", 7: "Redis", 11: "PostgreSQL", 15: "Redis"},
)
SHORT = Extent(
    1,
    1,
    slice(0, 1),
    ("archiving",),
    (),
    {},
)


@pytest.mark.parametrize("extent", [SHORT, WHOLE], ids=["one edition", "twenty editions"])
def test_range_on_workers_that_die_in_every_step_is_what_a_serial_run_publishes(
    site: Site, tmp_path: Path, extent: Extent
) -> None:
    days = [BEGIN + timedelta(days=number) for number in range(extent.editions)]
    pages = publish_pages(site, days)
    sources = tmp_path / "sources.yaml"
    alone = Home(tmp_path / "alone")
    with _watched(alone, sources):
        project = Project.load(alone, ROOT, sources)
        for day in days:
            run_edition(project, day, say=silent)
    steps = [step.name for step in edition_steps(project, BEGIN, say=silent)] + ["brief"]
    [(reactions,)] = answer(alone.warehouse, "SELECT count(*) FROM core.reactions").rows
    assert reactions >= len(days)
    assert _fetched(site).total() == pages
    site.asked.clear()
    folder = tmp_path / "cluster"
    home = Home(folder / "desk", folder / "shared")
    closer = [one for name in extent.closer for one in (steps if name == ALL_STEPS else [name])]
    planned = {f"maker-{number}": extent.maker for number in range(1, extent.makers + 1)}
    planned["closer"] = tuple(closer)
    for name, deaths in planned.items():
        plan(folder / name, deaths, at_a_time=2)
    _set_up_daemon(folder / "desk")
    start = time.monotonic()
    with (
        _watched(home, sources) as model,
        running(folder, makers=extent.makers) as cluster,
        dagster_records(cluster.home) as records,
    ):
        _run(cluster, records.instance, days, extent)
    seconds = time.monotonic() - start
    dead = {name: died_in(folder / name) for name in planned}
    print(f"{len(days)} editions in {seconds:.0f} s; died in:")
    for name, deaths in dead.items():
        print(f"  {name}: {', '.join(f'{step} ({moment})' for step, moment in deaths)}")
    assert publication(home) == publication(alone)
    # Which of the makers takes the next edition is theirs to settle: between them they die in every step.
    of_makers = [step for name in planned if name != "closer" for step, _ in dead[name]]
    assert set(of_makers) == set(extent.maker)
    for name in planned:
        of_one = Counter(step for step, _ in dead[name])
        assert of_one <= Counter(planned[name]), name
    assert Counter(step for step, _ in dead["closer"]) == Counter(planned["closer"])
    assert model.asked_twice == []
    _require_asked_as_told(site, pages, dead, extent)


def _require_asked_as_told(
    site: Site, pages: int, dead: dict[str, list[tuple[str, str]]], extent: Extent
) -> None:
    """A page is fetched again only where a crawl died with it, before it was archived."""
    fetched = _fetched(site)
    assert len(fetched) == pages
    crawls = sum(
        step in ("fetching", "archiving", "listing what is archived")
        for deaths in dead.values()
        for step, _ in deaths
    )
    lost = crawls + len(extent.anew)
    again = {path: number for path, number in fetched.items() if number > 1}
    print(f"{pages} pages, fetched again: {again}")
    assert sum(number - 1 for number in again.values()) <= 3 * lost
    assert max(fetched.values()) <= 1 + lost


def _fetched(site: Site) -> Counter[str]:
    return Counter(path for path in site.paths() if path not in ("/sitemap.xml", "/feed"))


@contextmanager
def _watched(home: Home, sources: Path) -> Iterator[Watcher]:
    """A model that is asked about every page, and notes what is asked twice."""
    watcher = Watcher(home, SEED)
    watcher.behaves = True
    with serving_answers(watcher) as server:
        configure(sources, server)
        yield watcher


def _set_up_daemon(home: Path) -> None:
    text = SETTINGS_OF_A_CLUSTER.read_text(encoding="utf-8")
    for shipped, own in OF_THE_DAEMON.items():
        assert shipped in text
        text = text.replace(shipped, own)
    (home / "dagster").mkdir(parents=True)
    (home / "dagster" / "dagster.yaml").write_text(text, encoding="utf-8")


def _run(
    cluster: Cluster, instance: dg.DagsterInstance, days: Sequence[date], extent: Extent
) -> None:
    """Have the range made and closed, a part of it twice, and start servers anew on the way."""
    requests = [(ask_for(cluster.home, days), days)]
    requests.append((ask_for(cluster.home, days[extent.twice]), days[extent.twice]))
    anew = dict(extent.anew)
    end = time.monotonic() + LONGEST
    while True:
        found = [
            (day, progress)
            for request, asked in requests
            for day, progress in progress_of(instance, request, asked).items()
        ]
        failed = [(day, one.failures) for day, one in found if one.stage == "failed"]
        if failed:
            pytest.fail(f"{failed}\n{_told(cluster, instance)}")
        closed = sum(one.stage == "closed" for _, one in found)
        if closed == len(found):
            assert not anew
            return
        if time.monotonic() > end:
            pytest.fail(f"{found}\n{_told(cluster, instance)}")
        for name, program in list(cluster.programs.items()):
            if program.poll() is not None:
                cluster.begin_worker(name.partition("-")[0], name)
        for number in [number for number in anew if number <= closed]:
            name = anew.pop(number)
            _begin_anew(cluster.database if name == "PostgreSQL" else cluster.queue)
        time.sleep(0.5)


def _begin_anew(server: Server) -> None:
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    server.begin()


def _told(cluster: Cluster, instance: dg.DagsterInstance) -> str:
    """What Dagster has of runs, and the ends of all logs."""
    runs = [
        f"{run.run_id[:8]} {run.job_name} {run.status.value} {run.tags}"
        for run in reversed(instance.get_runs())
    ]
    files = sorted((cluster.folder / LOGS).iterdir())
    ends = [f"{path.name}: {path.read_text(errors='replace')[-3000:]}" for path in files]
    return "\n".join([*runs, *ends])
