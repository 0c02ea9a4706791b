"""Copies of the sample's run, and an environment of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from readouts.base.home import Home
from tests.sampling import SampleRun


@pytest.fixture
def sample_copy(sample_run: SampleRun, tmp_path: Path) -> Home:
    """A home of one's own, as the sample run left it."""
    home = Home(tmp_path / "home")
    shutil.copytree(sample_run.home.path, home.path)
    return home


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test see the environment of another."""
    for name in (
        "READOUTS_HOME",
        "READOUTS_CORRECTIONS",
        "READOUTS_KEEP",
        "READOUTS_SOURCES",
        "READOUTS_SCHEDULE",
        "DAGSTER_HOME",
    ):
        monkeypatch.delenv(name, raising=False)
