"""Pages that lie on disk already, read as if they had just been answered.

What belongs here: one saved file or WARC record to one outcome. What does not: which of them (``kinds/folder.py``,
``kinds/warc.py``).
"""

from __future__ import annotations

import mimetypes
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from readouts.harvest.exchange import Exchange, PackedError, as_text, declared_charset, unpacked
from readouts.harvest.links import Link, Saved
from readouts.harvest.outcome import Outcome


def read(link: Link, max_bytes: int) -> Outcome:
    """The page that a link's ``saved`` names; what is wrong with it is the outcome's ``error``."""
    now = datetime.now(UTC)
    if link.saved is None:
        return Outcome(link.url, link.url, now, "saved: nothing is saved for this link")
    try:
        exchange = (
            _file(link.url, link.saved)
            if link.saved.offset is None
            else _record(link.url, link.saved)
        )
    except (OSError, ValueError, ArchiveLoadFailed, StopIteration, AttributeError) as err:
        return Outcome(link.url, link.url, now, f"saved: {err}"[:200])
    try:
        encoding = exchange.header("content-encoding") or ""
        body, cut = unpacked(exchange.raw, encoding, max_bytes)
    except PackedError as err:
        return Outcome(link.url, link.url, exchange.at, f"encoding: {err}", (exchange,))
    error = ""
    if cut:
        error, body = f"too_large: more than {max_bytes} bytes", b""
    elif not body.strip():
        error = "empty: the page has no body"
    charset = as_text(body, declared_charset(exchange.header("content-type")))[1]
    return Outcome(link.url, link.url, exchange.at, error, (exchange,), body, charset)


def _file(url: str, saved: Saved) -> Exchange:
    path = Path(saved.path)
    kind = mimetypes.guess_type(path.name)[0] or "text/html"
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
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
    with Path(saved.path).open("rb") as stream:
        stream.seek(saved.offset or 0)
        record: Any = next(iter(ArchiveIterator(stream)))
        raw = record.raw_stream.read()
    stamp = record.rec_headers.get_header("WARC-Date")
    status = record.http_headers.get_statuscode()
    return Exchange(
        url=url,
        target="",
        status=int(status) if status.isdigit() else None,
        reason="OK",
        headers=tuple(
            (str(name), str(value))
            for name, value in record.http_headers.headers
            if name.lower() != "transfer-encoding"
        ),
        raw=raw,
        at=datetime.fromisoformat(stamp),
        ip=record.rec_headers.get_header("WARC-IP-Address"),
    )
