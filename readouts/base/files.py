"""Files as the project writes and reads them: whole or not at all, appended for good, tables of tab-separated values.

What belongs here: how a file is put in its place. What does not: what is in it.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, content: str | bytes, *, for_good: bool = False) -> None:
    """Write a file so that readers see the old one or the new one, never a part; ``for_good`` survives a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _drafted(path, content, for_good=for_good) as draft:
        draft.replace(path)


def write_first(path: Path, content: str) -> None:
    """Write a file where there is none, whole and for good; of several who do it at once one does.

    Raises:
        FileExistsError: there is one.
    """
    with _drafted(path, content, for_good=True) as draft:
        os.link(draft, path)
    sync(path.parent)


@contextmanager
def _drafted(path: Path, content: str | bytes, *, for_good: bool) -> Iterator[Path]:
    """What is to be in a file, beside it under another name, which is gone after the block."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            if for_good:
                file.flush()
                os.fsync(file.fileno())
        draft.chmod(0o644)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def append(path: Path, lines: bytes, *, head: bytes = b"") -> None:
    """Append to a file, which is begun with a ``head``; when this returns, it will survive whatever comes.

    The end of a line that a killed run left half written stays what it is: a line of its own, and none that is meant.
    """
    is_new = not path.exists()
    if is_new:
        _make_folder(path.parent)
    with path.open("ab+") as file:
        size = file.seek(0, os.SEEK_END)
        if not size:
            lines = head + lines
        elif os.pread(file.fileno(), 1, size - 1) != b"\n":
            lines = b"\n" + lines
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync(path.parent)


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that takes its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def sync(path: Path) -> None:
    """Make the file, or the names in the folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """A folder, and those above it, that will be there after a power cut."""
    missing = [at for at in (folder, *folder.parents) if not at.is_dir()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        sync(made.parent)


class TableError(ValueError):
    """A table is not of the form that ``read_tsv`` reads; the message says where."""


def read_tsv(path: Path) -> list[dict[str, str]]:
    """The rows of a table: tab-separated, a header line first, no quoting; lines that begin with ``#`` are notes.

    Raises:
        TableError: a row has more or fewer cells than the header.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if line.strip() and not line.startswith("#"))
        header, *rows = csv.reader(kept, delimiter="\t", quoting=csv.QUOTE_NONE)
    for cells in rows:
        if len(cells) != len(header):
            raise TableError(
                f"{path.name}: row {cells[0]!r} has {len(cells)} cells, expected {len(header)}"
            )
    return [dict(zip(header, cells, strict=True)) for cells in rows]
