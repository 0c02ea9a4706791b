"""RSS and Atom.

An entry is ``[address, published, updated, title]``: the address as it is known, or None; the rest as text or None.
"""

from __future__ import annotations

import io
import re
import time
from typing import Any

import feedparser

from readouts.harvest.links import joined
from readouts.harvest.lists.sealing import Late, within
from readouts.harvest.lists.told import MOST_ENTRIES, Told, plain
from readouts.harvest.lists.xml_text import parts, xml_text

WHOLE_SECONDS = 5.0
"""How long a whole feed is read; after that its entries are read one by one."""
ENTRY_SECONDS = 1.0
LEFT_SECONDS = 15.0
"""How long entries are read one by one."""

_DATE = 80
_ROOT = re.compile(r"<(?:[A-Za-z0-9_-]{1,20}:)?(rss|feed|RDF)(?:\s[^>]*)?>")
_ENTRY = re.compile(r"<((?:[A-Za-z0-9_-]{1,20}:)?(?:item|entry))(?=[\s>])")

text_of = xml_text
SAMPLES = (
    "<rss version='2.0'><channel><item><link>/a</link><pubDate>9 May 2026</pubDate></item></channel></rss>",
    "<feed><entry><title type='html'>A&nbsp;b & c</title><link href='/a'></entry>",
    "<rss><item></rss>",
)


def read(text: str, *, base: str) -> Told:
    """The entries of a feed that stands at ``base``; of a broken one those that can be read."""
    told = Told()
    try:
        with within(WHOLE_SECONDS):
            entries, told.problem = _parsed(text, base)
            for number, entry in enumerate(entries[:MOST_ENTRIES], start=1):
                _take(told, number, entry, base)
    except (Exception, Late) as err:
        told = _one_by_one(text, base, err)
    return told


def _parsed(text: str, base: str) -> tuple[list[Any], str]:
    """The entries, or what is wrong when there are none and should be."""
    # a stream: what is no stream may be taken for the name of a file, or an address
    parsed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": base,
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    entries = list(parsed.get("entries", ()))
    if entries or (parsed.get("version") and not parsed.get("bozo")):
        return entries, ""
    reason = " ".join(str(parsed.get("bozo_exception", "")).split())[:120]
    return [], reason if parsed.get("version") and reason else "the answer is not a feed"


def _one_by_one(text: str, base: str, err: BaseException) -> Told:
    """Entry by entry, where the whole cannot be read."""
    told = Told()
    root = _ROOT.search(text)
    if root is None:
        why = "it takes too long to read" if isinstance(err, Late) else _named(err)
        told.problem = why if "<rss" in text or "<feed" in text else "the answer is not a feed"
        return told
    deadline = time.monotonic() + LEFT_SECONDS
    for number, part in enumerate(parts(text, _ENTRY), start=1):
        left = min(ENTRY_SECONDS, deadline - time.monotonic())
        try:
            if left <= 0 or number > MOST_ENTRIES:
                raise Late
            with within(left):
                entries, _ = _parsed(_alone(root, part), base)
                for entry in entries[:1]:
                    _take(told, number, entry, base)
                if not entries:
                    told.miss(f"entry {number}", "it is not whole")
        except Late:
            told.miss(f"entry {number}", "it takes too long to read")
        except Exception as broken:
            told.miss(f"entry {number}", _named(broken))
    if not told.entries and not told.unread:
        told.problem = _named(err)
    return told


def _named(err: BaseException) -> str:
    return f"{type(err).__name__}: {err}"[:120]


def _alone(root: re.Match[str], part: str) -> str:
    """A feed of one entry, with the namespaces of the whole."""
    name = root[0].split(None, 1)[0].strip("<>")
    if root[1] == "rss":
        return f"{root[0]}<channel>{part}</channel></{name}>"
    return f"{root[0]}{part}</{name}>"


def _take(told: Told, number: int, entry: Any, base: str) -> None:
    target = entry.get("link") or next((link.get("href") for link in entry.get("links", ())), None)
    if not target and str(entry.get("id", "")).startswith("http"):
        target = entry["id"]
    url = joined(base, target)
    if url is None:
        if target and str(target).lstrip().lower().startswith(("http:", "https:", "/")):
            told.miss(f"entry {number}", f"its link is no web address: {plain(target, 100)!r}")
        return
    day = (plain(str(entry.get(name) or ""), _DATE) for name in ("published", "updated"))
    told.entries.append([url, *day, plain(str(entry.get("title") or ""))])
