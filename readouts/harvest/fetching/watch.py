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

_active = threading.local()


@contextlib.contextmanager
def limit(seconds: float) -> Iterator[float]:
    """The deadline (monotonic clock) of the request that this thread makes inside: then its sockets are shut."""
    deadline = time.monotonic() + seconds
    sockets: list[socket.socket] = []
    timer = threading.Timer(seconds, _cut, (sockets,))
    timer.daemon = True
    timer.start()
    _active.request = (deadline, sockets)
    try:
        yield deadline
    finally:
        _active.request = None
        timer.cancel()
        # the connection may be another request's next
        timer.join()


def guard(sock: socket.socket) -> None:
    """Put a socket of the request that this thread is making under its deadline, if it has one."""
    request = getattr(_active, "request", None)
    if request is not None:
        deadline, sockets = request
        sockets.append(sock)
        if time.monotonic() > deadline:
            _cut(sockets)


def _cut(sockets: list[socket.socket]) -> None:
    for sock in tuple(sockets):
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
