"""From bytes to text, as the HTML and Encoding standards of the WHATWG have it.

What belongs here: which encoding a body is read in. What does not: content encodings such as gzip
(``fetching/exchange.py``) and what a page says (``page/``).

In order: a byte order mark; UTF-8 wherever the bytes are UTF-8, since headers and templates are wrong more often; the
header; the page's own declaration. A body that none of these can read has a name that is not true, mostly "utf-8" in
a template over text of another age: it is UTF-8 with a few bytes broken, or the encoding that browsers take for its
language or top-level domain (``fallback_encodings.tsv``, from the HTML standard, section "determining the character
encoding"), windows-1252 for all that have none. Labels are the Encoding Standard's (``webencodings``): iso-8859-1 is
windows-1252, gb2312 is gbk.
"""

from __future__ import annotations

import codecs
import contextlib
import functools
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import webencodings

from readouts.base.files import read_tsv

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_WITHOUT_BOM = ((b"<\0", "utf-16le"), (b"\0<", "utf-16be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_LANG = re.compile(rb"<html[^>]*\slang\s*=\s*[\"']?\s*([A-Za-z-]{2,12})", re.IGNORECASE)
_HIGH = re.compile(rb"[\x80-\xff]+")
_DECLARED_WITHIN = 4096
_SAMPLE = 65_536
_TABLE = Path(__file__).with_name("fallback_encodings.tsv")
_DEFAULT = "windows-1252"
_LATIN = {*(f"windows-{page}" for page in (1250, 1252, 1254, 1257, 1258)), "iso-8859-2"}
# bytes of these are no text unless their announcement in the header is believed
_SHIFTING = {"iso-2022-jp", "utf-16le", "utf-16be"}
_BROKEN = "\ufffd"


def declared_charset(content_type: str | None) -> str | None:
    """The character set that a Content-Type names."""
    match = _HEADER.search(content_type or "")
    return match[1].lower() if match else None


def as_text(body: bytes, declared: str | None = None, url: str = "") -> tuple[str, str]:
    """The text of a body and the encoding that read it, by its name in the Encoding Standard.

    ``declared`` is what the header says; ``url`` tells the top-level domain. Bytes that cannot be read become U+FFFD
    rather than an error.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), _public(name)
    for start, name in _WITHOUT_BOM:
        if body.startswith(start):
            return body.decode(name, "replace"), _public(name)
    header = _codec(declared)
    if header in _SHIFTING and _BROKEN not in (text := _read(body, header)):
        return text, _public(header)
    with contextlib.suppress(UnicodeDecodeError):
        return body.decode("utf-8"), "utf-8"
    named = [name for name in (header, *_stated(body)) if name and name not in _SHIFTING - {header}]
    if not set(named) <= _LATIN and _is_another_script(body[:_SAMPLE]):
        # a server's default: read so, every word of the page would be rubbish
        named = [name for name in named if name not in _LATIN]
    for name in dict.fromkeys(named):
        text = _read(body, name)
        if _BROKEN not in text:
            return text, _public(name)
    if _is_mostly_utf8(body):
        return body.decode("utf-8", "replace"), "utf-8"
    name = next((name for name in named if name != "utf-8"), None) or _fallback(body, url)
    return _read(body, name), _public(name)


def _stated(body: bytes) -> Iterator[str | None]:
    """What the body says of itself. An UTF-16 named inside cannot be true: nobody could have read that far."""
    start = body[:_DECLARED_WITHIN]
    xml = _XML.match(start)
    meta = _META.search(_COMMENT.sub(b"", start))
    for match in (xml, meta):
        if match:
            name = _codec(match[1].decode("ascii"))
            yield "utf-8" if name in {"utf-16le", "utf-16be"} else name


def _codec(label: str | None) -> str | None:
    """The encoding of a label, as a name that ``_read`` knows; None for one that browsers do not know either."""
    found = webencodings.lookup(label or "")
    if found is None or found.name in {"replacement", "x-user-defined"}:
        return None
    return str(found.name)


def _public(name: str) -> str:
    return "utf-16" if name.startswith("utf-16") else name


def _read(body: bytes, name: str) -> str:
    if name.startswith("utf-"):
        return body.decode(name, "replace")
    if name in {"gbk", "gb18030"}:
        return body.decode("gb18030", "replace")
    return str(webencodings.lookup(name).codec_info.decode(body, _C1)[0])


_C1 = "readouts-c1"


def _controls(err: UnicodeError) -> tuple[str, int]:
    """The holes of the windows tables are control characters, as in browsers; anything else is U+FFFD."""
    assert isinstance(err, UnicodeDecodeError)
    bad = err.object[err.start]
    is_hole = err.encoding == "charmap" and 0x80 <= bad <= 0x9F
    return chr(bad) if is_hole else _BROKEN, err.start + 1


codecs.register_error(_C1, _controls)


def _is_mostly_utf8(body: bytes) -> bool:
    """Whether far more characters beyond ASCII are whole than broken: a page cut, or patched from another one."""
    text = body[:_SAMPLE].decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    whole = sum(letter > "\x7f" for letter in text) - broken
    return whole > 3 * broken


def _fallback(body: bytes, url: str) -> str:
    """The encoding of a body that does not say what it is in, or says what is not true."""
    sample = body[:_SAMPLE]
    lang = _LANG.search(body[:_DECLARED_WITHIN])
    host = urlsplit(url).hostname or ""
    table = _by_language_or_domain()
    keys = []
    if lang:
        code = lang[1].decode("ascii").lower()
        keys += [code, code.split("-")[0]]
    keys.append("." + host.rsplit(".", 1)[-1])
    wanted = [table[key] for key in keys if key in table]
    if _is_another_script(sample):
        wanted = [name for name in wanted if name not in _LATIN] or [_guess(sample) or _DEFAULT]
        return _best(sample, _sisters(wanted[0]))
    return next((name for name in wanted if name in _LATIN), _DEFAULT)


def _is_another_script(sample: bytes) -> bool:
    """Whether bytes beyond ASCII come in whole words: text in Latin letters has them one by one."""
    runs = [len(run) for run in _HIGH.findall(sample)]
    return sum(length for length in runs if length >= 3) > sum(runs) / 2


def _sisters(name: str) -> tuple[str, ...]:
    """What else a text of the same language may be in: browsers look at the bytes too."""
    if name == "windows-1251":
        return name, "koi8-u", "iso-8859-5"
    if name in {"shift_jis", "euc-jp"}:
        return "shift_jis", "euc-jp"
    return (name,)


def _best(sample: bytes, names: tuple[str, ...]) -> str:
    """The one under which the fewest characters are broken or out of place: capitals stand at the heads of words."""

    def faults(name: str) -> int:
        text = _read(sample, name)
        shouts = sum(a.islower() and b.isupper() for a, b in itertools.pairwise(text))
        odd = sum(not letter.isalnum() for letter in text if letter > "\x9f")
        return 10 * text.count(_BROKEN) + 3 * shouts + odd

    return min(names, key=faults)


@functools.cache
def _by_language_or_domain() -> dict[str, str]:
    return {key: row["encoding"] for row in read_tsv(_TABLE) for key in row["for"].split()}


def _guess(sample: bytes) -> str | None:
    """What the bytes look like. Only for scripts that are not Latin: among those it takes one for another."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    name = _codec(best.encoding.replace("_", "-")) if best else None
    if name is None and best:
        name = _codec({"cp949": "euc-kr", "cp932": "shift_jis"}.get(best.encoding, ""))
    return None if name in _LATIN else name
