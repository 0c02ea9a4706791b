"""From an archived page to an article: title, text, canonical address, publisher, language and date.

What belongs here: the order in which one page is read (``page/``), as a pure function of its row and its bytes. What
does not: fetching, the archive's files, and running this over many pages (``workers.py``). Nothing here raises for what
a page contains: an article that cannot be had is a row with ``error``.
"""

from __future__ import annotations

import copy
import hashlib
import logging
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from courlan import clean_url

from readouts.harvest.articles import Facts, article_id, blank_article
from readouts.harvest.encodings import as_text
from readouts.harvest.extraction.duplicates import fingerprint
from readouts.harvest.links import address
from readouts.harvest.page.dates import Clues, Published, published, stated_ahead
from readouts.harvest.page.entries import write_days
from readouts.harvest.page.languages import language_of
from readouts.harvest.page.lines import mend_lines
from readouts.harvest.page.nature import not_an_article, wall
from readouts.harvest.page.own import cards, leave_only_the_own
from readouts.harvest.page.structure import (
    Structure,
    line,
    read_properties,
    stated_languages,
    structure_of,
)
from readouts.harvest.page.titles import title_of
from readouts.harvest.page.unseen import remove_hidden, remove_struck
from readouts.reference.call_filter import may_tell_of_a_call

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
    text, _ = as_text(payload, row.get("charset"), row["url"])
    if text.count("<") > MAX_TAGS:
        return article | {"error": f"too_large: more than {MAX_TAGS} tags"}
    opened = _Opened.of(text, row["url"])
    if opened is None:
        return article | {"error": "not_html: the page is not HTML"}
    if opened.reason:
        return article | {"error": opened.reason}
    tree, page = opened.tree, opened.page
    clues = _clues(opened, row, facts)
    article |= _dated(published(tree, page, clues))
    ahead = None if article["published_date"] else stated_ahead(tree, page, clues)
    site = line(page.metas.get("og:site_name") or metadata.extract_sitename(tree))
    title = title_of(tree, page, (site, facts.publisher)) or row.get("discovered_title")
    canonical = canonical_url(
        page.metas.get("og:url") or metadata.extract_url(tree, row["url"]), row["url"]
    )
    write_days(tree, article["published_date"], clues)
    body = _text_of(tree, row["url"])
    if not body:
        return article | {"error": "no_text: no article text was found"}
    return article | {
        "article_id": article_id(canonical),
        "canonical_url": canonical,
        "title": title,
        "publisher": facts.publisher or site or urlsplit(row["url"]).hostname,
        "language": language_of(body, [*stated_languages(tree, page), facts.language]),
        "text": body,
        "text_sha256": hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest(),
        "fingerprint": fingerprint(body),
        "error": ahead and f"future_date: the page says {ahead}, which lies ahead of its fetch",
    }


@dataclass(frozen=True, slots=True)
class Look:
    """What a page says before it is archived: its day, as ``extract_article`` will find it; why it is no article.

    ``tells`` is whether it may tell of a call, where that was asked for.
    """

    day: date | None
    reason: str
    tells: bool = True


def look_at(row: Mapping[str, Any], payload: bytes, *, for_calls: bool = False) -> Look:
    """See when a page was published and whether it is an article; ``for_calls`` reads its text for calls, too.

    It is the text that ``extract_article`` will find, so that what is left out would not have been asked about either.
    """
    text, _ = as_text(payload, row.get("charset"), row["url"])
    opened = None if text.count("<") > MAX_TAGS else _Opened.of(text, row["url"])
    if opened is None:
        return Look(None, "")
    if opened.reason:
        return Look(None, opened.reason)
    facts = Facts.of(row)
    if for_calls and not _may_tell(opened, row["url"], facts.language):
        # its day, which takes as long to find as its text, is nobody's concern
        return Look(None, "", tells=False)
    found = published(opened.tree, opened.page, _clues(opened, row, facts))
    return Look(found.day if found else None, "")


def _text_of(tree: Any, url: str) -> str:
    """The text of an article; it takes the tree apart."""
    remove_hidden(tree)
    mend_lines(tree)
    document = trafilatura.bare_extraction(tree, url=url, include_comments=False)
    return (document.text or "").strip() if document is not None else ""


def _may_tell(opened: _Opened, url: str, language: str | None) -> bool:
    stated = [*stated_languages(opened.tree, opened.page), language]
    # the day is read from the tree yet
    body = _text_of(copy.deepcopy(opened.tree), url)
    return bool(body) and may_tell_of_a_call(body, language_of(body, stated) or "")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A parsed page, from whose tree all that is not of its article is gone; ``reason`` why it is no article."""

    tree: Any
    page: Structure
    reason: str

    @classmethod
    def of(cls, text: str, url: str) -> _Opened | None:
        tree = parsed(text)
        if tree is None:
            return None
        remove_struck(tree)
        page = structure_of(tree, url)
        teasers = cards(tree, page)
        reason = not_an_article(tree, page, teasers)
        if not reason:
            leave_only_the_own(tree, page, teasers)
            read_properties(tree, page)
            reason = wall(tree, page)
        return cls(tree, page, reason)


def parsed(text: str) -> Any:
    """The tree of an HTML page; None for anything else."""
    try:
        return load_html(text)
    except (ValueError, TypeError, AssertionError):
        return None


def _clues(opened: _Opened, row: Mapping[str, Any], facts: Facts) -> Clues:
    day = row.get("discovered_date")
    return Clues(
        zone=ZoneInfo(facts.timezone),
        fetched=_fetched(row),
        feed_day=date.fromisoformat(day) if isinstance(day, str) else day,
        feed_at=facts.discovered_at,
        feed_kind=facts.date_kind,
        language=next(iter(stated_languages(opened.tree, opened.page)), facts.language),
    )


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
