"""Layer 3b: who is meant where a state stands for whoever speaks for it: "telephoned Lima", "a call from Oslo".

What belongs here: the one official of a state who is named there or right behind. What does not: officials who stand in
the sentence themselves (``sides``), and whose round of calls a text tells (``left_out``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import STATELY
from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OBJECT, SUBJECT, Group, Search
from readouts.parse.calls.parties.groups import groups_of
from readouts.parse.calls.parties.rung import is_left_alone
from readouts.parse.calls.parties.sides import Sides

_BEHIND = 2
"""In so many sentences behind the words for a state its official is named."""

_OPENS = 5
"""Among so many first words of a sentence stands who opens it."""
_SPEAKS = 3
"""Within so many words behind who opens a sentence stands that he spoke."""
_SAID = 8
"""Within so many words behind somebody stands that he answered: ", having condoled, remarked"."""
_ENDS = frozenset({".", ",", ";", ""})
"""Behind these the words for a state are all that stands there: "called Lima, where"."""
_TAKEN = 6
"""Among so many words before a call stands that somebody took it."""


def take_states(s: Search, cue: Cue, sides: Sides) -> None:
    """Fill in a side of a call for which only its state stands; a state whose official is not named stays out."""
    rang = cue.kind == "direct" and not sides.right
    place = _place_at(s, cue.last)
    named = s.is_a(cue.first, "called") and not (place and s.lower[place.last] in _ENDS)
    if rang and sides.left and place and not named and _is_whole(s, place):
        sides.right, sides.last = _own(s, place) or _official(s, place), place.last
    place = _place_at(s, cue.last + 1)
    one = cue.kind == "noun" and not (cue.plural or sides.right or s.is_heading(s.here))
    if place and one and s.is_a(cue.last, "link") and _is_whole(s, place):
        sides.right, sides.last = _official(s, place), place.last
        by = {"from": "right", "to": "left"}.get(s.lower[cue.last], "")
        sides.by = by if sides.right else sides.by
        if by == "right" and not s.has("got", cue.first - _TAKEN, cue.first):
            sides.left = []  # "Quen rang, and an hour later a call from Lima": whom it reached is not told


def _is_whole(s: Search, place: Ref) -> bool:
    """Whether words for a state are the whole of what was rung: not "Lima airport", "a call from Lima for talks"."""
    after = s.lower[place.last] or "."
    goes_on = s.is_a(place.last, "finite") or after.endswith("ed")
    fronted = s.is_a(s.opening(place.first), "fronted_by")  # "After a call from Lima, Quen freed"
    return (
        after not in ("for", "that")
        and not fronted
        and (goes_on or is_left_alone(s, [0], place.last))
    )


def _place_at(s: Search, i: int) -> Ref | None:
    """The words for a state or its capital that begin at a token."""
    found = next((r for r in s.refs_between(i, i + 1) if r.kind == "place" and r.country), None)
    return found if found and not found.adjectival and s.lower[found.last] != "'s" else None


def _own(s: Search, place: Ref) -> list[int]:
    """Whose calls the story tells, where the state is his: "who rang Oslo on Sunday"."""
    whose = [s.principal, s.series.principal if s.series else None]
    return [a for a in whose if a is not None and s.place(a) == place.country][:1]


def _official(s: Search, place: Ref) -> list[int]:
    """The one official of a state who is told something there, or said to have spoken right behind.

    Not one who was away, or who says that somebody else took the call.
    """
    told_here = range(place.last, s.span(s.here)[1])
    if s.find(told_here, "speaks") >= 0 or "but" in s.lower[told_here.start : told_here.stop]:
        return []  # who answered
    for here in range(s.here, min(s.here + _BEHIND, len(s.sentences) - 1) + 1):
        first, _ = s.span(here)
        groups = [g for g in groups_of(s, here) if g.first > place.last]
        for group in groups if here == s.here else groups[:1]:
            told = group.role == OBJECT and s.is_a(group.governor, "tell")
            opens = group.role == SUBJECT and group.first - first < _OPENS
            who = group.refs[0].actors if len(group.refs) == 1 and group.refs[0].name else ()
            if len(who) == 1 and (told or (opens and _speaks(s, group))):
                person = s.people[who[0]]
                fits = person.kind in STATELY and not person.former
                return list(who) if fits and s.place(who[0]) == place.country else []
    return []


def _speaks(s: Search, group: Group) -> bool:
    """Whether somebody is told to have answered, or rung: "thanked him", "took the call", not "said he was away"."""
    at = group.last + (s.lower[group.last] == ",")
    first, end = s.span(s.tokens.sentence[group.first])
    if s.has("elsewhere_said", first, end) and not s.is_a(at, "got"):
        return False
    if s.is_a(at, "was"):
        return s.is_a(at + 1, "feels")  # "was grateful", not "was travelling"
    if s.is_a(at, "to_have", "negation", "modal") or s.has("negation", at, at + _SAID):
        return False
    if "said" in s.lower[at : at + _SPEAKS]:
        return not (s.has("to_have", at, end) or s.has("of_call", at, end))
    verbs = range(at, min(end, at + _SAID))
    return s.find(verbs, "takes_part", "tell", "got", "rang") >= 0
