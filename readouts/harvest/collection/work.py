"""One source's part of a harvest: its links, which of them are due, and a row for every fetch.

What belongs here: what happens to one source in one run. What does not: running several (``collect.py``), finding
links (``kinds/``), requests (``fetching/``) and files (``archive/``).

A bad source never stops the others: whatever goes wrong is a row with its reason.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from readouts.base.state.records import RecordsError
from readouts.harvest.archive.writing import Packed, packed
from readouts.harvest.collection.claims import Claims
from readouts.harvest.collection.ledger import UNCHANGED
from readouts.harvest.collection.looking import Looked, looked_at
from readouts.harvest.collection.on_disk import saved
from readouts.harvest.collection.on_disk.days import DaysOfSource
from readouts.harvest.collection.on_disk.files import LargeFiles, UnwritableError
from readouts.harvest.collection.report import SourceReport
from readouts.harvest.collection.run import Run
from readouts.harvest.collection.storing import Store, page_row
from readouts.harvest.fetching.outcome import Outcome, Request
from readouts.harvest.links import (
    Link,
    Saved,
    Window,
    archived_edition,
    host_of,
    urgency,
    with_plausible_date,
)
from readouts.harvest.sources.source import Source

_HTML = ("text/html", "application/xhtml+xml")
_SAY_EVERY = 25
_LANES = 4
"""So many pages on disk are read side by side: nobody minds, and one is filed while the next is looked at."""


class Work:
    """One source's part of a run; the ``Asker`` of its kind."""

    def __init__(self, run: Run, source: Source, claims: Claims) -> None:
        self._run = run
        self._claims = claims
        self._source = source
        self._window = Window.of(run.edition, source.max_age_days)
        self._tomorrow = datetime.now(UTC).date() + timedelta(days=1)
        self._lock = threading.Lock()
        self._store = Store(run, source)
        self._listed: list[tuple[list[Packed], dict[str, Any]]] = []
        self._days = DaysOfSource(run.ledger, source)
        self._pending = 1
        self._is_finished = False
        self._is_complete = True
        self._wants_calls = bool(getattr(source, "calls_only", False))
        self.report = SourceReport(source.id, source.max_age_days, is_read_once=source.is_in_files)
        self._request = Request(
            delay=source.delay,
            timeout=source.timeout,
            max_bytes=source.max_bytes,
            allow_private=source.allow_private,
            contact=source.contact,
            headers={"Accept-Language": f"{source.language}, *;q=0.5"},
            logins=source.logins,
            slow_down=source.slow_down,
        )
        self.files = LargeFiles(run, source, self._request, self._tell_of_file, self._defer)

    @property
    def is_in_files(self) -> bool:
        """Whether its pages lie in large files, and are filed while those are read."""
        return self._source.is_in_files

    @property
    def first_host(self) -> str:
        """The host whose turn discovery takes."""
        url = getattr(self._source, "url", None)
        return host_of(url) if url else f"{self._source.kind}:{self._source.id}"

    @property
    def _own_address(self) -> str:
        """What a row names that is of the source as a whole."""
        return getattr(self._source, "url", None) or f"file://{self._source.id}/"

    # discovery

    def ask(
        self, url: str, kind: str, *, conditional: bool = False, max_bytes: int = 0
    ) -> Outcome | None:
        """See ``sources.asker.Asker``."""
        url = self._known(url)
        known = self._run.ledger.conditions(url) if conditional else {}
        request = replace(
            self._request,
            headers={**self._request.headers, **known},
            max_bytes=max(max_bytes, self._request.max_bytes),
        )
        outcome: Outcome | None = None
        for outcome in self._run.fetcher.attempts(url, request):
            unchanged = outcome.status == 304 and not outcome.error
            said = UNCHANGED if unchanged else outcome.error or f"ok {outcome.digest}"
            row = self._row(outcome, kind) | {"outcome": said}
            if conditional and not outcome.error and outcome.last:
                row["etag"] = outcome.last.header("etag")
                row["last_modified"] = outcome.last.header("last-modified")
            self._list(outcome, row)
        return None if outcome is None or outcome.error or outcome.status == 304 else outcome

    def fault(self, url: str, error: str) -> None:
        """See ``sources.asker.Asker``."""
        url = self._known(url)
        with self._lock:
            for _, row in self._listed:
                if row["requested_url"] == url and not row["error"]:
                    row |= {"error": error, "outcome": error, "etag": None, "last_modified": None}
                    self.report.answered -= 1
                    self.report.fail(url, error)
                    return
        outcome = Outcome(url, url, datetime.now(UTC), error)
        self._list(outcome, self._row(outcome, self._source.list_kind) | {"outcome": error})

    def note(self, url: str, text: str) -> None:
        """See ``sources.asker.Asker``."""
        self._run.say(f"{self._source.id}: {self._known(url)}: {text}")

    def _known(self, url: str) -> str:
        """The address without what a login adds to it."""
        login = self._request.login_for(url)
        return login.off(url) if login else url

    def _list(self, outcome: Outcome, row: dict[str, Any]) -> None:
        with self._lock:
            self._listed.append(([packed(exchange) for exchange in outcome.exchanges], row))
            self.report.answered += not row["error"]
            if row["error"]:
                self.report.fail(row["requested_url"], row["error"])

    def discover(self) -> None:
        """Find the links that are due, to be taken up when it is this source's turn."""
        due: list[Link] = []
        try:
            links: Iterable[Link] = itertools.chain(
                self._unfinished(), self._source.discover(self, self._window)
            )
            if self._request.logins:
                links = (replace(link, url=self._known(link.url)) for link in links)
            sane = (with_plausible_date(link, self._tomorrow) for link in links)
            if self._source.is_in_files:
                self._read_files(sane)
            else:
                due.extend(link for link in sane if self._is_wanted(link))
        except UnwritableError as err:
            raise err.error from err
        except RecordsError:
            # the ledger cannot be asked: what is due is not known
            raise
        except Exception as err:
            self._is_complete = False
            self.fault(self._own_address, f"internal: {type(err).__name__}: {err}"[:200])
            due = []
        self._claims.found(self._source.id, partial(self._take_up, due))

    def _take_up(self, due: list[Link]) -> None:
        """Queue the links that are this source's, the edition's own first."""
        links = [link for link in due if self._claims.claim(link.url, self._source.id)]
        links.sort(key=partial(urgency, self._run.edition))
        self._queue(self._within_cap(links))
        self._one_done()

    def _read_files(self, links: Iterable[Link]) -> None:
        """File pages as they are found: the file that they lie in goes when it is read."""
        for link in links:
            if self._is_finished:
                return
            if self._is_wanted(link) and self._claims.claim(link.url, self._source.id):
                with self._lock:
                    self._pending += 1
                self.files.hand_on(link, self.collect)

    def _tell_of_file(self, outcome: Outcome, said: str, size: int) -> None:
        """Keep the row of a large file, durably, and with it the rows of its pages."""
        row = self._row(outcome, "listing") | {"outcome": said, "bytes": size or None}
        with self._lock:
            if self._is_finished:
                return
            known = self._has_row(outcome.requested_url, said)
            self.report.answered += not outcome.error
            if outcome.error:
                self.report.fail(outcome.requested_url, outcome.error)
            if not known:
                self._store.add(self._run.edition, [], row)
            self._store.commit()

    def _unfinished(self) -> Iterable[Link]:
        """Pages that failed before. Those on disk are found there again, and never asked for over the network."""
        if self._source.is_on_disk or self._source.is_in_files:
            return ()
        return self._run.ledger.unfinished(self._source.id, self._run.edition)

    def _is_wanted(self, link: Link) -> bool:
        report = self.report
        report.links += 1
        if not self._source.passes(link.url):
            return False
        if link.date is not None:
            report.newest = max(report.newest or link.date, link.date)
            if link.date > self._run.edition:
                self._is_complete = False
                return False
            if link.date < self._window.since:
                if self._run.ledger.is_due(link.url, self._run.edition):
                    report.leave_alone(link.date)
                return False
        if not self._run.ledger.is_due(link.url, self._run.edition):
            report.known += 1
            return False
        return True

    def _within_cap(self, links: list[Link]) -> list[Link]:
        """What may still be asked for today. Pages on disk cost nobody anything, and are all looked at."""
        if self._source.is_on_disk:
            return links
        today = datetime.now(UTC).date()
        left = self._source.max_pages - self._run.ledger.pages_on(today, self._source.id)
        taken = links[: max(0, left)]
        self._defer(len(links) - len(taken))
        return taken

    def _defer(self, count: int) -> None:
        if count > 0:
            self.report.deferred += count
            self._is_complete = False

    def _queue(self, links: list[Link]) -> None:
        with self._lock:
            self._pending += len(links)
        for number, link in enumerate(links):
            lane = f"{self.first_host} {number % _LANES}"
            self._run.schedule.add(
                lane if link.saved else host_of(link.url), partial(self.collect, link)
            )

    # articles

    def collect(self, link: Link) -> None:
        """Fetch one article and file it."""
        try:
            if link.saved is not None:
                self._file_saved(link, link.saved)
            elif not self._run.has_time_for(host_of(link.url)):
                with self._lock:
                    self._defer(1)
            else:
                request = replace(self._request, accept=_HTML)
                for outcome in self._run.fetcher.attempts(link.url, request):
                    self._file(link, *self._looked_at(link, outcome)[:2])
        except (OSError, RecordsError):
            # the archive cannot be written, or the ledger not asked: no row could tell of it
            raise
        except Exception as err:
            error = f"internal: {type(err).__name__}: {err}"[:200]
            self._file(link, Outcome(link.url, link.url, datetime.now(UTC), error))
        finally:
            self._one_done()

    def _file_saved(self, link: Link, where: Saved) -> None:
        """A page on disk is taken only for the days it was asked for: nothing is lost by leaving it there.

        One in a file that is read once is taken for a later day too, as if it had been fetched.
        """
        known = self._days.known(link)
        if known.day is not None and self._is_left_there(known.day):
            return
        read = saved.read(link.url, where, self._source.max_bytes)
        outcome, day, tells = self._looked_at(link, read)
        if self._wants_calls and not read.error and (outcome.error or not tells):
            with self._lock:
                self.report.answered += 1
                self.report.left_out += 1
            return
        if not outcome.error and day is not None and self._is_left_there(day):
            self._days.note(link.url, known.mark, day)
            return
        self._file(link, outcome, day)

    def _is_left_there(self, day: date) -> bool:
        """Whether a saved page of this day is not due, which is then told: its edition is to come, or long gone."""
        late = day > self._run.edition and not self._source.is_in_files
        is_old = day < self._window.since
        if late or is_old:
            with self._lock:
                self.report.answered += 1
                if not late:
                    self.report.leave_alone(day)
        return late or is_old

    def _file(self, link: Link, outcome: Outcome, day: date | None = None) -> None:
        row = self._row(outcome, "article", link)
        edition = self._run.edition
        if not outcome.error:
            today = datetime.now(UTC).date()
            edition = archived_edition(day, edition, self._run.published, today=today)
        row["edition"] = edition.isoformat()
        records = [packed(exchange) for exchange in outcome.exchanges]
        with self._lock:
            self._store.add(edition, records, row)
            report = self.report
            if outcome.error:
                report.failures[outcome.code] += 1
                if outcome.is_transient:
                    self._is_complete = False
                return
            report.answered += 1
            report.pages += 1
            pages = report.pages
        if pages % _SAY_EVERY == 0:
            self._run.say(f"{self._source.id}: {pages} pages")

    def _looked_at(self, link: Link, outcome: Outcome) -> Looked:
        row = self._row(outcome, "article", link)
        return looked_at(link, outcome, row, for_calls=self._wants_calls)

    # rows

    def _row(self, outcome: Outcome, kind: str, link: Link | None = None) -> dict[str, Any]:
        return page_row(self._source, self._run.edition, outcome, kind, link)

    def _one_done(self) -> None:
        with self._lock:
            self._pending -= 1
            is_last = self._pending == 0
        if is_last:
            self.finish()

    def finish(self) -> None:
        """Write what discovery met, make the files durable, and let the ledger learn them."""
        with self._lock:
            if self._is_finished:
                return
            self._is_finished = True
            self._store_listed()
            self._store.commit()
        self._days.keep()
        self.files.close()
        self._run.ledger.look(self._source.id, datetime.now(UTC).replace(tzinfo=None))
        self._run.say(self.report.line())

    def _has_row(self, url: str, outcome: str) -> bool:
        """Whether the edition has this source's row already that says so; what another's list says is the other's."""
        edition, source = self._run.edition, self._source.id
        return self._run.ledger.has_outcome(edition, source, url, outcome)

    def _store_listed(self) -> None:
        """Rows of feeds and listings, unless this edition has one already that says the same.

        What a server gave to ask whether anything changed is kept only when nothing was left undone: the links that
        were must be seen again.
        """
        said: set[tuple[str, str]] = set()
        for records, row in self._listed:
            url, what = row["requested_url"], row["outcome"]
            known = self._has_row(url, what)
            if known or (url, what) in said:
                continue
            said.add((url, what))
            if not self._is_complete:
                row |= {"etag": None, "last_modified": None}
            self._store.add(self._run.edition, records, row)
