"""What leaves the machine and what does not, whatever stands in the environment."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from readouts.asking.asker import ask_documents
from readouts.asking.questions.question import document_digest
from readouts.asking.settings import Settings
from readouts.asking.wire import Wire
from readouts.base.instance.home import Home
from readouts.domain.records import Report
from tests.asking.server import NO_CALLS, ModelServer, fails, redirects, says, serving

KEY = "sk-SECRET-0123456789"
ELSEWHERE = {
    "OPENAI_API_KEY": "sk-another",
    "OPENAI_ADMIN_KEY": "sk-admin",
    "OPENAI_ORG_ID": "org-of-somebody",
    "OPENAI_PROJECT_ID": "project-of-somebody",
    "OPENAI_CUSTOM_HEADERS": "X-Tracked: yes\nAuthorization: Bearer sk-third",
    "OPENAI_LOG": "debug",
    "SSL_CERT_FILE": "/nowhere.pem",
    "SSL_CERT_DIR": "/nowhere",
}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving(says(NO_CALLS)) as found:
        yield found


@pytest.fixture
def other() -> Iterator[ModelServer]:
    with serving(says(NO_CALLS)) as found:
        yield found


def ask(server: ModelServer, key: str | None, path: Path) -> str | None:
    report = Report("Two ministers spoke by telephone.")
    settings = Settings(
        model="m", address=server.address, key_variable="MODEL_KEY" if key else None
    )
    asked = ask_documents(
        settings,
        key,
        Home(path),
        {document_digest(report): report},
        faults=lambda report, answer: [],
        say=lambda line: None,
    )
    return asked.stopped


def test_nothing_is_taken_from_the_environment(
    server: ModelServer, other: ModelServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OPENAI_BASE_URL", other.address)
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other.address.removesuffix("/v1"))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password sk-netrc\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    ask(server, KEY, tmp_path)
    [asked] = server.questions
    assert other.asked == []
    sent = {name.lower(): value for name, value in asked.headers.items()}
    assert sent.pop("authorization") == f"Bearer {KEY}"
    assert sent.pop("user-agent").startswith("readouts/")
    assert set(sent) == {
        "host",
        "content-type",
        "content-length",
        "accept",
        "accept-encoding",
        "connection",
    }


def test_where_no_key_is_named_none_is_sent(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-another")
    ask(server, None, tmp_path)
    [asked] = server.questions
    assert "authorization" not in {name.lower() for name in asked.headers}


def test_a_redirect_takes_neither_text_nor_key_elsewhere(
    server: ModelServer, other: ModelServer, tmp_path: Path
) -> None:
    server.behaviour = redirects(f"{other.address}/chat/completions")
    stopped = ask(server, KEY, tmp_path)
    assert other.asked == []
    assert stopped is not None
    assert "sends elsewhere" in stopped


def test_a_key_that_a_server_sends_back_is_kept_and_said_nowhere(
    server: ModelServer, tmp_path: Path
) -> None:
    server.behaviour = says(NO_CALLS, key=KEY)
    ask(server, KEY, tmp_path)
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*.jsonl"))
    assert b"[key]" in stored
    assert KEY.encode() not in stored
    server.behaviour = fails(401, f"Incorrect API key provided: {KEY}.")
    stopped = ask(server, KEY, tmp_path / "again")
    assert stopped is not None
    assert KEY not in stopped
    assert "does not take the key in MODEL_KEY" in stopped


def test_neither_a_log_nor_an_error_holds_the_key(tmp_path: Path) -> None:
    """Even where somebody has every logger write all that it has to say."""
    script = """
import asyncio, logging, sys
logging.basicConfig(level=logging.DEBUG)
from readouts.asking.settings import Settings
from readouts.asking.wire import Wire
async def main():
    for address in ("http://127.0.0.1:9", "https://127.0.0.1:9", "http://no-such-host.invalid"):
        async with Wire(Settings(model="m", address=address), sys.argv[1]) as wire:
            try:
                await wire.ask({"model": "m"})
            except Exception as error:
                import traceback
                traceback.print_exc()
asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", script, KEY], capture_output=True, text=True, check=False
    )
    assert "unreachable" in done.stderr or "nothing listens" in done.stderr
    assert KEY not in done.stdout + done.stderr


def test_the_address_may_be_of_this_machine_and_names_are_listed(server: ModelServer) -> None:
    async def models() -> bytes:
        async with Wire(Settings(model="m", address=server.address), None) as wire:
            return (await wire.models()).body

    assert [m["id"] for m in json.loads(asyncio.run(models()))["data"]] == ["tiny", "large"]
