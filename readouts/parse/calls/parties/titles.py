"""Layer 3b: whom a bare title means that has a call, or "the latter": "The Minister also received a call from X".

What belongs here: choosing among those of the text who may be meant, or none of them. What does not: whom a title
means where it has no call (``actors``), and the sides of a call (``sides``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import (
    LEADERS,
    Person,
    like_office,
    office_words,
    same_words,
)
from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OWNER, SUBJECT, Search
from readouts.parse.calls.parties.groups import groups_before

_BEFORE = 12
"""Among so many sentences before a title stand those whom it may mean."""


def titled(s: Search, cue: Cue, left: list[int], right: list[int]) -> list[int] | None:
    """Take a bare title for the one whose calls the story tells; None where it may be either of two.

    Of several named before it is the one of the source's country.
    """
    principal, people = s.principal, s.people
    ref = _bare(s, cue)
    if ref is None or len(left) != 1 or left[0] in (principal, *right):
        return left
    if principal is not None:
        alike = people[left[0]].rank() == people[principal].rank()
        return [principal] if alike and principal not in right else left
    meant = [p for p in _named_before(s, ref) if p.actor.id not in right]
    if len({p.actor.place for p in meant}) < 2:
        return left
    home = [p.actor.id for p in meant if p.actor.country == s.cast.source is not None]
    return home if len(home) == 1 else None


def latter(s: Search, cue: Cue) -> list[int] | None:
    """Whom "the former" or "the latter" before a cue means, of the call told last; None where neither stands there."""
    at = cue.first - 1
    while s.is_a(at, "to_have") or s.is_a(at, "also"):
        at -= 1
    if not s.is_a(at, "former_or_latter") or not s.frames:
        return None
    two = s.frames[-1].parties
    if len(two) != 2:
        return []
    return [two[s.is_a(at, "the_latter")]]


def _bare(s: Search, cue: Cue) -> Ref | None:
    """The title without a name or a country that the sentence has for the one side."""
    groups = [g for g in groups_before(s, cue.first) if g.role in (SUBJECT, OWNER)]
    ref = groups[-1].refs[0] if groups and len(groups[-1].refs) == 1 else None
    bare = ref is not None and ref.kind == "nominal"
    return ref if ref and bare and not (ref.side or ref.plural or ref.counterpart) else None


def _named_before(s: Search, title: Ref) -> list[Person]:
    """Those named before a title in the sentences near it who hold such an office."""
    kind, words = title.office_kind or "", office_words(title.office or "")
    begin = s.tokens.first[max(0, s.here - _BEFORE)]
    named = {a for r in s.refs_between(begin, title.first) if r.name for a in r.actors}
    return [
        p
        for p in (s.people[a] for a in sorted(named))
        if p.may_be_party() and p.actor.place and not p.former
        if same_words(p, words) or like_office(p, kind, words) or kind == p.kind in LEADERS
    ]
