"""Names of people in a text: whether a word of a name has a form of itself there, and where.

What belongs here: the comparison of one word of a name with one word of a text, in languages that decline names and
in those that do not. What does not: who somebody is (``reference.names.people``), and other spellings of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from readouts.base.alike import WORD, View, alike, loose
from readouts.reference.clitics import begins_behind, without_article
from readouts.reference.habits import languages_with, small_words

_TOGETHER = languages_with("together")
_GLUED = languages_with("glued")
_DECLINED = languages_with("declined") | languages_with("endings of names")
_MARKED = languages_with("marked")
_JOINER = languages_with("joiner")
_OWN_ENDING = re.compile(
    "(?:|[aeiouyаеиоуыэюяьіїй]|ий|ый|ой|ая|яя|ия|ій|ея|ел|ец|ек|ок|ець|ich|as|is|us|ys|os|ek|ec|eł)"
)
"""What the dictionary form of a name may end with that other forms do not have."""
_LONGEST_ENDING = 4
_NEN, _SE = "nen", "se"
"""How many Finnish names end, and what other forms have instead: "Virtanen", "Virtaselle"."""
_LEAST = 3
"""So many letters has a word of a name at least behind small words that it is written together with."""
_JOINED = re.compile("[・·・=＝ ]")
SMALL = small_words("name")


class Words:
    """The words of a text, by how they begin."""

    def __init__(self, view: View, language: str) -> None:
        self.view = view
        self.language = language
        self._places: dict[str, list[tuple[int, int]]] = {}
        self._begun: dict[str, list[str]] = {}
        if language in _TOGETHER:
            return
        text = view.text.lower() if language in _MARKED else view.loose
        for found in WORD.finditer(text):
            word = found[0]
            self._add(word, found.start(), found.end())
            for length, _ in begins_behind(word, language, _LEAST):
                self._add(word[length:], found.start() + length, found.end())

    def _add(self, word: str, start: int, end: int) -> None:
        places = self._places.get(word)
        if places is None:
            self._places[word] = [(start, end)]
            self._begun.setdefault(word[:2], []).append(word)
        else:
            places.append((start, end))

    def forms(self, word: str) -> list[tuple[int, int]]:
        """Return where a word of a name, made loose, stands in any form of itself, in order."""
        language = self.language
        if language in _GLUED:
            return list(places_of(self.view.loose, word, begins=language == "ko"))
        exact = self._places.get(word)
        if exact is None:  # a name with its article, which the text has lost or left out
            bare = without_article(word, language)
            exact = self._places.get(bare) if bare else None
        if language not in _DECLINED:
            return exact or []
        found = list(exact or ())
        for other in self._begun.get(word[:2], ()):
            if other != word and is_form(other, word):
                found += self._places[other]
        return sorted(found)

    def has_together(self, phrase: str) -> bool:
        """Whether a phrase stands in the text but for what joins or parts its words, in languages that lose that."""
        if self.language not in _JOINER:
            return False
        return _together(loose(alike(phrase))) in _together(self.view.loose)

    def has(self, word: str) -> bool:
        """Whether a word of a name stands in the text in some form."""
        return bool(self.forms(word))

    def has_like(self, word: str) -> bool:
        """Whether a word of an office, in its dictionary form, stands in the text with whatever ending."""
        if self.forms(word):
            return True
        if self.language in _GLUED:
            return all(char in self.view.loose for char in word)
        least = max(3, len(word) * 3 // 5)
        return any(
            other[:least] == word[:least] and abs(len(other) - len(word)) <= _LONGEST_ENDING + 1
            for other in self._begun.get(word[:2], ())
        )


def _together(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def is_form(written: str, word: str) -> bool:
    """Whether a word as written is a declined form of a name in its dictionary form; both loose."""
    if word.endswith(_NEN) and written.startswith(word.removesuffix(_NEN) + _SE):
        return len(written) - len(word) <= _LONGEST_ENDING
    shared = 0
    for a, b in zip(written, word, strict=False):
        if a != b:
            break
        shared += 1
    if shared < 3 and shared < len(word):
        return False
    return (
        len(written) - shared <= _LONGEST_ENDING
        and _OWN_ENDING.fullmatch(word[shared:]) is not None
    )


@cache
def words_of(name: str, language: str) -> tuple[str, ...]:
    """Return the words of a name, loose but where diacritics tell words apart; a name written together stays one or is
    parted where it is marked."""
    text = alike(name).lower() if language in _MARKED else loose(alike(name))
    if language in _TOGETHER:
        return tuple(part for part in _JOINED.split(text) if part)
    return tuple(WORD.findall(text))


@cache
def telling_words(name: str, language: str) -> tuple[str, ...]:
    """Return the words of a name that can tell a person; in East Asian scripts the family name too."""
    words = [word for word in words_of(name, language) if word not in SMALL and len(word) > 1]
    if language == "ja":
        words += [
            word[:2]
            for word in words
            if len(word) in (4, 5) and all("\u3400" <= c <= "\u9fff" for c in word)
        ]
    return tuple(words)


def places_of(
    text: str, words: str, *, begins: bool, ends: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a text; where they ``begin`` or ``end`` a word, only as they do."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        is_within = (begins and text[max(0, at - 1) : at].isalnum()) or (
            ends and text[end : end + 1].isalnum()
        )
        if not is_within:
            yield at, end
        at = text.find(words, at + 1)
