"""How each kind of source finds its links, and what it makes of a broken one."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.harvest.collection.collect import harvest
from readouts.harvest.fetching.exchange import Exchange
from readouts.harvest.fetching.outcome import Outcome
from readouts.harvest.kinds import gdelt
from readouts.harvest.links import Link, Window
from readouts.harvest.moments import moment
from tests.harvest.pages import DAY, QUICK, article, filed, rss, sitemap, source
from tests.harvest.server import Answer, Site

BASE = "https://example.org"
MIDNIGHT = datetime(2026, 5, 9, tzinfo=UTC)


class Shelf:
    """An asker that answers from a shelf of bodies."""

    def __init__(self, bodies: dict[str, str | bytes]) -> None:
        self.bodies = bodies
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.notes: list[str] = []

    def ask(
        self, url: str, kind: str, *, conditional: bool = False, max_bytes: int | None = None
    ) -> Outcome | None:
        self.asked.append(url)
        if url not in self.bodies:
            return None
        body = self.bodies[url]
        raw = body.encode() if isinstance(body, str) else body
        now = datetime(2026, 5, 9, tzinfo=UTC)
        exchange = Exchange(url, "/", 200, "OK", (), raw, now)
        return Outcome(url, url, now, "", (exchange,), raw)

    def fault(self, url: str, error: str) -> None:
        self.faults.append(error)

    def note(self, url: str, text: str) -> None:
        self.notes.append(text)


def found(kind: str, bodies: dict[str, str | bytes], **values: Any) -> tuple[list[Link], Shelf]:
    shelf = Shelf(bodies)
    named = source(kind, **values)
    window = Window.of(DAY, named.max_age_days)
    return list(named.discover(shelf, window)), shelf


def ends(links: Iterable[Link]) -> list[str]:
    return [link.url.removeprefix(BASE) for link in links]


# feeds

FEED = f"{BASE}/news/feed"


def test_a_feed_gives_addresses_days_and_titles() -> None:
    entries = [("story", "Sat, 09 May 2026 23:30:00 +0200"), ("/b", None), (f"{BASE}/c#x", None)]
    links, _ = found("feed", {FEED: rss(entries)}, url=FEED)
    assert ends(links) == ["/news/story", "/b", "/c"]
    assert links[0].date == date(2026, 5, 9)
    assert links[0].published_at == datetime.fromisoformat("2026-05-09T23:30:00+02:00")
    assert links[0].title == "About story"
    assert links[1].date is None


def test_an_atom_feed_that_has_only_updates_does_not_claim_to_know_when_it_was_published() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
      <entry><title>A</title><link href="/a"/><updated>2026-05-09T10:00:00Z</updated></entry>
      <entry><title>B</title><link rel="alternate" href="/b"/><published>2026-05-08T10:00:00Z</published>
      <updated>2026-05-09T10:00:00Z</updated></entry></feed>"""
    (a, b), _ = found("feed", {FEED: atom}, url=FEED)
    assert (a.date, a.date_kind) == (DAY, "modified")
    assert (b.date, b.date_kind) == (date(2026, 5, 8), "published")


BROKEN_FEEDS = {
    "cut short": (rss([("/a", None), ("/b", None)])[:-60], ["/a"]),
    "an entity that is none": (rss([("/a", None)]).replace("About", "&nbsp;&bogus; About"), ["/a"]),
    "an ampersand": (rss([("/a?x=1&y=2", None)]), ["/a?x=1&y=2"]),
    "rubbish before it": ("\n\n  " + rss([("/a", None)]), ["/a"]),
    "an entry without a link": (
        rss([("/a", None)]).replace("<item>", "<item><title>x</title></item><item>"),
        ["/a"],
    ),
    "a link that is none": (
        rss([("http://[bad", None), ("mailto:a@b", None), ("/a", None)]),
        ["/a"],
    ),
}


@pytest.mark.parametrize("case", BROKEN_FEEDS)
def test_a_broken_feed_gives_what_can_be_read(case: str) -> None:
    body, expected = BROKEN_FEEDS[case]
    links, shelf = found("feed", {FEED: body}, url=FEED)
    assert ends(links)[: len(expected)] == expected
    assert shelf.faults == []


@pytest.mark.parametrize("body", ["<html><body>Not found</body></html>", "no", "<rss"])
def test_what_is_no_feed_is_a_fault(body: str) -> None:
    links, shelf = found("feed", {FEED: body}, url=FEED)
    assert links == []
    assert shelf.faults[0].startswith("feed:")


def test_an_entry_that_comes_twice_is_fetched_once(site: Site, home: Path) -> None:
    entries = [("/a", None), ("/a#again", None), ("/a", "09 May 2026 00:00:00 GMT")]
    site.routes |= {"/f": Answer(rss(entries), type="text/xml"), "/a": Answer(article(1))}
    harvest([source("feed", url=f"{site.url}/f")], DAY, home, limits=QUICK)
    assert site.times("/a") == 1


# dates as feeds and sitemaps write them

NINTH = date(2026, 5, 9)
MOMENTS = {
    "Sat, 09 May 2026 10:00:00 GMT": (NINTH, "10:00+00:00"),
    "Sat, 09 May 2026 10:00:00 +0300": (NINTH, "10:00+03:00"),
    "Sat, 9 May 2026 10:00:00 EST": (NINTH, "10:00-05:00"),
    "2026-05-09T10:00:00Z": (NINTH, "10:00+00:00"),
    "2026-05-09T10:00:00+05:30": (NINTH, "10:00+05:30"),
    "2026-05-09 10:00:00": (NINTH, "10:00"),
    "2026-05-09": (NINTH, "00:00"),
    "20260509T100000Z": (NINTH, "10:00+00:00"),
    "9 May 2026": (NINTH, "00:00"),
    "May 9, 2026, 10:00 AM": (NINTH, "10:00"),
    "09.05.2026": (NINTH, "00:00"),
    "09/05/2026 10:00": (NINTH, "10:00"),
    "2026/05/09": (NINTH, "00:00"),
    "Saturday, May 9, 2026": (NINTH, "00:00"),
    "": (None, ""),
    "yesterday": (None, ""),
    "May 2026": (None, ""),
    "2026": (None, ""),
    "10:00": (None, ""),
    "31 February 2026": (None, ""),
    "9 May 20266": (None, ""),
    "x" * 500: (None, ""),
}


@pytest.mark.parametrize("text", MOMENTS)
def test_moments_as_machines_write_them(text: str) -> None:
    day, clock = MOMENTS[text]
    read = moment(text)
    assert (read.date() if read else None) == day
    if read:
        zone = read.strftime("%z")
        assert f"{read:%H:%M}{zone[:3] + ':' + zone[3:] if zone else ''}" == clock


# sitemaps

MAP = f"{BASE}/sitemap.xml"


def index(*children: tuple[str, str]) -> str:
    parts = "".join(
        f"<sitemap><loc>{BASE}/{name}</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in children
    )
    return (
        f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{parts}</sitemapindex>"
    )


def test_a_sitemap_tells_when_a_page_changed() -> None:
    links, _ = found("sitemap", {MAP: sitemap([("/a", "2026-05-09"), ("b", None)])}, url=MAP)
    assert ends(links) == ["/a", "/b"]
    assert (links[0].date, links[0].date_kind) == (DAY, "modified")


def test_a_news_sitemap_tells_when_it_was_published() -> None:
    body = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc>{BASE}/a</loc><lastmod>2026-05-10</lastmod><news:news>
      <news:publication><news:name>N</news:name><news:language>en</news:language></news:publication>
      <news:publication_date>2026-05-09T22:00:00-04:00</news:publication_date>
      <news:title>A title</news:title></news:news></url></urlset>"""
    (link,), _ = found("sitemap", {MAP: body}, url=MAP)
    assert (link.date, link.date_kind, link.title) == (DAY, "published", "A title")
    assert link.published_at == datetime.fromisoformat("2026-05-09T22:00:00-04:00")


def test_an_index_leads_to_the_sitemaps_of_the_window_the_latest_first() -> None:
    bodies: dict[str, str | bytes] = {
        MAP: index(
            ("old.xml", "2025-01-01"), ("may.xml", "2026-05-01"), ("now.xml.gz", "2026-05-09")
        ),
        f"{BASE}/may.xml": sitemap([("/b", "2026-05-01")]),
        f"{BASE}/now.xml.gz": gzip.compress(sitemap([("/a", "2026-05-09")]).encode()),
    }
    links, shelf = found("sitemap", bodies, url=MAP)
    assert ends(links) == ["/a", "/b"]
    assert shelf.asked == [MAP, f"{BASE}/now.xml.gz", f"{BASE}/may.xml"]


def test_an_index_that_leads_to_itself_ends() -> None:
    links, shelf = found("sitemap", {MAP: index(("sitemap.xml", "2026-05-09"))}, url=MAP)
    assert links == []
    assert len(shelf.asked) <= 3


def test_a_sitemap_of_fifty_thousand_entries_is_read() -> None:
    entries = [
        (f"/story-{n}", "2026-05-09" if n % 1000 == 0 else "2020-01-01") for n in range(50_000)
    ]
    links, _ = found("sitemap", {MAP: sitemap(entries)}, url=MAP)
    assert len(links) == 50_000
    assert sum(link.date == DAY for link in links) == 50


def test_of_fifty_thousand_entries_only_those_of_the_edition_are_asked_for(
    site: Site, home: Path
) -> None:
    entries = [(f"/{n}", "2026-05-09" if n % 12_500 == 0 else "2020-01-01") for n in range(50_000)]
    packed = gzip.compress(sitemap(entries).encode())
    site.routes["/map.xml.gz"] = Answer(packed, type="application/gzip")
    site.routes |= {f"/{n}": Answer(article(n, day="2026-05-09")) for n in range(0, 50_000, 12_500)}
    report = harvest([source("sitemap", url=f"{site.url}/map.xml.gz")], DAY, home, limits=QUICK)
    assert site.paths() == ["/map.xml.gz", "/0", "/12500", "/25000", "/37500"]
    assert filed(home) == {DAY: 4}
    assert report.sources[0].too_old == 49_996


BROKEN_MAPS = {
    "cut short": (sitemap([("/a", None), ("/b", None)])[:-40], ["/a"], True),
    "lines of text": (f"{BASE}/a\n\n# a note\n{BASE}/b\n", ["/a", "/b"], False),
    "a line that is none": (f"{BASE}/a\n\nnot one\n{BASE}/b\n", ["/a", "/b"], True),
    "html": ("<html><body>Sorry</body></html>", [], True),
    "empty": (sitemap([]), [], False),
    "an entity from outside": (
        '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        + sitemap([("/a", None), ("/&x;", None)]).split("?>", 1)[1],
        ["/a"],
        False,
    ),
    "laughs": (
        '<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + sitemap([("/a", None), ("/&b;", None)]).split("?>", 1)[1],
        ["/a"],
        False,
    ),
    "a bomb": (gzip.compress(b"<urlset>" + b" " * 60_000_000), [], True),
    "not gzip": (b"\x1f\x8b not gzip", [], True),
}


@pytest.mark.parametrize("case", BROKEN_MAPS)
def test_a_broken_sitemap_gives_what_can_be_read(case: str) -> None:
    body, expected, is_fault = BROKEN_MAPS[case]
    links, shelf = found("sitemap", {MAP: body}, url=MAP)
    assert ends(links)[: len(expected)] == expected
    assert bool(shelf.faults) is is_fault
    assert not any("a" * 50 in link.url for link in links)


# listings

LIST = f"{BASE}/en/news"
LISTING = """<html><head><base href="/en/"></head><body>
 <nav><a href="/en/about">About</a> <a href="news?page=2">Next</a></nav>
 <main><ul><li><a href="news/2026/minister-speaks-to-colleague"> Minister
   speaks </a></li><li><a href="https://example.org/en/news/2026/statement-on-the-matter#top">Statement</a></li>
 <li><a href="javascript:void(0)">no</a><a href="mailto:a@b.c">no</a><a href="http://[">no</a></li>
 <li><a href="https://elsewhere.example/en/news/2026/other-sites-own-news-story">Elsewhere</a></li>
 <li><a href="news/2026/annual-report-of-the-ministry.pdf">Report</a></li></ul></main></body></html>"""


def test_a_listing_leads_to_its_articles() -> None:
    links, _ = found("listing", {LIST: LISTING}, url=LIST)
    assert ends(links) == [
        "/en/news/2026/minister-speaks-to-colleague",
        "/en/news/2026/statement-on-the-matter",
    ]
    assert links[0].title == "Minister speaks"


def test_a_pattern_and_a_part_of_the_page_choose_the_links() -> None:
    links, _ = found("listing", {LIST: LISTING}, url=LIST, links="/news/2026/", within="//main")
    assert len(links) == 4
    links, _ = found("listing", {LIST: LISTING}, url=LIST, links="about", within="//nav")
    assert ends(links) == ["/en/about"]


def test_a_listing_goes_on_as_far_as_is_asked() -> None:
    bodies: dict[str, str | bytes] = {
        LIST: LISTING,
        f"{LIST}?page=2": LISTING.replace("page=2", "page=3").replace("minister", "ambassador"),
        f"{LIST}?page=3": LISTING.replace("page=2", "page=1").replace("minister", "envoy"),
    }
    options = {"url": LIST, "links": r"/news/2026/.*speaks", "next_page": r"\?page=\d+$"}
    links, shelf = found("listing", bodies, **options, pages=2)
    assert ends(links) == [
        "/en/news/2026/minister-speaks-to-colleague",
        "/en/news/2026/ambassador-speaks-to-colleague",
    ]
    _, shelf = found("listing", bodies, **options, pages=9)
    assert shelf.asked == [LIST, f"{LIST}?page=2", f"{LIST}?page=3", f"{LIST}?page=1"]


def test_a_listing_is_not_its_own_article() -> None:
    url = f"{BASE}/news/id2006120"
    body = f'<a href="{url}/">All news</a><a href="{url}#top">Top</a><a href="/news/id77001">A story</a>'
    links, _ = found("listing", {url: body}, url=url, links=r"/id\d+")
    assert ends(links) == ["/news/id77001"]


@pytest.mark.parametrize("body", ["", "\x00", "<html><body><p>Nothing here</p></body></html>"])
def test_a_listing_without_articles_is_a_fault(body: str) -> None:
    links, shelf = found("listing", {LIST: body}, url=LIST)
    assert links == []
    assert shelf.faults[0].startswith("listing:")


# GDELT


def seen(*urls: str) -> str:
    return json.dumps({"articles": [{"url": url, "title": f"About {url}"} for url in urls]})


def test_gdelt_is_asked_for_the_editions_day() -> None:
    named = source("gdelt", query='"phone call" minister', days=2)
    midnight = datetime(2026, 5, 9, tzinfo=UTC)
    days = [midnight - timedelta(days=back) for back in (0, 1)]
    asked = [gdelt.question(named, day, day + timedelta(days=1)) for day in days]
    assert "startdatetime=20260509000000&enddatetime=20260509235959" in asked[0]
    bodies: dict[str, str | bytes] = {
        asked[0]: seen(f"{BASE}/a", "no address"),
        asked[1]: "Your query was too short",
    }
    links, shelf = found("gdelt", bodies, query=named.query, days=2)
    assert ends(links) == ["/a"]
    assert links[0].date is None, "when GDELT saw a page is not when it was published"
    assert shelf.asked == asked
    assert shelf.faults == [
        "entry: article 2: its url is no web address: 'no address'",
        "gdelt: Your query was too short",
    ]


def test_a_full_answer_of_gdelt_is_asked_for_in_halves() -> None:
    named = source("gdelt", query="minister")
    start, day = datetime(2026, 5, 9, tzinfo=UTC), timedelta(days=1)
    full = seen(*(f"{BASE}/{n}" for n in range(gdelt.MAX_RECORDS)))
    bodies: dict[str, str | bytes] = {
        gdelt.question(named, start, start + day): full,
        gdelt.question(named, start, start + day / 2): seen(f"{BASE}/a"),
        gdelt.question(named, start + day / 2, start + day): seen(f"{BASE}/b"),
    }
    links, _ = found("gdelt", bodies, query="minister")
    assert ends(links) == ["/a", "/b"]


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["feed", "sitemap", "listing", "gdelt"]),
    start=st.sampled_from(
        [b"", b"<rss><channel><item>", b"<urlset><url>", b"<html><a href=", b"{"]
    ),
    rest=st.binary(max_size=300),
)
def test_no_answer_breaks_a_kind(kind: str, start: bytes, rest: bytes) -> None:
    values = {"query": "minister"} if kind == "gdelt" else {"url": FEED}
    asked = FEED
    if kind == "gdelt":
        asked = gdelt.question(source(kind, **values), MIDNIGHT, MIDNIGHT + timedelta(days=1))
    links, _ = found(kind, {asked: start + rest}, **values)
    assert all(link.url.startswith("http") for link in links)
