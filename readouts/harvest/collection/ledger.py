"""The harvester's ledger: what has been seen, so that nothing is asked for twice.

What belongs here: a summary of the archive's indexes, in SQLite. What does not: anything that is not in them and
would be missed: the ledger learns from index files, so it can be deleted at any time and is whole again at the next
run. What it keeps besides (robots.txt, when a source was looked at) only saves requests.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from readouts.base.clock import elapsed, mail_date
from readouts.base.errors import ReadoutsError
from readouts.base.home import Home
from readouts.harvest.archive import ARCHIVE, folders, index_rows, indexes, sweep
from readouts.harvest.archive.inventory import list_what_is_there
from readouts.harvest.archive.layout import name_of
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

_LAYOUT = 3
_SCHEMA = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask later whether anything has changed."""

    etag: str | None
    last_modified: str | None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request.

        A change that is yet to come is not asked after: a server whose clock was ahead once would say for years that
        there was none since.
        """
        changed = mail_date(self.last_modified)
        is_past = changed is not None and elapsed(changed, datetime.now(UTC)) is not None
        pairs = (
            ("If-None-Match", self.etag),
            ("If-Modified-Since", self.last_modified if is_past else None),
        )
        return {name: value for name, value in pairs if value}


class LedgerError(ReadoutsError):
    """The ledger's file cannot be read or written."""


@contextmanager
def ledger_of(home: Home, say: Callable[[str], None]) -> Iterator[Ledger]:
    """The ledger of a home, for as long as a harvest lasts; ``say`` is told of one that had to be begun anew.

    Raises:
        LedgerError: its file cannot be read or written; in one line.
    """
    try:
        ledger = Ledger(home)
        if ledger.was_unusable:
            say(f"{LEDGER} could not be used; it is made anew from the archive")
        try:
            yield ledger
        finally:
            ledger.close()
    except sqlite3.Error as error:
        is_refused = isinstance(error, sqlite3.OperationalError)
        remedy = "make room or the folder writable" if is_refused else "remove it"
        raise LedgerError(
            f"{home.path / LEDGER} cannot be used ({error}); {remedy}, and run it again:"
            " all that it knows is read from the archive anew"
        ) from error


class Ledger:
    """What has been seen, over one SQLite file. Safe for several threads of one process.

    One of another layout, or a damaged one, is begun anew (``was_unusable``). The file is the machine's own, the
    archive what all machines see: each learns under the harvest's lock what others have fetched.
    """

    def __init__(self, home: Home) -> None:
        self._home = home.shared
        self._file = home.path / LEDGER
        # Of several machines one may hold its turn no longer and still write: what is young may be its.
        self._spared = YOUNG if home.is_shared else timedelta(0)
        self._lock = threading.RLock()
        self.was_unusable = self._file.exists() and not _usable(self._file)
        if self.was_unusable:
            _remove(self._file)
        self._db = _opened(self._file)
        self.catch_up()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def catch_up(self) -> int:
        """Learn from the index files that are not known yet; how many there were.

        Only editions whose folder has changed are looked into, so that the tenth year costs what the first does.
        What a killed run left half written in them is removed, and what no inventory has is listed: whoever opens the
        ledger holds the harvest's lock. ``is_anew`` tells whether something was taken away that was known.
        """
        changed = self._changed()
        self.is_anew = changed is None
        if changed is None:
            # part of the archive was taken away: what is known of it must go as well
            self._db.close()
            _remove(self._file)
            self._db = _opened(self._file)
            changed = self._changed() or {}
        new = 0
        for edition in sorted(changed):
            is_swept = sweep(self._home, edition, self._spared)
            list_what_is_there(self._home, edition)
            known = self._ingested(edition)
            for path in indexes(self._home, edition):
                if name_of(self._home, path) not in known:
                    self.ingest(path)
                    new += 1
            if not is_swept:
                continue  # it is looked into again, until nothing half written is left
            at = (self._home / ARCHIVE / edition.isoformat()).stat().st_mtime_ns
            with self._db:
                row = (edition.isoformat(), at)
                self._db.execute("INSERT OR REPLACE INTO folders VALUES (?, ?)", row)
        return new

    def _changed(self) -> dict[date, int] | None:
        """The editions whose folders are not as they were; None when an index that was read is gone."""
        found = folders(self._home)
        known = {
            date.fromisoformat(name): changed
            for name, changed in self._db.execute("SELECT name, changed FROM folders")
        }
        if not known.keys() <= found.keys():
            return None
        changed = {day: at for day, at in found.items() if known.get(day) != at}
        for day in changed:
            there = {name_of(self._home, path) for path in indexes(self._home, day)}
            if not self._ingested(day) <= there:
                return None
        return changed

    def _ingested(self, edition: date) -> set[str]:
        folder = edition.isoformat()
        query = "SELECT name FROM ingested WHERE name BETWEEN ? AND ?"
        return {name for (name,) in self._db.execute(query, (f"{folder}/", f"{folder}0"))}

    def ingest(self, path: Path) -> None:
        """Learn from one index file, whole or not at all."""
        name = name_of(self._home, path)
        with self._lock, self._db:
            if self._db.execute("SELECT 1 FROM ingested WHERE name = ?", (name,)).fetchone():
                return
            try:
                rows = list(index_rows(path))
            except OSError:
                # what cannot be read now may be read by the next run; the check of its edition tells of it
                return
            for row in rows:
                self._learn(row)
            self._db.execute("INSERT INTO ingested VALUES (?)", (name,))

    def is_due(self, url: str, running: date) -> bool:
        """Whether a run of this edition should ask for the page."""
        query = "SELECT state, failed_editions, last_running FROM pages WHERE url = ?"
        found = self._one(query, url)
        if not found:
            return True
        state, failed, last = found
        if state == "done" or failed >= GIVE_UP_AFTER:
            return False
        # what is gone is asked for once an edition, what only failed by every run
        return bool(state == "transient" or last != running.isoformat())

    def attempts(self, url: str) -> int:
        """How often the address has been asked for."""
        found = self._one("SELECT attempts FROM pages WHERE url = ?", url)
        return int(found[0]) if found else 0

    def unfinished(self, source_id: str, running: date) -> Iterator[Link]:
        """The pages of a source that failed before and are due again."""
        with self._lock:
            rows = self._db.execute(
                "SELECT url, discovered_date, title, date_kind, discovered_at FROM pages"
                " WHERE source_id = ? AND state <> 'done' ORDER BY url",
                (source_id,),
            ).fetchall()
        for url, day, title, kind, at in rows:
            if self.is_due(url, running):
                yield Link(
                    url,
                    date.fromisoformat(day) if day else None,
                    title,
                    kind or "published",
                    datetime.fromisoformat(at) if at else None,
                )

    def validators(self, url: str) -> Validators:
        """The validators of a feed, sitemap or listing; empty where none are known."""
        found = self._one("SELECT etag, last_modified FROM validators WHERE url = ?", url)
        return Validators(*found) if found else Validators(None, None)

    def has_outcome(self, edition: date, url: str, outcome: str) -> bool:
        """Whether this edition has a row already that says the same of this address."""
        query = "SELECT 1 FROM outcomes WHERE edition = ? AND url = ? AND outcome = ?"
        return self._one(query, edition.isoformat(), url, outcome) is not None

    def outcomes_of(self, url: str, since: date, until: date) -> frozenset[str]:
        """What the rows of an address in the editions between two days (both included) say came of it."""
        query = "SELECT outcome FROM outcomes WHERE url = ? AND edition BETWEEN ? AND ?"
        with self._lock:
            rows = self._db.execute(query, (url, since.isoformat(), until.isoformat())).fetchall()
        return frozenset(outcome for (outcome,) in rows)

    def pages_on(self, day: date, source_id: str) -> int:
        """How many articles of a source were asked for on a day (UTC)."""
        query = "SELECT pages FROM daily WHERE day = ? AND source_id = ?"
        found = self._one(query, day.isoformat(), source_id)
        return int(found[0]) if found else 0

    def looked_at(self, source_id: str) -> datetime | None:
        """When a source was last looked at (UTC, without a zone); None if never."""
        found = self._one("SELECT at FROM looked WHERE source_id = ?", source_id)
        return datetime.fromisoformat(found[0]) if found else None

    def look(self, source_id: str, at: datetime) -> None:
        """Note that a source was looked at, also when there was nothing to write a row about."""
        with self._lock, self._db:
            self._learn_look(source_id, at.isoformat())

    def robots(self, origin: str, now: datetime) -> RobotsAnswer | None:
        """What a site's robots.txt was when it was last asked for, unless that is too long ago."""
        found = self._one("SELECT at, status, text FROM robots WHERE origin = ?", origin)
        ago = elapsed(datetime.fromisoformat(found[0]), now) if found else None
        if ago is None or ago > ROBOTS_KEPT:
            return None
        return RobotsAnswer(found[1], found[2])

    def keep_robots(self, origin: str, now: datetime, answer: RobotsAnswer) -> None:
        """Keep a robots.txt for later runs."""
        with self._lock, self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)",
                (origin, now.isoformat(), answer.status, answer.text),
            )

    def _one(self, query: str, *values: str) -> Any:
        with self._lock:
            return self._db.execute(query, values).fetchone()

    def _learn(self, row: dict[str, Any]) -> None:
        self._learn_look(row["source_id"], row["fetched_at"])
        if row["kind"] == "article":
            self._learn_article(row)
        else:
            self._learn_discovery(row)

    def _learn_look(self, source_id: str, at: str) -> None:
        """Keep the latest look, unless the one that is kept has yet to come."""
        self._db.execute(
            "INSERT INTO looked VALUES (:source, :at) ON CONFLICT DO UPDATE"
            " SET at = CASE WHEN at > :now THEN excluded.at ELSE max(at, excluded.at) END",
            {
                "source": source_id,
                "at": at,
                "now": datetime.now(UTC).replace(tzinfo=None).isoformat(),
            },
        )

    def _learn_article(self, row: dict[str, Any]) -> None:
        state = "done" if not row["error"] else "transient" if row.get("transient") else "gone"
        facts = row.get("source_facts") or {}
        self._db.execute(
            "INSERT INTO pages VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET attempts = attempts + 1,"
            " state = CASE state WHEN 'done' THEN 'done' ELSE excluded.state END,"
            " failed_editions = failed_editions + (excluded.failed_editions"
            "   AND excluded.last_running IS NOT last_running),"
            " last_running = excluded.last_running",
            (
                row["requested_url"],
                state,
                row["source_id"],
                int(state != "done"),
                row.get("running") or row["edition"],
                row.get("discovered_date"),
                facts.get("date_kind"),
                facts.get("discovered_at"),
                row.get("discovered_title"),
            ),
        )
        if state == "done" and row["url"] != row["requested_url"]:
            # the address it led to is seen as well
            self._db.execute(
                "INSERT INTO pages (url, state, source_id, attempts, failed_editions)"
                " VALUES (?, 'done', ?, 0, 0) ON CONFLICT DO UPDATE SET state = 'done'",
                (row["url"], row["source_id"]),
            )
        self._db.execute(
            "INSERT INTO daily VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET pages = pages + 1",
            (row["fetched_at"][:10], row["source_id"]),
        )

    def _learn_discovery(self, row: dict[str, Any]) -> None:
        said = [row.get("outcome") or ""]
        if not row["error"]:
            # after a good answer, "unchanged" says nothing new of the same edition
            said.append(UNCHANGED)
        for outcome in dict.fromkeys(said):
            self._db.execute(
                "INSERT INTO outcomes VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (row["edition"], row["requested_url"], outcome),
            )
        if not row["error"] and (row.get("etag") or row.get("last_modified")):
            self._db.execute(
                "INSERT INTO validators VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
                " SET etag = excluded.etag, last_modified = excluded.last_modified",
                (row["requested_url"], row.get("etag"), row.get("last_modified")),
            )


def _opened(path: Path) -> sqlite3.Connection:
    """The ledger's file, made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    db = sqlite3.connect(path, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    if fresh:
        with db:
            db.executescript(_SCHEMA.read_text(encoding="utf-8"))
            db.execute(f"PRAGMA user_version = {_LAYOUT:d}")
    return db


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _usable(path: Path) -> bool:
    """Whether it is a ledger of this layout, and sound."""
    try:
        with closing(sqlite3.connect(path)) as db:
            layout = db.execute("PRAGMA user_version").fetchone()
            check = db.execute("PRAGMA quick_check(1)").fetchone()
            return bool(layout == (_LAYOUT,) and check == ("ok",))
    except sqlite3.DatabaseError:
        return False
