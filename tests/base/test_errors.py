"""What the operating system refuses is told in one line: which file, why, and what to do."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from readouts.base.errors import explain


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "a/b"),
            "a/b: No space left on device; make room",
        ),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "home: Disk quota exceeded; make room"),
        (
            OSError(errno.EROFS, "Read-only file system", "a/b"),
            "a/b: Read-only file system; give this user",
        ),
        (OSError(errno.EACCES, "Permission denied", "a/b"), "READOUTS_HOME name another folder"),
        (
            OSError(errno.ENOENT, "No such file or directory", "a/b"),
            "a/b: No such file or directory",
        ),
        (OSError("what a library\nsays"), "home: what a library says"),
    ],
)
def test_refusal_is_told_with_its_file_and_remedy(error: OSError, told: str) -> None:
    line = explain(error, Path("home"))
    assert told in line
    assert "\n" not in line
