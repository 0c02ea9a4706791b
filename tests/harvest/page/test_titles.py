"""A title is the article's, without the names of its site and section, and with all that is its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harvest.page.builder import ld, meta, page, read

OWN = "Brask rings Estow"
SITE = meta("og:site_name", "The Courier")
PAIR = "Call with France - Ukraine"


def titled(title: str, head: str = "", headline: str | None = OWN, **facts: Any) -> str | None:
    markup = page(f"<title>{title}</title>{head}", headline=headline or "")
    markup = markup.replace(f"<title>{headline or ''}</title>", "", 1)
    if headline is None:
        markup = markup.replace("<h1></h1>", "")
    found = read(markup, **facts)["title"]
    return None if found is None else str(found)


SEPARATORS = (" - ", " | ", " – ", " — ", " · ", ": ", " » ", " :: ", " • ", "|", " / ", " < ")


@pytest.mark.parametrize("sign", SEPARATORS[:-1])
@pytest.mark.parametrize("headline", [OWN, None])
def test_the_sites_name_goes(sign: str, headline: str | None) -> None:
    assert titled(f"{OWN}{sign}The Courier", SITE, headline) == OWN
    assert titled(f"The Courier{sign}{OWN}", SITE, headline) == OWN


TITLES: dict[str, tuple[str, dict[str, Any], str]] = {
    "by the source's name": (f"{OWN} - The Courier", {"headline": None}, OWN),
    "by the address": (f"{OWN} - courier.example", {"headline": None, "publisher": "A"}, OWN),
    "by the host alone": (f"{OWN} | Courier", {"headline": None, "publisher": "A"}, OWN),
    "by structured data": (
        f"{OWN} | Harbour Wire",
        {"headline": None, "head": ld('{"@type": "WebSite", "name": "Harbour Wire"}')},
        OWN,
    ),
    "by the publisher of the article": (
        f"{OWN} | Harbour Wire",
        {"headline": None, "head": ld(f'{{"@type": "Article", "headline": "{OWN}", "publisher": {{"name": "Harbour Wire"}}}}')},
        OWN,
    ),
    "by the headline, whoever it is": (f"{OWN} - Harbour Wire News and Sport", {}, OWN),
    "with the section before": (f"{OWN} | World | The Courier", {"head": SITE + meta("article:section", "World"), "headline": None}, OWN),
    "with the section, by the headline": (f"World: {OWN} | World | The Courier", {"headline": OWN}, OWN),
    "in the meta element too": (
        "x", {"head": SITE + meta("og:title", f"{OWN} - The Courier"), "headline": None}, OWN
    ),
    "with the site's motto": (
        f"{OWN} | The Courier", {"head": meta("og:site_name", "The Courier | News of the strait"), "headline": None}, OWN
    ),
    "with a word more": (f"{OWN} | The Courier Politics", {"head": SITE, "headline": None}, OWN),
    "in other letters": ("布拉斯克同埃斯托通电话-海峡日报", {"head": meta("og:site_name", "海峡日报"), "headline": None}, "布拉斯克同埃斯托通电话"),
    "with an underline": ("布拉斯克同埃斯托通电话_海峡日报", {"head": meta("og:site_name", "海峡日报"), "headline": None}, "布拉斯克同埃斯托通电话"),
    "cut short": ("Brask rings Est…", {"headline": OWN}, OWN),
    "only the site's name": ("The Courier", {"head": SITE}, OWN),
    "only the site's name in the meta element": (f"{OWN} | The Courier", {"head": SITE + meta("og:title", "The Courier"), "headline": None}, OWN),
    # what is of the title
    "two countries": (PAIR, {"head": SITE, "headline": PAIR}, PAIR),
    "two countries, without a headline": (PAIR, {"head": SITE, "headline": None}, PAIR),
    "two countries and the site": (f"{PAIR} - The Courier", {"head": SITE, "headline": None}, PAIR),
    "a colon": (f"Estow: {OWN}", {"head": SITE, "headline": None}, f"Estow: {OWN}"),
    "a section that is of the headline": (
        f"World: {OWN}", {"head": SITE + meta("article:section", "World"), "headline": f"World: {OWN}"}, f"World: {OWN}"
    ),
    "a name in the midst": ("Brask tells The Courier: I rang", {"head": SITE, "headline": None}, "Brask tells The Courier: I rang"),
    "a hyphen": ("Brask-Estow call: no progress", {"head": SITE, "headline": None}, "Brask-Estow call: no progress"),
    "a headline that is the section": (f"{PAIR} | The Courier", {"head": SITE + meta("article:section", "Ukraine"), "headline": "Ukraine"}, PAIR),
    "references": ("Brask &amp; Estow &#8211; the call", {"head": SITE, "headline": None}, "Brask & Estow – the call"),
}  # fmt: skip


@pytest.mark.parametrize("case", TITLES)
def test_a_title_keeps_what_is_its_own(case: str) -> None:
    title, given, expected = TITLES[case]
    assert titled(title, **given) == expected
