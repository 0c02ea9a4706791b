"""Whose a page is that several sources lead to: the one's whose id comes first, however quick the others were."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.collect import harvest
from readouts.harvest.sources.source import Source
from tests.harvest.pages import DAY, QUICK, article, rss, source
from tests.harvest.server import Answer, Handler, Site, serving


@pytest.fixture
def sites() -> Iterator[tuple[Site, Site]]:
    """Two hosts."""
    with serving() as one, serving() as other:
        yield one, other


def late(answer: Answer, until: threading.Event) -> object:
    def route(_: Handler) -> Answer:
        until.wait(9)
        return answer

    return route


def feed_on(site: Site, name: str, *links: str, until: threading.Event | None = None) -> Source:
    feed = Answer(rss((link, None) for link in links), type="text/xml")
    site.routes[f"/{name}.xml"] = late(feed, until) if until else feed  # type: ignore[assignment]
    return source("feed", id=name, name=name, url=f"{site.url}/{name}.xml")


def owners(home: Path, edition: date = DAY) -> dict[str, str]:
    return {
        row["url"].rpartition("/")[2]: row["source_id"]
        for row in archived_pages(home, edition)
        if row["kind"] == "article"
    }


def test_it_is_the_first_ones_by_id_also_where_its_list_comes_last(
    sites: tuple[Site, Site], tmp_path: Path
) -> None:
    slow, quick = sites
    quick.routes |= {f"/{name}": Answer(article(n)) for n, name in enumerate("abc")}
    pages = {name: f"{quick.url}/{name}" for name in "abc"}
    come = threading.Event()
    threading.Timer(0.5, come.set).start()
    sources = [
        feed_on(quick, "zeta", pages["a"], pages["b"]),
        feed_on(slow, "alpha", pages["b"], pages["c"], until=come),
    ]
    report = harvest(sources, DAY, tmp_path, limits=QUICK)
    assert owners(tmp_path) == {"a": "zeta", "b": "alpha", "c": "alpha"}
    assert sorted(quick.paths()).count("/b") == 1
    assert [(each.source_id, each.pages) for each in report.sources] == [("zeta", 1), ("alpha", 2)]


def test_what_is_another_ones_costs_nothing_of_what_a_source_may_ask_for(
    sites: tuple[Site, Site], tmp_path: Path
) -> None:
    slow, quick = sites
    quick.routes |= {f"/{name}": Answer(article(n)) for n, name in enumerate("abc")}
    pages = [f"{quick.url}/{name}" for name in "abc"]
    sources = [
        feed_on(quick, "zeta", *pages).model_copy(update={"max_pages": 1}),
        feed_on(slow, "alpha", *pages[:2]),
    ]
    report = harvest(sources, DAY, tmp_path, limits=QUICK)
    assert owners(tmp_path) == {"a": "alpha", "b": "alpha", "c": "zeta"}
    assert report.sources[0].deferred == 0


def test_a_list_that_takes_too_long_holds_nobody_up_and_takes_what_is_left(
    sites: tuple[Site, Site], tmp_path: Path
) -> None:
    slow, quick = sites
    come = threading.Event()

    def page(_: Handler) -> Answer:
        come.set()
        return Answer(article())

    quick.routes |= {"/a": page, "/b": Answer(article(1))}
    pages = [f"{quick.url}/{name}" for name in "ab"]
    sources = [
        feed_on(quick, "zeta", pages[0]),
        feed_on(slow, "alpha", *pages, until=come),
    ]
    began = time.monotonic()
    harvest(sources, DAY, tmp_path, limits=replace(QUICK, longest_looking=0.3))
    assert time.monotonic() - began < 8, "the page was asked for before the list had come"
    assert owners(tmp_path) == {"a": "zeta", "b": "alpha"}


@pytest.mark.parametrize("wrong", [Answer("", status=500), Answer("no feed"), None])
def test_a_list_that_fails_holds_nobody_up(
    sites: tuple[Site, Site], tmp_path: Path, wrong: Answer | None
) -> None:
    broken, quick = sites
    quick.routes["/a"] = Answer(article())
    first = feed_on(broken, "alpha", f"{quick.url}/a")
    broken.routes["/alpha.xml"] = wrong or (lambda _: None)
    harvest(
        [feed_on(quick, "zeta", f"{quick.url}/a"), first],
        DAY,
        tmp_path,
        limits=replace(QUICK, attempts=1),
    )
    assert owners(tmp_path) == {"a": "zeta"}


def test_a_page_that_was_found_a_day_before_stays_whose_it_is(
    sites: tuple[Site, Site], tmp_path: Path
) -> None:
    one, other = sites
    other.routes["/a"] = Answer(article())
    zeta = feed_on(other, "zeta", f"{other.url}/a")
    harvest([zeta], DAY, tmp_path, limits=QUICK)
    alpha = feed_on(one, "alpha", f"{other.url}/a")
    harvest([alpha, zeta], date(2026, 5, 10), tmp_path, limits=QUICK)
    assert owners(tmp_path) == {"a": "zeta"}
    assert owners(tmp_path, date(2026, 5, 10)) == {}


def test_a_list_that_two_sources_ask_for_is_a_row_of_each(
    sites: tuple[Site, Site], tmp_path: Path
) -> None:
    """Which of the two was done first is not told by the rows."""
    one, _ = sites
    alpha = feed_on(one, "alpha")
    zeta = source("feed", id="zeta", name="zeta", url=f"{one.url}/alpha.xml")
    for _ in range(2):
        harvest([zeta, alpha], DAY, tmp_path, limits=QUICK)
    rows = archived_pages(tmp_path, DAY)
    assert sorted(row["source_id"] for row in rows) == ["alpha", "zeta"]
