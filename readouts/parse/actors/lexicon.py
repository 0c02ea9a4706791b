"""Looking phrases up among the tokens of a text: the longest phrase of a table that begins at a token.

What belongs here: the index of phrases, and the one lexicon per language with everything layer 2 looks up
(countries, organisations, offices, titles). What does not: rules about what may stand beside what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from readouts.parse.text.tokens import Tokens, words_of
from readouts.reference import (
    country_of,
    fixed_names,
    read_table,
    words_to_country,
    words_to_organisation,
)

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases by their first word, the longest first."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        found: dict[tuple[str, ...], T] = {}
        for phrase, value in entries:
            words = words_of(phrase)
            if words:
                found.setdefault(words, value)
        self._by_first: dict[str, list[tuple[int, tuple[str, ...], T]]] = {}
        for words, value in sorted(found.items(), key=lambda item: -len(item[0])):
            self._by_first.setdefault(words[0], []).append((len(words), words, value))

    def firsts(self) -> set[str]:
        """Return the words that phrases begin with."""
        return set(self._by_first)

    def __contains__(self, word: str) -> bool:
        return word in self._by_first

    def at(self, lower: list[str], i: int) -> tuple[int, T] | None:
        """Return the end (exclusive) and the value of the longest phrase that begins at ``i``."""
        candidates = self._by_first.get(lower[i])
        if candidates is None:
            return None
        for size, words, value in candidates:
            if size == 1 or tuple(lower[i : i + size]) == words:
                return i + size, value
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """A word for a country or an organisation; ``cased`` lists the spellings that count, if any.

    ``others`` are the further countries that it may mean; ``is_open`` says that it means none more than another.
    """

    country: str | None
    organisation: str | None
    adjectival: bool
    form: str
    cased: frozenset[str]
    others: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """An entry of the table of offices."""

    kind: str
    portfolio: bool
    usual: str | None
    plural: bool


@dataclass(frozen=True, slots=True)
class Title:
    """An honorific: the gender it tells, whether a given name follows, whether it may stand alone."""

    gender: str | None
    given_name: bool
    alone: bool


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All tables that layer 2 looks words up in, for one language."""

    places: Phrases[Place]
    offices: Phrases[Office]
    titles: Phrases[Title]
    fixed: Phrases[str]
    portfolios: frozenset[str]
    words: dict[str, frozenset[str]]


_PLURALS = {"secretary": "secretaries", "attorney": "attorneys"}


def _places(language: str) -> Iterable[tuple[str, Place]]:
    for word, body in words_to_organisation(language).items():
        cased = frozenset({body.written, body.written.upper()}) if body.cased else frozenset()
        yield word, Place(None, body.short, False, "organisation", cased)
    for word, entry in words_to_country(language).items():
        cased = frozenset(entry.written) if "abbrev" in entry.forms else frozenset()
        adjectival = entry.form in ("demonym", "person") or "demonym" in entry.forms
        yield (
            word,
            Place(entry.iso3, None, adjectival, entry.form, cased, entry.others, entry.is_open),
        )


def _offices(language: str) -> Iterable[tuple[str, Office]]:
    rows = read_table("offices", language)
    for row in rows:
        portfolio, usual = row["takes_portfolio"] == "y", row["usual_country"] or None
        plural = _is_plural(row)
        yield row["phrase"], Office(row["kind"], portfolio, usual, plural)
        if not plural:
            yield _plural(row["phrase"]), Office(row["kind"], portfolio, usual, True)


def _is_plural(row: dict[str, str]) -> bool:
    words = row["phrase"].split()
    return any(w.endswith("s") and w not in _NOT_PLURAL for w in words) or "kings" in words


_NOT_PLURAL = frozenset(
    {
        "affairs",
        "relations",
        "headquarters",
        "states",
        "joint",
        "chiefs",
        "emirates",
        "mosques",
        "press",
        "congress",
        "d'affaires",
    }
)


def _plural(phrase: str) -> str:
    head, *tail = phrase.split(" of ")[0].split(" for "), phrase
    first = head[0]
    ies = first.endswith("y") and first[-2] not in "aeiou"
    stem = first[:-1] + "ies" if ies else first + "s"
    return stem + tail[0][len(first) :]


@cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the lexicon of a language; tables are read on the first call and kept.

    Raises:
        UnknownLanguageError: there are no tables for ``language``.
    """
    titles = [
        (row["title"], Title(row["gender"] or None, row["royal"] == "y", row["alone"] == "y"))
        for row in read_table("honorifics", language)
    ]
    words: dict[str, set[str]] = {}
    for row in read_table("small_words", language):
        words.setdefault(row["set"], set()).add(row["word"])
    return Lexicon(
        places=Phrases(_places(language)),
        offices=Phrases(_offices(language)),
        titles=Phrases(titles),
        fixed=Phrases((name, name) for name in fixed_names(language)),
        portfolios=frozenset(row["word"] for row in read_table("portfolios", language)),
        words={name: frozenset(values) for name, values in words.items()},
    )


@cache
def own_names(iso3: str, rivals: tuple[str, ...], language: str = "en") -> tuple[str, ...]:
    """Return the names and capitals of a country that are no part of a name of one of its rivals.

    "Congo" is part of "DR Congo", which is Congo-Kinshasa's own.
    """

    def names(code: str) -> set[str]:
        country = country_of(code, language)
        assert country is not None
        return {
            country.name,
            *country.official_names,
            *country.other_names,
            *country.abbreviations,
            *country.capitals,
        }

    mine = names(iso3)
    theirs = {name for code in rivals if code != iso3 for name in names(code)}
    return tuple(
        sorted(n for n in mine if not any(re.search(rf"\b{re.escape(n)}\b", t) for t in theirs))
    )


def place_at(lex: Lexicon, tokens: Tokens, i: int) -> tuple[int, Place] | None:
    """Return the country or organisation word that begins at token ``i``, written as names are."""
    found = lex.places.at(tokens.lower, i)
    if found is None:
        return None
    end, place = found
    first = tokens.words[i]
    if not (first[0].isupper() or first[0].isdigit()):
        return None
    if place.cased and end == i + 1 and first not in place.cased:
        titled = place.organisation is not None and len(first) > 3 and first.istitle()
        return found if titled else None
    return found
