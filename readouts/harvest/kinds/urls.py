"""Articles named one by one in the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from readouts.harvest.links import Link, Window, address
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import WebSource
from readouts.harvest.sources.values import Url


class UrlsSource(WebSource):
    """Articles named one by one."""

    kind: Literal["urls"]
    urls: tuple[Url, ...] = Field(
        min_length=1, strict=False, description="a list of web addresses (http or https)"
    )

    def discover(self, _asker: Asker, _window: Window) -> Iterator[Link]:
        """The addresses as they stand."""
        yield from (Link(url) for url in map(address, self.urls) if url is not None)
