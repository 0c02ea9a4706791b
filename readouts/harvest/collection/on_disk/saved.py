"""Pages that lie on disk already, read as if they had just been answered.

What belongs here: one saved file or WARC record to one outcome. What does not: which of them (``kinds/folder.py``,
``kinds/warc.py``).
"""

from __future__ import annotations

import io
import mimetypes
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from readouts.base.errors import in_a_line
from readouts.harvest.archive.records import is_whole
from readouts.harvest.fetching.exchange import Exchange
from readouts.harvest.fetching.outcome import Outcome, opened
from readouts.harvest.links import EARLIEST, Saved

_GZIP = b"\x1f\x8b"
_START = 512
_SPACE = b" \t\r\n\xef\xbb\xbf"
_CUT = "disconnect"


def read(url: str, saved: Saved, max_bytes: int) -> Outcome:
    """The page of an address that lies on disk; what is wrong with it is the outcome's ``error``."""
    try:
        exchange = _file(url, saved) if saved.offset is None else _record(url, saved)
    except (OSError, ValueError, ArchiveLoadFailed, StopIteration, AttributeError, EOFError) as err:
        return Outcome(url, url, datetime.now(UTC), f"saved: {in_a_line(err)}"[:200])
    if exchange.truncated:
        why = f"the crawler cut this page off: {exchange.truncated}"
        if exchange.truncated == _CUT:
            why = "the file does not hold the whole record"
        return Outcome(url, url, exchange.at, f"truncated: {why}", (exchange,))
    body, charset, error = opened(exchange, max_bytes)
    return Outcome(url, url, exchange.at, error, (exchange,), body, charset)


def _file(url: str, saved: Saved) -> Exchange:
    path = Path(saved.path)
    kind = mimetypes.guess_type(path.name)[0] or "text/html"
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if changed.date() < EARLIEST:
        # a packer's zero, and no day on which a page was saved
        changed = datetime.now(UTC)
    return Exchange(
        url=url,
        target="",
        status=None,
        reason="",
        headers=(("Content-Type", kind),),
        raw=path.read_bytes(),
        at=changed,
    )


def _record(url: str, saved: Saved) -> Exchange:
    with _opened(saved) as stream:
        record: Any = next(iter(ArchiveIterator(stream)))
        # a body that says it is chunked and is not comes through as it is
        encoding = record.http_headers.get_header("transfer-encoding") or ""
        is_chunked = "chunked" in encoding.lower()
        body = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
        raw = body.read()
        has_all = is_whole(record)
    stamp = record.rec_headers.get_header("WARC-Date")
    status = record.http_headers.get_statuscode()
    return Exchange(
        url=url,
        target="",
        status=int(status) if status.isdigit() else None,
        reason="OK",
        headers=tuple(_true_headers(record.http_headers.headers, raw)),
        raw=raw,
        at=datetime.fromisoformat(stamp),
        ip=record.rec_headers.get_header("WARC-IP-Address"),
        truncated=record.rec_headers.get_header("WARC-Truncated") or ("" if has_all else _CUT),
    )


def _opened(saved: Saved) -> IO[bytes]:
    if saved.unpacked is not None:
        part = os.pread(saved.unpacked.fileno(), saved.length or 0, saved.offset or 0)
        return io.BytesIO(part)
    stream = Path(saved.path).open("rb")  # noqa: SIM115 -- its user closes it
    stream.seek(saved.offset or 0)
    return stream


def _true_headers(headers: Iterable[tuple[Any, Any]], raw: bytes) -> Iterator[tuple[str, str]]:
    """The headers without what is not true of the body: archives keep it unpacked under the headers it came with.

    All of CC-NEWS before May 2019 is like that, and what other crawlers write too.
    """
    for name, value in headers:
        name, value = str(name), str(value)
        if name.lower() == "transfer-encoding":
            continue
        if name.lower() == "content-encoding" and _is_plain(raw, value):
            name = f"X-Archive-Orig-{name}"
        yield name, value


def _is_plain(raw: bytes, encoding: str) -> bool:
    """Whether a body is not in the encoding that its header names."""
    if "gzip" in encoding.lower():
        return not raw.startswith(_GZIP)
    # no other encoding makes a body begin with a tag
    return raw[:_START].lstrip(_SPACE).startswith(b"<")
