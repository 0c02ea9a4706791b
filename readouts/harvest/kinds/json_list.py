"""Lists that come as JSON: what a page's script asks for, asked for directly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readouts.harvest.kinds.feed import link_of
from readouts.harvest.kinds.listed import listed, still_fed
from readouts.harvest.links import Link, Window

if TYPE_CHECKING:
    from readouts.harvest.kinds.asker import Asker
    from readouts.harvest.sources.source import JsonSource


def discover(source: JsonSource, asker: Asker, window: Window) -> Iterator[Link]:
    """The items of the list, in its order."""
    outcome = asker.ask(source.url, "feed", conditional=True)
    if outcome is None:
        return
    told = listed(
        asker,
        source.url,
        outcome,
        "json",
        items=source.items,
        link=source.link,
        date=source.date,
        title=source.title,
    )
    links = (link_of(source, url, day, None, title) for url, day, title in told["entries"])
    yield from still_fed(asker, source.url, links, window)
