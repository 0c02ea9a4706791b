"""Layer 2c: names that a story gives only behind the office: "Norway's minister was on the phone. Ilvar Quen rang X".

What belongs here: joining the first name of a story to the one official told before it, and the first new name behind
"her Peruvian counterpart" to that. What does not: names that stand beside an office (``references``), and holders of
one office (``countries``).
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.person import ABROAD, MANY, ONE_EACH, Person
from readouts.parse.actors.references.record import PERSONS, Ref

_BEHIND = 3
"""Within so many sentences behind an office stands the name of its holder."""
_NEXT = 2
"""Within so many sentences behind a counterpart its name is told."""


def join_delayed(cast: Cast) -> None:
    """Join the first name of a story, which opens a sentence and telephones, to the one official told before it.

    Only where it is told of him, too, that he telephoned.
    """
    refs = [r for r in cast.refs if r.kind in PERSONS and not r.plural]
    at = next((i for i, r in enumerate(refs) if r.name and r.name[1] - r.name[0] > 1), 0)
    offices = [r for r in refs[:at] if r.office_kind in ABROAD and r.country]
    told = {r.actors for r in offices}
    if len(told) != 1 or len(refs[at].actors) != 1:
        return
    (holder,), (named,) = next(iter(told)), refs[at].actors
    later = [cast.refs[i].last for i in cast.people[named].refs]
    if any(cast.is_a(end, "copula") for end in later):
        return  # "Velt telephoned X. Velt is Chile's minister"
    if _telephones(cast, refs[at], cast.people[named], offices[-1]):
        cast.rename(holder, named)


def _telephones(cast: Cast, ref: Ref, person: Person, office: Ref) -> bool:
    """Whether a bare name in full opens a sentence near the office and goes on with a verb of calling."""
    here, before = cast.sentence(ref), cast.sentence(office)
    first, last = cast.span(office)
    rings = not cast.words["of_phone"].isdisjoint(cast.tokens.lower[first:last])
    bare = person.weak and not person.kind and not person.actor.place and len(person.key) > 1
    opens = ref.first == cast.tokens.first[here] and cast.is_a(ref.last, "rang")
    return rings and bare and opens and before < here <= before + _BEHIND


def join_counterparts(cast: Cast) -> None:
    """Join the one unnamed counterpart of a text with the first new name behind it, where words tell that it is his.

    "Norway's president talked her Peruvian counterpart out of it. In the call she promised President Quen", "Ilvar Quen
    said that in the conversation he". Not where two states' counterparts are told, or the name has a state of its own.
    """
    unnamed = [p for p in cast.people[:MANY] if p.refs and p.actor.country and not p.actor.name]
    peers = [p for p in unnamed if any(cast.refs[i].counterpart for i in p.refs)]
    if len(peers) != 1:
        return
    ref = cast.refs[min(peers[0].refs)]
    owner, named = _owner(cast, ref), _first_new(cast, ref)
    if ref.plural or owner is None or named is None or named is owner:
        return
    if _shares_office(cast, owner, named) or _tells_of_the_call(cast, named):
        cast.rename(peers[0].actor.id, named.actor.id)


def _owner(cast: Cast, ref: Ref) -> Person | None:
    """Whose counterpart it is: the one official named before the words in their sentence."""
    before = cast.refs_between(cast.span(ref)[0], ref.first)
    people = [cast.people[a] for r in before if r.kind in PERSONS for a in r.actors]
    officials = {p.actor.id: p for p in people if p.actor.name and p.kind}
    return next(iter(officials.values())) if len(officials) == 1 else None


def _first_new(cast: Cast, ref: Ref) -> Person | None:
    """The first person behind the words whom the text names there for the first time, if of no state."""
    here = cast.sentence(ref)
    for other in cast.refs:
        if other.first <= ref.first or other.kind not in PERSONS or len(other.actors) != 1:
            continue
        if cast.sentence(other) > here + _NEXT:
            return None
        person = cast.people[other.actors[0]]
        town = person.weak and len(person.key) < 2  # "Lublin", or a word with a capital
        if person.actor.name and not town and cast.refs[min(person.refs)] is other:
            return None if person.actor.place else person
    return None


def _shares_office(cast: Cast, owner: Person, named: Person) -> bool:
    """Whether a name has the owner's office, and they are told of in one sentence: "Quen promised President Velt"."""
    here = cast.refs_between(*cast.span(cast.refs[min(named.refs)]))
    beside = any(owner.actor.id in r.actors for r in here)
    return beside and named.kind == owner.kind and named.kind in ONE_EACH


def _tells_of_the_call(cast: Cast, named: Person) -> bool:
    """Whether a bare name in full opens a sentence and tells of a call: "Dario Velt said that in the conversation"."""
    ref = cast.refs[min(named.refs)]
    first, last = cast.span(ref)
    bare = named.weak and not named.kind and len(named.key) > 1 and ref.first == first
    says = cast.is_a(ref.last, "said")
    words = cast.tokens.lower[ref.last : last]
    return bare and says and not cast.words["of_a_call"].isdisjoint(words)
