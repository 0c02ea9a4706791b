"""What went wrong with a request is named rightly, for the page itself and for the robots.txt before it."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.check import check_sources
from readouts.harvest.collection.collect import harvest
from readouts.harvest.fetching.fetch import Fetcher
from readouts.harvest.fetching.outcome import Outcome, Request, retry_after
from tests.harvest import server
from tests.harvest.pages import DAY, QUICK, article, source
from tests.harvest.server import Answer, Site

LIMITS = dataclasses.replace(QUICK, connect=1.5, read=1.5, attempts=1, redirects=3)


def asked(url: str, timeout: float = 5.0) -> Outcome:
    fetcher = Fetcher(LIMITS)
    try:
        return fetcher.fetch(url, Request(0.0, timeout, 100_000, True, ""))
    finally:
        fetcher.close()


@contextlib.contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that speaks no HTTP of its own: what it does with each connection is given."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with connection, contextlib.suppress(OSError):
                        answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"


@contextlib.contextmanager
def refusing() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    yield f"127.0.0.1:{port}"


@contextlib.contextmanager
def full() -> Iterator[str]:
    """A host that takes no further connection, and does not say so."""
    with socket.socket() as listening, contextlib.ExitStack() as stack:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield f"127.0.0.1:{listening.getsockname()[1]}"


def wait(connection: socket.socket) -> None:
    connection.recv(65_536)
    threading.Event().wait(3)


def close(connection: socket.socket) -> None:
    connection.recv(65_536)


def cut(connection: socket.socket) -> None:
    connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def says(text: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(text)

    return answer


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
Opening = Callable[[], contextlib.AbstractContextManager[str]]


def host(answer: Callable[[socket.socket], None]) -> Opening:
    return lambda: answering(answer)


HOSTS: dict[str, tuple[Opening, str, str]] = {
    "refused": (refusing, "http", "connect: no connection: Connection refused"),
    "full": (full, "http", "timeout: no connection in time"),
    "silent": (host(wait), "http", "timeout: no answer in time"),
    "cut": (host(cut), "http", "reset: "),
    "closed": (host(close), "http", "reset: "),
    "mail": (host(says(b"220 mail.example ESMTP\r\n")), "http", "not_http: "),
    "short": (host(says(HEAD + b"Content-Length: 99\r\n\r\nfew")), "http", "short: "),
    "short chunk": (host(says(CHUNKED + b"9\r\nfew")), "http", "short: "),
    "endless line": (host(says(HEAD + b"X: " + b"a" * 70_000 + b"\r\n\r\n")), "http", "not_http: "),
    "no tls": (host(says(HEAD + b"\r\n")), "https", "tls: "),
    "cut tls": (host(cut), "https", "reset: "),
}


@pytest.mark.parametrize("case", HOSTS)
def test_what_is_wrong_with_a_host_is_named(case: str) -> None:
    opening, scheme, expected = HOSTS[case]
    with opening() as place:
        # what is wrong with robots.txt alone is said to be: the page could yet be had
        error = asked(f"{scheme}://{place}/page").error
        code = expected.split(":")[0]
        if code in {"connect", "tls"}:
            assert error.startswith(expected)
            assert error.endswith("(asked for robots.txt)")
        else:
            assert error.startswith(f"robots_unavailable: robots.txt: {expected}")


def test_a_name_that_does_not_resolve_is_named() -> None:
    outcome = asked("http://no-such-host.invalid/")
    assert outcome.error == "dns: the host's name does not resolve (asked for robots.txt)"
    assert outcome.is_transient


PAGES = {
    "silent": (server.hangs, "timeout: no answer in time"),
    "cut": (server.resets, "reset: "),
    "closed": (server.hangs_up, "reset: "),
    "mail": (server.not_http, "not_http: "),
    "short": (Answer("few", wrong_length=99), "short: "),
    "dripping": (server.drips, "timeout: more than 2 s"),
    "dripping headers": (server.drips_headers, "timeout: more than 2 s"),
    "many redirects": (lambda handler: server.redirect(f"{handler.path}x"), "redirect: more than 3"),
    "loop": (server.redirect("/page"), "redirect: back to "),
    "not found": (Answer("no", 404), "http: 404 Not Found"),
}  # fmt: skip


@pytest.mark.parametrize("case", PAGES)
def test_what_is_wrong_with_a_page_is_named(case: str, site: Site) -> None:
    site.default, expected = PAGES[case]
    assert asked(f"{site.url}/page", timeout=2.0).error.startswith(expected)


def test_sources_check_tells_a_stopped_server_from_a_slow_one_and_a_typing_error() -> None:
    with refusing() as refused, full() as slow:
        hosts = {"refused": refused, "typed": "no-such-host.invalid", "slow": slow}
        tried = check_sources(
            [source("feed", id=name, url=f"http://{host}/feed") for name, host in hosts.items()],
            limits=LIMITS,
        )
    problems = {check.source_id: check.problem for check in tried}
    assert problems["refused"].startswith("connect: no connection")
    assert problems["typed"].startswith("dns: the host's name does not resolve")
    assert "timeout: no connection in time" in problems["slow"]
    assert not any(check.reachable for check in tried)


def test_a_host_without_a_name_is_asked_once_a_run_and_again_by_the_next(home: Path) -> None:
    named = source("urls", urls=("http://no-such-host.invalid/a",))
    for _ in range(2):
        harvest([named], DAY, home, limits=QUICK)
    rows = archived_pages(home, DAY)
    assert [row["error"].split(":")[0] for row in rows] == ["dns", "dns"]


NOW = datetime(2026, 5, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "said", "seconds"),
    [
        ("120", None, 120.0),
        (" 7 ", None, 7.0),
        ("²", None, None),
        ("-5", None, None),
        ("soon", None, None),
        ("", None, None),
        (format_datetime(NOW + timedelta(seconds=90)), None, 90.0),
        (format_datetime(NOW - timedelta(days=1)), None, 0.0),
        # one of the two clocks is a day wrong: what counts is the pause between the server's own two times
        (
            format_datetime(NOW + timedelta(days=1, seconds=90)),
            format_datetime(NOW + timedelta(days=1)),
            90.0,
        ),
        (format_datetime(NOW + timedelta(seconds=90)), "no date", 90.0),
    ],
)
def test_a_pause_is_counted_by_the_clock_of_whoever_asks_for_it(
    value: str, said: str | None, seconds: float | None
) -> None:
    assert retry_after(value, NOW, said) == seconds


# a robots.txt, and whether it keeps us away from /private
CROWDED = {
    "names before rules": (
        [*(f"User-agent: crawler{n}" for n in range(10_000)), *["Disallow: /private"] * 12_000],
        False,
    ),
    "names that begin as ours does": (
        [
            *(f"User-agent: r{'*' * (n % 40)}" for n in range(6_000)),
            *["Disallow: /private"] * 9_000,
        ],
        True,
    ),
    "wildcards": (["User-agent: *", "Disallow: /private", "Disallow: /" + "*a" * 200_000], True),
    "one line": (["User-agent: *", "Disallow: /private", "x" * 400_000], True),
    "a name in capitals, and a comment": (
        ["User-Agent:READOUTS # us", "Disallow: /private", "User-agent: other", "Disallow: /"],
        True,
    ),
    "no colon": (["user-agent *", "disallow /private"], True),
}


@pytest.mark.parametrize("case", CROWDED)
def test_a_robots_file_is_read_in_time_whatever_is_in_it(case: str, site: Site) -> None:
    lines, is_kept_away = CROWDED[case]
    text = "\n".join(lines)
    assert len(text) < 512_000
    site.default = Answer(article(1))
    site.routes["/robots.txt"] = Answer(text, type="text/plain")
    started = time.monotonic()
    assert asked(f"{site.url}/a").error == ""
    error = asked(f"{site.url}/private").error
    assert error == ("robots: not allowed by robots.txt" if is_kept_away else "")
    assert time.monotonic() - started < 30.0
