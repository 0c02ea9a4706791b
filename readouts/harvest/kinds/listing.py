"""Listing pages: an HTML index whose links lead to the articles, as most ministries have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from courlan import is_navigation_page, is_not_crawlable
from lxml import etree, html

from readouts.harvest.links import Link, Window, address, host_of

if TYPE_CHECKING:
    from readouts.harvest.kinds import Asker
    from readouts.harvest.sources import ListingSource

_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|css|js|pdf|docx?|xlsx?|zip|mp[34]|ics|rss|xml)$", re.I
)


def discover(source: ListingSource, asker: Asker, _window: Window) -> Iterator[Link]:
    """The articles that the listing links to, page after page as far as the source asks for."""
    pattern = re.compile(source.links) if source.links else None
    read: set[str] = set()
    current: str | None = source.url
    for number in range(source.pages):
        if current is None or current in read:
            return
        read.add(current)
        outcome = asker.ask(current, "listing", conditional=number == 0)
        if outcome is None:
            return
        tree = _tree(outcome.text())
        if tree is None:
            asker.fault(current, "listing: the answer is not HTML")
            return
        base = _base(tree, outcome.url)
        found = list(_anchors(tree, base, source.within))
        lists = {url.rstrip("/") for url in read}
        links = [
            link
            for link in found
            if link.url.rstrip("/") not in lists and _is_article(link.url, base, pattern)
        ]
        if not links and number == 0:
            asker.fault(current, "listing: no link leads to an article")
        yield from links
        current = _next(tree, base, found, source, read)


def _tree(text: str) -> Any:
    try:
        return html.fromstring(
            text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _base(tree: Any, url: str) -> str:
    stated = tree.xpath("string(//base/@href)")
    try:
        return urljoin(url, stated) if stated else url
    except ValueError:
        return url


def _anchors(tree: Any, base: str, within: str | None) -> Iterator[Link]:
    """Every link of the page, or of the part that the source names, once."""
    parts = tree.xpath(within) if within else [tree]
    seen: set[str] = set()
    for part in parts:
        for anchor in part.iter("a"):
            try:
                url = address(urljoin(base, (anchor.get("href") or "").strip()))
            except ValueError:
                continue
            if url is None or url in seen:
                continue
            seen.add(url)
            title = " ".join("".join(anchor.itertext()).split())
            yield Link(url, None, title or None)


def _is_article(url: str, base: str, pattern: re.Pattern[str] | None) -> bool:
    if pattern is not None:
        return bool(pattern.search(url))
    if host_of(url) != host_of(base) or _FILES.search(url.split("?", 1)[0]):
        return False
    if is_not_crawlable(url) or is_navigation_page(url):
        return False
    # an article lies deeper than a section's front page, and its name is a sentence or a number
    last = url.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1]
    return last.count("-") >= 3 or bool(re.search(r"\d{4,}", last))


def _next(
    tree: Any, base: str, found: list[Link], source: ListingSource, read: set[str]
) -> str | None:
    if source.next_page:
        pattern = re.compile(source.next_page)
        unread = (link.url for link in found if link.url not in read and pattern.search(link.url))
        return next(unread, None)
    stated = tree.xpath("string((//a[@rel='next'] | //link[@rel='next'])[1]/@href)")
    try:
        return address(urljoin(base, stated)) if stated else None
    except ValueError:
        return None
