"""The country a report comes from, by its publisher or its dateline.

What belongs here: guessing the source's country, whether a government or a newsroom speaks, and the official whose page
it is. What does not:
the country of a person (``people.countries``), and the day of a dateline (``dates``).
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cache

from readouts.parse.actors.references.lexicon import Lexicon, Phrases, place_at
from readouts.parse.actors.references.record import Ref
from readouts.parse.actors.references.scan import scan
from readouts.parse.text.tokens import DASHES, Tokens, is_picture, tokenise
from readouts.reference import read_table

DATELINE_LINES = 6
"""Among so many of the first sentences a dateline is looked for."""
_DATELINE = 14
"""A dateline has at most so many words behind its place."""
_IN_A_DATELINE = frozenset(",./()")
"""Marks that stand in one."""
_ENDS = frozenset({*DASHES, ":"})
"""Marks behind a town that opens a line."""


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
    words = [w[:1].upper() + w[1:] for w in tokens.words]
    official = not lex.words["official_source"].isdisjoint(tokens.lower)
    official = official and lex.words["former"].isdisjoint(tokens.lower)
    places = [
        None if _is_of_region(lex, tokens, i) else place_at(lex, words, tokens.lower, i)
        for i in range(len(tokens))
    ]
    states = {p[1].country for p in places if p and p[1].country and p[1].form == "name"}
    for i in range(len(tokens)):
        known = _table(language).at(tokens.lower, i)
        before = {p[1].country for p in places[:i] if p and p[0] == i}
        if known is not None and known[1][0] and states | before <= {known[1][0]}:
            # but "Maldives Independent", "State Department for Foreign Affairs, Kenya", "Kigali Daily Post"
            return Source(known[1][0], None, known[1][1] or official)
    named = [place for found in places if found is not None and (place := found[1]).country]
    if named:  # "Federal Chancellery, Austria": a seat is named as others' are
        by_name = (place for place in named if place.form != "seat")
        return Source(next(by_name, named[0]).country, None, official)
    organisation = next(
        (o for found in reversed(places) if found and (o := found[1].organisation)), None
    )
    return Source(None, organisation, official or organisation is not None)


def _is_of_region(lex: Lexicon, tokens: Tokens, i: int) -> bool:
    """Whether a word is of a region's name, not a country's: "Central American", "Indian Ocean"."""
    name = lex.fixed.at(tokens.lower, i)
    return name is not None or (i > 0 and tokens.lower[i - 1] in lex.words["part_of_world"])


def author_of(publisher: str | None, lex: Lexicon) -> tuple[Ref, str] | None:
    """Return the words for the one official whose page it is, and the name: "Ilvar Quen, Minister of Norway"."""
    tokens = tokenise(publisher or "")
    tokens.sentence, tokens.first, tokens.last = [0] * len(tokens), [0], [len(tokens)]
    refs = [r for r in scan(publisher or "", tokens, lex) if r.name] if publisher else []
    if len(refs) != 1 or refs[0].kind != "person" or refs[0].former:
        return None
    [ref] = refs
    if not (ref.office_kind and ref.country and ref.name):
        return None
    return ref, " ".join(tokens.words[slice(*ref.name)])


def dateline_country(tokens: Tokens, lex: Lexicon) -> str | None:
    """Return the country of a dateline's capital: "ABU DHABI, 12th March --", "Muscat, 3 February."

    A dateline opens one of the first lines: a capital, then nothing but a date and an agency, then a dash, a colon or
    the stop of the sentence, or the end of the line. A city that bears its country's name needs the date.
    """
    lines = list(zip(tokens.first, tokens.last, strict=True))[:DATELINE_LINES]
    for first, last in lines:
        first += first < last and is_picture(tokens.words[first])  # "📞 Oslo – Minister Quen"
        words = tokens.lower[first:last]
        byline = not lex.words["correspondent"].isdisjoint(words) and "in" in words
        first += words.index("in") + 1 if byline else 0  # "From our correspondent in Oslo"
        place = place_at(lex, tokens.words, tokens.lower, first) if first < last else None
        if place is None or not place[1].country:
            continue
        mark = _mark(tokens, place[0], last, lex.words["dateline_glue"])
        before = tokens.words[place[0] : last if mark is None else mark][:4]
        # "JAPAN - On 10 August" heads an entry
        city = place[1].form == "capital" or (
            place[1].form == "name" and any(w.isdigit() for w in before)
        )
        ends = byline and last - place[0] < 2
        if city and (ends or _is_dateline(lex, tokens, place[0], last)):
            return None if _comes_from_several(tokens, lex, place[1].country) else place[1].country
    return None


def behind_dateline(tokens: Tokens, sentence: int) -> int:
    """Where a sentence begins behind its dateline, if it has one: "OSLO (Agency) - A call between X and Y was"."""
    first, last = tokens.first[sentence], tokens.last[sentence]
    mark = _mark(tokens, first, last, _IN_A_DATELINE) if tokens.words[first].isupper() else None
    return first if mark is None or tokens.words[mark] == ":" else mark + 1


def _mark(tokens: Tokens, first: int, last: int, glue: Set[str]) -> int | None:
    """Where the dash or colon stands that ends a dateline, behind nothing but names, numbers and small words."""
    for at in range(first, min(last, first + _DATELINE)):
        word = tokens.words[at]
        if word in _ENDS:
            return at
        if not (word[0].isupper() or word[0].isdigit() or word in glue):
            return None
    return None


def _comes_from_several(tokens: Tokens, lex: Lexicon, country: str) -> bool:
    """Whether a line opens with another country's capital in capitals: a digest is of none of their newsrooms.

    Or a dateline names two: "OSLO/LIMA, 3 March -".
    """
    begins = [*tokens.first, *(i + 1 for i, word in enumerate(tokens.words) if word == "/")]
    shouted = (i for i in begins if tokens.words[i].isupper())
    places = (place_at(lex, tokens.words, tokens.lower, i) for i in shouted)
    return any(p and p[1].form == "capital" and p[1].country != country for p in places)


def _is_dateline(lex: Lexicon, tokens: Tokens, i: int, last: int) -> bool:
    """Whether the words from ``i``, behind a capital, are a date, an agency and the mark that ends a dateline.

    Instead of a mark a stop or a year may end it, and then nothing else stands in the line.
    """
    glue = lex.words["dateline_glue"]
    mark = _mark(tokens, i, last, glue)
    words = tokens.words[i : last if mark is None else mark]
    if len(words) > _DATELINE or not lex.offices.firsts.isdisjoint(word.lower() for word in words):
        return False  # "Seoul (Foreign Minister Quen)." heads an entry of a list
    if mark is not None or not words:
        return mark is not None
    year = len(words[-1]) == 4 and words[-1].isdigit()
    whole = all(word[0].isupper() or word[0].isdigit() or word in glue for word in words)
    shout = tokens.words[i - 1].isupper()
    return whole and (year or (words[-1] == "." and (shout or last > i + 1)))
