"""Dated copies of what was published, so that a figure that somebody cited can be found again.

What belongs here: copying whole files, and which copies are kept. What does not: what a publication is.

A copy is a file of its own, write-protected, that shares its blocks with the original where the file system can do
that. It is no hard link: whoever opens the published file for writing would change the copy with it.
"""

from __future__ import annotations

import os
import shutil
import socket
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from readouts.base.files import sync

READ_ONLY = 0o444
CHUNK = 1 << 30


@dataclass(frozen=True)
class KeptCopy:
    """The copy that holds a publication; ``is_new`` tells whether it was made now, ``removed`` which ones gave way."""

    path: Path
    is_new: bool
    removed: tuple[Path, ...]


@dataclass(frozen=True)
class Shelf:
    """The folder that holds the copies, and how many it holds at most (at least one)."""

    folder: Path
    size: int

    def put(self, published: Path, publication_id: str, published_at: datetime) -> KeptCopy:
        """Keep a copy of the published file, unless one of the same publication is there; the oldest make room.

        Raises:
            OSError: the copy cannot be written; those that are there stay.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        clear_drafts(self.folder, published.stem)
        same = [
            path for path in self._copies(published) if path.stem.endswith(f"-{publication_id}")
        ]
        if same:
            return KeptCopy(same[-1], False, self._make_room(published, same[-1]))
        name = (
            f"{published.stem}-{published_at:%Y-%m-%dT%H%M%SZ}-{publication_id}{published.suffix}"
        )
        draft = draft_of(self.folder / name)
        try:
            with published.open("rb") as source:
                copy_file(source, draft)
            draft.chmod(READ_ONLY)
            sync(draft)
            draft.replace(self.folder / name)
            sync(self.folder)
        finally:
            draft.unlink(missing_ok=True)
        return KeptCopy(self.folder / name, True, self._make_room(published, self.folder / name))

    def _copies(self, published: Path) -> list[Path]:
        """The copies from the oldest to the newest: their names begin with the time of publication."""
        return sorted(self.folder.glob(f"{published.stem}-*{published.suffix}"))

    def _make_room(self, published: Path, current: Path) -> tuple[Path, ...]:
        others = [path for path in self._copies(published) if path != current]
        surplus = others[: max(0, len(others) - (self.size - 1))]
        for path in surplus:
            path.unlink()
        return tuple(surplus)


def copy_file(source: BinaryIO, target: Path) -> None:
    """Copy an open file's bytes, sharing its blocks where the file system can do that.

    Raises:
        OSError: it cannot be read, or the copy cannot be written.
    """
    with target.open("wb") as writing:
        try:
            while os.copy_file_range(source.fileno(), writing.fileno(), CHUNK):
                pass
        except (AttributeError, OSError):  # not on this system, or not between these two places
            source.seek(0)
            writing.seek(0)
            writing.truncate()
            shutil.copyfileobj(source, writing, 1 << 22)


HOST = socket.gethostname()

SECONDS_OF_A_DRAFT = 86_400.0
"""How long another machine's draft is left alone: it may have lost its turn, and be writing still."""


def draft_of(target: Path) -> Path:
    """Where a file is written before it takes its name, in the same folder; no two writers have the same."""
    return target.with_name(f".{target.name}.{os.getpid()}@{HOST}")


def clear_drafts(folder: Path, stem: str) -> None:
    """Remove drafts that killed processes left; the caller holds the lock that every writer of drafts holds."""
    for path in folder.glob(f".{stem}*.*"):
        host = path.name.partition("@")[2].removesuffix(".wal")
        if host in ("", HOST) or time.time() - path.stat().st_mtime > SECONDS_OF_A_DRAFT:
            path.unlink()
