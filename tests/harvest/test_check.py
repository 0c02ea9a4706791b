"""Trying sources out: one row each, and what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from readouts.harvest import check_sources
from tests.harvest.pages import QUICK, article, rss, source
from tests.harvest.server import Answer, Site

NOW = datetime.now(UTC)
RECENT = f"{NOW - timedelta(hours=30):%a, %d %b %Y %H:%M:%S} GMT"
OLD = "09 May 2016 10:00:00 GMT"


def feed(*entries: tuple[str, str | None]) -> Answer:
    return Answer(rss(entries), type="application/rss+xml")


def test_each_source_is_a_row_with_what_is_wrong(site: Site, other: Site) -> None:
    site.routes |= {f"/{n}": Answer(article(n)) for n in range(5)}
    site.routes |= {
        "/good": feed(*[(f"/{n}", RECENT) for n in range(5)]),
        "/old": feed(("/0", OLD)),
        "/undated": feed(("/4", None)),
        "/empty": feed(),
        "/broken": Answer("no", 500),
        "/dead": feed(("/gone", RECENT)),
        "/menu": feed(("/nothing", RECENT)),
        "/nothing": Answer("<!doctype html><html><body><nav>Home</nav></body></html>"),
    }
    other.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /", type="text/plain")
    names = ("good", "old", "undated", "empty", "broken", "dead", "menu")
    sources = [source("feed", id=name, url=f"{site.url}/{name}") for name in names]
    sources.append(source("feed", id="refused", url=f"{other.url}/feed", enabled=False))
    rows = {row.source_id: row for row in check_sources(sources, limits=QUICK)}
    assert [row.source_id for row in rows.values()] == [*names, "refused"]
    good = rows["good"]
    assert (good.ok, good.reachable, good.links) == (True, True, 5)
    assert (good.fetched, good.extracted, good.dated, good.robots) == (3, 3, 3, "allowed")
    assert good.newest == (NOW - timedelta(hours=30)).date()
    problems = {name: row.problem for name, row in rows.items() if not row.ok}
    assert problems == {
        "old": "none of its 1 links is recent and passes its filters",
        "undated": "no article has a date",
        "empty": "no links were found",
        "broken": "http: 500 Internal Server Error",
        "dead": "http: 404 Not Found",
        "menu": "no_text: the text is too short for an article",
        "refused": "robots: not allowed by robots.txt",
    }
    assert rows["refused"].robots == "refused"
    assert not rows["broken"].reachable
    assert good.as_dict()["ok"] is True
    assert site.times("/3") == 0, "only a few articles are tried"
