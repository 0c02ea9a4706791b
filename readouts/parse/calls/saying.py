"""Layer 3c: days on which something was said of a call, which are not the call's.

What belongs here: "the ministry said on Monday", "a readout published on Monday", "recalled on Monday her call with".
What does not: choosing among all days around a call (``timing``).
"""

from __future__ import annotations

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Search
from readouts.parse.text.dates import When

_STATEMENT = 14
"""So many words before a day a statement is still what was made then: "in a statement by his adviser on Monday"."""
_WROTE = 6
"""Among so many words before a day and a colon stands who wrote then: "posted on X late on Monday:"."""


def is_of_saying(s: Search, when: When, cue: Cue, first: int) -> bool:
    """Whether a day tells when something was said, and not when the call was: "the EU said on Monday"."""
    at = when.first - 1
    while s.is_a(at, "right_before_day"):
        at -= 1
    if s.is_a(at, "styled") and s.lower[when.last] == "as":
        return True  # "in what his office described on Thursday as a cordial call"
    return _behind(s, when, cue, at) if when.first > cue.last else _before(s, when, cue, first)


def _behind(s: Search, when: When, cue: Cue, at: int) -> bool:
    """Whether a day behind a call is of a saying: "rang her, the ministry said on Monday", "according to a readout"."""
    if s.is_a(at, "published") and s.is_a(at - 3, "announced"):
        at -= 3  # "the ministry said in a statement late on Monday"
    first = s.opening(cue.first)
    thanks = s.lower[cue.first - 2] == "for" and s.has("thanks", first, cue.first - 2)
    told = s.is_a(at, "announced") or s.has("relative", cue.last, at)
    if s.is_a(at, "came_about") and s.has("relative_thing", at - 3, at):
        return False  # "the call with X, which took place on Monday"
    if at > cue.last and (told or thanks):
        return True
    comma = next((k for k in range(when.first - 1, cue.last, -1) if s.lower[k] == ","), 0)
    if not comma or s.is_a(comma + 1, "announced", "and", "relative"):
        return False  # "rang her, told her of it on Monday", "who told him on Monday"
    source = s.lower[comma + 1] == "according" or s.has("announced", comma + 1, when.first)
    return source and "just" not in s.lower[cue.first - 4 : cue.first]  # "'I have just rung her'"


def _before(s: Search, when: When, cue: Cue, first: int) -> bool:
    """Whether a day before a call is of a saying: "On Monday she recalled her call with", "wrote on Monday: 'I"."""
    wrote = max(first, when.first - _WROTE)
    if s.lower[when.last] == ":" and s.has("announced", wrote, when.first):
        return True
    near = max(first, when.first - _STATEMENT)
    said = s.has("announced", when.last, cue.first)
    if said and s.has("published", near, when.first):
        return True
    if cue.kind == "noun" and _looks_back(s, when, cue):
        return True
    that = next((k for k in range(when.last, cue.first) if _begins_what_is_said(s, k)), 0)
    said = bool(that) and s.has("announced", when.last, that)
    told = said and "," not in s.lower[that : cue.first]
    if told and (cue.kind != "noun" or s.has("to_have", that, cue.first)):
        return True  # "On Thursday her office said that she had spoken by phone with X"
    return bool(that) and s.has("announced", max(first, when.first - 12), when.first)


def _begins_what_is_said(s: Search, at: int) -> bool:
    """Whether "that" stands at a token, or is left out there: "said he had"."""
    is_left_out = s.is_a(at - 1, "announced") and s.is_a(at, "subject_pronoun")
    return s.lower[at] == "that" or (is_left_out and s.is_a(at + 1, "had"))


def _looks_back(s: Search, when: When, cue: Cue) -> bool:
    """Whether a call is only what somebody looked back to on a day: "On Monday she published a readout of her call"."""
    if s.is_a(when.last, "about_a_call"):
        return True  # "Details emerged on Monday of a call", "told parliament on Monday about his call"
    verb = s.find(range(cue.first - 1, when.last - 1, -1), "looking_back")
    on = s.is_a(verb, "looking_back_on") and s.lower[verb + 1] == "on"
    if verb < 0 or s.has("within", verb + 2 * on, cue.first):
        return False
    return "," not in s.lower[verb : cue.first] and "and" not in s.lower[verb : cue.first]


def counted_from_saying(s: Search, cue: Cue, when: When | None) -> When | None:
    """Count "the day before", "today" from the day it was said: "said on Monday he had rung her the day before"."""
    published = s.document.published_at(s.tokens.starts[cue.first])
    if when is None or when.basis != "relative" or not when.day or when.counted or not published:
        return when
    for told in s.times:
        said = s.find(range(told.first - 3, told.first), "announced", "published") >= 0
        if said and told.day and told.basis != "relative" and told.last <= cue.first:
            return When(when.first, when.last, when.day + (told.day - published), "relative")
    return when
