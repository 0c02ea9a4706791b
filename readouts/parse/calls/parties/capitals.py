"""Layer 3b: who is meant where a state stands for whoever speaks for it: "telephoned Lima", "a call from Oslo".

What belongs here: the one official of a state who is named there or right behind. What does not: officials who stand in
the sentence themselves (``sides``), and whose round of calls a text tells (``left_out``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import STATELY
from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.sides import Sides, is_rung

_BEHIND = 2
"""In so many sentences behind the words for a state its official is named."""

_TAKEN = 6
"""Among so many words before a call stands that somebody took it."""


def take_states(s: Search, cue: Cue, sides: Sides) -> None:
    """Fill in a side of a call for which only its state stands; a state whose official is not named stays out."""
    if cue.kind == "direct" and not sides.right:
        if sides.left and (place := _place_at(s, cue.last)) and is_rung(s, sides.left, place.last):
            sides.right, sides.last = _own(s, place) or _official(s, place), place.last
        elif not sides.left and (place := _place_before(s, cue.first)):
            rang = s.is_a(cue.last, "to_convey") or is_rung(s, [0], cue.last)
            sides.left = _official(s, place) if rang else []
        return
    place = _place_at(s, cue.last + 1)
    one = cue.kind == "noun" and not (cue.plural or sides.right or s.is_heading(s.here))
    if place and one and s.is_a(cue.last, "link") and not s.is_a(place.last, "and_or_to"):
        sides.right, sides.last = _official(s, place), place.last
        by = {"from": "right", "to": "left"}.get(s.lower[cue.last], "")
        sides.by = by if sides.right else sides.by
        if by == "right" and not s.has("got", cue.first - _TAKEN, cue.first):
            sides.left = []  # "Quen rang, and an hour later a call from Lima": whom it reached is not told


def _place_at(s: Search, i: int) -> Ref | None:
    """The words for a state or its capital that begin at a token."""
    found = next((r for r in s.refs_between(i, i + 1) if r.kind == "place" and r.country), None)
    return found if found and not found.adjectival and s.lower[found.last] != "'s" else None


def _place_before(s: Search, i: int) -> Ref | None:
    """The words for a state or its capital that begin a sentence and that a verb at token ``i`` follows."""
    first = s.opening(i)
    found = next((r for r in s.refs_between(first, i) if r.kind == "place" and r.country), None)
    if found is None or found.adjectival or found.first != first:
        return None
    return found if s.back(i - 1, "today", "to_have", "also") == found.last - 1 else None


def _own(s: Search, place: Ref) -> list[int]:
    """Whose calls the story tells, where the state is his: "who rang Oslo on Sunday"."""
    whose = [s.principal, s.series.principal if s.series else None]
    return [a for a in whose if a is not None and s.place(a) == place.country][:1]


def _official(s: Search, place: Ref) -> list[int]:
    """The one official of a state who is named in this sentence or those behind it."""
    last = min(s.here + _BEHIND, len(s.sentences) - 1)
    named = {
        a
        for ref in s.refs_between(place.last, s.span(last)[1])
        if ref.name
        for a in ref.actors
        if s.place(a) == place.country and s.people[a].kind in STATELY and not s.people[a].former
    }
    return list(named) if len(named) == 1 else []
