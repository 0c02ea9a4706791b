"""What one source's part of a run writes: records and the row of each fetch, in a volume an edition.

What belongs here: the row of an outcome, its id, and which volume it goes to. What does not: volumes themselves
(``archive/writing.py``), and what is worth a row (``work.py``).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date
from typing import Any

from readouts.harvest.archive.writing import Packed, Volume
from readouts.harvest.collection.run import Run
from readouts.harvest.fetching.outcome import Outcome
from readouts.harvest.links import Link
from readouts.harvest.sources.source import Source

_OF_AN_ID = ("source_id", "kind", "edition", "requested_url", "status", "error", "content_sha256")


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
        "source_facts": source_facts(source, link),
    }


def source_facts(source: Source, link: Link | None) -> dict[str, Any]:
    """What extraction needs to know of the source, so that a page outlives its line in ``sources.yaml``."""
    facts = {
        "publisher": None if source.is_mixed else source.name,
        "country": source.country,
        "speaks_for": None if source.is_mixed else source.speaks_for,
        "timezone": source.timezone.key,
        "language": source.language,
    }
    if link and link.date:
        facts["date_kind"] = link.date_kind
    if link and link.published_at:
        facts["discovered_at"] = link.published_at.isoformat()
    return facts


class Store:
    """The volumes that are being written. Not safe for several threads: its user holds a lock."""

    def __init__(self, run: Run, source: Source) -> None:
        self._run = run
        self._source = source
        self._volumes: dict[date, Volume] = {}
        self._commits = 0
        self._tries: dict[str, int] = {}

    def add(self, edition: date, records: list[Packed], row: dict[str, Any]) -> None:
        """Write the records of an answer and its row."""
        volume = self._volumes.get(edition)
        if volume is None:
            # a run that commits now and then begins other volumes after it
            number = f"-{self._commits}" if self._commits else ""
            volume = Volume(self._run.home, edition, self._source.id, f"{self._run.id}{number}")
            self._volumes[edition] = volume
        for record in records:
            row |= volume.store(record)
        row["page_id"] = self._page_id(row)
        volume.add(row)

    def commit(self) -> None:
        """Make what was added durable and let the ledger learn it, the running edition's last.

        Its volume may say of a file that it has been read, which is so when all of its pages are there.
        """
        volumes, self._volumes = self._volumes, {}
        for edition in sorted(volumes, key=lambda day: day == self._run.edition):
            self._run.ledger.ingest(volumes[edition].commit())
        self._commits += 1

    def _page_id(self, row: dict[str, Any]) -> str:
        """Of what was asked and what came of it; a further attempt with the same result has its number."""
        key = "\n".join(str(row[name] or "") for name in _OF_AN_ID)
        if row["kind"] == "article":
            url = row["requested_url"]
            number = self._tries.setdefault(url, self._run.ledger.attempts(url)) + 1
            self._tries[url] = number
            key += f"\n{number}"
        return hashlib.sha256(key.encode()).hexdigest()[:20]
