"""The row of a fetch: what the archive's index keeps of it.

What belongs here: from an outcome to plain values. What does not: where the answer lies (``archive/``) and its
edition (``work.py``), both of which are added later.
"""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from readouts.harvest.fetching.outcome import Outcome
from readouts.harvest.links import Link
from readouts.harvest.sources.source import Source


def page_row(
    source: Source, running: date, outcome: Outcome, kind: str, link: Link | None = None
) -> dict[str, Any]:
    """The row of an outcome, filed under the running edition.

    ``running`` and ``transient`` are for the ledger: which run asked, and whether asking again may help.
    """
    error = outcome.error or None
    sent = len(outcome.last.raw) if outcome.last else None
    return {
        "edition": running.isoformat(),
        "running": running.isoformat(),
        "source_id": source.id,
        "requested_url": outcome.requested_url,
        "url": outcome.url,
        "kind": kind,
        "status": outcome.status,
        "error": error,
        "transient": bool(error) and outcome.is_transient,
        "content_type": outcome.content_type,
        "charset": outcome.charset,
        "bytes": sent if error else len(outcome.body),
        "content_sha256": outcome.digest if outcome.body else None,
        "fetched_at": outcome.at.astimezone(UTC).replace(tzinfo=None).isoformat(),
        "discovered_date": link.date.isoformat() if link and link.date else None,
        "discovered_title": link.title if link else None,
        "source_facts": _facts(source, link),
    }


def _facts(source: Source, link: Link | None) -> dict[str, Any]:
    """What extraction needs to know of the source, so that a page outlives its line in ``sources.yaml``."""
    facts = {
        "publisher": None if source.is_mixed else source.name,
        "country": source.country,
        "speaks_for": None if source.is_mixed else source.speaks_for,
        "timezone": source.timezone,
        "language": source.language,
    }
    if link and link.date:
        facts["date_kind"] = link.date_kind
    if link and link.published_at:
        facts["discovered_at"] = link.published_at.isoformat()
    return facts
