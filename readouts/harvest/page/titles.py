"""The title of an article, without the name of its site or section.

What belongs here: which parts of a title are not the article's. What does not: reading titles from the page
(``structure.py``).

A part goes only where the page itself says that it is not of the title: it is the site's or publisher's name, or the
headline of the page is the rest. "Call with France - Ukraine" stays as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from readouts.harvest.page.structure import Structure, is_within, line, plain

_SIGNS = r"\-|–—―·•»«›‹:/~>‑‒∙│┃⎮"
_SEPARATOR = re.compile(
    rf"\s+[{_SIGNS}]+\s+|\s*(?:\|+|｜|│|::+|——|»|«|›|•)\s*|(?<=[^\W\d_]{{2}})[:：]\s+|\s[–—]|[–—]\s"
    # without spaces, as Chinese and Japanese pages write them
    r"|(?<=[\u3040-\u9fff”」』）！？])[-–—_/](?=\w)"
)
_STRONG = re.compile(r"[|–—·•»«｜│]")
_WORD = re.compile(r"\w+")
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_SHARE = 0.25
_FEW_WORDS = 3


def title_of(tree: Any, page: Structure, names: Iterable[str | None]) -> str | None:
    """The title of a page's article; ``names`` are what the site or publisher is called elsewhere."""
    names = [*names, *_names(page)]
    sites = {plain(part) for name in names if name for part in (name, _SEPARATOR.split(name)[0])}
    parts = _Parts(sites - {""}, _hosts(page), lambda: _sections(tree, page))
    headline = None
    if page.headline is not None and not is_within(page.headline, ("nav", "footer", "aside")):
        headline = line(page.headline.text_content()) or None
    if headline and (plain(headline) in parts.sites | parts.hosts):
        headline = None
    for stated in _stated(page):
        cut = _CUT.search(stated)
        if cut and headline and plain(headline).startswith(plain(stated[: cut.start()])):
            return headline
        found = parts.without_names(stated, headline)
        if found:
            return found
    return headline or next(_stated(page), None)


def _stated(page: Structure) -> Iterator[str]:
    """What the page calls itself, the surest first."""
    for name in ("og:title", "twitter:title"):
        if line(page.metas.get(name)):
            yield line(page.metas[name])
    for node in page.article_nodes:
        value = node.data.get("headline") or node.data.get("name")
        if node.rank >= 2 and isinstance(value, str) and line(value):
            yield line(value)
    yield from (line(title) for title in page.titles if line(title))


def _names(page: Structure) -> Iterator[str]:
    """What a page calls its site."""
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher"):
        if page.metas.get(name):
            yield line(page.metas[name])
    for name in ("twitter:site", "twitter:creator"):
        if page.metas.get(name, "").startswith("@"):
            yield page.metas[name][1:]
    for node in page.nodes:
        if any(kind.endswith(("WebSite", "Organization")) for kind in node.types):
            values = [node.data.get("name"), node.data.get("alternateName")]
        else:
            publisher = node.data.get("publisher")
            values = [publisher.get("name")] if isinstance(publisher, dict) else []
        yield from (line(value) for value in values if isinstance(value, str))


def _hosts(page: Structure) -> set[str]:
    """The forms of a site's name that are in its address."""
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    named = [host, labels[0]]
    if len(labels) > 2:
        named += [".".join(labels[1:]), labels[1]]
    return {plain(each) for each in named if len(each) > 2}


def _sections(tree: Any, page: Structure) -> Iterator[str]:
    """The names of the sections that a page says it is in."""
    if page.metas.get("article:section"):
        yield page.metas["article:section"]
    for node in page.nodes:
        value = node.data.get("articleSection")
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str):
                yield each
        if any(kind.endswith("ListItem") for kind in node.types) and isinstance(
            node.data.get("name"), str
        ):
            yield node.data["name"]
    for link in tree.xpath("//*[contains(@class, 'breadcrumb')]//a"):
        yield line(link.text_content())


class _Parts:
    """Takes titles apart. ``sites`` are the site's names, ``hosts`` what its address makes of them."""

    def __init__(
        self, sites: set[str], hosts: set[str], sections: Callable[[], Iterable[str]]
    ) -> None:
        self.sites = sites
        self.hosts = hosts
        self._sections = sections

    @functools.cached_property
    def sections(self) -> set[str]:
        """The names of the page's sections."""
        return {plain(each) for each in self._sections()} - {""}

    def without_names(self, title: str, headline: str | None) -> str | None:
        """A title without what is not its own; None where it is nothing but a name."""
        if plain(title) in self.sites | self.hosts:
            return None
        spans = list(_spans(title))
        run = self._headline_in(title, spans, headline) if headline else None
        names = self.sites if run else self.sites | self.hosts
        first, last = run or (0, len(spans) - 1)
        while first < last and self._is_name(title, spans, last, names, before=True):
            last -= 1
            while first < last and not run and self._is_section(title, spans, last, before=True):
                last -= 1
        while first < last and self._is_name(title, spans, first, names, before=False):
            first += 1
            while first < last and not run and self._is_section(title, spans, first, before=False):
                first += 1
        return title[spans[first][0] : spans[last][1]].strip() or None

    def _headline_in(
        self, title: str, spans: list[tuple[int, int]], headline: str
    ) -> tuple[int, int] | None:
        """The parts of a title that are together the page's headline, unless that is only its section."""
        wanted = plain(headline)
        for first in range(len(spans)):
            for last in range(first, len(spans)):
                if plain(title[spans[first][0] : spans[last][1]]) != wanted:
                    continue
                rest = [_of(title, span) for n, span in enumerate(spans) if not first <= n <= last]
                if not rest:
                    return first, last
                is_known = all(each in self.sites | self.hosts | self.sections for each in rest)
                is_most = len(wanted) >= _SHARE * len(plain(title))
                return (
                    (first, last) if is_known or (is_most and wanted not in self.sections) else None
                )
        return None

    def _is_name(
        self, title: str, spans: list[tuple[int, int]], at: int, names: set[str], *, before: bool
    ) -> bool:
        """Whether a part at the edge is the site's name; behind a stroke also with a word more ("Courier Politics")."""
        own = _of(title, spans[at])
        if own in names:
            return True
        few = len(_WORD.findall(title[slice(*spans[at])])) <= _FEW_WORDS
        if not few or not _is_behind_a_stroke(title, spans, at, before=before):
            return False
        return any(
            own.startswith(name) or own.endswith(name) for name in self.sites if len(name) > 2
        )

    def _is_section(
        self, title: str, spans: list[tuple[int, int]], at: int, *, before: bool
    ) -> bool:
        return _of(title, spans[at]) in self.sections and _is_behind_a_stroke(
            title, spans, at, before=before
        )


def _is_behind_a_stroke(title: str, spans: list[tuple[int, int]], at: int, *, before: bool) -> bool:
    """Whether a part is set off by a sign that stands in no title's own words, as a hyphen or colon may."""
    start, end = spans[at]
    gap = title[spans[at - 1][1] : start] if before else title[end : spans[at + 1][0]]
    return bool(_STRONG.search(gap))


def _of(title: str, span: tuple[int, int]) -> str:
    return plain(title[span[0] : span[1]])


def _spans(title: str) -> Iterator[tuple[int, int]]:
    """Where the parts of a title between separators begin and end."""
    start = 0
    for match in _SEPARATOR.finditer(title):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(title):
        yield start, len(title)
