"""One request and its answer as plain data, and an answer's bytes unpacked.

What belongs here: which content encodings are known, and their limit. What does not: sending anything (``fetch.py``),
character sets (``encodings.py``) and what a page says (``page/``).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from urllib3.exceptions import DecodeError
from urllib3.response import HTTPResponse

_GZIP = b"\x1f\x8b"
_PACKS = 3
"""So often some files are packed: they are, and are sent packed once more."""
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_PLAIN = frozenset({"identity", "none", "utf-8"})
"""What servers name that is no encoding of bytes."""


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

    Of a body that ends early there is what could be unpacked; rubbish behind a whole one is left out, as in browsers.
    Raises ``PackedError`` for an encoding unknown here or bytes that do not follow it.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    if unknown := next((name for name in names if name not in _PACKED | _PLAIN), None):
        raise PackedError(f"content encoding {unknown!r} is not known")
    packed = ", ".join(name for name in names if name in _PACKED)
    body = HTTPResponse(
        io.BytesIO(raw), headers={"content-encoding": packed}, preload_content=False
    )
    try:
        data = body.read(None if limit is None else limit + 1)
    except DecodeError as err:
        raise PackedError(f"it cannot be unpacked: {err.args[-1]}") from err
    return data[:limit], limit is not None and len(data) > limit


def unzipped(body: bytes, limit: int) -> bytes:
    """What is in a file that may be packed (gzip); of one that is cut what could be unpacked.

    Raises:
        ValueError: it cannot be unpacked, or has more than ``limit`` bytes.
    """
    for _ in range(_PACKS):
        if not body.startswith(_GZIP):
            break
        body, is_cut = unpacked(body, "gzip", limit)
        if is_cut:
            raise ValueError(f"more than {limit} bytes unpacked")
    return body
