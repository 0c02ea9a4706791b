"""RSS and Atom feeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from readouts.harvest.kinds.listed import listed, still_fed
from readouts.harvest.links import Link, Window, local_day
from readouts.harvest.moments import moment
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import WebSource
from readouts.harvest.sources.values import Url


class FeedSource(WebSource):
    """An RSS or Atom feed."""

    kind: Literal["feed"]
    url: Url = Field(description="the feed's web address (http or https)")

    by_date = "current entries only"
    list_kind = "feed"

    def discover(self, asker: Asker, window: Window) -> Iterator[Link]:
        """The entries of the feed; a broken one yields those that can be read."""
        entries = listed(self, asker, self.url, conditional=True)["entries"]
        links = (link_of(self, *entry) for entry in entries)
        yield from still_fed(asker, self.url, links, window)


def link_of(
    source: WebSource, url: str, published: str | None, updated: str | None, title: str | None
) -> Link:
    """The link of an entry, from what it says of its publication and of its last change."""
    born = moment(published)
    at = born or moment(updated)
    has_time = at is not None and (at.hour, at.minute, at.second) != (0, 0, 0)
    return Link(
        url,
        local_day(at, source.timezone) if at else None,
        title,
        "published" if born else "modified",
        at if born and has_time else None,
    )
