"""Kinds of source: how each finds the links to its articles. One module a kind, one function in each.

A module offers ``discover(source, asker, window) -> Iterable[Link]``. It asks for what it needs through ``asker``,
which fetches politely and keeps the record; it never opens a connection or writes a file itself. The next kind is
one module here, its line in ``KINDS``, and its model in ``sources/source.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from readouts.harvest.kinds import (
    ccnews,
    feed,
    folder,
    gdelt,
    json_list,
    listing,
    sitemap,
    urls,
    warc,
)

if TYPE_CHECKING:
    from readouts.harvest.kinds.asker import Asker
    from readouts.harvest.links import Link, Window


class Kind(Protocol):
    """What a module of this package offers."""

    def discover(self, source: Any, asker: Asker, window: Window, /) -> Iterable[Link]:
        """The links that the source offers for the window, in its own order."""


KINDS: dict[str, Kind] = {
    "ccnews": ccnews,
    "feed": feed,
    "folder": folder,
    "gdelt": gdelt,
    "json": json_list,
    "listing": listing,
    "sitemap": sitemap,
    "urls": urls,
    "warc": warc,
}
