"""The UI obeys its own pages: a real server, a real browser's headers, and pages elsewhere that try."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from pipelines.ui.guard import Asked, NamesError, own_origins, refusal
from readouts.base.instance.home import ROOT
from tests.brief.conftest import BROWSERS

PROXIED = "https://readouts.example.org"
SECONDS_TO_START = 120

QUERY = json.dumps({"query": "{ version }"})
WIPE = "/graphql?query=mutation%7BwipeAssets(assetPartitionRanges%3A%5B%5D)%7B__typename%7D%7D"


@dataclass(frozen=True)
class Server:
    port: int
    log: Path

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": self.name} | given)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The command ``readouts ui`` on a home of its own, behind a proxy's name."""
    folder = tmp_path_factory.mktemp("ui")
    sources = folder / "sources.yaml"
    sources.write_text("sources: []\n")
    server = Server(free_port(), folder / "log")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "READOUTS_HOME": str(folder / "home"),
        "READOUTS_SOURCES": str(sources),
        "READOUTS_SCHEDULE": "off",
        "READOUTS_UI_NAMES": PROXIED,
    }
    command = [sys.executable, "-m", "pipelines.cli", "ui", "--port", str(server.port)]
    # As a shell starts what runs in the background: without SIGINT. It has to end when it is asked to, all the same.
    command = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command]
    with (
        server.log.open("w") as log,
        subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        ) as program,
    ):
        try:
            _wait_for(server, program)
            yield server
        finally:
            program.send_signal(signal.SIGTERM)
            try:
                program.wait(SECONDS_TO_START)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)  # it would be waited for for ever
                raise
    with socket.socket() as listener:  # it has ended, and what it started with it
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", server.port))
    assert program.returncode == 0
    assert "Traceback" not in server.log.read_text()


def _wait_for(server: Server, program: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and program.poll() is None:
        try:
            if server.ask("GET", "/server_info")[0] == 200:
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(server.log.read_text())


JSON = "application/json"

OWN = {
    "typed in": ("GET", "/", None, {"Sec_Fetch_Site": "none"}),
    "no browser": ("GET", "/server_info", None, {}),
    "own page": ("POST", "/graphql", QUERY, {"Sec_Fetch_Site": "same-origin", "Origin": "own"}),
    "by its other name": ("GET", "/", None, {"Host": "localhost:PORT"}),
    "by a proxy": ("POST", "/graphql", QUERY, {"Host": "readouts.example.org", "Origin": PROXIED}),
    "a proxy that names the port": ("GET", "/", None, {"Host": "Readouts.example.org:443"}),
    "a link elsewhere": (
        "GET",
        "/runs/x",
        None,
        {
            "Sec_Fetch_Site": "cross-site",
            "Sec_Fetch_Mode": "navigate",
            "Sec_Fetch_Dest": "document",
        },
    ),
}


@pytest.mark.parametrize("case", OWN)
def test_own_pages_are_obeyed(server: Server, case: str) -> None:
    method, path, body, headers = OWN[case]
    given = {
        name: value.replace("PORT", str(server.port)).replace("own", f"http://{server.name}")
        for name, value in headers.items()
    } | ({"Content_Type": JSON} if body else {})
    status, text = server.ask(method, path, body, **given)
    assert status == 200, text
    if body:
        assert "version" in json.loads(text)["data"]


FOREIGN = {
    "rebinding": ("GET", "/server_info", None, {"Host": "evil.example:PORT"}),
    "rebinding of a command": ("POST", "/graphql", QUERY, {"Host": "evil.example:PORT"}),
    "another port of this machine": ("GET", "/", None, {"Host": "127.0.0.1:1"}),
    "a name that begins alike": ("GET", "/", None, {"Host": "127.0.0.1:PORT.evil.example"}),
    "no name": ("GET", "/", None, {"Host": ""}),
    "foreign origin": ("GET", WIPE, None, {"Origin": "https://evil.example"}),
    "foreign host and origin": (
        "GET",
        WIPE,
        None,
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ),
    "origin null": ("POST", "/graphql", QUERY, {"Origin": "null"}),
    "another port's page": ("POST", "/graphql", QUERY, {"Origin": "http://127.0.0.1:1"}),
    "another scheme": (
        "POST",
        "/graphql",
        QUERY,
        {"Host": "readouts.example.org", "Origin": "http://readouts.example.org"},
    ),
    "its other name": ("POST", "/graphql", QUERY, {"Origin": "http://localhost:PORT"}),
    "cross-site": ("GET", "/server_info", None, {"Sec_Fetch_Site": "cross-site"}),
    "same-site": ("POST", "/graphql", QUERY, {"Sec_Fetch_Site": "same-site"}),
    "an image": ("GET", WIPE, None, {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}),
    "a window on a command": (
        "GET",
        WIPE,
        None,
        {
            "Sec_Fetch_Site": "cross-site",
            "Sec_Fetch_Mode": "navigate",
            "Sec_Fetch_Dest": "document",
        },
    ),
    "a frame": (
        "GET",
        "/runs",
        None,
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"},
    ),
    "plain text": ("POST", "/graphql", QUERY, {"Content_Type": "text/plain"}),
    "text that says json": (
        "POST",
        "/graphql",
        QUERY,
        {"Content_Type": "text/plain; x=application/json"},
    ),
    "a form without a type": ("POST", WIPE, "", {"Content_Type": ""}),
    "a command by GET from an old browser": ("GET", WIPE, None, {}),
    "a report by form": (
        "POST",
        "/report_asset_materialization/warehouse",
        "a=b",
        {"Content_Type": "application/x-www-form-urlencoded"},
    ),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_pages_elsewhere_are_refused_with_a_line(server: Server, case: str) -> None:
    method, path, body, headers = FOREIGN[case]
    given = ({"Content_Type": JSON} if body else {}) | {
        name: value.replace("PORT", str(server.port)) for name, value in headers.items()
    }
    status, text = server.ask(method, path, body, **given)
    assert status == 403
    assert text.startswith("refused: ")
    assert len(text.splitlines()) == 1
    assert server.name in text
    assert "READOUTS_UI_NAMES" in text


def test_refusals_are_told_once_and_without_escapes(server: Server) -> None:
    for _ in range(3):
        server.ask("GET", "/", Origin="http://told.example/\x9b31m")
    told = [line for line in server.log.read_text().splitlines() if "told.example" in line]
    assert len(told) == 1
    assert "\x9b" not in told[0]


SUBSCRIPTION = json.dumps(
    {
        "id": "1",
        "type": "start",
        "payload": {"query": "subscription { locationStateChangeEvents { __typename } }"},
    }
)


@pytest.mark.parametrize("origin", [None, "own"])
def test_live_updates_of_own_pages_come(server: Server, origin: str | None) -> None:
    own = f"http://{server.name}" if origin else None
    with connect(f"ws://{server.name}/graphql", subprotocols=["graphql-ws"], origin=own) as socket_:
        socket_.send('{"type": "connection_init"}')
        assert json.loads(socket_.recv(timeout=30))["type"] == "connection_ack"
        socket_.send(SUBSCRIPTION)
        with pytest.raises(TimeoutError):  # no error comes; there is no news
            socket_.recv(timeout=1)


def test_live_updates_of_pages_elsewhere_are_refused(server: Server) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(
            f"ws://{server.name}/graphql",
            subprotocols=["graphql-ws"],
            origin="https://evil.example",
        ).close()
    assert refused.value.response.status_code == 403
    with (
        socket.create_connection(("127.0.0.1", server.port)) as raw,
        pytest.raises(InvalidStatus),
    ):
        connect("ws://evil.example/graphql", sock=raw).close()


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="no browser is found")
def test_browser_shows_the_ui_and_a_page_elsewhere_gets_nothing(server: Server) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS))),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                f"--host-resolver-rules=MAP rebound.example 127.0.0.1:{server.port}",
            ],
        )
        page = browser.new_page()
        sockets, failed = [], []
        page.on("websocket", lambda found: sockets.append(found.url))
        page.on("response", lambda got: failed.append(got.url) if got.status == 403 else None)
        page.goto(f"http://{server.name}/overview")
        page.get_by_text(re.compile("Runs|Overview")).first.wait_for(timeout=60_000)
        page.wait_for_timeout(2000)
        assert not failed
        assert any(url.endswith("/graphql") for url in sockets)

        page.goto("http://rebound.example/")
        assert "refused: Host 'rebound.example'" in page.content()
        browser.close()


def test_names_of_a_proxy() -> None:
    own = own_origins(3000, "readouts.example.org, http://box.example:8080/")
    assert own == {
        "http://127.0.0.1:3000",
        "http://localhost:3000",
        "https://readouts.example.org",
        "http://box.example:8080",
    }


@pytest.mark.parametrize(
    "name",
    ["ftp://x.example", "https://", "https://x.example/ui", "https://me@x.example", "x.example:no"],
)
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(NamesError, match="READOUTS_UI_NAMES"):
        own_origins(3000, name)


def test_two_hosts_are_none() -> None:
    asked = Asked(
        "http",
        "GET",
        "/",
        b"",
        Headers(raw=[(b"host", b"127.0.0.1:3000"), (b"host", b"evil.example")]),
    )
    assert refusal(asked, own_origins(3000)) is not None
