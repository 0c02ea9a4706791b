"""Which links are followed, under which edition a page is filed, and that nothing is asked for or stored twice."""

from __future__ import annotations

import dataclasses
import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.collect import harvest
from readouts.harvest.collection.ledger import LEDGER
from readouts.harvest.extraction.workers import extract_articles
from readouts.harvest.kinds import KINDS
from readouts.harvest.links import Link, archived_edition
from tests.harvest import server
from tests.harvest.pages import (
    DAY,
    QUICK,
    article,
    feed_of,
    filed,
    rows_for,
    rss,
    sitemap,
    source,
    stored,
)
from tests.harvest.server import Answer, Site

NEXT = DAY + timedelta(days=1)
PREVIOUS = DAY - timedelta(days=1)
LONG_AGO = date(2026, 1, 1)

TODAY = date(2026, 5, 12)

# day of the page, editions that are published, the edition that it is filed under
EDITIONS = {
    "its own day": (DAY, [], DAY),
    "no day": (None, [], DAY),
    "not due yet": (NEXT, [], NEXT),
    "earlier, nothing published": (PREVIOUS, [], DAY),
    "earlier and open": (PREVIOUS, [date(2026, 5, 7)], PREVIOUS),
    "earlier and published": (PREVIOUS, [PREVIOUS], DAY),
    "earlier than the last published": (date(2026, 5, 6), [date(2026, 5, 7)], DAY),
    "its own day again": (DAY, [DAY], DAY),
    "today, but east of here": (date(2026, 5, 13), [], date(2026, 5, 13)),
    "ahead of the clock": (date(2026, 5, 14), [], DAY),
    "absurdly late": (date(2999, 1, 1), [], DAY),
}


@pytest.mark.parametrize("case", EDITIONS)
def test_a_page_belongs_to_its_day_while_that_is_open(case: str) -> None:
    day, published, expected = EDITIONS[case]
    assert archived_edition(day, DAY, published, today=TODAY) == expected


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(days, days, st.sets(days, max_size=5))
def test_nothing_is_filed_under_what_is_published_or_before_it(
    day: date, running: date, published: set[date]
) -> None:
    found = archived_edition(day, running, published, today=TODAY)
    if found != running:
        assert found == day
        assert found > running or all(found > edition for edition in published)


def test_a_run_takes_its_edition_and_leaves_later_ones(site: Site, home: Path) -> None:
    feed_of(
        site,
        ("/today", "09 May 2026 10:00:00 GMT"),
        ("/tomorrow", "10 May 2026 10:00:00 GMT"),
        ("/yesterday", "08 May 2026 10:00:00 GMT"),
        ("/ages-ago", "08 May 2024 10:00:00 GMT"),
    )
    for n, path in enumerate(("/today", "/tomorrow", "/yesterday", "/ages-ago")):
        site.routes[path] = Answer(article(n))
    named = source("feed", url=f"{site.url}/feed")
    report = harvest([named], DAY, home, published_editions={PREVIOUS}, limits=QUICK)
    assert sorted(site.paths()) == ["/feed", "/today", "/yesterday"]
    assert filed(home) == {DAY: 2}
    (counts,) = report.sources
    assert (counts.links, counts.too_old) == (4, 1)
    harvest([named], NEXT, home, published_editions={PREVIOUS, DAY}, limits=QUICK)
    assert site.paths()[3:] == ["/feed", "/tomorrow"], "the feed was not taken for unchanged"


def test_a_page_without_a_date_in_its_link_is_filed_by_its_own(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None), ("/b", None), ("/c", None))
    site.routes |= {
        "/a": Answer(article(1, day="2026-05-08T23:30:00+02:00")),
        "/b": Answer(article(2, day="2026-05-11T01:00:00+02:00")),
        "/c": Answer(article(3)),
    }
    named = source("feed", url=f"{site.url}/feed")
    harvest([named], DAY, home, limits=QUICK, published_editions={LONG_AGO})
    assert filed(home) == {PREVIOUS: 1, DAY: 1, date(2026, 5, 11): 1}
    (later,) = archived_pages(home, date(2026, 5, 11))
    assert later["requested_url"] == f"{site.url}/b"


NO_DAYS = ("09 May 2999 10:00:00 GMT", "01 Jan 1970 00:00:00 GMT", "01 Jan 0001 00:00:00 GMT")


@pytest.mark.parametrize("day", NO_DAYS)
def test_a_link_with_a_day_that_no_page_has_is_followed_as_one_without(
    day: str, site: Site, home: Path
) -> None:
    feed_of(site, ("/a", day), ("/b", day))
    site.routes |= {"/a": Answer(article(1, day="2026-05-09")), "/b": Answer(article(2))}
    harvest([source("feed", url=f"{site.url}/feed")], DAY, home, limits=QUICK)
    assert filed(home) == {DAY: 2}
    found = extract_articles(home, archived_pages(home, DAY))
    assert [(each["published_date"], each["date_basis"]) for each in found] == [
        (DAY, "meta"),
        (None, None),
    ]


ASKED = ("feed", "sitemap", "urls", "listing")


@pytest.mark.parametrize("kind", ASKED)
def test_an_answer_that_is_no_article_says_so_whatever_led_to_it(
    kind: str, site: Site, home: Path
) -> None:
    paths = ("/world/article", "/world/moved", "/world/missing")
    site.routes |= {
        "/world/article": Answer(article(1)),
        "/world/moved": Answer("", 302, headers={"Location": "/"}),
        "/": Answer("<title>The Courier</title><p>Welcome to all that we have to tell today.</p>"),
        "/world/missing": Answer("<title>Page not found</title><p>There is no such page.</p>"),
        "/list": Answer("".join(f"<a href='{path}'>{path}</a>" for path in paths)),
        "/map": Answer(sitemap((site.url + path, "2026-05-09") for path in paths), type="text/xml"),
    }
    feed_of(site, *((path, "09 May 2026 10:00:00 GMT") for path in paths))
    where = {
        "feed": {"url": f"{site.url}/feed"},
        "sitemap": {"url": f"{site.url}/map"},
        "urls": {"urls": tuple(site.url + path for path in paths)},
        "listing": {"url": f"{site.url}/list", "links": "/world/"},
    }
    harvest([source(kind, **where[kind])], DAY, home, limits=QUICK)
    rows = {
        row["requested_url"]: row for row in archived_pages(home, DAY) if row["kind"] == "article"
    }
    codes = [str(rows[site.url + path]["error"] or "").split(":")[0] for path in paths]
    assert codes == ["", "gone", "no_article"]
    assert len(extract_articles(home, list(rows.values()))) == 1


def test_the_day_is_the_publishers_own(site: Site, home: Path) -> None:
    feed_of(site, ("/a", "08 May 2026 20:00:00 GMT"), ("/b", "08 May 2026 20:00:00 -0500"))
    site.routes |= {"/a": Answer(article(1)), "/b": Answer(article(2))}
    named = source("feed", url=f"{site.url}/feed", timezone="Asia/Tokyo")
    harvest([named], DAY, home, limits=QUICK, published_editions={LONG_AGO})
    # eight in the evening at Greenwich is the next day in Tokyo; an offset of the page's own counts before that
    assert filed(home) == {PREVIOUS: 1, DAY: 1}


def test_running_again_changes_nothing(site: Site, home: Path) -> None:
    feed_of(site, ("/a", "09 May 2026 10:00:00 GMT"), ("/gone", None), ("/b", None))
    site.routes |= {"/a": Answer(article(1)), "/b": Answer(article(2))}
    named = source("feed", url=f"{site.url}/feed")
    harvest([named], DAY, home, limits=QUICK)
    before = stored(home)
    report = harvest([named], DAY, home, limits=QUICK)
    assert stored(home) == before
    assert (report.pages, report.failed) == (0, 0)
    assert site.paths() == ["/feed", "/a", "/gone", "/b", "/feed"]
    assert "If-None-Match" in site.asked[-1].headers


def test_a_feed_that_has_not_changed_is_not_sent_again(site: Site, home: Path) -> None:
    feed_of(site, ("/a", "09 May 2026 10:00:00 GMT"))
    site.routes["/a"] = Answer(article(1))
    named = source("feed", url=f"{site.url}/feed")
    harvest([named], DAY, home, limits=QUICK)
    harvest([named], NEXT, home, limits=QUICK, published_editions={DAY})
    (row,) = archived_pages(home, NEXT)
    assert (row["kind"], row["status"], row["error"], row["bytes"]) == ("feed", 304, None, 0)
    assert site.paths() == ["/feed", "/a", "/feed"]
    feed_of(site, ("/a", "09 May 2026 10:00:00 GMT"), ("/b", "10 May 2026 10:00:00 GMT"))
    changed = Answer(rss([("/b", "10 May 2026 10:00:00 GMT")]), type="application/rss+xml")
    site.routes |= {"/b": Answer(article(2)), "/feed": server.with_etag(changed, '"two"')}
    assert harvest([named], NEXT, home, limits=QUICK, published_editions={DAY}).pages == 1


def test_a_feed_is_asked_for_whole_while_something_of_it_is_missing(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None), ("/b", None))
    site.routes |= {"/a": Answer(article(1)), "/b": Answer("no", 503)}
    named = source("feed", url=f"{site.url}/feed")
    harvest([named], DAY, home, limits=QUICK)
    site.routes["/b"] = Answer(article(2))
    harvest([named], DAY, home, limits=QUICK)
    feeds = [asked for asked in site.asked if asked.path == "/feed"]
    assert ["If-None-Match" in asked.headers for asked in feeds] == [False, False]


def test_running_again_adds_what_was_missed(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None), ("/b", None))
    site.routes |= {"/a": Answer(article(1)), "/b": Answer("no", 500)}
    named = source("feed", url=f"{site.url}/feed")
    harvest([named], DAY, home, limits=QUICK)
    before = stored(home)
    site.routes["/b"] = Answer(article(2))
    report = harvest([named], DAY, home, limits=QUICK)
    assert report.pages == 1
    assert before.items() <= stored(home).items()
    assert site.times("/a") == 1


def test_a_page_that_is_gone_is_given_up(site: Site, home: Path) -> None:
    site.routes["/feed"] = Answer(rss([("/gone", None)]), type="application/rss+xml")
    named = source("feed", url=f"{site.url}/feed")
    for number in range(8):
        harvest([named], DAY + timedelta(days=number), home, limits=QUICK)
    assert site.times("/gone") == 5


def test_a_late_page_that_failed_before_is_asked_for_without_its_feed(
    site: Site, home: Path
) -> None:
    feed_of(site, ("/a", "09 May 2026 10:00:00 GMT"))
    site.routes["/a"] = Answer("no", 503)
    named = source("feed", url=f"{site.url}/feed")
    harvest([named], DAY, home, limits=QUICK)
    site.routes |= {"/a": Answer(article(1)), "/feed": Answer("down", 500)}
    harvest([named], NEXT, home, published_editions={DAY}, limits=QUICK)
    assert filed(home) == {NEXT: 1}
    (row,) = [row for row in archived_pages(home, NEXT) if row["kind"] == "article"]
    assert row["discovered_date"] == DAY
    assert row["discovered_title"] == "About /a"


def test_what_is_beyond_the_cap_waits_and_is_not_forgotten(site: Site, home: Path) -> None:
    feed_of(site, *[(f"/{n}", f"{9 - n % 2:02} May 2026 10:00:00 GMT") for n in range(6)])
    site.routes |= {f"/{n}": Answer(article(n)) for n in range(6)}
    capped = source("feed", url=f"{site.url}/feed", max_pages=4)
    report = harvest([capped], DAY, home, limits=QUICK)
    assert (report.pages, report.sources[0].deferred) == (4, 2)
    assert set(site.paths()[1:4]) == {"/0", "/2", "/4"}, "the edition's own come first"
    again = harvest([capped], DAY, home, limits=QUICK)
    assert (again.pages, again.sources[0].deferred) == (0, 2), "the cap is for a day"
    free = source("feed", url=f"{site.url}/feed", max_pages=100)
    assert harvest([free], DAY, home, limits=QUICK).pages == 2


def test_what_a_run_has_no_time_for_waits_as_well(site: Site, other: Site, home: Path) -> None:
    feed_of(other, *[(f"{site.url}/{n}", "09 May 2026 10:00:00 GMT") for n in range(8)])
    site.routes |= {f"/{n}": Answer(article(n)) for n in range(8)}
    # what both hosts' robots.txt allow is known to the run that is hurried
    first = source("feed", url=f"{other.url}/feed", max_pages=1)
    assert harvest([first], DAY, home, limits=QUICK).pages == 1
    # its second page may be asked for when the run is long over, however slow the machine
    slow = source("feed", url=f"{other.url}/feed", delay=300.0)
    hurried = dataclasses.replace(QUICK, run_seconds=150.0)
    report = harvest([slow], DAY, home, limits=hurried)
    assert (report.pages, report.sources[0].deferred) == (1, 6)
    rest = harvest([source("feed", url=f"{other.url}/feed")], DAY, home, limits=QUICK)
    assert rest.pages == 6


def test_one_bad_source_does_not_stop_the_others(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None))
    site.routes |= {"/a": Answer(article(1)), "/broken": Answer("<rss", type="text/xml")}
    sources = [
        source("feed", id="down", url="http://127.0.0.1:9/feed"),
        source("feed", id="broken", url=f"{site.url}/broken"),
        source("listing", id="xpath", url=f"{site.url}/a", within="string(//a)"),
        source("folder", id="missing", path=str(home / "nowhere")),
        source("feed", id="good", url=f"{site.url}/feed"),
    ]
    report = harvest(sources, DAY, home, limits=QUICK)
    assert {each.source_id: each.pages for each in report.sources} == {
        "down": 0,
        "broken": 0,
        "xpath": 0,
        "missing": 0,
        "good": 1,
    }
    failed = {row["source_id"]: row["error"] for row in archived_pages(home, DAY) if row["error"]}
    assert failed.keys() == {"down", "broken", "xpath", "missing"}
    assert all(each.faults for each in report.sources[:4])


@pytest.mark.parametrize("fault", [PermissionError("no entry"), KeyError("x"), RecursionError()])
def test_a_kind_that_breaks_is_a_row_of_its_source(
    fault: Exception, site: Site, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(*_: object) -> list[Link]:
        raise fault

    monkeypatch.setattr(KINDS["folder"], "discover", breaking)
    site.routes["/a"] = Answer(article(1))
    sources = [
        source("folder", id="breaks", path=str(home)),
        source("urls", id="good", urls=(f"{site.url}/a",)),
    ]
    assert harvest(sources, DAY, home, limits=QUICK).pages == 1
    (row,) = [row for row in archived_pages(home, DAY) if row["error"]]
    assert row["source_id"] == "breaks"
    assert row["error"].startswith(f"internal: {type(fault).__name__}")


def test_two_sources_do_not_fetch_one_page_twice(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None))
    site.routes |= {
        "/a": Answer(article(1)),
        "/map": Answer(sitemap([(f"{site.url}/a#top", None)]), type="application/xml"),
    }
    sources = [
        source("feed", id="one", url=f"{site.url}/feed"),
        source("sitemap", id="two", url=f"{site.url}/map"),
    ]
    harvest(sources, DAY, home, limits=QUICK)
    assert site.times("/a") == 1


def test_only_sources_that_are_due_are_looked_at_between_editions(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None))
    site.routes["/a"] = Answer(article(1))
    often = source("feed", id="often", url=f"{site.url}/feed", every=timedelta(hours=2))
    daily = source("feed", id="daily", url=f"{site.url}/feed")
    first = harvest([often, daily], DAY, home, limits=QUICK, only_due=True)
    assert [each.source_id for each in first.sources] == ["often"]
    second = harvest([often, daily], DAY, home, limits=QUICK, only_due=True)
    assert second.sources == ()


def ahead(home: Path, table: str, when: str = "2999-01-01T00:00:00+00:00") -> None:
    """Let the ledger have written a time in a year when its clock was ahead."""
    column = {"looked": "at", "robots": "at"}[table]
    moment = when if table == "robots" else when.removesuffix("+00:00")
    with closing(sqlite3.connect(home / LEDGER)) as db, db:
        assert db.execute(f"UPDATE {table} SET {column} = ?", [moment]).rowcount


def test_a_look_in_a_time_to_come_was_never(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None))
    site.routes["/a"] = Answer(article(1))
    often = source("feed", id="often", url=f"{site.url}/feed", every=timedelta(hours=2))
    harvest([often], DAY, home, limits=QUICK)
    ahead(home, "looked")
    again = [harvest([often], DAY, home, limits=QUICK, only_due=True) for _ in range(2)]
    assert [len(report.sources) for report in again] == [1, 0]


def test_nor_is_it_learned_from_the_archive_again(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None))
    site.routes["/a"] = Answer(article(1))
    often = source("feed", id="often", url=f"{site.url}/feed", every=timedelta(hours=2))
    harvest([often], DAY, home, limits=QUICK)
    for path in (home / "archive").rglob("*.jsonl"):
        path.write_text(re.sub(r'"fetched_at": "\d{4}', '"fetched_at": "2999', path.read_text()))
    (home / LEDGER).unlink()
    again = [harvest([often], DAY, home, limits=QUICK, only_due=True) for _ in range(2)]
    assert [len(report.sources) for report in again] == [1, 0]


def test_a_robots_file_kept_in_a_time_to_come_is_asked_for(site: Site, home: Path) -> None:
    site.routes |= {"/a": Answer(article(1)), "/b": Answer(article(2))}
    rows_for(site, home, "/a")
    ahead(home, "robots")
    rows_for(site, home, "/b")
    assert site.times("/robots.txt") == 2
    (home / LEDGER).unlink()
    rows_for(site, home, "/c")
    rows_for(site, home, "/d")
    assert site.times("/robots.txt") == 3


def test_a_change_that_is_yet_to_come_is_not_asked_after(site: Site, home: Path) -> None:
    feed = rss([("/a", None)])
    site.routes["/a"] = Answer(article(1))
    named = source("feed", url=f"{site.url}/feed")
    for stamp, is_asked_after in [
        ("Sat, 01 Jan 2999 00:00:00 GMT", False),
        ("no date at all", False),
        ("Fri, 08 May 2026 10:00:00 GMT", True),
    ]:
        answer = Answer(feed, type="text/xml", headers={"Last-Modified": stamp})
        site.routes["/feed"] = answer
        for _ in range(2):
            harvest([named], DAY, home, limits=QUICK)
        last = [asked for asked in site.asked if asked.path == "/feed"][-1]
        assert ("If-Modified-Since" in last.headers) is is_asked_after
        (home / LEDGER).unlink()
        for path in (home / "archive").rglob("*.*"):
            path.unlink()
