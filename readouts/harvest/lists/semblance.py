"""Answers that only look like a list: a check for robots, a page that says "not found", a shell for a script.

What belongs here: naming them, by the names of ``semblances.tsv``. What does not: what is said of each
(``kinds/listed.py``).
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from readouts.harvest.page.nature import named_in, phrases, redirected
from readouts.harvest.page.shells import is_guarded, is_shell, visible

_HTML = re.compile(r"\s*<(?:!doctype html|html|head|body|script|title|meta|!--)", re.I)
_XML = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)[\s>]", re.I)
_BEGINNING = 4096
_MOST = 1_000_000
"""Characters of an answer that are looked at: such pages are small."""
_SHORT = 2000
"""Characters of text that such a page has at most."""

SAMPLES = (
    "<html><head><title>News | A</title></head><body><script></script><a href='/'>A</a></body></html>",
    "<html><title>Not found</title><h1>B</h1>",
)


def semblance(text: str, *, asked: str, answered: str, has_entries: bool) -> str:
    """The name of what an answer is instead of a list; empty where it may be one."""
    if not _HTML.match(text) or _XML.search(text[:_BEGINNING]):
        return ""
    tree = tree_of(text[:_MOST])
    if tree is None:
        return ""
    words = visible(tree)
    if len(words) < _SHORT:
        titles = named_in(_titles(tree))
        if titles & phrases("challenge"):
            return "challenge"
        if titles & phrases("missing"):
            return "missing"
    if has_entries:
        return ""
    if len(words) < _SHORT and is_guarded(text):
        return "challenge"
    if redirected(asked, answered):
        return "moved"
    return "script" if is_shell(tree) else ""


def tree_of(text: str) -> Any:
    """The tree of a page; None for what is none."""
    try:
        parser = html.HTMLParser(encoding="utf-8")
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _titles(tree: Any) -> list[str]:
    return [" ".join(each.itertext())[:500] for each in tree.xpath("//title | //h1")[:20]]
