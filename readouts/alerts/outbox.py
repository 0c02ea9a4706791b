"""The record of what has been told, and what is still to be sent: so that nothing is told twice, and nothing is lost.

What belongs here: messages, their deliveries and the keys of what they tell. What does not: what a message says
(``messages``), sending it (``delivery``), and where tables are (``readouts.base.state.records``).

A message is put down whole, with all its keys, before any of it is sent; a delivery is marked when the service has
taken it. Both are on disk before the next step. So a process that dies between sending and marking sends that one
message again to that one channel, and nothing else twice.

On one machine it is a file. Where several share the instance it is in the database: what a file of before holds is
taken over when it is first opened, and all of it is written to a file before the instance moves back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table

from readouts.alerts.messages import Message
from readouts.base.errors import ReadoutsError
from readouts.base.files import sync
from readouts.base.instance.home import Home
from readouts.base.state.records import TEXT, Place, Records, RecordsError, copy_rows
from readouts.base.state.turns import RunBusyError, take_turn

LONGEST_PAUSE = timedelta(hours=1)
"""How long a channel that keeps failing is left alone at most; each failure doubles the pause, from a minute on."""

TABLES = MetaData()


def _table(name: str, *columns: Column[Any]) -> None:
    """A table with the columns that are its key, and texts, numbers and keys of others besides."""
    Table(name, TABLES, *columns, sqlite_with_rowid=name == "messages")


def _text(name: str, **options: Any) -> Column[Any]:
    return Column(name, TEXT, **{"nullable": False, **options})


def _message(*, key: bool) -> Column[Any]:
    return Column("message", Integer, primary_key=key, autoincrement=False, nullable=False)


_table(
    "messages",
    _message(key=True),
    _text("rule"),
    _text("title"),
    _text("body"),
    _text("made_at"),
)
_table(
    "deliveries",
    _message(key=True),
    _text("channel", primary_key=True),
    _text("sent_at", nullable=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    _text("not_before", server_default=""),
    _text("problem", nullable=True),
)
_table("told", _text("rule", primary_key=True), _text("key", primary_key=True), _message(key=False))
_table("rules", _text("rule", primary_key=True), _text("since"))


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
    """What has been told and what is due; one process at a time (``open_outbox``)."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def since(self, rule: str) -> date | None:
        """The edition with which a rule begins; None for one that has never been looked at."""
        row = self._records.row("SELECT since FROM rules WHERE rule = :rule", rule=rule)
        return date.fromisoformat(row[0]) if row else None

    def begin(self, rule: str, edition: date) -> None:
        """Let a rule begin with an edition; one that has begun stays as it is, unless it was to begin later still."""
        self._records.change(
            "INSERT INTO rules (rule, since) VALUES (:rule, :since) ON CONFLICT (rule) DO UPDATE"
            " SET since = CASE WHEN rules.since < excluded.since THEN rules.since ELSE excluded.since END",
            rule=rule,
            since=edition.isoformat(),
        )

    def is_told(self, rule: str, keys: Iterable[str]) -> bool:
        """Whether a message of the rule has told any of these."""
        query = "SELECT 1 FROM told WHERE rule = :rule AND key = :key"
        return any(self._records.row(query, rule=rule, key=key) is not None for key in keys)

    def forget(self, rule: str, prefix: str, keep: Iterable[str]) -> None:
        """Forget keys that begin with ``prefix`` and are none of those to ``keep``: what they told is over."""
        kept = set(keep)
        with self._records.transaction():
            for (key,) in self._records.rows("SELECT key FROM told WHERE rule = :rule", rule=rule):
                if key.startswith(prefix) and key not in kept:
                    gone = "DELETE FROM told WHERE rule = :rule AND key = :key"
                    self._records.change(gone, rule=rule, key=key)

    def put(self, message: Message) -> None:
        """Put a message down with all that it tells, due to each of its channels."""
        with self._records.transaction():
            found = self._records.row("SELECT coalesce(max(message), 0) + 1 FROM messages")
            number = found[0] if found else 1
            self._records.change(
                "INSERT INTO messages (message, rule, title, body, made_at)"
                " VALUES (:message, :rule, :title, :body, :made_at)",
                message=number,
                rule=message.rule,
                title=message.title,
                body=message.body,
                made_at=_now().isoformat(),
            )
            for channel in message.channels:
                self._records.change(
                    "INSERT INTO deliveries (message, channel) VALUES (:message, :channel)",
                    message=number,
                    channel=channel,
                )
            for key in message.keys:
                self._records.change(
                    "INSERT INTO told (rule, key, message) VALUES (:rule, :key, :message)"
                    " ON CONFLICT DO NOTHING",
                    rule=message.rule,
                    key=key,
                    message=number,
                )

    def due(self, *, patient: bool = False) -> list[Due]:
        """What is still to be sent, oldest first; when ``patient``, without channels that failed a moment ago."""
        now = _now()
        # no pause is longer than the longest: one that would be was begun by a clock that was ahead
        rows = self._records.rows(
            "SELECT d.message, d.channel, m.rule, m.title, m.body, d.tries"
            " FROM deliveries AS d JOIN messages AS m ON m.message = d.message"
            " WHERE d.sent_at IS NULL AND (d.not_before <= :until OR d.not_before > :latest)"
            " ORDER BY d.message, d.channel",
            until=now.isoformat() if patient else _EVER,
            latest=(now + LONGEST_PAUSE).isoformat(),
        )
        return [Due(*row) for row in rows]

    def mark_sent(self, due: Due) -> None:
        """A channel has got its message."""
        self._records.change(
            "UPDATE deliveries SET sent_at = :at, tries = tries + 1, problem = NULL"
            " WHERE message = :message AND channel = :channel",
            at=_now().isoformat(),
            message=due.message,
            channel=due.channel,
        )

    def mark_failed(self, due: Due, problem: str) -> None:
        """A channel did not take its message, which stays due."""
        pause = min(timedelta(minutes=2 ** min(due.tries, 10)), LONGEST_PAUSE)
        self._records.change(
            "UPDATE deliveries SET tries = tries + 1, not_before = :until, problem = :problem"
            " WHERE message = :message AND channel = :channel",
            until=(_now() + pause).isoformat(),
            problem=problem,
            message=due.message,
            channel=due.channel,
        )

    def drop(self, channels: Iterable[str]) -> None:
        """Let go of what is due to channels that the watchlist no longer has."""
        with self._records.transaction():
            for channel in channels:
                gone = "DELETE FROM deliveries WHERE sent_at IS NULL AND channel = :channel"
                self._records.change(gone, channel=channel)


_EVER = "9999"


def _now() -> datetime:
    return datetime.now(UTC)


LOCK = "alerts.lock"


@contextmanager
def open_outbox(home: Home) -> Iterator[Outbox]:
    """The outbox of an instance, made where it is missing; one process at a time has it, on whichever machine.

    Raises:
        OutboxBusyError: another process has it.
        OutboxError: it cannot be used.
    """
    turn = take_turn(home, "sending alerts", say=lambda line: None, wait_seconds=0, lock=LOCK)
    try:
        with turn:
            _take_over_file(home)
            with _opened(_place(home)) as records:
                yield Outbox(records)
    except RunBusyError:
        raise OutboxBusyError("another process is sending alerts, and sends what is due") from None


@contextmanager
def read_outbox(home: Home) -> Iterator[Outbox]:
    """A copy of the outbox in memory: what is done to it is done to nothing.

    Raises:
        OutboxError: it cannot be read.
    """
    with _opened(Place(Path(":memory:"))) as copy:
        for place in (_place(home), Place(home.alerts)):
            if place.exists() and copy.is_empty(TABLES):
                with _opened(place) as records:
                    copy_rows(records, copy, TABLES)
        yield Outbox(copy)


def write_to_file(home: Home) -> None:
    """Write what the database holds of a shared instance to the file that one machine would have.

    It is for an instance that moves: whoever calls it has every turn. Without such records the file stays as it is.

    Raises:
        OutboxError: they cannot be read, or the file not written.
        OSError: the file cannot be put in its place.
    """
    place = _place(home)
    if place.schema is None or not place.exists():
        return
    draft = home.alerts.with_name(f".{home.alerts.name}.moving")
    draft.unlink(missing_ok=True)
    with _opened(place) as records, _opened(Place(draft)) as copy:
        copy_rows(records, copy, TABLES)
    draft.replace(home.alerts)
    sync(home.alerts.parent)


def _take_over_file(home: Home) -> None:
    """Let the database hold what a file of an instance holds that several machines have come to share.

    What the database has counts: a file that is there besides was written for a move that did not end.
    """
    place = _place(home)
    if place.schema is None or not home.alerts.exists():
        return
    with _opened(place) as records:
        if records.is_empty(TABLES):
            with _opened(Place(home.alerts)) as kept:
                copy_rows(kept, records, TABLES)
    home.alerts.unlink()
    sync(home.alerts.parent)


def _place(home: Home) -> Place:
    return Place.of(home, home.alerts, "alerts")


@contextmanager
def _opened(place: Place) -> Iterator[Records]:
    try:
        records = Records(place, TABLES, durable=True)
        try:
            yield records
        finally:
            records.close()
    except RecordsError as error:
        if error.file is None:
            raise OutboxError(str(error)) from error
        remedy = (
            "make room or the folder writable, and run it again"
            if error.is_refused
            else "move it away to begin anew: what the latest edition tells may then be told twice"
        )
        raise OutboxError(f"{error}; {remedy}") from error
