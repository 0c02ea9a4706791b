"""When a page was published: what it says itself, and what led to it.

What belongs here: the order in which statements of a date are believed, and reading them from a page. What does
not: reading one text (``moments.py``) and whether a date is plausible: the gate refuses those that are not.

In order: structured data (JSON-LD), meta elements, a time element that is marked as the publication's, the feed, the
URL, and last what stands in the text (htmldate). The first three and the feed may carry a time and an offset.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from readouts.harvest.links import local_day, utc
from readouts.harvest.moments import moment

Basis = Literal["structured", "meta", "time", "feed", "url", "text"]
Precision = Literal["second", "minute", "day"]

_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date_published",
    "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "dcterms.created",
    "dc.date.created", "dcterms.available", "publish-date", "publishdate", "publish_date",
    "publication_date", "pubdate", "citation_publication_date", "citation_date", "parsely-pub-date",
    "sailthru.date", "article.published", "created", "date", "release_date", "news_date",
    "article:published", "cxenseparse:recs:publishtime", "search.date", "lastpublished",
)  # fmt: skip
_ARTICLE = re.compile(r"Article|Posting|Report|Statement|WebPage|Speech", re.I)
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-]?([01]\d)[/_.-]?([0-3]\d)(?!\d)")
_URL_SPLIT = re.compile(r"/((?:19|20)\d\d)/([01]?\d)/([0-3]?\d)(?:/|$)")
_PUBLISHED_CLASS = re.compile(r"publi|entry-date|post-date|dateline|article-date|news-date", re.I)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
_MAX_JSON = 400_000


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date with its basis. ``at`` is UTC without a zone, None where only the day is known."""

    day: date
    basis: Basis
    at: datetime | None = None
    precision: Precision = "day"


def stated(tree: Any, zone: ZoneInfo) -> Published | None:
    """What the page's markup says."""
    bases: tuple[tuple[Basis, Iterator[str]], ...] = (
        ("structured", _json_ld(tree)),
        ("meta", _meta(tree)),
        ("time", _times(tree)),
    )
    for basis, texts in bases:
        for text in texts:
            found = _read(text, basis, zone)
            if found is not None:
                return found
    return None


def from_feed(
    day: date | None, at: str | None, kind: str | None, zone: ZoneInfo
) -> Published | None:
    """What the feed or news sitemap said that led to the page; a date of the last change is none of publication."""
    if day is None or kind != "published":
        return None
    precise = moment(at)
    if precise is None:
        return Published(day, "feed")
    return Published(day, "feed", _utc(precise, zone), "second")


def from_url(url: str) -> Published | None:
    """The day that an address contains."""
    for pattern in (_URL_SPLIT, _URL_DAY):
        match = pattern.search(url)
        if match:
            try:
                return Published(date(int(match[1]), int(match[2]), int(match[3])), "url")
            except ValueError:
                continue
    return None


def from_text(found: str | None, markup: str) -> Published | None:
    """What htmldate found, unless it filled in the first of a month or year that the page does not name."""
    if not found:
        return None
    try:
        day = date.fromisoformat(found)
    except ValueError:
        return None
    if day.day == 1 and not _names_the_first(day, markup):
        return None
    return Published(day, "text")


def _names_the_first(day: date, markup: str) -> bool:
    year, month = day.year, day.month
    patterns = (
        rf"{year}\D{{0,3}}0?{month}\D{{1,3}}0?1(?!\d)",
        rf"(?<!\d)0?1\s?[./-]\s?0?{month}\s?[./-]\s?{year}",
        rf"(?<!\d)0?{month}\s?[./-]\s?0?1\s?[./-]\s?{year}",
        rf"(?<!\d)0?1(?:st|er|º|\.|ª)?,?\s+(?:de\s+)?[^\W\d]+\.?,?\s+(?:de\s+)?{year}",
        rf"[^\W\d]{{3,}}\.?\s+0?1(?:st)?,?\s+{year}",
    )
    return any(re.search(pattern, markup) for pattern in patterns)


def search_limits(fetched: datetime) -> dict[str, Any]:
    """What htmldate may believe: nothing later than the day after the page was fetched."""
    latest = fetched.date() + timedelta(days=1)
    return {
        "original_date": True,
        "extensive_search": True,
        "min_date": "1990-01-01",
        "max_date": latest.isoformat(),
    }


def _read(text: str, basis: Basis, zone: ZoneInfo) -> Published | None:
    found = moment(text)
    if found is None:
        return None
    midnight = found.hour == found.minute == found.second == 0
    if midnight and (found.tzinfo is None or len(text.strip()) <= 10):
        return Published(found.date(), basis)
    precision: Precision = "second" if found.second else "minute"
    return Published(local_day(found, zone), basis, _utc(found, zone), precision)


def _utc(found: datetime, zone: ZoneInfo) -> datetime | None:
    try:
        return utc(found, zone)
    except OverflowError:
        return None


def _json_ld(tree: Any) -> Iterator[str]:
    broken: list[str] = []
    others: list[str] = []
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        text = script.text or ""
        if "datePublished" not in text or len(text) > _MAX_JSON:
            continue
        try:
            nodes = list(_nodes(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            broken.extend(match[1] for match in _JSON_DATE.finditer(text))
            continue
        for node in nodes:
            value = node.get("datePublished")
            if isinstance(value, str):
                if _ARTICLE.search(str(node.get("@type", ""))):
                    yield value
                else:
                    others.append(value)
    yield from others
    yield from broken[:1]


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _nodes(value.get(key))
    elif isinstance(value, list):
        for part in value:
            yield from _nodes(part)


def _meta(tree: Any) -> Iterator[str]:
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(name.lower(), element.get("content"))
    for name in _META:
        if name in found:
            yield found[name]


def _times(tree: Any) -> Iterator[str]:
    for element in tree.iter("time"):
        value = element.get("datetime")
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        is_marked = element.get("pubdate") is not None or _PUBLISHED_CLASS.search(marks)
        if value and (is_marked or "datePublished" in marks):
            yield value
    for element in tree.iterfind(".//*[@itemprop='datePublished']"):
        value = element.get("datetime") or element.get("content") or element.text
        if value:
            yield value
