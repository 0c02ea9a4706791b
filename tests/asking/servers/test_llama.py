"""Against llama.cpp's own server, where it was built (``make model-server``): its manners are nobody's invention."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from readouts.asking.answers.reply import RefusedError, listed_models
from readouts.asking.answers.store import Store
from readouts.asking.asker import ask_documents
from readouts.asking.questions.question import document_digest
from readouts.asking.settings import Settings
from readouts.asking.wire import Wire
from readouts.base.instance.home import ROOT, Home
from readouts.domain.records import Report

BUILT = Path(os.environ.get("READOUTS_MODEL_SERVER") or ROOT / "data" / "model-server")

pytestmark = pytest.mark.skipif(
    not (BUILT / "tiny.gguf").is_file(), reason="'make model-server' builds the server"
)

SECONDS_TO_START = 120


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "READOUTS_MODEL_SERVER": str(BUILT),
        "READOUTS_MODEL_PORT": str(port),
    }
    server = subprocess.Popen(
        [str(ROOT / "tests" / "asking" / "model-server.sh")],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = f"http://127.0.0.1:{port}/v1"
    try:
        assert asyncio.run(_answers(found)), "the server did not start"
        yield found
    finally:
        server.terminate()
        server.wait(20)


async def _answers(address: str) -> bool:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        async with Wire(Settings(model="tiny", address=address), None) as wire:
            with contextlib.suppress(RefusedError):
                if listed_models(await wire.models()) == ["tiny"]:
                    return True
        await asyncio.sleep(0.5)
    return False


def test_its_schema_is_refused_its_json_mode_kept_to_and_its_answers_cut_off(
    address: str, tmp_path: Path
) -> None:
    report = Report("Minister Ada Brisk telephoned Tor Vell on Friday.")
    document = document_digest(report)
    asked = ask_documents(
        Settings(model="tiny", address=address, window=8_192, answer_tokens=256),
        None,
        Home(tmp_path),
        {document: report},
        faults=lambda report, answer: [],
        say=lambda line: None,
    )
    assert asked.stopped is None
    assert asked.spent.refusals == {"way_refused": 1}
    [entry] = Store(Home(tmp_path)).answers(document).given()
    assert (entry.way, entry.status) == ("json_object", "cut_off")
    assert entry.tokens_sent is not None
    assert entry.tokens_sent > 4_000
    assert asked.given_up == {document}


def test_what_is_longer_than_its_window_is_said_to_be(address: str, tmp_path: Path) -> None:
    report = Report("Harbours and mills. " * 4_000)
    asked = ask_documents(
        Settings(
            model="tiny", address=address, window=100_000, answer_tokens=256, way="json_object"
        ),
        None,
        Home(tmp_path),
        {document_digest(report): report},
        faults=lambda report, answer: [],
        say=lambda line: None,
    )
    assert asked.spent.refusals["too_long"] == 3
    assert asked.waiting
