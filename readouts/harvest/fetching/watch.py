"""A clock over sockets: a request that outlives its limit is cut, however slowly it drips.

What belongs here: cutting what is late. A socket's own timeout starts anew with every byte, so that a server which
sends one byte every few seconds would hold a request for ever.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

_TICK = 0.1
_active = threading.local()


class Watch:
    """One thread that shuts the sockets of late requests. Safe for several threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._sockets: dict[int, tuple[float, socket.socket]] = {}
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def limit(self, seconds: float) -> Iterator[float]:
        """The deadline (monotonic clock) of the request made inside; its socket is let go of at the end."""
        deadline = time.monotonic() + seconds
        _active.request = (self, deadline)
        try:
            yield deadline
        finally:
            _active.request = None
            with self._guard:
                self._sockets.pop(threading.get_ident(), None)

    def add(self, sock: socket.socket, deadline: float) -> None:
        """Shut this socket at the deadline unless the request of this thread has ended by then."""
        with self._guard:
            self._sockets[threading.get_ident()] = (deadline, sock)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(_TICK):
            now = time.monotonic()
            with self._guard:
                late = [sock for deadline, sock in self._sockets.values() if now > deadline]
                for sock in late:
                    with contextlib.suppress(OSError):
                        sock.shutdown(socket.SHUT_RDWR)


def guard(sock: socket.socket) -> None:
    """Put the socket of the request that this thread is making under its deadline, if it has one."""
    request = getattr(_active, "request", None)
    if request is not None:
        watch, deadline = request
        watch.add(sock, deadline)
