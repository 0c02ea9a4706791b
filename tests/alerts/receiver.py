"""A webhook on loopback that takes messages, refuses as many as it is told to, and remembers those it took.

What belongs here: receiving. What does not: what is expected. It stops with its ``with`` block, and its threads die
with the process.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Handler(BaseHTTPRequestHandler):
    server: Receiver
    # Else a body, written after its head, waits until the head is acknowledged: 40 ms.
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.guard:
            self.server.asked += 1
            refuses = self.server.refusals > 0
            self.server.refusals -= refuses
            if not refuses:
                self.server.messages.append(json.loads(body))
        self.send_response(503 if refuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Receiver(ThreadingHTTPServer):
    """``refusals`` more messages are refused; ``messages`` are those taken, ``asked`` counts all."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.guard = threading.Lock()
        self.refusals = 0
        self.asked = 0
        self.messages: list[dict[str, Any]] = []

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/"

    @property
    def titles(self) -> list[str]:
        return [message["title"] for message in self.messages]


@contextlib.contextmanager
def receiving() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
