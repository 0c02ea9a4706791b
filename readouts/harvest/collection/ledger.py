"""The harvester's ledger: what has been seen, so that nothing is asked for twice.

What belongs here: a summary of the archive's indexes. What does not: anything that is not in them and would be missed:
the ledger learns from index files, so it can be deleted at any time and is whole again at the next run. What it keeps
besides (robots.txt, when a source was looked at, the days of pages on disk) only saves requests and looks.
Where it is: ``readouts.base.state.records``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData

from readouts.base.clock import elapsed, mail_date
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import Home
from readouts.base.state.records import Place, Records, RecordsError
from readouts.harvest.archive.inventory import list_what_is_there
from readouts.harvest.archive.layout import ARCHIVE, folders, indexes, name_of
from readouts.harvest.archive.reading import index_rows
from readouts.harvest.archive.writing import sweep
from readouts.harvest.collection.ledger_tables import LAYOUT, TABLES, put
from readouts.harvest.fetching.robots import RobotsAnswer
from readouts.harvest.links import Link

LEDGER = "harvest.sqlite"
GIVE_UP_AFTER = 5
"""Editions in which a page may fail before it is left alone."""

ROBOTS_KEPT = timedelta(hours=8)
"""How long a robots.txt is kept: RFC 9309 allows a day, and rules that were just changed should count tonight."""

YOUNG = timedelta(days=1)
"""What is half written on a folder of several machines is left alone for so long; no crawl takes longer."""

UNCHANGED = "unchanged"
"""The outcome of a conditional request that was answered 304."""

_LEARN_PAGE = """
INSERT INTO pages VALUES (:url, :state, :source, 1, :failed, :running, :day, :kind, :at, :title)
ON CONFLICT (url) DO UPDATE SET attempts = pages.attempts + 1,
  state = CASE pages.state WHEN 'done' THEN 'done' ELSE excluded.state END,
  failed_editions = pages.failed_editions + CASE WHEN excluded.failed_editions = 1
    AND (pages.last_running IS NULL OR pages.last_running <> excluded.last_running) THEN 1 ELSE 0 END,
  last_running = excluded.last_running"""

_LEARN_TARGET = """
INSERT INTO pages (url, state, source_id, attempts, failed_editions) VALUES (:url, 'done', :source, 0, 0)
ON CONFLICT (url) DO UPDATE SET state = 'done'"""

_LEARN_LOOK = """
INSERT INTO looked VALUES (:source, :at) ON CONFLICT (source_id) DO UPDATE
SET at = CASE WHEN looked.at > :now OR excluded.at > looked.at THEN excluded.at ELSE looked.at END"""


class LedgerError(ReadoutsError):
    """The ledger's file cannot be read or written."""


@contextmanager
def ledger_of(home: Home, say: Callable[[str], None]) -> Iterator[Ledger]:
    """The ledger of an instance, for as long as a harvest lasts; ``say`` is told of one that had to be begun anew.

    Raises:
        LedgerError: it cannot be read or written; in one line.
    """
    try:
        with closing(Ledger(home, say)) as ledger:
            yield ledger
    except RecordsError as error:
        if error.file is None:
            raise LedgerError(str(error)) from error
        remedy = "make room or the folder writable" if error.is_refused else "remove it"
        raise LedgerError(
            f"{error}; {remedy}, and run it again: all that it knows is read from the archive anew"
        ) from error


class Ledger:
    """What has been seen of an instance, by whichever of its machines. Safe for several threads of one process.

    One of another layout, or a damaged one, is begun anew, which ``say`` is told. Whoever opens it has the harvest's
    turn.
    """

    def __init__(self, home: Home, say: Callable[[str], None]) -> None:
        self._home = home.shared
        self._place = Place.of(home, home.path / LEDGER, "harvest")
        # Of several machines one may hold its turn no longer and still write: what is young may be its.
        self._spared = YOUNG if home.is_shared else timedelta(0)
        if self._place.exists() and not _is_usable(self._place):
            name = self._place.schema or self._place.file.name
            say(f"{name} could not be used; it is made anew from the archive")
            self._place.clear()
        self._records = _opened(self._place)
        self._catch_up(say)

    def close(self) -> None:
        """Let go of it."""
        self._records.close()

    def _catch_up(self, say: Callable[[str], None]) -> None:
        """Learn from the index files that are not known yet.

        Only editions whose folder has changed are looked into, so that the tenth year costs what the first does.
        What a killed run left half written in them is removed, and what no inventory has is listed.
        """
        changed = self._changed()
        if changed is None:
            # part of the archive was taken away: what is known of it must go as well
            say("files of the archive are gone: 'readouts archive check' tells which")
            self._records.close()
            self._place.clear()
            self._records = _opened(self._place)
            changed = self._changed() or set()
        for edition in sorted(changed):
            self._catch_up_with(edition)

    def _catch_up_with(self, edition: date) -> None:
        is_swept = sweep(self._home, edition, self._spared)
        list_what_is_there(self._home, edition)
        known = self._ingested(edition)
        for path in indexes(self._home, edition):
            if name_of(self._home, path) not in known:
                self.ingest(path)
        if is_swept:  # else it is looked into again, until nothing half written is left
            changed = (self._home / ARCHIVE / edition.isoformat()).stat().st_mtime_ns
            self._records.change(put("folders"), name=edition.isoformat(), changed=changed)

    def _changed(self) -> set[date] | None:
        """The editions whose folders are not as they were; None when an index that was read is gone."""
        found = folders(self._home)
        known = {
            date.fromisoformat(name): changed
            for name, changed in self._records.rows("SELECT name, changed FROM folders")
        }
        if not known.keys() <= found.keys():
            return None
        changed = {day for day, at in found.items() if known.get(day) != at}
        for day in changed:
            there = {name_of(self._home, path) for path in indexes(self._home, day)}
            if not self._ingested(day) <= there:
                return None
        return changed

    def _ingested(self, edition: date) -> set[str]:
        query = "SELECT name FROM ingested WHERE folder = :folder"
        return {name for (name,) in self._records.rows(query, folder=edition.isoformat())}

    def ingest(self, path: Path) -> None:
        """Learn from one index file, whole or not at all."""
        name = name_of(self._home, path)
        its = {"folder": name.partition("/")[0], "name": name}
        with self._records.transaction():
            known = "SELECT 1 FROM ingested WHERE folder = :folder AND name = :name"
            if self._records.row(known, **its):
                return
            try:
                rows = list(index_rows(path))
            except OSError:
                # what cannot be read now may be read by the next run; the check of its edition tells of it
                return
            self._learn(rows)
            self._records.change(put("ingested"), **its)

    def is_due(self, url: str, running: date) -> bool:
        """Whether a run of this edition should ask for the page."""
        query = "SELECT state, failed_editions, last_running FROM pages WHERE url = :url"
        found = self._records.row(query, url=url)
        if not found:
            return True
        state, failed, last = found
        if state == "done" or failed >= GIVE_UP_AFTER:
            return False
        # what is gone is asked for once an edition, what only failed by every run
        return bool(state == "transient" or last != running.isoformat())

    def attempts(self, url: str) -> int:
        """How often the address has been asked for."""
        found = self._records.row("SELECT attempts FROM pages WHERE url = :url", url=url)
        return int(found[0]) if found else 0

    def unfinished(self, source_id: str, running: date) -> Iterator[Link]:
        """The pages of a source that failed before and are due again."""
        rows = self._records.rows(
            "SELECT url, discovered_date, title, date_kind, discovered_at FROM pages"
            " WHERE source_id = :source AND state <> 'done' ORDER BY url",
            source=source_id,
        )
        for url, day, title, kind, at in rows:
            if self.is_due(url, running):
                yield Link(
                    url,
                    date.fromisoformat(day) if day else None,
                    title,
                    kind or "published",
                    datetime.fromisoformat(at) if at else None,
                )

    def conditions(self, url: str) -> dict[str, str]:
        """The headers that ask for a feed, sitemap or listing only if it has changed; none where it was never had.

        A change that is yet to come is not asked after: a server whose clock was ahead once would say for years that
        there was none since.
        """
        query = "SELECT etag, last_modified FROM validators WHERE url = :url"
        etag, last_modified = self._records.row(query, url=url) or (None, None)
        is_past = elapsed(mail_date(last_modified), datetime.now(UTC)) is not None
        pairs = (("If-None-Match", etag), ("If-Modified-Since", last_modified if is_past else None))
        return {name: value for name, value in pairs if value}

    def has_outcome(self, edition: date, source_id: str, url: str, outcome: str) -> bool:
        """Whether this edition has a row of a source already that says the same of this address."""
        found = self._records.row(
            "SELECT 1 FROM outcomes WHERE edition = :edition AND source_id = :source"
            " AND url = :url AND outcome = :outcome",
            edition=edition.isoformat(),
            source=source_id,
            url=url,
            outcome=outcome,
        )
        return found is not None

    def outcomes_of(self, url: str, since: date, until: date) -> frozenset[str]:
        """What the rows of an address in the editions between two days (both included) say came of it."""
        rows = self._records.rows(
            "SELECT outcome FROM outcomes WHERE url = :url AND edition BETWEEN :since AND :until",
            url=url,
            since=since.isoformat(),
            until=until.isoformat(),
        )
        return frozenset(outcome for (outcome,) in rows)

    def pages_on(self, day: date, source_id: str) -> int:
        """How many articles of a source were asked for on a day (UTC)."""
        query = "SELECT pages FROM daily WHERE day = :day AND source_id = :source"
        found = self._records.row(query, day=day.isoformat(), source=source_id)
        return int(found[0]) if found else 0

    def looked_at(self, source_id: str) -> datetime | None:
        """When a source was last looked at (UTC, without a zone); None if never."""
        query = "SELECT at FROM looked WHERE source_id = :source"
        found = self._records.row(query, source=source_id)
        return datetime.fromisoformat(found[0]) if found else None

    def look(self, source_id: str, at: datetime) -> None:
        """Note that a source was looked at (UTC, without a zone), also when there was nothing to write a row about.

        The latest look is kept, unless the one that is kept has yet to come.
        """
        now = datetime.now(UTC).replace(tzinfo=None).isoformat()
        self._records.change(_LEARN_LOOK, source=source_id, at=at.isoformat(), now=now)

    def saved_day(self, url: str, mark: str) -> date | None:
        """The day that a look at a page on disk told; None where it was not looked at, or bears another mark now."""
        query = "SELECT day FROM days WHERE url = :url AND mark = :mark"
        found = self._records.row(query, url=url, mark=mark)
        return date.fromisoformat(found[0]) if found else None

    def keep_saved_days(self, told: dict[str, tuple[str, date]]) -> None:
        """Keep the mark and the day of each of these addresses."""
        rows = (
            {"url": url, "mark": mark, "day": day.isoformat()} for url, (mark, day) in told.items()
        )
        self._records.change_all(put("days"), rows)

    def robots(self, origin: str, now: datetime) -> RobotsAnswer | None:
        """What a site's robots.txt was when it was last asked for, unless that is too long ago."""
        query = "SELECT at, status, text FROM robots WHERE origin = :origin"
        found = self._records.row(query, origin=origin)
        ago = elapsed(datetime.fromisoformat(found[0]), now) if found else None
        if found is None or ago is None or ago > ROBOTS_KEPT:
            return None
        return RobotsAnswer(found[1], found[2])

    def keep_robots(self, origin: str, now: datetime, answer: RobotsAnswer) -> None:
        """Keep a robots.txt for later runs."""
        at = now.isoformat()
        self._records.change(
            put("robots"), origin=origin, at=at, status=answer.status, text=answer.text
        )

    def _learn(self, rows: list[dict[str, Any]]) -> None:
        looks: dict[str, str] = {}
        for row in rows:
            source, at = row["source_id"], row["fetched_at"]
            looks[source] = max(looks.get(source, at), at)
        for source, at in looks.items():
            self.look(source, datetime.fromisoformat(at))
        self._learn_articles([row for row in rows if row["kind"] == "article"])
        self._learn_discoveries([row for row in rows if row["kind"] != "article"])

    def _learn_articles(self, rows: list[dict[str, Any]]) -> None:
        self._records.change_all(_LEARN_PAGE, map(_page, rows))
        # the address that one led to is seen as well
        led = [row for row in rows if not row["error"] and row["url"] != row["requested_url"]]
        targets = [{"url": row["url"], "source": row["source_id"]} for row in led]
        self._records.change_all(_LEARN_TARGET, targets)
        daily = Counter((row["fetched_at"][:10], row["source_id"]) for row in rows)
        self._records.change_all(
            "INSERT INTO daily VALUES (:day, :source, :pages)"
            " ON CONFLICT (day, source_id) DO UPDATE SET pages = daily.pages + excluded.pages",
            [{"day": day, "source": source, "pages": n} for (day, source), n in daily.items()],
        )

    def _learn_discoveries(self, rows: list[dict[str, Any]]) -> None:
        said = []
        validators = []
        for row in rows:
            url = row["requested_url"]
            its = {"edition": row["edition"], "source_id": row["source_id"], "url": url}
            said.append(its | {"outcome": row.get("outcome") or ""})
            if row["error"]:
                continue
            # after a good answer, "unchanged" says nothing new of the same edition
            said.append(its | {"outcome": UNCHANGED})
            given = {"etag": row.get("etag"), "last_modified": row.get("last_modified")}
            if any(given.values()):
                validators.append({"url": url, **given})
        self._records.change_all(put("outcomes"), said)
        self._records.change_all(put("validators"), validators)


def _page(row: dict[str, Any]) -> dict[str, Any]:
    """What the row of a fetch says of its page."""
    state = "done" if not row["error"] else "transient" if row.get("transient") else "gone"
    facts = row.get("source_facts") or {}
    return {
        "url": row["requested_url"],
        "state": state,
        "source": row["source_id"],
        "failed": int(state != "done"),
        "running": row.get("running") or row["edition"],
        "day": row.get("discovered_date"),
        "kind": facts.get("date_kind"),
        "at": facts.get("discovered_at"),
        "title": row.get("discovered_title"),
    }


def _opened(place: Place) -> Records:
    """The ledger's tables, made where they are missing."""
    records = Records(place, TABLES, durable=False)
    records.change(put("layout"), version=LAYOUT)
    return records


def _is_usable(place: Place) -> bool:
    """Whether it is a ledger of this layout, and sound."""
    try:
        with closing(Records(place, MetaData(), durable=False)) as records:
            return records.row("SELECT version FROM layout") == (LAYOUT,) and records.is_sound()
    except RecordsError:
        return False
