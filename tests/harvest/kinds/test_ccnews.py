"""CC-NEWS by the day: the list of a month, files that break off, pages that speak of calls, and what is done once."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from readouts.harvest import (
    HarvestReport,
    archived_pages,
    check_sources,
    extract_articles,
    harvest,
    load_sources,
)
from readouts.harvest.kinds import ccnews
from tests.command import readouts
from tests.harvest import server
from tests.harvest.pages import DAY, QUICK, article, source
from tests.harvest.server import Answer, Site, in_parts

NAME = "CC-NEWS-20260509010203-00001.warc.gz"
SECOND = "CC-NEWS-20260509130203-00002.warc.gz"
LIST = "/crawl-data/CC-NEWS/2026/05/warc.paths.gz"
PLAIN = """<!doctype html><html lang="en"><head><title>Harvest of number {0}</title>
<meta property="article:published_time" content="2026-05-09T08:00:00Z"></head><body><article>
<h1>Harvest of number {0}</h1><p>The farmers of the valley of Orrin brought in {0} tons of barley in spite of the rain,
and the mill at the river ground it until late in the evening, as it has done for the past hundred years.</p>
<p>Bread will be cheaper in the winter, the bakers of the valley say, and the price of beer stays where it was.</p>
</article></body></html>"""


def file_of(pages: Iterable[tuple[str, str | bytes]], when: str = "2026-05-09T08:00:00Z") -> bytes:
    """A file as Common Crawl writes them: a member a record, with requests between them."""
    target = io.BytesIO()
    writer = WARCWriter(target, gzip=True)
    writer.write_record(writer.create_warcinfo_record("crawl", {"software": "test"}))
    for url, page in pages:
        body = page.encode() if isinstance(page, str) else page
        head = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
        )
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
        dated = {"WARC-Date": when, "WARC-IP-Address": "192.0.2.7"}
        for record in (
            writer.create_warc_record(url, "request", http_headers=asked, warc_headers_dict=dated),
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=head,
                warc_headers_dict=dated,
            ),
        ):
            writer.write_record(record)
    return target.getvalue()


def story(number: int, day: str = "2026-05-09T08:00:00Z") -> tuple[str, str]:
    return f"https://courier.example/story/{number}", article(number, day=day)


def stories(count: int, first: int = 0) -> list[tuple[str, str]]:
    return [story(number) for number in range(first, first + count)]


def publish(site: Site, **files: bytes | server.Route) -> None:
    """Let the site have these files, and a list of them by month."""
    months: dict[str, list[str]] = {}
    for name, content in files.items():
        path = f"crawl-data/CC-NEWS/{name[8:12]}/{name[12:14]}/{name}"
        months.setdefault(path.rsplit("/", 1)[0], []).append(path)
        site.routes[f"/{path}"] = in_parts(content) if isinstance(content, bytes) else content
    for folder, paths in months.items():
        body = gzip.compress("".join(f"{path}\n" for path in paths).encode(), mtime=0)
        site.routes[f"/{folder}/warc.paths.gz"] = server.with_etag(
            Answer(body, type="application/gzip")
        )


def collect(site: Site, home: Path, edition: date = DAY, **values: Any) -> HarvestReport:
    published = values.pop("published", ())
    named = source("ccnews", url=site.url, country=None, type="newspaper", **values)
    return harvest([named], edition, home, limits=QUICK, published_editions=published)


def asked_for_files(site: Site) -> list[str]:
    return [path.rsplit("/", 1)[-1] for path in site.paths() if path.endswith(".warc.gz")]


def errors(home: Path, edition: date = DAY) -> dict[str, str]:
    """The errors of an edition by the last part of the address."""
    rows = archived_pages(home, edition)
    return {row["requested_url"].rsplit("/", 1)[-1]: row["error"] for row in rows if row["error"]}


def leftovers(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "downloads").glob("*/*.warc.gz*"))


def test_pages_that_speak_of_calls_are_taken_and_the_file_goes(site: Site, home: Path) -> None:
    pages = [*stories(3), ("https://mill.example/1", PLAIN.format(1))]
    content = file_of(pages)
    publish(site, **{NAME: content, "CC-NEWS-20260510010203-00003.warc.gz": b"another day"})
    report = collect(site, home)
    assert (report.pages, report.sources[0].left_out, report.editions) == (3, 1, {DAY: 3})
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


def test_a_second_run_asks_for_nothing_but_whether_the_list_has_changed(
    site: Site, home: Path
) -> None:
    publish(site, **{NAME: file_of(stories(2))})
    collect(site, home)
    before = {p: p.read_bytes() for p in (home / "archive").rglob("*.gz")}
    site.asked.clear()
    report = collect(site, home)
    assert (report.pages, site.paths()) == (0, [LIST])
    assert site.asked[-1].headers["If-None-Match"] == '"one"'
    assert {p: p.read_bytes() for p in (home / "archive").rglob("*.gz")} == before
    # the ledger is made from the archive again, and knows it still
    (home / "harvest.sqlite").unlink()
    site.asked.clear()
    assert collect(site, home).pages == 0
    assert asked_for_files(site) == []


def test_a_list_that_has_not_changed_is_remembered_for_the_next_day(site: Site, home: Path) -> None:
    late = "CC-NEWS-20260510010203-00003.warc.gz"
    publish(site, **{NAME: file_of(stories(1)), late: file_of(stories(1, first=5))})
    collect(site, home)
    assert collect(site, home, DAY + timedelta(days=1)).pages == 1
    assert asked_for_files(site) == [NAME, late]
    lists = [asked.headers.get("If-None-Match") for asked in site.asked if asked.path == LIST]
    assert lists == [None, '"one"']


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
    assert report.editions == {date(2026, 5, 8): 1, DAY: 2, date(2026, 5, 10): 1}
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
from readouts.harvest import harvest
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
    "nothing": (gzip.compress(b""), ""),
    "a path that leads away": (gzip.compress(b"../../etc/passwd\na/b"), "entry: line 1"),
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
    assert bool(found) is bool(expected)
    assert not found or any(error.startswith(expected) for error in found)


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
