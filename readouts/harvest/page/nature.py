"""Pages that are no article: front pages and lists, "not found" that answers 200, walls of consent and of payment.

What belongs here: telling them, by what they are made of and by the phrases of ``not_articles.tsv``. What does not: a
text that is short or strange; that is for the gate.

Each is told only where the page gives no sign of an article of its own, or next to nothing is left of it: to lose an
article is as bad as to read a front page for one.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from readouts.harvest.page.own import Card, behind
from readouts.harvest.page.shells import is_shell
from readouts.harvest.page.structure import Structure, is_of_the_site, line, plain
from readouts.harvest.page.words import words_of

FRONT = "no_article: a front page or a list of articles"
MISSING = "no_article: the page says that what was asked for is not there"
WALL = "no_article: a notice on consent, payment or login stands in its place"
CHALLENGE = "no_article: a check for robots stands in its place"
SCRIPT = "no_article: the page is empty until a script runs"
GONE = "gone: the address leads to the front page"
GONE_MISSING = "gone: the address leads to an error page"
GONE_WALL = "no_article: the address leads to a page for consent or login"

SUBSTANCE = 80
"""Characters below which a text is none: as the gate has it."""

_TABLE = "not_articles.tsv"
_PIECE = 30
_SHORT = 700
_MANY_HEADLINES = 8
_MOSTLY_TEASERS = 0.25
_LEAST_PHRASES = 2
_HOME_PATH = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default|main)(?:\.\w{2,5})?/?)?", re.I
)
_ERROR_PATH = re.compile(
    r"/(?:404|410|errors?|not-?found|page-?not-?found|notfound|error-?404|404-error)(?:[./]|$)",
    re.I,
)
_WALL_PATH = re.compile(
    r"/(?:consent|cookie-?consent|privacy-?(?:wall|gate)|log-?in|sign-?in|sso|paywall|subscribe|abo|connexion|anmelden)(?:[./]|$)",
    re.I,
)
_WALL_HOST = re.compile(r"^(?:consent|guce|cmp|sso|login|accounts?|auth|id)\.", re.I)
_SECTION = re.compile(r"/[a-z]{2,12}/?", re.I)
_PART = re.compile(r"\s+[|\-–—·:•]\s+|\s*[|｜_]\s*")
_EVIDENCE = re.compile(
    rb"article:published_time|og:type[\"']?\s+content=[\"']article|\"\w*(?:NewsArticle|BlogPosting|ReportageNewsArticle)\"",
    re.I,
)
_PARAGRAPH = re.compile(rb"<p[ >]", re.I)
_MANY_PARAGRAPHS = 12
_BLOCKS = frozenset({"p", "div", "li", "ul", "section", "article", "table"})
_LONGEST_TITLE = 300


def redirected(asked: str, answered: str) -> str:
    """Why an answer from another address is no article; empty where it may be one."""
    if asked == answered:
        return ""
    try:
        start, end = urlsplit(asked), urlsplit(answered)
    except ValueError:
        return ""
    if _ERROR_PATH.search(end.path) and not _ERROR_PATH.search(start.path):
        return GONE_MISSING
    if _WALL_PATH.match(end.path) and not _WALL_PATH.search(start.path):
        return GONE_WALL
    if _WALL_HOST.match(end.netloc) and not _WALL_HOST.match(start.netloc):
        return GONE_WALL
    if _HOME_PATH.fullmatch(start.path) and not start.query:
        return ""
    if _HOME_PATH.fullmatch(end.path) and not re.search(r"=\w", end.query):
        return GONE
    is_above = start.path.startswith(end.path.rstrip("/") + "/") and not end.query
    return FRONT.replace("no_article", "gone") if is_above and _SECTION.fullmatch(end.path) else ""


def needs_a_look(body: bytes) -> bool:
    """Whether a page may be no article, as far as a glance at its bytes can tell."""
    return not _EVIDENCE.search(body) or len(_PARAGRAPH.findall(body)) < _MANY_PARAGRAPHS


def not_an_article(tree: Any, page: Structure, teasers: list[Card]) -> str:
    """Why a page, whole as it came, is no article; empty where it may be one."""
    named = named_in(page.titles)
    if named & phrases("missing", "challenge") and len(_own_text(tree, page, teasers)) < _SHORT:
        return MISSING if named & phrases("missing") else CHALLENGE
    if is_shell(tree) and not any(node.data.get("articleBody") for node in page.nodes):
        return SCRIPT
    if _is_evident(page) or len(teasers) < 2:
        return ""
    own = len(_own_text(tree, page, teasers))
    told = [len(card.text) for card in teasers if len(card.text) >= _PIECE]
    if len(told) < 2 and len(teasers) < _MANY_HEADLINES:
        return ""
    is_home = page.metas.get("og:type", "").lower() == "website" and _is_home(page, named)
    if own < SUBSTANCE or (is_home and own < _MOSTLY_TEASERS * sum(told)):
        return FRONT
    return ""


def named_in(titles: Iterable[str]) -> set[str]:
    """Titles, and their parts between dashes and bars, as ``phrases`` are compared."""
    return {plain(part) for title in titles for part in (title, *_PART.split(title))} - {""}


def wall(tree: Any, page: Structure) -> str:
    """Why what is left of a page is no article: a notice on consent, payment or login in its place; else empty."""
    own, notices = 0, []
    for piece in _pieces(tree, page):
        lower = piece.lower()
        if any(word in lower for word in words_of(_TABLE, "stem", "topic", "consent", "wall")):
            notices.append(lower)
            continue
        own += len(piece)
        if own >= SUBSTANCE:
            return ""
    text = "\n".join(notices)
    found = sum(phrase in text for phrase in words_of(_TABLE, "consent", "wall"))
    return WALL if found >= _LEAST_PHRASES else ""


def _is_evident(page: Structure) -> bool:
    """Whether the page says itself that it is an article."""
    return (
        page.metas.get("og:type", "").lower().startswith("article")
        or "article:published_time" in page.metas
        or any(node.rank >= 2 for node in page.article_nodes)
    )


def _is_home(page: Structure, named: set[str]) -> bool:
    return (
        page.headline is None
        or bool(named & phrases("home"))
        or _HOME_PATH.fullmatch(urlsplit(page.url).path) is not None
    )


def _own_text(tree: Any, page: Structure, teasers: Iterable[Card]) -> str:
    """The longer pieces of text that are in no teaser and no part of the site."""
    others = {card.holder for card in teasers}
    others |= {each for card in teasers for each in behind(card.holder, card.heading)}
    found = []
    for piece in tree.xpath(
        "//body//text()[string-length() > 30][not(parent::script or parent::style or parent::a)]"
    ):
        parent = piece.getparent()
        if piece.is_tail:
            parent = parent.getparent()
        if others.isdisjoint((parent, *parent.iterancestors())) and not is_of_the_site(
            parent, page.headline
        ):
            found.append(line(piece))
    return " ".join(found)


def _pieces(tree: Any, page: Structure) -> Iterator[str]:
    """The text of a page by its smallest blocks, without the headline and the site's own parts."""
    titles = {plain(title) for title in page.titles}
    # paragraphs first: where they are text, no more needs to be looked at
    for element in itertools.chain(
        tree.iter("p"), tree.iter("div"), tree.iter("li", "h2", "h3", "h4", "td")
    ):
        if element is page.headline or (element.tag == "div" and element.find("*//p") is not None):
            continue
        if element.tag == "div" and any(each.tag in _BLOCKS for each in element):
            continue
        if is_of_the_site(element, page.headline):
            continue
        text = line(element.text_content())
        if text and (len(text) > _LONGEST_TITLE or plain(text) not in titles):
            yield text


@functools.cache
def phrases(*kinds: str) -> frozenset[str]:
    """The phrases of some kinds in ``not_articles.tsv``, as titles are compared."""
    return frozenset(map(plain, words_of(_TABLE, *kinds)))
