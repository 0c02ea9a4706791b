"""Layer 3c: who may be a party to a call.

What belongs here: officials of states and organisations, bare names that the text shows to be such, whose country the
source tells, and whether those of a call are of different sides. What does not: reading parties (``sides``).
"""

from __future__ import annotations

from readouts.parse.actors.people.countries import alone, described, is_titled, of_source
from readouts.parse.actors.people.newsrooms import held_by_another, is_anothers, may_be_ours
from readouts.parse.actors.people.person import LEADERS, MANY, NO_PARTY, ONE_EACH, STATELY, Person
from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.sides import Sides
from readouts.reference.names.people import has_office
from readouts.reference.offices_where import lacks_office

BACK = 60
"""How many calls back a further telling of one is looked for."""
_LEDE = 90
"""The words of a report's opening, where a bare name that rings a foreign official is the source's own."""
_SAYS = 4
"""So many words at most before a name are who says something of him: "the presidential palace said"."""
_PREMIER = "premier"
"""What the head of a region is called where that of the state is Prime Minister."""
_AMBASSADOR = "ambassador"
_HEADS = frozenset({"president", "pm", "royal", "fm"})


def admit(s: Search, sides: Sides) -> tuple[list[int], list[int]]:
    """Return those of the two sides who may take part, and settle who is of the source's country."""
    left, right = eligible(s, sides.left), eligible(s, sides.right)
    if not right and len(sides.right) == 1 and (left or not sides.left):
        right = _named_partner(s, sides.right[0], left)
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


def _named_partner(s: Search, actor: int, left: list[int]) -> list[int]:
    """Admit a bare name as the one party of a call told before who has an office and a country but no name."""
    people, principal = s.people, s.principal
    person = people[actor]
    if not person.weak or person.actor.country or len(person.key) < 2:
        return []
    if s.has("another_call", *s.span(s.here)):
        return []  # "She had earlier had a call with X", "in a separate conversation with X"
    known = set(left) or ({principal} if principal is not None else set[int]())
    slots = {
        p
        for frame in s.frames[-BACK:]
        if known & set(frame.parties)
        for p in frame.parties
        if people[p].actor.name is None and people[p].kind != "group"
    }
    if len(slots) != 1:
        return []
    unnamed = slots.pop()
    kept = s.cast.rename(unnamed, actor)
    for frame in s.frames:  # the calls that the unnamed took part in keep their place
        frame.parties = [kept if p == unnamed else p for p in frame.parties]
        frame.initiator = kept if frame.initiator == unnamed else frame.initiator
    return [kept]


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
    source = s.cast.source
    if source and (
        lacks_office(source, person.actor.office) or is_anothers(s.cast, person, source)
    ):
        return False
    if source and person.kind in ONE_EACH and held_by_another(s.cast, person, source):
        return False
    early = s.cast.refs[min(person.refs)].first < _LEDE
    sure = STATELY if s.cast.official else ONE_EACH
    if person.kind not in sure and (not early or person.kind in ("deputy", "sg")):
        return False
    return s.cast.official or (alone(s.cast, person) and may_be_ours(s.cast, person, beside))


def _is_told_as_ours(s: Search, person: Person) -> bool:
    """Whether a newsroom's text shows that a name without an office is an official's of its country, not a singer's.

    It has told of one who has no name yet ("The Prime Minister rang Lima. Ilvar Quen said"), or says of the name that
    he is one; and nothing before the name says what else he is.
    """
    ref, source = s.cast.refs[min(person.refs)], s.cast.source
    if is_titled(s.cast, ref):
        return False
    reach = min(person.refs) + s.cast.is_a(ref.last, "copula")  # "Ilvar Quen is Norway's minister"
    unnamed = (p for p in s.people[:MANY] if p.kind in ONE_EACH and not p.actor.name and p.refs)
    told = any(p.actor.country == source and min(p.refs) <= reach for p in unnamed)
    return told or _speaks_for_ours(s, ref)


def _speaks_for_ours(s: Search, ref: Ref) -> bool:
    """Whether words right before a name are for the source's state: "the presidential palace said Quen had rung".

    Or say of him that he is of it: "the Norwegian, Ilvar Quen", "The Chairman of the Presidential Council, Ilvar Quen".
    """
    first, end = s.cast.span(ref)[0], ref.first - 1
    begin = max(first, ref.first - _SAYS)
    places = [r for r in s.refs_between(begin, end) if r.country == s.cast.source]
    stately = any(s.cast.is_a(k, "of_a_state") for k in range(begin, end))
    if s.lower[end] == ",":
        demonym = any(r.adjectival and r.last == end for r in places)
        return demonym or (stately and s.cast.is_a(first, "article"))
    return s.is_a(end, "saying") and (stately or bool(places))


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
    if any(p.actor.country and lacks_office(p.actor.country, person.actor.office) for p in known):
        return (
            True  # "Secretary Quen spoke with Foreign Minister Velt": the United States have none
        )
    if person.peer and any(p.kind in ONE_EACH for p in known):
        return True  # "the foreign minister of Norway spoke by phone with her counterpart, X"
    if all(_AMBASSADOR in p.words for p in known):
        return False  # "Norway's ambassador to Peru, X, was ill. Prime Minister Quen phoned him"
    if person.kind in LEADERS and all(p.kind == "leader" and not p.actor.name for p in known):
        return False  # "President Quen called. The talk with Norway's leader": he may be Norway's
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
