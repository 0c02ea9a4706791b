"""Layer 3b: the two of whom a passage tells, where its words for a call do not say who they are.

What belongs here: "X told Y that .... In the phone call, ...": whose call it is that a sentence tells of without its
sides. What does not: a cue's own sides (``sides``), and rounds of calls (``rounds``). The passage must tell of just two
officials and say that they spoke; where there are three, or a word names somebody else, nothing is said.
"""

from __future__ import annotations

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OBJECT, SUBJECT, Group, Search
from readouts.parse.calls.parties.admission import eligible, is_international
from readouts.parse.calls.parties.groups import actors_of, groups_of
from readouts.parse.calls.parties.sides import Sides

_NEAR_HEAD = 3
"""Among so many first words of a sentence "the call" is its subject."""
_LED = 9
"""Among so many words before a cue stand those that lead to it: "during the roughly half-hour phone call"."""


def only_two(s: Search, cue: Cue, sides: Sides) -> tuple[list[int], list[int]]:
    """Return the parties of a cue that names one at most, and the sentences that tell so; empty where it is open."""
    if cue.kind == "direct" or cue.plural or s.is_heading(s.here) or _is_told_apart(s, cue):
        return [], []
    known = {*sides.left, *sides.right}
    here, inside = _told_of(s, s.here), _before(s, cue, "inside")
    told = cue.kind != "noun" or inside or s.has("between", cue.last, cue.last + 3)
    if told and _may_be(s, here, known) and _are_joined(s, cue, here):
        return here, [s.here]
    held = inside or cue.first - s.opening(cue.first) < _NEAR_HEAD
    if not s.here or not held or not _before(s, cue, "definite") or _is_elsewhere(s, s.here - 1):
        return [], []
    before = _told_of(s, s.here - 1)
    spoke = _may_be(s, before, known.union(here)) and _spoke(s, s.here - 1, before)
    return (before, [s.here - 1, s.here]) if spoke else ([], [])


def _may_be(s: Search, pair: list[int], known: set[int]) -> bool:
    """Whether the officials of a sentence are two of different states, among them all those who are known."""
    return (
        len(pair) == 2
        and known <= set(pair)
        and all(map(s.place, pair))
        and is_international(s, pair)
    )


def _are_joined(s: Search, cue: Cue, pair: list[int]) -> bool:
    """Whether no clause parts two officials and the words for a call: "A, in a call, gave B the dates".

    Not "said by phone that B", "on the visit of B", "called B a liar", "agreed with A and B", "what she had told B".
    """
    groups = [g for g in groups_of(s, s.here) if set(actors_of(s, g)) & set(pair)]
    refs = s.refs_between(*s.span(s.here))
    ends = [cue.first, *(next(r.first for r in refs if a in r.actors) for a in pair)]
    between = min(ends) if cue.kind == "noun" else cue.last, max(ends)
    words = s.lower[slice(*between)]
    clause = any(not s.words[name].isdisjoint(words) for name in ("in_a_clause", "supposes"))
    clause = clause or "what" in words or (cue.kind == "noun" and ";" in words)
    apart = any(
        (g.role in ("of", "about", "over") and groups[0].first < cue.first < g.first)
        or (g.role in s.words["told_apart"] and set(pair) <= set(actors_of(s, g)))
        or s.is_a(s.back(g.first - 1, "determiner", "describing"), "called")
        for g in groups
    )
    return not (clause or apart)


def _is_told_apart(s: Search, cue: Cue) -> bool:
    """Whether others than two officials may be told something: "in an interview by phone"."""
    # "met X and spoke with the crew by phone", not "The call, which followed their meeting"
    apart = cue.kind != "noun" and _is_elsewhere(s, s.here)
    interview = s.has("interview", cue.first - 4, cue.last + 4)
    return apart or interview


def _spoke(s: Search, index: int, pair: list[int]) -> bool:
    """Whether a sentence says that two dealt with each other: "A and B agreed", "A told B", "A was assured by B"."""
    if len(pair) != 2:
        return False
    groups = [g for g in groups_of(s, index) if set(actors_of(s, g)) & set(pair)]
    subjects = [g for g in groups if g.role == SUBJECT]
    return any(
        set(actors_of(s, one)) != set(actors_of(s, two)) and _met(s, one, two)
        for one in subjects
        for two in groups
    )


def _met(s: Search, one: Group, two: Group) -> bool:
    """Whether what stands between two groups joins them: "and", a verb of telling, "discussed with"."""
    if two.first < one.last:
        return False
    if two.role == OBJECT:
        return s.is_a(two.governor, "tell", "contact")
    verbs = s.words["takes_part"] | s.words["tell"] | s.words["spoke"]
    joins = two.role == "by" or two.role in s.words["with_whom"]
    return joins and not verbs.isdisjoint(s.lower[one.last : two.first])


def _before(s: Search, cue: Cue, name: str) -> bool:
    """Whether a word of a set stands before a cue, no clause ending between: "during the 30-minute call"."""
    for i in range(cue.first - 1, max(s.tokens.first[s.here] - 1, cue.first - _LED), -1):
        if s.is_a(i, name):
            # "in the age of the call", not "in the course of the call"
            of = next((k for k in range(i, cue.first) if s.lower[k] == "of"), -1)
            return of < 0 or s.is_a(of - 1, "part_of_a_call")
        if s.is_a(i, "in_a_clause") or (s.is_a(i, "clause_end") and s.lower[i] not in ("-", "–")):
            return False  # "on Monday because a call had come in"
    return False


def _is_elsewhere(s: Search, index: int) -> bool:
    """Whether a sentence tells of a meeting, a letter or a speech."""
    span = s.span(index)
    return s.has("in_person", *span) or s.has("no_call", *span) or s.has("public", *span)


def _told_of(s: Search, index: int) -> list[int]:
    """The officials of a sentence, each once."""
    refs = s.refs_between(*s.span(index))
    one = (r for r in refs if r.kind not in ("place", "group") and not r.plural)
    one = (r for r in one if not s.cast.is_a(r.last, "of_a_leader"))
    return eligible(s, list(dict.fromkeys(r.actors[0] for r in one if len(r.actors) == 1)))
