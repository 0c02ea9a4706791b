"""GDELT's DOC API as a finder: addresses of articles by query and day, whoever published them.

What belongs here: asking the API a day at a time. What does not: GDELT's own coding of events, which is not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from readouts.harvest.kinds.listed import listed
from readouts.harvest.links import Link, Window

if TYPE_CHECKING:
    from readouts.harvest.kinds.asker import Asker
    from readouts.harvest.sources.source import GdeltSource

MAX_RECORDS = 250
"""The most that the API gives for one question."""


def discover(source: GdeltSource, asker: Asker, window: Window) -> Iterator[Link]:
    """The articles that GDELT saw on the edition's day, and on the days before it that the source asks for.

    A day whose answer is full is asked for again in halves, down to a quarter of an hour.
    """
    last = datetime.combine(window.edition, datetime.min.time(), UTC)
    for back in range(source.days):
        start = last - timedelta(days=back)
        yield from _between(source, asker, start, start + timedelta(days=1))


def _between(source: GdeltSource, asker: Asker, start: datetime, end: datetime) -> Iterator[Link]:
    url = question(source, start, end)
    outcome = asker.ask(url, "feed")
    if outcome is None:
        return
    entries = listed(asker, url, outcome, "gdelt")["entries"]
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
