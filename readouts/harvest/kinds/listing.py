"""Listing pages: an HTML index whose links lead to the articles, as most ministries have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readouts.harvest.kinds.listed import listed
from readouts.harvest.links import Link, Window

if TYPE_CHECKING:
    from readouts.harvest.kinds.asker import Asker
    from readouts.harvest.sources.source import ListingSource


def discover(source: ListingSource, asker: Asker, _window: Window) -> Iterator[Link]:
    """The articles that the listing links to, page after page as far as the source asks for."""
    read: list[str] = []
    current: str | None = source.url
    for number in range(source.pages):
        if current is None or current in read:
            return
        read.append(current)
        outcome = asker.ask(current, "listing", conditional=number == 0)
        if outcome is None:
            return
        told = listed(
            asker,
            current,
            outcome,
            "listing",
            links=source.links,
            within=source.within,
            next_page=source.next_page,
            seen=read,
        )
        yield from (Link(url, None, title) for url, title in told["entries"])
        current = told["next"]
