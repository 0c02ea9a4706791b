"""Two machines over one archive and one ledger: no page asked for twice, nor a robots.txt, nor a source looked at."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import psycopg2
import pytest

from pipelines.cluster.servers import Server
from readouts.base.instance.home import Home
from readouts.base.state.records import Place
from readouts.base.state.turns import TurnLostError
from readouts.edition.run import run_edition
from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.collect import harvest
from readouts.harvest.collection.ledger import LedgerError
from readouts.harvest.sources.source import Source
from readouts.warehouse.publishing.copies import HOST, clear_drafts, draft_of
from readouts.warehouse.reading.query import answer
from tests.cluster.test_turns import end_sessions
from tests.harvest.pages import DAY, QUICK, article, feed_of, rss, source
from tests.harvest.server import Answer, Site, serving, with_etag
from tests.pipelines.instance import FIRST, SECOND, THIRD, Instance, Lean
from tests.pipelines.pages import write_page

NEXT = DAY + timedelta(days=1)
LAST = DAY + timedelta(days=2)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def test_no_page_is_fetched_twice_by_two_machines(machines: tuple[Home, Home], site: Site) -> None:
    here, there = machines
    feed_of(site, ("/a", None), ("/b", None))
    site.routes |= {f"/{name}": Answer(article(n)) for n, name in enumerate("abc")}
    named = source("feed", url=f"{site.url}/feed")
    assert harvest([named], DAY, here, limits=QUICK).pages == 2
    longer = rss((link, None) for link in ("/a", "/b", "/c"))
    site.routes["/feed"] = with_etag(Answer(longer, type="application/rss+xml"), '"two"')
    report = harvest([named], NEXT, there, limits=QUICK, published_editions={DAY})
    assert report.pages == 1
    assert harvest([named], LAST, here, limits=QUICK, published_editions={DAY, NEXT}).pages == 0
    asked = site.paths()
    assert [asked.count(f"/{name}") for name in "abc"] == [1, 1, 1]
    # what the feed said of itself to the other machine is known as well
    assert [
        asked.headers.get("If-None-Match") for asked in site.asked if asked.path == "/feed"
    ] == [
        None,
        '"one"',
        '"two"',
    ]
    assert site.times("/robots.txt") == 1
    assert not (here.path / "harvest.sqlite").exists()
    assert sorted(path.name for path in here.shared.iterdir()) == ["archive", "instance"]


def test_source_that_one_machine_has_looked_at_is_not_due_on_another(
    machines: tuple[Home, Home], site: Site
) -> None:
    feed_of(site, ("/a", None))
    site.routes["/a"] = Answer(article())
    often = source("feed", url=f"{site.url}/feed", every=timedelta(hours=2))
    looked = [
        len(harvest([often], DAY, home, limits=QUICK, only_due=True).sources) for home in machines
    ]
    assert looked == [1, 0]


@pytest.mark.parametrize(
    "harm",
    [
        'DROP SCHEMA "{schema}" CASCADE',
        'UPDATE "{schema}".layout SET version = 1',
        'DROP TABLE "{schema}".layout',
    ],
)
def test_the_ledger_can_be_lost(
    machines: tuple[Home, Home], database: Server, site: Site, harm: str
) -> None:
    here, there = machines
    feed_of(site, ("/a", None), ("/gone", None))
    site.routes["/a"] = Answer(article())
    named = source("feed", url=f"{site.url}/feed")
    harvest([named], DAY, here, limits=QUICK)
    asked = len(site.paths())
    in_database(database, harm.format(schema=Place.of(here, here.path, "harvest").schema))
    said: list[str] = []
    harvest([named], DAY, there, limits=QUICK, progress=said.append)
    assert site.paths()[asked:] == ["/feed"]
    is_gone = harm.startswith("DROP SCHEMA")
    assert any("is made anew from the archive" in line for line in said) is not is_gone


def test_database_that_fails_in_a_harvest_ends_it_in_one_line(
    machines: tuple[Home, Home], database: Server, site: Site
) -> None:
    here, _ = machines
    named = page_collected(here, site)
    schema = Place.of(here, here.path, "harvest").schema
    in_database(database, f'ALTER TABLE "{schema}".pages RENAME COLUMN state TO condition')
    with pytest.raises(LedgerError, match=r"the database .* cannot be used") as told:
        harvest([named], NEXT, here, limits=QUICK)
    assert "\n" not in str(told.value)


def page_collected(here: Home, site: Site) -> Source:
    """A feed of one page, which one machine has collected."""
    feed_of(site, ("/a", None))
    site.routes["/a"] = Answer(article())
    named = source("feed", url=f"{site.url}/feed")
    harvest([named], DAY, here, limits=QUICK)
    return named


def in_database(database: Server, statement: str) -> None:
    with closing(psycopg2.connect(database.url)) as connection, connection as begun:
        begun.cursor().execute(statement)


def test_page_that_fails_on_one_machine_is_tried_no_more_often_by_two(
    machines: tuple[Home, Home], site: Site
) -> None:
    site.routes["/gone"] = Answer("", status=410)
    named = source("urls", urls=(f"{site.url}/gone",))
    for edition in (date(2026, 5, day) for day in range(1, 11)):
        harvest([named], edition, machines[edition.day % 2], limits=QUICK)
    assert site.paths().count("/gone") == 5


def test_half_written_volume_of_another_machine_is_left_until_it_is_old(
    machines: tuple[Home, Home], site: Site
) -> None:
    here, there = machines
    named = page_collected(here, site)
    young = here.archive / str(DAY) / "test-of-another.warc.gz.part"
    old = young.with_name("test-of-a-killed-one.warc.gz.part")
    for path in (young, old):
        path.write_bytes(b"half")
    before = time.time() - 90_000
    os.utime(old, (before, before))
    harvest([named], DAY, there, limits=QUICK)
    assert (young.exists(), old.exists()) == (True, False)
    os.utime(young, (before, before))
    harvest([named], NEXT, there, limits=QUICK)
    assert not young.exists()
    assert [row["kind"] for row in archived_pages(here.shared, DAY)].count("article") == 1


def test_draft_of_another_machine_is_left_until_it_is_old(tmp_path: Path) -> None:
    own = draft_of(tmp_path / "warehouse.duckdb")
    other = own.with_name(own.name.replace(HOST, "another-machine"))
    for path in (own, other):
        path.write_bytes(b"half")
    clear_drafts(tmp_path, "warehouse.duckdb")
    assert (own.exists(), other.exists()) == (False, True)
    before = time.time() - 90_000
    os.utime(other, (before, before))
    clear_drafts(tmp_path, "warehouse.duckdb")
    assert not other.exists()


def on(machine: Home, instance: Instance) -> Instance:
    instance.home = machine
    instance.project = replace(instance.project, home=machine)
    return instance


@pytest.fixture
def both(machines: tuple[Home, Home], tmp_path: Path) -> tuple[Instance, Instance]:
    """An instance, from each of two machines."""
    one, other = (on(machine, Lean(tmp_path / "given")) for machine in machines)
    return one, other


def test_editions_that_two_machines_run_are_what_one_would_have_made(
    both: tuple[Instance, Instance], tmp_path: Path
) -> None:
    alone = Lean(tmp_path / "alone")
    for number, day in enumerate((FIRST, SECOND, THIRD), start=1):
        for instance in (alone, both[0]):
            write_page(instance.pages, number, day)
        alone.run(day)
        both[number % 2].run(day)
    assert both[0].publication() == both[1].publication() == alone.publication()


STEPS = ["core_articles", "core_parsed", "marts_evidence", "warehouse"]


@pytest.mark.parametrize("step", STEPS)
def test_run_that_has_lost_its_turn_commits_and_publishes_nothing_more(
    both: tuple[Instance, Instance], database: Server, step: str
) -> None:
    here, there = both
    write_page(here.pages, 1, FIRST)
    here.run(FIRST)
    write_page(here.pages, 2, SECOND)
    before = here.home.warehouse.read_bytes()
    names = here.step_names()
    with pytest.raises(TurnLostError) as lost:
        run_edition(
            here.project,
            SECOND,
            say=lambda line: None,
            stepped=_once(names[names.index(step) - 1], lambda: end_sessions(database)),
        )
    assert "\n" not in str(lost.value)
    assert here.home.warehouse.read_bytes() == before
    there.run(SECOND)
    states = "SELECT edition, status FROM meta.editions ORDER BY ALL"
    assert answer(there.home.warehouse, states).rows == [
        (FIRST, "published"),
        (SECOND, "published"),
    ]


def _once(name: str, work: Callable[[], None]) -> Callable[[str], None]:
    def stepped(step: str) -> None:
        if step == name:
            work()

    return stepped
