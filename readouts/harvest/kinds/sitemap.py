"""Sitemaps: plain and compressed, indexes of them, and news sitemaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from readouts.harvest.kinds.feed import link_of
from readouts.harvest.kinds.listed import listed, still_fed
from readouts.harvest.links import Link, Window
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import WebSource
from readouts.harvest.sources.values import Url

_MAX_BYTES = 52_428_800
"""The protocol's own limit on a sitemap."""
_MAX_FILES = 50
"""Sitemaps of an index that one run reads, the latest first."""
_MAX_DEPTH = 3


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
    """The pages of all sitemaps that may hold some of the window, the latest changed first."""
    waiting = [(source.url, 1)]
    read = 0
    while waiting and read < _MAX_FILES:
        url, depth = waiting.pop(0)
        read += 1
        told = listed(source, asker, url, max_bytes=_MAX_BYTES)
        if not told["entries"] and not told["problem"]:
            asker.note(url, "sitemap: it lists no page")
        children: list[Link] = []
        for target, is_sitemap, changed, published, title in told["entries"]:
            link = link_of(source, target, published, changed, title)
            if not is_sitemap:
                yield link
            elif link.date is None or link.date >= window.since:
                children.append(link)
        if depth < _MAX_DEPTH:
            children.sort(key=lambda child: child.date or date.max, reverse=True)
            waiting.extend((child.url, depth + 1) for child in children)
