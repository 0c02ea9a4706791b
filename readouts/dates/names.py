"""The words of time of one language: weekdays, months, and words like "yesterday".

What belongs here: putting CLDR's names and ``LANGUAGE/dates.tsv`` (``readouts.reference``) into one table, and finding
its words in a text. What does not: what they mean together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import NamedTuple

from readouts.base.alike import alike, loose
from readouts.reference.clitics import small_words_before, without_article
from readouts.reference.habits import languages_with
from readouts.reference.language_names import locales
from readouts.reference.tables import items, rows_of

_GLUED = languages_with("glued")
_DECLINED = languages_with("declined")
_VOWELS = "aeiouyаеёиоуыэюяьіїє"
_ENDING = r"\w{0,6}"


class Told(NamedTuple):
    """A word of time in a text: ``kind`` and ``value`` as in ``dates.tsv``, or ``number`` with the number."""

    start: int
    end: int
    kind: str
    value: int


@dataclass(frozen=True, slots=True)
class Names:
    """The words of time of a language; ``is_known`` is False where not even CLDR has any. ``first_days``: with which
    weekdays a week may begin (0 is Monday). ``_bare``: words whose article a small word before them has swallowed.
    """

    language: str
    is_known: bool
    first_days: frozenset[int]
    _pattern: re.Pattern[str]
    _whole: dict[str, tuple[str, int]]
    _begun: dict[str, tuple[str, int]]
    _bare: dict[str, tuple[str, int]]

    @property
    def is_glued(self) -> bool:
        """Whether the language writes its words together: a number there tells no day without its sign."""
        return self.language in _GLUED

    def find(self, text: str) -> Iterator[Told]:
        """Yield the words of time and the numbers in a loose text, in order, the longest at each place."""
        for found in self._pattern.finditer(text):
            if found.lastgroup == "number":
                yield Told(found.start(), found.end(), "number", int(found["number"]))
                continue
            if found.lastgroup == "bare":
                yield Told(found.start(), found.end(), *self._bare[found["bare"]])
                continue
            word = found["word"]
            kind = self._whole.get(word) or self._begun[self._stem(word)]
            yield Told(found.start(), found.end(), *kind)

    def _stem(self, word: str) -> str:
        return next(word[:k] for k in range(len(word), 0, -1) if word[:k] in self._begun)


@cache
def names(language: str) -> Names:
    """Return the words of time of a language (ISO 639-1)."""
    whole: dict[str, tuple[str, int]] = {}
    begun: dict[str, tuple[str, int]] = {}
    bare: dict[str, tuple[str, int]] = {}
    before: dict[str, list[str]] = {}
    told = list(_of_cldr(language))
    for kind, value, word, is_open in (*told, *_of_table(language)):
        word, _, follows = word.partition("~")
        key = loose(alike(word))
        if follows:
            before.setdefault(key, []).append(re.escape(loose(alike(follows))))
        # "sept" is seven and September, "dez" ten and December: a month's name goes first
        if key and not (kind == "number" and key in whole):
            (begun if is_open else whole)[key] = (kind, value)
            if not (is_open or follows) and (rest := without_article(alike(word), language)):
                bare[loose(rest)] = (kind, value)
    parts = sorted({*whole, *begun}, key=len, reverse=True)
    words = "|".join(
        re.escape(part) + (_ENDING if part in begun else _followed(before.get(part)))
        for part in parts
    )
    if language in _GLUED:
        edges = f"(?P<word>{words or '(?!)'})"
    else:
        before_it, swallowed = small_words_before(language)
        left = "|".join(map(re.escape, sorted(bare, key=len, reverse=True)))
        edges = (
            rf"(?<![^\W\d_])(?:{before_it}(?P<word>{words or '(?!)'})"
            rf"|{swallowed}(?P<bare>{left or '(?!)'}))(?![^\W\d_])"
        )
    # An ordinal's ending belongs to its number: "6th", "1er", "6-го".
    number = r"(?P<number>\d{1,4})(?:(?:st|nd|rd|th|er|re|º|ª|°|-?го|-?е)(?!\w))?"
    pattern = re.compile(f"{edges}|{number}")
    return Names(language, bool(told), _first_days(language), pattern, whole, begun, bare)


def _followed(by: list[str] | None) -> str:
    return f"(?={'|'.join(by)})" if by else ""


def _of_cldr(language: str) -> Iterator[tuple[str, int, str, bool]]:
    declined = language in _DECLINED
    for locale, context in product(locales(language), ("format", "stand-alone")):
        for day, word in locale.days[context]["wide"].items():
            yield "weekday", day, *_declined(word, declined)
        for width in ("wide", "abbreviated"):
            for month, word in locale.months[context][width].items():
                if not word[0].isdigit():
                    yield "month", month, *_declined(word.rstrip("."), declined and width == "wide")


def _declined(word: str, declined: bool) -> tuple[str, bool]:
    if not declined or len(word) <= 3:
        return word, False
    return (word[:-1] if word[-1].lower() in _VOWELS else word), True


def _of_table(language: str) -> Iterator[tuple[str, int, str, bool]]:
    for row in rows_of("dates", language):
        for word in items(row["words"]):
            yield row["kind"], int(row["value"]), word.rstrip("-"), word.endswith("-")


def _first_days(language: str) -> frozenset[int]:
    return frozenset({0, *(locale.first_week_day for locale in locales(language))})
