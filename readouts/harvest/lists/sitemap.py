"""Sitemaps: plain and compressed, indexes of them, news sitemaps, and plain lists of addresses.

An entry is ``[address, is it a sitemap, last change, publication, title]``; what is not told is None.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from readouts.base.errors import in_a_line
from readouts.harvest.fetching.exchange import unzipped
from readouts.harvest.links import joined
from readouts.harvest.lists.told import Told, plain
from readouts.harvest.lists.xml_text import parts, with_plain_ampersands, xml_text

MAX_BYTES = 52_428_800
"""The protocol's own limit on a sitemap, unpacked."""

SAMPLES = ("<urlset><url><loc>/a</loc></url></urlset>", "<urlset><url>", "https://example.org/")

_DATE = 80
_OWN = re.compile(r"sitemaps\.org/|google\.com/schemas/sitemap/")
_ROOT = r"(?:[\w.-]+:)?(?:urlset|sitemapindex)"
_BEGINS = re.compile(rf"<{_ROOT}(?=[\s>/])", re.IGNORECASE)
_ENDS = re.compile(rf"</{_ROOT}|<{_ROOT}[^<>]*/>", re.IGNORECASE)
_BEFORE = 10_000
"""Characters within which a sitemap begins: some programs write their warnings before it."""
_ELEMENT = re.compile(r"<((?:[\w.-]+:)?(?:url|sitemap))(?=[\s>/])", re.IGNORECASE)
_LONG = 100_000
"""Characters of the longest entry that is read by itself."""


def text_of(body: bytes, charset: str | None) -> str:
    """The text of a sitemap, which may be packed.

    Raises:
        ValueError: it cannot be unpacked, or is too large.
    """
    return xml_text(unzipped(body, MAX_BYTES), charset)


def read(text: str, *, base: str) -> Told:
    """The entries of a sitemap that stands at ``base``; of a broken one those that can be read."""
    told = Told()
    begin = _BEGINS.search(text[:_BEFORE])
    if begin:
        _take_elements(told, text[begin.start() :], base)
    elif any(line.strip().lower().startswith("http") for line in text[:_BEFORE].splitlines()):
        _take_lines(told, text, base)
    else:
        told.problem = "the answer is not one"
    return told


def _take_lines(told: Told, text: str, base: str) -> None:
    """One address a line."""
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if line.lower().startswith("http"):
            _take(told, f"line {number}", line, base)
        elif line and not line.startswith("#"):
            told.miss(f"line {number}", f"it is no web address: {plain(line, 100)!r}")


def _take(told: Told, name: str, stated: str, base: str, *rest: Any) -> None:
    url = joined(base, stated)
    if url is None:
        told.miss(name, f"it is no web address: {plain(stated, 100)!r}")
    else:
        told.add(url, *(rest or (False, None, None, None)))


def _take_elements(told: Told, text: str, base: str) -> None:
    log: list[str] = []
    for number, element in enumerate(_elements(text, log), start=1):
        _take_element(told, f"entry {number}", element, base)
    if "ERR_RESOURCE_LIMIT" in log:
        # the parser met something too long or too deep, and reads no further
        told.entries.clear()
        told.unread.clear()
        _take_one_by_one(told, text, base)
    if not _ENDS.search(text):
        told.problem = "it is cut short"


def _take_one_by_one(told: Told, text: str, base: str) -> None:
    """Entry by entry, where the whole cannot be read."""
    root = text[: text.find(">") + 1]
    closing = f"</{root[1:].split(None, 1)[0].rstrip('>')}>"
    for number, part in enumerate(parts(text, _ELEMENT), start=1):
        name = f"entry {number}"
        if len(part) > _LONG:
            told.miss(name, f"it is {len(part)} characters long")
            continue
        log: list[str] = []
        element = next(_elements(root + part + closing, log), None)
        if element is None:
            told.miss(name, f"it cannot be read ({', '.join(log) or 'it is empty'})")
        else:
            _take_element(told, name, element, base)


def _elements(text: str, log: list[str]) -> Iterator[Any]:
    """Each ``url`` and ``sitemap``, one at a time, so that 50,000 of them do not stand in memory as a tree.

    ``log`` is told the parser's errors by their names.
    """
    events = etree.iterparse(
        io.BytesIO(with_plain_ampersands(text).encode("utf-8", "replace")),
        events=("end",),
        encoding="utf-8",
        recover=True,
        no_network=True,
        load_dtd=False,
        resolve_entities=False,
        remove_comments=True,
    )
    try:
        for _, element in events:
            if _split(element)[1] in {"url", "sitemap"}:
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as err:
        log.append(in_a_line(err, 100))
    log.extend(dict.fromkeys(entry.type_name for entry in events.error_log))


def _take_element(told: Told, name: str, element: Any, base: str) -> None:
    own_space, own_name = _split(element)
    loc = changed = published = title = None
    for child in element:
        space, tag = _split(child)
        if tag == "loc" and (space in {"", own_space} or _OWN.search(space)):
            # pictures and films have a loc too
            loc = loc or _text(child)
        elif tag == "lastmod":
            changed = changed or _text(child)
        elif tag == "news":
            published, title = _news(child)
    if loc is None:
        told.miss(name, "it has no loc")
        return
    is_sitemap = own_name == "sitemap"
    times = (plain(changed, _DATE), plain(published, _DATE))
    _take(told, name, loc, base, is_sitemap, *times, plain(title) if published else None)


def _news(element: Any) -> tuple[str | None, str | None]:
    """The publication date and title that a news sitemap gives; those of a film are not the page's."""
    told = {_split(child)[1]: _text(child) for child in element}
    return told.get("publication_date"), told.get("title")


def _text(element: Any) -> str | None:
    return " ".join((element.text or "").split()) or None


def _split(element: Any) -> tuple[str, str]:
    """The namespace and the name of an element, in lower case; nothing for what is no element."""
    tag = element.tag
    if not isinstance(tag, str):
        return "", ""
    space, _, name = tag.rpartition("}")
    return space[1:], name.lower()
