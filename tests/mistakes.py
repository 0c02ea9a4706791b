"""Files that people write, with mistakes: each is answered with its line and what was expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from readouts.base.yaml_file import FileError
from tests.cases import read_cases


def cases(path: Path) -> dict[str, dict[str, Any]]:
    """Cases by name: a ``file``, and the ``answers`` to it, each from its line on."""
    return {case["name"]: case for case in read_cases(path)}


def answers(path: Path, text: str, load: Callable[[Path], object]) -> Sequence[str]:
    """Write a file that cannot be used, load it, and return what is said of it, a line each."""
    path.write_text(text, "utf-8")
    with pytest.raises(FileError) as caught:
        load(path)
    return str(caught.value).splitlines()


def require(path: Path, case: dict[str, Any], load: Callable[[Path], object]) -> Sequence[str]:
    """See that each mistake of a case is answered, in order, and nothing else; the answers."""
    told = answers(path, case["file"], load)
    expected = [f"{path}:{answer}" for answer in case["answers"]]
    assert len(told) == len(expected), told
    for line, beginning in zip(told, expected, strict=True):
        assert line.startswith(beginning), line
    return told
