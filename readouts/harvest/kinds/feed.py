"""RSS and Atom feeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readouts.harvest.links import Link, Window, local_day
from readouts.harvest.lists import listed
from readouts.harvest.moments import moment

if TYPE_CHECKING:
    from readouts.harvest.kinds import Asker
    from readouts.harvest.sources import FeedSource


def discover(source: FeedSource, asker: Asker, _window: Window) -> Iterator[Link]:
    """The entries of the feed; a broken one yields those that can be read."""
    outcome = asker.ask(source.url, "feed", conditional=True)
    if outcome is None:
        return
    for entry in listed(asker, source.url, outcome, "feed")["entries"]:
        yield _link(source, *entry)


def _link(
    source: FeedSource, url: str, published: str | None, updated: str | None, title: str | None
) -> Link:
    born = moment(published)
    at = born or moment(updated)
    has_time = at is not None and (at.hour, at.minute, at.second) != (0, 0, 0)
    return Link(
        url,
        local_day(at, source.zone) if at else None,
        title,
        "published" if born else "modified",
        at if born and has_time else None,
    )
