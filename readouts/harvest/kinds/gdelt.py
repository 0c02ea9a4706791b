"""GDELT's DOC API as a finder: addresses of articles by query and day, whoever published them.

What belongs here: asking the API a day at a time. What does not: GDELT's own coding of events, which is not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlencode

from pydantic import Field

from readouts.harvest.kinds.listed import listed
from readouts.harvest.links import Link, Window
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import WebSource
from readouts.harvest.sources.values import Url

MAX_RECORDS = 250
"""The most that the API gives for one question."""


class GdeltSource(WebSource):
    """GDELT's DOC API, asked for addresses; the pages are fetched where they stand."""

    kind: Literal["gdelt"]
    query: str = Field(min_length=3, description="a query as GDELT's DOC API has them")
    days: int = Field(default=1, ge=1, le=30, description="days back from the edition, 1 to 30")
    url: Url = Field(
        default="https://api.gdeltproject.org/api/v2/doc/doc",
        description="the API's web address (http or https)",
    )

    by_date = "yes, asked a day at a time"
    list_kind = "feed"
    is_mixed = True

    def discover(self, asker: Asker, window: Window) -> Iterator[Link]:
        """The articles that GDELT saw on the edition's day, and on the days before it that the source asks for.

        A day whose answer is full is asked for again in halves, down to a quarter of an hour.
        """
        last = datetime.combine(window.edition, datetime.min.time(), UTC)
        for back in range(self.days):
            start = last - timedelta(days=back)
            yield from _between(self, asker, start, start + timedelta(days=1))


def _between(source: GdeltSource, asker: Asker, start: datetime, end: datetime) -> Iterator[Link]:
    url = question(source, start, end)
    entries = listed(source, asker, url)["entries"]
    if len(entries) >= MAX_RECORDS and end - start > timedelta(minutes=15):
        middle = start + (end - start) / 2
        yield from _between(source, asker, start, middle)
        yield from _between(source, asker, middle, end)
        return
    # what GDELT tells is when it saw the page: its own date is read from it
    yield from (Link(address, None, title) for address, title in entries)


def question(source: GdeltSource, start: datetime, end: datetime) -> str:
    """The address that asks for what was seen between two moments (the second excluded)."""
    parameters = {
        "query": source.query,
        "mode": "artlist",
        "format": "json",
        "sort": "datedesc",
        "maxrecords": str(MAX_RECORDS),
        "startdatetime": f"{start:%Y%m%d%H%M%S}",
        "enddatetime": f"{end - timedelta(seconds=1):%Y%m%d%H%M%S}",
    }
    return f"{source.url}?{urlencode(parameters)}"
