"""Text made fit for a page.

What belongs here: making invisible characters visible, telling a link that may be followed from one that may not,
packing text, and allowing a script or style by its hash. What does not: escaping for HTML; the templates do that, and
the script sets text as text.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import unicodedata
from urllib.parse import urlsplit

_KEPT = {"\n", "\t"}
_JOINERS = {"\u200c", "\u200d"}
"""Zero-width joiners belong to the spelling of Persian, Hindi and others."""
_MARKS = {"\u200e", "\u200f", "\u061c"}
"""Marks of direction are letters without width: Arabic and Hebrew pages are full of them. They turn no letters, and
what others wrote stands in an element of its own."""


def visible(text: str) -> str:
    """Show characters that would act unseen, such as a right-to-left override, by their code points.

    Line breaks, and the joiners and marks of scripts that need them, stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if (
        char in _KEPT
        or char in _JOINERS
        or char in _MARKS
        or category not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    ):
        return char
    if category in {"Zl", "Zp"}:
        return " "
    return "" if char == "\u00ad" else f"⟨U+{ord(char):04X}⟩"


def safe_link(address: str | None) -> str | None:
    """The address if it is one that a reader may follow (http or https, with a host), None otherwise."""
    if not address or not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and host else None


_PLAIN = str.maketrans("<>&", ",./")
"""Three letters of base 85 mean something to HTML; three that it has not take their places."""


def packed(text: str, level: int = 6) -> str:
    """Text compressed and in base 85, in which no HTML can begin or end; the highest ``level`` is 9, and slow.

    A page unpacks it (``templates/unpack.js``). Base 64 would take a sixteenth more.
    """
    found = base64.b85encode(gzip.compress(text.encode(), level, mtime=0))
    return found.decode("ascii").translate(_PLAIN)


def source_of(text: str) -> str:
    """The source expression of a Content-Security-Policy that allows just this text."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
