"""Layer 3b: the words that join a group of people to the words for a call.

What belongs here: "with", "from", "to", "by" behind a cue and whom they join, whom a verb is about, whose call it is.
What does not: what each kind of cue makes of them (``sides``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import NO_PARTY
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OBJECT, OWNER, SUBJECT, Group, Search
from readouts.parse.calls.parties.groups import actors_of, groups_after, groups_of

_LINK = 16
"""So many words behind a cue "with", "between" is looked for."""
_NEAR = 4
"""Within so many words behind a cue stands "with" where only "by phone" is between, and who of somebody's it was."""
_BESIDE = 8
"""Among so many words before "by phone" stands "with", where others than the subject did it."""
_OWN = 8
"""So many words behind a link stands whom it joins."""


def further(s: Search, group: Group) -> Group | None:
    """The group that a sentence adds to one: ", who ..., and on Friday with B"."""
    lower = s.lower
    for other in groups_after(s, group.last):
        if other.role != group.role or group.role in (SUBJECT, OBJECT, OWNER):
            continue
        j = other.governor - 1
        while j > group.last and lower[j] != "and" and lower[j] in s.words["fill"]:
            j -= 1
        also = lower[j - 2 : j + 1] == ["as", "well", "as"]
        return other if lower[j] == "and" or also else None
    return None


def link_behind(s: Search, i: int) -> Group | None:
    """The group behind a cue that "with", "to", "between", "from", "of" or "by" joins to it."""
    for group in groups_after(s, i):
        at = group.governor
        if at - i >= _LINK or _is_stopped(s, i, at) or (at != i and is_of_others(s, i)):
            return None
        if at < i:  # nothing governs it
            if s.lower[group.first - 1] == ",":
                return None  # "In a call later in the evening, X spoke with Y"
            continue
        if s.has("call_noun", i + 1, at) or (at > i and _is_of_a_meeting(s, at)):
            return None  # "the calls followed a conversation between A and B"
        if group.role not in s.words["link"]:
            continue
        if group.role in s.words["by_whom"] and at > i:
            continue
        if group.role == "from" and _is_where(s, group):
            continue  # "on the phone from El Alto with X"
        if _is_with_others(s, i, at):
            return None
        if group.role != "to" or is_fill(s, i, at):
            return group
    return None


def _is_where(s: Search, group: Group) -> bool:
    """Whether "from" goes with a name of which nothing is known, and "with" with somebody behind it."""
    strange = all(r.kind == "name" and not s.place(a) for r in group.refs for a in r.actors)
    return strange and s.lower[group.last] == "with"


def _is_of_a_meeting(s: Search, at: int) -> bool:
    """Whether "with" at a token goes with a meeting: "his meeting with X", "before sitting down with X"."""
    return s.is_a(at - 1, "in_person") or s.lower[at - 1] == "down"


def is_of_others(s: Search, i: int) -> bool:
    """Whether a link stands right behind a cue, and those behind it are nobody known: "a call from her mother"."""
    if not s.is_a(i, "from_whom") or s.is_a(i, "by_whom"):
        return False
    at = next(((r.first for r in s.refs_between(i, i + _OWN) if r.kind != "pronoun")), i + _OWN)
    return at == i + _OWN or s.find(range(i + 1, at), "clause_end", "with_whom") >= 0


def is_with_nobody_known(s: Search, cue: Cue) -> bool:
    """Whether "with" behind a cue joins people of whom nothing is told: "a call with ambassadors", "with the press"."""
    link = link_behind(s, cue.last)
    if link is None:
        return _is_with_others(s, cue.last, cue.last + _NEAR)
    several = all(ref.plural and not ref.counterpart for ref in link.refs)
    named = "," in s.lower[link.governor : link.last + 1]  # "with several leaders, among them X"
    joins = link.role in s.words["with_whom"]
    return several and joins and not named and not actors_of(s, link)


def _is_with_others(s: Search, i: int, at: int) -> bool:
    """Whether "with" stands between two tokens: "a call with reporters to discuss her talks" before "with Quen"."""
    first = next((k for k in range(i, at) if s.lower[k] == "with" or _is_to_a_thing(s, k)), at)
    between = [k for k in range(i, first) if s.lower[k] != '"']
    if first == at or "," in s.lower[i:first] or not all(is_fill(s, k, k + 1) for k in between):
        return False
    his = s.is_a(first + 1, "his_or_her")
    at = first + 1 + s.is_a(first + 1, "determiner", "his_or_her")
    comma = next((k for k in range(at, at + _NEAR) if s.lower[k] == ","), -1)
    beside = comma >= 0 and s.find(range(at, comma), "preposition") < 0
    if his and beside and s.refs_between(comma + 1, comma + 2):
        return False  # "with his old rival, Foreign Minister Quen"
    end = at
    while s.tokens.words[end][:1].isupper() or s.is_a(end, "within_office"):
        end += 1  # "with Head of the Federal Department of Foreign Affairs of Switzerland Moe"
    whom = [r for r in s.refs_between(at, max(end, at + 1)) if r.first == at or r.name]
    known = (r for r in whom if r.name or not (r.organisation or (r.adjectival and end < at + 2)))
    return s.lower[at].isalpha() and not any(known)  # "with Norwegian exporters", "with NATO staff"


def _is_to_a_thing(s: Search, at: int) -> bool:
    """Whether "to" at a token joins what nobody is: "spoke on Tuesday to a packed hall"."""
    if s.lower[at] != "to" or not s.is_a(at + 1, "a_or_an"):
        return False
    return all(ref.kind == "place" for ref in s.refs_between(at + 2, at + 2 + _NEAR))


def is_of_those_beside(s: Search, cue: Cue) -> bool:
    """Whether others did it by phone: "with a dozen officials following by video link"."""
    beside = next(
        (k for k in range(cue.first - 1, cue.first - _BESIDE, -1) if s.lower[k] == "with"), -1
    )
    doing = beside > 0 and any(w.endswith("ing") for w in s.lower[beside + 1 : cue.first])
    return doing and not any(r.name for r in s.refs_between(beside, cue.first))


def is_with_strangers(s: Search, cue: Cue) -> bool:
    """Whether somebody spoke with people who are nobody known: "spoke with the mayors of Bodo", "with the crew".

    Or with officials of one's own: "held a telephone conference with its ambassadors".
    """
    at = cue.last - s.is_a(cue.last - 1, "with_whom")
    if _is_with_his(s, s.find(range(at, at + _NEAR), "with_whom")):
        return True
    if not s.is_a(at, "with_whom"):
        return False
    if (s.is_a(at + 1, "the") or s.lower[at + 1] == "its") and s.is_a(at + 2, "envoys"):
        return True
    if cue.kind != "with" or not s.is_a(at + 1, "the", "a_or_an"):
        return False
    end = s.find(range(at + 2, at + _OWN), "preposition", "clause_end", none=at + _OWN)
    named = [r for r in s.refs_between(at + 1, end + 1) if r.office_kind not in NO_PARTY]
    return end > at + 2 and not named and not s.has("former_or_latter", at + 1, end)


def _is_with_his(s: Search, at: int) -> bool:
    """Whether "with" at a token joins somebody of a person named: "spoke by phone with Quen's son-in-law"."""
    whose = next(iter(groups_after(s, at + 1)), None) if at > 0 else None
    if whose is None or whose.role != OWNER or whose.first > at + 2:
        return False
    behind = s.lower[whose.last : whose.last + _NEAR]
    named = any(r.name for r in s.refs_between(whose.last, whose.last + _NEAR))
    return behind[:1] == ["'s"] and not named and s.words["of_a_call"].isdisjoint(behind)


def _is_stopped(s: Search, i: int, j: int) -> bool:
    """Whether a clause ends between two tokens; "that" in "that day" ends none."""
    lower, stop, fill = s.lower, s.words["stop"], s.words["fill"]
    if lower[j - 1] == "," and "," in lower[i : j - 1]:
        j = lower.index(",", i)  # "spoke by phone, hours after the storm, with X"
    # "during the night" tells when, "during a visit" of a visit
    stops = (k for k in range(i, j) if lower[k] in stop and not s.has("part_of_day", k + 1, k + 3))
    return any(lower[k] != "that" or lower[k + 1] not in fill for k in stops)


def is_fill(s: Search, i: int, j: int) -> bool:
    """Whether only words of time, manner and place stand between two tokens."""
    return all(w in s.words["fill"] or w[0].isdigit() for w in s.lower[i:j])


def object_at(s: Search, i: int) -> Group | None:
    """The group that begins at token ``i``, behind articles and words of time."""
    group = next(iter(groups_after(s, i)), None)
    if group is not None and group.role == OWNER:
        return None  # "telephoned the president's widow"
    if group is None or 0 <= group.governor in (i - 1, i - 2):
        return group
    light = s.words["determiner"] | s.words["fill"]
    return group if (group.first - i < 5 and light.issuperset(s.lower[i : group.first])) else None


def passive(s: Search, cue: Cue) -> Group | None:
    """The caller in "was phoned on Friday by X", "rung up by X"; not in "discussed by phone a proposal by X"."""
    for g in groups_after(s, cue.last):
        if g.role == "by" and g.governor - cue.last < 7:
            was = s.has("passive", cue.first - 3, cue.first) or s.is_a(g.governor - 1, "hosted")
            thing = s.has("a_or_an", cue.last, g.governor) or not was  # "phoned from a dinner by X"
            return None if thing and not is_fill(s, cue.last, g.governor) else g
    return None


def host(s: Search, cue: Cue) -> Group | None:
    """Who is told to have held it: "in a meeting by phone hosted by X"."""
    by = (g for g in groups_after(s, cue.last) if g.role == "by")
    return next((g for g in by if s.is_a(s.back(g.governor - 1, "fill"), "hosted")), None)


def owner_before(s: Search, cue: Cue) -> Group | None:
    """ "Quen's call", "his conversation"; several words may stand between."""
    group = next((g for g in reversed(groups_of(s, s.here)) if g.first < cue.first), None)
    if group is None or group.role != OWNER or group.last < cue.first - 6:
        return None
    return None if s.has("not_owned", group.last, cue.first) else group
