"""The row of an article: its keys, and what is known before its page is read.

What belongs here: what can be said without the extractor, so that a failure can be told by a process that never
loads it. What does not: reading a page (``extraction/extract.py``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from readouts.base.versions import extractor_version


@dataclass(frozen=True, slots=True)
class Facts:
    """What the archive keeps about the source of a page, so that it can be read without ``sources.yaml``.

    ``date_kind`` and ``discovered_at`` are what the feed or sitemap said of the page's date and time; ``speaks_for``
    is the side whose own account the source is.
    """

    publisher: str | None
    country: str | None
    timezone: str
    language: str | None
    date_kind: str | None = None
    discovered_at: str | None = None
    speaks_for: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Facts:
        """The facts of a row; its ``source_facts`` is JSON text or already read."""
        stored = row.get("source_facts") or {}
        stored = json.loads(stored) if isinstance(stored, str) else stored
        told = {each.name: stored.get(each.name) for each in fields(cls)}
        return cls(**told | {"timezone": stored.get("timezone") or "UTC"})


def is_article(row: Mapping[str, Any]) -> bool:
    """Whether a row of ``raw.pages`` is an article's page that was fetched whole."""
    return row["kind"] == "article" and not row["error"]


def article_id(canonical: str) -> str:
    """The id of the article at an address."""
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def blank_article(row: Mapping[str, Any], error: str | None = None) -> dict[str, Any]:
    """What is known of an article before its page is read, with the reason why it could not be, if any.

    Its keys are those of every article: the columns of ``core.articles``, and ``fetched_at`` besides.
    """
    facts = Facts.of(row)
    return {
        "article_id": article_id(row["url"]),
        "edition": row["edition"],
        "page_id": row["page_id"],
        "source_id": row["source_id"],
        "url": row["url"],
        "canonical_url": row["url"],
        "title": row.get("discovered_title"),
        "publisher": facts.publisher or urlsplit(row["url"]).hostname,
        "publisher_country": facts.country,
        "speaks_for": facts.speaks_for,
        "published_at": None,
        "published_date": None,
        "date_basis": None,
        "date_precision": None,
        "language": facts.language or "und",
        "text": None,
        "text_sha256": None,
        "fingerprint": None,
        "duplicate_of": None,
        "extractor": extractor_version(),
        "fetched_at": row["fetched_at"],
        "error": error,
    }
