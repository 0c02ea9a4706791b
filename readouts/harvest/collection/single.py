"""One page by itself: fetched because a person asked for it, and read without an archive.

What belongs here: the way from a typed address, or a saved page, to an article. What does not: collecting; nothing
here is archived, counted or remembered.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from readouts.harvest.extraction.workers import answered
from readouts.harvest.fetching.fetch import Fetcher
from readouts.harvest.fetching.logins import split_login
from readouts.harvest.fetching.outcome import Outcome, Request
from readouts.harvest.links import address, host_of

TIMEOUT_SECONDS = 30.0
MAX_BYTES = 10_000_000
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def fetch_once(url: str) -> Outcome:
    """Fetch one address, politely; what goes wrong is the outcome's ``error``.

    Addresses of private networks are refused, save a loopback address that the person typed: that host, and no other
    that it leads to. A user and a password in the address are sent, and are no part of the outcome.
    """
    bare, login = split_login(url)
    bare = address(bare) or bare
    request = Request(
        delay=0.0,
        timeout=TIMEOUT_SECONDS,
        max_bytes=MAX_BYTES,
        allow_private=urlsplit(bare).hostname in LOOPBACK,
        contact="",
        private_host=host_of(bare),
        logins=(login,) if login else (),
    )
    with closing(Fetcher()) as fetcher:
        return list(fetcher.attempts(bare, request))[-1]


def article_of(body: bytes, url: str, charset: str | None = None) -> dict[str, Any]:
    """The article in a page, as a row of ``core.articles`` has it; without text, its ``error`` says why."""
    row = {
        "page_id": "",
        "edition": date.min,
        "source_id": "",
        "url": url,
        "charset": charset,
        "fetched_at": datetime.now(UTC).replace(tzinfo=None),
        "discovered_date": None,
        "discovered_title": None,
        "source_facts": "{}",
    }
    return answered({"what": "article", "row": row}, body, row)
