"""Layer 3b: the two of whom a passage tells, where its words for a call do not say who they are.

What belongs here: "X told Y that .... In the phone call, ...": whose call it is that a sentence tells of without its
sides. What does not: a cue's own sides (``sides``), and rounds of calls (``rounds``). The passage must tell of just two
officials and say that they spoke; where there are three, or a word names somebody else, nothing is said.
"""

from __future__ import annotations

from readouts.parse.actors.people.person import ABROAD
from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OBJECT, SUBJECT, Group, Search
from readouts.parse.calls.parties.admission import eligible, is_international
from readouts.parse.calls.parties.groups import actors_of, groups_of
from readouts.parse.calls.parties.lists import means_both
from readouts.parse.calls.parties.sides import Sides

_BESIDE = ("noun", "manner", "with")
"""Kinds of cues that need not name whom they join."""
_NEAR = 8
"""So many words behind a cue another side may be joined to it."""
_NEAR_HEAD = 3
"""Among so many first words of a sentence "the call" is its subject."""
_LED = 9
"""Among so many words before a cue stand those that lead to it: "during the roughly half-hour phone call"."""
_BACK = 2
"""So many sentences back "they" are named one by one."""


def only_two(s: Search, cue: Cue, sides: Sides) -> tuple[list[int], list[int]]:
    """Return the parties of a cue that names one at most, and the sentences that tell so; empty where it is open."""
    if cue.kind not in _BESIDE or cue.plural or sides.closed or s.is_heading(s.here):
        return [], []
    if s.is_a(cue.last - 1, "interview"):
        return [], []
    # "met X and spoke with the crew by phone", not "The call, which followed their meeting"
    if cue.kind != "noun" and (_is_elsewhere(s, s.here) or _is_of_others(s, cue, sides)):
        return [], []
    if s.is_a(cue.last, "with_whom") and names_another(s, cue):
        return [], []  # "In a call with lawmakers, A said that B"
    known = {*sides.left, *sides.right}
    for pair, beside in (_of_this(s, cue), _of_before(s, cue), _of_next(s, cue), _of_them(s, cue)):
        if len(pair) == 2 and known <= set(pair) and all(map(s.place, pair)):
            return (pair, beside) if is_international(s, pair) else ([], [])
    return [], []


def _of_this(s: Search, cue: Cue) -> tuple[list[int], list[int]]:
    """The two of the sentence itself: "A assured B over the phone", "A voiced his anger at B in a call"."""
    named = next((g for g in groups_of(s, s.here) if g.last <= cue.first), None)
    if named is not None and named.role == SUBJECT and means_both(s, named.refs[-1]):
        both = actors_of(s, named)  # "While the two men were cordial in a call, Quen"
        return (both, [s.here]) if len(both) == 2 else ([], [])
    told = cue.kind != "noun" or s.has("between", cue.last, cue.last + 3) or _is_inside(s, cue)
    pair = _told_of(s, s.here) if told else []
    behind = (
        r.first for r in s.refs_between(cue.last, s.span(s.here)[1]) if set(r.actors) & set(pair)
    )
    if cue.kind == "noun" and ";" in s.lower[cue.last : next(behind, cue.last)]:
        return [], []  # "In a call a man told of it; X and Y saw it"
    if any(
        g.role in s.words["told_apart"] and set(pair) <= set(actors_of(s, g))
        for g in groups_of(s, s.here)
    ):
        return [], []  # "In a call, somebody agreed with A and B"
    # "told analysts in a call that Y", "in a call on Friday that Y", "in a call on the visit of Y"
    about = s.lower[cue.last] == "that" or s.is_a(cue.last, "on_a_topic", "supposes")
    if (cue.kind != "noun" or about) and len(pair) == 2 and _is_told_of(s, cue, pair):
        return [], []
    if cue.kind == "noun" and _is_in_what_was_told(s, cue, pair):
        return [], []
    return (pair, [s.here]) if pair else ([], [])


def _is_in_what_was_told(s: Search, cue: Cue, pair: list[int]) -> bool:
    """Whether one of two is only in what the other told some others: "In a call, A warned senators that B".

    Or in "A called B a liar in a phone call".
    """
    first, last = s.span(s.here)
    named = [r for r in s.refs_between(first, cue.first) if set(r.actors) & set(pair)]
    if any(s.is_a(s.back(r.first - 1, "determiner", "describing"), "called") for r in named):
        return True
    refs = [r for r in s.refs_between(cue.last, last) if set(r.actors) & set(pair)]
    if len(refs) < 2:
        return False
    told, spoken_of = refs[0].last, refs[1].first
    that = s.find(range(told, spoken_of), "in_a_clause")
    return that > told and s.lower[that] == "that" and s.is_a(told, "tell", "saying")


def _is_told_of(s: Search, cue: Cue, pair: list[int]) -> bool:
    """Whether who stands behind "by phone" is only spoken of: "said by phone that B", "was on the phone when B"."""
    before = {a for r in s.refs_between(s.span(s.here)[0], cue.first) for a in r.actors}
    other = set(pair) - before
    if len(other) == 2:
        first = next((r for r in s.refs_between(cue.last, s.span(s.here)[1]) if r.actors), None)
        at = s.back(first.first - 1, "determiner", "describing") if first is not None else 0
        return s.is_a(at, "in_a_clause", "supposes")  # "By phone, a caller asked whether X"
    if len(other) != 1 or not before:
        return False
    behind = (g for g in groups_of(s, s.here) if g.first >= cue.last)
    whom = next((g for g in behind if other & set(actors_of(s, g))), None)
    if whom is None:
        return False
    ends = cue.last, s.back(whom.first - 1, "determiner", "describing")
    clause = any(s.is_a(at, "in_a_clause") for at in ends)
    clause |= s.lower[cue.last + 1] == "what"  # "briefed the press by phone on what she had told B"
    return clause or s.lower[whom.governor] in ("of", "about", "over")


def _of_before(s: Search, cue: Cue) -> tuple[list[int], list[int]]:
    """Two of the sentence before: "A told B that .... In the call, he", "The call took place on Monday"."""
    before = s.here - 1
    held = _is_inside(s, cue) or cue.first - s.opening(cue.first) < _NEAR_HEAD
    told_of = _before(s, cue, "definite") is not None
    if before < 0 or not (held and told_of) or _is_elsewhere(s, before):
        return [], []
    pair = _told_of(s, before)
    same = set(_told_of(s, s.here)) <= set(pair) and _spoke(s, before, pair)
    return (pair, [before, s.here]) if same else ([], [])


def _of_next(s: Search, cue: Cue) -> tuple[list[int], list[int]]:
    """One of the sentence, and his counterpart in the next: "A said so in a phone call. His Omani counterpart, B, "."""
    after, known = s.here + 1, _told_of(s, s.here)
    if after == len(s.sentences) or s.is_heading(after) or len(known) != 1:
        return [], []
    refs = [r for r in s.refs_between(*s.span(after)) if r.kind in ("person", "nominal")][:1]
    counterparts = [a for r in refs if r.counterpart and not r.plural for a in r.actors]
    held = _is_inside(s, cue) or s.has("got", cue.first - 3, cue.first)
    pair = list(dict.fromkeys([*known, *eligible(s, counterparts)]))
    return (pair, [s.here, after]) if held and set(_told_of(s, after)) <= set(pair) else ([], [])


def _of_them(s: Search, cue: Cue) -> tuple[list[int], list[int]]:
    """Two named one by one before "they": "A denounced it. Her counterpart, B, did not. They had spoken by phone"."""
    groups = [g for g in groups_of(s, s.here) if g.last <= cue.first]
    they = bool(groups) and groups[-1].refs[-1].kind == "group"
    if cue.kind != "with" or not they or actors_of(s, groups[-1]):
        return [], []
    found: list[int] = []
    for index in range(s.here, max(-1, s.here - _BACK - 1), -1):
        found += [a for a in _told_of(s, index) if a not in found]
        if len(found) > 1:
            return found, [s.here]
    return [], []


def _spoke(s: Search, index: int, pair: list[int]) -> bool:
    """Whether a sentence says that two dealt with each other: "A and B agreed", "A told B", "A was assured by B"."""
    if len(pair) != 2:
        return False
    groups = [g for g in groups_of(s, index) if set(actors_of(s, g)) & set(pair)]
    return any(
        one.role == SUBJECT
        and set(actors_of(s, one)) != set(actors_of(s, two))
        and _met(s, one, two)
        for one in groups
        for two in groups
    )


def _met(s: Search, one: Group, two: Group) -> bool:
    """Whether what stands between two groups joins them: "and", a verb of telling, "discussed with"."""
    if two.first < one.last:
        return False
    if two.role == OBJECT:
        return s.is_a(two.governor, "tell", "contact")
    verbs = s.words["takes_part"] | s.words["tell"] | s.words["spoke"]
    joins = two.role in s.words["with_whom"] or two.role in s.words["by_whom"]
    return joins and not verbs.isdisjoint(s.lower[one.last : two.first])


def _is_inside(s: Search, cue: Cue) -> bool:
    """Whether "in", "during" stand before a cue."""
    return _before(s, cue, "inside") is not None


def _before(s: Search, cue: Cue, name: str) -> int | None:
    """Where a word of a set stands before a cue, no clause ending between: "during" in "during the 30-minute call"."""
    for i in range(cue.first - 1, max(s.tokens.first[s.here] - 1, cue.first - _LED), -1):
        if s.is_a(i, name):
            # "in the age of the call", not "in the course of the call"
            of = next((k for k in range(i, cue.first) if s.lower[k] == "of"), -1)
            return i if of < 0 or s.is_a(of - 1, "part_of_a_call") else None
        if s.is_a(i, "in_a_clause"):
            return None  # "on Monday because a call had come in"
        if s.is_a(i, "clause_end") and s.lower[i] not in ("-", "–"):
            return None
    return None


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


def _is_of_others(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether the words name another side, who is no official: "in a call with reporters", "told Reuters by phone"."""
    return (
        s.has("interview", cue.first - 4, cue.last + 4)
        or (bool(sides.right) and not eligible(s, sides.right))
        or names_another(s, cue)
        or _is_told_a_states(s)
    )


def _is_told_a_states(s: Search) -> bool:
    """Whether a state's official is left out behind its name: "Canada's minister told Peru's by telephone"."""
    places = (r for r in s.refs_between(*s.span(s.here)) if r.kind == "place")
    return any(s.lower[r.last] == "'s" and s.is_a(r.last + 1, "preposition") for r in places)


def names_another(s: Search, cue: Cue) -> bool:
    """Whether words behind a cue name a side that is nobody known: "by phone on Monday to the mayor"."""
    last = s.span(s.here)[1]
    for at in range(cue.last, min(cue.last + _NEAR, last - 1)):
        if s.is_a(at, "clause_end"):
            break
        named = s.is_a(at + 1, "determiner") or s.tokens.words[at + 1][:1].isupper()
        whom = s.is_a(at, "with_whom") and (named or at == cue.last)
        by = s.is_a(at, "by_whom") and not s.is_a(at, "of_whom")
        if whom or (at == cue.last and s.is_a(at, "link") and not by):
            end = min(at + _NEAR, last)
            end = next((k for k in range(at + 2, end) if s.lower[k] == ","), end)
            told = s.is_a(at + 1, "clause_end") or s.has("peers", at, end)
            return not told and not any(_is_party(s, ref) for ref in s.refs_between(at, end))
    return False


def _is_party(s: Search, ref: Ref) -> bool:
    """Whether words may stand for the other side of a call: an official, "counterparts", a country."""
    whole = ref.kind in ("place", "pronoun", "group") or ref.office_kind in ABROAD
    return whole or ref.counterpart or bool(eligible(s, list(ref.actors)))
