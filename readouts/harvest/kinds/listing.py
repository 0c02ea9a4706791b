"""Listing pages: an HTML index whose links lead to the articles, as most ministries have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from readouts.harvest.kinds.listed import listed
from readouts.harvest.links import Link, Window
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import WebSource
from readouts.harvest.sources.values import Regex, Url, XPath


class ListingSource(WebSource):
    """An HTML page whose links lead to the articles."""

    kind: Literal["listing"]
    url: Url = Field(description="the listing page's web address (http or https)")
    links: Regex | None = Field(
        default=None, description="a regular expression that an article's address matches"
    )
    within: XPath | None = Field(
        default=None, description="an XPath of the part of the page that holds the links"
    )
    next_page: Regex | None = Field(
        default=None,
        description="a regular expression that the next listing page's address matches",
    )
    pages: int = Field(default=1, ge=1, le=100, description="listing pages to read, 1 to 100")

    by_date = "no: dates are read from the articles"

    def discover(self, asker: Asker, _window: Window) -> Iterator[Link]:
        """The articles that the listing links to, page after page as far as the source asks for."""
        asked = self.model_dump(include={"links", "within", "next_page"})
        read: list[str] = []
        current: str | None = self.url
        for number in range(self.pages):
            if current is None or current in read:
                return
            read.append(current)
            told = listed(self, asker, current, conditional=number == 0, **asked, seen=read)
            yield from (Link(url, None, title) for url, title in told["entries"])
            current = told["next"]
