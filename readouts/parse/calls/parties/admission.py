"""Layer 3c: who may be a party to a call.

What belongs here: officials of states and organisations, bare names that the text shows to be such, whose country the
source tells, and whether those of a call are of different sides. What does not: reading parties (``sides``).
"""

from __future__ import annotations

from readouts.parse.actors.people.countries import alone, described, is_titled, of_source
from readouts.parse.actors.people.newsrooms import (
    held_by_another,
    is_anothers,
    is_of_another_article,
    may_be_a_guest,
    may_be_ours,
)
from readouts.parse.actors.people.person import LEADERS, MANY, NO_PARTY, ONE_EACH, STATELY, Person
from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.sides import Sides
from readouts.reference.names.people import has_office
from readouts.reference.offices_where import lacks_office

BACK = 60
"""How many calls back a further telling of one is looked for."""
_LEDE = 90
"""The words of a report's opening, where a bare name that rings a foreign official is the source's own."""
_SAYS = 4
"""So many words at most before a name are who says something of him."""
_PREMIER = "premier"
"""What the head of a region is called where that of the state is Prime Minister."""
_AMBASSADOR = "ambassador"
_HEADS = frozenset({"president", "pm", "royal", "fm"})
_BELOW = frozenset({"minister", "deputy", "defence"})
"""Kinds of office whose holders a head of state or government rings at home, and abroad hardly ever."""


def admit(s: Search, sides: Sides) -> tuple[list[int], list[int]]:
    """Return those of the two sides who may take part, and settle who is of the source's country."""
    left, right = eligible(s, sides.left), eligible(s, sides.right)
    settle(s, sides.left, sides.right)
    return left or eligible(s, sides.left), right or eligible(s, sides.right)


def eligible(s: Search, actors: list[int]) -> list[int]:
    """Return those of the actors who may be parties to a call."""
    return [a for a in actors if _may_take_part(s, s.people[a])]


def _may_take_part(s: Search, person: Person) -> bool:
    if not person.may_be_party() or person.former or are_members(s, person):
        return False
    by_source = person.basis() == "source" and not s.cast.official and not person.kind
    return not (by_source and described(s.cast, person))


def are_members(s: Search, person: Person) -> bool:
    """Whether words in the plural only say whose members somebody's partners are: "his colleagues in the Union"."""
    unnamed = not person.actor.name and person.actor.organisation is not None
    return unnamed and all(s.cast.refs[i].plural for i in person.refs)


def settle(s: Search, left: list[int], right: list[int]) -> None:
    """Give the source's country to whoever of its own a foreigner spoke with, and to no foreigner.

    Whoever the source's own official spoke with is not of the source, unless something else says so.
    """
    people, source = s.people, s.cast.source
    if source is None:
        return
    for here, there in ((left, right), (right, left)):
        places = [s.place(a) for a in there]
        abroad = bool(places) and all(places) and source not in places
        for person in [people[a] for a in here if a not in there]:
            if person.basis() == "source" and here is right and source in places:
                person.actor.country, person.inferred = None, None
            named = person.actor.name and not person.actor.place
            # A newsroom begins with its own; whom a foreigner rang it would introduce, were it one.
            stranger = here is right and not person.kind and not s.cast.official
            if abroad and named and not stranger and _is_ours(s, person, frozenset(places)):
                of_source(s.cast, person)


def _is_ours(s: Search, person: Person, beside: frozenset[str]) -> bool:
    """Whether a name without a country may be one of the source's own, beside a foreigner."""
    bare = person.weak and len(person.key) < 2
    if bare or person.kind in NO_PARTY or described(s.cast, person):
        return False
    if not (person.kind or s.cast.official or _is_told_as_ours(s, person)):
        return False
    source = s.cast.source or ""
    if lacks_office(source, person.actor.office) or is_anothers(s.cast, person, source):
        return False
    held = person.kind in ONE_EACH and held_by_another(s.cast, person, source)
    if held or is_of_another_article(s.cast, person, source):
        return False
    early = s.cast.refs[min(person.refs)].first < _LEDE
    sure = STATELY if s.cast.official else ONE_EACH
    if person.kind not in sure and (not early or person.kind in ("deputy", "sg")):
        return False
    if s.cast.official:  # "pressed Peru's president. I called President Quen", on Norway's page
        return not may_be_a_guest(s.cast, person, s.cast.refs[min(person.refs)])
    return alone(s.cast, person) and may_be_ours(s.cast, person, beside)


def _is_told_as_ours(s: Search, person: Person) -> bool:
    """Whether a newsroom's text shows that a name without an office is an official's of its country, not a singer's.

    It has told of one who has no name yet: "The Prime Minister rang Lima. Ilvar Quen said".
    """
    first = min(person.refs)
    ref = s.cast.refs[first]
    if is_titled(s.cast, ref):
        return False
    before = range(max(0, ref.first - _SAYS), ref.first)
    places = [r for r in s.refs_between(before.start, before.stop) if r.country == s.cast.source]
    says = s.is_a(ref.first - 1, "saying") and (
        places or any(s.cast.is_a(k, "of_a_state") for k in before)
    )
    demonym = s.lower[ref.first - 1] == "," and any(
        r.adjectival and r.last == ref.first - 1 for r in places
    )
    if says or demonym:
        return True  # "the presidential palace said Quen had rung", "the Norwegian, Ilvar Quen"
    ours = (p for p in s.people[:MANY] if p.kind in ONE_EACH and p.actor.country == s.cast.source)
    return any(not p.actor.name and p.refs and min(p.refs) <= first for p in ours)


def is_international(s: Search, group: list[int]) -> bool:
    """Whether those of a call are of different states or organisations, as far as is known.

    Of one whose country is not told it is taken that he is a foreigner to the other, where the office says so.
    """
    people = [s.people[a] for a in group]
    known = [p for p in people if p.actor.place]
    open_ = [p for p in people if not p.actor.place]
    if len({p.actor.place for p in known}) > 1:
        return True
    if any(p.actor.organisation for p in people):
        return bool(open_)
    if _hands_over(s, people):
        return False
    if not known:
        alike = len({p.kind for p in open_}) == 1 and open_[0].kind in ONE_EACH
        return len(open_) > 1 and alike and len({_PREMIER in p.words for p in open_}) == 1
    return any(_is_foreign(s, p, known) for p in open_)


def _hands_over(s: Search, people: list[Person]) -> bool:
    """Whether one leaves the office that the other comes to: "outgoing President Quen" and "President-elect Velt"."""
    one, two = (
        any(not s.words[name].isdisjoint(p.words) for p in people)
        for name in ("leaving_office", "coming_to_office")
    )
    return one and two


def _is_foreign(s: Search, person: Person, known: list[Person]) -> bool:
    """Whether one whose country is not told is no official of the state of those whose is.

    Nobody else holds an office that a state has one of; whoever is named before a country is told for the other has
    none of it; and a head of state or government or a foreign minister of that state would hardly be spoken of
    like a stranger, save on its own pages.
    """
    if person.kind in ONE_EACH and any(p.kind == person.kind for p in known):
        return True
    lacking = (p.actor.country for p in known if p.actor.country)
    # "Secretary Quen spoke with Foreign Minister Velt": the United States have none
    if any(lacks_office(country, person.actor.office) for country in lacking):
        return True
    if person.peer and any(p.kind in ONE_EACH for p in known):
        return True  # "the foreign minister of Norway spoke by phone with her counterpart, X"
    if all(_AMBASSADOR in p.words for p in known):
        return False  # "Norway's ambassador to Peru, X, was ill. Prime Minister Quen phoned him"
    if person.kind in LEADERS and all(p.kind == "leader" and not p.actor.name for p in known):
        return False  # "President Quen called. The talk with Norway's leader": he may be Norway's
    if person.kind in LEADERS and all(p.kind in _BELOW for p in known):
        return False  # "the president rang Norway's mines minister": her own, as far as is told
    first = min(person.refs, default=-1)
    if person.kind in STATELY and all(
        p.basis() == "text" and first < min(p.refs, default=-1) for p in known
    ):
        return True
    if person.kind not in _HEADS:
        return False
    if any(p.basis() == "source" or s.cast.official for p in known):
        return not any(has_office(p.actor.country or "", person.kind) for p in known)
    return True
