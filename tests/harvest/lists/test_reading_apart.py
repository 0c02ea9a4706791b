"""What lists articles is read in a process apart: nothing in it is looked up or opened, and it ends in time."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readouts.harvest import children
from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.children import Crash, ExtractionError, allow, ask, close_idle
from readouts.harvest.collection.check import check_sources
from readouts.harvest.collection.collect import harvest
from readouts.harvest.links import address
from readouts.harvest.lists import read
from readouts.harvest.lists.sealing import Late, sealed, within
from tests.harvest.lists.told import BASE, feed, links, told
from tests.harvest.pages import DAY, QUICK, article, rss, sitemap, source
from tests.harvest.server import Answer, Site

# what comes from outside is only ever parsed


@pytest.fixture
def inside(tmp_path: Path, other: Site) -> dict[str, str]:
    """Things of this machine, by the names that a body could be taken for: each would lead to /stolen."""
    file = tmp_path / "inside.xml"
    file.write_text(feed().replace("/a", "/stolen"))
    (tmp_path / "inside.html").write_text("<a href='/stolen-in-2026'>x</a>")
    other.default = Answer(file.read_text(), type="text/xml")
    os.mkfifo(tmp_path / "pipe")
    return {
        "file": str(file),
        "file address": file.as_uri(),
        "page": str(tmp_path / "inside.html"),
        "pipe": str(tmp_path / "pipe"),
        "device": "/dev/zero",
        "web": f"{other.url}/feed",
        "feed": f"feed://{other.host}/feed",
        "standard input": "-",
        "descriptor": "/dev/stdin",
    }


NAMES = [
    "file",
    "file address",
    "page",
    "pipe",
    "device",
    "web",
    "feed",
    "standard input",
    "descriptor",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["feed", "sitemap", "listing", "json", "ccnews", "gdelt"])
def test_a_body_that_is_a_name_is_not_looked_up(
    name: str, kind: str, inside: dict[str, str], site: Site, other: Site, home: Path
) -> None:
    site.routes["/list"] = Answer(inside[name], type="text/plain")
    options = {
        "gdelt": {"query": "phone call"},
        "listing": {"links": "stolen"},
        "json": {"link": "url"},
        "ccnews": {"country": None},
    }.get(kind, {})
    site.default = Answer(inside[name], type="text/plain")
    started = time.monotonic()
    harvest([source(kind, url=f"{site.url}/list", **options)], DAY, home, limits=QUICK)
    assert time.monotonic() - started < 30.0
    # an address alone is a sitemap of one page, which is asked for as such
    is_page = (kind, name) == ("sitemap", "web")
    assert is_page or other.asked == []
    rows = archived_pages(home, DAY)
    assert not any("stolen" in row["requested_url"] for row in rows)
    assert is_page or all(row["error"] for row in rows if row["kind"] != "article")


def test_nothing_can_be_opened_while_bytes_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("inside")
    with sealed():
        with pytest.raises(OSError, match="Too many open files"):
            (tmp_path / "a").open()
        with pytest.raises(OSError, match="Too many open files"):
            __import__("socket").socket()
    assert (tmp_path / "a").read_text() == "inside"


def test_a_folder_of_modules_that_has_changed_costs_no_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """feedparser looks for a parser that few have whenever it reads, and Python anew in a folder that has changed."""
    monkeypatch.syspath_prepend(tmp_path)
    text = feed().encode()
    for number in range(3):
        (tmp_path / f"other{number}.py").write_text("")
        os.utime(tmp_path, (number, number))
        answer = read("feed", text, base=BASE, charset=None)
        assert (len(answer["entries"]), answer["unread"], answer["problem"]) == (2, [], "")
    with sealed(), pytest.raises(ModuleNotFoundError):
        __import__("other2")
    __import__("other2")


def endless() -> None:
    while True:
        pass


def test_a_part_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(Late), within(0.2):
        endless()
    assert time.monotonic() - started < 30.0
    with within(0.2):
        pass
    time.sleep(0.3)


# the process apart


def mine() -> list[int]:
    """The reading processes of this one."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            is_mine = f"\nPPid:\t{os.getpid()}\n" in (entry / "status").read_text()
            if is_mine and b"readouts.harvest.worker" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_what_takes_its_process_down_is_told_and_the_next_question_is_answered() -> None:
    close_idle()
    heavy = b"<" * 2_000_000

    def kill() -> None:
        time.sleep(0.5)
        for process in mine():
            os.kill(process, signal.SIGKILL)

    assert told("feed", feed())["problem"] == ""
    killer = threading.Thread(target=kill)
    killer.start()
    question = {"what": "list", "kind": "listing", "options": {
        "base": BASE, "charset": None, "links": "^https://example.org/(a+)+$"}}  # fmt: skip
    with pytest.raises(Crash, match="ended with -9"):
        ask(question, b"<a href='/" + b"a" * 5000 + b"!'>x</a>" + heavy, 20.0)
    killer.join()
    assert links(told("feed", feed())) == ["/a", "/b"]


@pytest.mark.parametrize("allowed", [None, 2])
def test_pages_on_disk_are_looked_at_by_as_many_processes_as_are_allowed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: int | None
) -> None:
    for number in range(24):
        (tmp_path / f"{number}.html").write_text(article(number, day="2026-05-09"))
    close_idle()
    monkeypatch.setenv("READOUTS_WORKERS", "1")
    allow(allowed)
    try:
        report = harvest([source("folder", path=str(tmp_path))], DAY, home, limits=QUICK)
        assert (report.pages, len(mine())) == (24, allowed or 1)
    finally:
        allow(None)
    assert len(mine()) == 1


def test_a_pattern_that_takes_for_ever_ends_in_time() -> None:
    question = {"what": "list", "kind": "listing", "options": {
        "base": BASE, "charset": None, "links": "^https://example.org/(a+)+$"}}  # fmt: skip
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        ask(question, b"<a href='/" + b"a" * 5000 + b"!'>x</a>", 1.0)
    assert time.monotonic() - started < 30.0
    assert links(told("feed", feed())) == ["/a", "/b"]


def test_a_process_that_has_waited_long_enough_ends_and_another_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    close_idle()
    monkeypatch.setattr(children, "IDLE_SECONDS", 0.2)
    assert links(told("feed", feed())) == ["/a", "/b"]
    (first,) = mine()
    deadline = time.monotonic() + 10
    while (Path("/proc") / str(first) / "stat").read_text().split()[2] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert links(told("feed", feed())) == ["/a", "/b"]
    close_idle()
    assert mine() == []


def test_no_process_can_be_started_is_said_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    close_idle()
    (tmp_path / "feedparser.py").write_text("raise OSError('there is no disk left')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ExtractionError, match="does not start: OSError: there is no disk left"):
        told("feed", feed())


# what is told


def test_what_could_not_be_read_is_a_row_with_its_name(site: Site, home: Path) -> None:
    bad = "".join(f"<url><loc>https://[{n}</loc></url>" for n in range(8))
    site.routes |= {
        "/map": Answer(f"<urlset><url><loc>/a</loc></url>{bad}</urlset>", type="text/xml"),
        "/a": Answer(article(1)),
    }
    report = harvest([source("sitemap", url=f"{site.url}/map")], DAY, home, limits=QUICK)
    assert report.pages == 1
    errors = {
        row["requested_url"].removeprefix(site.url): row["error"]
        for row in archived_pages(home, DAY)
        if row["error"]
    }
    assert errors["/map#entry-2"] == "entry: entry 2: it is no web address: 'https://[0'"
    assert list(errors) == [*(f"/map#entry-{n}" for n in range(2, 7)), "/map#more"]
    assert errors["/map#more"] == "entry: 3 more are not taken"


def test_an_empty_sitemap_is_said(site: Site, home: Path) -> None:
    site.routes["/map"] = Answer(sitemap([]), type="text/xml")
    said: list[str] = []
    named = source("sitemap", url=f"{site.url}/map")
    harvest([named], DAY, home, limits=QUICK, progress=said.append)
    assert f"test: {site.url}/map: sitemap: it lists no page" in said
    assert [row["error"] for row in archived_pages(home, DAY)] == [None]
    (tried,) = check_sources([named], limits=QUICK)
    assert tried.problem == "no links were found"


def test_half_a_character_in_a_title_costs_no_run(site: Site, home: Path) -> None:
    body = json.dumps({"articles": [{"url": f"{site.url}/a", "title": "A \ud83d\x00 B"}]})
    site.default = Answer(body, type="application/json")
    site.routes["/a"] = Answer(article(1))
    report = harvest(
        [source("gdelt", url=f"{site.url}/list", query="phone call")], DAY, home, limits=QUICK
    )
    assert report.pages == 1
    (row,) = [row for row in archived_pages(home, DAY) if row["kind"] == "article"]
    assert row["discovered_title"] == "A ? B"


def test_the_date_of_a_page_is_looked_for_in_a_process_apart(site: Site, home: Path) -> None:
    """A page that would hold the run for ever holds it for a while, and is kept."""
    site.routes |= {
        "/feed": Answer(rss([("/a", None), ("/b", None)]), type="text/xml"),
        "/a": Answer(article(1, day="2026-05-08T10:00:00Z")),
        "/b": Answer("<html>" + "<p>a</p>" * 300_000),
    }
    report = harvest([source("feed", url=f"{site.url}/feed")], DAY, home, limits=QUICK)
    assert report.pages == 2


@given(
    st.text(max_size=60),
    st.sampled_from(["", "http://", "https://h/", "//", "http://[", "https://h:"]),
)
@example("․", "http://")
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_an_address(text: str, before: str) -> None:
    found = address(before + text)
    if found is not None:
        assert found.isascii()
        assert address(found) == found


@given(st.binary(max_size=300), st.sampled_from(["feed", "sitemap", "listing", "ccnews", "gdelt"]))
@settings(max_examples=120, deadline=None)
def test_no_bytes_break_the_reading(body: bytes, kind: str) -> None:
    wrapped = {
        "feed": b"<rss><channel><item>"
        + body
        + b"</item><item><link>/b</link></item></channel></rss>",
        "sitemap": b"<urlset><url>" + body + b"</url><url><loc>/b</loc></url></urlset>",
        "listing": b"<html>" + body + b"<a href='/a-b-c-d'>x</a>",
        "ccnews": body + b"\na/b.warc.gz",
        "gdelt": b'{"articles": [' + body + b', {"url": "https://example.org/b"}]}',
    }[kind]
    answer = read(kind, wrapped, base=BASE, charset=None)
    assert json.loads(json.dumps(answer)) == answer
    assert all(entry[0].isascii() for entry in answer["entries"])
