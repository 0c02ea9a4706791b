"""Listing pages: an HTML index whose links lead to the articles.

An entry is ``[address, title]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from courlan import is_navigation_page, is_not_crawlable
from lxml import etree

from readouts.harvest.encodings import as_text
from readouts.harvest.links import address, host_of, joined
from readouts.harvest.lists.semblance import tree_of
from readouts.harvest.lists.told import MOST_ENTRIES, Told, plain

_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|css|js|pdf|docx?|xlsx?|zip|mp[34]|ics|rss|xml)$", re.I
)
_MANY = 12
"""Links of which some lead elsewhere than to an article, on a page that has a menu."""


SAMPLES = ("<html><a href='/a-b-c-d'>A</a></html>", "<a href='x'><p")


def text_of(body: bytes, charset: str | None) -> str:
    """The text of a page."""
    return as_text(body, charset)[0]


def read(
    text: str,
    *,
    base: str,
    links: str | None = None,
    within: str | None = None,
    next_page: str | None = None,
    seen: Sequence[str] = (),
) -> Told:
    """The articles that a page links to, and its next page; the rest of the arguments is as the source has it.

    ``seen`` are the addresses of the listing pages so far, this one included.
    """
    told = Told()
    tree = tree_of(text)
    if tree is None:
        told.problem = "the answer is not HTML"
        return told
    base = joined(base, tree.xpath("string(//base/@href)")) or base
    pattern = re.compile(links) if links else None
    anchors = list(_anchors(told, tree, base, within, pattern))
    lists = {url.rstrip("/") for url in seen}
    told.entries = [
        [url, title]
        for url, title in anchors
        if url.rstrip("/") not in lists and _is_article(url, base, pattern)
    ]
    told.next = _next(tree, base, anchors, next_page, seen)
    told.looked = len(anchors)
    if not told.entries and len(seen) <= 1:
        told.semblance = "none"
    elif links and not within and len(told.entries) == len(anchors) >= _MANY:
        told.semblance = "every"
    return told


def _anchors(
    told: Told, tree: Any, base: str, within: str | None, pattern: re.Pattern[str] | None
) -> Iterator[tuple[str, str | None]]:
    """Every link of the page, or of the part that the source names, once."""
    seen: set[str] = set()
    for number, anchor in enumerate(_elements(tree, within), start=1):
        if len(seen) >= MOST_ENTRIES:
            told.left_out += 1
            continue
        stated = (anchor.get("href") or "").strip()
        try:
            url = address(urljoin(base, stated))
        except ValueError:
            url = None
            if pattern is not None and pattern.search(stated):
                told.miss(f"link {number}", f"it is no web address: {plain(stated, 100)!r}")
        if url is None or url in seen:
            continue
        seen.add(url)
        yield url, plain("".join(_words(anchor)))


def _elements(tree: Any, within: str | None) -> Iterator[Any]:
    parts = tree.xpath(within) if within else [tree]
    if not isinstance(parts, list) or not all(
        isinstance(part, etree.ElementBase) for part in parts
    ):
        raise ValueError(f"the XPath {within} selects no elements")
    for part in parts:
        yield from part.iter("a")


def _words(anchor: Any) -> Iterator[str]:
    """The text of a link, as far as a title goes: links may stand in one another, and each would have all of it."""
    length = 0
    for words in anchor.itertext():
        yield words
        length += len(words)
        if length > 4000:
            return


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
    tree: Any,
    base: str,
    anchors: list[tuple[str, str | None]],
    next_page: str | None,
    seen: Sequence[str],
) -> str | None:
    if next_page:
        pattern = re.compile(next_page)
        return next((url for url, _ in anchors if url not in seen and pattern.search(url)), None)
    stated = tree.xpath("string((//a[@rel='next'] | //link[@rel='next'])[1]/@href)")
    return joined(base, stated)
