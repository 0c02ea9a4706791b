"""RSS and Atom feeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import feedparser

from readouts.harvest.links import Link, Window, address, local_day
from readouts.harvest.moments import moment

if TYPE_CHECKING:
    from readouts.harvest.kinds import Asker
    from readouts.harvest.outcome import Outcome
    from readouts.harvest.sources import FeedSource


def discover(source: FeedSource, asker: Asker, _window: Window) -> Iterator[Link]:
    """The entries of the feed; a broken one yields those that can be read."""
    outcome = asker.ask(source.url, "feed", conditional=True)
    if outcome is None:
        return
    entries, problem = _parsed(outcome)
    if problem:
        asker.fault(source.url, f"feed: {problem}")
    for entry in entries:
        link = _link(entry, outcome.url, source)
        if link is not None:
            yield link


def _parsed(outcome: Outcome) -> tuple[list[Any], str]:
    """The entries that can be read, or what is wrong when there are none and should be."""
    headers = {"content-type": outcome.content_type or "", "content-location": outcome.url}
    try:
        parsed = feedparser.parse(
            outcome.body,
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as err:
        return [], f"{type(err).__name__}: {err}"[:120]
    entries = list(parsed.get("entries", ()))
    if entries or (parsed.get("version") and not parsed.get("bozo")):
        return entries, ""
    reason = " ".join(str(parsed.get("bozo_exception", "")).split())[:120]
    return [], reason or "the answer is not a feed"


def _link(entry: Any, base: str, source: FeedSource) -> Link | None:
    target = entry.get("link") or next((link.get("href") for link in entry.get("links", ())), None)
    if not target and str(entry.get("id", "")).startswith("http"):
        target = entry["id"]
    try:
        url = address(urljoin(base, target)) if target else None
    except ValueError:
        url = None
    if url is None:
        return None
    published = moment(entry.get("published"))
    at = published or moment(entry.get("updated"))
    title = " ".join(str(entry.get("title") or "").split()) or None
    return Link(
        url,
        local_day(at, source.zone) if at else None,
        title,
        "published" if published else "modified",
        at if published and at and (at.hour, at.minute, at.second) != (0, 0, 0) else None,
    )
