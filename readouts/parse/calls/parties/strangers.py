"""Layer 3b: whether somebody has a call who is nobody known: "The Speaker, Aguila Mar, received a call from X".

What belongs here: telling that a clause has a subject of its own, so that nobody is put in its place. What does not:
who is put there where it has none (``finder``), and whom a title means (``titles``).
"""

from __future__ import annotations

from readouts.parse.actors.references.record import PERSONS
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Search

_OBJECT = 6
"""Among so many words before a call stands the verb that has it for its object."""


def is_stranger(s: Search, cue: Cue) -> bool:
    """Whether words that stand for nobody known are the subject of a call: a stranger's, or somebody's aide's."""
    return is_of_aide(s, cue) or _has_subject(s, cue)


def only_joins(s: Search, cue: Cue) -> bool:
    """Whether others only took part in a call told of: "X and Y joined the call", "were also on the line"."""
    if s.is_a(cue.last, "link"):
        return False
    before = max(s.tokens.first[s.here], cue.first - 4)
    also = s.has("was", before, cue.first) and s.has("also", before, cue.last + 1)
    if cue.kind == "manner":
        return also and s.lower[cue.first] == "on"
    there = s.lower[cue.first - 2] == "on" and (also or s.has("was", before, cue.first))
    joined = s.has("joined", cue.first - 3, cue.first)
    return cue.kind == "noun" and s.is_a(cue.first - 1, "definite") and (joined or there)


def is_of_aide(s: Search, cue: Cue) -> bool:
    """Whether somebody's aide is the subject: "A spokesman for Minister Quen spoke by phone", "Quen's envoy spoke"."""
    first = s.tokens.first[s.here]
    if s.is_a(cue.first - 1, "kin") and s.lower[cue.first - 2] == "'s":
        return True
    return any(
        s.is_a(k, "kin") and s.has("of_or_for", k + 1, k + 2)
        for k in range(first, min(first + 3, cue.first))
    )


def _has_subject(s: Search, cue: Cue) -> bool:
    """Whether a verb that has the call for its object has a noun or a name before it: "Speaker Mar received a call"."""
    first = s.tokens.first[s.here]
    if cue.kind in ("with", "direct"):
        return cue.first > first and _is_somebody(s, _head(s, cue.first - 1), strictly=True)
    verb = next((k for k in _before(s, cue) if s.is_a(k, "holds")), -1)
    if verb < 0:
        verb = _main_verb(s, cue)
        return verb > first and _is_somebody(s, _head(s, verb - 1), strictly=True)
    return verb > first and _is_somebody(s, _head(s, verb - 1), strictly=False)


def _before(s: Search, cue: Cue) -> range:
    """The words before a call among which the verb stands, the nearest first."""
    return range(cue.first - 1, max(s.tokens.first[s.here], cue.first - _OBJECT) - 1, -1)


def _main_verb(s: Search, cue: Cue) -> int:
    """The verb of which a call is only the occasion: "Mar discussed tariffs in a phone call with"; or -1."""
    if cue.kind != "noun" or not any(s.is_a(k, "inside") for k in _before(s, cue)[:3]):
        return -1
    begin = s.opening(cue.first)
    return next(
        (
            k
            for k in range(begin + 1, cue.first)
            if s.lower[k].endswith("ed") or s.is_a(k, "finite")
        ),
        -1,
    )


def _head(s: Search, at: int) -> int:
    """The last word of a verb's subject: before adverbs, auxiliaries, and an aside between commas."""
    first = s.tokens.first[s.here]
    while at > first and (s.is_a(at, "today") or s.is_a(at, "to_have") or s.lower[at] == "was"):
        at -= 1
    if s.lower[at] != ",":
        return at
    opens = next((k for k in range(at - 1, first, -1) if s.lower[k] == ","), -1)
    return opens - 1 if opens > 0 and not s.is_a(first, "preposition") else -1


def _is_somebody(s: Search, at: int, *, strictly: bool) -> bool:
    """Whether a word ends a noun phrase; ``strictly``: a name, or words for an official."""
    word = s.tokens.words[at] if at >= s.tokens.first[s.here] else ","
    if not word[0].isalpha() or s.is_a(at, "no_subject") or s.is_a(at, "fill"):
        return False
    here = s.refs_between(s.tokens.first[s.here], at + 1)
    here = [r for r in here if r.kind in PERSONS and r.first <= at < r.last]
    if any(s.people[a].may_be_party() for r in here for a in r.actors):
        return False  # "King Quen, may God assist him, had"
    officials = bool(here)
    named = word[0].isupper() and at > s.tokens.first[s.here]
    return officials or named or not strictly
