"""Rows read back: what an edition has, from its indexes alone, and what of them is damaged.

What belongs here: index files and inventories. What does not: the records of WARC files (``records.py``,
``checking.py``).
"""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from readouts.harvest.archive.damage import Damage
from readouts.harvest.archive.inventory import Listed, listed_editions, listed_volumes
from readouts.harvest.archive.layout import ARCHIVE, PAGE_COLUMNS, indexes, name_of, volume_of

_OTHER = "is not as it was written: a row may say something else"
_NEEDED = ("page_id", "edition", "source_id", "requested_url", "kind", "fetched_at")


@dataclass(slots=True)
class Shelf:
    """What an edition has, as far as its indexes can be read, and what is wrong with them.

    ``rows`` are as ``raw.pages`` has them. ``volumes`` is how many there are or should be.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    volumes: int = 0


def _lines(raw: bytes) -> Iterator[tuple[int, bytes, dict[str, Any] | None]]:
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.strip():
            yield number, line, _row(line)


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
        is_row = all(isinstance(row[name], str) for name in _NEEDED)
        date.fromisoformat(row["edition"])
        datetime.fromisoformat(row["fetched_at"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return row if is_row else None


def index_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of an index file as they were written (dates are text); lines that are none are left out."""
    return (row for _, _, row in _lines(path.read_bytes()) if row is not None)


def archived_editions(home: Path) -> list[date]:
    """The editions that have rows, or should have, in order."""
    there = {date.fromisoformat(path.parent.name) for path in indexes(home)}
    return sorted(there | listed_editions(home))


def archived_pages(home: Path, edition: date) -> list[dict[str, Any]]:
    """The rows of ``raw.pages`` of an edition, from the archive's indexes alone, in a fixed order.

    ``edition`` and ``discovered_date`` are dates, ``fetched_at`` is a datetime in UTC without a zone; the keys are
    ``PAGE_COLUMNS``. What cannot be read is left out: ``check_edition`` tells of it.
    """
    return in_order(shelf(home, edition).rows)


def shelf(home: Path, edition: date) -> Shelf:
    """The rows of an edition as its indexes have them, and what of its files is missing or not as it was."""
    found = Shelf()
    listed = listed_volumes(home, edition)
    paths = {volume_of(name_of(home, path)): path for path in indexes(home, edition)}
    found.volumes = len(listed.keys() | paths.keys())
    for name in sorted(listed.keys() | paths.keys()):
        path = paths.get(name)
        if path is None:
            _miss(found, home, edition, listed[name])
        else:
            _read(found, home, edition, path, listed.get(name))
    return found


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in a fixed order, each page once: one that was fetched again since its index was away is the same page."""
    once = {row["page_id"]: row for row in rows}
    return sorted(
        once.values(), key=lambda row: (row["source_id"], row["requested_url"], row["fetched_at"])
    )


def _miss(found: Shelf, home: Path, edition: date, listed: Listed) -> None:
    what = "is missing"
    if listed.warc_bytes and not (home / ARCHIVE / listed.warc).is_file():
        what = "is missing, and its WARC file too"
    found.damages.append(Damage(edition, listed.index, what, pages=listed.rows))


def _read(found: Shelf, home: Path, edition: date, path: Path, listed: Listed | None) -> None:
    name = name_of(home, path)
    try:
        raw = path.read_bytes()
    except OSError as err:
        lost = listed.rows if listed else 0
        found.damages.append(
            Damage(edition, name, f"cannot be read: {err.strerror or err}", pages=lost)
        )
        return
    rows, bad, good = [], [], hashlib.sha256()
    for number, line, row in _lines(raw):
        if row is None:
            bad.append(number)
        else:
            rows.append(_typed(row))
            good.update(line + b"\n")
    found.rows.extend(rows)
    # an index that no list has is what it is
    is_whole = good.hexdigest() == listed.index_sha256 if listed else not bad
    wanted = listed.rows if listed else len(rows) + len(bad)
    found.damages.extend(_wrong(edition, name, len(rows), wanted, bad, is_whole=is_whole))
    if listed is not None:
        found.damages.extend(_cut_or_gone(home, edition, listed))


def _wrong(
    edition: date, name: str, rows: int, wanted: int, bad: list[int], *, is_whole: bool
) -> Iterator[Damage]:
    """What is wrong with an index: lines that are no rows, rows that are gone, rows that are other ones.

    Where all that was written is there (``is_whole``), a line that is none is to be told, and takes nothing away.
    """
    lost = 0 if is_whole else max(0, wanted - rows)
    for number in bad:
        yield Damage(edition, name, "the line is no row", line=number, pages=min(lost, 1))
        lost -= min(lost, 1)
    if lost:
        yield Damage(edition, name, f"has {rows} rows of {rows + lost}", pages=lost)
    elif not is_whole and not bad and rows >= wanted:
        yield Damage(edition, name, _OTHER, pages=rows)


def _cut_or_gone(home: Path, edition: date, listed: Listed) -> Iterator[Damage]:
    """What is wrong with a WARC file as a file; what it holds, and so what is lost by it, is another question."""
    if not listed.warc_bytes:
        return
    try:
        there = (home / ARCHIVE / listed.warc).stat().st_size
        what = f"has {there} bytes of {listed.warc_bytes}"
    except OSError:
        there, what = 0, "is missing"
    if there != listed.warc_bytes:
        yield Damage(edition, listed.warc, what)


_day = functools.lru_cache(maxsize=1000)(date.fromisoformat)


def _typed(stored: dict[str, Any]) -> dict[str, Any]:
    row = {column: stored.get(column) for column in PAGE_COLUMNS}
    row["edition"] = _day(stored["edition"])
    row["fetched_at"] = datetime.fromisoformat(stored["fetched_at"])
    if stored.get("discovered_date"):
        row["discovered_date"] = _day(stored["discovered_date"])
    row["source_facts"] = _shared(json.dumps(stored.get("source_facts") or {}, sort_keys=True))
    for column in ("source_id", "kind", "content_type", "charset", "warc_file"):
        row[column] = _shared(row[column])
    return row


def _shared(text: str | None) -> str | None:
    """One object for a text that thousands of rows have in common."""
    return sys.intern(text) if text is not None else None
