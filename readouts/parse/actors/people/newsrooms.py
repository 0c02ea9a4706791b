"""Layer 2c: whether an official of no country that is told is of the newsroom's own.

What belongs here: what speaks for and against the source's own country. What does not: the other ways to a country,
and the order in which they are asked (``countries``).
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.person import LEADERS, MANY, Person
from readouts.parse.actors.references.lexicon import lexicon
from readouts.parse.actors.references.record import Ref
from readouts.parse.actors.sources import DATELINE_LINES, behind_dateline
from readouts.reference.names.people import terms

_ACCORDING = ["according", "to"]
_STYLE = 3
"""Among so many words before an office its country's adjective may stand: "Peruvian opposition leader"."""

_LABEL = 5
"""Among so many first words of a sentence behind an hour and a colon stands who acts in it."""

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
    first = cast.refs[min(person.refs)]
    if _is_elsewhere(cast, first) or _is_somebodys(cast, first) or _is_told_by(cast, first):
        return False
    if _is_of_regime(cast, first) or _follows_another(cast, first) or _is_said_by(cast, first):
        return False
    if _is_asked_of_another(cast, first) or _may_be_a_guest(cast, person, first):
        return False
    if _is_told_behind_dateline(cast, person, beside):
        return False
    if is_present(cast, source):
        return True
    before = cast.refs[: min(person.refs)]
    return not any(r.country and r.country not in beside and _acts(cast, r) for r in before)


def _may_be_a_guest(cast: Cast, person: Person, first: Ref) -> bool:
    """Whether a name may be either leader's of two told before it: "Peru's leader rang Norway's. President Quen"."""
    told = set()
    for other in cast.people[:MANY]:
        ref = cast.refs[min(other.refs)] if other.refs else first
        if other.kind in (person.kind, "leader") and ref.first < first.first and not ref.plural:
            told |= set() if other.actor.name else {other.actor.country}
    return person.kind in LEADERS and cast.source in told and len(told - {None}) > 1


def _is_told_behind_dateline(cast: Cast, person: Person, beside: frozenset[str]) -> bool:
    """Whether a story turns from its dateline to another state: "LONDON (AP) - Norway has voted. President Quen"."""
    for line in range(min(DATELINE_LINES, len(cast.tokens.first))):
        first, begin = cast.tokens.first[line], behind_dateline(cast.tokens, line)
        if not any(r.country == cast.source for r in cast.refs_between(first, begin)):
            continue
        named = (cast.refs[i].first for i in person.refs)
        told = cast.refs_between(begin, min((at for at in named if at >= begin), default=begin))
        home = any(r.country == cast.source for r in told)
        abroad = (r for r in told if r.country and r.country not in beside)
        return not home and any(_is_topic(cast, r) for r in abroad)
    return False


def _is_topic(cast: Cast, ref: Ref) -> bool:
    """Whether a country acts, owns or describes what does: "Norway's vote", "Norwegian voters"; not "in Norway"."""
    before = ref.first - 1 - cast.is_a(ref.first - 1, "article")
    free = cast.tokens.lower[before] == "and" or not cast.is_a(before, "preposition")
    owns = cast.tokens.lower[ref.last] in ("'s", "'")
    return owns or _acts(cast, ref) or (free and (ref.adjectival or _acts_as_state(cast, ref)))


def _acts(cast: Cast, ref: Ref) -> bool:
    """Whether the words for a country are of its state: "Norway's government", "Norway no longer backs the plan"."""
    if ref.kind != "place" or ref.form == "seat":
        return True
    opens = ref.first == cast.tokens.first[cast.sentence(ref)]
    behind = ref.last + (cast.tokens.lower[ref.last] == "'s")
    return (opens and _acts_as_state(cast, ref)) or cast.is_a(behind, "state_body")


def _acts_as_state(cast: Cast, ref: Ref) -> bool:
    """Whether a country's name goes on with what it does: "Norway has rung"."""
    goes_on = cast.tokens.words[ref.last].islower() and not cast.is_a(ref.last, "preposition")
    return ref.form == "name" and goes_on


def _is_elsewhere(cast: Cast, ref: Ref) -> bool:
    """Whether words before a title tell of a place that is not known for the source's: "In Kharkiv, Minister X"."""
    tokens, end = cast.tokens, ref.first
    start, _ = cast.span(ref)
    named = tokens.words[end - 1] == "," and tokens.words[start + 1][:1].isupper()
    if tokens.lower[start] != "in" or not named:
        return False
    return not any(r.country == cast.source and start < r.first < end for r in cast.refs)


def _is_somebodys(cast: Cast, ref: Ref) -> bool:
    """Whether a word before a title says whose it is, of no country that is known: "Bavarian Premier X", "Congo's".

    Also a body's, of which there are many: "Commission President X".
    """
    at, tokens, bodies = ref.first - 1, cast.tokens, cast.words["body_word"]
    inside = tokens.lower[ref.first : ref.last]
    named = lexicon().places.at(tokens.lower, ref.first)
    if ref.office and not ref.side and named and named[1].is_open:
        own = cast.source in (named[1].country, *named[1].others)
        return not own  # "the Congolese president", of one of two
    if ref.office and not ref.side and ("'s" in inside or inside[0] in bodies):
        return True
    begin = cast.span(ref)[0]
    for place in cast.refs_between(max(begin, at - _STYLE), ref.first):
        between = tokens.lower[place.last : ref.first]
        apart = cast.words["preposition"].union(cast.words["article"]).intersection(between)
        if place.adjectival and not apart and all(word.isalpha() for word in between):
            return place.country != cast.source  # "Peruvian opposition leader X"
    if not ref.office or at < begin or cast.sentence(ref) in cast.headings:
        return False
    if tokens.lower[at] == "'s":
        return not any(r.side and r.last > at - 1 for r in cast.refs_between(at - 3, at))
    return tokens.words[at].istitle() and tokens.lower[at] not in cast.words["not_name"] - bodies


def _is_told_by(cast: Cast, ref: Ref) -> bool:
    """Whether behind the name the sentence goes by what another state says: ", the Peruvian foreign ministry said".

    Or by what its capital does, not that of whom he speaks with: ", Lima announced", "according to Lima".
    """
    lower, words = cast.tokens.lower, cast.words
    first, last = cast.span(ref)
    others = {r.country for r in cast.refs_between(first, last) if r.kind != "place"}
    for r in cast.refs_between(ref.last, last):
        if r.kind != "place" or r.country in (None, cast.source):
            continue
        tells = lower[r.last] in words["announced"] or lower[r.first - 2 : r.first] == _ACCORDING
        capital = r.form == "capital" and r.country not in others
        if (capital and tells) or (lower[r.first - 1] in words["article"] and _acts(cast, r)):
            return True
    return False


def _is_of_regime(cast: Cast, ref: Ref) -> bool:
    """Whether behind an office stands whose it is, by a name that is no country's: "of the Red Army government"."""
    lower, words = cast.tokens.lower, cast.tokens.words
    at = ref.last + 1 + cast.is_a(ref.last + 1, "article")
    if lower[ref.last] != "of" or not words[at][:1].isupper():
        return False
    return any(cast.is_a(k, "regime") for k in range(at + 1, at + _STYLE))


def _follows_another(cast: Cast, ref: Ref) -> bool:
    """Whether an official opens a sentence behind one of another state: "Norway rang, too. Foreign Minister Quen".

    Or says it: 'Norway had no choice. "It must be," Foreign Minister Quen told a newspaper'.
    """
    here = cast.sentence(ref)
    first = cast.tokens.first[here]
    opens = ref.first == first or all(cast.quoted[first : ref.first - 1])
    if here == 0 or here in cast.paragraph_starts or not opens:
        return False
    begin = cast.tokens.first[here - 1]
    before = cast.refs_between(begin, begin + _LABEL)[:1]  # also "8.40am: Norway rang, too."
    labelled = any(cast.tokens.lower[r.first - 1] == ":" for r in before)
    other = [r for r in before if r.kind == "place" and r.country != cast.source]
    head = begin, begin + cast.is_a(begin, "article")  # "The Netherlands says"
    return any((labelled or r.first in head) and _acts_as_state(cast, r) for r in other)


def _is_said_by(cast: Cast, ref: Ref) -> bool:
    """Whether it is another state that says something of an official: "Oslo said Energy Minister Quen had rung"."""
    told = cast.refs_between(cast.span(ref)[0], ref.first)
    abroad = [r for r in told if r.kind == "place" and r.country not in (None, cast.source)]
    return any(cast.is_a(r.last, "announced") and not r.adjectival for r in abroad)


def _is_asked_of_another(cast: Cast, ref: Ref) -> bool:
    """Whether the question above a paragraph is of another state: "What does Oslo say? / President Quen telephoned"."""
    here = cast.sentence(ref)
    above = max((i for i in cast.paragraph_starts if i <= here), default=0) - 1
    if above < 0 or cast.tokens.words[cast.tokens.last[above] - 1] != "?":
        return False
    asked = cast.refs_between(cast.tokens.first[above], cast.tokens.last[above])
    return any(r.kind == "place" and r.country not in (None, cast.source) for r in asked)


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
        and not cast.is_headed(q)
        for q in cast.people[:MANY]
    )


def is_anothers(cast: Cast, person: Person, country: str) -> bool:
    """Whether all holders of that name and office whom the table has at the time are of other countries.

    So a page of the White House whose only president by name is another's does not make him its own. Also where the
    text calls the country's holder by a word of its own: beside the Taoiseach no "Prime Minister Quen" is Ireland's.
    """
    held = terms(person.actor.name, cast.day, (person.kind,)) if person.actor.name else ()
    told = (r for r in cast.refs[:SOME] if r.usual == country and r.office_kind == person.kind)
    own_word = person.kind == "pm" and person.usual != country and any(told)
    return own_word or (bool(held) and all(term.side.country != country for term in held))
