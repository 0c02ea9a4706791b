"""What a request may cost, and what it came to.

What belongs here: plain data around a request, and judging an answer: whether it can be used, and if not, why. What
does not: sending it (``fetch.py``).
"""

from __future__ import annotations

import hashlib
import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from urllib3.exceptions import (
    ConnectTimeoutError,
    InvalidHeader,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    ResponseNotChunked,
    SSLError,
)

from readouts.base.clock import retry_after
from readouts.base.errors import in_a_line
from readouts.harvest.encodings import as_text, declared_charset
from readouts.harvest.fetching.downloads import Download
from readouts.harvest.fetching.exchange import Exchange, PackedError, unpacked
from readouts.harvest.fetching.logins import Login
from readouts.harvest.fetching.safety import PrivateAddressError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_TRANSIENT = frozenset(
    {"timeout", "connect", "dns", "reset", "not_http", "robots_unavailable", "host_closed", "short"}
)
_MOST_OF_A_REASON = 160
_NOT_HTTP = (http.client.HTTPException, InvalidHeader, ResponseNotChunked)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a run; times in seconds.

    ``connect`` and ``read`` are for one step on the wire, ``longest_wait`` for what a run waits because a server asks
    for it, ``longest_looking`` for how long pages wait for lists that are still looked through, ``run_seconds`` for how
    long new requests are begun. ``workers`` is how many hosts are asked at a time.
    """

    connect: float = 10.0
    read: float = 20.0
    redirects: int = 5
    attempts: int = 3
    backoff: float = 2.0
    longest_wait: float = 120.0
    longest_looking: float = 600.0
    workers: int = 32
    run_seconds: float = 7200.0


@dataclass(frozen=True, slots=True)
class Request:
    """What one source lets a request cost: seconds, bytes, the pause between two, and whether it may be private.

    ``accept`` are the media types wanted, by their beginnings (none: any). ``is_partial`` asks for the beginning of a
    body that is larger than ``max_bytes``. ``logins`` are sent along to their own sites. ``private_host`` narrows
    ``allow_private`` to one host and port. ``slow_down`` are statuses by which this server asks to be asked less often,
    besides those that say so everywhere. ``download`` is where the body goes, if not into memory.
    """

    delay: float
    timeout: float
    max_bytes: int
    allow_private: bool
    contact: str
    accept: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    is_partial: bool = False
    logins: tuple[Login, ...] = ()
    private_host: str = ""
    slow_down: frozenset[int] = frozenset()
    download: Download | None = None

    def login_for(self, url: str) -> Login | None:
        """What is sent along to an address."""
        return next((login for login in self.logins if login.is_for(url)), None)

    def may_be_private(self, host: str) -> bool:
        """Whether a host may have an address that is not public."""
        return self.allow_private and self.private_host in {"", host}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What asking for an address came to.

    ``error`` is empty for an answer that can be used (200, or 304 to a conditional request), else a code and a
    text: "timeout: …". ``exchanges`` are in order, redirects first; none when no answer came. ``is_of_robots`` tells
    that nothing was asked, since the host's robots.txt could not be had.
    """

    requested_url: str
    url: str
    at: datetime
    error: str = ""
    exchanges: tuple[Exchange, ...] = ()
    body: bytes = b""
    charset: str | None = None
    retry_after: float | None = None
    is_of_robots: bool = False

    @property
    def last(self) -> Exchange | None:
        """The exchange that decided."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def status(self) -> int | None:
        """The HTTP status of the last answer."""
        return self.last.status if self.last else None

    @property
    def content_type(self) -> str | None:
        """The media type of the last answer, without parameters."""
        value = self.last.header("content-type") if self.last else None
        return value.split(";")[0].strip().lower() or None if value else None

    @property
    def code(self) -> str:
        """The short code of the error."""
        return self.error.split(":", 1)[0]

    @property
    def is_transient(self) -> bool:
        """Whether the same request may succeed later."""
        if self.code == "http":
            return self.status in _AGAIN
        return self.code in _TRANSIENT

    @property
    def digest(self) -> str:
        """SHA-256 of the unpacked body."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def declared(self) -> str | None:
        """The character set that the last answer says it has."""
        return declared_charset(self.last.header("content-type")) if self.last else None

    def text(self) -> str:
        """The body as text."""
        return as_text(self.body, self.declared)[0]


def judged(url: str, current: str, at: datetime, exchange: Exchange, request: Request) -> Outcome:
    """The outcome of a whole answer."""
    status = exchange.status or 0
    body, charset, error = opened(exchange, request.max_bytes, is_partial=request.is_partial)
    is_of_a_file = request.download is not None and status in {200, 206}
    if is_of_a_file or status == 304 or status in REDIRECTS:
        charset, error = None, ""
    elif status != 200:
        charset, error = None, f"http: {status} {exchange.reason}".strip()
    pause = retry_after(exchange.header("retry-after"), at, exchange.header("date"))
    return Outcome(url, current, at, error, (exchange,), body, charset, pause)


def opened(
    exchange: Exchange, most: int, *, is_partial: bool = False
) -> tuple[bytes, str | None, str]:
    """The body without its content encodings, its character set, and why it is no use; empty where it is.

    ``is_partial`` takes the beginning of one that is larger than ``most``.
    """
    try:
        body, cut = unpacked(exchange.raw, exchange.header("content-encoding") or "", most)
    except PackedError as err:
        return b"", None, f"encoding: {err}"
    if cut and not is_partial:
        return b"", None, f"too_large: more than {most} bytes unpacked"
    if not body.strip():
        return body, None, "empty: the page has no body"
    declared = declared_charset(exchange.header("content-type"))
    return body, as_text(body, declared, exchange.url)[1], ""


def reason_of(err: BaseException) -> str:
    """A code and a text for what went wrong on the way.

    Of urllib3's errors some are another's kind: one that a name does not resolve is a connection that cannot be made,
    which in turn is one that was not made in time. So the narrower come first.
    """
    if isinstance(err, PrivateAddressError):
        return "private_address: the name leads to an address that is not public"
    if isinstance(err, SSLError | ssl.SSLError):
        return f"tls: {in_a_line(err, _MOST_OF_A_REASON)}"
    if isinstance(err, NameResolutionError):
        return "dns: the host's name does not resolve"
    if isinstance(err, NewConnectionError):
        return f"connect: no connection{_why(err)}"
    if isinstance(err, ConnectTimeoutError):
        return "timeout: no connection in time"
    if isinstance(err, ReadTimeoutError | TimeoutError):
        return "timeout: no answer in time"
    parts = [err, *(part for part in err.args if isinstance(part, BaseException))]
    if any(isinstance(part, http.client.IncompleteRead) for part in parts):
        return "short: the body ends before its announced length"
    # a connection that ends without an answer passes for a bad status line as well
    is_cut = any(isinstance(part, ConnectionError) for part in parts)
    if not is_cut and any(isinstance(part, _NOT_HTTP) for part in parts):
        return f"not_http: the answer is not HTTP: {in_a_line(parts[-1], _MOST_OF_A_REASON)}"
    if isinstance(err, ProtocolError | OSError | http.client.HTTPException):
        return f"reset: {in_a_line(err, _MOST_OF_A_REASON)}"
    return f"request: {in_a_line(err, _MOST_OF_A_REASON)}"


def _why(err: BaseException) -> str:
    """What the system says of a connection that could not be made."""
    cause = err.__cause__
    return f": {cause.strerror}" if isinstance(cause, OSError) and cause.strerror else ""
