"""The sample site run through Dagster once, for all tests that look at what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sampling import SampleRun

LONG = Path(__file__).with_name("long.txt")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give all tests that look at the sample's run to one worker, so that it is made once; mark ``long.txt``."""
    listed = LONG.read_text(encoding="utf-8").splitlines()
    beginnings = tuple(line for line in listed if line and not line.startswith("#"))
    for item in items:
        if item.nodeid.startswith(beginnings):
            item.add_marker(pytest.mark.long)
        if "sample_run" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("sample"))


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    from readouts.base.home import Home
    from tests.sampling import run_sample

    return run_sample(Home(tmp_path_factory.mktemp("sample")))
