"""The archive: WARC files with an index beside each, which together are the whole truth about what was seen.

What belongs here: writing a run's records of one source and edition, and reading rows and pages back. What does
not: requests (``fetch.py``) and what a page says (``extract.py``).

``archive/EDITION/SOURCE-RUN.warc.gz`` holds the exchanges, ``archive/EDITION/SOURCE-RUN.pages.jsonl`` one row a
fetch. Both are written under a temporary name, fsynced and renamed, the WARC first: an index never names a record
that is not there. No name of a file comes from a page. Nothing is ever overwritten.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from readouts.harvest.exchange import Exchange, unpacked

ARCHIVE = "archive"
INDEX_SUFFIX = ".pages.jsonl"
WARC_SUFFIX = ".warc.gz"
PART_SUFFIX = ".part"
# level 9, warcio's own, costs four times the processor time of 6 for two percent of the size
GZIP_LEVEL = 4

PAGE_COLUMNS = (
    "page_id",
    "edition",
    "source_id",
    "requested_url",
    "url",
    "kind",
    "status",
    "error",
    "content_type",
    "charset",
    "bytes",
    "content_sha256",
    "fetched_at",
    "warc_file",
    "warc_offset",
    "warc_length",
    "discovered_date",
    "discovered_title",
    "source_facts",
)
"""Columns of a row, as ``raw.pages`` has them; ``source_facts`` is JSON text."""


class ArchiveError(OSError):
    """A record that the index names cannot be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a response lies: a file relative to the archive's folder, first byte, and bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Packed:
    """An exchange as it is written: its response record, and its request record where one was sent."""

    response: bytes
    request: bytes


class _Member:
    """One gzip member, so that a record can be read without those before it."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._gzip = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)

    def write(self, data: bytes) -> None:
        self.parts.append(self._gzip.compress(data))

    def flush(self) -> None:
        self.parts.append(self._gzip.flush())


def packed(exchange: Exchange) -> Packed:
    """The records of an exchange."""
    response = _response_record(exchange)
    written = _written(response)
    if exchange.status is None:
        return Packed(written, b"")
    return Packed(written, _written(_request_record(exchange, response)))


def _written(record: Any) -> bytes:
    member = _Member()
    WARCWriter(member, gzip=False).write_record(record)
    return b"".join(member.parts)


class Volume:
    """The records of one source, edition and run, while they are being written. Not safe for several threads."""

    def __init__(self, home: Path, edition: date, source_id: str, run_id: str) -> None:
        self._archive = home / ARCHIVE
        folder = self._archive / edition.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        self._name = f"{source_id}-{run_id}"
        self._warc = folder / f"{self._name}{WARC_SUFFIX}"
        self._index = folder / f"{self._name}{INDEX_SUFFIX}"
        self._warc_out: IO[bytes] | None = None
        self._index_out = _part(self._index).open("xb")

    def store(self, records: Packed) -> Place:
        """Append response and request; where the response lies."""
        if self._warc_out is None:
            self._warc_out = _part(self._warc).open("xb")
            self._warc_out.write(_written(self._info()))
        out = self._warc_out
        offset = out.tell()
        out.write(records.response)
        out.write(records.request)
        relative = self._warc.relative_to(self._archive).as_posix()
        return Place(relative, offset, len(records.response))

    def add(self, row: Mapping[str, Any]) -> None:
        """Append a row to the index."""
        self._index_out.write(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n")

    def commit(self) -> Path:
        """Make both files durable and visible; the path of the index."""
        if self._warc_out is not None:
            _finish(self._warc_out, self._warc)
        _finish(self._index_out, self._index)
        return self._index

    def _info(self) -> Any:
        return _builder().create_warcinfo_record(
            f"{self._name}{WARC_SUFFIX}",
            {"software": "readouts", "format": "WARC File Format 1.1", "isPartOf": self._name},
        )


def _builder() -> WARCWriter:
    return WARCWriter(io.BytesIO(), gzip=False, warc_version="1.1")


def _stamp(moment: datetime) -> str:
    return f"{moment.isoformat(timespec='microseconds').removesuffix('+00:00')}Z"


def _response_record(exchange: Exchange) -> Any:
    extra = {"WARC-Date": _stamp(exchange.at)}
    if exchange.ip:
        extra["WARC-IP-Address"] = exchange.ip
    if exchange.truncated:
        extra["WARC-Truncated"] = exchange.truncated
    if exchange.status is None:
        # a saved page: nothing was asked over HTTP, and the record does not pretend it
        return _builder().create_warc_record(
            exchange.url,
            "resource",
            payload=io.BytesIO(exchange.raw),
            length=len(exchange.raw),
            warc_content_type=exchange.header("content-type") or "application/octet-stream",
            warc_headers_dict=extra,
        )
    # the body is kept as it was sent, only without chunks: the header says so under another name
    headers = [
        ("X-Archive-Orig-Transfer-Encoding", value)
        if name.lower() == "transfer-encoding"
        else (name, value)
        for name, value in exchange.headers
    ]
    protocol = f"HTTP/{exchange.http_version}"
    status = StatusAndHeaders(f"{exchange.status} {exchange.reason}".strip(), headers, protocol)
    return _builder().create_warc_record(
        exchange.url,
        "response",
        payload=io.BytesIO(exchange.raw),
        length=len(exchange.raw),
        http_headers=status,
        warc_headers_dict=extra,
    )


def _request_record(exchange: Exchange, response: Any) -> Any:
    status = StatusAndHeaders(
        f"GET {exchange.target} HTTP/1.1", list(exchange.request_headers), is_http_request=True
    )
    extra = {
        "WARC-Date": _stamp(exchange.at),
        "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
    }
    return _builder().create_warc_record(
        exchange.url, "request", http_headers=status, warc_headers_dict=extra
    )


def _part(path: Path) -> Path:
    return path.with_name(path.name + PART_SUFFIX)


def _finish(out: IO[bytes], path: Path) -> None:
    out.flush()
    os.fsync(out.fileno())
    out.close()
    _appear(_part(path), path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _appear(part: Path, path: Path) -> None:
    """Give a finished file its name. A link, and not a renaming, so that one that is there is never replaced."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        part.rename(path)
        return
    part.unlink()


def sweep(home: Path, edition: date) -> int:
    """Remove what a killed run left half written; how many files. Only for whoever holds the harvest's lock."""
    left = list((home / ARCHIVE / edition.isoformat()).glob(f"*{PART_SUFFIX}"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


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


def index_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of an index file as they were written (dates are text)."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def archived_editions(home: Path) -> list[date]:
    """The editions that have rows, in order."""
    return sorted({date.fromisoformat(path.parent.name) for path in indexes(home)})


def archived_pages(home: Path, edition: date) -> list[dict[str, Any]]:
    """The rows of ``raw.pages`` of an edition, from the archive's indexes alone, in a fixed order.

    ``edition`` and ``discovered_date`` are dates, ``fetched_at`` is a datetime in UTC without a zone; the keys are
    ``PAGE_COLUMNS``.
    """
    rows = [_typed(row) for path in indexes(home, edition) for row in index_rows(path)]
    rows.sort(key=lambda row: (row["source_id"], row["requested_url"], row["fetched_at"]))
    return rows


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


def read_page(home: Path, row: Mapping[str, Any]) -> bytes:
    """The body of a row's page, unpacked, as bytes; empty for a row without a record.

    Raises ``ArchiveError`` when the record is missing, damaged or not the one of the row.
    """
    if not row.get("warc_file"):
        return b""
    path = (home / ARCHIVE / str(row["warc_file"])).resolve()
    if not path.is_relative_to((home / ARCHIVE).resolve()):
        raise ArchiveError(f"{row['warc_file']} is outside of the archive")
    try:
        with path.open("rb") as warc:
            warc.seek(row["warc_offset"])
            member = io.BytesIO(warc.read(row["warc_length"]))
        record = next(iter(ArchiveIterator(member)))
        raw = record.raw_stream.read()
        encoding = record.http_headers.get_header("Content-Encoding") if record.http_headers else ""
        # what has been archived has passed the limits on the way in
        body, _ = unpacked(raw, encoding or "", limit=None)
    except (OSError, StopIteration, ValueError, AttributeError) as err:
        raise ArchiveError(f"{row['warc_file']} at {row['warc_offset']}: {err}") from err
    if row.get("content_sha256") and hashlib.sha256(body).hexdigest() != row["content_sha256"]:
        raise ArchiveError(f"{row['warc_file']} at {row['warc_offset']}: digest differs")
    return body
