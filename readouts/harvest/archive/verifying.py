"""One WARC file against its rows: every byte of it is read, and every page compared with its digest.

What belongs here: the file as bytes. What does not: which rows it has, and what is said of it (``checking.py``). It
runs in a process apart (``worker.py``).

A file is a row of gzip members, a record each. Each carries a check sum of its own, so that damage is found also where
no row looks; behind a damaged one the reading goes on with the next that a row names.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from readouts.base.errors import in_a_line
from readouts.harvest.archive.layout import ARCHIVE
from readouts.harvest.archive.records import body_of

_CHUNK = 1 << 20

Wanted = tuple[int, int, str | None]
"""A row: the offset, length and digest of its record."""


def verify(home: Path, file: str, wanted: Sequence[Wanted]) -> dict[str, Any]:
    """What is wrong with a file: ``bad`` are offsets of rows' records, ``loose`` those of others, each with why."""
    left = {row[0]: row for row in wanted}
    bad: list[list[Any]] = []
    loose: list[list[Any]] = []
    try:
        with (home / ARCHIVE / file).open("rb") as warc:
            for offset, data in _members(warc, sorted(left)):
                row = left.pop(offset, None)
                why = data if isinstance(data, str) else _why_not(data, row)
                if why:
                    (bad if row else loose).append([offset, f"the record at byte {offset} {why}"])
            # a row whose record does not begin where one does
            for row in left.values():
                warc.seek(row[0])
                why = _why_not(warc.read(row[1]), row)
                if why:
                    bad.append([row[0], f"the record at byte {row[0]} {why}"])
    except OSError as err:
        seen = {offset for offset, _ in bad}
        why = err.strerror or str(err)
        bad += [[row[0], why] for row in wanted if row[0] not in seen]
    return {"bad": bad, "loose": loose}


def _members(warc: IO[bytes], known: Sequence[int]) -> Iterator[tuple[int, bytes | str]]:
    """Each member with its offset, unpacked, or what is wrong with it."""
    start, rest = 0, b""
    while True:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        parts: list[bytes] = []
        read = 0
        why = ""
        while not unpacker.eof and not why:
            chunk = rest or warc.read(_CHUNK)
            rest = b""
            if not chunk:
                if not read:
                    return
                why = "is cut short"
                break
            read += len(chunk)
            try:
                parts.append(unpacker.decompress(chunk))
            except zlib.error:
                why = "is damaged"
        if not why:
            rest = unpacker.unused_data
            yield start, b"".join(parts)
            start += read - len(rest)
            continue
        yield start, why
        following = next((offset for offset in known if offset > start), None)
        if following is None:
            return
        start, rest = following, b""
        warc.seek(start)


def _why_not(data: bytes, row: Wanted | None) -> str:
    """Why a record is not that of a row; empty where it is, or where the row has no digest."""
    if row is None or row[2] is None:
        return "" if data else "is missing"
    try:
        digest = hashlib.sha256(body_of(data)).hexdigest()
    except Exception as err:
        return f"cannot be read: {in_a_line(err, 80)}"
    return "" if digest == row[2] else "is not the one that was written (digest differs)"
