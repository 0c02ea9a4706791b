"""What contradicts itself in a call as it was read: a country that nothing carries, an office of another one's.

What belongs here: questions about one call that need the article's text or the reference tables, and are asked before
its rows are staged (``problems_of``). What does not: rules over rows, which are queries (``expectations/violations/``),
and reading a text, which is the parser's: this knows nothing of how a country was found, and only asks whether it can
be so.

The gate refuses a call report with a problem, and all that belongs to it: of a call that is misread in part nobody
knows what else is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from readouts.domain.records import Call, Party, ReadBy
from readouts.reference.bodies import organisations
from readouts.reference.geography import countries
from readouts.reference.names.naming import name_key
from readouts.reference.names.people import HEADS, Side, Term, all_terms, side_of, terms
from readouts.reference.offices_where import lacks_office
from readouts.reference.stances.coherence import contradictions
from readouts.reference.tables import read_table

Words = tuple[tuple[str, bool], ...]
"""Words that name a side, each with whether it counts only as it is spelled."""


def problems_of(call: Call, article: Mapping[str, Any]) -> str | None:
    """Say in one line what contradicts itself in a call, each problem headed by its code; None where nothing does.

    ``article`` is the row of ``core.articles`` that it was read from.
    """
    day = call.date or article["published_date"]
    found = [
        _later_than_told(call, article),
        *(_problem_of(party, article, day, call.read_by) for party in call.parties),
        *_persons_of_two_sides(call),
        *(f"incoherent: {one.kind}" for one in contradictions(call) if one.reaction is None),
    ]
    return "; ".join(dict.fromkeys(problem for problem in found if problem)) or None


def _later_than_told(call: Call, article: Mapping[str, Any]) -> str | None:
    """A call is told when it has been; a day is left for those further east."""
    told = article["published_date"]
    if call.date is None or call.date <= told + timedelta(days=1):
        return None
    return f"later_than_told: the call is of {call.date}, its report of {told}"


def _persons_of_two_sides(call: Call) -> Iterator[str]:
    """The same whole name on two sides of the line: one of them is misread."""
    seen: dict[tuple[str, ...], str] = {}
    for party in call.parties:
        side, key = party.country or party.organisation, tuple(sorted(name_key(party.name)))
        if side is not None and _is_whole(party.name) and seen.setdefault(key, side) != side:
            yield f"person_of_two_sides: {party.name} speaks for {seen[key]} and for {side}"


def _problem_of(party: Party, article: Mapping[str, Any], day: date, read_by: ReadBy) -> str | None:
    side = party.country or party.organisation
    if (side is None) != (party.country_basis == "none"):
        return f"basis_without_side: the side is {side}, its basis {party.country_basis}"
    if side is None:
        return None
    # What a model says is held against the text where it is read, in the text's own language (``grounding``).
    return (
        (_unnamed(party, side, article) if read_by == "rules" else None)
        or _misplaced_office(party)
        or _holder_elsewhere(party, day)
    )


def _unnamed(party: Party, side: str, article: Mapping[str, Any]) -> str | None:
    """A side that the text does not name, nor its source: neither can be how it is known."""
    if party.country_basis == "office-holder":
        is_known = party.person is not None
    else:
        is_known = (
            side in (article["publisher_country"], article["speaks_for"])
            or _names(side, f"{article['publisher']}\n{article['title'] or ''}")
            or _names(side, article["text"])
        )
    return None if is_known else f"side_not_named: {party.country_basis} does not name {side}"


def _names(side: str, text: str) -> bool:
    """Whether a text has a word that stands for a side: a country's name, adjective, capital, seat or own office."""
    pattern = _pattern(side)
    return pattern is not None and pattern.search(text) is not None


@cache
def _pattern(side: str) -> re.Pattern[str] | None:
    words = _words().get(side)
    if words is None:
        return None
    spelled = sorted((re.escape(word) for word, cased in words if cased), key=len, reverse=True)
    any_case = sorted((re.escape(w) for w, cased in words if not cased), key=len, reverse=True)
    parts = [*spelled, *([f"(?i:{'|'.join(any_case)})"] if any_case else [])]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


@cache
def _words(language: str = "en") -> dict[str, Words]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for side, word, cased in _all_words(language):
        found.setdefault(side, []).append((word, cased))
    return {side: tuple(dict.fromkeys(words)) for side, words in found.items()}


def _all_words(language: str) -> Iterator[tuple[str, str, bool]]:
    for country in countries(language):
        for words in (
            (country.name,),
            country.official_names,
            country.other_names,
            country.demonyms,
            country.persons,
            country.capitals,
            country.seats,
        ):
            yield from ((country.iso3, word, False) for word in words)
        yield from ((country.iso3, word, True) for word in country.abbreviations)
    for body in organisations(language):
        yield from ((body.short, word, False) for word in (*body.names, *body.seats))
        yield from ((body.short, word, True) for word in (body.short, *body.abbreviations))
    for row in read_table("offices", language):
        if row["usual_country"]:
            yield row["usual_country"].removeprefix("~"), row["phrase"], False


def _misplaced_office(party: Party) -> str | None:
    """An office that the party's country has not."""
    if party.country is not None and lacks_office(party.country, party.office):
        return f"office_of_another_country: {party.country} has no {party.office}"
    return None


WHOLE = 2
"""So many words make a name whole: a family name alone is many people's."""


def _holder_elsewhere(party: Party, day: date) -> str | None:
    """A name that the table has in this office, on this day, for another country and never for this one.

    A family name alone says so only of a head of state or government, and only where the table has another in the
    office for this country. Whoever speaks for an organisation may hold an office at home.
    """
    kind = party.office_kind
    if party.country_basis == "office-holder" or party.name is None or kind is None:
        return None
    holds = side_of(party.name, day, kind, presume=False)
    own = Side(party.country, party.organisation)
    if holds is None or holds == own or not (holds.country and own.country):
        return None
    if own in {term.side for term in terms(party.name, kinds={kind})}:
        return None
    if not _is_whole(party.name) and not (kind in HEADS and _has_another(own, kind, day)):
        return None
    return f"holder_of_another_side: {party.name} was {party.office} of {holds.country} on {day}"


def _has_another(side: Side, kind: str, day: date) -> bool:
    """Whether the table knows for certain who held an office for a side on a day."""
    spans = (term.certain for term in _terms_of().get((side, kind), ()))
    return any(span is not None and span[0] <= day <= span[1] for span in spans)


@cache
def _terms_of() -> dict[tuple[Side, str], list[Term]]:
    found: dict[tuple[Side, str], list[Term]] = {}
    for term in all_terms():
        found.setdefault((term.side, term.kind), []).append(term)
    return found


def _is_whole(name: str | None) -> bool:
    return len([word for word in name_key(name) if len(word) > 1]) >= WHOLE
