"""Layer 3b: who took part in the call that a cue tells of.

What belongs here: what each kind of cue ("spoke with", "telephoned", "a call between", "by phone") has for its two
sides, which of them rang, and whether a call is new or leads its clause. What does not: who stands where (``groups``),
and who may be a party (``admission``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OBJECT, SUBJECT, Group, Search
from readouts.parse.calls.parties import links
from readouts.parse.calls.parties.groups import (
    NEAR,
    actors_of,
    groups_after,
    groups_before,
    groups_of,
    last_subject,
    means_both,
    subject_of,
)
from readouts.parse.calls.parties.subjects import is_first_person, speaker, told_last

_BEHIND = 32
"""So many words behind a cue that leads a sentence it is looked for who is told something."""
_NEXT = 4
"""Within so many words behind "included" stands who was."""
_EACH = 5
"""Among so many words before a cue stands "each", where every one of several had one of his own."""
_NEAR = 8
"""Within so many words behind a cue stands the colon of a list of those whom it joins."""
_FAR = 14
"""Among so many words before "to X" stands "conveyed", with what was."""
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
    sides = Sides(last=cue.last, indefinite=True)
    {"noun": _noun, "with": _with, "direct": _direct}.get(cue.kind, _manner)(s, cue, sides)
    if not sides.right and len(sides.left) < 2:
        _fronted(s, cue, sides)
    if not (sides.right or s.is_heading(s.here)):
        _take(s, sides, _behind_colon(s, cue))
    open_ = _is_scattered(s, cue, sides) or _is_of_a_state(s, cue)
    return Sides(last=cue.last, indefinite=True) if open_ else sides


def _is_of_a_state(s: Search, cue: Cue) -> bool:
    """Whether another tells of a state's call: "Minister Quen said that Norway had got a call from X"."""
    places = s.refs_between(s.tokens.first[s.here] + 1, cue.first)
    for place in (r for r in places if r.kind == "place" and not r.adjectival):
        at = s.back(place.first - 1, "the", "this")
        acts = place.last == cue.first or s.is_a(place.last, "got", "to_have", "was")
        if acts and s.is_a(at - (s.lower[at] == "that"), "saying"):
            return True
    return False


def _is_scattered(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether several who are only referred to had contact with others, at another time or more than once.

    "Their conversations with their counterparts", "both had spoken with Z before", "A and B each made a phone call":
    who with whom is not said.
    """
    each = s.find(range(cue.first - 1, cue.first - _EACH, -1), "each")
    if each > 0 and not sides.right and s.lower[each + 1] not in ("of", "other"):
        return True
    alone = len(sides.left) > 1 and not sides.right
    separate = cue.plural and s.has("individual", cue.first - 2, cue.first)
    if alone and separate:
        return True  # "A and B telephoned C in separate calls"
    before = "had" in s.lower[max(0, cue.first - 2) : cue.first]
    if not (sides.left and sides.right and (cue.plural or before)):
        return False
    several = [set(side) for side in (sides.left, sides.right) if len(side) > 1]
    groups = (g for g in groups_of(s, s.here) if {r.kind for r in g.refs} <= {"group", "pronoun"})
    return any(set(actors_of(s, group)) in several for group in groups)


def subject(s: Search, i: int) -> list[int]:
    """Return the subject of a verb at token ``i``: whoever says "I", else the nearest that nothing governs."""
    return speaker(s, i) if is_first_person(s, i) else subject_of(s, i)


def _noun(s: Search, cue: Cue, sides: Sides) -> None:
    # "A call", "his call": no call that the text has told of before.
    article = s.find(range(cue.first - 1, max(-1, cue.first - 6), -1), "definite", "indefinite")
    sides.indefinite = article < 0 or not s.is_a(article, "definite")
    link = links.link_behind(s, cue.last)
    if link is not None and _leads(s, cue) and links.is_another_s(s, cue, link):
        link = None
    role = link.role if link is not None else ""
    if link is not None and role in s.words["from_whom"] | {"to"} and _of_two(s, link, sides):
        return
    if link is not None and role == "between":
        sides.left, sides.last = actors_of(s, link), link.last
        if len(sides.left) == 2:  # either may be the one whose country the source tells
            sides.left, sides.right = sides.left[:1], sides.left[1:]
        return
    if link is not None and links.is_hearer(s, cue, role):
        return
    reported = link is None and links.is_reported(s, cue)
    relative = link is None and not reported and s.is_a(cue.last, "relative_thing")
    if relative and _held_with(s, cue, sides):
        return
    if link is None and not cue.plural and (linked := _linked(s, cue)):
        sides.left = linked
        return
    hosts = actors_of(s, held) if (held := links.host(s, cue)) else []
    if link is not None and role in s.words["by_whom"]:
        sides.left = actors_of(s, link)
    else:
        _take(s, sides, link or _listed(s, cue))
        back = s.has("called_back", cue.first - 4, cue.first)  # "returned a call from X"
        sides.by = {"from": "left" if back else "right", "to": "left"}.get(role, "")
        sides.left = hosts if sides.right else []  # "a call held by A with B"
    _caller(s, cue, sides)
    if reported and sides.last > cue.last:
        sides.right = []
    joins = s.has("joining_in", cue.first - _HEAD, cue.first)
    joins = joins and not s.has("many", cue.last, cue.last + _NEXT)  # those of "leaders" follow
    guests = [a for a in subject(s, cue.first) if a not in hosts] if hosts and joins else []
    if guests and set(sides.left) == set(hosts):  # "B took part in a call hosted by A with C"
        sides.left = guests + hosts
    elif guests and not sides.right:
        sides.right = hosts
    elif len(sides.left) > 1 and not sides.right:
        sides.left += [a for a in hosts if a not in sides.left]
    elif sides.indefinite and not (sides.right or reported):  # "a call in which he informed X"
        _told(s, sides, cue.last, cue.last + NEAR)


def _linked(s: Search, cue: Cue) -> list[int]:
    """Those of "a conference call linked A, B and C", "brought together A and B"."""
    at = s.find(range(cue.last, cue.last + _BEHIND // 4), "linking")
    near = (g for g in groups_after(s, at) if at >= 0 and g.first <= at + _NEXT)
    linked = [a for group in list(near)[:1] for a in actors_of(s, group)]
    return linked if len(linked) > 1 else []


def _listed(s: Search, cue: Cue) -> Group | None:
    """Those of "a series of calls that included A, B and C"."""
    at = s.find(range(cue.last, cue.last + 3), "listing") if cue.plural else -1
    return next((g for g in groups_after(s, at + 1) if 0 <= at < g.first <= at + _NEXT), None)


def _behind_colon(s: Search, cue: Cue) -> Group | None:
    """Those of "the leaders with whom A spoke: B, C and D", "spoke with the following leaders: B, C"."""
    end = s.span(s.here)[1]
    colon = next((k for k in range(cue.last, min(end, cue.last + _NEAR)) if s.lower[k] == ":"), end)
    light = ("with_whom", "determiner", "describing", "fill", "peers", "listing")
    joins = cue.plural or s.has("with_whom", cue.last, colon)
    joins = joins or s.has("who", cue.first - _HEAD, cue.first)
    if not joins or not all(s.is_a(k, *light) for k in range(cue.last, colon)):
        return None  # also "X spoke: A and B must act"
    group = next((g for g in groups_after(s, colon + 1) if g.first <= colon + 2), None)
    return group if group is not None and len(group.refs) > 1 else None


def _held_with(s: Search, cue: Cue, sides: Sides) -> bool:
    """Fill in both sides of "the calls that A had with B", "took from B"; return whether the clause tells them."""
    behind = groups_after(s, cue.last)[:2]
    if len(behind) < 2 or behind[0].role != SUBJECT:
        return False
    if s.is_a(behind[0].last, "modal"):
        return True  # "told analysts on a call that she would raise it with X"
    got = behind[1].role == "from"
    if not got and behind[1].role not in s.words["with_whom"]:
        return False
    sides.left = actors_of(s, behind[0])
    sides.by = "right" if got else ""
    _take(s, sides, behind[1])
    return True


def _caller(s: Search, cue: Cue, sides: Sides) -> None:
    """Fill in the side of a call that stands before it: its owner, or the subject of the sentence."""
    owner, lead = links.owner_before(s, cue), _leads(s, cue)
    first, behind = s.tokens.first[s.here], max(sides.last, cue.last)
    main = _main_subject(s, behind) if lead or cue.first - first < _HEAD else []
    main = main or (_main_subject(s, cue.last) if lead else [])  # "In a call X raised it with Y"
    main = [] if set(main) & set(sides.right) else main
    lead = lead and bool(main)
    if owner is not None:
        mine = lead and s.is_a(owner.first, "his_or_her")
        sides.left = main if mine else actors_of(s, owner)
        if not sides.left:  # "his Sultan's call with X": whose it is the text does not say
            sides.right = []
        return
    sides.left = sides.left or (main if lead else []) or subject(s, cue.first)
    sides.left = sides.left or (main if sides.right else [])
    if not (sides.right or links.is_told_of(s, cue)):
        # "A told B that he and C had agreed in a call": it was not B's
        at = s.find(range(cue.first - 1, cue.first - _EACH, -1), "inside")
        done = at > 0 and (s.lower[at - 1].endswith("ed") or s.is_a(at - 1, "finite"))
        two = last_subject(s, cue.first) if len(sides.left) > 1 and done else None
        begin = max(first, two.first) if two is not None else first
        _told(s, sides, *((behind, behind + _BEHIND) if lead else (begin, cue.first)))


def _with(s: Search, cue: Cue, sides: Sides) -> None:
    link = links.link_behind(s, cue.last)
    if link is not None and link.role in s.words["with_whom"]:
        _take(s, sides, link)
    if s.is_a(cue.first, "speaking") or s.lower[s.tokens.first[s.here]] == "having":
        sides.left = _main_subject(s, sides.last)
    sides.left = sides.left or subject(s, cue.first)
    about = s.lower[cue.first] == "speak" and s.is_a(cue.last, "on_a_topic")  # not "on the phone"
    about = about and not s.has("by_phone", cue.last, cue.last + _NEXT)
    if about and not (sides.right or s.is_heading(s.here)):
        sides.left = []  # "only A and B are authorised to speak on the dollar"


def _direct(s: Search, cue: Cue, sides: Sides) -> None:
    at = cue.last
    if s.lower[at - 1] == "call" and s.is_a(at, "called_on", "of_or_for"):
        return  # "the first to call on the minister", "the first to call for calm"
    sides.by, sides.left = "left", subject(s, cue.first)
    agent = links.passive(s, cue)
    if agent is not None:
        _take(s, sides, agent)
        sides.by = "right"
        return
    if s.is_a(at, "and_or_to") and s.is_a(at + 1, "tell"):
        at += 2
    if s.is_a(at, "me_or_us") and s.tokens.words[at].islower():
        sides.right = speaker(s, cue.first)
        if not sides.left or set(sides.left) <= set(sides.right):
            sides.left = [a for a in told_last(s, cue) if a not in sides.right]
        return
    _take(s, sides, links.object_at(s, at))
    if not sides.left and (callers := _callers_behind(s, cue, sides.last)):
        sides.left = callers
        return
    if s.is_a(cue.first, "called") and not links.is_rung(s, sides.left, sides.last):
        sides.right = []
    about = s.is_a(at, "on_a_topic") and not s.is_a(at, "before_day", "of_whom")
    each = s.lower[at] == "with" and s.is_a(at + 1, "every", "one")
    if (
        (about or each)
        and len(sides.left) == 2
        and not (sides.right or s.is_a(cue.first, "called"))
    ):
        # "A and B telephoned about the raid", "telephoned with each other"
        sides.left, sides.right, sides.by = sides.left[:1], sides.left[1:], ""
    link = None if sides.right else links.link_behind(s, cue.last)
    if link is not None and link.role == "with" and links.is_fill(s, cue.last, link.governor):
        _take(s, sides, link)
        sides.by = ""


def _callers_behind(s: Search, cue: Cue, i: int) -> list[int]:
    """Those of "those who rang X were A and B", "among the first to call X was A"."""
    behind = groups_after(s, i)
    those = s.is_a(cue.first - 1, "who") or s.has("among", s.opening(cue.first), cue.first)
    return actors_of(s, behind[0]) if behind and those and s.is_a(i, "listing", "was") else []


def _manner(s: Search, cue: Cue, sides: Sides) -> None:
    first = s.tokens.first[s.here]
    sides.left = subject(s, cue.first)
    link = links.link_behind(s, cue.last)
    if link is not None and link.role == "between":  # "talks by phone between A and B"
        sides.left = sides.left or actors_of(s, link)
    else:
        _take(s, sides, link)
    if not sides.left and _leads(s, cue, cue.first):
        sides.left = _main_subject(s, sides.last)
    if not sides.right:
        _told(s, sides, first, cue.first, by_phone=True)
    if not sides.right:
        _take(s, sides, links.passive(s, cue) or links.host(s, cue))


def _take(s: Search, sides: Sides, group: Group | None) -> None:
    """Let a group be the right side, with those that the sentence adds: "with A, who agreed, and with B"."""
    while group is not None:
        # "A spoke with her, and B on Friday": B spoke with her, too
        alone = [ref.kind for ref in group.refs] == ["pronoun"]
        for ref in group.refs:
            for actor in ref.actors or actors_of(s, Group([ref], group.role, -1, ref.last)):
                if actor not in sides.ends:
                    sides.right.append(actor)
                    sides.ends[actor] = ref.last
        sides.last = group.last
        group = None if alone else links.further(s, group)


def _of_two(s: Search, caller: Group, sides: Sides) -> bool:
    """ "A call of A with B", "from A to B": both sides stand behind it."""
    for group in groups_after(s, caller.last)[:1]:
        if means_both(s, group.refs[0]):
            return False  # "a call from A, with the two leaders agreeing"
        gap = range(caller.last, group.governor)
        # "from A, and wrote to B", "from A, who asked for planes to be sent to B"
        apart = not {"and", "who", "which"}.isdisjoint(s.lower[gap.start : gap.stop])
        if group.role != "to":  # "from A following talks with B"
            apart = apart or not links.is_fill(s, gap.start, gap.stop)
        if caller.role != "to" and group.role in s.words["with_whom"] and not apart:
            _take(s, sides, group)
            sides.left = actors_of(s, caller)
            sides.by = "left" if caller.role != "of" or group.role == "to" else ""
            return True
    return False


def _told(s: Search, sides: Sides, first: int, last: int, *, by_phone: bool = False) -> None:
    """Let the right side be whoever is addressed: "told X", "congratulated X", "discussed with X"."""
    for group in groups_after(s, max(first, last - NEAR)):
        at, to = group.governor, s.back(group.first - 1, "determiner", "his_or_their")
        # "insisted before X on a truce", not "spoke before X left"
        faced = s.is_a(to, "in_presence") and s.is_a(to - 1, "insists") and at < 0
        faced = faced and not s.is_a(group.last, "finite", "to_have")
        if group.first >= last or (at < 0 and not faced):
            continue
        k = s.find(range(at - 1, max(first, at - _FAR) - 1, -1), "conveys")
        # "said in a call that Moe had conveyed a letter to X": not in that call
        before = "that" in s.lower[first:k] and "had" in s.lower[k - 2 : k]
        before = before and first > s.tokens.first[s.here]
        conveyed = group.role == "to" and k >= 0 and not before
        told = group.role == OBJECT and s.is_a(at, "contact" if by_phone else "tell", "joined")
        called_on = group.role in s.words["called_on"] and s.lower[at - 1] == "called"
        # Not "in Oslo for talks with", "before sitting down with X".
        met = not by_phone and at != first and s.is_a(at - 1, "call_noun", "in_person")
        talks = group.role == "with" and not met and s.lower[at - 1] != "down"
        if not (told or conveyed or called_on or talks or faced):
            continue
        others = (g for g in groups_of(s, s.here) if group.last <= g.first < last)
        apart = (
            g for g in others if g.role == SUBJECT and not s.has("inside", g.first - 2, g.first - 1)
        )
        if talks and any(apart):  # not "calls about trade with Y, in which he"
            continue  # "X discussed it with Y before Z left and told of the conversation"
        whom = actors_of(s, group)
        new = not all(any(a in frame.parties for frame in s.frames) for a in whom)
        known = new and not sides.indefinite
        if known and any({*sides.left, a} == set(s.latest) for a in whom):
            sides.right = [a for a in whom if a in s.latest]  # "in the call, X invited Y and Z"
        elif not set(whom) & set(sides.left):
            _take(s, sides, group)
        elif told and sides.indefinite:
            sides.right = [a for a in subject(s, at) if a not in sides.left]
        if sides.right:
            return


def _fronted(s: Search, cue: Cue, sides: Sides) -> None:
    """Take the other side from before the subject: "A, whom B rang", "with A, however, B spoke by phone"."""
    for other, group in pairwise(groups_before(s, cue.first)):
        whom = other.last < group.first and s.lower[group.first - 1] == "whom"
        named = s.is_a(cue.first, "called") and not s.is_a(group.last, "contact")
        named = named and not links.is_rung(s, actors_of(s, group), cue.last)
        if group.role == SUBJECT and whom and not named:  # not "A, whom B once called nasty"
            _take(s, sides, other)
            sides.left = actors_of(s, group)
            return


def _main_subject(s: Search, i: int) -> list[int]:
    """The first group behind an opening phrase that nothing governs; nobody, where that is "both", who are no side."""
    group = next((g for g in groups_after(s, i) if g.role == SUBJECT), None)
    # "a call with X came two days after Y spoke", not "In a call that was short, Y spoke"
    begin = max((k for k in range(i, group.first) if s.lower[k] == ","), default=i) if group else i
    if group is None or s.has("in_a_clause", begin, group.first) or means_both(s, group.refs[-1]):
        return []
    ref = group.refs[-1]
    if ref.kind != "pronoun" and ";" in s.lower[i : group.first]:
        return []  # "In a call a man told of it; X and Y saw it"
    bare = ref.plural and not (ref.countries or ref.side)  # "In the call with X, the ministers"
    return [] if bare else actors_of(s, group)


def _leads(s: Search, cue: Cue, at: int | None = None) -> bool:
    """Whether "in", "during", "after" before the cue begin the sentence or a clause."""
    first = s.opening(cue.first)
    near = range(cue.first - 1 if at is None else at, max(first, cue.first - 7) - 1, -1)
    j = s.find(near, "leading")
    return j >= 0 and (j - first <= 3 or s.is_a(j - 1, "before_leading"))
