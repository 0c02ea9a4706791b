"""What the sources of one harvest share: its edition, its fetcher, its ledger, and who follows which address.

What belongs here: the state of a run. What does not: what is done with it (``work.py`` for one source,
``collect.py`` for all of them).
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from readouts.base.home import Home
from readouts.base.turns import require_turns
from readouts.harvest.collection.ledger import Ledger
from readouts.harvest.collection.schedule import Schedule
from readouts.harvest.fetching.fetch import Fetcher

Say = Callable[[str], None]

DOWNLOADS = "downloads"
"""The folder of a machine's own home for large files that are being read."""


class Run:
    """What the sources of one harvest share."""

    def __init__(
        self,
        home: Home,
        edition: date,
        published: frozenset[date],
        fetcher: Fetcher,
        ledger: Ledger,
        say: Say,
        *,
        apart: bool = False,
    ) -> None:
        self.home = home.shared
        self.downloads = home.path / DOWNLOADS
        self._apart = apart
        self.edition = edition
        self.published = published
        self.fetcher = fetcher
        self.ledger = ledger
        self.say = say
        self.id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self._deadline = time.monotonic() + fetcher.limits.run_seconds
        self.schedule = Schedule(fetcher.limits.workers, self._ready_at, before=require_turns)
        self._claimed: set[str] = set()
        self._guard = threading.Lock()

    def has_time_for(self, host: str) -> bool:
        """Whether the host's next turn comes before the run is to end."""
        return max(time.monotonic(), self.fetcher.ready_at(host)) <= self._deadline

    def _ready_at(self, host: str) -> float:
        """When a host's next task may begin: at once where there is no time for it, so that it is put off."""
        return self.fetcher.ready_at(host) if self.has_time_for(host) else 0.0

    def claim(self, url: str, source_id: str) -> bool:
        """Whether this run does not follow the address already, for whichever source it was."""
        key = f"{source_id} {url}" if self._apart else url
        with self._guard:
            if key in self._claimed:
                return False
            self._claimed.add(key)
            return True
