"""Turns: one request at a time a host, with a pause between two of them, whoever asks.

What belongs here: waiting. What does not: how long to wait for (``fetch.py``, ``robots.py``) and requests.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    ready: float = 0.0
    closed: float = 0.0


class Turns:
    """The turns of all hosts of a run. Safe for several threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[None]:
        """Wait for the host's turn; after it, let so many seconds pass before the next begins."""
        entry = self._entry(host)
        with entry.lock:
            time.sleep(max(0.0, entry.ready - time.monotonic()))
            try:
                yield
            finally:
                self.hold(host, pause)

    def ready_at(self, host: str) -> float:
        """When the host may be asked again, on the monotonic clock."""
        return self._entry(host).ready

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask this host for so many seconds."""
        entry = self._entry(host)
        entry.ready = max(entry.ready, time.monotonic() + seconds)

    def close(self, host: str, seconds: float) -> None:
        """The host asked for a pause longer than a run waits: leave it alone until then."""
        self._entry(host).closed = time.monotonic() + seconds

    def closed_for(self, host: str) -> float:
        """Seconds that the host is still to be left alone, 0 when it is not."""
        return max(0.0, self._entry(host).closed - time.monotonic())

    def _entry(self, host: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(host, _Host())
