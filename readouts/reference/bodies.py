"""International organisations and the words that stand for them.

What belongs here: the table of organisations and the look-up from a word ("the European
Commission", "NATO") to an organisation's short name, which is what the records carry. What does
not: the offices within them ("Secretary-General"), which the parser reads with all other offices.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from readouts.reference.geography import spellings, words_to_country
from readouts.reference.tables import items, read_table

_SHORTEST = 3
"""A word for a country of at most so many letters is an abbreviation, or close to one."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation.

    ``short`` is the name that records carry. ``abbreviations`` count only as spelt ("WHO", not
    "who"), and so does ``short`` itself. ``kind`` is one of union, alliance, forum, agency, bank,
    court, movement, cartel, office.
    """

    short: str
    kind: str
    names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationWord:
    """A word that stands for an organisation; where ``cased`` it counts only as ``written``."""

    short: str
    cased: bool
    written: str


@cache
def organisations(language: str = "en") -> tuple[Organisation, ...]:
    """Return all organisations with their words in ``language``, in the order of the table.

    Raises:
        UnknownLanguageError: there are no tables for ``language`` (ISO 639-1).
    """
    return tuple(
        Organisation(
            short=row["short"],
            kind=row["kind"],
            names=items(row["names"]),
            abbreviations=items(row["abbreviations"]),
            seats=items(row["seats"]),
        )
        for row in read_table("organisations", language)
    )


@cache
def words_to_organisation(language: str = "en") -> dict[str, OrganisationWord]:
    """Return the look-up from a word, case-folded and without article, to the organisation it
    stands for.

    Where two spellings of a key differ in case only, the first of the table is kept: "NATO" before
    "Nato"; both are accepted by ``OrganisationWord.written`` compared without regard to case when
    ``cased`` is False. Treat the dictionary as read-only: it is shared.

    Raises:
        UnknownLanguageError: there are no tables for ``language`` (ISO 639-1).
    """
    words: dict[str, OrganisationWord] = {}
    for body in organisations(language):
        for word in (body.short, *body.abbreviations):
            for key in spellings(word):
                words.setdefault(key, OrganisationWord(body.short, True, word))
        for word in (*body.names, *body.seats):
            for key in spellings(word):
                words[key] = OrganisationWord(body.short, False, word)
    return words


def is_short_name(word: str, language: str = "en") -> bool:
    """Whether a word of at most three letters stands for a country or an organisation: "us", "u.k", "lao", "eu"."""
    return word.rstrip(".") in _short_names(language)


@cache
def _short_names(language: str) -> frozenset[str]:
    words = [*words_to_country(language), *words_to_organisation(language)]
    return frozenset(w.rstrip(".").lower() for w in words if len(w.replace(".", "")) <= _SHORTEST)
