"""The country a report comes from, by its publisher or its dateline.

What belongs here: guessing the source's country and whether a government or a newsroom speaks. What does not:
the country of a person (``coreference``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from readouts.parse.lexicon import Lexicon, Phrases, place_at
from readouts.parse.tokens import Tokens, tokenise
from readouts.reference import read_table


@cache
def _table(language: str) -> Phrases[tuple[str | None, bool]]:
    return Phrases(
        (row["name"], (row["country"] or None, row["official"] == "y"))
        for row in read_table("publishers", language)
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report comes from: a country or an organisation, and whether it speaks for itself."""

    country: str | None = None
    organisation: str | None = None
    official: bool = False


def source_of(publisher: str | None, lex: Lexicon, language: str = "en") -> Source:
    """Return what a publisher's name tells of its country or organisation."""
    if not publisher:
        return Source()
    tokens = tokenise(publisher)
    official = any(w in lex.words["official_source"] for w in tokens.lower)
    organisation: str | None = None
    table = _table(language)
    for i in range(len(tokens)):
        found = table.at(tokens.lower, i)
        if found is not None and found[1][0]:
            return Source(found[1][0], None, found[1][1] or official)
    tokens.words = [w[0].upper() + w[1:] for w in tokens.words]
    for i in range(len(tokens)):
        place = place_at(lex, tokens, i)
        if place is not None and place[1].country:
            return Source(place[1].country, None, official)
        if place is not None:
            organisation = place[1].organisation
    return Source(None, organisation, official or organisation is not None)


def dateline_country(tokens: Tokens, lex: Lexicon) -> str | None:
    """Return the country of a dateline's capital ("ABU DHABI, 12th March --") among the first words."""
    for i in range(min(len(tokens), 60)):
        word = tokens.words[i]
        if len(word) > 3 and word.isupper():
            place = place_at(lex, tokens, i)
            if place is not None and place[1].country and place[1].form == "capital":
                return place[1].country
    return None
