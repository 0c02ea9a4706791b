"""The sample site's server: the pages of ``sample/site`` on loopback, for demos and tests.

What belongs here: sending files, and the few manners of a real server that
``sample/server.yaml`` asks for (an error at first, a redirect, another charset, conditional
requests); the door to the recorded answers about them. What does not: what the pages say
(``sample/``), how they are crawled (``readouts/harvest``), and what is answered (``recorded``).

Addresses enter the ledger of what was seen, so they must be the same in every run: the port is
fixed unless ``READOUTS_SAMPLE_PORT`` names another, and a taken port is an error rather than a
reason to pick another.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import urllib3
from ruamel.yaml import YAML

from pipelines.sample.recorded import MOST_BYTES, PATH, RecordedAnswers
from readouts.base.errors import ReadoutsError

HOST = "127.0.0.1"
DEFAULT_PORT = 8765
PRODUCT = "ReadoutsSample"
PORT_VARIABLE = "READOUTS_SAMPLE_PORT"
BASE_VARIABLE = "READOUTS_SAMPLE_BASE"
"""The variable of ``sample/sources.yaml`` that holds the server's address."""


class SampleSiteError(ReadoutsError, RuntimeError):
    """The site cannot be served: the port is taken, or not a number."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that the server answered."""

    path: str
    status: int


@dataclass(slots=True)
class SampleSite:
    """A running server: its address, and what was asked of it so far, in order."""

    base: str
    hits: list[Hit] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that ``sample/sources.yaml`` is read with for this server."""
        return {BASE_VARIABLE: self.base}

    @property
    def model_address(self) -> str:
        """The OpenAI-compatible address of the recorded answers."""
        return self.base + PATH


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    location: str | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


class _Site:
    """The files and the rules; decides what a path is answered with."""

    def __init__(self, folder: Path) -> None:
        rules = YAML(typ="safe").load((folder / "server.yaml").read_text(encoding="utf-8"))
        self.types: dict[str, str] = rules["content_types"]
        self.paths: dict[str, dict[str, Any]] = rules["paths"]
        self.files = _files(folder / "site", self.types)
        self.recorded = RecordedAnswers(folder / "answers.json")
        self._asked: dict[str, int] = {}
        self._lock = threading.Lock()

    def answer(self, path: str, base: str) -> _Answer:
        rule = self.paths.get(path, {})
        if "redirect" in rule:
            return _Answer(HTTPStatus.MOVED_PERMANENTLY, location=base + rule["redirect"])
        early = self._early_status(path, rule)
        if early is not None:
            return _Answer(early, f"{early} {HTTPStatus(early).phrase}\n".encode())
        file = self.files.get(path)
        if file is None:
            return _Answer(HTTPStatus.NOT_FOUND, b"404 Not Found\n")
        text = file.read_text(encoding="utf-8").replace("{{base}}", base)
        return _Answer(
            HTTPStatus.OK,
            text.encode(rule.get("encoding", "utf-8")),
            rule.get("content_type") or self.types[file.suffix],
        )

    def _early_status(self, path: str, rule: dict[str, Any]) -> int | None:
        """The status that comes before the page: one for each of the first requests, or always."""
        first = rule.get("first", [])
        with self._lock:
            count = self._asked.get(path, 0)
            self._asked[path] = count + 1
        return first[count] if count < len(first) else rule.get("status")


def _files(root: Path, types: dict[str, str]) -> dict[str, Path]:
    """Each path that is served, and its file; nothing outside of ``root`` can be asked for."""
    found: dict[str, Path] = {}
    for file in root.rglob("*"):
        if file.is_file() and file.suffix in types:
            path = f"/{file.relative_to(root).as_posix()}"
            found[path] = file
            found[path.removesuffix("index.html")] = file
    return found


def _handler(site: _Site, state: SampleSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = PRODUCT
        sys_version = ""
        # Else a body, written after its head, waits until the head is acknowledged: 40 ms.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            if path == f"{PATH}/models":
                self._send_said(path, *site.recorded.models())
                return
            answer = site.answer(path, state.base)
            status = answer.status
            if status == HTTPStatus.OK and self.headers.get("If-None-Match") == answer.etag:
                status = int(HTTPStatus.NOT_MODIFIED)
            state.hits.append(Hit(path, int(status)))
            self._send(answer, status)

        def do_POST(self) -> None:
            path = unquote(urlsplit(self.path).path)
            size = self.headers.get("Content-Length", "")
            if not size.isdecimal() or int(size) > MOST_BYTES:
                # what was not read would be taken for the next request
                self.close_connection = True
                self._send_said(path, HTTPStatus.BAD_REQUEST, {"error": {"message": "its length"}})
                return
            request = self.rfile.read(int(size))
            if path == f"{PATH}/chat/completions":
                self._send_said(path, *site.recorded.complete(request))
            else:
                nowhere = {"error": {"message": "nothing is taken here"}}
                self._send_said(path, HTTPStatus.NOT_FOUND, nowhere)

        def _send_said(self, path: str, status: int, said: dict[str, Any]) -> None:
            state.hits.append(Hit(path, int(status)))
            body = json.dumps(said, ensure_ascii=False).encode()
            self._send(_Answer(status, body, "application/json"), status)

        def _send(self, answer: _Answer, status: int) -> None:
            self.send_response(status)
            if status == HTTPStatus.OK:
                self.send_header("ETag", answer.etag)
            if answer.location:
                self.send_header("Location", answer.location)
            body = b"" if status == HTTPStatus.NOT_MODIFIED else answer.body
            if status != HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests are kept in ``hits``; the terminal belongs to the run."""

    return Handler


def port_from_environment() -> int:
    """The port to serve on: ``READOUTS_SAMPLE_PORT``, else 8765. Raises ``SampleSiteError``."""
    text = os.environ.get(PORT_VARIABLE, "")
    if not text:
        return DEFAULT_PORT
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SampleSiteError(f"{PORT_VARIABLE} must be a port, 1 to 65535; it is {text!r}")
    return int(text)


@contextmanager
def serve(folder: Path, port: int | None = None) -> Iterator[SampleSite]:
    """Serve ``folder`` (it holds ``site/`` and ``server.yaml``) on loopback until the block ends.

    ``port`` None takes the one of the environment; 0 takes any free one, for tests, whose
    addresses may differ from run to run. Raises ``SampleSiteError`` where the port is taken.
    """
    site = _Site(Path(folder))
    state = SampleSite(base="")
    wanted = port_from_environment() if port is None else port
    try:
        server = ThreadingHTTPServer((HOST, wanted), _handler(site, state))
    except OSError as err:
        raise SampleSiteError(
            f"port {wanted} of {HOST}, where the sample site is served: {err.strerror}; "
            f"free it, or set {PORT_VARIABLE} to another port"
        ) from None
    server.daemon_threads = True
    state.base = f"http://{HOST}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serve_or_join(folder: Path) -> Iterator[SampleSite]:
    """As ``serve``, or the same site that another process of this project serves already on that port.

    Raises ``SampleSiteError`` where something else has the port.
    """
    base = f"http://{HOST}:{port_from_environment()}"
    if _is_sample(base):
        yield SampleSite(base)
    else:
        with serve(folder) as site:
            yield site


def _is_sample(base: str) -> bool:
    """Whether the sample site answers there."""
    try:
        # a pool of its own: a kept connection would still be answered by a server that has ended
        with urllib3.PoolManager(headers={"Connection": "close"}) as pool:
            answer = pool.request("GET", f"{base}/robots.txt", timeout=2, retries=False)
    except urllib3.exceptions.HTTPError:
        return False
    return answer.headers.get("Server", "").startswith(PRODUCT)
