"""Sitemaps: plain and compressed, indexes of them, and news sitemaps."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from lxml import etree

from readouts.harvest.exchange import PackedError, unpacked
from readouts.harvest.links import Link, Window, address, local_day
from readouts.harvest.moments import moment

if TYPE_CHECKING:
    from readouts.harvest.kinds import Asker
    from readouts.harvest.sources import SitemapSource

_MAX_BYTES = 52_428_800
"""The protocol's own limit on a sitemap."""
_MAX_FILES = 50
"""Sitemaps of an index that one run reads, the latest first."""
_MAX_DEPTH = 3
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One ``url`` or ``sitemap`` element."""

    url: str
    is_sitemap: bool
    changed: str | None
    published: str | None
    title: str | None


def discover(source: SitemapSource, asker: Asker, window: Window) -> Iterator[Link]:
    """The pages that the sitemap lists, and those of the sitemaps it leads to that changed in the window."""
    waiting = [(source.url, 1)]
    read = 0
    while waiting and read < _MAX_FILES:
        url, depth = waiting.pop(0)
        read += 1
        children: list[_Entry] = []
        for entry in _entries(url, asker):
            if entry.is_sitemap:
                children.append(entry)
            else:
                yield _link(entry, source)
        if depth < _MAX_DEPTH:
            waiting.extend((child.url, depth + 1) for child in _due(children, source, window))


def _due(children: list[_Entry], source: SitemapSource, window: Window) -> list[_Entry]:
    """The sitemaps that may hold pages of the window, the latest change first."""
    dated = [(_day(child.changed, source), child) for child in children]
    kept = [(day, child) for day, child in dated if day is None or day >= window.since]
    kept.sort(key=lambda pair: pair[0] or date.max, reverse=True)
    return [child for _, child in kept]


def _link(entry: _Entry, source: SitemapSource) -> Link:
    at = moment(entry.published)
    day = _day(entry.published, source)
    if day is None:
        return Link(entry.url, _day(entry.changed, source), entry.title, "modified")
    has_time = at is not None and "T" in (entry.published or "")
    return Link(entry.url, day, entry.title, "published", at if has_time else None)


def _day(text: str | None, source: SitemapSource) -> date | None:
    at = moment(text)
    return local_day(at, source.zone) if at else None


def _entries(url: str, asker: Asker) -> Iterator[_Entry]:
    outcome = asker.ask(url, "sitemap", max_bytes=_MAX_BYTES)
    if outcome is None:
        return
    body = outcome.body
    if body.startswith(_GZIP):
        try:
            body, cut = unpacked(body, "gzip", _MAX_BYTES)
        except PackedError as err:
            asker.fault(url, f"sitemap: {err}")
            return
        if cut:
            asker.fault(url, f"sitemap: more than {_MAX_BYTES} bytes unpacked")
            return
    found = False
    parse = _xml if body.lstrip()[:1] == b"<" else _lines
    try:
        for entry in parse(body, outcome.url):
            found = True
            yield entry
    except etree.XMLSyntaxError as err:
        if not found:
            asker.fault(url, f"sitemap: {err}"[:160])
        return
    if not found and not _is_sitemap(body):
        asker.fault(url, "sitemap: the answer is not one")


def _is_sitemap(body: bytes) -> bool:
    start = body[:2000].lower()
    return b"<urlset" in start or b"<sitemapindex" in start


def _lines(body: bytes, _base: str) -> Iterator[_Entry]:
    for line in body.decode("utf-8", errors="replace").splitlines():
        url = address(line) if line.strip().startswith("http") else None
        if url:
            yield _Entry(url, False, None, None, None)


def _xml(body: bytes, base: str) -> Iterator[_Entry]:
    """Entry by entry, so that 50,000 of them do not stand in memory as a tree."""
    events = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        recover=True,
        no_network=True,
        resolve_entities=False,
        remove_comments=True,
    )
    for _, element in events:
        name = _name(element)
        if name in {"url", "sitemap"}:
            entry = _entry(element, name == "sitemap", base)
            if entry is not None:
                yield entry
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _entry(element: Any, is_sitemap: bool, base: str) -> _Entry | None:
    texts: dict[str, str] = {}
    for child in element.iter():
        if child.text and child.text.strip():
            texts.setdefault(_name(child), " ".join(child.text.split()))
    try:
        url = address(urljoin(base, texts["loc"])) if "loc" in texts else None
    except ValueError:
        url = None
    if url is None:
        return None
    # only a news sitemap has publication_date; its title is the article's
    published = texts.get("publication_date")
    title = texts.get("title") if published else None
    return _Entry(url, is_sitemap, texts.get("lastmod"), published, title)


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""
