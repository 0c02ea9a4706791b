"""Layer 3b: who took part in the call that a cue tells of.

What belongs here: what each kind of cue ("spoke with", "telephoned", "a call between", "by phone") has for its two
sides, and which of them rang. What does not: who stands where (``groups``), and who may be a party (``admission``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from readouts.parse.calls.before import is_indefinite, is_rung, leads
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OBJECT, OWNER, SUBJECT, Group, Search
from readouts.parse.calls.groups import (
    NEAR,
    actors_of,
    groups_after,
    groups_before,
    groups_of,
    subject_of,
)
from readouts.parse.calls.speakers import is_first_person, speaker

_LINK = 16
"""So many words behind a cue "with", "between" is looked for."""
_HEAD = 6
"""A cue among so many first words of a sentence may be its subject: "A call with X left Y none the wiser"."""


@dataclass(slots=True)
class Sides:
    """The two sides of a call as a sentence has them.

    ``by`` says which side rang: "left", "right" or "". ``ends`` has for each on the right where the words for it end;
    ``last`` is where those for all end. ``indefinite`` marks "a call", of which the text has not told before.
    """

    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    by: str = ""
    indefinite: bool = False
    last: int = 0
    ends: dict[int, int] = field(default_factory=dict)


def read_sides(s: Search, cue: Cue) -> Sides:
    """Return the sides of the call that ``cue`` tells of."""
    s.here = s.tokens.sentence[cue.first]
    sides = Sides(last=cue.last, indefinite=True)
    if cue.kind == "noun":
        _noun(s, cue, sides)
    elif cue.kind == "with":
        _with(s, cue, sides)
    elif cue.kind == "direct":
        _direct(s, cue, sides)
    else:
        _manner(s, cue, sides)
    if not sides.right and len(sides.left) < 2:
        _fronted(s, cue, sides)
    scattered = _is_scattered(s, cue, sides)
    return Sides(last=cue.last, indefinite=True) if scattered else sides


def _is_scattered(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether several who are only referred to had contact with others, at another time or more than once.

    "Their conversations with their counterparts", "both had spoken with Z before": who with whom is not said.
    """
    if not (cue.plural or "had" in s.lower[cue.first - 2 : cue.first]):
        return False
    several = [set(side) for side in (sides.left, sides.right) if len(side) > 1]
    return bool(sides.left and sides.right) and any(
        set(actors_of(s, group)) in several
        for group in groups_of(s, s.here)
        if all(ref.kind in ("group", "pronoun") for ref in group.refs)
    )


def subject(s: Search, i: int) -> list[int]:
    """Return the subject of a verb at token ``i``: whoever says "I", else the nearest that nothing governs."""
    return speaker(s, i) if is_first_person(s, i) else subject_of(s, i)


def _after(s: Search, i: int) -> list[Group]:
    return groups_after(s, s.here, i)


def _noun(s: Search, cue: Cue, sides: Sides) -> None:
    sides.indefinite = is_indefinite(s, cue)
    link = _link(s, cue.last)
    if link is None and s.lower[cue.last - 1] in ("interview", "interviews"):
        return
    if link is not None and link.role in ("of", "by", "from", "to") and _of_two(s, link, sides):
        return
    if link is not None and link.role == "between":
        sides.left, sides.last = actors_of(s, link), link.last
        return
    if link is not None and link.role not in ("of", "by"):
        _take(s, sides, link)
        sides.by = {"from": "right", "to": "left"}.get(link.role, "")
    elif link is not None:
        sides.left = actors_of(s, link)
    _caller(s, cue, sides)
    host = _host(s, cue)
    hosts = actors_of(s, host) if host else []
    if sides.right:
        sides.left = sides.left or hosts  # "a call with A was held by B"
    elif len(sides.left) > 1:
        sides.left += [a for a in hosts if a not in sides.left]
    elif sides.indefinite:  # "a phone call in which he informed X"
        _told(s, sides, cue.last, cue.last + NEAR)


def _caller(s: Search, cue: Cue, sides: Sides) -> None:
    """Fill in the side of a call that stands before it: its owner, or the subject of the sentence."""
    owner, lead = _owner(s, cue), leads(s, cue)
    first = s.tokens.first[s.here]
    main = _main_subject(s, max(sides.last, cue.last)) if lead or cue.first - first < _HEAD else []
    main = [] if set(main) & set(sides.right) else main
    lead = lead and bool(main)
    if owner is not None:
        mine = lead and s.lower[owner.first] in ("his", "her")
        sides.left = main if mine else actors_of(s, owner)
        return
    sides.left = (
        sides.left
        or (main if lead else [])
        or subject(s, cue.first)
        or (main if sides.right else [])
    )
    if not sides.right:
        behind = max(sides.last, cue.last)
        _told(s, sides, *((behind, behind + 2 * _LINK) if lead else (first, cue.first)))


def _with(s: Search, cue: Cue, sides: Sides) -> None:
    link = _link(s, cue.last)
    if link is not None and link.role in ("with", "to"):
        _take(s, sides, link)
    first = s.tokens.first[s.here]
    begins = s.lower[cue.first] in ("speaking", "talking") or s.lower[first] == "having"
    if begins:
        sides.left = _main_subject(s, sides.last)
    sides.left = sides.left or subject(s, cue.first)


def _direct(s: Search, cue: Cue, sides: Sides) -> None:
    lower, at = s.lower, cue.last
    sides.by, sides.left = "left", subject(s, cue.first)
    agent = _passive(s, cue)
    if agent is not None:
        _take(s, sides, agent)
        sides.by = "right"
        return
    after = lower[at : at + 2]
    if after[:1] in (["with"], ["back"], ["up"]):
        sides.by = "" if after[0] == "with" else "left"
        at += 1
    elif after[:1] in (["and"], ["to"]) and after[1:] and after[1] in s.words["tell"]:
        at += 2
    if s.tokens.words[at : at + 1] in (["me"], ["us"]):
        sides.right = speaker(s, cue.first)
        if not sides.left or set(sides.left) <= set(sides.right):
            sides.left = [a for a in s.latest if a not in sides.right]
        return
    _take(s, sides, _object(s, at))
    named = lower[cue.first] in ("called", "calling")
    if named and not is_rung(s, sides.left, sides.last):
        sides.right = []
    link = None if sides.right else _link(s, cue.last)
    if link is not None and link.role == "with" and _is_fill(s, cue.last, link.governor):
        _take(s, sides, link)
        sides.by = ""
    if sides.right and not sides.left:
        _cleft(s, sides)


def _cleft(s: Search, sides: Sides) -> None:
    """ "The first to ring X was Y", "among those who telephoned X on Friday was Y"."""
    for group in _after(s, sides.last):
        words = [w for w in s.lower[sides.last : group.first] if w not in s.words["determiner"]]
        if group.role == SUBJECT and words[-1:] in (["was"], ["were"]):
            sides.left = actors_of(s, group)
            return


def _manner(s: Search, cue: Cue, sides: Sides) -> None:
    first = s.tokens.first[s.here]
    sides.left = subject(s, cue.first)
    link = _link(s, cue.last)
    if link is not None and link.role == "between":  # "talks by phone between A and B"
        sides.left = sides.left or actors_of(s, link)
    else:
        _take(s, sides, link)
    if not sides.left and leads(s, cue, cue.first):
        sides.left = _main_subject(s, sides.last)
    if not sides.right:
        _told(s, sides, first, cue.first, by_phone=True)
    if not sides.right:
        _take(s, sides, _passive(s, cue) or _host(s, cue))


def _take(s: Search, sides: Sides, group: Group | None) -> None:
    """Let a group be the right side, with those that the sentence adds: "with A, who agreed, and with B"."""
    while group is not None:
        for ref in group.refs:
            for actor in ref.actors or actors_of(s, Group([ref], group.role, -1, ref.last)):
                if actor not in sides.ends:
                    sides.right.append(actor)
                    sides.ends[actor] = ref.last
        sides.last = group.last
        group = _further(s, group)


def _further(s: Search, group: Group) -> Group | None:
    """The group that a sentence adds to one: ", who ..., and on Friday with B"."""
    lower = s.lower
    for other in _after(s, group.last):
        if other.role != group.role or group.role in (SUBJECT, OBJECT, OWNER):
            continue
        j = other.governor - 1
        while j > group.last and lower[j] != "and" and lower[j] in s.words["fill"]:
            j -= 1
        return other if lower[j] == "and" else None
    return None


def _of_two(s: Search, caller: Group, sides: Sides) -> bool:
    """ "A call of A with B", "of A and B", "from A to B", "to B from A": both sides stand behind it."""
    if caller.role == "of" and len(actors_of(s, caller)) > 1:
        sides.left, sides.last = actors_of(s, caller), caller.last
        return True
    for group in _after(s, caller.last)[:1]:
        if caller.role == "to" and group.role == "from":
            _take(s, sides, caller)
            sides.left, sides.by = actors_of(s, group), "left"
            return True
        if caller.role != "to" and group.role in ("with", "to"):
            _take(s, sides, group)
            sides.left = actors_of(s, caller)
            sides.by = "left" if caller.role != "of" or group.role == "to" else ""
            return True
    return False


def _link(s: Search, i: int) -> Group | None:
    """The group behind a cue that "with", "to", "between", "from", "of" or "by" joins to it."""
    for group in _after(s, i):
        at = group.governor
        if at - i >= _LINK or _is_stopped(s, i, at):
            return None
        if at < i or group.role not in s.words["link"]:
            continue
        if group.role in ("of", "by") and at > i:
            continue
        if group.role != "to" or _is_fill(s, i, at):
            return group
    return None


def _is_stopped(s: Search, i: int, j: int) -> bool:
    """Whether a clause ends between two tokens; "that" in "that day" ends none."""
    lower, stop, fill = s.lower, s.words["stop"], s.words["fill"]
    if lower[j - 1] == "," and "," in lower[i : j - 1]:
        j = lower.index(",", i)  # "spoke by phone, hours after the storm, with X"
    return any(
        lower[k] in stop and (lower[k] != "that" or lower[k + 1] not in fill) for k in range(i, j)
    )


def _is_fill(s: Search, i: int, j: int) -> bool:
    """Whether only words of time, manner and place stand between two tokens."""
    return all(w in s.words["fill"] or w[0].isdigit() for w in s.lower[i:j])


def _told(s: Search, sides: Sides, first: int, last: int, *, by_phone: bool = False) -> None:
    """Let the right side be whoever is addressed: "told X", "congratulated X", "discussed with X"."""
    lower = s.lower
    for group in _after(s, max(first, last - 60)):
        at = group.governor
        if group.first >= last or at < 0:
            continue
        conveyed = group.role == "to" and s.has("conveys", max(first, at - 8), at)
        verbs = s.words["contact"] if by_phone else s.words["tell"]
        told = group.role == OBJECT and lower[at] in verbs
        called_on = group.role in ("on", "upon") and lower[at - 1] == "called"
        if not (told or conveyed or called_on or group.role == "with"):
            continue
        whom = actors_of(s, group)
        if not set(whom) & set(sides.left):
            _take(s, sides, group)
        elif told:
            sides.right = [a for a in subject(s, at) if a not in sides.left]
        if sides.right:
            return


def _fronted(s: Search, cue: Cue, sides: Sides) -> None:
    """Take the other side from before the subject: "A, whom B rang", "with A, however, B spoke by phone"."""
    before = groups_before(s, cue.first)
    for other, group in pairwise(before):
        between = s.lower[other.last : group.first]
        if group.role == SUBJECT and between[-1:] == ["whom"]:
            _take(s, sides, other)
            sides.left = actors_of(s, group)
            return
    fronts = _fronts(s, cue)
    if fronts:
        _take(s, sides, fronts[0])


def _fronts(s: Search, cue: Cue) -> list[Group]:
    """The group of "with A" or "to A" that begins a sentence, before its subject."""
    first = s.tokens.first[s.here]
    before = groups_before(s, cue.first)
    acts = is_first_person(s, cue.first) or (len(before) > 1 and before[1].role == SUBJECT)
    begins = before[:1] if acts else []
    return [g for g in begins if g.role in ("with", "to") and g.governor == first]


def _object(s: Search, i: int) -> Group | None:
    """The group that begins at token ``i``, behind articles and words of time."""
    lower, words = s.lower, s.words
    for group in _after(s, i)[:1]:
        light = all(w in words["determiner"] or w in words["fill"] for w in lower[i : group.first])
        free = group.first - i < 5 and light
        return group if free or 0 <= group.governor in (i - 1, i - 2) else None
    return None


def _passive(s: Search, cue: Cue) -> Group | None:
    """The caller in "was phoned on Friday by X", "rung up by X"."""
    by = (g for g in _after(s, cue.last) if g.role == "by" and g.governor - cue.last < 7)
    return next(by, None)


def _host(s: Search, cue: Cue) -> Group | None:
    """Who is told to have held it: "in a meeting by phone hosted by X"."""
    by = (g for g in _after(s, cue.last) if g.role == "by")
    return next((g for g in by if s.lower[g.governor - 1] in s.words["hosted"]), None)


def _owner(s: Search, cue: Cue) -> Group | None:
    """ "Quen's call", "his conversation"; several words may stand between."""
    groups = [g for g in groups_of(s, s.here) if g.first < cue.first][-1:]
    near = [g for g in groups if g.role == OWNER and g.last >= cue.first - 6]
    return next((g for g in near if not s.has("not_owned", g.last, cue.first)), None)


def _main_subject(s: Search, i: int) -> list[int]:
    """The first group behind an opening phrase that nothing governs; not "both", who are no side."""
    groups = (g for g in _after(s, i) if g.role == SUBJECT)
    return next((actors_of(s, g) for g in groups if g.refs[-1].kind != "group"), [])
