"""CC-NEWS by the day: the list of a month, pages that speak of calls, and what is done once."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.check import check_sources
from readouts.harvest.extraction.workers import extract_articles
from readouts.harvest.sources_file import load_sources
from tests.command import readouts
from tests.harvest.kinds.ccnews import (
    LIST,
    NAME,
    PLAIN,
    SECOND,
    asked_for_files,
    collect,
    file_of,
    leftovers,
    publish,
    stories,
    story,
)
from tests.harvest.pages import DAY, QUICK, article, filed, source
from tests.harvest.server import Site


def test_pages_that_speak_of_calls_are_taken_and_the_file_goes(site: Site, home: Path) -> None:
    pages = [*stories(3), ("https://mill.example/1", PLAIN.format(1))]
    content = file_of(pages)
    publish(site, **{NAME: content, "CC-NEWS-20260510010203-00003.warc.gz": b"another day"})
    report = collect(site, home)
    assert (report.pages, report.sources[0].left_out, filed(home)) == (3, 1, {DAY: 3})
    assert "1 that speak of no call left out" in report.summary()
    assert asked_for_files(site) == [NAME]
    assert leftovers(home) == []
    rows = {row["requested_url"]: row for row in archived_pages(home, DAY)}
    assert {row["error"] for row in rows.values()} == {None}
    whole = rows[f"{site.url}/crawl-data/CC-NEWS/2026/05/{NAME}"]
    assert (whole["kind"], whole["status"]) == ("listing", 200)
    assert whole["bytes"] == len(content)
    page = rows["https://courier.example/story/1"]
    assert page["fetched_at"] == datetime(2026, 5, 9, 8)
    articles = extract_articles(home, [row for row in rows.values() if row["kind"] == "article"])
    assert {each["publisher"] for each in articles} == {"courier.example"}
    assert {each["publisher_country"] for each in articles} == {None}, "nobody's country is guessed"
    assert {each["speaks_for"] for each in articles} == {None}


def test_a_second_run_asks_for_nothing_but_the_list(site: Site, home: Path) -> None:
    publish(site, **{NAME: file_of(stories(2))})
    collect(site, home)
    before = {p: p.read_bytes() for p in (home / "archive").rglob("*.gz")}
    site.asked.clear()
    report = collect(site, home)
    assert (report.pages, site.paths()) == (0, [LIST])
    assert {p: p.read_bytes() for p in (home / "archive").rglob("*.gz")} == before
    # the ledger is made from the archive again, and knows it still
    (home / "harvest.sqlite").unlink()
    site.asked.clear()
    assert collect(site, home).pages == 0
    assert asked_for_files(site) == []


def test_the_list_is_asked_for_again_on_the_next_day(site: Site, home: Path) -> None:
    late = "CC-NEWS-20260510010203-00003.warc.gz"
    publish(site, **{NAME: file_of(stories(1)), late: file_of(stories(1, first=5))})
    collect(site, home)
    assert collect(site, home, DAY + timedelta(days=1)).pages == 1
    assert asked_for_files(site) == [NAME, late]


@pytest.mark.parametrize("changed", [{"domains": ["courier.example"]}, {"calls_only": False}])
def test_a_file_that_was_read_for_something_else_is_read_again_and_no_page_twice(
    changed: dict[str, Any], site: Site, home: Path
) -> None:
    pages = [*stories(2), ("https://mill.example/1", PLAIN.format(1))]
    publish(site, **{NAME: file_of(pages)})
    collect(site, home)
    report = collect(site, home, **changed)
    assert report.pages == (0 if "domains" in changed else 1)
    assert asked_for_files(site) == [NAME, NAME]
    urls = [row["requested_url"] for row in archived_pages(home, DAY) if row["kind"] == "article"]
    assert len(urls) == len(set(urls)) == 2 + report.pages


HOSTS = ["courier.example", "www.courier.example", "xcourier.example", "herald.example"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, HOSTS),
        ({"domains": ["courier.example"]}, HOSTS[:2]),
        ({"domains": ["www.courier.example", "herald.example"]}, HOSTS[1::2]),
        ({"include": "^https://herald"}, HOSTS[3:]),
        ({"domains": ["courier.example"], "exclude": "//www"}, HOSTS[:1]),
    ],
)
def test_domains_and_patterns_choose(
    values: dict[str, Any], expected: list[str], site: Site, home: Path
) -> None:
    pages = [(f"https://{host}/{n}", article(n, day="2026-05-09")) for n, host in enumerate(HOSTS)]
    publish(site, **{NAME: file_of(pages)})
    collect(site, home, **values)
    rows = [row for row in archived_pages(home, DAY) if row["kind"] == "article"]
    assert {row["requested_url"].split("/")[2] for row in rows} == set(expected)


def test_a_pages_own_day_decides_its_edition_and_a_closed_one_takes_no_more(
    site: Site, home: Path
) -> None:
    days = {1: "2026-05-09", 2: "2026-05-08", 3: "2026-05-07", 4: "2026-05-10", 5: "2026-01-01"}
    pages = [story(n, f"{day}T08:00:00Z") for n, day in days.items()]
    publish(site, **{NAME: file_of(pages, when="2026-05-09T23:59:00Z")})
    report = collect(site, home, published={date(2026, 5, 7)})
    # the 8th is open, the 7th has been published: what comes of it is late; the 10th is still to come
    assert filed(home) == {date(2026, 5, 8): 1, DAY: 2, date(2026, 5, 10): 1}
    assert report.sources[0].too_old == 1
    assert report.sources[0].left_alone == "1 older than max_age_days (30) and left alone"


def test_days_back_and_files_at_most(site: Site, home: Path) -> None:
    before = "CC-NEWS-20260430230203-00001.warc.gz"
    publish(
        site,
        **{
            NAME: file_of(stories(1)),
            SECOND: file_of(stories(1, first=1)),
            before: file_of(stories(1, first=2), when="2026-04-30T23:00:00Z"),
        },
    )
    collect(site, home, max_files=1)
    assert asked_for_files(site) == [NAME]
    first = date(2026, 5, 1)
    collect(site, home, first, days=2)
    assert asked_for_files(site) == [NAME, before]
    lists = {path for path in site.paths() if path.endswith("warc.paths.gz")}
    assert lists == {LIST, "/crawl-data/CC-NEWS/2026/04/warc.paths.gz"}


def test_a_country_is_that_of_named_publishers(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    head = "sources:\n  - {id: news, name: CC-NEWS, kind: ccnews, type: newspaper, language: en"
    path.write_text(f"{head}, country: NOR, domains: [courier.example]}}\n")
    (named,) = load_sources(path, {})
    assert (named.country, named.url) == ("NOR", "https://data.commoncrawl.org")


def test_the_command_tries_the_beginning_of_the_latest_file(site: Site, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    # in the first two days of a month the one before is tried
    day = now if now.day > 2 else now - timedelta(days=3)
    name = f"CC-NEWS-{day:%Y%m%d}010203-00009.warc.gz"
    filler = [(f"https://courier.example/x{n}", os.urandom(1_000_000)) for n in range(5)]
    pages = [
        (f"https://courier.example/{n}", article(n, day=f"{day - timedelta(days=1):%Y-%m-%d}"))
        for n in range(3)
    ]
    plain = [("https://mill.example/1", PLAIN.format(1))]
    publish(site, **{name: file_of([*pages, *plain, *filler], when=f"{day:%Y-%m-%dT%H:%M:%SZ}")})
    path = tmp_path / "sources.yaml"
    path.write_text(
        "sources:\n  - {id: news, name: N, kind: ccnews, type: newspaper, language: en, enabled: false,"
        f" url: '{site.url}', allow_private: true, delay: 0}}\n"
    )
    done = readouts("sources", "check", "news", "--json", READOUTS_SOURCES=str(path))
    (row,) = json.loads(done.stdout)
    assert (row["source_id"], row["problem"], row["ok"]) == ("news", "", True)
    assert row["extracted"] >= 3
    (asked,) = [asked for asked in site.asked if asked.path.endswith(name)]
    assert asked.headers["Range"] == "bytes=0-3999999"


def test_trying_a_source_tells_what_is_wrong(site: Site) -> None:
    named = source("ccnews", url=site.url, country=None)
    (row,) = check_sources([named], limits=QUICK)
    assert (row.ok, row.reachable, row.problem) == (False, False, "http: 404 Not Found")


def test_what_is_taken_and_left_out_is_what_its_article_says(site: Site, home: Path) -> None:
    """The text that is looked through is the article's own: no menu, no teaser, no contact below it lets a page in."""
    menu = "<nav><a href='/'>Readout of a phone call between ministers</a></nav>"
    foot = "<footer>Reach the minister by telephone: a call to our office will do.</footer>"
    page = PLAIN.format(1).replace("<body>", f"<body>{menu}").replace("</body>", f"{foot}</body>")
    languages = {
        "de": "Außenminister Ilvar Quen telefonierte am Freitag mit seinem Amtskollegen Tamsin Brask. Die beiden"
        " Minister sprachen lange über die Lage an der Grenze und über den Handel zwischen den Ländern.",
        "ru": "Министр иностранных дел Ильвар Квен провёл в пятницу телефонный разговор с Тамсином Браском. Стороны"
        " подробно обсудили положение на границе и торговлю между двумя странами.",
    }
    told = [
        (
            f"https://courier.example/{code}",
            f"<html lang='{code}'><head><title>A</title><meta property='article:published_time'"
            " content='2026-05-09T08:00:00Z'></head><body><article><h1>A</h1>"
            f"<p>{text}</p><p>{text}</p></article></body></html>",
        )
        for code, text in languages.items()
    ]
    publish(site, **{NAME: file_of([("https://mill.example/1", page), *told])})
    report = collect(site, home)
    assert (report.pages, report.sources[0].left_out) == (2, 1)
    rows = [row for row in archived_pages(home, DAY) if row["kind"] == "article"]
    assert {each["language"] for each in extract_articles(home, rows)} == set(languages)
