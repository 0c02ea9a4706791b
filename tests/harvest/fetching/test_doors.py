"""No spelling of an address that is not public gets through, whichever door it comes to."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.collect import harvest
from readouts.harvest.collection.single import fetch_once
from readouts.harvest.fetching import safety
from readouts.harvest.fetching.public import is_public
from tests.harvest import server
from tests.harvest.pages import DAY, QUICK, article, rss, sitemap, source
from tests.harvest.server import Answer, Site

NOT_PUBLIC = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
]  # fmt: skip
CARRIED = {
    "mapped": lambda v4: f"::ffff:{v4}",
    "compatible": lambda v4: f"::{v4}",
    "translated": lambda v4: f"::ffff:0:{v4}",
    "NAT64": lambda v4: f"64:ff9b::{v4}",
    "NAT64 of a site": lambda v4: f"64:ff9b:1::{v4}",
    "6to4": lambda v4: f"2002:{int(v4) >> 16:x}:{int(v4) & 0xFFFF:x}::1",
    "Teredo": lambda v4: (
        f"2001:0:4136:e378:8000:63bf:{~int(v4) >> 16 & 0xFFFF:x}:{~int(v4) & 0xFFFF:x}"
    ),
    "ISATAP": lambda v4: f"2a02:2e0:3fe:1001:0:5efe:{v4}",
    "ISATAP, said to be unique": lambda v4: f"2a02:2e0:3fe:1001:200:5efe:{v4}",
}
OTHERS = [
    "::", "::1", "100::1", "100:0:0:1::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1",
    "feff::1", "ff02::1", "ff0e::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "3fff:fff::1",
    "4000::1", "fe80::1%eth0", "2a02:2e0:3fe:1001::1%2", "::ffff:8.8.8.8%2", "192.88.99.1",
    "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "127.0.0.1.", "localhost", "", "１２７.0.0.1",
]  # fmt: skip


def of(network: str) -> st.SearchStrategy[ipaddress.IPv4Address]:
    return st.ip_addresses(network=network)


@pytest.mark.parametrize("form", CARRIED)
@given(st.one_of([of(network) for network in NOT_PUBLIC]))
def test_an_address_is_not_public_however_it_is_carried(
    form: str, v4: ipaddress.IPv4Address
) -> None:
    assert not is_public(str(v4))
    assert not is_public(CARRIED[form](v4))


@pytest.mark.parametrize("address", OTHERS)
def test_nor_is_what_the_registries_keep_or_no_address_at_all(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "100.128.0.1", "172.32.0.1", "192.0.1.1", "198.20.0.1", "223.255.255.254",
     "2001:4860:4860::8888", "2606:4700::1111", "2a02:2e0:3fe:1001::1", "2a02:2e0:3fe:1001:0:5efe:8.8.8.8",
     "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"],
)  # fmt: skip
def test_the_public_internet_is_public(address: str) -> None:
    assert is_public(address)


LOOPBACK = [
    "127.0.0.1", "127.1", "127.0.1", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "2130706433",
    "127.000.000.001", "localhost", "localhost.", "LOCALHOST", "127.0.0.1.", "0", "0.0.0.0",
    "１２７.０.０.１", "127。0。0。1", "①②⑦.⓪.⓪.①", "ｌｏｃａｌｈｏｓｔ", "loc\u00adalhost",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[::1%25lo]", "127%2e0%2e0%2e1", "user@127.0.0.1", "8.8.8.8@127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACK)
def test_no_spelling_of_this_machine_is_asked(host: str, site: Site, home: Path) -> None:
    feed = rss([(f"http://{host}:{site.server_port}/page", None)])
    with server.serving("127.0.0.2") as open_site:
        open_site.routes["/feed"] = Answer(feed, type="text/xml")
        # a feed on a site that may be asked leads to one that may not
        named = source("feed", url=f"{open_site.url}/feed", allow_private=False)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(safety, "is_public", lambda a: a == "127.0.0.2" or is_public(a))
            harvest([named], DAY, home, limits=QUICK)
        assert open_site.paths() == ["/feed"]
    assert site.asked == []
    rows = [row for row in archived_pages(home, DAY) if row["kind"] == "article"]
    assert all(row["error"].startswith(("private_address:", "dns:")) for row in rows)


def leads(site: Site, inside: str) -> dict[str, Answer]:
    """What leads from a public site to one inside, by the kind of source that follows it."""
    site.routes |= {
        "/moved": server.redirect(f"{inside}/page"),
    }
    entry = f"<sitemap><loc>{inside}/map.xml</loc></sitemap>"
    return {
        "feed": Answer(rss([(f"{inside}/page", None)]), type="text/xml"),
        "sitemap": Answer(sitemap([(f"{inside}/page", None)]), type="text/xml"),
        "index": Answer(f"<sitemapindex>{entry}</sitemapindex>", type="text/xml"),
        "listing": Answer(f"<a href='{inside}/page-2026'>A</a>"),
        "json": Answer(f'[{{"url": "{inside}/page"}}]', type="application/json"),
        "gdelt": Answer(f'{{"articles": [{{"url": "{inside}/page"}}]}}', type="application/json"),
        "moved": Answer(rss([("/moved", None)]), type="text/xml"),
    }


@pytest.mark.parametrize(
    "case", ["feed", "sitemap", "index", "listing", "json", "gdelt", "moved", "robots"]
)
def test_each_way_inside_passes_the_same_door(
    case: str, site: Site, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = {"index": "sitemap", "moved": "feed", "robots": "feed"}.get(case, case)
    options = {
        "gdelt": {"query": "phone call"},
        "listing": {"links": "page"},
        "json": {"link": "url"},
    }.get(case, {})
    monkeypatch.setattr(safety, "is_public", lambda address: address == "127.0.0.1")
    with server.serving("127.0.0.2") as inside:
        inside.routes |= {"/page": Answer(article(1)), "/page-2026": Answer(article(1))}
        site.default = leads(site, inside.url).get(case, Answer("", 404))
        if case == "robots":
            site.routes["/robots.txt"] = server.redirect(f"{inside.url}/robots.txt")
        named = source(kind, url=f"{site.url}/list", allow_private=False, **options)
        harvest([named], DAY, home, limits=QUICK)
        assert inside.asked == []
    assert any("not public" in (row["error"] or "") for row in archived_pages(home, DAY))


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_no_proxy_of_the_environment_is_asked(
    name: str, site: Site, other: Site, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, other.url)
    site.routes["/page"] = Answer(article(1))
    named = source("urls", urls=(f"{site.url}/page",))
    assert harvest([named], DAY, home, limits=QUICK).pages == 1
    assert other.asked == []


def test_a_typed_loopback_address_opens_no_other(site: Site) -> None:
    site.routes["/page"] = Answer(article(1))
    assert fetch_once(f"{site.url}/page").error == ""
    with server.serving("127.0.0.2") as inside:
        site.routes["/moved"] = server.redirect(f"{inside.url}/page")
        assert fetch_once(f"{site.url}/moved").error.startswith("private_address:")
        assert fetch_once(f"{inside.url}/page").error.startswith("private_address:")
        assert inside.asked == []
