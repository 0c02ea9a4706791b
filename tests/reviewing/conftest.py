"""One instance that two readers read, made once; tests take copies."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from readouts.base.instance.home import Home
from tests.pipelines.instance import Instance
from tests.two_readers import run_with_model


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return run_with_model(tmp_path_factory.mktemp("two") / "readers")


@pytest.fixture(scope="session")
def first(_made: Instance) -> Instance:
    """The instance as it was made: to be looked at, not to be changed."""
    return _made


@pytest.fixture
def own(_made: Instance, tmp_path: Path) -> Instance:
    """A copy of one's own, to correct and to run again; its sources stay where they are."""
    shutil.copytree(_made.home.path, tmp_path / "home")
    copied = Instance.__new__(Instance)
    copied.path, copied.pages, copied.home = tmp_path, _made.pages, Home(tmp_path / "home")
    copied.sources = tmp_path / "sources.yaml"
    shutil.copyfile(_made.sources, copied.sources)
    model = _made.sources.with_name("model.yaml")
    shutil.copyfile(model, copied.sources.with_name("model.yaml"))
    copied.project = replace(_made.project, home=copied.home, sources=copied.sources)
    return copied
