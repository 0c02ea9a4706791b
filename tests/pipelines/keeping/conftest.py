"""Three published editions, made once for this folder, two of which all marts are made, and copies of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pipelines.instance import FIRST, SECOND, THIRD, Instance, Lean
from tests.pipelines.pages import write_page


def _write(instance: Instance, number: int) -> None:
    day = (FIRST, SECOND, THIRD)[number]
    write_page(instance.pages, number, day, more=f"The {number} paragraph is of its own kind.")


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with three published editions, each of one page, and its build file after each of them."""
    path = tmp_path_factory.mktemp("three")
    instance = Lean(path)
    for number, day in enumerate([FIRST, SECOND, THIRD]):
        _write(instance, number)
        instance.run(day)
        shutil.copyfile(instance.home.build, path / f"build-{number}.duckdb")
    return path


@pytest.fixture
def instance(three: Path, tmp_path: Path) -> Lean:
    """A copy of them, to be changed."""
    shutil.copytree(three, tmp_path, dirs_exist_ok=True)
    return Lean(tmp_path)


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with two published editions, for Dagster and the command to run."""
    path = tmp_path_factory.mktemp("two")
    instance = Instance(path)
    _write(instance, 0)
    _write(instance, 1)
    instance.run(FIRST, SECOND)
    return path


@pytest.fixture
def whole(two: Path, tmp_path: Path) -> Instance:
    """A copy of these."""
    shutil.copytree(two, tmp_path, dirs_exist_ok=True)
    return Instance(tmp_path)
