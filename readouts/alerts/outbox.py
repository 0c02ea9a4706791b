"""The record of what has been told, and what is still to be sent: so that nothing is told twice, and nothing is lost.

What belongs here: messages, their deliveries and the keys of what they tell, in SQLite beside the build file. What does
not: what a message says (``messages``), and sending it (``delivery``).

A message is put down whole, with all its keys, before any of it is sent; a delivery is marked when the service has
taken it. Both are on disk before the next step. So a process that dies between sending and marking sends that one
message again to that one channel, and nothing else twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from readouts.alerts.messages import Message
from readouts.base.errors import ReadoutsError
from readouts.base.home import Home
from readouts.base.turns import RunBusyError, take_turn

LONGEST_PAUSE = timedelta(hours=1)
"""How long a channel that keeps failing is left alone at most; each failure doubles the pause, from a minute on."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    message INTEGER PRIMARY KEY, rule TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, made_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
    message INTEGER NOT NULL REFERENCES messages, channel TEXT NOT NULL, sent_at TEXT,
    tries INTEGER NOT NULL DEFAULT 0, not_before TEXT NOT NULL DEFAULT '', problem TEXT,
    PRIMARY KEY (message, channel)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS told (
    rule TEXT NOT NULL, key TEXT NOT NULL, message INTEGER NOT NULL REFERENCES messages, PRIMARY KEY (rule, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rules (rule TEXT PRIMARY KEY, since TEXT NOT NULL) WITHOUT ROWID;
"""


class OutboxBusyError(ReadoutsError):
    """Another process is sending; it will send what is due."""


class OutboxError(ReadoutsError):
    """The record of messages cannot be used."""


@dataclass(frozen=True)
class Due:
    """One message that one channel has not got yet, and how often that was tried."""

    message: int
    channel: str
    rule: str
    title: str
    body: str
    tries: int


class Outbox:
    """What has been told and what is due, over one SQLite file; one process at a time (``open_outbox``)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def since(self, rule: str) -> date | None:
        """The edition with which a rule begins; None for one that has never been looked at."""
        row = self._connection.execute("SELECT since FROM rules WHERE rule = ?", [rule]).fetchone()
        return date.fromisoformat(row[0]) if row else None

    def begin(self, rule: str, edition: date) -> None:
        """Let a rule begin with an edition; one that has begun stays as it is, unless it was to begin later still."""
        with self._connection:
            self._connection.execute(
                "INSERT INTO rules (rule, since) VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET since = min(since, excluded.since)",
                [rule, edition.isoformat()],
            )

    def is_told(self, rule: str, keys: Iterable[str]) -> bool:
        """Whether a message of the rule has told any of these."""
        found = (
            self._connection.execute(
                "SELECT 1 FROM told WHERE rule = ? AND key = ?", [rule, key]
            ).fetchone()
            for key in keys
        )
        return any(row is not None for row in found)

    def forget(self, rule: str, prefix: str, keep: Iterable[str]) -> None:
        """Forget keys that begin with ``prefix`` and are none of those to ``keep``: what they told is over."""
        kept = set(keep)
        told = self._connection.execute("SELECT key FROM told WHERE rule = ?", [rule]).fetchall()
        over = [(rule, key) for (key,) in told if key.startswith(prefix) and key not in kept]
        with self._connection:
            self._connection.executemany("DELETE FROM told WHERE rule = ? AND key = ?", over)

    def put(self, message: Message) -> None:
        """Put a message down with all that it tells, due to each of its channels."""
        now = _now().isoformat()
        with self._connection:
            number = self._connection.execute(
                "INSERT INTO messages (rule, title, body, made_at) VALUES (?, ?, ?, ?)",
                [message.rule, message.title, message.body, now],
            ).lastrowid
            self._connection.executemany(
                "INSERT INTO deliveries (message, channel) VALUES (?, ?)",
                [(number, channel) for channel in message.channels],
            )
            self._connection.executemany(
                "INSERT OR IGNORE INTO told (rule, key, message) VALUES (?, ?, ?)",
                [(message.rule, key, number) for key in message.keys],
            )

    def due(self, *, patient: bool = False) -> list[Due]:
        """What is still to be sent, oldest first; when ``patient``, without channels that failed a moment ago."""
        now = _now()
        # no pause is longer than the longest: one that would be was begun by a clock that was ahead
        rows = self._connection.execute(
            "SELECT d.message, d.channel, m.rule, m.title, m.body, d.tries"
            " FROM deliveries AS d JOIN messages AS m ON m.message = d.message"
            " WHERE d.sent_at IS NULL AND (NOT ? OR d.not_before <= ? OR d.not_before > ?)"
            " ORDER BY d.message, d.channel",
            [patient, now.isoformat(), (now + LONGEST_PAUSE).isoformat()],
        )
        return [Due(*row) for row in rows]

    def mark_sent(self, due: Due) -> None:
        """A channel has got its message."""
        with self._connection:
            self._connection.execute(
                "UPDATE deliveries SET sent_at = ?, tries = tries + 1, problem = NULL"
                " WHERE message = ? AND channel = ?",
                [_now().isoformat(), due.message, due.channel],
            )

    def mark_failed(self, due: Due, problem: str) -> None:
        """A channel did not take its message, which stays due."""
        pause = min(timedelta(minutes=2 ** min(due.tries, 10)), LONGEST_PAUSE)
        with self._connection:
            self._connection.execute(
                "UPDATE deliveries SET tries = tries + 1, not_before = ?, problem = ?"
                " WHERE message = ? AND channel = ?",
                [(_now() + pause).isoformat(), problem, due.message, due.channel],
            )

    def drop(self, channels: Iterable[str]) -> None:
        """Let go of what is due to channels that the watchlist no longer has."""
        with self._connection:
            self._connection.executemany(
                "DELETE FROM deliveries WHERE sent_at IS NULL AND channel = ?",
                [(channel,) for channel in channels],
            )


def _now() -> datetime:
    return datetime.now(UTC)


LOCK = "alerts.lock"


@contextmanager
def open_outbox(home: Home) -> Iterator[Outbox]:
    """The outbox of an instance, made where it is missing; one process at a time has it, on whichever machine.

    Raises:
        OutboxBusyError: another process has it.
        OutboxError: the file is no such record.
    """
    home.alerts.parent.mkdir(parents=True, exist_ok=True)
    turn = take_turn(home, "sending alerts", say=lambda line: None, wait_seconds=0, lock=LOCK)
    try:
        with turn, _connected(home.alerts) as connection:
            yield Outbox(connection)
    except RunBusyError:
        raise OutboxBusyError("another process is sending alerts, and sends what is due") from None


@contextmanager
def read_outbox(home: Home) -> Iterator[Outbox]:
    """A copy of the outbox in memory: what is done to it is done to nothing.

    Raises:
        OutboxError: the file is no such record.
    """
    with _connected(Path(":memory:")) as copy:
        if home.alerts.is_file():
            with _connected(home.alerts) as connection:
                connection.backup(copy)
        yield Outbox(copy)


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    connection = None
    try:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(_SCHEMA)
        yield connection
    except sqlite3.DatabaseError as error:
        is_refused = isinstance(error, sqlite3.OperationalError) and "no such" not in str(error)
        remedy = (
            "make room or the folder writable, and run it again"
            if is_refused
            else "move it away to begin anew: what the latest edition tells may then be told twice"
        )
        raise OutboxError(f"{path} cannot be used ({error}); {remedy}") from error
    finally:
        if connection is not None:
            connection.close()
