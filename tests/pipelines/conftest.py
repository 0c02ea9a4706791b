"""The sample site run through Dagster once, for all tests that look at what came of it."""

from __future__ import annotations

import os
import shutil
import socket
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipelines.runs import EditionRun, run_editions
from pipelines.sample_site import Hit, serve
from readouts.home import ROOT, Home

SAMPLE = ROOT / "sample"
EDITIONS: list[date] = YAML(typ="safe").load(SAMPLE / "editions.yaml")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORT = _free_port()
"""One port for all runs of this process: addresses are what a second run knows pages by."""


@dataclass
class SampleRun:
    """A finished run of all sample editions: its home, how each ended, and what it asked the server for."""

    home: Home
    runs: list[EditionRun]
    hits: list[Hit]
    said: list[str]


def run_sample(home: Home, editions: list[date] | None = None, **options: bool) -> SampleRun:
    """Run sample editions into ``home``, with the site served meanwhile."""
    said: list[str] = []
    with serve(SAMPLE, port=PORT) as site:
        os.environ.update(site.environment)
        runs = list(
            run_editions(
                home, SAMPLE / "sources.yaml", editions or EDITIONS, say=said.append, **options
            )
        )
        return SampleRun(home, runs, list(site.hits), said)


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    return run_sample(Home(tmp_path_factory.mktemp("sample")))


@pytest.fixture
def sample_copy(sample_run: SampleRun, tmp_path: Path) -> Home:
    """A home of one's own, as the sample run left it."""
    home = Home(tmp_path / "home")
    shutil.copytree(sample_run.home.path, home.path)
    return home


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test see the environment of another."""
    for name in ("READOUTS_HOME", "READOUTS_SOURCES", "READOUTS_SCHEDULE", "DAGSTER_HOME"):
        monkeypatch.delenv(name, raising=False)
