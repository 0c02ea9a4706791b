"""Words with offsets: the one pass over an article's characters that all later rules share.

What belongs here: cutting text into words, and which of them are quoted. What does not: sentences (``sentences``), and
any meaning of a word.

A token is a word, a number, an abbreviation with its points ("U.S.", "H.E."), or one mark of punctuation. The
possessive ending and "'d" are tokens of their own; square brackets, which editors put around words they supply, are
none.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from itertools import accumulate
from unicodedata import category

PAD = [""] * 24
"""More empty words than any rule looks ahead or back."""
DASHES = frozenset("-–—")
BULLETS = DASHES | frozenset("•*·⏺◦▪▫■□●○‣⁃►▸➤→⇒➔➜✔✅🔹🔸")
BESIDE = frozenset(",(–—|")
"""Marks behind a name that what belongs to it may follow."""

_APOSTROPHE = r"\\u2019|&rsquo;|&#8217;|&#39;"
_ESCAPE = rf"(?!{_APOSTROPHE})(?:\\x[0-9A-Fa-f]{{2}}|\\u[0-9A-Fa-f]{{4}}|&(?:[A-Za-z]{{2,8}}|#\d{{2,6}});)"
_ESCAPED = re.compile(rf"{_APOSTROPHE}|{_ESCAPE}")


@cache
def _token(escapes: bool) -> re.Pattern[str]:
    """One token; with ``escapes`` in a text that has some, which costs twice the time."""
    letters, apostrophe, begins = r"[^\W_]++", "['’]", ""
    if escapes:
        letters = rf"(?:[^\W_]++|{_ESCAPE})++"
        apostrophe, begins = f"['’]|{_APOSTROPHE}", rf"(?!{_ESCAPE})"
    return re.compile(
        rf"((?:[^\W\d_]\.)+(?![a-zß-ÿ])|(?:{apostrophe})[sSd]\b"
        rf"|{begins}{letters}(?:(?:-|(?:['’](?![sSd]\b))|(?<=\d)[.,:](?=\d)){letters})*|[^\w\s\[\]])"
    )


@dataclass(slots=True)
class Tokens:
    """The tokens of one text as parallel lists; ``words`` and ``lower`` end in empty ones, so that no look ahead fails.

    ``sentence`` holds for each token the index of its sentence, -1 between sentences; ``first`` and ``last``
    (exclusive) hold for each sentence its range of tokens.
    """

    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    sentence: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.starts)


def unescaped(text: str) -> str:
    """Return the text with another program's escapes read: "Fr\\xE9d\\xE9ric", "Fr&eacute;d&eacute;ric" is "Frédéric".

    Pages show them where a text was escaped twice.
    """
    return _ESCAPED.sub(_letter, text) if "\\" in text or "&" in text else text


def _letter(found: re.Match[str]) -> str:
    escape = found.group()
    if escape.startswith("\\"):
        code = int(escape[2:], 16)
        return escape if 0xD800 <= code < 0xE000 else chr(code)
    return unescape(escape)


def tokenise(text: str) -> Tokens:
    """Cut ``text`` into tokens; linear in its length."""
    escapes = ("\\" in text or "&" in text) and _ESCAPED.search(text) is not None
    parts = _token(escapes).split(text)  # what is between two tokens, a token, what is between …
    words = parts[1::2]
    if escapes:
        words = [unescaped(word) for word in words]
    lower = [word.lower() for word in words]
    if "’" in text:
        lower = [word.replace("’", "'") for word in lower]
    ends = list(accumulate(map(len, parts)))
    return Tokens(words + PAD, lower + PAD, ends[:-1:2], ends[1::2])


def quoted_tokens(tokens: Tokens, paragraph_starts: Set[int]) -> bytearray:
    """Say for each token whether it stands in quotation marks; a new paragraph closes what was left open."""
    found = bytearray(len(tokens))
    inside, before = False, -1
    for i, sentence in enumerate(tokens.sentence):
        word = tokens.words[i]
        if sentence != before and sentence in paragraph_starts:
            inside = False
        before = sentence
        if word in "“”«»":
            inside = word in "“«"
        elif word == '"':
            inside = not inside
        found[i] = inside
    return found


def is_picture(word: str) -> bool:
    """Whether a token is a picture or a flag, as posts begin with."""
    return category(word[0]) == "So"


def words_of(text: str) -> tuple[str, ...]:
    """Return the lower-case tokens of a phrase, the form in which phrases are looked up."""
    return tuple(tokenise(text).lower[: -len(PAD)])
