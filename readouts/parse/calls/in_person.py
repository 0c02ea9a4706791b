"""Layer 3c: talks in person, which are no calls.

What belongs here: telling from a cue's clause and the sentences before it that those who spoke had met. What does not:
traps among the words of the cue itself (``traps``).
"""

from __future__ import annotations

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.sides import Sides
from readouts.parse.text.dates import is_month

_TOLD_BEFORE = 3
"""So many sentences back a meeting may be told of that "their conversation" is."""


def is_in_person(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether the clause of a cue speaks of a meeting, or the talks were "in Jerusalem"."""
    lower = s.lower
    first, last = s.span(s.here)
    low, high = cue.first, cue.last
    while low > max(first, cue.first - 12) and not s.is_a(low - 1, "clause_end"):
        low -= 1
    while high < min(last, cue.last + 18) and not s.is_a(high, "clause_end"):
        high += 1
    for j in range(low, high):
        met_before = lower[j] == "met" and s.has("before_met", max(low, j - 3), j)
        if s.is_a(j, "in_person") and not met_before:
            return True
    visitor = any(lower[j] == "visiting" and s.is_a(j - 1, "determiner") for j in range(first, low))
    meal = any(
        lower[j] == "over" and s.is_a(j + 1, "in_person") for j in range(cue.last, last - 1)
    )  # "spoke with X, the minister, over breakfast"
    if visitor or meal or s.has("margins", first, first + 6) or _is_of_a_meeting(s, cue, sides):
        return True
    if not sides.right and _is_at_a_place(s, cue, high):
        return True
    i = sides.last
    places = s.refs_between(i + 1, i + 2) if sides.right and i + 1 < last else []
    return bool(places) and lower[i] == "in"


def _is_at_a_place(s: Search, cue: Cue, end: int) -> bool:
    """Whether a place by its name is where two spoke: "had last spoken in Granada on", not "spoke in May"."""
    return any(
        s.lower[k] == "in"
        and s.tokens.words[k + 1].istitle()
        and not (is_month(s.lower[k + 1]) or s.has("on_a_matter", cue.last, k))
        for k in range(cue.last, min(end, cue.last + 6))
    )


def _is_of_a_meeting(s: Search, cue: Cue, sides: Sides) -> bool:
    """ "In their conversation", "the two spoke about" after "X met Y on the margins of …": the talks just told of."""
    of_the_told = cue.kind == "noun" and s.is_a(cue.first - 1, "of_the_told")
    if s.frames or not (of_the_told or (cue.kind == "with" and not sides.right)):
        return False
    before = max(0, s.here - _TOLD_BEFORE)
    return any(s.has("told_of_meeting", *s.span(index)) for index in range(before, s.here))
