"""Where what lies in the archive: names of folders, files and columns.

What belongs here: paths. What does not: opening any of them.
"""

from __future__ import annotations

import contextlib
import os
from datetime import date
from pathlib import Path

ARCHIVE = "archive"
INVENTORY = "inventory"
FORGOTTEN = "forgotten.tsv"
INDEX_SUFFIX = ".pages.jsonl"
WARC_SUFFIX = ".warc.gz"
PART_SUFFIX = ".part"

PAGE_COLUMNS = (
    "page_id", "edition", "source_id", "requested_url", "url", "kind", "status", "error", "content_type", "charset",
    "bytes", "content_sha256", "fetched_at", "warc_file", "warc_offset", "warc_length", "discovered_date",
    "discovered_title", "source_facts",
)  # fmt: skip
"""Columns of a row, as ``raw.pages`` has them; ``source_facts`` is JSON text."""


def folders(home: Path) -> dict[date, int]:
    """The editions that have a folder, and when it was last changed (nanoseconds)."""
    found: dict[date, int] = {}
    if (home / ARCHIVE).is_dir():
        for entry in os.scandir(home / ARCHIVE):
            with contextlib.suppress(ValueError):
                found[date.fromisoformat(entry.name)] = entry.stat().st_mtime_ns
    return found


def indexes(home: Path, edition: date | None = None) -> list[Path]:
    """The index files of an edition, or of all, in a fixed order."""
    folder = edition.isoformat() if edition else "*"
    return sorted((home / ARCHIVE).glob(f"{folder}/*{INDEX_SUFFIX}"))


def inventory_file(home: Path, edition: date) -> Path:
    """The list of an edition's volumes."""
    return home / ARCHIVE / INVENTORY / f"{edition.isoformat()}.tsv"


def volume_of(file: str) -> str:
    """The volume that a file belongs to: its path in the archive, without the ending."""
    return file.removesuffix(WARC_SUFFIX).removesuffix(INDEX_SUFFIX)


def name_of(home: Path, path: Path) -> str:
    """A file's path in the archive."""
    return path.relative_to(home / ARCHIVE).as_posix()
