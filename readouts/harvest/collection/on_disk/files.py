"""Large files of a source: on the disk while their pages are read by several processes, one file at a time.

What belongs here: ``sources.asker.Files`` for one source's part of a run. What does not: how a file is downloaded
(``fetching/downloads.py``), and what becomes of a page (``work.py``).

They lie in ``downloads/SOURCE/`` of the machine's own home. Nothing there is missed: it can be deleted while no run
is on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from readouts.base.state.records import RecordsError
from readouts.harvest.children import processors
from readouts.harvest.collection.run import Run
from readouts.harvest.fetching.downloads import Download
from readouts.harvest.fetching.outcome import Outcome, Request
from readouts.harvest.links import Link
from readouts.harvest.sources.source import Source

_SECONDS = 600.0
"""How long one request for a file may take; what it brought is kept, and the next one goes on."""
_GONE = frozenset({404, 410})
_AROUND = timedelta(days=31)
"""Editions before and after the running one whose runs may have read the same file."""
_WAITING = 4
"""Pages that wait for each process."""


class UnwritableError(Exception):
    """The archive cannot be written, or the ledger not asked: no row could tell of it. ``error`` says why."""

    def __init__(self, error: OSError | RecordsError) -> None:
        super().__init__(str(error))
        self.error = error


class LargeFiles:
    """The large files of a source in one run. ``told`` is what keeps a row of one, ``deferred`` counts what is left.

    Pages are handed on by one thread, and filed by as many as there are processors.
    """

    def __init__(
        self,
        run: Run,
        source: Source,
        request: Request,
        told: Callable[[Outcome, str, int], None],
        deferred: Callable[[int], None],
    ) -> None:
        self._run = run
        self._source = source
        self._request = replace(request, timeout=max(request.timeout, _SECONDS))
        self._told = told
        self._deferred = deferred
        self._folder = run.downloads / source.id
        self._answers: dict[str, tuple[Outcome, int]] = {}
        self._is_over = False
        self._filing: set[Future[None]] = set()
        self._failure: OSError | RecordsError | None = None
        self._pool = ThreadPoolExecutor(processors(), thread_name_prefix=source.id)

    # files

    def fetch(self, url: str, name: str, *, most: int, only: int | None = None) -> Path | None:
        """See ``sources.asker.Files``."""
        # few requests and much reading: the time that a run has for requests is no measure of it
        if self._is_over:
            self._deferred(1)
            return None
        self._leave_only(name)
        path = self._folder / name
        if path.exists() and only is None:
            return path
        self._run.say(f"{self._source.id}: fetching {name}")
        download = Download(path, most=most, only=only)
        outcome = self._run.fetcher.download(url, self._request, download)
        # what was sent is no record of the archive: its pages are
        kept = tuple(replace(exchange, raw=b"") for exchange in outcome.exchanges)
        outcome = replace(outcome, exchanges=kept)
        if not outcome.error:
            self._answers[url] = (outcome, download.size)
            return path
        if outcome.code in {"disk", "too_large"}:
            download.discard()
        self._told(outcome, outcome.error, 0)
        # asked to slow down, no room, no way there: what else there is waits for the next run
        self._is_over = outcome.status not in _GONE and outcome.code != "too_large"
        self._deferred(int(self._is_over))
        return None

    def drop(self, name: str) -> None:
        """See ``sources.asker.Files``."""
        Download(self._folder / name, most=0).discard()

    def marks(self, url: str) -> frozenset[str]:
        """See ``sources.asker.Files``."""
        day = self._run.edition
        return self._run.ledger.outcomes_of(url, day - _AROUND, day + _AROUND)

    def mark(self, url: str, text: str, fault: str = "") -> None:
        """See ``sources.asker.Files``."""
        now = datetime.now(UTC)
        outcome, size = self._answers.get(url, (Outcome(url, url, now), 0))
        self._told(replace(outcome, error=fault), text, size)

    def _leave_only(self, name: str) -> None:
        """Remove other files, which a run that was ended left and no run goes on with."""
        for path in self._folder.glob("*.warc.gz*"):
            if not path.name.startswith(name):
                with contextlib.suppress(OSError):
                    path.unlink()

    # pages

    def hand_on(self, link: Link, collect: Callable[[Link], None]) -> None:
        """Have a page filed, when there is room among those that wait.

        Raises:
            UnwritableError: as ``settle``.
        """
        self._wait_for_fewer_than(_WAITING * processors())
        self._filing.add(self._pool.submit(self._file, link, collect))

    def settle(self) -> None:
        """See ``sources.asker.Files``.

        Raises:
            UnwritableError: one could not be filed.
        """
        self._wait_for_fewer_than(1)

    def close(self) -> None:
        """Take no more pages."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _file(self, link: Link, collect: Callable[[Link], None]) -> None:
        try:
            collect(link)
        except (OSError, RecordsError) as err:
            self._failure = self._failure or err

    def _wait_for_fewer_than(self, most: int) -> None:
        while len(self._filing) >= most:
            _, self._filing = wait(self._filing, return_when=FIRST_COMPLETED)
        if self._failure is not None:
            raise UnwritableError(self._failure)
