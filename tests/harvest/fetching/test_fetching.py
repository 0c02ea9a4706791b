"""What a server may do, and what is stored of it: one row an attempt, and never more requests than are polite."""

from __future__ import annotations

import dataclasses
import itertools
import time
from pathlib import Path

import pytest

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.archive.records import read_page
from readouts.harvest.collection.collect import harvest
from readouts.harvest.extraction.workers import extract_articles
from tests.harvest import server
from tests.harvest.pages import DAY, QUICK, article, rows_for, source
from tests.harvest.server import Answer, Site

PAGE = Answer(article(1))
PDF = Answer(b"%PDF-1.7 ...", type="application/pdf")
BINARY = Answer(b"\x00\x01\x02 no markup at all", type="text/html")
BROTLI = Answer(b"\x1b\x03\x00", headers={"Content-Encoding": "br"})
NESTED = Answer(article(1), headers={"Content-Encoding": ", ".join(["gzip"] * 5000)})
NOT_GZIP = Answer(article(1), headers={"Content-Encoding": "gzip"})

# what the server does, the error's code, the status, requests made, whether an answer is archived
MISBEHAVIOUR = {
    "drips": (server.drips, "timeout", 200, 3, True),
    "drips_headers": (server.drips_headers, "timeout", None, 3, False),
    "hangs": (server.hangs, "timeout", None, 3, False),
    "endless": (server.endless, "too_large", 200, 1, True),
    "bomb": (server.bomb, "too_large", 200, 1, True),
    "resets": (server.resets, "reset", 200, 3, True),
    "hangs_up": (server.hangs_up, "reset", None, 3, False),
    "not_http": (server.not_http, "not_http", None, 3, False),
    "wrong_length": (Answer(article(1), wrong_length=50), "short", 200, 3, True),
    "empty": (Answer(b"  \n"), "empty", 200, 1, True),
    "pdf": (PDF, "content_type", 200, 1, True),
    "binary": (BINARY, "content_type", 200, 1, True),
    "unknown_encoding": (BROTLI, "encoding", 200, 1, True),
    "nested_encodings": (NESTED, "encoding", 200, 1, True),
    "not_gzip": (NOT_GZIP, "encoding", 200, 1, True),
    "not_found": (Answer("no", 404), "http", 404, 1, True),
    "gone": (Answer("no", 410), "http", 410, 1, True),
    "forbidden": (Answer("no", 403), "http", 403, 1, True),
    "broken": (Answer("no", 500), "http", 500, 3, True),
    "loop": (server.redirect("/page"), "redirect", 302, 1, True),
    "nowhere": (Answer("", 302), "redirect", 302, 1, True),
    "other_scheme": (server.redirect("ftp://example.org/"), "redirect", 302, 1, True),
}


@pytest.mark.parametrize("case", MISBEHAVIOUR)
def test_each_misbehaviour_is_a_row_with_its_reason(case: str, site: Site, home: Path) -> None:
    route, code, status, requests, is_archived = MISBEHAVIOUR[case]
    site.routes["/page"] = route
    rows = rows_for(
        site, home, "/page", timeout=1.5 if code == "timeout" else 10.0, max_bytes=200_000
    )
    assert site.times("/page") == requests
    assert len(rows) == requests
    for row in rows:
        assert (row["error"] or "").split(":")[0] == code, row["error"]
        assert (row["status"], bool(row["warc_file"])) == (status, is_archived)
        assert row["edition"] == DAY
    assert len({row["page_id"] for row in rows}) == len(rows)
    begun = [asked.began for asked in site.asked if asked.path == "/page"]
    waits = [later - earlier for earlier, later in itertools.pairwise(begun)]
    assert all(wait >= QUICK.backoff * 2**n for n, wait in enumerate(waits)), "each wait is longer"


def test_a_flaky_page_is_asked_again_and_both_answers_are_kept(site: Site, home: Path) -> None:
    site.routes["/page"] = server.after(1, Answer("oops", 500), PAGE)
    first, second = rows_for(site, home, "/page")
    assert (first["status"], second["status"]) == (500, 200)
    assert second["error"] is None
    assert b"Foreign Minister Ilvar Aldor" in read_page(home, second)
    assert read_page(home, first) == b"oops"


def test_redirects_keep_both_addresses(site: Site, other: Site, home: Path) -> None:
    site.routes["/old"] = server.redirect(f"{other.url}/new", 301)
    other.routes["/new"] = PAGE
    (row,) = rows_for(site, home, "/old")
    assert (row["requested_url"], row["url"]) == (f"{site.url}/old", f"{other.url}/new")
    assert [asked.path for asked in other.asked] == ["/robots.txt", "/new"]


def test_a_redirect_obeys_the_robots_of_where_it_leads(site: Site, other: Site, home: Path) -> None:
    site.routes["/old"] = server.redirect(f"{other.url}/secret")
    other.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /secret", type="text/plain")
    (row,) = rows_for(site, home, "/old")
    assert row["error"].startswith("robots:")
    assert other.paths() == []


def test_too_many_redirects_end(site: Site, home: Path) -> None:
    for number in range(9):
        site.routes[f"/{number}"] = server.redirect(f"/{number + 1}")
    (row,) = rows_for(site, home, "/0")
    assert row["error"].startswith("redirect: more than 4")
    assert site.paths() == ["/0", "/1", "/2", "/3", "/4"]


def test_a_wait_that_the_server_asks_for_is_kept(site: Site, home: Path) -> None:
    busy = Answer("busy", 429, headers={"Retry-After": "1"})
    site.routes["/page"] = server.after(1, busy, PAGE)
    rows = rows_for(site, home, "/page")
    assert [row["status"] for row in rows] == [429, 200]
    assert site.pauses()[-1] >= 0.95


def test_a_host_that_asks_for_a_long_pause_is_left_alone_for_the_run(
    site: Site, home: Path
) -> None:
    busy = Answer("later", 503, headers={"Retry-After": "3600"})
    site.routes |= {"/a": busy, "/b": PAGE}
    named = source("urls", urls=(f"{site.url}/a", f"{site.url}/b"))
    harvest([named], DAY, home, limits=QUICK)
    rows = {row["requested_url"][-2:]: row for row in archived_pages(home, DAY)}
    assert site.paths() == ["/a"]
    assert rows["/a"]["status"] == 503
    assert rows["/b"]["error"].startswith("host_closed:")
    site.routes["/a"] = PAGE
    harvest([named], DAY, home, limits=QUICK)
    assert site.paths() == ["/a", "/a", "/b"], "the next run asks again"


def test_requests_to_a_host_come_one_by_one_with_the_pause_asked_for(
    site: Site, home: Path
) -> None:
    paths = [f"/{n}" for n in range(4)]
    site.routes |= {path: Answer(article(n)) for n, path in enumerate(paths)}
    named = source("urls", urls=tuple(site.url + path for path in paths), delay=0.2)
    harvest([named], DAY, home, limits=QUICK)
    assert site.paths() == paths
    assert all(pause >= 0.19 for pause in site.pauses()), site.pauses()


def test_a_crawl_delay_counts_where_it_is_longer(site: Site, home: Path) -> None:
    site.routes |= {
        "/robots.txt": Answer("User-agent: *\nCrawl-delay: 0.3", type="text/plain"),
        "/a": Answer(article(1)),
        "/b": Answer(article(2)),
    }
    named = source("urls", urls=(f"{site.url}/a", f"{site.url}/b"), delay=0.1)
    harvest([named], DAY, home, limits=QUICK)
    assert site.pauses()[-1] >= 0.29


def test_a_crawl_delay_of_hours_does_not_hold_the_run(site: Site, other: Site, home: Path) -> None:
    site.routes |= {
        "/robots.txt": Answer("User-agent: *\nCrawl-delay: 5000", type="text/plain"),
        "/list": Answer("<a href='/2026-a'>A</a><a href='/2026-b'>B</a><a href='/list2'>more</a>"),
        "/2026-a": server.redirect("/2026-b"),
        "/2026-b": PAGE,
    }
    other.routes["/page"] = PAGE
    sources = [
        source("listing", id="slow", url=f"{site.url}/list", next_page="list2", pages=2),
        source("urls", id="quick", urls=(f"{other.url}/page",)),
    ]
    hurried = dataclasses.replace(QUICK, run_seconds=60.0)
    started = time.monotonic()
    report = harvest(sources, DAY, home, limits=hurried)
    assert time.monotonic() - started < 30.0
    assert site.paths() == ["/list"]
    slow, quick = report.sources
    assert (slow.pages, slow.deferred, quick.pages) == (0, 2, 1)
    assert slow.failures == {"host_closed": 1}, "the second listing page"


def test_hosts_are_asked_in_parallel(site: Site, other: Site, home: Path) -> None:
    both = (site, other)
    for each in both:
        each.routes |= {f"/{n}": Answer(article(n)) for n in range(3)}
    sources = [
        source("urls", id=f"s{i}", urls=tuple(f"{each.url}/{n}" for n in range(3)), delay=0.3)
        for i, each in enumerate(both)
    ]
    report = harvest(sources, DAY, home, limits=QUICK)
    assert report.pages == 6
    spans = [(each.asked[0].began, each.asked[-1].ended) for each in both]
    assert max(start for start, _ in spans) < min(end for _, end in spans)


def test_the_crawler_says_who_it_is(site: Site, home: Path) -> None:
    site.routes["/page"] = PAGE
    rows_for(site, home, "/page", contact="https://example.org/crawler")
    for asked in site.asked:
        assert asked.headers["User-Agent"].startswith("readouts/")
        assert "+https://example.org/crawler" in asked.headers["User-Agent"]


# robots.txt: what is answered, whether the page may be asked for, the code of the row otherwise
ROBOTS = {
    "missing": (Answer("no", 404), True, ""),
    "forbidden": (Answer("no", 403), True, ""),
    "allows": (Answer("User-agent: *\nDisallow: /other", type="text/plain"), True, ""),
    "huge": (
        Answer("User-agent: *\nDisallow: /page\n" + "# much\n" * 100_000, type="text/plain"),
        False,
        "robots",
    ),
    "html": (Answer("<html>not a robots file</html>"), True, ""),
    "disallows": (Answer("User-agent: *\nDisallow: /", type="text/plain"), False, "robots"),
    "names_us": (
        Answer("User-agent: *\nAllow: /\nUser-agent: readouts\nDisallow: /page", type="text/plain"),
        False,
        "robots",
    ),
    "broken": (Answer("no", 500), False, "robots_unavailable"),
    "busy": (Answer("no", 503), False, "robots_unavailable"),
    "times_out": (server.hangs, False, "robots_unavailable"),
    "resets": (server.resets, False, "robots_unavailable"),
    "loop": (server.redirect("/robots.txt"), True, ""),
    "moved_and_allows": (server.redirect("/r.txt"), True, ""),
}


@pytest.mark.parametrize("case", ROBOTS)
def test_robots_are_obeyed_as_the_standard_has_it(case: str, site: Site, home: Path) -> None:
    route, is_allowed, code = ROBOTS[case]
    site.routes |= {"/robots.txt": route, "/page": PAGE, "/r.txt": Answer("", type="text/plain")}
    (row,) = rows_for(site, home, "/page", timeout=0.5 if case == "times_out" else 10.0)
    assert site.times("/page") == int(is_allowed)
    assert (row["error"] or "").split(":")[0] == code
    assert row["status"] == (200 if is_allowed else None)


def test_a_page_is_asked_for_when_the_robots_are_back(site: Site, home: Path) -> None:
    site.routes |= {"/robots.txt": Answer("no", 503), "/page": PAGE}
    rows_for(site, home, "/page")
    site.routes["/robots.txt"] = Answer("", type="text/plain")
    rows = rows_for(site, home, "/page")
    assert [row["error"] is None for row in rows] == [False, True]
    assert site.times("/page") == 1


def test_a_robots_file_is_kept_for_the_next_run(site: Site, home: Path) -> None:
    rules = Answer("User-agent: *\nDisallow: /secret", type="text/plain")
    site.routes |= {"/robots.txt": rules, "/a": PAGE, "/b": Answer(article(2))}
    rows_for(site, home, "/a")
    rows_for(site, home, "/b")
    (row,) = [row for row in rows_for(site, home, "/secret") if row["url"].endswith("secret")]
    assert row["error"].startswith("robots:")
    assert site.times("/robots.txt") == 1


CHARSETS = {
    "utf-8": ("text/html; charset=utf-8", "utf-8"),
    "declared wrongly": ("text/html; charset=iso-8859-1", "utf-8"),
    "windows-1251": ("text/html; charset=windows-1251", "windows-1251"),
    "unknown name": ("text/html; charset=klingon", "utf-8"),
    "said to be utf-8": ("text/html; charset=utf-8", "windows-1251"),
}


@pytest.mark.parametrize("case", CHARSETS)
def test_the_charset_is_found_out(case: str, site: Site, home: Path) -> None:
    header, real = CHARSETS[case]
    text = "Министр иностранных дел провёл телефонный разговор с коллегой. " * 8
    head = "<!doctype html><html lang='ru'><head><title>Разговор</title></head>"
    page = f"{head}<body><article><p>{text}</p></article></body></html>"
    site.routes["/page"] = Answer(page.encode(real), type=header)
    (row,) = rows_for(site, home, "/page")
    (found,) = extract_articles(home, [row])
    assert "Министр иностранных дел провёл" in found["text"]
    assert found["language"] == "ru"
