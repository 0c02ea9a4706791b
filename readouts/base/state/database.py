"""The database on which several machines agree: locks that die with the session that holds them.

What belongs here: connecting to PostgreSQL, its advisory locks, and its address as it may be shown or handed on. What
does not: who takes which turn (``turns``), tables of ours (``records``), and Dagster's, which are Dagster's.

A lock is held by a connection of its own, so that it ends with the process, whatever ended that: the system closes the
connection, and the server lets go. A machine that vanishes without a word is noticed by TCP's keepalive in a minute.
Between this process and the server must be nothing that shares connections out anew with each transaction (such as
PgBouncer in its transaction mode): a lock belongs to a session.

``psycopg2`` comes with the extra ``cluster`` and is imported where a connection is made.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from readouts.base.errors import ReadoutsError, in_a_line
from readouts.base.instance.home import DATABASE_VARIABLE, Home

SECONDS_TO_CONNECT = 10
NAME_BYTES = 63
"""What PostgreSQL keeps of the name of a session; more is cut off."""

_KEEPALIVE = {
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""After so long without an answer the other end is gone; in seconds, the last in milliseconds."""

_OURS_ALONE = (
    "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;"
    " SET tcp_user_timeout = 30000; SET idle_session_timeout = 0; SET statement_timeout = 0"
)
"""What the server is to do of its side: notice a machine that is gone, and not end a session that only waits."""

Result = TypeVar("Result")


class DatabaseError(ReadoutsError):
    """The database cannot be used; in one line, without the password."""


def shown(url: str) -> str:
    """The address of a database as it may be shown: without its password, wherever that stands.

    >>> shown("postgresql://reader:secret@db.example/readouts?sslmode=require")
    'postgresql://reader@db.example/readouts'
    """
    try:
        parts = urlsplit(url)
        user = f"{parts.username}@" if parts.username else ""
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{user}{parts.hostname or ''}{port}{parts.path}"
    except ValueError:
        return f"what {DATABASE_VARIABLE} names"


def without_secrets(text: str, url: str) -> str:
    """A text that speaks of a database, without its address as it was given, and without its password."""
    secrets = {url}
    userinfo = url.partition("://")[2].rpartition("@")[0]
    given = userinfo.partition(":")[2]
    secrets |= {given, unquote(given), *re.findall(r"password=([^&\s]+)", url)}
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def database_url() -> str:
    """The address in ``READOUTS_DATABASE``.

    Raises:
        DatabaseError: it is none of PostgreSQL.
    """
    url = os.environ.get(DATABASE_VARIABLE, "")
    if not url.startswith(("postgresql://", "postgres://")):
        raise DatabaseError(
            f"{DATABASE_VARIABLE} names no database: write postgresql://user:password@host/name"
        )
    return url


def lock_key(home: Home, lock: str) -> int:
    """The number by which all machines know a lock of an instance; 64 bits, with a sign."""
    digest = hashlib.sha256(f"{home.instance}/{lock}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


class Session:
    """One connection that holds at most one lock, and tells by its name who has it. Safe for several threads."""

    def __init__(self, name: str) -> None:
        self._url = database_url()
        self._name = name.encode("ascii", "replace").decode()[:NAME_BYTES]
        self._connection = self._guarded(lambda: _begun(self._url, self._name))
        self._connection.autocommit = True
        _sessions.add(self)

    def __repr__(self) -> str:
        return f"Session({self._name!r}, {shown(self._url)})"

    def take(self, key: int) -> bool:
        """Take a lock, if nobody has it."""
        [(is_taken,)] = self._ask("SELECT pg_try_advisory_lock(%s)", key)
        return bool(is_taken)

    def let_go(self, key: int) -> None:
        """Let go of a lock, and of the connection; what is gone already is no matter."""
        try:
            self._ask("SELECT pg_advisory_unlock(%s)", key)
        except DatabaseError:
            pass
        finally:
            self.close()

    def holder(self, key: int) -> str | None:
        """Who has a lock, as the holder named itself; None where nobody has."""
        rows = self._ask(
            "SELECT a.application_name FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)"
            " WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted"
            " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND (l.classid::bigint << 32) | l.objid::bigint = %s",
            key,
        )
        return str(rows[0][0]) if rows else None

    def is_alive(self) -> bool:
        """Whether the session, and so what it holds, is still there."""
        try:
            self._ask("SELECT 1")
        except DatabaseError:
            return False
        return True

    def close(self) -> None:
        """End the session; its lock ends with it."""
        _sessions.discard(self)
        self._guarded(self._connection.close)

    def leave(self) -> None:
        """After a ``fork``, in the copy: the connection is the other one's, and a lock ends with that alone."""
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, self._connection.fileno())
        os.close(nothing)

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        def ask() -> list[tuple[Any, ...]]:
            with self._connection.cursor() as cursor:
                cursor.execute(query, values)
                return list(cursor.fetchall())

        return self._guarded(ask)

    def _guarded(self, work: Callable[[], Result]) -> Result:
        return _guarded(self._url, work)


def connect(name: str, schema: str) -> Any:
    """A connection of psycopg2 for records, whose tables are in a schema; ``name`` tells others whose it is.

    Raises:
        DatabaseError: there is none to be had.
    """
    url = database_url()

    def begin() -> Any:
        connection = _begun(url, name)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('search_path', %s, false)", [schema])
        connection.commit()
        return connection

    return _guarded(url, begin)


def address_and_password(name: str) -> tuple[str, str | None]:
    """The database as libpq's own words for it, for who brings a driver along, and the password that they leave out.

    Raises:
        DatabaseError: ``READOUTS_DATABASE`` names none.
    """
    url = database_url()
    extensions = _driver().extensions
    parts: dict[str, str] = _guarded(url, lambda: extensions.parse_dsn(url))
    password = parts.pop("password", None)
    ours = {"connect_timeout": SECONDS_TO_CONNECT, "application_name": name, **_KEEPALIVE}
    return extensions.make_dsn(**{**ours, **parts}), password


def failure(reason: str, url: str | None = None) -> DatabaseError:
    """What to tell of something that the database said, without its address as it was given."""
    url = url or database_url()
    told = without_secrets(reason, url)
    return DatabaseError(
        f"the database {shown(url)} cannot be used ({told}); {DATABASE_VARIABLE} names it"
    )


def _driver() -> Any:
    try:
        import psycopg2
        import psycopg2.extensions
    except ImportError:
        raise DatabaseError(
            f"{DATABASE_VARIABLE} is set, and what it needs is not installed: pip install 'readouts[cluster]'"
        ) from None
    return psycopg2


def _begun(url: str, name: str) -> Any:
    connection = _driver().connect(
        url, connect_timeout=SECONDS_TO_CONNECT, application_name=name[:NAME_BYTES], **_KEEPALIVE
    )
    with connection.cursor() as cursor:
        cursor.execute(_OURS_ALONE)
    connection.commit()
    return connection


def _guarded(url: str, work: Callable[[], Result]) -> Result:
    """Do something with the database; what it says of a failure is told in one line, without its address."""
    driver = _driver()
    try:
        return work()
    except driver.Error as error:
        reason = in_a_line(error)
    # not in the handler: neither the error nor its arguments go along
    raise failure(reason, url)


def require_database() -> None:
    """Make sure that the database can be used.

    Raises:
        DatabaseError: it cannot.
    """
    Session("readouts: looking").close()


def who_and_where(who: str) -> str:
    """Who takes a turn, with its process and machine, as others are told; it fits the name of a session."""
    process = f"(process {os.getpid()} on {socket.gethostname()})"
    room = NAME_BYTES - len(who) - 1
    return f"{who} {process if len(process) <= room else process[: max(0, room - 1)] + ')'}"


_sessions: set[Session] = set()
_of_the_parent: list[Session] = []
"""The sessions of this process, and those that it leaves to the one that it is a copy of by ``fork``."""


def _leave_sessions() -> None:
    for session in _sessions:
        session.leave()
    # kept: what is thrown away is closed
    _of_the_parent.extend(_sessions)
    _sessions.clear()


os.register_at_fork(after_in_child=_leave_sessions)
