"""A text as it is compared: what differs without meaning anything is made alike, and every place is remembered.

What belongs here: forgiving white space, quotes, dashes, width, diacritics and invisible letters, and the way back to
the text's own letters. What does not: what a piece of text says.

A reader of a page, a model or a program, hands back a no-break space as a space, “ as ", ３ as 3, an Arabic letter's
marks in another order. All of these become one form here, in the text and in the words looked for, so that the words
are found; what is kept are the text's own, character for character. No letter is forgiven: a word that differs is
another word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

SIGNS = "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
"""Vowel signs of Hindi, for a class of characters: parts of a word that are no word characters for ``re``."""
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{SIGNS}])*")
"""A word or a number."""
NO_NUMBER = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{SIGNS}])*")
"""A word with letters alone."""
_SIGN = re.compile(f"[{SIGNS}]")
_QUOTES = "\"'“”„‟‘’‚‛«»‹›＂＇〝〞〟「」『』`´′″"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
_EDGES = " '\".,;:…。、，;:؛،"
"""Marks at either end of words that are looked for: they may be the sentence's."""
_DASHES = "-‐‑‒–—―−⁃﹘﹣－"
_ALIKE: dict[str, str] = {
    **dict.fromkeys(_QUOTES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **{
        chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "＂＇－"
    },
    **dict.fromkeys(
        "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
        "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
        " ",
    ),
}
"""What becomes another single character; full-width letters become narrow ones."""

_CJK = "\u2e80-\u2fdf\u3001-\u3003\u3005-\u3029\u3031-\u30ff\u3200-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff61-\uff9f"
_INVISIBLE = (
    "\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc"
)
"""Written and not read: soft hyphens, joiners, marks of direction; Arabic short vowels and the stretching stroke."""
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0653-\u0655\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a"
_COMPATIBLE = (
    "\xaa\xb2\xb3\xb9\xba\xbc-\xbe\u2024-\u2026\u2070-\u209c\u2100-\u214f\u2150-\u218b\u2460-\u24ff\u3131-\u318e"
    "\u3200-\u33ff\uf900-\ufaff\ufb00-\ufdff\ufe30-\ufe4f\ufe50-\ufe6f\ufe70-\ufefc\uff5f-\uffee"
)
_ONE = "(?P<one>" + "|".join(f"{c}[{_INVISIBLE}]*(?:{c}[{_INVISIBLE}]*)+" for c in " -'") + ")"
"""Spaces, dashes or quotes in a row, whatever is invisible between them."""
_NOTHING = (
    rf"(?P<nothing>(?<=[{_CJK}])[ {_INVISIBLE}]+|[{_INVISIBLE}]+| [ {_INVISIBLE}]*(?=[{_CJK}]))"
)
_FORM = rf"(?P<form>[{_COMPATIBLE}]+|[\u1100-\u11ff]+)"
_LETTER = (
    rf"(?P<letter>[^{_MARKS}{_INVISIBLE}][{_MARKS}{_INVISIBLE}]*[{_MARKS}][{_MARKS}{_INVISIBLE}]*)"
)
_PLAIN = re.compile(_ONE)
_SPECIAL = re.compile(f"{_NOTHING}|{_ONE}|{_FORM}")
_MARKED = re.compile(f"{_LETTER}|{_NOTHING}|{_ONE}|{_FORM}")
_MARK = re.compile(f"[{_MARKS}]")
_RARE = re.compile(f"[{_MARKS}{_INVISIBLE}{_COMPATIBLE}{_CJK}\u1100-\u11ff]")
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")
_TRAILING = re.compile(f"[{_INVISIBLE}{_MARKS}]*")
_JOINED = re.compile(
    f"[\u05d0-\u05ea\u0600-\u06ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff{_CJK}\uac00-\ud7af]"
)
"""Scripts in which a word may be written together with its neighbours: particles, articles, whole sentences."""
_MOST = 200
"""Among so many places where words occur the nearest is chosen; more is a word, not a passage."""


def _loose_letters() -> dict[str, str]:
    """Letters that are one for the comparison of names: without diacritics, Arabic without its variants."""
    table: dict[str, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code).lower())[0]
        if base.isascii() and base.isalpha():
            table[chr(code)] = base
    for some, others in (
        ("øØłŁđĐıİðßæÆœŒəƏ", "oollddiidsaaooee"),
        ("ёЁґҐ", "еегг"),
        ("أإآٱىیيةۀكﻻ", "اااايييههکل"),
    ):
        table |= dict(zip(some, others, strict=True))
    return table


_LOOSE = _loose_letters()


def _exchanged(text: str, table: dict[str, str]) -> str:
    """Return the text with single characters exchanged: each that occurs in one sweep, for few of them do."""
    for char in table.keys() & set(text):
        text = text.replace(char, table[char])
    return text


@dataclass(slots=True)
class View:
    """A text made alike, with the way back.

    ``text`` is what words are looked for in. ``loose`` is as long, in small letters without diacritics: for finding
    names and words of a list, never for what is kept.
    """

    source: str
    text: str
    loose: str
    _here: list[int]
    _there: list[int]
    _whole: list[bool]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of ``text`` stands in the source, letters with all their marks."""
        if start >= end:
            at = self._source_start(start)
            return at, at
        last = self._source_end(end - 1)
        found = _TRAILING.match(self.source, last)
        return self._source_start(start), found.end() if found else last

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the source stands in ``text``."""
        return self._view_at(start), self._view_at(end)

    def _source_start(self, at: int) -> int:
        i = bisect_right(self._here, at) - 1
        return self._there[i] + (0 if self._whole[i] else at - self._here[i])

    def _source_end(self, at: int) -> int:
        i = bisect_right(self._here, at) - 1
        if self._whole[i]:
            return self._there[i + 1]
        return self._there[i] + at - self._here[i] + 1

    def _view_at(self, at: int) -> int:
        i = bisect_right(self._there, at) - 1
        if self._whole[i]:
            return self._here[i]
        return min(self._here[i] + at - self._there[i], len(self.text))


def view(source: str) -> View:
    """Make a text alike; linear in its length."""
    plain = _exchanged(source, _ALIKE)
    here: list[int] = []
    there: list[int] = []
    whole: list[bool] = []
    pieces: list[str] = []
    at = length = 0
    for found in _specials(plain).finditer(plain):
        start, end = found.span()
        if start > at:
            here.append(length)
            there.append(at)
            whole.append(False)
            pieces.append(plain[at:start])
            length += start - at
        instead = _instead(found)
        here.append(length)
        there.append(start)
        whole.append(True)
        pieces.append(instead)
        length += len(instead)
        at = end
    here += [length, length + len(plain) - at]
    there += [at, len(plain)]
    whole += [False, False]
    pieces.append(plain[at:])
    text = "".join(pieces)
    return View(source, text, loose(text), here, there, whole)


def alike(words: str) -> str:
    """Return words made alike, as ``View.text`` is."""
    plain = _exchanged(words, _ALIKE)
    return _specials(plain).sub(_instead, plain)


def loose(text: str) -> str:
    """Return text in small letters without diacritics, letter for letter as long as it was."""
    small = _exchanged(text, _LOOSE)
    lower = small.lower()
    if len(lower) == len(small):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in small)


def _specials(plain: str) -> re.Pattern[str]:
    """Return the pattern that a text needs: most are plain once quotes and dashes are."""
    if plain.isascii() or not _RARE.search(plain):
        return _PLAIN
    return _MARKED if _MARK.search(plain) else _SPECIAL


def _instead(found: re.Match[str]) -> str:
    if found.lastgroup == "nothing":
        return ""
    if found.lastgroup == "one":
        return found[0][0]
    form = _exchanged(unicodedata.normalize("NFKC", _HIDDEN.sub("", found[0])), _ALIKE)
    # a mark that stands alone is written as a space with the mark
    return _PLAIN.sub(_instead, _HIDDEN.sub("", form)).strip(" ")


def without_controls(text: str) -> str:
    """Return text with spaces for what no text should hold, control characters and halves of characters; trimmed."""
    return _CONTROL.sub(" ", text).strip()


def is_of_word(char: str) -> bool:
    """Whether a character is a letter, a digit, or a vowel sign: part of a word.

    >>> is_of_word("é"), is_of_word("\u0940"), is_of_word("-")
    (True, True, False)
    """
    return char.isalnum() or _SIGN.match(char) is not None


def find(within: View, words: str) -> Iterator[tuple[int, int]]:
    """Yield the places of ``within.text`` where words stand, in order; none where a letter differs.

    Words begin and end where words of the text do, save in scripts that write them together. The case of the first
    letter is forgiven, and a mark or a quote at either end.
    """
    wanted = alike(words).strip(" ")
    for form in _forms(wanted):
        some = False
        for start, end in _places(within.text, form):
            some = True
            yield start, end
        if some:
            return


def _forms(wanted: str) -> Iterator[str]:
    """Yield the words as given, then with what may differ at their ends: quotes, a stop, the first letter's case."""
    seen: set[str] = set()
    bare = wanted.strip(_EDGES)
    for form in (wanted, wanted.strip("' "), bare):
        if not form or not any(char.isalnum() for char in form):
            continue
        turned = form[0].swapcase() + form[1:] if len(form[0].swapcase()) == 1 else form
        for one in (form, turned):
            if one not in seen:
                seen.add(one)
                yield one


def _places(text: str, form: str) -> Iterator[tuple[int, int]]:
    at = text.find(form)
    left = _MOST
    while at >= 0 and left:
        end = at + len(form)
        if _is_edge(text, at) and _is_edge(text, end):
            left -= 1
            yield at, end
        at = text.find(form, at + 1)


def _is_edge(text: str, at: int) -> bool:
    """Whether no word of a script with spaces runs over a place."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if not (is_of_word(before) and is_of_word(after)):
        return True
    return bool(_JOINED.match(before) or _JOINED.match(after))
