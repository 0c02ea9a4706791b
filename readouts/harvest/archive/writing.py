"""Writing: the records of one source, edition and run, as one volume.

What belongs here: records as WARC has them, and files that appear whole or not at all. What does not: reading them.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from readouts.base.files import sync
from readouts.harvest.archive.inventory import as_it_is, list_volumes
from readouts.harvest.archive.layout import ARCHIVE, INDEX_SUFFIX, PART_SUFFIX, WARC_SUFFIX
from readouts.harvest.fetching.exchange import Exchange

# level 9, warcio's own, costs four times the processor time of 6 for two percent of the size
GZIP_LEVEL = 4

_BUILDER = RecordBuilder(warc_version="1.1")


@dataclass(frozen=True, slots=True)
class Packed:
    """An exchange as it is written: its response record, and its request record where one was sent."""

    response: bytes
    request: bytes


def packed(exchange: Exchange) -> Packed:
    """The records of an exchange."""
    response = _response_record(exchange)
    written = _written(response)
    if exchange.status is None:
        return Packed(written, b"")
    return Packed(written, _written(_request_record(exchange, response)))


def _written(record: Any) -> bytes:
    """A record as one gzip member, so that it can be read without those before it."""
    plain = io.BytesIO()
    WARCWriter(plain, gzip=False).write_record(record)
    return gzip.compress(plain.getbuffer(), GZIP_LEVEL, mtime=0)


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
        self._index_out = _begun(self._index)
        self._edition = edition

    def store(self, records: Packed) -> dict[str, Any]:
        """Append response and request; what a row says of where the response lies."""
        if self._warc_out is None:
            self._warc_out = _begun(self._warc)
            self._warc_out.write(_written(self._info()))
        out = self._warc_out
        offset = out.tell()
        out.write(records.response)
        out.write(records.request)
        return {
            "warc_file": self._warc.relative_to(self._archive).as_posix(),
            "warc_offset": offset,
            "warc_length": len(records.response),
        }

    def add(self, row: Mapping[str, Any]) -> None:
        """Append a row to the index."""
        # half of a character, which a page's title may hold, is none that a file can
        text = json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        self._index_out.write(text + b"\n")

    def commit(self) -> Path:
        """Make both files durable and visible, and list them in the inventory; the path of the index."""
        if self._warc_out is not None:
            _finish(self._warc_out, self._warc)
        _finish(self._index_out, self._index)
        home = self._archive.parent
        list_volumes(home, self._edition, [as_it_is(home, self._index)])
        return self._index

    def _info(self) -> Any:
        return _BUILDER.create_warcinfo_record(
            f"{self._name}{WARC_SUFFIX}",
            {"software": "readouts", "format": "WARC File Format 1.1", "isPartOf": self._name},
        )


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
        media_type = exchange.header("content-type") or "application/octet-stream"
        of_its_kind = {"record_type": "resource", "warc_content_type": media_type}
    else:
        of_its_kind = {"record_type": "response", "http_headers": _answered(exchange)}
    return _BUILDER.create_warc_record(
        exchange.url,
        payload=io.BytesIO(exchange.raw),
        length=len(exchange.raw),
        warc_headers_dict=extra,
        **of_its_kind,
    )


def _answered(exchange: Exchange) -> StatusAndHeaders:
    """The head of an answer; its body is kept as it was sent, only without chunks, and another name says so."""
    headers = [
        ("X-Archive-Orig-Transfer-Encoding", value)
        if name.lower() == "transfer-encoding"
        else (name, value)
        for name, value in exchange.headers
    ]
    status = f"{exchange.status} {exchange.reason}".strip()
    return StatusAndHeaders(status, headers, f"HTTP/{exchange.http_version}")


def _request_record(exchange: Exchange, response: Any) -> Any:
    status = StatusAndHeaders(
        f"GET {exchange.target} HTTP/1.1", list(exchange.request_headers), is_http_request=True
    )
    extra = {
        "WARC-Date": _stamp(exchange.at),
        "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
    }
    return _BUILDER.create_warc_record(
        exchange.url, "request", http_headers=status, warc_headers_dict=extra
    )


def _part(path: Path) -> Path:
    return path.with_name(path.name + PART_SUFFIX)


def _begun(path: Path) -> IO[bytes]:
    """A file under its temporary name, which nobody else can begin; where its own is taken, it cannot be begun."""
    out = _part(path).open("xb")
    if path.exists():
        out.close()
        raise FileExistsError(path)
    return out


def _finish(out: IO[bytes], path: Path) -> None:
    out.flush()
    os.fsync(out.fileno())
    out.close()
    # it replaces none: the name was free when the file was begun, and no other of that name was since
    _part(path).rename(path)
    sync(path.parent)


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
