"""Layer 3b: whom a bare title means that has a call, "the latter" or "he": "The Minister also received a call from X".

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


def again(s: Search, cue: Cue, left: list[int]) -> list[int]:
    """Whose round it is, where "he then spoke with", "On Monday she rang" may as well be of another named last.

    He may be whom the one whose round it is rang before, or somebody at home of whom no call has been told.
    """
    principal = s.principal
    if len(left) != 1 or principal in (None, left[0]) or principal is None:
        return left
    subjects = [g for g in groups_before(s, cue.first) if g.role == SUBJECT][-1:]
    if not subjects or subjects[0].refs[-1].kind != "pronoun":
        return left
    genders = {s.people[a].actor.gender for a in (principal, left[0])}
    open_ = None in genders or len(genders) == 1
    said = subjects[0].refs[-1].gender
    fits = said is None or s.people[principal].actor.gender in (None, said)
    first = s.span(s.here)[0]
    near = cue.first - 2, cue.last + 1
    goes_on = s.has("goes_on", *near) or s.has("also", *near)
    opens = any(first <= when.first < subjects[0].first for when in s.times)
    if {principal, left[0]} <= set(s.latest):
        return [principal] if goes_on and open_ else left
    told = any(left[0] in frame.parties for frame in s.frames)
    here = any(left[0] in r.actors for r in s.refs_between(first, subjects[0].first))
    at_home = s.place(left[0]) in ("", s.place(principal)) and not here
    return [principal] if fits and at_home and not told and (goes_on or opens) else left
