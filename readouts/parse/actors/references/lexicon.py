"""Looking phrases up among words: the longest phrase of a table that begins at a word.

What belongs here: the index of phrases, and the one lexicon per language with everything layer 2 looks up
(countries, organisations, offices, titles). What does not: rules about what may stand beside what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from readouts.parse.actors.references.record import Gender, Side
from readouts.parse.text.tokens import is_picture, words_of
from readouts.reference import (
    country_of,
    fixed_names,
    read_table,
    words_to_country,
    words_to_organisation,
)
from readouts.reference.geography import iso3_by_iso2
from readouts.reference.word_classes import word_classes

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases, found at a word, the longest first."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        found: dict[tuple[str, ...], T] = {}
        for phrase, value in entries:
            found.setdefault(words_of(phrase), value)
        self._found = found
        # By first word, by second word: of how many words the phrases are.
        self._more: dict[str, dict[str, set[int]]] = {words[0]: {} for words in found}
        for words in (words for words in found if len(words) > 1):
            self._more[words[0]].setdefault(words[1], set()).add(len(words))
        self.firsts = frozenset(self._more)
        """The words that phrases begin with."""

    def at(self, lower: list[str], i: int, most: int = 99) -> tuple[int, T] | None:
        """Return the end (exclusive) and the value of the longest phrase, of at most so many words, at ``i``.

        ``lower`` goes on behind ``i``, if only with an empty word.
        """
        more = self._more.get(lower[i])
        if more is None:
            return None
        for size in sorted(more.get(lower[i + 1], ()), reverse=True):
            words = tuple(lower[i : i + size])
            if size <= most and words in self._found:
                return i + size, self._found[words]
        alone = self._found.get((lower[i],)) if most else None
        return None if alone is None else (i + 1, alone)


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

    @property
    def side(self) -> Side:
        """The country or organisation itself."""
        return self.country, self.organisation


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

    gender: Gender | None
    given_name: bool
    alone: bool


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All tables that layer 2 looks words up in, for one language; ``words`` are the sets of ``small_words.tsv``."""

    places: Phrases[Place]
    offices: Phrases[Office]
    titles: Phrases[Title]
    fixed: Phrases[str]
    portfolios: frozenset[str]
    words: Mapping[str, frozenset[str]]


def _places(language: str) -> Iterable[tuple[str, Place]]:
    for word, body in words_to_organisation(language).items():
        forms = {body.written, body.written.upper()}
        if len(body.written) > 3:
            forms.add(body.written.title())  # "Nato"
        cased = frozenset(forms) if body.cased else frozenset()
        yield word, Place(None, body.short, False, "organisation", cased)
    for word, entry in words_to_country(language).items():
        cased = frozenset(entry.written) if "abbrev" in entry.forms else frozenset()
        adjectival = entry.form == "person" or "demonym" in entry.forms
        more = entry.others, entry.is_open
        yield word, Place(entry.iso3, None, adjectival, entry.form, cased, *more)
    for iso2, iso3 in iso3_by_iso2().items():  # "my 🇳🇴 colleague", as posts have it
        flag = "".join(chr(ord("🇦") + ord(letter) - ord("A")) for letter in iso2)
        yield flag, Place(iso3, None, True, "flag", frozenset())


def _offices(language: str) -> Iterable[tuple[str, Office]]:
    for row in read_table("offices", language):
        entry = (row["kind"], row["takes_portfolio"] == "y", row["usual_country"] or None)
        plural = row["number"] == "p"
        yield row["phrase"], Office(*entry, plural)
        if not plural:
            yield _plural(row["phrase"]), Office(*entry, True)


def _plural(phrase: str) -> str:
    head, link, tail = re.match(r"(.+?)( of | for |$)(.*)", phrase).groups()  # type: ignore[union-attr]
    ies = head.endswith("y") and head[-2] not in "aeiou"
    return (head[:-1] + "ies" if ies else head + "s") + link + tail


@cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the lexicon of a language; tables are read on the first call and kept.

    Raises:
        UnknownLanguageError: there are no tables for ``language``.
    """
    sexes: dict[str, Gender] = {"m": "m", "f": "f"}
    titles = [
        (row["title"], Title(sexes.get(row["gender"]), row["royal"] == "y", row["alone"] == "y"))
        for row in read_table("honorifics", language)
    ]
    return Lexicon(
        places=Phrases(_places(language)),
        offices=Phrases(_offices(language)),
        titles=Phrases(titles),
        fixed=Phrases((name, name) for name in fixed_names(language)),
        portfolios=frozenset(row["word"] for row in read_table("portfolios", language)),
        words=word_classes("small_words", language),
    )


@cache
def office_openers(lex: Lexicon) -> frozenset[str]:
    """Return the words that an office, or words before it such as "newly appointed", begins with."""
    more = lex.words["office_modifier"] | lex.words["dropped_modifier"]
    return frozenset(lex.portfolios | more | lex.offices.firsts)


@cache
def own_names(iso3: str, rivals: tuple[str, ...], language: str = "en") -> tuple[str, ...]:
    """Return the names and capitals of a country that are no part of a name of one of its rivals.

    "Congo" is part of "DR Congo", which is Congo-Kinshasa's own.
    """

    def names(code: str) -> set[str]:
        one = country_of(code, language)
        assert one is not None
        more = (one.official_names, one.other_names, one.abbreviations, one.capitals)
        return {one.name, *(name for names in more for name in names)}

    theirs = {name for code in rivals if code != iso3 for name in names(code)}
    return tuple(n for n in sorted(names(iso3)) if not any(is_named(n, t) for t in theirs))


@cache
def rivals_of(iso3: str | None, language: str = "en") -> frozenset[str]:
    """Return the countries that share a word with a country which is neither's more than the other's: "Congolese"."""
    words = words_to_country(language).values()
    shared = [{word.iso3, *word.others} for word in words if word.is_open]
    return frozenset(c for codes in shared if iso3 in codes for c in codes if c != iso3)


def is_named(name: str, text: str) -> bool:
    """Whether a text has a name as a word or words of its own."""
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def place_at(lex: Lexicon, words: list[str], lower: list[str], i: int) -> tuple[int, Place] | None:
    """Return the end and the country or organisation of the words that begin at ``i``, written as names are."""
    found, first = lex.places.at(lower, i), words[i]
    if found is None or not (first[0].isupper() or first[0].isdigit() or is_picture(first)):
        return None
    end, place = found
    if lower[end] == "$":
        return None  # "US$5 million"
    return None if place.cased and end == i + 1 and first not in place.cased else found
