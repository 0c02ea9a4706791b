"""Layer 2c: names that a story gives only behind the office: "Norway's minister was on the phone. Ilvar Quen rang X".

What belongs here: joining the first name of a story to the one official told before it. What does not: names that
stand beside an office (``references``), and holders of one office (``countries``).
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.person import ABROAD, Person
from readouts.parse.actors.references.record import PERSONS, Ref

_BEHIND = 3
"""Within so many sentences behind an office stands the name of its holder."""


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
