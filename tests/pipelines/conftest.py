"""Copies of the sample's run and of an instance with one edition, and an environment of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from readouts.base.instance.home import Home
from tests.pipelines.instance import FIRST, Instance, Lean
from tests.pipelines.pages import write_page
from tests.sampling import SampleRun


@pytest.fixture
def sample_copy(sample_run: SampleRun, tmp_path: Path) -> Home:
    """A home of one's own, as the sample run left it."""
    home = Home(tmp_path / "home")
    shutil.copytree(sample_run.home.path, home.path)
    return home


def _publish(instance: Instance) -> Path:
    write_page(instance.pages, 0, FIRST)
    instance.run(FIRST)
    return instance.path


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lean instance whose first edition is published, with one call: to be copied."""
    return _publish(Lean(tmp_path_factory.mktemp("published")))


@pytest.fixture
def instance(published: Path, tmp_path: Path) -> Lean:
    """A copy of that instance, to be changed."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return Lean(tmp_path)


@pytest.fixture(scope="session")
def published_whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, of which all is made: for Dagster and the command."""
    return _publish(Instance(tmp_path_factory.mktemp("published")))


@pytest.fixture
def whole(published_whole: Path, tmp_path: Path) -> Instance:
    """A copy of that one."""
    shutil.copytree(published_whole, tmp_path, dirs_exist_ok=True)
    return Instance(tmp_path)


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
