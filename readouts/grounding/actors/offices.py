"""What an office, as an answer words it, is of a kind with, and whose it is.

What belongs here: looking an office up in the tables of offices. What does not: finding offices in a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from readouts.base.alike import alike, loose
from readouts.grounding.words import phrase
from readouts.reference import items, read_table
from readouts.reference.clitics import small_words_before, without_article
from readouts.reference.habits import languages_with, small_words
from readouts.reference.tables import rows_of

_BEFORE = small_words("before office") | {""}
_GLUED = languages_with("glued")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a phrase means: the kind, for which sides alone or never, and whose it is where nothing else says so."""

    kind: str
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    usual: str | None = None

    def holds_for(self, country: str | None) -> bool:
        """Whether a phrase has this meaning for a country, None where that is not known."""
        if country is None:
            return bool(self.usual) or not (self.only or self.never)
        return country in self.only if self.only else country not in self.never


@cache
def office_kind(
    office: str | None, language: str, country: str | None = None
) -> tuple[str | None, str | None]:
    """Return the kind of an office and whose it is by itself: a country, or ``~`` and an organisation; None where
    open.

    The longest phrase of the table that the words hold counts; a field behind an office ("Secretary of State for
    Trade") makes it any country's.

    Args:
        country: ISO 3166-1 alpha-3, of whoever holds it, where that is known or said; some phrases mean one office in
        one country and another elsewhere ("canciller"), and none where it is not known.

    >>> office_kind("министра иностранных дел", "ru"), office_kind("外務副大臣", "ja")
    (('fm', None), ('deputy', None))
    >>> [office_kind("canciller", "es", country)[0] for country in ("CHL", "DEU", None)]
    ['fm', 'pm', None]
    """
    if not office:
        return None, None
    words = loose(alike(office))
    found = max(
        (
            (one.end() - one.start(), number, one)
            for number, (pattern, _) in enumerate(_phrases(language))
            if (one := pattern.search(words)) is not None
        ),
        key=lambda one: (one[0], -one[1]),
        default=None,
    )
    if found is None:
        return None, None
    _, number, one = found
    meanings = _phrases(language)[number][1]
    meaning = next((m for m in meanings if m.holds_for(country)), None)
    if meaning is None:
        return None, None
    before, behind = words[: one.start()].strip(" ,"), words[one.end() :].strip(" ,")
    is_own = before in _BEFORE and not behind.startswith("for ")
    return meaning.kind, meaning.usual if is_own else None


@cache
def _phrases(language: str) -> tuple[tuple[re.Pattern[str], tuple[_Meaning, ...]], ...]:
    """Return the phrases of a language as patterns, each with what it means."""
    meanings: dict[str, tuple[_Meaning, ...]] = {}
    for written, meaning in (*_own(language), *_of_all(language)):
        meanings[written] = (*meanings.get(written, ()), meaning)
    return tuple((_pattern(written, language), known) for written, known in meanings.items())


def _pattern(written: str, language: str) -> re.Pattern[str]:
    is_open = written.endswith("-")
    own = alike(written.rstrip("-"))
    if language in _GLUED:
        return re.compile(re.escape(loose(own)))
    before, swallowed = small_words_before(language)
    pattern = before + phrase(loose(own), is_open)
    bare = without_article(own, language)
    if bare:
        pattern = f"(?:{pattern}|{swallowed}{phrase(loose(bare), is_open)})"
    return re.compile(rf"(?<!\w){pattern}")


def _own(language: str) -> list[tuple[str, _Meaning]]:
    return [
        (row["phrase"], _Meaning(row["kind"], usual=row["usual_country"] or None))
        for row in rows_of("offices", language)
    ]


def _of_all(language: str) -> list[tuple[str, _Meaning]]:
    return [
        (
            written,
            _Meaning(row["kind"], items(row["only"]), items(row["never"]), row["usual"] or None),
        )
        for row in read_table("office_kinds")
        if row["language"] == language
        for written in items(row["phrases"])
    ]
