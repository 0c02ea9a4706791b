"""Writing: the records of one source, edition and run, as one volume.

What belongs here: records as WARC has them, and files that appear whole or not at all. What does not: reading them.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from readouts.base.files import sync
from readouts.harvest.archive.inventory import Listed, list_volumes
from readouts.harvest.archive.layout import (
    ARCHIVE,
    INDEX_SUFFIX,
    PART_SUFFIX,
    WARC_SUFFIX,
    volume_of,
)
from readouts.harvest.fetching.exchange import Exchange

# level 9, warcio's own, costs four times the processor time of 6 for two percent of the size
GZIP_LEVEL = 4


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
        self._edition = edition
        self._rows = self._bytes = 0
        self._digest = hashlib.sha256()

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
        # half of a character, which a page's title may hold, is none that a file can
        text = json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        self._index_out.write(text + b"\n")
        self._digest.update(text + b"\n")
        self._bytes += len(text) + 1
        self._rows += 1

    def commit(self) -> Path:
        """Make both files durable and visible, and list them in the inventory; the path of the index."""
        size = 0
        if self._warc_out is not None:
            size = self._warc_out.tell()
            _finish(self._warc_out, self._warc)
        _finish(self._index_out, self._index)
        name = volume_of(self._index.relative_to(self._archive).as_posix())
        listed = Listed(name, self._rows, self._bytes, self._digest.hexdigest(), size)
        list_volumes(self._archive.parent, self._edition, [listed])
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
    sync(path.parent)


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


def sweep(home: Path, edition: date, spared: timedelta = timedelta(0)) -> bool:
    """Remove what a killed run left half written, but for what was written to within ``spared``.

    Only for whoever holds the harvest's lock. Whether nothing half written is left.
    """
    is_clean = True
    for path in (home / ARCHIVE / edition.isoformat()).glob(f"*{PART_SUFFIX}"):
        with contextlib.suppress(FileNotFoundError):
            if spared and time.time() - path.stat().st_mtime < spared.total_seconds():
                is_clean = False
            else:
                path.unlink()
    return is_clean
