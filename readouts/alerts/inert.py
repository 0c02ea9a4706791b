"""Making words of articles inert: whatever a page says, it stays words in a message.

What belongs here: text and addresses from outside, made safe for mail, chats and terminals. What does not: composing
messages.

Services differ in what they act upon, so nothing is escaped for any one of them: each character that any of them could
act upon is shown by one that looks the same and means nothing.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, urlsplit

LOOKS_LIKE = str.maketrans("<>[]{}*_`~|\\#@$", "‹›［］｛｝∗＿ʼ∼ǀ＼＃＠＄")
"""What chats and mail read as tags, links, emphasis, code, headings, mentions or templates, by its double."""

JOINER = "\N{WORD JOINER}"
"""Keeps an address within a quotation from becoming a link; it has no width."""

ISOLATE, END_OF_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
"""Between them a text has a direction of its own, that of its first letter (UAX 9)."""

KEPT = {"\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"}
"""Invisible characters that some scripts need for their letters."""

LEGAL_IN_A_URL = "/:?&=#%+,;.-~"


def inert(text: object, limit: int | None = None) -> str:
    """Words on one line, in which nothing is markup, a mention, a link, or a change of direction.

    ``limit`` cuts it to that many characters.
    """
    visible = "".join(_shown(character) for character in str(text or ""))
    line = " ".join(visible.split())
    if limit is not None and len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    safe = line.translate(LOOKS_LIKE)
    return _isolated(safe.replace("://", f":{JOINER}//").replace("www.", f"www{JOINER}."))


def _isolated(line: str) -> str:
    """Words with letters from right to left, kept to themselves: they turn nothing of the line around them."""
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in line):
        return f"{ISOLATE}{line}{END_OF_ISOLATE}"
    return line


def _shown(character: str) -> str:
    """Controls, overrides of direction and the like become blanks; they are no words."""
    if character in KEPT or not unicodedata.category(character).startswith("C"):
        return character
    return " " if character.isspace() or unicodedata.category(character) == "Cc" else ""


def safe_url(url: object) -> str:
    """A web address that ends where it ends, in characters of a web address only; other schemes become mere words."""
    text = "".join(_shown(character) for character in str(url or "")).strip()
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web:
        return inert(text)
    return quote(text, safe=LEGAL_IN_A_URL)
