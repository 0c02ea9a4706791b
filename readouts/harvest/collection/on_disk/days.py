"""The days of pages that lie on disk and were not due: what a look told, so that no edition has to look again.

What belongs here: when what was told still holds, and keeping it. What does not: looking (``looking``), and what a day
means for an edition (``links``). A folder holds the pages of many editions, and each edition is asked about all of
them: without this a range of editions would look at each page once an edition.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import NamedTuple

from readouts.base.versions import extractor_version
from readouts.harvest.collection.ledger import Ledger
from readouts.harvest.collection.storing import source_facts
from readouts.harvest.links import Link
from readouts.harvest.sources.source import Source


class Known(NamedTuple):
    """What is known of a page before it is looked at: its day, None where it is to be looked at.

    ``mark`` is what a look depends on (the file as it is, the place in it, what is known of its source, and who
    looks), None where nothing is kept of it.
    """

    mark: str | None
    day: date | None


class DaysOfSource:
    """The days of one source's pages, while it is collected. Safe for several threads."""

    def __init__(self, ledger: Ledger, source: Source) -> None:
        self._ledger = ledger
        self._source = source
        self._noted: dict[str, tuple[str, date]] = {}

    def known(self, link: Link) -> Known:
        """What an earlier look told of a page, if it is as it was."""
        mark = self._mark(link)
        return Known(mark, self._ledger.saved_day(link.url, mark) if mark else None)

    def note(self, url: str, mark: str | None, day: date) -> None:
        """Note the day of a page that was left where it is."""
        if mark:
            self._noted[url] = (mark, day)

    def keep(self) -> None:
        """Keep what was noted."""
        self._ledger.keep_saved_days(self._noted)

    def _mark(self, link: Link) -> str | None:
        if link.saved is None or not self._source.is_on_disk:
            return None
        try:
            stat = Path(link.saved.path).stat()
        except OSError:
            return None
        told = [
            *(link.saved.path, stat.st_size, stat.st_mtime_ns, link.saved.offset),
            *(source_facts(self._source, link), str(link.date), extractor_version()),
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]
