"""Sitemaps: plain and compressed, indexes of them, and news sitemaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field

from readouts.harvest.kinds.listed import listed, still_fed
from readouts.harvest.links import Link, Window, local_day
from readouts.harvest.moments import moment
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import WebSource
from readouts.harvest.sources.values import Url

_MAX_BYTES = 52_428_800
"""The protocol's own limit on a sitemap."""
_MAX_FILES = 50
"""Sitemaps of an index that one run reads, the latest first."""
_MAX_DEPTH = 3


class _Entry(NamedTuple):
    """One page, or one further sitemap."""

    url: str
    is_sitemap: bool
    changed: str | None
    published: str | None
    title: str | None


class SitemapSource(WebSource):
    """A sitemap, a sitemap index, or a news sitemap."""

    kind: Literal["sitemap"]
    url: Url = Field(description="the sitemap's web address (http or https)")

    by_date = "yes, by the last change or day of publication that it tells"
    list_kind = "sitemap"

    def discover(self, asker: Asker, window: Window) -> Iterator[Link]:
        """The pages that the sitemap lists, and those of the sitemaps it leads to that changed in the window."""
        yield from still_fed(asker, self.url, _links(self, asker, window), window)


def _links(source: SitemapSource, asker: Asker, window: Window) -> Iterator[Link]:
    waiting = [(source.url, 1)]
    read = 0
    while waiting and read < _MAX_FILES:
        url, depth = waiting.pop(0)
        read += 1
        children: list[_Entry] = []
        for entry in _entries(url, asker):
            if entry.is_sitemap:
                children.append(entry)
            else:
                yield _link(entry, source)
        if depth < _MAX_DEPTH:
            waiting.extend((child.url, depth + 1) for child in _due(children, source, window))


def _due(children: list[_Entry], source: SitemapSource, window: Window) -> list[_Entry]:
    """The sitemaps that may hold pages of the window, the latest change first."""
    dated = [(_day(child.changed, source), child) for child in children]
    kept = [(day, child) for day, child in dated if day is None or day >= window.since]
    kept.sort(key=lambda pair: pair[0] or date.max, reverse=True)
    return [child for _, child in kept]


def _link(entry: _Entry, source: SitemapSource) -> Link:
    at = moment(entry.published)
    day = _day(entry.published, source)
    if day is None:
        return Link(entry.url, _day(entry.changed, source), entry.title, "modified")
    has_time = at is not None and "T" in (entry.published or "")
    return Link(entry.url, day, entry.title, "published", at if has_time else None)


def _day(text: str | None, source: SitemapSource) -> date | None:
    at = moment(text)
    return local_day(at, source.timezone) if at else None


def _entries(url: str, asker: Asker) -> Iterator[_Entry]:
    outcome = asker.ask(url, "sitemap", max_bytes=_MAX_BYTES)
    if outcome is None:
        return
    told = listed(asker, url, outcome, "sitemap")
    if not told["entries"] and not told["problem"]:
        asker.note(url, "sitemap: it lists no page")
    yield from (_Entry(*entry) for entry in told["entries"])
