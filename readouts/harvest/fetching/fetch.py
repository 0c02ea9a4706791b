"""Polite requests: one address in, one outcome out, whatever the other side does.

What belongs here: asking for an address under robots.txt, turns, limits and redirects, and asking again when that
may help. What does not: which addresses (``collection/``), where answers are kept (``archive/``).

Nothing here raises for what a server does: an outcome has an ``error``, a short code with a text.
"""

from __future__ import annotations

import contextlib
import http.client
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from readouts import __version__
from readouts.harvest.fetching.downloads import Download, InMemory, RefusedError
from readouts.harvest.fetching.exchange import Exchange
from readouts.harvest.fetching.hosts import Turns
from readouts.harvest.fetching.logins import Login, concealed, split_login
from readouts.harvest.fetching.outcome import REDIRECTS, Limits, Outcome, Request, judged, reason_of
from readouts.harvest.fetching.robots import MAX_BYTES, PRODUCT, Kept, Robots, RobotsAnswer
from readouts.harvest.fetching.safety import connections
from readouts.harvest.fetching.watch import limit
from readouts.harvest.links import host_of, joined

_CHUNK = 65_536
_NO_SUCH_RANGE = 416
# asking again at once cannot help, the next run may
_NEXT_RUN_ONLY = frozenset({"host_closed"})
_BROKEN_OFF = (HTTPError, OSError, http.client.HTTPException, ValueError)
# an empty robots.txt has no rules
_ROBOTS_READABLE = frozenset({"", "http", "empty"})


class Fetcher:
    """All requests of a run go through one fetcher. Safe for several threads."""

    def __init__(self, limits: Limits | None = None, kept: Kept | None = None) -> None:
        self.limits = limits or Limits()
        self._turns = Turns()
        self._pools = {False: connections(public_only=True), True: connections(public_only=False)}
        self._kept = kept
        self._robots: dict[tuple[object, ...], Robots] = {}

    def ready_at(self, host: str) -> float:
        """When a host may be asked again, on the monotonic clock."""
        return self._turns.ready_at(host)

    def close(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            pool.clear()

    def attempts(self, url: str, request: Request) -> Iterator[Outcome]:
        """Ask until there is an answer that asking again would not better: every attempt's outcome, in order."""
        for attempt in range(1, self.limits.attempts + 1):
            outcome = self.fetch(url, request)
            yield outcome
            if attempt == self.limits.attempts or not self._worth_another(outcome, request):
                return
            self._pause(outcome, attempt)

    def download(self, url: str, request: Request, download: Download) -> Outcome:
        """Ask until a file is there, or several times in a row brought nothing of it: the last outcome."""
        idle = 0
        while not download.is_all_there:
            before = download.size
            asking = replace(
                request, headers={**request.headers, **download.headers}, download=download
            )
            outcome = self.fetch(url, asking)
            if outcome.status == _NO_SUCH_RANGE and before:
                download.discard()
                continue
            if not outcome.error and (missing := download.finish()):
                outcome = replace(outcome, error=missing)
            if not outcome.error or not self._worth_another(outcome, request):
                return outcome
            idle = 0 if download.size > before else idle + 1
            if idle >= self.limits.attempts:
                return outcome
            self._pause(outcome, idle)
        error = download.finish()
        return Outcome(url, url, datetime.now(UTC), error)

    def fetch(self, url: str, request: Request) -> Outcome:
        """Ask once, following redirects. Every hop obeys its own host's robots.txt, turns and address check."""
        url, own = split_login(url)
        if own is not None:
            request = replace(request, logins=(own, *request.logins))
        return self._followed(url, request, self._hop)

    def _followed(
        self, url: str, request: Request, ask: Callable[[str, str, Request], Outcome]
    ) -> Outcome:
        """The outcome at the end of all redirects, each of which is asked for by ``ask``."""
        start = datetime.now(UTC)
        seen: list[Exchange] = []
        current = url
        for _ in range(self.limits.redirects + 1):
            outcome = ask(url, current, request)
            seen.extend(outcome.exchanges)
            outcome = replace(outcome, exchanges=tuple(seen))
            if outcome.error or outcome.status not in REDIRECTS:
                return outcome
            target = self._target(current, outcome, request)
            if target is None:
                return replace(outcome, error="redirect: without an address to go to")
            if any(target == exchange.url for exchange in seen):
                return replace(outcome, error=f"redirect: back to {target}")
            current = target
        error = f"redirect: more than {self.limits.redirects}"
        return Outcome(url, current, start, error, tuple(seen))

    def _target(self, current: str, outcome: Outcome, request: Request) -> str | None:
        location = outcome.last.header("location") if outcome.last else None
        if not location:
            return None
        # a header is read as Latin-1; a server that sends other letters unescaped sends UTF-8
        with contextlib.suppress(UnicodeError):
            location = location.encode("latin-1").decode("utf-8")
        target = joined(current, location)
        login = request.login_for(target) if target else None
        return login.off(target) if target and login else target

    def _hop(self, url: str, current: str, request: Request) -> Outcome:
        rules = self._rules(request).rules(current)
        now = datetime.now(UTC)
        if rules.unavailable:
            return Outcome(url, current, now, rules.unavailable, is_of_robots=True)
        if not rules.allows(current):
            return Outcome(url, current, now, "robots: not allowed by robots.txt")
        return self._exchange(url, current, request, rules.delay)

    def _rules(self, request: Request) -> Robots:
        key = (request.allow_private, request.private_host, request.contact, request.logins)
        new = Robots(lambda url: self._ask_robots(url, request), self._kept)
        return self._robots.setdefault(key, new)

    def _ask_robots(self, url: str, request: Request) -> RobotsAnswer:
        asking = replace(request, accept=(), headers={}, max_bytes=MAX_BYTES, is_partial=True)
        outcome = self._followed(url, asking, self._exchange)
        if outcome.code == "redirect":
            # RFC 9309: after five redirects the file may be taken for one that is not there
            return RobotsAnswer(404, "")
        if outcome.status is None or outcome.code not in _ROBOTS_READABLE:
            return RobotsAnswer(None, "", outcome.error)
        return RobotsAnswer(outcome.status, outcome.text())

    def _exchange(self, url: str, current: str, request: Request, delay: float = 0.0) -> Outcome:
        """One request and its answer, in the host's turn, after which ``delay`` seconds pass at least."""
        host = host_of(current)
        closed = self._turns.closed_for(host)
        if closed:
            text = f"host_closed: {host} asked for a pause, {closed:.0f} s of it left"
            return Outcome(url, current, datetime.now(UTC), text)
        wait = self._turns.ready_at(host) - time.monotonic()
        if wait > self.limits.longest_wait:
            text = f"host_closed: {host} wants {wait:.0f} s more between two requests"
            return Outcome(url, current, datetime.now(UTC), text)
        # the way on from a redirect takes the source's own pause
        with self._turns.turn(host, request.delay):
            outcome = self._ask(url, current, request)
            if outcome.status not in REDIRECTS:
                self._turns.hold(host, delay)
            if outcome.status in {429, 503} and outcome.retry_after is not None:
                if outcome.retry_after > self.limits.longest_wait:
                    self._turns.close(host, outcome.retry_after)
                else:
                    self._turns.hold(host, outcome.retry_after)
        return outcome

    def _ask(self, url: str, current: str, request: Request) -> Outcome:
        at = datetime.now(UTC)
        login = request.login_for(current)
        deadline = time.monotonic() + request.timeout
        try:
            with limit(request.timeout) as deadline:
                exchange, error = self._receive(current, request, login, at, deadline)
        except _BROKEN_OFF as err:
            reason = _why(err, deadline, request)
            return Outcome(url, current, at, login.without(reason) if login else reason)
        kept = concealed(exchange, login, request.max_bytes)
        if error:
            return Outcome(url, current, at, error, (kept,))
        return judged(url, current, at, kept, request)

    def _receive(
        self, current: str, request: Request, login: Login | None, at: datetime, deadline: float
    ) -> tuple[Exchange, str]:
        """What was received, and why it is no use; empty where it may be."""
        timeout = urllib3.Timeout(
            connect=min(self.limits.connect, request.timeout),
            read=min(self.limits.read, request.timeout),
        )
        headers = _headers(request)
        secret = dict([login.header]) if login and login.header else {}
        response = self._pools[request.may_be_private(host_of(current))].request(
            "GET",
            login.on(current) if login else current,
            headers={**headers, **secret},
            redirect=False,
            retries=False,
            timeout=timeout,
            preload_content=False,
            decode_content=False,
        )
        if time.monotonic() > deadline:
            # headers that were cut at the deadline pass for whole ones
            response.close()
            raise TimeoutError
        exchange = _begun(current, response, headers, at)
        refused = _refused_type(exchange, request)
        if refused:
            response.close()
            return replace(exchange, truncated="length"), refused
        return self._body(response, exchange, request, deadline)

    def _body(
        self,
        response: urllib3.BaseHTTPResponse,
        exchange: Exchange,
        request: Request,
        deadline: float,
    ) -> tuple[Exchange, str]:
        is_file = request.download is not None and exchange.status in {200, 206}
        in_memory = InMemory(request.max_bytes, is_partial=request.is_partial)
        into = request.download if request.download and is_file else in_memory
        error, why = "", ""
        try:
            with into:
                into.begin(exchange)
                while chunk := response.read1(_CHUNK, decode_content=False):
                    if not into.write(chunk):
                        response.close()
                        break
                    if time.monotonic() > deadline:
                        raise TimeoutError
        except RefusedError as err:
            error, why = str(err), "length"
        except _BROKEN_OFF as err:
            error = _why(err, deadline, request)
            why = "time" if error.startswith("timeout") else "disconnect"
        exchange = replace(exchange, raw=into.content, truncated=why)
        if error:
            response.close()
        else:
            response.release_conn()
        return exchange, error

    def _worth_another(self, outcome: Outcome, request: Request) -> bool:
        is_asked = outcome.code == "http" and outcome.status in request.slow_down
        if outcome.is_of_robots or outcome.code in _NEXT_RUN_ONLY:
            return False
        if not outcome.is_transient and not is_asked:
            return False
        return (outcome.retry_after or 0.0) <= self.limits.longest_wait

    def _pause(self, outcome: Outcome, attempt: int) -> None:
        """Wait after an attempt; meanwhile nobody asks that host."""
        backoff = self.limits.backoff * 2 ** max(0, attempt - 1)
        seconds = min(max(backoff, outcome.retry_after or 0.0), self.limits.longest_wait)
        self._turns.hold(host_of(outcome.url), seconds)
        time.sleep(seconds)


def _begun(
    current: str, response: urllib3.BaseHTTPResponse, headers: dict[str, str], at: datetime
) -> Exchange:
    """The exchange as far as the headers of its answer; what a login adds to a request is not kept."""
    parts = urlsplit(current)
    return Exchange(
        url=current,
        target=f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}",
        status=response.status,
        reason=response.reason or "",
        headers=tuple((str(k), str(v)) for k, v in response.headers.items()),
        raw=b"",
        at=at,
        request_headers=(("Host", parts.netloc), *headers.items()),
        http_version={10: "1.0", 11: "1.1"}.get(response.version, "1.1"),
        ip=getattr(response.connection, "peer_ip", None),
    )


def _why(err: Exception, deadline: float, request: Request) -> str:
    late = time.monotonic() > deadline
    return f"timeout: more than {request.timeout:g} s" if late else reason_of(err)


def _headers(request: Request) -> dict[str, str]:
    """What is sent; the crawler names itself by its product name, its version, and who answers for it."""
    who = f"+{request.contact}" if request.contact else "contact not set"
    return {
        "User-Agent": f"{PRODUCT}/{__version__} ({who})",
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        **request.headers,
    }


def _refused_type(exchange: Exchange, request: Request) -> str:
    """Why the body is not worth having, judged by the headers alone."""
    if exchange.status != 200:
        return ""
    value = (exchange.header("content-type") or "").split(";")[0].strip().lower()
    if value and request.accept and not value.startswith(request.accept):
        return f"content_type: {value}"
    size = exchange.header("content-length") or ""
    if request.download is not None:
        return ""
    if size.isdigit() and int(size) > request.max_bytes and not request.is_partial:
        return f"too_large: {size} bytes announced, {request.max_bytes} allowed"
    return ""
