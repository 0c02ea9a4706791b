"""Three editions in an archive, made once for this folder, and copies of them to be damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pipelines.instance import FIRST, SECOND, THIRD, Lean
from tests.pipelines.pages import write_page

MORE = "The road along the river past old mills was mapped by clerks who wrote about bridges and the price of bread."


@pytest.fixture(scope="session")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions: two calls in the first, a copy of one of them in the second, another call in the third."""
    path = tmp_path_factory.mktemp("archive")
    instance = Lean(path)
    write_page(instance.pages, 0, FIRST)
    write_page(instance.pages, 1, FIRST, MORE)
    instance.run(FIRST)
    write_page(instance.pages, 0, SECOND)
    (instance.pages / "call-0.html").rename(instance.pages / "reprint.html")
    instance.run(SECOND)
    write_page(instance.pages, 2, THIRD)
    instance.run(THIRD)
    return path


@pytest.fixture
def instance(archived: Path, tmp_path: Path) -> Lean:
    """A copy of them, to be changed."""
    shutil.copytree(archived, tmp_path, dirs_exist_ok=True)
    return Lean(tmp_path)
