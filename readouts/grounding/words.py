"""Which words of the tables stand where in a text: countries, and the words that an answer is held against.

What belongs here: reading ``places.tsv`` and ``telling.tsv`` of a language (English countries and organisations from
the rules' own tables, states of languages without any from CLDR), and one walk over a text that finds all of their
words. What does not: what follows from a word's standing there.

A word of a table is found in any case and without its diacritics, save that Vietnamese words keep them, that a short
name with a capital keeps it ("India", Spanish "indicó") and that an abbreviation is spelt as it is ("US", "us").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from readouts.base.alike import SIGNS, WORD, View, alike, is_of_word, loose
from readouts.reference import items, languages, words_to_country, words_to_organisation
from readouts.reference.clitics import begins_behind, without_article
from readouts.reference.habits import languages_with
from readouts.reference.names.states import state_words
from readouts.reference.tables import rows_of

_GLUED = languages_with("glued")
_TOGETHER = languages_with("together")
_MARKED = languages_with("marked")
_LETTER, _APART = rf"[\w{SIGNS}]", rf"[^\w{SIGNS}.!?]"
_LONGEST_ENDING = 6
_SHORT = 4
_GAP_TOGETHER = r"[^.!?。,;:、]{1,20}?"
"""What stands for "~" where words are written together: a name with its office."""
_LEAST = 2
"""So many letters has a word at least behind small ones that it is written together with."""
_HEAD = 4
_KATAKANA = re.compile("[ァ-ヺー]")
_MOST_KNOWN = 50_000
"""Words of texts that are remembered with their entries; the same few thousand come again and again."""
_SINGLE = "方国國总總外首大侧側军軍政领領長长两兩双大相代側氏"
"""What may follow a country of a single character: 美方, 仏外相; also another such country: 日米."""


class Hit(NamedTuple):
    """A word of a table in a text: its place in the view and what it is (a class, a stance, ``@`` and a side)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class _Entry:
    word: str
    label: str
    is_open: bool
    spelt: str
    pattern: re.Pattern[str] | None = None
    is_bare: bool = False
    """Whether its article is left out, which a small word before it has swallowed."""
    marked: str = ""
    """The word with its diacritics, in small letters, where these tell it from others."""

    @property
    def begins_open(self) -> bool:
        """Whether the first word of the entry may go on."""
        return self.is_open and " " not in self.word if self.pattern is None else self.is_open


@dataclass(slots=True)
class Lexicon:
    """The words of one language, by how they begin.

    ``_whole`` holds entries by their first word, ``_heads`` those whose first word may go on, by up to ``_HEAD``
    letters of it; in scripts without spaces all are held by their first letter.
    """

    language: str
    labels: frozenset[str]
    _whole: dict[str, list[_Entry]]
    _heads: dict[str, list[_Entry]]
    _known: dict[str, list[tuple[int, _Entry]]] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether there are words that tell of calls in this language."""
        return "call" in self.labels

    def scan(self, view: View) -> list[Hit]:
        """Return all words of the tables in a text, in order; linear in its length."""
        if self.language in _GLUED:
            return sorted(set(self._of_letters(view)))
        return sorted(set(self._of_words(view)))

    def _of_letters(self, view: View) -> Iterator[Hit]:
        heads = self._heads
        for at, letter in enumerate(view.loose):
            for entry in heads.get(letter, ()):
                end = self._ends(entry, view, at)
                if end:
                    yield Hit(at, end, entry.label)

    def _of_words(self, view: View) -> Iterator[Hit]:
        text, known = view.loose, self._known
        if len(known) > _MOST_KNOWN:
            known.clear()
        for found in WORD.finditer(text):
            word, at = found[0], found.start()
            some = known.get(word)
            if some is None:
                some = known[word] = list(self._candidates(word))
            for length, entry in some:
                end = self._ends(entry, view, at + length)
                if end:
                    yield Hit(at, end, entry.label)

    def _candidates(self, word: str) -> Iterator[tuple[int, _Entry]]:
        """Yield the entries that may begin in a word of the text, each with how much of the word stands before it."""
        yield from ((0, entry) for entry in self._begun_by(word) if not entry.is_bare)
        for length, is_fused in begins_behind(word, self.language, _LEAST):
            for entry in self._begun_by(word[length:]):
                if is_fused or not entry.is_bare:
                    yield length, entry

    def _begun_by(self, word: str) -> Iterator[_Entry]:
        """Yield the entries that may begin with a word."""
        yield from self._whole.get(word, ())
        for length in range(1, min(_HEAD, len(word)) + 1):
            yield from self._heads.get(word[:length], ())

    def _ends(self, entry: _Entry, view: View, at: int) -> int:
        """Return where an entry that begins at a place ends, 0 where it does not stand there."""
        text = view.loose
        if entry.pattern is not None:
            found = entry.pattern.match(text, at)
            return found.end() if found else 0
        if not text.startswith(entry.word, at):
            return 0
        end = at + len(entry.word)
        if entry.marked and view.text[at:end].lower() != entry.marked:
            return 0
        if entry.spelt:
            own = view.text[at:end]
            if own != entry.spelt and not (entry.spelt == "A" and own[:1].isupper()):
                return 0
        if self.language in _GLUED:
            is_single = len(entry.word) == 1
            whole = (
                self._stands_alone(entry, text, at) if is_single else not _is_part(text, at, end)
            )
            return end if whole else 0
        last, length = end, len(text)
        while end < length and is_of_word(text[end]):
            end += 1
        if end == last or (entry.is_open and end - last <= _LONGEST_ENDING):
            return end
        return 0

    def _stands_alone(self, entry: _Entry, text: str, at: int) -> bool:
        """Whether a single character is a word of its own: a country beside 方 or another, a Korean particle."""
        if self.language == "ko":
            return at == 0 or not text[at - 1].isalnum() or text[at - 1] in _singles("ko")
        if not entry.label.startswith("@"):
            return True
        after, singles = text[at + 1 : at + 2], _singles(self.language)
        before = text[at - 1 : at] if at else ""
        return before in singles or (bool(after) and (after in _SINGLE or after in singles))


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether a word in katakana goes on before or behind: "イラン" in "トゥイランベ"."""
    return any(
        _KATAKANA.match(text[inner]) is not None
        and _KATAKANA.match(text[outer : outer + 1]) is not None
        for inner, outer in ((start, start - 1), (end - 1, end))
        if outer >= 0
    )


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of a language (ISO 639-1); empty for one without tables."""
    entries = list(_entries(language))
    whole: dict[str, list[_Entry]] = {}
    heads: dict[str, list[_Entry]] = {}
    for entry in entries:
        first = WORD.match(entry.word)
        if first is None:
            continue
        if language in _GLUED:
            heads.setdefault(entry.word[0], []).append(entry)
        elif entry.begins_open:
            heads.setdefault(first[0][:_HEAD], []).append(entry)
        else:
            whole.setdefault(first[0], []).append(entry)
    return Lexicon(language, frozenset(entry.label for entry in entries), whole, heads)


@cache
def _singles(language: str) -> frozenset[str]:
    """The countries of a language that are written with one character."""
    rows = rows_of("places", language)
    return frozenset(word for row in rows for word in items(row["words"]) if len(word) == 1)


def _entries(language: str) -> Iterator[_Entry]:
    for written, label, spelt in _written(language):
        entry = _entry(written, label, spelt, together=language in _TOGETHER)
        is_marked = language in _MARKED and not label.startswith("@")
        yield replace(entry, marked=alike(written.rstrip("-")).lower()) if is_marked else entry
        bare = without_article(written, language)
        if bare:
            yield replace(_entry(bare, label, spelt), is_bare=True)


def _written(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield the words of all tables as they are written, what they are, and how they must be spelt."""
    for row in rows_of("telling", language):
        for written in items(row["words"]):
            yield written, row["class"], ""
    if language in languages():
        yield from _of_the_rules(language)
    for row in rows_of("places", language):
        for written in items(row["words"]):
            yield written, "@" + row["side"], _spelling(written)
    # where nobody has listed what tells of calls and stances, an answer is not made sure by its countries
    if language in languages("telling") and language not in (*languages(), *languages("places")):
        for written, side in state_words(language).items():
            yield written, "@" + side, _spelling(written)


def _of_the_rules(language: str) -> Iterator[tuple[str, str, str]]:
    """The names, adjectives, capitals and seats of the rules' own tables."""
    for word, country in words_to_country(language).items():
        if country.form == "abbrev":
            for written in country.written:
                yield written, "@" + country.iso3, written
            continue
        for side in (country.iso3, *country.others):
            yield word, "@" + side, "A" if len(word) <= _SHORT + 1 else ""
    for word, body in words_to_organisation(language).items():
        spelt = body.written if body.cased else ""
        yield spelt or word, "@~" + body.short, spelt


def _spelling(written: str) -> str:
    """Return how a word of a place must be spelt: wholly so, with a capital, or in any way."""
    bare = written.rstrip("-")
    if bare.isupper() and len(bare) <= _SHORT + 1 and bare.lower() != bare:
        return bare
    return "A" if bare[:1].isupper() and len(bare) <= _SHORT else ""


def _entry(written: str, label: str, spelt: str, *, together: bool = False) -> _Entry:
    is_open = written.endswith("-")
    bare = alike(written.rstrip("-"))
    word = loose(bare)
    pattern = None
    if re.search("~|-[ ,]", bare):
        pattern = re.compile(phrase(word, is_open, together=together))
        first = re.split("[~ ,]", word)[0]
        is_open, word = first.endswith("-"), first.rstrip("-")
    return _Entry(word, label, is_open, alike(spelt) if spelt else "", pattern)


def phrase(words: str, is_open: bool, *, together: bool = False) -> str:
    """Return a pattern for a phrase with gaps or open endings; ``together``: in a language without spaces."""
    parts: list[str] = []
    pieces = re.split(r"(-? ?~~ ?|-? ?~ ?|- |-(?=,))", words)
    for piece in pieces:
        gap = piece.strip("- ")
        if gap in ("~", "~~") and piece.startswith("-"):
            parts.append(rf"{_LETTER}{{0,{_LONGEST_ENDING}}}")
        if together and gap in ("~", "~~"):
            parts.append(_GAP_TOGETHER)
        elif gap == "~~":
            parts.append(rf"(?:{_APART}+{_LETTER}+){{0,8}}?{_APART}+")
        elif gap == "~":
            parts.append(rf"(?:{_APART}+{_LETTER}+){{0,3}}?{_APART}+")
        elif piece == "-":
            parts.append(rf"{_LETTER}{{0,{_LONGEST_ENDING}}}")
        elif piece == "- ":
            parts.append(rf"{_LETTER}{{0,{_LONGEST_ENDING}}}{_APART}+")
        else:
            parts.append(re.escape(piece))
    ending = rf"{_LETTER}{{0,{_LONGEST_ENDING}}}" if is_open else ""
    return "".join(parts) + ending + ("" if together else rf"(?!{_LETTER})")
