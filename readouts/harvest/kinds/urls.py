"""Articles named one by one in the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readouts.harvest.links import Link, Window, address

if TYPE_CHECKING:
    from readouts.harvest.kinds.asker import Asker
    from readouts.harvest.sources.source import UrlsSource


def discover(source: UrlsSource, _asker: Asker, _window: Window) -> Iterator[Link]:
    """The addresses as they stand."""
    for named in source.urls:
        url = address(named)
        if url is not None:
            yield Link(url)
