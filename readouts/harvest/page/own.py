"""What of a page belongs to its own article: the rest is taken out of the tree before anything is read from it.

What belongs here: telling the article from boxes, teasers and the articles that follow it. What does not: reading text
or dates. A page whose own article cannot be told is left as it is: to lose text is worse than to have too much.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from readouts.harvest.page.structure import Structure, is_article_item, is_within, line, plain

_BOX = re.compile(
    r"(?:^|[\s_-])(?:related|recommend(?:ed|ations?)?|most[-_]?(?:read|popular|viewed|shared)|read[-_]?(?:more|next|also)"
    r"|more[-_]?(?:news|stories|articles|from|on)|also[-_]read|see[-_]?also|comments?|comment-list|disqus\w*|respond"
    r"|newsletter|outbrain|taboola|next[-_]?(?:article|story|post)|prev[-_]?next|post-navigation)(?:$|[\s_-])"
)
"""Boxes whose names leave no doubt; ``_MAYBE_BOX`` are those that an article's own parts are named for too."""
_MAYBE_BOX = re.compile(
    r"(?:^|(?<!no)(?<!has)(?<!with)(?<!without)[\s_-])(?:popular|trending|latest|(?:news[-_]?)?ticker|breaking(?:[-_]?news)?"
    r"|side-?bar|promo|clock|current[-_]?(?:date|time)|todays?[-_]?date|weather|advert\w*"
    r"|cookie[-_]?(?:banner|bar|notice|consent)|gdpr[-_]?\w*)(?:$|[\s_-])"
)
_STORY = re.compile(
    r"(?:^|(?<=\s))(?:article|post|story|entry|hentry|h-entry|news-?item|single-post|article-?item|newsarticle"
    r"|article[-_](?:wrapper|container|page|full|single)|story[-_](?:wrapper|container|page))(?:$|\s)",
    re.IGNORECASE,
)
_ALL_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_HEADING_PATH = ".//h1 | .//h2 | .//h3 | .//h4"
_WORD = re.compile(r"\w+")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|date\w*|time(?:stamp)?|published|meta)(?:$|[\s_-])", re.I
)
_TOP = frozenset({"html", "body", "main"})
_MOST = 0.4
_LITTLE = 250
_LONG_PARAGRAPH = 80
_CARD = 1500
_CLIMB = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A teaser: a heading that leads elsewhere, and the element that holds all of it."""

    heading: Any
    holder: Any
    text: str


def cards(tree: Any, page: Structure) -> list[Card]:
    """The teasers of other pages, in their order."""
    found = []
    for heading in tree.iter("h1", "h2", "h3", "h4", "h5"):
        if heading is page.headline or not _leads_elsewhere(heading, page):
            continue
        holder = _holder(heading, page.headline)
        words = line(holder.text_content())[len(line(heading.text_content())) :]
        words += "".join(each.text_content() for each in behind(holder, heading))
        found.append(Card(heading, holder, line(words)))
    return found


def behind(holder: Any, heading: Any) -> Iterator[Any]:
    """What follows a teaser's heading that stands alone, up to the next heading."""
    if holder is not heading:
        return
    for each in holder.itersiblings():
        if each.tag in _ALL_HEADINGS or each.find(".//h2") is not None:
            return
        yield each


def leave_only_the_own(tree: Any, page: Structure, teasers: list[Card]) -> None:
    """Take out of the tree what belongs to other articles, or to none."""
    headline = page.headline
    keep = {tree} if headline is None else {headline, *headline.iterancestors()}
    own = _own_story(tree, page)
    if own is not None:
        keep |= {own, *own.iterancestors()}
    sure, maybe = _boxes(tree)
    if own is not None and not page.is_live:
        sure += _other_stories(tree, own, page)
    if headline is not None:
        sure += [card.holder for card in teasers]
        sure += _second_headlines(tree, page)
    wanted = [each for each in (*sure, *maybe) if each not in keep and each.tag not in _TOP]
    _remove(tree, list(dict.fromkeys(wanted)), set(maybe) - set(sure))


def _remove(tree: Any, unwanted: list[Any], doubtful: set[Any]) -> None:
    """Remove these, but for what the article must be in: it may have been taken for a box or another's."""
    chosen = set(unwanted)
    outer = [each for each in unwanted if chosen.isdisjoint(each.iterancestors())]
    whole = _paragraphs(tree)
    lost = {each: _paragraphs(each) for each in outer}
    outer = [each for each in outer if each not in doubtful or lost[each] <= whole * _MOST]
    if whole > 2 * _LITTLE and whole - sum(lost[each] for each in outer) < _LITTLE:
        largest = max(outer, key=lost.__getitem__)
        if lost[largest] > whole * _MOST:
            outer.remove(largest)
    for each in outer:
        each.drop_tree()


def _paragraphs(element: Any) -> int:
    """Characters in paragraphs."""
    return sum(len("".join(each.itertext())) for each in element.iter("p"))


def _boxes(tree: Any) -> tuple[list[Any], list[Any]]:
    """Elements that name themselves as something beside the article: surely, and perhaps."""
    sure, maybe = [], []
    for element in tree.iter("aside", "div", "section", "ul", "ol", "p", "span"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag == "aside" or element.get("role") == "complementary":
            sure.append(element)
        elif len(marks) > 1:
            marks = marks.lower()
            if _BOX.search(marks):
                sure.append(element)
            elif _MAYBE_BOX.search(marks):
                maybe.append(element)
    return sure, maybe


def _own_story(tree: Any, page: Structure) -> Any:
    """The article element that is the page's own: the innermost with text around the headline, else the first."""
    headline = page.headline
    if headline is not None:
        around = [each for each in (headline, *headline.iterancestors()) if _is_story(each)]
        full = (each for each in around if _paragraphs(each) >= _LITTLE)
        return next(full, around[0] if around else None)
    for element in tree.xpath("//article"):
        if _paragraphs(element) >= _LITTLE and not is_within(element, ("nav", "aside", "footer")):
            return element
    return None


def _is_story(element: Any) -> bool:
    if element.tag in _TOP:
        return False
    if element.tag == "article":
        return True
    marks = element.get("class")
    return bool(marks and _STORY.search(marks)) or is_article_item(element)


def _other_stories(tree: Any, own: Any, page: Structure) -> Iterator[Any]:
    """Articles with a headline of their own, beside the page's or in it."""
    is_thin = _paragraphs(own) < _LITTLE
    around = set(own.iterancestors())
    for element in tree.iter("article", "div", "section"):
        is_named = element.tag == "article" or element.get("class") or element.get("itemtype")
        if not (is_named or element.get("typeof")) or not _is_story(element):
            continue
        if element is own or element in around:
            continue
        headings = element.xpath(_HEADING_PATH)
        if not headings or page.headline in headings:
            continue
        if (
            own in element.iterancestors()
            and headings[0].tag != "h1"
            and not is_article_item(element)
        ):
            # a part of the article: an update, a question
            continue
        if page.headline is None or not page.is_own_title(line(headings[0].text_content())):
            # a headline in one element and its text in the next: some write it so
            is_body = (
                is_thin and headings[0].tag != "h1" and _begins_with_text(element, headings[0])
            )
            if not is_body and _paragraphs(element):
                yield element


def _begins_with_text(element: Any, heading: Any) -> bool:
    """Whether a paragraph comes before the first heading."""
    first = next(
        (each for each in element.iter("p", heading.tag) if line(each.text_content())), None
    )
    return first is not None and first is not heading


def _second_headlines(tree: Any, page: Structure) -> Iterator[Any]:
    """What stands under another headline of the first rank, where it has a byline, a date or an address of its own.

    Without these it is a part of the article: some write all their headings so.
    """
    own = page.headline
    if own.tag != "h1":
        return
    around = set(own.iterancestors())
    for heading in itertools.dropwhile(lambda each: each is not own, tree.iter("h1")):
        if heading is own or page.is_own_title(line(heading.text_content())):
            continue
        holder = heading
        while holder.getparent() is not None and holder.getparent() not in around:
            holder = holder.getparent()
        if holder is not heading:
            if _has_own_head(holder) and _paragraphs(holder) >= _LONG_PARAGRAPH:
                yield holder
            continue
        following = list(heading.itersiblings())
        if any(_has_own_head(each) for each in following[:3]):
            yield heading
            yield from following


def _has_own_head(element: Any) -> bool:
    """Whether an element brings a byline, a date or an address as the head of an article does."""
    if element.get("data-url") or element.get("data-href") or is_article_item(element):
        return True
    if element.tag == "time" or element.find(".//time") is not None:
        return True
    return any(
        _BYLINE.search(each.get("class")) for each in element.xpath("descendant-or-self::*[@class]")
    )


def _leads_elsewhere(heading: Any, page: Structure) -> bool:
    """Whether all of a heading is a link to another page, and long enough to be a headline."""
    text = line(heading.text_content())
    if len(plain(text)) < 8 or (len(_WORD.findall(text)) < 3 and text.isascii()):
        return False
    link = next(heading.iterancestors("a"), None)
    if link is None:
        link = next((a for a in heading.iter("a") if line(a.text_content()) == text), None)
    target = link.get("href") if link is not None else None
    if not target or target.startswith(("#", "javascript:", "mailto:")):
        return False
    there = urlsplit(urljoin(page.url, target))
    if there.path in {"", "/"} or not page.is_own_host(there.hostname):
        # home; or elsewhere in the web, as headings of lists of things lead
        return False
    return not page.is_own_address(target) and not page.is_own_title(text)


def _holder(heading: Any, headline: Any) -> Any:
    """The largest element around a teaser's heading with no other heading in it."""
    holder = next(heading.iterancestors("a"), heading)
    around = set() if headline is None else set(headline.iterancestors())
    for _ in range(_CLIMB):
        parent = holder.getparent()
        if parent is None or parent in around or parent.tag in _TOP or _is_story(holder):
            break
        if len(parent.xpath(_HEADING_PATH)) > len(
            holder.xpath(f"self::{heading.tag} | {_HEADING_PATH}")
        ):
            break
        if len(parent.text_content()) > _CARD:
            break
        holder = parent
    return holder
