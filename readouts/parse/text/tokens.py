"""Words with offsets: the one pass over an article's characters that all later rules share.

What belongs here: cutting text into words. What does not: sentences (``sentences``), and any meaning of a word.

A token is a word, a number, an abbreviation with its points ("U.S.", "H.E."), or one mark of punctuation. The
possessive ending is a token of its own; square brackets, which editors put around words they supply, are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_APOSTROPHE = r"\\u2019|&rsquo;|&#8217;|&#39;"
_ESCAPE = rf"(?!{_APOSTROPHE})(?:\\x[0-9A-Fa-f]{{2}}|\\u[0-9A-Fa-f]{{4}}|&(?:[A-Za-z]{{2,8}}|#\d{{2,6}});)"
_LETTERS = rf"(?:[^\W_]++|{_ESCAPE})++"
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.)+(?![a-zß-ÿ])|(?:[’']|{_APOSTROPHE})[sS]\b"
    rf"|(?!{_ESCAPE}){_LETTERS}(?:(?:-|(?:['’](?![sS]\b))|(?<=\d)[.,:](?=\d)){_LETTERS})*|[^\w\s\[\]]"
)
_ESCAPED = re.compile(rf"{_APOSTROPHE}|{_ESCAPE}")


@dataclass(slots=True)
class Tokens:
    """The tokens of one text as parallel lists.

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
        return len(self.words)


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
    spans = [found.span() for found in _TOKEN.finditer(text)]
    words = [text[start:end] for start, end in spans]
    small = text.lower().replace("’", "'")
    if _ESCAPED.search(text):
        words = [unescaped(word) for word in words]
        small = ""
    if len(small) == len(text):
        lower = [small[start:end] for start, end in spans]
    else:  # some letters are longer in lower case, or are written as escapes
        lower = [word.lower().replace("’", "'") for word in words]
    return Tokens(words, lower, [start for start, _ in spans], [end for _, end in spans])


def words_of(text: str) -> tuple[str, ...]:
    """Return the lower-case tokens of a phrase, the form in which phrases are looked up."""
    return tuple(tokenise(text).lower)
