"""The inventory: which volumes an edition has, and what each holds, so that what goes is missed.

What belongs here: the lists under ``archive/inventory/``. What does not: what follows when a volume is not as it is
listed (``reading.py``).

A list is a file of tab-separated values, a line a volume, written when the volume is. A volume that was put into the
archive without being listed is listed by the next harvest, as it is then.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from readouts.base.files import append
from readouts.harvest.archive.layout import (
    ARCHIVE,
    INDEX_SUFFIX,
    INVENTORY,
    WARC_SUFFIX,
    indexes,
    inventory_file,
    name_of,
    volume_of,
)

_LINE = re.compile(r"([^\t]+)\t(\d{1,15})\t(\d{1,15})\t([0-9a-f]{64})\t(\d{1,15})")
_HEADER = b"volume\trows\tindex_bytes\tindex_sha256\twarc_bytes\n"


@dataclass(frozen=True, slots=True)
class Listed:
    """A volume: its name; rows, bytes and SHA-256 of its index; and the bytes of its WARC file (0: it has none)."""

    name: str
    rows: int
    index_bytes: int
    index_sha256: str
    warc_bytes: int

    @property
    def index(self) -> str:
        """Its index file, by its path in the archive."""
        return self.name + INDEX_SUFFIX

    @property
    def warc(self) -> str:
        """Its WARC file, by its path in the archive."""
        return self.name + WARC_SUFFIX


def list_volumes(home: Path, edition: date, volumes: Iterable[Listed]) -> None:
    """Add volumes to an edition's list. Only for whoever holds the harvest's lock."""
    lines = "".join("\t".join(map(str, astuple(each))) + "\n" for each in volumes)
    append(inventory_file(home, edition), lines.encode(), head=_HEADER)


def listed_volumes(home: Path, edition: date) -> dict[str, Listed]:
    """The volumes of an edition by name; of those listed twice the last. A line that is none lists nothing."""
    found: dict[str, Listed] = {}
    try:
        text = inventory_file(home, edition).read_bytes().decode("utf-8", "replace")
    except OSError:
        return found
    for line in text.split("\n"):
        match = _LINE.fullmatch(line)
        if match:
            name, rows, size, digest, warc = match.groups()
            found[name] = Listed(name, int(rows), int(size), digest, int(warc))
    return found


def listed_editions(home: Path) -> set[date]:
    """The editions that have a list."""
    found: set[date] = set()
    folder = home / ARCHIVE / INVENTORY
    for path in folder.glob("*.tsv") if folder.is_dir() else ():
        with contextlib.suppress(ValueError):
            found.add(date.fromisoformat(path.stem))
    return found


def list_what_is_there(home: Path, edition: date) -> None:
    """List the volumes of an edition that no list has yet, as they are. For whoever holds the lock."""
    known = listed_volumes(home, edition)
    new = [
        as_it_is(home, path)
        for path in indexes(home, edition)
        if path.is_file() and volume_of(name_of(home, path)) not in known
    ]
    if new:
        list_volumes(home, edition, new)


def as_it_is(home: Path, index: Path) -> Listed:
    """What a volume holds, by its index and the size of its WARC file."""
    name = volume_of(name_of(home, index))
    raw = index.read_bytes()
    warc = home / ARCHIVE / (name + WARC_SUFFIX)
    rows = sum(1 for line in raw.split(b"\n") if line.strip())
    size = warc.stat().st_size if warc.is_file() else 0
    return Listed(name, rows, len(raw), hashlib.sha256(raw).hexdigest(), size)
