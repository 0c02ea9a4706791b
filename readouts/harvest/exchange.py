"""One request and its answer as plain data, and an answer's bytes: unpacked, then as text.

What belongs here: content encodings and character sets, with their limits. What does not: sending anything
(``fetch.py``) and what a page says (``extract.py``).
"""

from __future__ import annotations

import codecs
import functools
import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# what browsers take these names for
_ALIASES = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "ascii": "windows-1252",
            "us-ascii": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030",
            "x-sjis": "cp932", "shift_jis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
            "windows-31j": "cp932", "iso-8859-9": "windows-1254"}  # fmt: skip
_CHARSETS = Path(__file__).with_name("charsets.tsv")
# encodings whose bytes may be valid UTF-8 by accident
_NOT_ASCII_SAFE = ("utf-16", "utf-32", "iso-2022", "hz", "utf-7")
_MOST_ENCODINGS = 4
_META_WINDOW = 4096
_GUESS_WINDOW = 65_536


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


def declared_charset(content_type: str | None) -> str | None:
    """The character set that a Content-Type names."""
    match = _HEADER_CHARSET.search(content_type or "")
    return match[1].lower() if match else None


def as_text(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of a body and the encoding that read it; undecodable bytes become U+FFFD rather than an error.

    Bytes that are UTF-8 are read as UTF-8 whatever the header says, since headers are wrong more often.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, errors="replace"), name.removesuffix("-sig")
    meta = _META_CHARSET.search(body[:_META_WINDOW])
    named = [name for name in (declared, meta[1].decode("ascii").lower() if meta else None) if name]
    stateful = [name for name in named if name.startswith(_NOT_ASCII_SAFE)]
    # an UTF-16 named inside the page cannot be true: the page could not have been read that far
    for name in [name for name in stateful if name == declared] + ["utf-8"] + named:
        text = _strictly(body, name)
        if text is not None:
            return text, _ALIASES.get(name, name)
    guess = _guess(body)
    if guess:
        return body.decode(guess, errors="replace"), guess
    known = next((name for name in named if _codec(name)), "utf-8")
    return body.decode(_codec(known) or "utf-8", errors="replace"), known


@functools.cache
def _charsets() -> frozenset[str]:
    lines = _CHARSETS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _codec(name: str) -> str | None:
    """Python's name of a character set; None for what is none, such as the codecs of its own source files."""
    try:
        found = codecs.lookup(_ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return found if found in _charsets() else None


def _strictly(body: bytes, name: str) -> str | None:
    codec = _codec(name)
    if codec is None:
        return None
    try:
        text = body.decode(codec)
    except (UnicodeDecodeError, LookupError, AssertionError):
        return None
    return text if isinstance(text, str) else None


def _guess(body: bytes) -> str | None:
    # part of trafilatura's own requirements; slow, so asked last and on a part
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_GUESS_WINDOW]).best()
    return best.encoding if best else None
