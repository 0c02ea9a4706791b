"""Countries and the words that stand for them.

What belongs here: the table of countries and, for one language, the look-up from a word ("Ankara",
"Turkish", "the Kremlin") to a country. What does not: deciding what an ambiguous word means in a
sentence; that needs the sentence, and is the parser's.

The members of the United Nations, and Kosovo (XKX), Palestine, Taiwan and the Vatican. Codes are
ISO 3166-1; Kosovo's are the user-assigned ones in common use. ``region`` is a coarse grouping for
summaries.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal

from readouts.reference.tables import items, read_table

WordForm = Literal["name", "abbrev", "capital", "seat", "demonym", "person"]
"""What a word is to its country.

``name`` ("Türkiye"), ``abbrev`` ("UAE"), ``capital`` and ``seat`` standing for the government
("Ankara", "the Kremlin"), ``demonym`` the adjective ("Turkish"), ``person`` somebody of the
country ("Turk", "Turks")."""

_COLUMNS: tuple[tuple[WordForm, tuple[str, ...]], ...] = (
    ("name", ("name", "official_names", "other_names")),
    ("abbrev", ("abbreviations",)),
    ("capital", ("capitals",)),
    ("seat", ("seats",)),
    ("demonym", ("demonyms",)),
    ("person", ("persons",)),
)


@dataclass(frozen=True, slots=True)
class Country:
    """One country, with its words in one language; ``name`` is the usual short name."""

    iso3: str
    iso2: str
    region: str
    name: str
    official_names: tuple[str, ...]
    other_names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    demonyms: tuple[str, ...]
    persons: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    ambiguous: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryWord:
    """A word that stands for a country.

    ``form`` is the first of ``forms``: "Iranian" is a demonym, and a person too. ``written`` holds
    the spellings as a text has them; an abbreviation counts only when spelt so ("US", not "us").
    ``ambiguous`` says that the word needs its context: it also means something else ("Georgia",
    "Jordan"), or another country, which ``others`` then names ("Dominican"). ``is_open`` says that it
    is none of them more than another ("Congolese"): without anything else in a text it is no country.
    """

    iso3: str
    form: WordForm
    ambiguous: bool
    forms: tuple[WordForm, ...]
    written: tuple[str, ...]
    others: tuple[str, ...] = ()
    is_open: bool = False


@cache
def countries(language: str = "en") -> tuple[Country, ...]:
    """Return all countries with their words in ``language``, ordered by ``iso3``.

    Raises:
        UnknownLanguageError: there are no tables for ``language`` (ISO 639-1).
    """
    words = {row["iso3"]: row for row in read_table("countries", language)}
    lists = [each.name for each in fields(Country)[4:]]
    return tuple(
        Country(
            row["iso3"],
            row["iso2"],
            row["region"],
            own["name"],
            **{k: items(own[k]) for k in lists},
        )
        for row in read_table("countries")
        if (own := words.get(row["iso3"]))
    )


@cache
def words_to_country(language: str = "en") -> dict[str, CountryWord]:
    """Return the look-up from a word, case-folded and without article, to the country it stands
    for.

    Spellings without diacritics and with a typographic apostrophe are keys as well. Treat the
    dictionary as read-only: it is shared.

    Raises:
        UnknownLanguageError: there are no tables for ``language`` (ISO 639-1).
    """
    found: dict[str, list[tuple[Country, WordForm, str]]] = {}
    for country in countries(language):
        for form, word in _words(country):
            for key in spellings(word):
                found.setdefault(key, []).append((country, form, word))
    return {key: _country_word(senses) for key, senses in found.items()}


@cache
def fixed_names(language: str = "en") -> frozenset[str]:
    """Return names that hold a country's word and do not stand for it ("South China Sea").

    They are as a text has them, without article. Match them before the words of ``words_to_country``.

    Raises:
        UnknownLanguageError: there are no tables for ``language`` (ISO 639-1).
    """
    return frozenset(row["name"] for row in read_table("fixed_names", language))


@cache
def no_country(code: str) -> str | None:
    """Why a code that somebody wrote is no country's, and what to write instead; None where it is one.

    ISO 3166-1 has codes for territories too. What is counted are states, so a territory counts with the state that
    answers for it abroad, or for nobody.
    """
    if country_of(code) is not None:
        return None
    if (territory := _territories().get(code)) is not None:
        name, state = territory
        if not state:
            return f"{code!r}, {name}, is no state and belongs to none that is agreed on: leave the country empty"
        return f"{code!r}, {name}, is no state: write {state}, which answers for it abroad, or leave the country empty"
    by_word = words_to_country().get(code.casefold())
    by_code = iso3_by_iso2() | {c.iso3: c.iso3 for c in countries()}
    known = by_word.iso3 if by_word else by_code.get(code.upper())
    return f"{code!r} is written {known}" if known else f"{code!r} is no country's code"


@cache
def _territories() -> dict[str, tuple[str, str]]:
    return {row["iso3"]: (row["name"], row["state"]) for row in read_table("territories")}


@cache
def iso3_by_iso2() -> dict[str, str]:
    """Return the ISO 3166-1 alpha-3 codes of the countries by their alpha-2 codes."""
    return {country.iso2: country.iso3 for country in countries()}


def country_of(iso3: str, language: str = "en") -> Country | None:
    """Return the country of an ISO 3166-1 alpha-3 code, None where there is none."""
    return {country.iso3: country for country in countries(language)}.get(iso3)


def spellings(word: str) -> set[str]:
    """Return a word's keys: case-folded, with and without diacritics, with either apostrophe."""
    plain = word.casefold()
    if plain.isascii():
        return {plain, plain.replace("'", "’")} if "'" in plain else {plain}
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    bases = {plain, bare.replace("ı", "i")}
    return {base.replace(a, b) for base in bases for a, b in (("’", "'"), ("'", "’"))}


def _words(country: Country) -> Iterator[tuple[WordForm, str]]:
    for form, columns in _COLUMNS:
        for column in columns:
            value = getattr(country, column)
            for word in (value,) if isinstance(value, str) else value:
                yield form, word


def _country_word(senses: list[tuple[Country, WordForm, str]]) -> CountryWord:
    """Join the senses of one key; a country whose row lists the word as ambiguous comes last."""
    ranked = sorted(senses, key=lambda sense: sense[2] in sense[0].ambiguous)
    first = ranked[0][0]
    others = dict.fromkeys(country.iso3 for country, _, _ in ranked if country is not first)
    forms = dict.fromkeys(form for country, form, _ in ranked if country is first)
    return CountryWord(
        iso3=first.iso3,
        form=next(iter(forms)),
        ambiguous=any(word in country.ambiguous for country, _, word in senses),
        forms=tuple(forms),
        written=tuple(dict.fromkeys(word for _, _, word in ranked)),
        others=tuple(others),
        is_open=bool(others) and all(word in country.ambiguous for country, _, word in senses),
    )
