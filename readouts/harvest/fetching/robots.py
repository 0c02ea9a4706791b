"""What robots.txt allows, by RFC 9309.

What belongs here: the reading of one site's rules and what follows when they cannot be had. What does not: how
they are fetched (``fetch.py`` hands in a function).

A 4xx answer means that everything is allowed; a 5xx answer, or none, that nothing is until the next run.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego

PRODUCT = "readouts"
"""The name that a robots.txt may address."""

MAX_BYTES = 512_000
"""RFC 9309 asks for 500 KiB at least; what lies beyond is ignored."""


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What asking for robots.txt came to: its text, or why there is none. ``reason`` is empty when it was answered."""

    status: int | None
    text: str
    reason: str = ""


class Kept(Protocol):
    """Where answers are kept between runs."""

    def robots(self, origin: str, now: datetime, /) -> RobotsAnswer | None:
        """The answer that is kept for a site, if it is fresh."""

    def keep_robots(self, origin: str, now: datetime, answer: RobotsAnswer, /) -> None:
        """Keep an answer."""


_OF_THE_HOST = frozenset({"dns", "connect", "tls", "private_address"})
"""What is wrong with a host, whatever it is asked for."""

_AGENT_LINE = re.compile(
    r"^([ \t]*user[ -]?agent(?:[ \t]*:|(?=[ \t])))([^#\n]*)", re.IGNORECASE | re.MULTILINE
)


class Rules:
    """The rules of one site. ``unavailable`` is empty, or the error that there is instead of them."""

    def __init__(self, answer: RobotsAnswer) -> None:
        self.unavailable = ""
        self._parsed: Protego | None = None
        status = answer.status
        if answer.reason.split(":", 1)[0] in _OF_THE_HOST:
            self.unavailable = f"{answer.reason} (asked for robots.txt)"
        elif status is None or status >= 500 or status == 429:
            reason = answer.reason or f"the answer was {status}"
            self.unavailable = f"robots_unavailable: robots.txt: {reason}"
        elif 200 <= status < 300:
            self._parsed = Protego.parse(_of_ours(answer.text))

    def allows(self, url: str) -> bool:
        """Whether the address may be asked for; ``unavailable`` must be empty."""
        return self._parsed is None or bool(self._parsed.can_fetch(url, PRODUCT))

    @property
    def delay(self) -> float:
        """Seconds between two requests that the site asks for, 0 where it asks for none."""
        if self._parsed is None:
            return 0.0
        asked = self._parsed.crawl_delay(PRODUCT)
        rate = self._parsed.request_rate(PRODUCT)
        between = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(0.0, float(asked or 0.0), between)


def _of_ours(text: str) -> str:
    """The text with one name for all crawlers that are not meant with us.

    A parser keeps each rule for each crawler that a group names: ten thousand names before twenty thousand rules would
    take all memory there is.
    """

    def named(match: re.Match[str]) -> str:
        name = match[2].strip().lower()
        plain = name.replace("*", "") or ("*" if name else "")
        is_meant = plain == "*" or PRODUCT.startswith(plain)
        return f"{match[1]} {plain if is_meant else '-'}" if name else match[0]

    return _AGENT_LINE.sub(named, "\n".join(text.splitlines()))


class Robots:
    """The rules of every site of a run, each asked for once. Safe for several threads.

    ``kept`` remembers answers between runs; one that forbids because there was none is not kept.
    """

    def __init__(self, ask: Callable[[str], RobotsAnswer], kept: Kept | None = None) -> None:
        self._ask = ask
        self._kept = kept
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._rules: dict[str, Rules] = {}

    def rules(self, url: str) -> Rules:
        """The rules for an address, asked for when its site is seen for the first time."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._guard:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            if origin not in self._rules:
                self._rules[origin] = self._asked(origin)
            return self._rules[origin]

    def _asked(self, origin: str) -> Rules:
        now = datetime.now(UTC)
        known = self._kept.robots(origin, now) if self._kept else None
        if known is not None:
            return Rules(known)
        answer = self._ask(f"{origin}/robots.txt")
        rules = Rules(answer)
        if self._kept and not rules.unavailable:
            self._kept.keep_robots(origin, now, answer)
        return rules
