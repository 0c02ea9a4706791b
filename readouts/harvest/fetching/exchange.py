"""One request and its answer as plain data, and an answer's bytes unpacked.

What belongs here: content encodings, with their limits. What does not: sending anything (``fetch.py``), character
sets (``encodings.py``) and what a page says (``extract.py``).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

_MOST_ENCODINGS = 4


class PackedError(ValueError):
    """A body that its content encoding cannot unpack."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and response. ``status`` is None for a page saved on disk, which nobody asked for over HTTP.

    ``raw`` is the body as sent, without chunks; ``truncated`` says why it ends early, as WARC has it: "length",
    "time", "disconnect", or empty. ``at`` is in UTC with a zone.
    """

    url: str
    target: str
    status: int | None
    reason: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    at: datetime
    request_headers: tuple[tuple[str, str], ...] = ()
    http_version: str = "1.1"
    ip: str | None = None
    truncated: str = ""

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


def unpacked(raw: bytes, encoding: str, limit: int | None) -> tuple[bytes, bool]:
    """The body without its content encodings, and whether it was cut at ``limit`` bytes.

    Raises ``PackedError`` for an encoding unknown here or bytes that do not follow it.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    if len(names) > _MOST_ENCODINGS:
        raise PackedError(f"{len(names)} content encodings, one around the other")
    cut = False
    for name in reversed(names):
        if name in {"gzip", "x-gzip"}:
            raw, over = _inflate(raw, zlib.MAX_WBITS + 16, limit)
        elif name == "deflate":
            raw, over = _deflate(raw, limit)
        elif name in {"identity", "none", "utf-8"}:
            over = False
        else:
            raise PackedError(f"content encoding {name!r} is not known")
        cut = cut or over
    if limit is not None and len(raw) > limit:
        return raw[:limit], True
    return raw, cut


def _deflate(raw: bytes, limit: int | None) -> tuple[bytes, bool]:
    try:
        return _inflate(raw, zlib.MAX_WBITS, limit)
    except PackedError:
        return _inflate(raw, -zlib.MAX_WBITS, limit)


def _inflate(raw: bytes, window: int, limit: int | None) -> tuple[bytes, bool]:
    """Unpack every member, never more than ``limit`` bytes of them."""
    out: list[bytes] = []
    total = 0
    while raw:
        inflater = zlib.decompressobj(window)
        try:
            part = inflater.decompress(raw, 0 if limit is None else limit - total + 1)
            if limit is None:
                part += inflater.flush()
        except zlib.error as err:
            if out:
                # rubbish after a whole member: servers do that, and browsers read on
                break
            raise PackedError(f"the body is not what its content encoding says: {err}") from err
        out.append(part)
        total += len(part)
        if limit is not None and total > limit:
            return b"".join(out)[:limit], True
        if not inflater.eof:
            if not part and not out[0]:
                raise PackedError("the body ends before its content encoding does")
            break
        raw = inflater.unused_data
    return b"".join(out), False
