"""A web server on loopback that behaves as a test tells it to, and remembers who asked for what, and when.

What belongs here: misbehaving. What does not: what is expected of the harvest. It stops with its ``with`` block, and
its threads die with the process.
"""

from __future__ import annotations

import contextlib
import gzip
import itertools
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    """One request: its path, its headers, and when it began and ended (monotonic clock)."""

    path: str
    headers: Mapping[str, str]
    began: float
    ended: float = 0.0


@dataclass
class Answer:
    """What to answer. ``wrong_length`` announces that many bytes more than are sent."""

    body: bytes | str = b""
    status: int = 200
    type: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    wrong_length: int = 0


Route = Answer | Callable[["Handler"], Answer | None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Else a body, written after its head, waits until the head is acknowledged: 40 ms.
    disable_nagle_algorithm = True
    server: Site

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        asked = Asked(self.path, dict(self.headers.items()), time.monotonic())
        with self.server.guard:
            self.server.asked.append(asked)
        route = self.server.routes.get(self.path, self.server.default)
        if self.path == "/robots.txt" and self.path not in self.server.routes:
            route = NOT_HERE
        try:
            answer = route if isinstance(route, Answer) else route(self)
            if answer is not None:
                self.send(answer)
        except OSError:
            self.close_connection = True
        finally:
            asked.ended = time.monotonic()

    def send(self, answer: Answer) -> None:
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        if answer.type:
            self.send_header("Content-Type", answer.type)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) + answer.wrong_length))
        self.end_headers()
        self.wfile.write(body)
        if answer.wrong_length:
            self.close_connection = True

    def begin(self, *lines: str) -> None:
        """Send headers and leave the body to the caller, who ends it by closing."""
        head = "\r\n".join(("HTTP/1.1 200 OK", *lines, "Connection: close", "", ""))
        self.wfile.write(head.encode())
        self.close_connection = True


NOT_HERE = Answer("not here", 404)


class Site(ThreadingHTTPServer):
    """``default`` is what paths without a route of their own answer, robots.txt apart."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), Handler)
        self.guard = threading.Lock()
        self.asked: list[Asked] = []
        self.routes: dict[str, Route] = {}
        self.default: Route = NOT_HERE
        self.host = f"{host}:{self.server_port}"
        self.url = f"http://{self.host}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def times(self, path: str) -> int:
        return sum(asked.path == path for asked in self.asked)

    def pauses(self) -> list[float]:
        """Seconds between the end of each request and the beginning of the next."""
        ordered = sorted(self.asked, key=lambda asked: asked.began)
        return [b.began - a.ended for a, b in itertools.pairwise(ordered)]


@contextlib.contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Site]:
    site = Site(host)
    thread = threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()


# ways to misbehave


def drips(handler: Handler) -> None:
    """A byte now and then, for ever."""
    handler.begin("Content-Type: text/html")
    while True:
        handler.wfile.write(b"<")
        handler.wfile.flush()
        time.sleep(0.05)


def drips_headers(handler: Handler) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)


def hangs(handler: Handler) -> None:
    time.sleep(3)


def endless(handler: Handler) -> None:
    handler.begin("Content-Type: text/html")
    while True:
        handler.wfile.write(b"<p>more</p>" * 1000)


def resets(handler: Handler) -> None:
    handler.begin("Content-Type: text/html", "Content-Length: 100000")
    handler.wfile.write(b"<html>" * 100)
    handler.wfile.flush()
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def hangs_up(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def not_http(handler: Handler) -> None:
    handler.close_connection = True
    handler.wfile.write(b"220 mail.example ESMTP\r\n")


def bomb(handler: Handler) -> Answer:
    return Answer(gzip.compress(b"<p>" + b" " * 30_000_000), headers={"Content-Encoding": "gzip"})


def challenged(handler: Handler) -> Answer:
    """A check for robots, with the status of a page."""
    return Answer(
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>gov.example</h1>"
        "<script>window._cf_chl_opt={}</script></body></html>"
    )


def guarded(handler: Handler) -> Answer:
    """A check for robots that says nothing but by its script."""
    script = "<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>"
    return Answer(
        f"<html><head><meta name='robots' content='noindex'>{script}</head><body></body></html>"
    )


def not_there(handler: Handler) -> Answer:
    """A page that says that what was asked for is not there, with the status of one that is."""
    menu = "".join(f"<a href='/en/section-of-the-ministry-{n}'>Section {n}</a>" for n in range(9))
    return Answer(
        f"<html><head><title>Page not found | Ministry</title></head><body>{menu}</body></html>"
    )


def unscripted(handler: Handler) -> Answer:
    """The shell of a page that a script fills."""
    return Answer(
        "<!doctype html><html><head><title>Press</title></head><body><noscript>You need to enable JavaScript to run"
        " this app.</noscript><div id='root'></div><script src='/main.js'></script></body></html>"
    )


def redirect(target: str, status: int = 302) -> Answer:
    return Answer("", status, headers={"Location": target})


def after(count: int, first: Answer, then: Answer) -> Callable[[Handler], Answer]:
    """``first`` for so many requests, ``then`` afterwards."""
    seen = iter(range(count))
    return lambda handler: first if next(seen, None) is not None else then


def in_parts(body: bytes, etag: str = '"one"', breaks: Iterable[int] = ()) -> Route:
    """A file that can be asked for from a byte on, of this version alone; ``breaks`` are bytes after which each of the
    first answers is cut off.
    """
    left = iter(breaks)

    def respond(handler: Handler) -> None:
        asked = handler.headers.get("Range")
        is_this = handler.headers.get("If-Range", etag) == etag
        first, last = 0, len(body) - 1
        if asked and is_this:
            start, _, end = asked.removeprefix("bytes=").partition("-")
            first, last = int(start), min(int(end or last), last)
        handler.send_response(206 if asked and is_this else 200)
        if asked and is_this:
            handler.send_header("Content-Range", f"bytes {first}-{last}/{len(body)}")
        handler.send_header("ETag", etag)
        handler.send_header("Content-Type", "application/octet-stream")
        handler.send_header("Content-Length", str(last - first + 1))
        handler.end_headers()
        part = body[first : last + 1]
        stop = next(left, None)
        handler.wfile.write(part if stop is None else part[:stop])
        handler.close_connection = True

    return respond


def with_etag(answer: Answer, etag: str = '"one"') -> Callable[[Handler], Answer]:
    def respond(handler: Handler) -> Answer:
        headers = {**answer.headers, "ETag": etag}
        if handler.headers.get("If-None-Match") == etag:
            return Answer(b"", 304, answer.type, headers)
        return Answer(answer.body, answer.status, answer.type, headers)

    return respond
