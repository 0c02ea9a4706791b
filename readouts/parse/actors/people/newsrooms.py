"""Layer 2c: whether an official of no country that is told is of the newsroom's own.

What belongs here: what speaks for and against the source's own country. What does not: the other ways to a country,
and the order in which they are asked (``countries``).
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.person import MANY, Person
from readouts.parse.actors.references.lexicon import lexicon
from readouts.parse.actors.references.record import Ref
from readouts.reference.offices_where import lacks_office

_STYLE = 3
"""Among so many words before an office its country's adjective may stand: "Peruvian opposition leader"."""

SOME = 400
"""So many references at the head of an article tell of which countries it is."""


def may_be_ours(cast: Cast, person: Person, beside: frozenset[str] = frozenset()) -> bool:
    """Whether nothing speaks against an official whose country is not told being of a newsroom's own country.

    Against it speak another holder of the office, a place told before the title, and a story that has told of another
    state's doings and never speaks of this one; the countries of those whom the official speaks with (``beside``) do
    not count.
    """
    source = cast.source
    if source is None or person.former or held_by_another(cast, person, source):
        return False
    if lacks_office(source, person.actor.office):
        return False
    first = cast.refs[min(person.refs)]
    if _is_elsewhere(cast, first) or _is_somebodys(cast, first) or _is_told_by(cast, first):
        return False
    if is_present(cast, source):
        return True
    before = cast.refs[: min(person.refs)]
    return not any(r.country and r.country not in beside and _acts(cast, r) for r in before)


def _acts(cast: Cast, ref: Ref) -> bool:
    """Whether the words for a country are of its state: "Norway's government", "Norway no longer backs the plan"."""
    if ref.kind != "place" or ref.form == "seat":
        return True
    opens = ref.first == cast.tokens.first[cast.sentence(ref)] and ref.form == "name"
    next_word = cast.tokens.words[ref.last]
    if opens and next_word.islower() and next_word not in cast.words["preposition"]:
        return True
    after = [w for w in cast.tokens.lower[ref.last : ref.last + 2] if w != "'s"]
    return bool(after) and after[0] in cast.words["state_body"]


def _is_elsewhere(cast: Cast, ref: Ref) -> bool:
    """Whether words before a title tell of a place that is not known for the source's: "In Kharkiv, Minister X"."""
    tokens, end = cast.tokens, ref.first
    start = tokens.first[cast.sentence(ref)]
    named = tokens.words[end - 1] == "," and tokens.words[start + 1][:1].isupper()
    if tokens.lower[start] != "in" or not named:
        return False
    return not any(r.country == cast.source and start < r.first < end for r in cast.refs)


def _is_somebodys(cast: Cast, ref: Ref) -> bool:
    """Whether a word before a title says whose it is, of no country that is known: "Bavarian Premier X", "Congo's".

    Also a body's, of which there are many: "Commission President X".
    """
    at, tokens = ref.first - 1, cast.tokens
    sentence = cast.sentence(ref)
    inside = tokens.lower[ref.first : ref.last]
    named = lexicon().places.at(tokens.lower, ref.first)
    if ref.office and not ref.side and named and named[1].is_open:
        own = cast.source in (named[1].country, *named[1].others)
        return not own  # "the Congolese president", of one of two
    if ref.office and not ref.side and ("'s" in inside or inside[0] in cast.words["body_word"]):
        return True
    for place in cast.refs_between(max(tokens.first[sentence], at - _STYLE), ref.first):
        between = tokens.lower[place.last : ref.first]
        apart = cast.words["preposition"].union(cast.words["article"]).intersection(between)
        if place.adjectival and not apart and all(word.isalpha() for word in between):
            return place.country != cast.source  # "Peruvian opposition leader X"
    if not ref.office or at < tokens.first[sentence] or sentence in cast.headings:
        return False
    if tokens.lower[at] == "'s":
        return not any(r.side and r.last > at - 1 for r in cast.refs_between(at - 3, at))
    bodies = cast.words["body_word"]
    if tokens.words[at].istitle() and tokens.lower[at] in bodies:
        return True
    return tokens.words[at].istitle() and tokens.lower[at] not in cast.words["not_name"]


def _is_told_by(cast: Cast, ref: Ref) -> bool:
    """Whether behind the name the sentence goes by what another state says: ", the Peruvian foreign ministry said".

    Or by what its capital does, not that of whom he speaks with: ", Lima announced", "the palace in Lima said".
    """
    lower, words, tokens = cast.tokens.lower, cast.words, cast.tokens
    sentence = cast.sentence(ref)
    others = {
        r.country
        for r in cast.refs_between(tokens.first[sentence], tokens.last[sentence])
        if r.kind != "place"
    }
    return any(
        (_acts(cast, r) and lower[r.first - 1] in words["article"])
        or (r.form == "capital" and r.country not in others and _tells(cast, r))
        for r in cast.refs_between(ref.last, tokens.last[sentence])
        if r.kind == "place" and r.country not in (None, cast.source)
    )


def _tells(cast: Cast, ref: Ref) -> bool:
    """Whether a report goes by what a capital says: ", Lima announced", "according to Lima"."""
    lower = cast.tokens.lower
    after = lower[ref.last] in cast.words["announced"]
    return after or lower[ref.first - 2 : ref.first] == ["according", "to"]


def is_present(cast: Cast, country: str) -> bool:
    """Whether an article speaks of a country, or of an unnamed official of it, near its head."""
    return any(r.country == country and r.kind in ("place", "nominal") for r in cast.refs[:SOME])


def held_by_another(cast: Cast, person: Person, country: str) -> bool:
    """Whether a country has a named holder of that class of office already."""
    return any(
        q is not person
        and q.actor.name
        and q.actor.country == country
        and q.kind == person.kind
        and not all(cast.sentence(cast.refs[i]) in cast.headings for i in q.refs)
        for q in cast.people[:MANY]
    )
