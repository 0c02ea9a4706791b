"""An OpenAI-compatible server on the loopback that behaves as a test tells it to, and remembers what it was asked.

What belongs here: answering well, and misbehaving. What does not: what is expected of whoever asks. It stops with its
``with`` block, and its threads die with the process.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """One request: its path, headers, body, and when it came (monotonic clock)."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    at: float

    @property
    def way(self) -> str:
        return (self.body.get("response_format") or {"type": "prompt"})["type"]

    @property
    def document(self) -> str:
        return self.body["messages"][1]["content"]


Behaviour = Callable[["Handler", Asked], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Else a body, written after its head, waits until the head is acknowledged: 40 ms.
    disable_nagle_algorithm = True
    server: ModelServer

    def log_message(self, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(size) or b"{}")
        self._answer(self.server.behaviour, body)

    def do_GET(self) -> None:
        self._answer(self.server.listing, {})

    def _answer(self, behaviour: Behaviour, body: dict[str, Any]) -> None:
        asked = Asked(self.path, dict(self.headers.items()), body, time.monotonic())
        with self.server.guard:
            self.server.asked.append(asked)
        try:
            behaviour(self, asked)
        except OSError:
            self.close_connection = True

    def send(
        self,
        body: bytes | str | dict[str, Any],
        status: int = 200,
        type: str = "application/json",
        **headers: str,
    ) -> None:
        data = json.dumps(body, ensure_ascii=False) if isinstance(body, dict) else body
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        self.send_response(status)
        self.send_header("Content-Type", type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


class ModelServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.guard = threading.Lock()
        self.asked: list[Asked] = []
        self.behaviour = behaviour
        self.listing: Behaviour = lists("tiny", "large")
        self.address = f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        pass

    @property
    def questions(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.endswith("/chat/completions")]


@contextlib.contextmanager
def serving(behaviour: Behaviour) -> Iterator[ModelServer]:
    server = ModelServer(behaviour)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


# answering well

NO_CALLS = '{"calls": []}'


def completion(
    words: str | None, *, sent: int | None = None, finish: str = "stop", **more: Any
) -> dict[str, Any]:
    usage = {"prompt_tokens": sent, "completion_tokens": 20, **more}
    return {
        "id": "c",
        "object": "chat.completion",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": words},
                "finish_reason": finish,
            }
        ],
        "usage": usage if sent is not None else None,
    }


def says(words: str | None, **more: Any) -> Behaviour:
    """The same words to every question, with a usage that fits what was sent."""
    return lambda handler, asked: handler.send(completion(words, **({"sent": fits(asked)} | more)))


def fits(asked: Asked) -> int:
    return round(sum(len(said["content"]) for said in asked.body["messages"]) / 4.6)


def answers(by_words: dict[str, str]) -> Behaviour:
    """The answer whose key stands in the document; no calls where none does."""

    def behave(handler: Handler, asked: Asked) -> None:
        found = (answer for words, answer in by_words.items() if words in asked.document)
        handler.send(completion(next(found, NO_CALLS), sent=fits(asked)))

    return behave


def lists(*names: str) -> Behaviour:
    return lambda handler, asked: handler.send(
        {"object": "list", "data": [{"id": name, "object": "model"} for name in names]}
    )


# misbehaving


def fails(status: int, body: Any = "", **headers: str) -> Behaviour:
    data = {"error": {"message": body}} if isinstance(body, str) and body else body
    return lambda handler, asked: handler.send(data, status, **headers)


def only(way: str, refusal: Behaviour, otherwise: Behaviour) -> Behaviour:
    """Takes questions that are asked one way, or a way below it; refuses the others."""
    order = ("json_schema", "json_object", "prompt")

    def behave(handler: Handler, asked: Asked) -> None:
        taken = order.index(asked.way) >= order.index(way)
        (otherwise if taken else refusal)(handler, asked)

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One after another; the last for all that follow."""
    left = list(behaviours)
    guard = threading.Lock()

    def behave(handler: Handler, asked: Asked) -> None:
        with guard:
            behaviour = left.pop(0) if len(left) > 1 else left[0]
        behaviour(handler, asked)

    return behave


def redirects(target: str) -> Behaviour:
    return lambda handler, asked: handler.send("", 307, Location=target)


def sends_a_page(handler: Handler, asked: Asked) -> None:
    handler.send("<!DOCTYPE html><html><body>Please log in</body></html>", type="text/html")


def breaks_off(handler: Handler, asked: Asked) -> None:
    """Announces more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [{"message": {"content": "{\\"calls\\":')
    handler.close_connection = True


def hangs_up(handler: Handler, asked: Asked) -> None:
    handler.close_connection = True
    handler.connection.close()


def floods(handler: Handler, asked: Asked) -> None:
    """A hundred megabytes."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    for _ in range(100):
        handler.wfile.write(b" " * 1_000_000)


def fails_with_a_flood(handler: Handler, asked: Asked) -> None:
    handler.send_response(500)
    handler.end_headers()
    handler.close_connection = True
    for _ in range(100):
        handler.wfile.write(b" " * 1_000_000)


def streams(words: str, *, whole: bool = True) -> Behaviour:
    """A stream of events that nobody asked for."""

    def behave(handler: Handler, asked: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        handler.close_connection = True
        for at in range(0, len(words), 7):
            event = {"choices": [{"delta": {"content": words[at : at + 7]}}]}
            handler.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        if whole:
            end = {
                "choices": [{"delta": {}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 1500},
            }
            handler.wfile.write(f"data: {json.dumps(end)}\n\ndata: [DONE]\n\n".encode())

    return behave


def is_slow(seconds: float, then: Behaviour) -> Behaviour:
    def behave(handler: Handler, asked: Asked) -> None:
        time.sleep(seconds)
        then(handler, asked)

    return behave


def has_a_window(tokens: int, then: Callable[[str], str]) -> Behaviour:
    """Cuts a prompt at its window, from the front as Ollama does, and answers 200 all the same."""

    def behave(handler: Handler, asked: Asked) -> None:
        text = asked.document
        sent = fits(asked)
        if sent > tokens:
            text = text[-round((tokens - 1_500) * 4.6) :]
        handler.send(completion(then(text), sent=min(sent, tokens)))

    return behave
