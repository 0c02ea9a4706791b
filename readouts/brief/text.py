"""Text that others wrote, made fit to be shown.

What belongs here: making invisible characters visible, and telling a link that may be followed from one that may not.
What does not: escaping for HTML; the templates do that, and the script sets text as text.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

_KEPT = {"\n", "\t"}
_JOINERS = {"\u200c", "\u200d"}
"""Zero-width joiners belong to the spelling of Persian, Hindi and others."""


def visible(text: str) -> str:
    """Show characters that would act unseen, such as a right-to-left override, by their code points.

    Line breaks and the joiners of scripts that need them stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if char in _KEPT or char in _JOINERS or category not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
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
