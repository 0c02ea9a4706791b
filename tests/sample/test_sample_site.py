"""The sample site: its pages are whole, can be found, and come in as its README says; its server has manners."""

from __future__ import annotations

import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from lxml import html

from pipelines.sample.site import (
    SampleSite,
    SampleSiteError,
    port_from_environment,
    serve,
    serve_or_join,
)
from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.archive.records import read_page
from readouts.harvest.collection.collect import harvest
from readouts.harvest.extraction.extract import extract_article
from readouts.harvest.sources_file import load_sources
from tests.sampling import EDITIONS, SAMPLE, SOON

SITE = SAMPLE / "site"
FRONT_PAGES = {"/wire/", "/pk/", "/tr/"}


def address(file: Path) -> str:
    return "/" + file.relative_to(SITE).as_posix().removesuffix("index.html")


ARTICLES = sorted({address(file) for file in SITE.rglob("*.html")} - FRONT_PAGES)


@pytest.fixture
def site() -> Iterator[SampleSite]:
    with serve(SAMPLE, port=0) as running:
        yield running


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as err:
        return err.code, dict(err.headers), err.read()


# what a crawl of it brings

COMES_IN = """
2025-05-09 wire        /wire/five-calls.html                                     2025-05-09 en
2022-02-24 wire        /wire/eide-undated.html                                   none       en
2025-05-09 pk          /pk/2025/05/09/dar-fidan.html                             2025-05-09 en
2025-05-09 pk          /pk/2025/05/09/dar-iwaya.html                             2025-05-09 en
2025-05-09 pk          /pk/2025/05/09/dar-bayramov.html                          2025-05-09 en
2025-05-09 tr          /tr/fidan-dar-en.html                                     2025-05-09 en
2025-05-09 gb          /gb/government/news/foreign-secretary-call-pakistan.html  2025-05-09 en
2025-05-09 no          /no/aktuelt/samtale-pakistan/                             2025-05-09 en
2025-05-10 tr          /tr/dar-telefon.html                                      2025-05-10 tr
2025-05-10 gazette     /gazette/world/five-ministers.html                        2025-05-10 en
2025-05-10 gazette     /gazette/world/calls-for-restraint.html                   2025-05-10 en
2022-02-24 us          /us/readouts/2022/guterres.html                           2022-02-24 en
2022-02-24 us          /us/readouts/2022/jaishankar.html                         2022-02-24 en
2022-02-24 un          /un/guterres-ar.html                                      2022-02-24 ar
2022-02-24 un          /un/guterres-es.html                                      2022-02-24 es
2022-02-24 un          /un/guterres-fr.html                                      2022-02-24 fr
2022-02-24 un          /un/guterres-pt.html                                      2022-02-24 pt
2022-02-24 un          /un/guterres-ru.html                                      2022-02-24 ru
2022-02-24 un          /un/guterres-zh.html                                      2022-02-24 zh
2022-02-25 us          /us/readouts/2022/february-on-the-telephone.html          2022-02-25 en
2022-02-25 us          /us/readouts/2022/melbourne.html                          2022-02-25 en
2022-03-05 us          /us/readouts/2022/wang-yi.html                            2022-03-05 en
"""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[SampleSite, Path]:
    """The site after a crawl of all its editions, and the home that holds what was found."""
    home = tmp_path_factory.mktemp("home")
    with serve(SAMPLE, port=0) as site:
        crawl(site, home)
        return site, home


def crawl(site: SampleSite, home: Path) -> int:
    sources = load_sources(SAMPLE / "sources.yaml", environment=site.environment)
    published: set[date] = set()
    pages = 0
    for edition in EDITIONS:
        report = harvest(sources, edition, home, limits=SOON, published_editions=published)
        pages += sum(source.pages for source in report.sources)
        published.add(edition)
    return pages


def rows_of(home: Path) -> list[dict]:
    pages = [row for edition in EDITIONS for row in archived_pages(home, edition)]
    return [row for row in pages if row["kind"] == "article"]


def test_every_page_comes_in_under_its_edition_with_its_date(
    crawled: tuple[SampleSite, Path],
) -> None:
    site, home = crawled
    found = []
    for row in rows_of(home):
        if row["error"]:
            continue
        article = extract_article(row, read_page(home, row))
        assert article["error"] is None
        assert article["title"]
        assert article["canonical_url"].startswith(site.base)
        found.append(
            (
                str(row["edition"]),
                row["source_id"].removeprefix("sample-"),
                article["canonical_url"].removeprefix(site.base),
                str(article["published_date"]).lower(),
                article["language"],
            )
        )
    expected = [tuple(line.split()) for line in COMES_IN.strip().splitlines()]
    assert sorted(found) == sorted(expected)


def test_every_article_of_the_site_is_found_or_refused(crawled: tuple[SampleSite, Path]) -> None:
    _, home = crawled
    met = {urlsplit(row["url"]).path for row in rows_of(home)}
    assert met == {*ARTICLES, "/wire/withdrawn.html"}


@pytest.mark.parametrize(
    ("path", "outcomes"),
    [
        ("/wire/drafts/lammy-draft.html", ["robots"]),
        ("/wire/withdrawn.html", ["http 404"]),
        ("/pk/2025/05/09/dar-bayramov.html", ["200", "http 500"]),
    ],
)
def test_what_goes_wrong_is_a_row(
    crawled: tuple[SampleSite, Path], path: str, outcomes: list[str]
) -> None:
    _, home = crawled
    rows = [row for row in rows_of(home) if urlsplit(row["url"]).path == path]
    said = {
        " ".join(
            part for part in ((row["error"] or "").split(":")[0], str(row["status"] or "")) if part
        )
        for row in rows
    }
    assert sorted(said) == outcomes


def test_the_page_closed_by_robots_txt_is_never_asked_for(
    crawled: tuple[SampleSite, Path],
) -> None:
    site, _ = crawled
    assert not [hit for hit in site.hits if hit.path.startswith("/wire/drafts/")]


def test_a_second_crawl_finds_nothing_new(tmp_path: Path) -> None:
    with serve(SAMPLE, port=0) as site:
        assert crawl(site, tmp_path) == 22
        asked = len(site.hits)
        assert crawl(site, tmp_path) == 0
        again = {hit.path for hit in site.hits[asked:] if hit.status == 200}
    assert not again & set(ARTICLES)


def test_the_text_is_the_article_and_nothing_around_it(crawled: tuple[SampleSite, Path]) -> None:
    _, home = crawled
    for row in rows_of(home):
        if not row["error"]:
            text = extract_article(row, read_page(home, row))["text"]
            assert "restates" not in text
            for noise in ("cookie", "Advertisement", "Sign up", "Related", "teapot", "Skip to"):
                assert noise not in text, row["url"]


def test_the_wires_copy_is_nearly_the_same(site: SampleSite) -> None:
    def words(path: str, xpath: str) -> list[str]:
        tree = html.fromstring(get(site.base + path)[2])
        return re.findall(r"\w+", tree.xpath(f"string({xpath})").replace("’", "'"))

    original = words("/wire/five-calls.html", "//div[@class='story-body']")
    copy = words("/gazette/world/five-ministers.html", "//div[@class='post-body']")
    assert copy != original
    assert len(set(original) ^ set(copy)) < 15
    assert 0.9 < len(copy) / len(original) < 1


# the pages


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_is_whole_and_names_its_report(site: SampleSite, path: str) -> None:
    status, _, body = get(site.base + path)
    if status == 500:  # the page that fails at first
        status, _, body = get(site.base + path)
    assert status == 200
    tree = html.fromstring(body)
    assert tree.xpath("string(//title)").strip()
    assert tree.xpath("//link[@rel='canonical']/@href") == [site.base + path]
    (foot,) = tree.xpath("//*[@class='restates']")
    report = " ".join(foot.text_content().split())
    assert re.search(r"WNP|US Department of State", report)
    assert re.search(r"20\d\d|twenty", report)


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_is_in_the_table_of_the_readme(path: str) -> None:
    assert f"`{path.removeprefix('/')}`" in (SAMPLE / "README.md").read_text(encoding="utf-8")


def test_the_readme_counts_the_pages_of_each_edition() -> None:
    table = re.findall(
        r"^\| (20\d\d-\d\d-\d\d) \| (\d+) \|",
        (SAMPLE / "README.md").read_text(encoding="utf-8"),
        re.M,
    )
    counted = {str(edition): 0 for edition in EDITIONS}
    for line in COMES_IN.strip().splitlines():
        counted[line.split()[0]] += 1
    assert {day: int(count) for day, count in table} == counted
    assert 1 in counted.values()


def test_the_sources_are_of_every_kind_found_over_http(site: SampleSite) -> None:
    sources = load_sources(SAMPLE / "sources.yaml", environment=site.environment)
    assert {s.kind for s in sources} == {"feed", "sitemap", "listing", "urls"}
    assert all(s.allow_private and s.delay == 0 for s in sources)


def test_without_the_variable_the_sources_name_the_default_port() -> None:
    sources = load_sources(SAMPLE / "sources.yaml", environment={})
    assert {urlsplit(s.url).port for s in sources if s.kind != "urls"} == {8765}


# the server


@pytest.mark.parametrize("round_", ["first server", "second server"])
def test_a_flaky_page_fails_at_first_on_every_server(round_: str) -> None:
    with serve(SAMPLE, port=0) as site:
        url = f"{site.base}/pk/2025/05/09/dar-bayramov.html"
        assert [get(url)[0] for _ in range(3)] == [500, 200, 200]
        assert [hit.status for hit in site.hits] == [500, 200, 200]


@pytest.mark.parametrize(
    ("path", "status", "content_type"),
    [
        ("/wire/five-calls.html", 200, "text/html; charset=utf-8"),
        ("/wire/five-calls.html?utm_source=rss", 200, "text/html; charset=utf-8"),
        ("/wire/feed.xml", 200, "application/xml"),
        ("/gb/news.atom", 200, "application/atom+xml; charset=utf-8"),
        ("/tr/fidan-dar-en.html", 200, "text/html"),
        ("/no/aktuelt/samtale-pakistan/", 200, "text/html; charset=utf-8"),
        ("/us/jaishankar", 200, "text/html; charset=utf-8"),
        ("/robots.txt", 200, "text/plain; charset=utf-8"),
        ("/wire/withdrawn.html", 404, "text/plain; charset=utf-8"),
        ("/nowhere.html", 404, "text/plain; charset=utf-8"),
        ("/../server.yaml", 404, "text/plain; charset=utf-8"),
        ("/%2e%2e/sources.yaml", 404, "text/plain; charset=utf-8"),
        ("/%00", 404, "text/plain; charset=utf-8"),
    ],
)
def test_answers(site: SampleSite, path: str, status: int, content_type: str) -> None:
    answer = get(site.base + path)
    assert answer[0] == status
    assert answer[1]["Content-Type"] == content_type


@pytest.mark.parametrize(
    ("path", "charset", "letters"),
    [
        ("/tr/fidan-dar-en.html", "iso-8859-9", "Dışişleri"),
        ("/gazette/world/five-ministers.html", "windows-1252", "Azerbaijan’s"),
    ],
)
def test_old_charsets_are_sent_as_declared(
    site: SampleSite, path: str, charset: str, letters: str
) -> None:
    body = get(site.base + path)[2]
    assert letters in body.decode(charset)
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert f"charset={charset}".encode() in body


def test_robots_txt_closes_one_folder_to_everybody(site: SampleSite) -> None:
    robots = RobotFileParser()
    robots.parse(get(f"{site.base}/robots.txt")[2].decode().splitlines())
    closed = {path for path in ARTICLES if not robots.can_fetch("anybody", path)}
    assert closed == {"/wire/drafts/lammy-draft.html"}


def test_a_known_etag_is_answered_without_the_page(site: SampleSite) -> None:
    url = f"{site.base}/wire/feed.xml"
    _, headers, body = get(url)
    assert body
    status, _, again = get(url, **{"If-None-Match": headers["ETag"]})
    assert (status, again) == (304, b"")


def test_a_taken_port_is_said_plainly(site: SampleSite) -> None:
    port = urlsplit(site.base).port
    with pytest.raises(SampleSiteError, match="READOUTS_SAMPLE_PORT"), serve(SAMPLE, port=port):
        pass


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("READOUTS_SAMPLE_PORT", text)
    with pytest.raises(SampleSiteError, match="1 to 65535"):
        port_from_environment()


def test_the_address_is_the_same_in_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READOUTS_SAMPLE_PORT", raising=False)
    assert port_from_environment() == 8765
    monkeypatch.setenv("READOUTS_SAMPLE_PORT", "9001")
    assert port_from_environment() == 9001


def test_a_second_process_joins_the_site_that_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("READOUTS_SAMPLE_PORT", str(port))
    with serve_or_join(SAMPLE) as first, serve_or_join(SAMPLE) as second:
        assert second.base == first.base
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(SampleSiteError, match=str(port)), serve_or_join(SAMPLE):
            pass
