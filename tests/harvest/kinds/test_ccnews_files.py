"""Files of CC-NEWS that break off, are gone, damaged or too large: each goes on, or is a row with its reason."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.kinds import ccnews
from tests.harvest import server
from tests.harvest.kinds.ccnews import (
    LIST,
    NAME,
    SECOND,
    asked_for_files,
    collect,
    errors,
    file_of,
    leftovers,
    publish,
    stories,
    story,
)
from tests.harvest.pages import DAY, QUICK
from tests.harvest.server import Answer, Site, in_parts

# files that break off


def test_a_file_that_breaks_off_is_taken_up_where_it_did(site: Site, home: Path) -> None:
    content = file_of(stories(6))
    publish(site, **{NAME: in_parts(content, breaks=[1000, 1500])})
    report = collect(site, home)
    assert (report.pages, report.failed) == (6, 0)
    ranges = [asked.headers.get("Range") for asked in site.asked if NAME in asked.path]
    assert ranges == [None, "bytes=1000-", "bytes=2500-"]
    assert errors(home) == {}


def test_one_that_breaks_off_for_good_waits_and_goes_on_in_the_next_run(
    site: Site, home: Path
) -> None:
    content = file_of(stories(6))
    publish(site, **{NAME: in_parts(content, breaks=[1000, 0, 0, 0, 0]), SECOND: b"not asked for"})
    report = collect(site, home)
    assert report.pages == 0
    assert asked_for_files(site).count(SECOND) == 0, "what does not answer is left alone"
    assert report.sources[0].deferred == 2
    assert errors(home)[NAME].startswith(("short: ", "reset: "))
    assert (home / "downloads" / "test" / f"{NAME}.part").stat().st_size == 1000
    publish(site, **{NAME: content})
    site.asked.clear()
    assert collect(site, home).pages == 6
    assert [a.headers.get("Range") for a in site.asked if NAME in a.path] == ["bytes=1000-"]


def test_one_that_has_changed_meanwhile_begins_anew(site: Site, home: Path) -> None:
    publish(site, **{NAME: in_parts(file_of(stories(6)), breaks=[1000, 0, 0, 0, 0])})
    collect(site, home)
    publish(site, **{NAME: in_parts(file_of(stories(2, first=20)), etag='"two"')})
    report = collect(site, home)
    assert (report.pages, report.failed) == (2, 0)


KILLED = """
import sys
from datetime import date
from pathlib import Path
from readouts.harvest.collection.collect import harvest
from readouts.harvest.kinds import ccnews
from tests.harvest.pages import DAY, QUICK, source
ccnews._SECONDS_BETWEEN_MARKS = 0.0
harvest([source("ccnews", url=sys.argv[1], country=None, type="newspaper")], DAY, Path(sys.argv[2]), limits=QUICK)
"""


def test_a_run_that_is_killed_is_gone_on_with_at_the_record(site: Site, home: Path) -> None:
    count = 120
    publish(site, **{NAME: file_of(stories(count))})
    process = subprocess.Popen([sys.executable, "-c", KILLED, site.url, str(home)])
    deadline = time.monotonic() + 60
    while len(list((home / "archive").glob("2026-05-09/*.jsonl"))) < 5:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert leftovers(home) == [NAME], "what was fetched is not fetched again"
    before = sum(row["kind"] == "article" for row in archived_pages(home, DAY))
    assert 0 < before < count
    site.asked.clear()
    report = collect(site, home)
    assert asked_for_files(site) == []
    assert report.sources[0].links < count, "what was read is not read again"
    assert report.pages == count - before
    rows = [row for row in archived_pages(home, DAY) if row["kind"] == "article"]
    assert len({row["requested_url"] for row in rows}) == len(rows) == count
    assert leftovers(home) == []


# what goes wrong is a row


def test_a_month_that_is_not_there_yet_is_a_row(site: Site, home: Path) -> None:
    report = collect(site, home)
    assert errors(home) == {"warc.paths.gz": "http: 404 Not Found"}
    assert report.pages == 0
    # a list that comes later is read
    publish(site, **{NAME: file_of(stories(1))})
    assert collect(site, home).pages == 1


LISTS: dict[str, tuple[bytes, str]] = {
    "rubbish": (b"\x1f\x8b\x08rubbish", "ccnews: it cannot be unpacked"),
    "a page": (
        b"<!doctype html><html><body>Not a list</body></html>",
        "ccnews: the answer is not one",
    ),
    "nothing": (gzip.compress(b""), "ccnews: the answer is not one"),
    "the beginning of a packed one": (
        gzip.compress(b"a/b\n")[:12],
        "ccnews: the answer is not one",
    ),
    "a path that leads away": (gzip.compress(b"../../etc/passwd\na/b\n"), "entry: line 1"),
    "another name": (gzip.compress(b"crawl-data/CC-NEWS/notes.txt\n"), "entry: notes.txt is not"),
    "a day that is none": (
        gzip.compress(b"crawl-data/CC-NEWS/CC-NEWS-20269999010203-00001.warc.gz\n"),
        "entry: CC-NEWS-20269999010203-00001.warc.gz is not",
    ),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_list_that_is_none_is_a_row(case: str, site: Site, home: Path) -> None:
    body, expected = LISTS[case]
    site.routes[LIST] = Answer(body, type="application/gzip")
    assert collect(site, home).pages == 0
    found = list(errors(home).values())
    assert any(error.startswith(expected) for error in found)


def test_of_a_list_that_is_cut_what_is_whole_is_taken(site: Site, home: Path) -> None:
    publish(site, **{NAME: file_of(stories(1)), SECOND: b"never reached"})
    lines = f"crawl-data/CC-NEWS/2026/05/{NAME}\ncrawl-data/CC-NEWS/2026/05/{SECOND}"
    packed = gzip.compress(lines.encode(), compresslevel=0)
    site.routes[LIST] = Answer(packed[:-20], type="application/gzip")
    assert collect(site, home).pages == 1
    assert asked_for_files(site) == [NAME]
    assert "it is cut short" in " ".join(errors(home).values())


def test_a_file_that_is_gone_is_a_row_and_the_next_is_read(site: Site, home: Path) -> None:
    publish(site, **{NAME: Answer("gone", 404), SECOND: file_of(stories(1))})
    assert collect(site, home).pages == 1
    assert errors(home) == {NAME: "http: 404 Not Found"}


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_host_that_asks_to_be_asked_less_is_asked_less(
    status: int, site: Site, home: Path
) -> None:
    content = file_of(stories(1))
    slow = server.after(2, Answer("slow down", status), Answer(content, type="application/gzip"))
    publish(site, **{NAME: slow})
    assert collect(site, home).pages == 1, "a few times are no reason to give up"
    assert (
        min(b.began - a.ended for a, b in zip(site.asked[-3:], site.asked[-2:], strict=False))
        > 0.04
    )


@pytest.mark.parametrize("status", [403, 503])
def test_one_that_goes_on_asking_is_left_alone_until_the_next_run(
    status: int, site: Site, home: Path
) -> None:
    publish(site, **{NAME: Answer("slow down", status), SECOND: file_of(stories(1))})
    report = collect(site, home)
    assert asked_for_files(site) == [NAME] * QUICK.attempts
    assert report.sources[0].deferred == 2
    assert errors(home)[NAME].startswith(f"http: {status}")
    publish(site, **{NAME: file_of(stories(1)), SECOND: file_of(stories(1, first=1))})
    assert collect(site, home).pages == 2


def test_lengths_that_are_wrong_are_told(site: Site, home: Path) -> None:
    publish(site, **{NAME: Answer(file_of(stories(1)), wrong_length=500)})
    assert collect(site, home).pages == 0
    assert errors(home)[NAME].startswith("short: ")


def test_a_file_that_is_larger_than_allowed_is_not_fetched(site: Site, home: Path) -> None:
    content = file_of(stories(20))
    publish(site, **{NAME: content, SECOND: file_of(stories(1))})
    report = collect(site, home, max_file_bytes=2000)
    assert report.pages == 1
    assert errors(home) == {NAME: f"too_large: {len(content)} bytes announced, 2000 allowed"}
    assert leftovers(home) == []


FULL = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
{KILLED}"""


def test_a_disk_that_is_full_is_a_row(site: Site, home: Path) -> None:
    noise = [(f"https://courier.example/{n}", os.urandom(60_000)) for n in range(5)]
    publish(site, **{NAME: file_of(noise), SECOND: b"waits"})
    subprocess.run([sys.executable, "-c", FULL, site.url, str(home)], check=True, timeout=60)
    assert errors(home)[NAME].startswith("disk: ")
    assert asked_for_files(site) == [NAME]
    assert leftovers(home) == [], "room is made"


def test_what_can_be_read_of_a_damaged_file_is_read_and_it_is_not_fetched_again(
    site: Site, home: Path
) -> None:
    parts = [file_of([story(n)]) for n in range(3)]
    middle = parts[1]
    at = len(middle) - 700
    spoilt = middle[:at] + os.urandom(40) + middle[at + 40 :]
    publish(site, **{NAME: parts[0] + spoilt + parts[2]})
    collect(site, home)
    rows = [row for row in archived_pages(home, DAY) if row["kind"] == "article"]
    fine = {row["requested_url"] for row in rows if not row["error"]}
    assert fine >= {"https://courier.example/story/0", "https://courier.example/story/2"}
    assert errors(home)[NAME].startswith("warc: ")
    collect(site, home)
    assert asked_for_files(site) == [NAME]


def test_a_record_that_is_cut_is_a_row(site: Site, home: Path) -> None:
    publish(site, **{NAME: file_of(stories(3))[:-300]})
    assert collect(site, home).pages == 2
    found = errors(home)
    assert found["2"].startswith("truncated: ")
    assert found[NAME].startswith("warc: ")


def test_a_file_in_one_gzip_member_is_read(
    site: Site, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ccnews, "_SECONDS_BETWEEN_MARKS", 0.0)
    publish(site, **{NAME: gzip.compress(gzip.decompress(file_of(stories(3))))})
    assert collect(site, home).pages == 3
    assert collect(site, home).pages == 0
    assert asked_for_files(site) == [NAME]


def test_robots_are_obeyed(site: Site, home: Path) -> None:
    publish(site, **{NAME: file_of(stories(1))})
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /crawl-data/", type="text/plain")
    assert collect(site, home).pages == 0
    assert errors(home) == {"warc.paths.gz": "robots: not allowed by robots.txt"}
    assert site.paths() == []


# in a file of sources, and by the command
