"""What one source's part of a run writes: records and rows, in a volume an edition.

What belongs here: which volume a row goes to, and its id. What does not: volumes
themselves (``archive/writing.py``), and what is worth a row (``work.py``).
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from readouts.harvest.archive import Packed, Volume
from readouts.harvest.collection.run import Run
from readouts.harvest.sources.source import Source


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
        place = None
        for record in records:
            place = volume.store(record)
        if place is not None:
            row |= {
                "warc_file": place.file,
                "warc_offset": place.offset,
                "warc_length": place.length,
            }
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
        key = "\n".join(
            str(row[name] or "")
            for name in (
                "source_id",
                "kind",
                "edition",
                "requested_url",
                "status",
                "error",
                "content_sha256",
            )
        )
        if row["kind"] == "article":
            url = row["requested_url"]
            number = self._tries.setdefault(url, self._run.ledger.attempts(url)) + 1
            self._tries[url] = number
            key += f"\n{number}"
        return hashlib.sha256(key.encode()).hexdigest()[:20]
