"""The country a report comes from, by its publisher or its dateline.

What belongs here: guessing the source's country and whether a government or a newsroom speaks. What does not:
the country of a person (``coreference``).
"""

from __future__ import annotations

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


def source_of(publisher: str | None, lex: Lexicon, language: str = "en") -> tuple[str | None, bool]:
    """Return the country of a publisher, None where its name does not tell, and whether it is official."""
    if not publisher:
        return None, False
    tokens = tokenise(publisher)
    official = any(w in lex.words["official_source"] for w in tokens.lower)
    table = _table(language)
    for i in range(len(tokens)):
        found = table.at(tokens.lower, i)
        if found is not None:
            return found[1][0], found[1][1] or official
    tokens.words = [w[0].upper() + w[1:] for w in tokens.words]
    for i in range(len(tokens)):
        place = place_at(lex, tokens, i)
        if place is not None and place[1].country:
            return place[1].country, official
    return None, official


def dateline_country(tokens: Tokens, lex: Lexicon) -> str | None:
    """Return the country of a dateline's capital ("ABU DHABI, 12th March --") among the first words."""
    for i in range(min(len(tokens), 60)):
        word = tokens.words[i]
        if len(word) > 3 and word.isupper():
            place = place_at(lex, tokens, i)
            if place is not None and place[1].country and place[1].form == "capital":
                return place[1].country
    return None
