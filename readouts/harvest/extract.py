"""From an archived page to an article: title, text, canonical address, publisher, language and date.

What belongs here: what one page says, as a pure function of its row and its bytes. What does not: fetching, the
archive's files, and running this over many pages (``workers.py``). Nothing here raises for what a page contains: an
article that cannot be had is a row with ``error``.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from courlan import clean_url
from htmldate import find_date

from readouts.harvest import dates
from readouts.harvest.articles import Facts, article_id, blank_article
from readouts.harvest.dates import Published
from readouts.harvest.duplicates import fingerprint
from readouts.harvest.exchange import as_text
from readouts.harvest.languages import language_of
from readouts.harvest.links import address

with warnings.catch_warnings():
    # it looks for SOCKS proxies, which nothing here uses, and complains that it finds none
    warnings.simplefilter("ignore")
    import trafilatura
    from trafilatura import metadata
    from trafilatura.utils import load_html

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

MAX_TAGS = 400_000
"""A page with more tags than this is not an article; to read it would take minutes."""


def extract_article(row: Mapping[str, Any], payload: bytes) -> dict[str, Any]:
    """The article of an archived page, without ``duplicate_of``; ``error`` is None if all went well."""
    facts = Facts.of(row)
    article = blank_article(row)
    text, _ = as_text(payload, row.get("charset"))
    if text.count("<") > MAX_TAGS:
        return article | {"error": f"too_large: more than {MAX_TAGS} tags"}
    tree = parsed(text)
    if tree is None:
        return article | {"error": "not_html: the page is not HTML"}
    article |= _dated(_found_date(tree, text, row, facts))
    head = _Head.of(tree, row["url"])
    document = trafilatura.bare_extraction(tree, url=row["url"], include_comments=False)
    if document is None or not (document.text or "").strip():
        return article | {"error": "no_text: no article text was found"}
    body = document.text.strip()
    canonical = canonical_url(head.url, row["url"])
    publisher = facts.publisher or head.site or urlsplit(row["url"]).hostname
    return article | {
        "article_id": article_id(canonical),
        "canonical_url": canonical,
        "title": head.title or row.get("discovered_title"),
        "publisher": publisher,
        "language": language_of(tree, body, facts.language),
        "text": body,
        "text_sha256": hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest(),
        "fingerprint": fingerprint(body),
    }


@dataclass(frozen=True, slots=True)
class _Head:
    """What a page says of itself. The parts of trafilatura's metadata that are used: its author and licence take longer
    than all of these together."""

    title: str | None
    url: str | None
    site: str | None

    @classmethod
    def of(cls, tree: Any, url: str) -> _Head:
        found = metadata.examine_meta(tree)
        with contextlib.suppress(Exception):
            # structured data is as broken as people can make it
            found = metadata.extract_meta_json(tree, found)
        return cls(
            _line(unescape(found.title or metadata.extract_title(tree) or "")),
            found.url or metadata.extract_url(tree, url),
            _line(unescape(found.sitename or metadata.extract_sitename(tree) or "")),
        )


def parsed(text: str) -> Any:
    """The tree of an HTML page; None for anything else."""
    try:
        return load_html(text)
    except (ValueError, TypeError, AssertionError):
        return None


def stated_date(tree: Any, row: Mapping[str, Any], facts: Facts) -> Published | None:
    """The date that the page's markup, the feed or the address states, in this order.

    Where a feed tells another day than a meta or time element does, the feed is believed: such elements often hold
    the day on which a page was made or changed.
    """
    zone = ZoneInfo(facts.timezone)
    day = row.get("discovered_date")
    day = date.fromisoformat(day) if isinstance(day, str) else day
    markup = dates.stated(tree, zone)
    feed = dates.from_feed(day, facts.discovered_at, facts.date_kind, zone)
    if markup and feed and markup.basis != "structured" and abs((markup.day - feed.day).days) > 1:
        return feed
    return markup or feed or dates.from_url(row["url"])


def page_date(row: Mapping[str, Any], payload: bytes) -> date | None:
    """The day a page was published, as ``extract_article`` will find it; None when it cannot be told."""
    text, _ = as_text(payload, row.get("charset"))
    tree = parsed(text)
    if tree is None:
        return None
    found = _found_date(tree, text, row, Facts.of(row))
    return found.day if found else None


def _found_date(tree: Any, text: str, row: Mapping[str, Any], facts: Facts) -> Published | None:
    found = stated_date(tree, row, facts)
    if found is not None:
        return found
    limits = dates.search_limits(_fetched(row))
    return dates.from_text(find_date(tree, url=row["url"], **limits), text)


def canonical_url(stated: str | None, url: str) -> str:
    """The address an article is known by: the one the page states if it is of the same site and no front page."""
    own = clean_url(url) or url
    canonical = address(clean_url(stated) or "") if stated else None
    if canonical is None or _site(canonical) != _site(own):
        return own
    is_front_page = urlsplit(canonical).path in {"", "/"} and not urlsplit(canonical).query
    return own if is_front_page and urlsplit(own).path not in {"", "/"} else canonical


def _site(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def _dated(found: Published | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "published_at": found.at,
        "published_date": found.day,
        "date_basis": found.basis,
        "date_precision": found.precision,
    }


def _fetched(row: Mapping[str, Any]) -> datetime:
    moment = row["fetched_at"]
    return datetime.fromisoformat(moment) if isinstance(moment, str) else moment


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
