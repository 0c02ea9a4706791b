"""When a page was published: what it says itself, and what led to it.

What belongs here: the order in which statements of a date are believed, and reading those that are made for machines.
What does not: reading one text (``moments.py``), days that stand in the article for readers (``visible.py``), and
which parts of a page are its article's (``own.py``, which has removed the others before this reads).

In order:

1. ``structured``: JSON-LD of the page's own article.
2. ``meta``: a meta element for the date of publication.
3. ``time``: a time element or property that is marked as the publication's.
4. ``structured``, ``meta``: JSON-LD of the page as such, or of an article that may be another, and meta elements that
   only say "date" or "created", which is often the day on which the page was made.
5. ``feed``: what led to the page. It goes before 2 to 4 where they differ by more than a day.
6. ``url``: the day in the address.
7. ``time``, ``text``: a time element, or a day written out, in the article: labelled as the publication's, below the
   headline, as a dateline, at its end. Then a node of an article under another headline, and whatever htmldate finds
   outside of the site's own parts and of running text.
8. ``modified``: the day of the last change, where the page says nothing else. It is no day of publication, and
   weekdays in the text are not resolved against it.

A value that no page can have (0001-01-01, 1970-01-01, a day after the page was fetched) counts as none, and the next
place is read.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from htmldate import find_date
from lxml import html

from readouts.harvest.links import EARLIEST, is_plausible, local_day, utc
from readouts.harvest.moments import moment
from readouts.harvest.page.structure import Structure, is_of_the_site, line
from readouts.harvest.page.visible import holder_of, label_of, seen_dates
from readouts.harvest.page.words import words_of

Basis = Literal["structured", "meta", "time", "feed", "url", "text", "modified"]
Precision = Literal["second", "minute", "day"]

_METAS = "date_metas.tsv"
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-]?([01]\d)[/_.-]?([0-3]\d)(?!\d)")
_URL_SPLIT = re.compile(r"/((?:19|20)\d\d)/([01]?\d)/([0-3]?\d)(?:/|$)")
_PUBLISHED_CLASS = re.compile(r"publi|entry-date|post-date|dateline|article-date|news-date", re.I)
_MODIFIED_CLASS = re.compile(r"modif|updat|revis|lastmod|edited", re.I)
_PROPERTIES = frozenset({"dc:date", "dc:created", "dcterms:issued", "dc:issued", "dcterms:created"})
_CHANGED_PATH = "//*[@itemprop='dateModified' or contains(@property, 'dateModified')]"
_SITE_PARTS = ("header", "footer", "nav", "aside")
_LABEL = 60
_PROSE = 120


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date with its basis. ``at`` is UTC without a zone, None where only the day is known."""

    day: date
    basis: Basis
    at: datetime | None = None
    precision: Precision = "day"


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known beside the page: the publisher's zone, when it was fetched, what the feed said, the language."""

    zone: ZoneInfo
    fetched: datetime
    feed_day: date | None = None
    feed_at: str | None = None
    feed_kind: str | None = None
    language: str | None = None

    @property
    def latest(self) -> date:
        """The last day on which the page can have been published: a day is left for zones east of Greenwich."""
        return self.fetched.date() + timedelta(days=1)


def published(tree: Any, page: Structure, clues: Clues) -> Published | None:
    """When a page was published; the tree holds nothing of other articles any more."""
    markup = _stated(tree, page, clues)
    feed = _from_feed(clues)
    is_sure = markup is not None and markup.basis == "structured"
    if markup and feed and not is_sure and abs((markup.day - feed.day).days) > 1:
        return feed
    return (
        markup
        or feed
        or _weakly_stated(page, clues)
        or _from_url(page.url, clues)
        or _shown(tree, page, clues)
        or _first(_doubtful_nodes(page), "structured", clues)
        or _searched(tree, page, clues)
        or _first(_changes(tree, page), "modified", clues)
    )


def stated_ahead(tree: Any, page: Structure, clues: Clues) -> date | None:
    """The day to come, if any, that the markup of a page without another gives for its publication."""
    found = _stated(tree, page, replace(clues, fetched=datetime(9000, 1, 1)))
    return found.day if found and found.day > clues.latest else None


def _stated(tree: Any, page: Structure, clues: Clues) -> Published | None:
    """What the markup says plainly."""
    return (
        _first(_own_nodes(page), "structured", clues)
        or _first(_metas(page, "published"), "meta", clues)
        or _first(_marked_times(tree, page), "time", clues)
    )


def _weakly_stated(page: Structure, clues: Clues) -> Published | None:
    """What may be of the page as such rather than of its article."""
    nodes = [node for node in page.article_nodes if node.rank == 1]
    nodes += [node for node in page.nodes if node.is_page and node.rank > 0]
    days = (node.data.get("datePublished") for node in nodes)
    texts = [*(day for day in days if isinstance(day, str)), *page.broken]
    return _first(texts, "structured", clues) or _first(_metas(page, "weak"), "meta", clues)


def _metas(page: Structure, kind: str) -> Iterator[str]:
    """What meta elements of a kind say."""
    return (page.metas[name] for name in words_of(_METAS, kind) if name in page.metas)


def _own_nodes(page: Structure) -> Iterator[str]:
    for node in page.article_nodes:
        value = node.data.get("datePublished") or node.data.get("dateCreated")
        if node.rank >= 2 and isinstance(value, str):
            yield value


def _doubtful_nodes(page: Structure) -> Iterator[str]:
    """Nodes of articles with another headline, where the address does not tell whose they are."""
    for node in page.nodes:
        value = node.data.get("datePublished")
        if node.is_article and node.rank == 0 and isinstance(value, str):
            yield value


def _marked_times(tree: Any, page: Structure) -> Iterator[str]:
    """Elements that are marked as the date of publication."""
    for element in tree.iter("time"):
        if is_of_the_site(element, page.headline):
            continue
        value = element.get("datetime")
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        is_marked = element.get("pubdate") is not None or _PUBLISHED_CLASS.search(marks)
        if value and (is_marked or "datePublished" in marks) and not _MODIFIED_CLASS.search(marks):
            yield value
    for element in tree.xpath("//*[@itemprop or @property]"):
        name = element.get("itemprop") or element.get("property")
        if "datePublished" in name or name.lower() in _PROPERTIES:
            value = (
                element.get("datetime") or element.get("content") or line(element.text_content())
            )
            if value:
                yield value


def _shown(tree: Any, page: Structure, clues: Clues) -> Published | None:
    """What a reader sees in the article: a time element, or a day written out."""
    seen = [each for each in seen_dates(tree, page, clues.language) if each.place != "modified"]
    labelled = [each.day.isoformat() for each in seen if each.place == "published"]
    others = [each.day.isoformat() for each in seen if each.place != "published"]
    head, later = _plain_times(tree, page)
    return (
        _first(labelled, "text", clues)
        or _first(head, "time", clues)
        or _first(others, "text", clues)
        or _first(later, "time", clues)
    )


def _plain_times(tree: Any, page: Structure) -> tuple[list[str], list[str]]:
    """Time elements that do not say what they are: between the headline and the text, and elsewhere in the article."""
    head: list[str] = []
    later: list[str] = []
    holder = holder_of(tree, page)
    if holder is None:
        return head, later
    is_reached, is_text = page.headline is None, False
    for element in holder.iter("time", "p", "h1", "h2", "h3"):
        if element is page.headline:
            is_reached = True
        elif element.tag == "p":
            is_text = is_text or (is_reached and len(element.text_content()) > _PROSE)
        elif element.tag == "time" and element.get("datetime"):
            if is_of_the_site(element, page.headline) or is_of_a_change(element):
                continue
            (head if is_reached and not is_text else later).append(element.get("datetime"))
    return head, later


def is_of_a_change(element: Any) -> bool:
    """Whether an element is, or is labelled as, the day of a change."""
    marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    parent = element.getparent()
    if _MODIFIED_CLASS.search(marks) or _MODIFIED_CLASS.search(parent.get("class") or ""):
        return True
    before = ""
    for each in element.itersiblings(preceding=True):
        own = each.text_content() if isinstance(each.tag, str) else ""
        before = f"{own}{each.tail or ''}{before}"
        if len(before) > 2 * _LABEL:
            break
    else:
        before = f"{parent.text or ''}{before}"
    return label_of(line(before)[-_LABEL:]) == "modified"


def _searched(tree: Any, page: Structure, clues: Clues) -> Published | None:
    """What htmldate finds where nothing was stated, outside of the site's own parts, of running text, and of what says
    that it is of a change."""
    rest = copy.deepcopy(tree)
    kept = rest.find(".//h1")
    unwanted = [each for each in rest.iter(*_SITE_PARTS) if is_of_the_site(each, kept)]
    unwanted += [each for each in rest.iter("meta") if _is_modified_meta(each)]
    unwanted += [each for each in rest.iter("time") if is_of_a_change(each)]
    unwanted += [each for each in rest.iter("script") if "ld+json" in (each.get("type") or "")]
    unwanted += rest.xpath(f"//p[string-length() > {_PROSE}] | {_CHANGED_PATH}")
    for element in unwanted:
        if element.getparent() is not None:
            element.drop_tree()
    found = find_date(
        rest,
        url=page.url,
        original_date=True,
        extensive_search=True,
        min_date=EARLIEST.isoformat(),
        max_date=clues.latest.isoformat(),
    )
    if not found:
        return None
    day = date.fromisoformat(found)
    if day.day == 1 and not _names_the_first(day, html.tostring(rest, encoding="unicode")):
        return None
    of_changes = _seen_changes(tree, page, clues.language)
    return None if day in of_changes else Published(day, "text")


def _is_modified_meta(element: Any) -> bool:
    name = element.get("property") or element.get("name") or element.get("itemprop") or ""
    return name.lower() in words_of(_METAS, "modified")


def _changes(tree: Any, page: Structure) -> Iterator[str]:
    """What the page says of its last change."""
    for node in page.nodes:
        value = node.data.get("dateModified")
        if (node.is_article or node.is_page) and node.rank > 0 and isinstance(value, str):
            yield value
    yield from _metas(page, "modified")
    for element in tree.xpath(_CHANGED_PATH):
        yield element.get("datetime") or element.get("content") or line(element.text_content())
    for element in tree.iter("time"):
        if element.get("datetime") and is_of_a_change(element):
            yield element.get("datetime")
    yield from (day.isoformat() for day in _seen_changes(tree, page, None))


def _seen_changes(tree: Any, page: Structure, language: str | None) -> list[date]:
    """The days that the article shows as those of a change."""
    return [each.day for each in seen_dates(tree, page, language) if each.place == "modified"]


def _from_feed(clues: Clues) -> Published | None:
    """What the feed or news sitemap said that led to the page; a date of the last change is none of publication."""
    day = clues.feed_day
    if day is None or clues.feed_kind != "published" or not is_plausible(day, clues.latest):
        return None
    precise = moment(clues.feed_at)
    if precise is None:
        return Published(day, "feed")
    return Published(day, "feed", _utc(precise, clues.zone), "second")


def _from_url(url: str, clues: Clues) -> Published | None:
    """The day that an address contains."""
    for pattern in (_URL_SPLIT, _URL_DAY):
        for match in pattern.finditer(url):
            try:
                day = date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
            if is_plausible(day, clues.latest):
                return Published(day, "url")
    return None


def _first(texts: Any, basis: Basis, clues: Clues) -> Published | None:
    """The first of these that is a day on which the page can have been published."""
    for text in texts:
        found = _read(text, basis, clues.zone)
        if found is not None and is_plausible(found.day, clues.latest):
            return found
    return None


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


def _names_the_first(day: date, text: str) -> bool:
    """Whether a text names the first of a month, which htmldate fills in where it finds a month or year alone."""
    year, month = day.year, day.month
    patterns = (
        rf"{year}\D{{0,3}}0?{month}\D{{1,3}}0?1(?!\d)",
        rf"(?<!\d)0?1\s?[./-]\s?0?{month}\s?[./-]\s?{year}",
        rf"(?<!\d)0?{month}\s?[./-]\s?0?1\s?[./-]\s?{year}",
        rf"(?<!\d)0?1(?:st|er|º|\.|ª)?,?\s+(?:de\s+)?[^\W\d]+\.?,?\s+(?:de\s+)?{year}",
        rf"[^\W\d]{{3,}}\.?\s+0?1(?:st)?,?\s+{year}",
    )
    return any(re.search(pattern, text) for pattern in patterns)
