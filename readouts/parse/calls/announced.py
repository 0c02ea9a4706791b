"""Layer 3c: that somebody had a round of calls, told as a whole and without one of those who were rung.

What belongs here: "spent Tuesday on the phone", "worked the phones", "was rung by half a dozen colleagues". What does
not: the calls of a round that are told one by one (``rounds``), and rounds told by words that also tell of one call,
with people who are named (``finder``).
"""

from __future__ import annotations

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import SUBJECT, Search, Series
from readouts.parse.calls.parties.admission import eligible
from readouts.parse.calls.parties.groups import actors_of, groups_before
from readouts.parse.calls.rounds import announce
from readouts.parse.calls.timing import day_of, times_in

_SPENT = 14
"""Among so many words behind "spent" stands on what: "spent most of Tuesday morning on the telephone"."""
_MANY = 8
"""Among so many words behind a call stand those with whom it was: "on the phone with half a dozen governments"."""


def is_announced(s: Search) -> bool:
    """Note the round that the sentence being read tells as a whole; return whether it tells of one."""
    words = s.lower[slice(*s.span(s.here))]
    idiom, many = (not s.words[name].isdisjoint(words) for name in ("of_idiom", "many_abroad"))
    if not (idiom or many) or s.is_heading(s.here):
        return False
    at = _idiom(s) if idiom else -1
    told = s.cues(s.here, heading=False) if many else []
    cue = next((c for c in told if _with_many(s, c)), None)
    if at < 0 and cue is None:
        return False
    begin = at if at >= 0 or cue is None else cue.first
    if (principal := _principal(s, begin)) is None:
        return False
    when = day_of(s, cue) if cue else next(iter(times_in(s, *s.span(s.here))), None)
    announce(s, Series(principal, s.here, cue.medium if cue else "phone", when, False))
    s.principal = principal if s.principal is None else s.principal
    return True


def _idiom(s: Search) -> int:
    """Where words stand that tell of many calls by themselves; -1 where none do."""
    first, last = s.span(s.here)
    for i in range(first + 1, last - 1):
        if s.is_a(i, "works_phones"):
            at = i + 1 + s.is_a(i + 1, "the_or_his")
            if s.is_a(at, "phone_lines"):
                return i
        elif s.is_a(i, "rings_round") and s.is_a(i + 1, "round"):
            if s.has("many_abroad", i + 2, i + 5) and not s.has("at_home", i + 2, i + 5):
                return i
        elif s.is_a(i, "spent"):
            on = (k for k in range(i + 1, min(i + _SPENT, last - 2)) if s.lower[k] == "on")
            at = next((k for k in on if s.is_a(k + 1, "the_or_his")), -1)
            alone = not s.is_a(at + 3, "with_whom") or _are_many(s, at + 3)
            if at >= 0 and s.is_a(at + 2, "phone_lines", "phone_line") and alone:
                return i
    return -1


def _with_many(s: Search, cue: Cue) -> bool:
    """Whether a cue is of calls with several officials of whom none is named; "called" may be to name them."""
    several = cue.medium != "unspecified" and (cue.kind != "noun" or cue.plural)
    return several and not s.is_a(cue.first, "called") and _are_many(s, cue.last)


def _are_many(s: Search, first: int) -> bool:
    """Whether words from ``first`` are of several states' officials: "with six governments", "a string of peers"."""
    last = min(first + _MANY, s.span(s.here)[1])
    at = s.find(range(first, last), "many_abroad")
    if at < 0 or any(ref.name for ref in s.refs_between(first, at + 1)):
        return False
    counted = s.has("how_many", first, at) or s.number(first, at) is not None
    ours = s.has("at_home", first, at + 4) or s.has("of_a_region", first, at)
    return counted and not ours


def _principal(s: Search, i: int) -> int | None:
    """Whose round it is: the one official who is the subject of the words at ``i``."""
    subjects = [g for g in groups_before(s, i) if g.role == SUBJECT]
    who = actors_of(s, subjects[-1]) if subjects else []
    return who[0] if len(who) == 1 and eligible(s, who) else None
