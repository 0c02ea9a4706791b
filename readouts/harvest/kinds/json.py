"""Lists that come as JSON: what a page's script asks for, asked for directly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from readouts.harvest.kinds.feed import link_of
from readouts.harvest.kinds.listed import listed, still_fed
from readouts.harvest.links import Link, Window
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import WebSource
from readouts.harvest.sources.values import JsonLink, JsonPath, Url


class JsonSource(WebSource):
    """A list that comes as JSON. Paths are keys with points between them; a number is a place in a list, from 0."""

    kind: Literal["json"]
    url: Url = Field(description="the list's web address (http or https)")
    items: JsonPath | None = Field(
        default=None,
        description="the path of the list of items, such as data.pages; without it the answer is the list",
    )
    link: JsonLink = Field(
        description="in an item, the path of its address, or an address with paths in braces,"
        " such as https://example.org/news/{id}",
    )
    date: JsonPath | None = Field(
        default=None, description="in an item, the path of the day or moment of its publication"
    )
    title: JsonPath | None = Field(default=None, description="in an item, the path of its title")

    by_date = "current items only"
    list_kind = "feed"

    def discover(self, asker: Asker, window: Window) -> Iterator[Link]:
        """The items of the list, in its order."""
        paths = self.model_dump(include={"items", "link", "date", "title"})
        entries = listed(self, asker, self.url, conditional=True, **paths)["entries"]
        links = (link_of(self, url, day, None, title) for url, day, title in entries)
        yield from still_fed(asker, self.url, links, window)
