"""What discovery hands on: a link, the window asked for, and the edition a page is filed under.

What belongs here: plain data between the kinds of source and the collector, and the rule of editions. What does
not: any request or file.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from typing import IO, Literal
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

# characters that have a meaning in an address, and escapes that are there already
_KEPT = "%/:=&?~#+!$,;'@()*[]|"

IN_BRACES = re.compile(r"\{([^{}]*)\}")
"""What an address is made with: the path of a value, in braces."""

DateKind = Literal["published", "modified"]


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a page lies on disk: a file, and for a WARC file the first byte of its record.

    ``unpacked`` is what the file holds, where that had to be unpacked as a whole; ``offset`` and ``length`` then count
    in it.
    """

    path: str
    offset: int | None = None
    length: int | None = None
    unpacked: IO[bytes] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """An article that a source points to.

    ``date`` is a day in the publisher's zone, None where the source gives none. ``date_kind`` tells whether that
    day is of publication (a feed, a news sitemap) or only of the last change (a sitemap's ``lastmod``). ``saved`` is
    set for a page that lies on disk and needs no request.
    """

    url: str
    date: date | None = None
    title: str | None = None
    date_kind: DateKind = "published"
    published_at: datetime | None = None
    saved: Saved | None = None


EARLIEST = date(1990, 1, 1)
"""Before it there were no pages: an earlier day is a system's zero (0001-01-01, 1970-01-01), and no date."""


def is_plausible(day: date, latest: date) -> bool:
    """Whether a page may have been published on a day; ``latest`` is the last one that it could have been."""
    return EARLIEST <= day <= latest


def with_plausible_date(link: Link, latest: date) -> Link:
    """The link, without a date that no page can have."""
    if link.date is None or is_plausible(link.date, latest):
        return link
    return replace(link, date=None, published_at=None)


@dataclass(frozen=True, slots=True)
class Window:
    """The days a run asks a source for: from ``since`` (inclusive) to ``edition`` (inclusive)."""

    since: date
    edition: date

    @classmethod
    def of(cls, edition: date, max_age_days: int) -> Window:
        """The window of an edition and the days before it that may still come in late."""
        return cls(edition - timedelta(days=max_age_days), edition)


def urgency(running: date, link: Link) -> tuple[int, int]:
    """What links are taken up by: those of the running edition, those without a day, others from the latest on."""
    if link.date is None:
        return (1, 0)
    return (0 if link.date == running else 2, -link.date.toordinal())


def archived_edition(
    day: date | None, running: date, published: Collection[date], *, today: date
) -> date:
    """The edition that a page of ``day``, which the run of ``running`` has fetched, is filed under.

    A page without a day goes to the running edition, and one from a later day waits under that day: but a day after
    ``today`` (and the one that has begun east of Greenwich) is a broken date, and waits for nothing. A page of an
    earlier day stays with its day while that edition is open (later than the last one published, so that it is still
    to come), and is late otherwise. Before anything is published nothing is to come: the first run takes what its
    sources hold.
    """
    if day is None:
        return running
    if day > running:
        return day if day <= today + timedelta(days=1) else running
    is_open = bool(published) and day > max(published)
    return day if is_open else running


LONGEST = 8_000
"""Characters of the longest address that is one: what servers commonly take."""


def address(url: str) -> str | None:
    """The address a link is known by; None if it is no web address, or too long for one.

    Without fragment and credentials, scheme and host in lower case, without the usual port; what is not ASCII is
    escaped, a host's name by IDNA.
    """
    try:
        return _known_as(url.strip()) if len(url) <= LONGEST else None
    except (ValueError, UnicodeError):
        return None


def joined(base: str, stated: str | None) -> str | None:
    """The address that a link leads to from where it stands; None where it has none, or it is none."""
    try:
        return address(urljoin(base, stated)) if stated else None
    except ValueError:
        return None


def _known_as(url: str) -> str | None:
    parts = urlsplit(url)
    port = parts.port
    # Twice, for a character of a name may stand for a dot: "a․․b".
    host = (parts.hostname or "").encode("idna").decode("ascii")
    host = host.encode("idna").decode("ascii").lower()
    scheme = parts.scheme.lower()
    if scheme not in {"http", "https"} or not host:
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    path = quote(parts.path or "/", safe=_KEPT)
    query = quote(parts.query, safe=_KEPT)
    return urlunsplit((scheme, host, path, query, ""))


def host_of(url: str) -> str:
    """Host and port of an address, by which requests take turns; empty for a file."""
    return urlsplit(url).netloc.lower()


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day of a moment for its publisher: its own offset where it has one other than UTC, else ``zone``."""
    # what templates write for a day that they do not know: at an end of the calendar there are no zones
    is_utc = moment.utcoffset() == timedelta(0) and MINYEAR < moment.year < MAXYEAR
    return (moment.astimezone(zone) if is_utc else moment).date()


def utc(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment in UTC without a zone, as the tables have it; a naive one is read in ``zone``.

    Raises OverflowError for a moment at the edge of the calendar.
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC).replace(tzinfo=None)
