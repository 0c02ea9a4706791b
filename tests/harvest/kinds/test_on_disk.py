"""Pages that lie on disk already: folders of saved pages, and WARC files."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.collect import harvest
from readouts.harvest.extraction.workers import extract_articles
from tests.harvest.pages import DAY, QUICK, article, filed, source
from tests.harvest.server import Answer, Site


def test_a_folder_gives_the_pages_of_the_days_asked_for(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "deep").mkdir(parents=True)
    (folder / "now.html").write_text(article(1, day="2026-05-09T09:00:00Z"))
    (folder / "deep" / "later.html").write_text(article(2, day="2026-05-12T09:00:00Z"))
    (folder / "deep" / "long ago.html").write_text(article(3, day="2024-05-12T09:00:00Z"))
    (folder / "empty.html").write_text("")
    (folder / "notes.txt").write_text("not asked for")
    named = source("folder", path=str(folder), base_url="https://example.org/saved/", max_pages=1)
    harvest([named], DAY, home, limits=QUICK)
    assert filed(home) == {DAY: 1}
    rows = archived_pages(home, DAY)
    assert {row["requested_url"].rsplit("/", 1)[-1]: row["error"] for row in rows} == {
        "now.html": None,
        "empty.html": "empty: the page has no body",
    }
    later = harvest([named], date(2026, 5, 12), home, limits=QUICK)
    assert (later.pages, filed(home)) == (1, {DAY: 1, date(2026, 5, 12): 1})
    old = harvest([named], date(2024, 5, 12), home, limits=QUICK)
    assert (old.pages, filed(home)[date(2024, 5, 12)]) == (1, 1)
    (found_old,) = [row for row in archived_pages(home, date(2024, 5, 12)) if not row["error"]]
    assert found_old["requested_url"] == "https://example.org/saved/deep/long%20ago.html"
    (text,) = extract_articles(home, [found_old])
    assert "Ilvar Corvin" in text["text"]


@pytest.mark.parametrize("what", ["the page", "what is known of its source"])
def test_a_page_of_another_day_is_looked_at_once_until_something_changes(
    home: Path, tmp_path: Path, what: str
) -> None:
    page = tmp_path / "saved" / "page.html"
    page.parent.mkdir()
    page.write_text(article(1, day="2026-05-12T09:00:00Z"))
    at = page.stat().st_mtime_ns
    facts: dict[str, Any] = {"path": str(page.parent), "base_url": "https://example.org/"}
    assert harvest([source("folder", **facts)], DAY, home, limits=QUICK).pages == 0
    # as long and of the same time: nothing tells that it is another page
    page.write_text(article(1, day="2026-05-08T09:00:00Z"))
    os.utime(page, ns=(at, at))
    again = harvest([source("folder", **facts)], DAY, home, limits=QUICK)
    assert again.pages == 0
    if what == "the page":
        os.utime(page, ns=(at + 1, at + 1))
    else:
        facts["timezone"] = "Asia/Tokyo"
    assert harvest([source("folder", **facts)], DAY, home, limits=QUICK).pages == 1


def test_pages_too_old_are_named_with_what_reads_them(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for number, day in enumerate(("2026-03-01", "2026-03-02", "2026-05-09")):
        (folder / f"{number}.html").write_text(article(number, day=f"{day}T09:00:00Z"))
    named = source("folder", id="saved", path=str(folder), max_age_days=20)
    lines: list[str] = []
    report = harvest([named], DAY, home, limits=QUICK, progress=lines.append)
    told = (
        "saved: 1 new pages; 2 pages are older than max_age_days (20) and left alone;"
        " 'readouts run 2026-03-02' reads the latest of them, or raise max_age_days"
    )
    assert told in lines
    assert report.summary().endswith("2 older than max_age_days and left alone")
    old = date(2026, 3, 2)
    assert harvest([named], old, home, limits=QUICK).pages == 2
    # what has been read is not called left alone
    again = harvest([named], DAY, home, limits=QUICK)
    assert (again.sources[0].too_old, again.sources[0].line()) == (0, "saved: 0 new pages")


@pytest.mark.parametrize(("age", "pages"), [(60, 1), (2, 0)])
def test_max_age_decides(home: Path, tmp_path: Path, age: int, pages: int) -> None:
    (tmp_path / "page.html").write_text(article(1, day="2026-04-09T09:00:00Z"))
    named = source("folder", path=str(tmp_path), max_age_days=age)
    assert harvest([named], DAY, home, limits=QUICK).pages == pages


def test_a_warc_file_of_ones_own_can_be_read_again(site: Site, home: Path, tmp_path: Path) -> None:
    site.routes |= {"/a": Answer(article(1, day="2026-05-09")), "/b": Answer("no", 404)}
    harvest([source("urls", urls=(f"{site.url}/a", f"{site.url}/b"))], DAY, home, limits=QUICK)
    again = tmp_path / "again"
    named = source("warc", path=str(home / "archive/**/*.warc.gz"), country="NOR", type="ministry")
    harvest([named], DAY, again, limits=QUICK)
    assert filed(again) == {DAY: 1}
    (row,) = archived_pages(again, DAY)
    assert (row["status"], row["requested_url"]) == (200, f"{site.url}/a")
    (read,) = extract_articles(again, [row])
    assert read["publisher"] == "127.0.0.1" or read["publisher"]
    assert read["speaks_for"] is None, "pages of many publishers are nobody's own account"
    assert site.times("/a") == 1


HTML = ("Content-Type", "text/html; charset=utf-8")


def records(
    bodies: Iterable[bytes],
    *headers: tuple[str, str],
    extra: dict[str, str] | None = None,
    packed: bool = True,
) -> list[bytes]:
    """The records of a crawl, one a body, as another program may have written them."""
    made = []
    for number, body in enumerate(bodies):
        target = io.BytesIO()
        writer = WARCWriter(target, gzip=packed)
        record: Any = writer.create_warc_record(
            f"https://courier.example/{number}",
            "response",
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders("200 OK", [HTML, *headers], protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2026-05-09T08:00:00Z"} | (extra or {}),
        )
        writer.write_record(record)
        made.append(target.getvalue())
    return made


def pages(count: int = 3) -> list[bytes]:
    return [article(n, day="2026-05-09").encode() for n in range(count)]


def read_warc(
    home: Path, tmp_path: Path, content: bytes, name: str = "crawl.warc.gz"
) -> tuple[list[str], dict[str, str]]:
    """The texts that come of a file, and the errors by address."""
    (tmp_path / name).write_bytes(content)
    harvest([source("warc", path=str(tmp_path / name))], DAY, home, limits=QUICK)
    rows = archived_pages(home, DAY)
    errors = {row["requested_url"]: row["error"] for row in rows if row["error"]}
    assert not [error for error in errors.values() if "\n" in error], "one line each"
    return [each["text"] or each["error"] for each in extract_articles(home, rows)], errors


def chunked(body: bytes) -> bytes:
    middle = len(body) // 2
    parts = (body[:middle], body[middle:], b"")
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts)


GZIP, CHUNKED = ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")
STORED: dict[str, tuple[Any, tuple[tuple[str, str], ...]]] = {
    "plain under the headers that it came with": (bytes, (GZIP, CHUNKED, ("Content-Length", "9"))),
    "plain, and said to be deflated": (bytes, (("Content-Encoding", "deflate"),)),
    "plain, and said to be in an encoding of later years": (bytes, (("Content-Encoding", "br"),)),
    "packed as it says": (gzip.compress, (GZIP,)),
    "in chunks as it says": (chunked, (CHUNKED,)),
    "packed, and in chunks": (lambda body: chunked(gzip.compress(body)), (GZIP, CHUNKED)),
    "packed, and not in chunks": (gzip.compress, (GZIP, CHUNKED)),
}


@pytest.mark.parametrize("case", STORED)
def test_a_body_in_an_archive_is_read_as_it_lies_there(
    case: str, home: Path, tmp_path: Path
) -> None:
    store, headers = STORED[case]
    texts, errors = read_warc(home, tmp_path, b"".join(records(map(store, pages()), *headers)))
    assert errors == {}
    assert len(texts) == 3
    assert all("spoke by telephone with counterpart" in text for text in texts)


def test_a_file_in_one_gzip_member_is_read(home: Path, tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(records(pages(), packed=False)))
    texts, errors = read_warc(home, tmp_path, whole)
    assert (len(texts), errors) == (3, {})
    assert ["number 0" in texts[0], "number 1" in texts[1], "number 2" in texts[2]] == [True] * 3


def test_a_file_in_one_gzip_member_that_is_too_large_says_what_to_do(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readouts.harvest.kinds.warc._MOST_UNPACKED", 100)
    _, errors = read_warc(home, tmp_path, gzip.compress(b"".join(records(pages(), packed=False))))
    (error,) = errors.values()
    assert "'warcio recompress OLD NEW'" in error


@pytest.mark.parametrize("packed", [True, False])
def test_what_comes_before_a_cut_is_read_and_the_cut_is_told(
    packed: bool, home: Path, tmp_path: Path
) -> None:
    whole = b"".join(records(pages(), packed=packed))
    texts, errors = read_warc(
        home, tmp_path, whole[:-200], "crawl.warc.gz" if packed else "crawl.warc"
    )
    assert len(texts) == 2
    assert errors["https://courier.example/2"].startswith("truncated: ")
    assert [error for url, error in errors.items() if url.startswith("warc://")]


@pytest.mark.parametrize("packed", [True, False])
def test_what_comes_after_a_damage_is_read_and_the_damage_is_told(
    packed: bool, home: Path, tmp_path: Path
) -> None:
    first, second, third = records(pages(), packed=packed)
    spoilt = second[:30] + os.urandom(40) + second[70 : len(second) // 2]
    texts, errors = read_warc(home, tmp_path, first + spoilt + third)
    assert [text for text in texts if "number 0" in text]
    assert [text for text in texts if "number 2" in text]
    assert [error for url, error in errors.items() if url.startswith("warc://")]


def test_a_page_that_its_crawler_cut_off_is_told(home: Path, tmp_path: Path) -> None:
    made = records(pages(1), extra={"WARC-Truncated": "length"})
    assert read_warc(home, tmp_path, made[0]) == (
        [],
        {"https://courier.example/0": "truncated: the crawler cut this page off: length"},
    )


NOTHING = {
    "no bytes": b"",
    "no records": gzip.compress(b""),
    "something else": b"GIF89a, and more than that",
    "rubbish": b"\x1f\x8b\x08 rubbish",
}


@pytest.mark.parametrize("case", NOTHING)
def test_a_file_with_nothing_in_it_is_a_fault(case: str, home: Path, tmp_path: Path) -> None:
    texts, errors = read_warc(home, tmp_path, NOTHING[case])
    assert texts == []
    (error,) = errors.values()
    assert error.startswith("warc: ")


def test_a_page_on_disk_with_a_date_that_none_has_is_read_all_the_same(
    home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    page = article(1, day="0001-01-01T00:00:00").replace("</h1>", "</h1><p>9 May 2026</p>")
    (folder / "page.html").write_text(page)
    os.utime(folder / "page.html", (0, 0))
    harvest([source("folder", path=str(folder))], DAY, home, limits=QUICK)
    assert filed(home) == {DAY: 1}
    (found,) = extract_articles(home, archived_pages(home, DAY))
    assert (found["published_date"], found["date_basis"]) == (DAY, "text")


def test_a_page_on_disk_that_is_no_article_is_a_row_that_says_so(
    home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "gone.html").write_text(
        "<title>Page not found</title><body><h1>Page not found</h1><p>Sorry.</p></body>"
    )
    harvest([source("folder", path=str(folder))], DAY, home, limits=QUICK)
    (row,) = archived_pages(home, DAY)
    assert row["error"] == "no_article: the page says that what was asked for is not there"
