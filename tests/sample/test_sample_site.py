"""The sample site: its pages are whole and can be found, and its server has the manners it claims."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree, html

from pipelines.sample_site import SampleSite, SampleSiteError, port_from_environment, serve
from readouts.harvest.sources import load_sources

SAMPLE = Path(__file__).parents[2] / "sample"
SITE = SAMPLE / "site"
FRONT_PAGES = {"/wire/", "/pk/", "/tr/"}
CANONICAL = "https://sample.readouts.example"


def address(file: Path) -> str:
    return "/" + str(file.relative_to(SITE)).removesuffix("index.html")


ARTICLES = {
    address(file): file for file in sorted(SITE.rglob("*.html")) if address(file) not in FRONT_PAGES
}


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


def linked(site: SampleSite) -> set[str]:
    """The paths of all pages that the feeds, sitemaps, listing and list of addresses lead to."""
    found: set[str] = set()

    def read_xml(url: str) -> None:
        tree = etree.fromstring(get(url)[2])
        links = [e.text or e.get("href") for e in tree.iter("{*}loc", "{*}link", "link")]
        for link in links:
            assert link
            assert link.startswith(site.base + "/")
            if tree.tag.endswith("sitemapindex"):
                read_xml(link)
            else:
                found.add(urlsplit(link).path)

    for source in load_sources(SAMPLE / "sources.yaml", environment=site.environment):
        if source.kind == "urls":
            found.update(urlsplit(url).path for url in source.urls)
        elif source.kind == "listing":
            tree = html.fromstring(get(source.url)[2])
            hrefs = tree.xpath(f"{source.within}//a/@href")
            found.update(urlsplit(urljoin(source.url, href)).path for href in hrefs)
        elif source.kind in {"feed", "sitemap"}:
            read_xml(source.url)
    return found


def test_every_article_is_linked_from_a_source(site: SampleSite) -> None:
    paths = linked(site)
    by_redirect = {"/us/readouts/2022/jaishankar.html": "/us/jaishankar"}
    for path in ARTICLES:
        assert by_redirect.get(path, path) in paths


def test_the_sources_cover_every_kind_found_over_http(site: SampleSite) -> None:
    sources = load_sources(SAMPLE / "sources.yaml", environment=site.environment)
    assert {s.kind for s in sources} == {"feed", "sitemap", "listing", "urls"}
    assert all(s.allow_private and s.delay == 0 for s in sources)


def test_without_the_variable_the_sources_name_the_default_port() -> None:
    sources = load_sources(SAMPLE / "sources.yaml", environment={})
    assert {urlsplit(s.url).port for s in sources if s.kind != "urls"} == {8765}


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_is_whole(site: SampleSite, path: str) -> None:
    status, _, body = get(site.base + path)
    if status == 500:  # the page that fails at first
        status, _, body = get(site.base + path)
    assert status == 200
    tree = html.fromstring(body)
    assert tree.xpath("string(//title)").strip()
    assert tree.xpath("//link[@rel='canonical']/@href") == [CANONICAL + path]
    (foot,) = tree.xpath("//*[@class='restates']")
    source = " ".join(foot.text_content().split())
    assert re.search(r"WNP|US Department of State", source)
    assert "2025" in source or "2022" in source or "twenty twenty-five" in source


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_is_in_the_table_of_the_readme(path: str) -> None:
    assert f"`{path.removeprefix('/')}`" in (SAMPLE / "README.md").read_text(encoding="utf-8")


def test_publication_days_make_editions_one_of_a_single_article(site: SampleSite) -> None:
    days: dict[str, int] = {}
    for path in ARTICLES:
        text = ARTICLES[path].read_text(encoding="utf-8")
        page = html.fromstring(text.encode())
        for foot in page.xpath("//*[@class='restates']"):
            foot.drop_tree()
        day = publication_day(html.tostring(page, encoding="unicode"))
        if day and "/drafts/" not in path:
            days[day] = days.get(day, 0) + 1
    assert days == {
        "2022-02-24": 2,
        "2022-02-25": 2,
        "2022-03-05": 1,
        "2025-05-09": 7,
        "2025-05-10": 3,
    }


def publication_day(text: str) -> str | None:
    """The first date that a page states in any of the sample's manners."""
    if iso := re.search(r"20\d\d-\d\d-\d\d", text):
        return iso[0]
    if visible := re.search(r"\b(\d{1,2})(?: (May|Mayıs) |/(05)/)(20\d\d)\b", text):
        return f"{visible[4]}-05-{int(visible[1]):02}"
    return None


def test_the_broken_date_is_broken_wherever_it_stands(site: SampleSite) -> None:
    from htmldate import find_date

    page = get(f"{site.base}/wire/eide-undated.html")[2].decode()
    assert find_date(page, original_date=True, extensive_search=True) is None
    feed = get(f"{site.base}/wire/feed.xml")[2].decode()
    assert "31 Feb 2025" in feed


def test_the_wires_copy_is_nearly_the_same(site: SampleSite) -> None:
    def words(path: str, xpath: str) -> list[str]:
        tree = html.fromstring(get(site.base + path)[2])
        return re.findall(r"\w+", tree.xpath(f"string({xpath})").replace("’", "'"))

    original = words("/wire/five-calls.html", "//div[@class='story-body']")
    copy = words("/gazette/world/five-ministers.html", "//div[@class='post-body']")
    assert copy != original
    assert len(set(original) ^ set(copy)) < 15
    assert 0.9 < len(copy) / len(original) < 1


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


def test_robots_txt_closes_a_page_that_the_feed_links_to(site: SampleSite) -> None:
    robots = RobotFileParser()
    robots.parse(get(f"{site.base}/robots.txt")[2].decode().splitlines())
    closed = {path for path in linked(site) if not robots.can_fetch("readouts", path)}
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
