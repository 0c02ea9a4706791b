"""What is read from a page: its date and where that stands, its address and language; and pages that break."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.children import ExtractionError, allow, ask, close_idle
from readouts.harvest.collection.collect import harvest
from readouts.harvest.extraction.extract import canonical_url, extract_article, look_at
from readouts.harvest.extraction.workers import extract_articles
from tests.harvest.pages import DAY, QUICK, article, source
from tests.harvest.server import Answer, Site

URL = "https://example.org/news/story"


def row(url: str = URL, **facts: Any) -> dict[str, Any]:
    day = facts.pop("discovered_date", None)
    return {
        "page_id": "p",
        "edition": DAY,
        "source_id": "test",
        "url": url,
        "kind": "article",
        "error": None,
        "charset": "utf-8",
        "fetched_at": datetime(2026, 5, 10, 3, 0),
        "discovered_date": day,
        "discovered_title": None,
        "source_facts": {
            "publisher": "Ministry",
            "country": "NOR",
            "timezone": "Europe/Oslo",
            **facts,
        },
    }


def read(page: str, where: dict[str, Any] | None = None) -> dict[str, Any]:
    return extract_article(where or row(), page.encode())


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


NINTH, EIGHTH = date(2026, 5, 9), date(2026, 5, 8)
JSON_LD = '{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "%s"}'
GRAPH = '{"@graph": [{"@type": "BreadcrumbList"}, {"@type": "Article", "datePublished": "%s"}]}'

# what stands in the head or the body, what the feed said, the day found, the time in UTC, the basis
DATES: dict[str, tuple[str, str, dict[str, Any], date | None, str | None, str | None]] = {
    "json-ld with an offset": (
        ld(JSON_LD % "2026-05-09T00:30:00+02:00"), "", {}, NINTH, "2026-05-08 22:30", "structured",
    ),
    "json-ld in a graph": (
        ld(GRAPH % "2026-05-09T10:00:00Z"), "", {}, NINTH, "2026-05-09 10:00", "structured",
    ),
    "utc is no zone of the publisher's": (
        ld(JSON_LD % "2026-05-08T22:30:00Z"), "", {}, NINTH, "2026-05-08 22:30", "structured",
    ),
    "no offset: the source's zone": (
        meta("article:published_time", "2026-05-09T00:30:00"), "", {}, NINTH, "2026-05-08 22:30", "meta",
    ),
    "broken json-ld": (
        ld('{"datePublished": "2026-05-09", }'), "", {}, NINTH, None, "structured",
    ),
    "json-ld that is broken otherwise": (
        ld("{nonsense") + meta("dc.date.issued", "2026-05-09"), "", {}, NINTH, None, "meta",
    ),
    "meta": (meta("article:published_time", "2026-05-09"), "", {}, NINTH, None, "meta"),
    "a time element": (
        "", '<time class="published" datetime="2026-05-09T10:00:00+02:00">9 May</time>', {},
        NINTH, "2026-05-09 08:00", "time",
    ),
    "the page counts before the feed": (
        meta("article:published_time", "2026-05-09"), "",
        {"discovered_date": EIGHTH, "date_kind": "published"}, NINTH, None, "meta",
    ),
    "a meta element that the feed contradicts": (
        meta("article:published_time", "2026-05-12"), "",
        {"discovered_date": EIGHTH, "date_kind": "published"}, EIGHTH, None, "feed",
    ),
    "structured data that the feed contradicts": (
        ld(JSON_LD % "2026-05-09"), "",
        {"discovered_date": date(2026, 5, 1), "date_kind": "published"}, NINTH, None, "structured",
    ),
    "the feed": (
        "", "", {"discovered_date": EIGHTH, "date_kind": "published",
                 "discovered_at": "2026-05-08T10:00:00+00:00"}, EIGHTH, "2026-05-08 10:00", "feed",
    ),
    "a change is no publication": (
        "", "", {"discovered_date": EIGHTH, "date_kind": "modified"}, None, None, None,
    ),
    "visible text": ("", "<p>Published: 9 May 2026</p>", {}, NINTH, None, "text"),
    "visible text, day first": ("", '<div class="date">09.05.2026</div>', {}, NINTH, None, "text"),
    "only a year": ("", "<p>Copyright 2026</p>", {}, None, None, None),
    "only a month": ("", "<p>Published: May 2026</p>", {}, None, None, None),
    "the first, and it says so": ("", '<div class="date">1 May 2026</div>', {}, date(2026, 5, 1), None, "text"),
    "in the future": (meta("article:published_time", "2055-05-09"), "", {}, None, None, None),
    "before the web": (meta("article:published_time", "1970-01-01"), "", {}, None, None, None),
    "broken": (meta("article:published_time", "32 Mai 20266"), "", {}, None, None, None),
}  # fmt: skip


@pytest.mark.parametrize("case", DATES)
def test_a_date_has_a_basis(case: str) -> None:
    head, body, feed, day, moment, basis = DATES[case]
    page = article(1, head=head).replace("</h1>", f"</h1>{body}")
    where = row(**feed)
    found = read(page, where)
    assert (found["published_date"], found["date_basis"]) == (day, basis)
    at = found["published_at"]
    assert (f"{at:%Y-%m-%d %H:%M}" if at else None) == moment
    assert look_at(where, page.encode()).day == day, "the edition follows the same date"


def test_a_page_that_is_dated_ahead_says_so() -> None:
    ahead = article(1, head=meta("article:published_time", "2027-02-01"))
    said = "future_date: the page says 2027-02-01, which lies ahead of its fetch"
    assert read(ahead)["error"] == said
    assert read(ahead, row("https://example.org/2026/05/09/story"))["error"] is None, "another day"
    for value in (
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "1970-01-01",
    ):  # what templates write where they know none
        for zone in ("Europe/Oslo", "America/Lima"):
            page = article(1, head=meta("article:published_time", value))
            assert read(page, row(timezone=zone))["error"] is None


URLS = {
    "https://example.org/2026/05/09/story": NINTH,
    "https://example.org/news/20260509-story": NINTH,
    "https://example.org/t20260509_11620.html": NINTH,
    "https://example.org/2026/5/9/story": NINTH,
    "https://example.org/2026/13/09/story": None,
    "https://example.org/id123456789012": None,
    "https://example.org/page?date=2026-05-09": NINTH,
}


@pytest.mark.parametrize("url", URLS)
def test_an_address_may_hold_the_day(url: str) -> None:
    found = read(article(1), row(url))
    assert (found["published_date"], found["date_basis"]) == (
        URLS[url],
        "url" if URLS[url] else None,
    )


CANONICAL = {
    ("https://www.example.org/news/story", URL): "https://www.example.org/news/story",
    ("/news/story?utm_source=x", URL): URL,
    ("https://example.org/", URL): URL,
    ("https://elsewhere.example/story", URL): URL,
    ("javascript:alert(1)", URL): URL,
    ("", f"{URL}?utm_source=mail&id=7"): f"{URL}?id=7",
    ("https://example.org/", "https://example.org/"): "https://example.org/",
}


@pytest.mark.parametrize("case", CANONICAL)
def test_the_canonical_address_is_of_the_same_site(case: tuple[str, str]) -> None:
    stated, url = case
    assert canonical_url(stated or None, url) == CANONICAL[case]


BROKEN = {
    "empty": "",
    "no markup": "just words",
    "no text": "<!doctype html><html><body><nav><a href='/'>Home</a></nav></body></html>",
    "nothing but script": "<html><script>" + "x=1;" * 1000 + "</script></html>",
    "deep": "<div>" * 5000 + "text" + "</div>" * 5000,
    "very many elements": "<html><body>" + "<p>a</p>" * 250_000 + "</body></html>",
    "null bytes": "<html><body>\x00\x00<p>\x00</p></body></html>",
    "a frame": "<html><frameset><frame src='a'></frameset></html>",
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_page_that_is_no_article_says_why(case: str) -> None:
    found = read(BROKEN[case])
    if found["error"]:
        assert found["text"] is None
        assert found["error"].split(":")[0] in {"not_html", "no_text", "too_large"}
    else:
        assert len(found["text"]) < 50 or case == "deep"
    assert found["article_id"]
    assert found["publisher"] == "Ministry"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_extraction(payload: bytes) -> None:
    found = extract_article(row(), b"<!doctype html><html><body><p>" + payload)
    assert found["page_id"] == "p"


# in processes


def fetched(site: Site, home: Path, count: int) -> list[dict[str, Any]]:
    site.routes |= {f"/{n}": Answer(article(n)) for n in range(count)}
    urls = tuple(f"{site.url}/{n}" for n in range(count))
    harvest([source("urls", urls=urls)], DAY, home, limits=QUICK)
    return archived_pages(home, DAY)


def stalling(home: Path, row: dict[str, Any]) -> dict[str, Any]:
    """A row whose page never ends: nobody writes into the pipe that it lies in."""
    os.mkfifo(home / "archive" / "stalls.warc.gz")
    return row | {"warc_file": "stalls.warc.gz", "page_id": "stalls"}


def test_a_page_that_stalls_is_a_row_and_the_others_are_read(site: Site, home: Path) -> None:
    rows = fetched(site, home, 3)
    rows.insert(1, stalling(home, rows[0]))
    found = extract_articles(home, rows, page_seconds=2.0)
    assert [each["page_id"] for each in found] == [each["page_id"] for each in rows]
    assert [each["error"] for each in found] == [None, "timeout: no article after 2 s", None, None]


def children() -> set[int]:
    """The extracting processes that this one has started."""
    mine = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if (
                parent == os.getpid()
                and b"readouts.harvest.worker" in (entry / "cmdline").read_bytes()
            ):
                mine.add(int(entry.name))
        except (OSError, ValueError):
            continue
    return mine


@pytest.fixture
def no_process() -> None:
    """No reading process waits that earlier questions have left."""
    close_idle()
    assert not children()


def stalled_child() -> int:
    """The extracting process, once it has loaded what it needs and then does nothing any more."""
    used, since = -1, time.monotonic()
    deadline = since + 30
    while time.monotonic() < deadline:
        for process in children():
            ticks = sum(map(int, Path(f"/proc/{process}/stat").read_text().split()[13:15]))
            if ticks != used:
                used, since = ticks, time.monotonic()
            elif ticks > 15 and time.monotonic() - since > 0.8:
                return process
        time.sleep(0.05)
    raise TimeoutError


@pytest.mark.usefixtures("no_process")
def test_a_page_that_kills_its_process_is_a_row(site: Site, home: Path) -> None:
    rows = fetched(site, home, 2)
    rows.insert(0, stalling(home, rows[0]))

    def kill() -> None:
        os.kill(stalled_child(), signal.SIGSEGV)

    killer = threading.Thread(target=kill)
    killer.start()
    found = extract_articles(home, rows, page_seconds=20.0)
    killer.join()
    assert [each["error"] for each in found] == [
        "crash: the reading process ended with -11",
        None,
        None,
    ]


@pytest.mark.usefixtures("no_process")
def test_a_process_that_reads_no_more_is_not_waited_for(site: Site, home: Path) -> None:
    question = {"what": "article", "row": fetched(site, home, 1)[0]}
    assert ask(question, article(0).encode(), 30.0)["error"] is None
    for process in children():
        os.kill(process, signal.SIGSTOP)
    with pytest.raises(TimeoutError):
        ask(question, article(0).encode() * 5_000, 1.0)
    assert not children()


@pytest.mark.usefixtures("no_process")
def test_a_process_that_cannot_start_says_why(
    site: Site, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = fetched(site, home, 1)
    close_idle()
    (tmp_path / "trafilatura.py").write_text("raise ImportError('there is no disk left')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ExtractionError, match="does not start: ImportError: there is no disk left"):
        extract_articles(home, rows)


def test_several_processes_read_the_same_in_the_same_order(site: Site, home: Path) -> None:
    rows = fetched(site, home, 26)
    try:
        allow(1)
        one = extract_articles(home, rows)
        allow(2)
        two = extract_articles(home, rows)
    finally:
        allow(None)
    assert one == two
    assert [each["page_id"] for each in two] == [each["page_id"] for each in rows]


def test_rows_that_are_no_fetched_article_are_left_out(site: Site, home: Path) -> None:
    rows = fetched(site, home, 1)
    rows += [rows[0] | {"kind": "feed"}, rows[0] | {"error": "http: 404 Not Found"}]
    assert len(extract_articles(home, rows)) == 1
    assert extract_articles(home, []) == []
