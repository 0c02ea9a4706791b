"""Three published editions, made once for this folder, and copies of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pipelines.instance import FIRST, SECOND, THIRD, Instance
from tests.pipelines.pages import write_page


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with three published editions; the third has a copy of a page of the first."""
    path = tmp_path_factory.mktemp("three")
    instance = Instance(path)
    for number, day in enumerate([FIRST, SECOND, THIRD]):
        write_page(instance.pages, number, day, more=f"The {number} paragraph is of its own kind.")
        instance.run(day)
        shutil.copyfile(instance.home.build, path / f"build-{number}.duckdb")
    return path


@pytest.fixture
def instance(three: Path, tmp_path: Path) -> Instance:
    """A copy of them, to be changed."""
    shutil.copytree(three, tmp_path, dirs_exist_ok=True)
    return Instance(tmp_path)
