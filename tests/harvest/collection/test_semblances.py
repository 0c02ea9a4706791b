"""Answers that look like success: the check and the table of health name each in one line, with what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.base.instance.home import ROOT
from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.check import check_sources
from readouts.harvest.collection.collect import harvest
from readouts.harvest.lists import read
from readouts.warehouse.models.build import load_models
from tests.harvest import server
from tests.harvest.pages import DAY, QUICK, article, rss, sitemap, source
from tests.harvest.server import Answer, Site

NOW = datetime.now(UTC)
RECENT = f"{NOW - timedelta(hours=30):%a, %d %b %Y %H:%M:%S} GMT"
FROZEN = "16 Nov 2018 10:00:00 GMT"
LOOK = "look on the site for its new address"
LET_IN = "this site lets no crawler in: look for a feed of its, or switch the source off"
NOT_THERE = "the answer is 200 and says that the page is not there; look on the site for the list's new address"
FEED = "look for the site's feed, or for the JSON that the script asks for (kind: json)"
STALE = f"of 2018-11-16, more than a year before; it is fed no more: {LOOK}"

MENU = "".join(f"<a href='/en/{n}-page'>Page {n}</a>" for n in range(20))
ITEMS = {"items": "pages", "link": "url", "date": "day"}
FROZEN_JSON = '{"pages": [{"url": "/a", "day": "2018-11-16"}, {"url": "/b", "day": "2018-11-15"}]}'

PLAYED: dict[str, tuple[str, server.Route, dict[str, Any], str]] = {
    "a feed that is fed no more": (
        "feed", Answer(rss([("/a", FROZEN), ("/b", FROZEN)]), type="text/xml"), {},
        f"stale: its newest entry, of 2, is {STALE}"),
    "a sitemap that is fed no more": (
        "sitemap", Answer(sitemap([("/a", "2018-11-16")]), type="text/xml"), {},
        f"stale: its newest entry, of 1, is {STALE}"),
    "a list in JSON that is fed no more": (
        "json", Answer(FROZEN_JSON, type="application/json"), ITEMS,
        f"stale: its newest entry, of 2, is {STALE}"),
    "a challenge for a feed": (
        "feed", server.challenged, {}, f"challenge: the answer is 200 and a check for robots; {LET_IN}"),
    "a challenge for a listing": (
        "listing", server.challenged, {}, f"challenge: the answer is 200 and a check for robots; {LET_IN}"),
    "a challenge for a list in JSON": (
        "json", server.challenged, ITEMS, f"challenge: the answer is 200 and a check for robots; {LET_IN}"),
    "a challenge by its script alone": (
        "sitemap", server.guarded, {}, f"challenge: the answer is 200 and a check for robots; {LET_IN}"),
    "a listing that is not there": ("listing", server.not_there, {}, f"missing: {NOT_THERE}"),
    "a feed that is not there": ("feed", server.not_there, {}, f"missing: {NOT_THERE}"),
    "a listing that leads to the front page": (
        "listing", server.redirect("/"), {"links": "/no-such/"},
        "missing: the address leads to the front page or to an error page; look on the site for the list's new"
        " address"),
    "a listing that a script makes": (
        "listing", server.unscripted, {}, f"script: the page is empty until a script runs; {FEED}"),
    "no link matches": (
        "listing", Answer(MENU), {"links": "/news/20"},
        "listing: no link, of 20, leads to an article; mend 'links', or, where a script makes the list, look for a feed"
        " or for its JSON"),
    "every link matches": (
        "listing", Answer(MENU), {"links": "/en/"},
        "listing: every link, of 20, leads to an article, those of the menu too; narrow 'links', or name the part of"
        " the page as 'within'"),
}  # fmt: skip


def played(site: Site, case: str) -> Any:
    """The source of a case, whose site plays it."""
    kind, route, options, _ = PLAYED[case]
    site.routes |= {"/list": route, "/": Answer(f"<html><h1>Ministry</h1>{MENU}</html>")}
    return source(kind, url=f"{site.url}/list", **options)


@pytest.mark.parametrize("case", PLAYED)
def test_the_check_names_it_in_one_line(case: str, site: Site) -> None:
    (row,) = check_sources([played(site, case)], limits=QUICK)
    assert row.problem == PLAYED[case][3]


MODEL = next(m for m in load_models(ROOT / "sql") if m.table == "marts.source_health")


@pytest.fixture
def build(tables: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    tables.execute("INSERT INTO meta.editions (edition, status) VALUES (?, 'published')", [DAY])
    return tables


def trouble(connection: duckdb.DuckDBPyConnection, home: Path) -> str | None:
    """What the table of health says of the only source, from the rows of its harvest."""
    columns = (
        "page_id",
        "edition",
        "source_id",
        "kind",
        "requested_url",
        "status",
        "error",
        "fetched_at",
    )
    for row in archived_pages(home, DAY):
        connection.execute(
            f"INSERT INTO raw.pages ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [row[name] for name in columns],
        )
    found = connection.execute(f"SELECT trouble FROM ({MODEL.select})").fetchall()
    assert len(found) == 1
    return str(found[0][0]) if found[0][0] else None


@pytest.mark.parametrize("case", PLAYED)
def test_the_table_of_health_says_the_same(
    case: str, site: Site, home: Path, build: duckdb.DuckDBPyConnection
) -> None:
    harvest([played(site, case)], DAY, home, limits=QUICK)
    assert trouble(build, home) == PLAYED[case][3]


def test_articles_that_are_none_are_a_trouble_too(
    site: Site, home: Path, build: duckdb.DuckDBPyConnection
) -> None:
    site.routes |= {"/list": Answer(rss([("/a", None), ("/b", None)]), type="text/xml")}
    site.default = server.unscripted
    named = source("feed", url=f"{site.url}/list")
    harvest([named], DAY, home, limits=QUICK)
    assert trouble(build, home) == "no_article: the page is empty until a script runs"
    (row,) = check_sources([named], limits=QUICK)
    assert row.problem == "no_article: the page is empty until a script runs"


def test_what_the_list_is_comes_before_an_entry_that_could_not_be_read(site: Site) -> None:
    entries = [("http://h.example:99999999/", None), ("/a", FROZEN)]
    site.routes["/list"] = Answer(rss(entries), type="text/xml")
    (row,) = check_sources([source("feed", url=f"{site.url}/list")], limits=QUICK)
    assert row.problem.startswith("stale: ")


def test_what_is_well_is_no_trouble(
    site: Site, home: Path, build: duckdb.DuckDBPyConnection
) -> None:
    site.routes |= {"/list": Answer(rss([("/a", RECENT)]), type="text/xml")}
    site.routes["/a"] = Answer(article(1))
    harvest([source("feed", url=f"{site.url}/list")], DAY, home, limits=QUICK)
    assert trouble(build, home) is None


TEXT = "The ministers spoke about the matters that are of interest to both of the countries. " * 5
WELL = {
    "a feed whose entries speak of such pages": (
        "feed", rss([("/a", RECENT)]).replace("About /a", "404 | Access denied"), {}),
    "a feed that shows a page": (
        "feed", rss([("/a", RECENT)]).replace("About /a", "&lt;html>&lt;title>404&lt;/title>"), {}),
    "a list with a guard's script on it": (
        "listing", f"<html><script src='/cdn-cgi/challenge-platform/a.js'></script>{MENU}<a href='/n/1'>A</a></html>",
        {"links": "/n/"}),
    "a list that a script would make better": (
        "listing", f"<html><body><noscript>enable JavaScript</noscript><div id='root'><a href='/n/1'>A</a>{MENU}</div>"
        "<script></script></body></html>", {"links": "/n/"}),
    "a part of the page in which every link is an article's": (
        "listing", f"<html><main>{MENU}</main><a href='/en/about'>About</a></html>",
        {"links": "/en/", "within": "//main"}),
    "few links, all of them articles": ("listing", "<a href='/en/1'>A</a><a href='/en/2'>B</a>", {"links": "/en/"}),
    "a front page of links on robots": (
        "listing", f"<html><title>Robots - Access denied to many</title><p>{TEXT}</p>{MENU}<a href='/n/1'>A</a></html>",
        {"links": "/n/"}),
}  # fmt: skip


@pytest.mark.parametrize("case", WELL)
def test_what_only_looks_like_it_is_read(case: str) -> None:
    kind, body, options = WELL[case]
    told = read(kind, body.encode(), base="https://example.org/list", charset=None, **options)
    assert told["entries"]
    assert (told["semblance"], told["problem"]) == ("", "")


def test_a_frozen_feed_is_told_by_the_edition_and_not_by_the_clock(site: Site, home: Path) -> None:
    """A run of an edition of long ago reads what was new then."""
    site.routes["/list"] = Answer(rss([("/a", "08 May 2026 10:00:00 GMT")]), type="text/xml")
    site.routes["/a"] = Answer(article(1))
    report = harvest([source("feed", url=f"{site.url}/list")], DAY, home, limits=QUICK)
    assert report.sources[0].faults == []
