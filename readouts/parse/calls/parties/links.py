"""Layer 3b: the words that join a group of people to the words for a call.

What belongs here: "with", "from", "to", "by" behind a cue and whom they join, whom a verb is about, whose call it is,
and that nobody known is joined. What does not: what each kind of cue makes of them (``sides``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import ABROAD
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OBJECT, OWNER, SUBJECT, Group, Search
from readouts.parse.calls.parties.groups import actors_of, groups_after, groups_of

_LINK = 16
"""So many words behind a cue "with", "between" is looked for."""
_NEAR = 8
"""Within so many words behind a cue stands "with" where nobody known had it."""
_BESIDE = 8
"""Among so many words before "by phone" stands "with", where others than the subject did it."""
_TELLS = 5
"""Within so many words behind "a spokeswoman" stands that she says so: "for the president has confirmed"."""

_UNTOLD = ("many", "peers", "how_many", "every", "one")
"""Sets of words for several whom the text may yet name: "with allies", "from a number of leaders"."""


def further(s: Search, group: Group) -> Group | None:
    """The group that a sentence adds to one: ", who ..., and on Friday with B"."""
    lower = s.lower
    for other in groups_after(s, group.last):
        adds = s.is_a(s.back(other.first - 1, "determiner"), "adding_to")
        if adds or _goes_on(s, group, other):
            return other
        if other.role != group.role or group.role in (SUBJECT, OBJECT, OWNER):
            continue
        j = other.governor - 1
        also = lower[j - 2 : j + 1] == ["as", "well", "as"]
        while j > group.last and lower[j] != "and" and lower[j] in s.words["fill"]:
            j -= 1
        return other if lower[j] == "and" or also else None
    return None


def _goes_on(s: Search, group: Group, other: Group) -> bool:
    """Whether a list goes on behind a clause of "who": "a call from A, who condoled, and B", "by A, who ..., by B"."""
    if group.role not in s.words["link"] or not s.has("who", group.last, group.last + 2):
        return False
    lower, end = s.lower, other.last
    if other.role == group.role:
        return lower[other.governor - 1] == ","
    ends = lower[end] in ("", ".") or (lower[end] == "," and s.is_a(end + 1, "who"))
    return other.role == SUBJECT and s.has("and", other.first - 3, other.first) and ends


def link_behind(s: Search, i: int) -> Group | None:
    """The group behind a cue that "with", "to", "between", "from", "of" or "by" joins to it."""
    nearer = s.find(range(i, i + _NEAR), "with", none=i + _LINK)
    nearer = nearer if is_fill(s, i, nearer) else i + _LINK
    for group in groups_after(s, i):
        at = group.governor
        if at > nearer or at - i >= _LINK or _is_stopped(s, i, at):
            return None  # also "a call with reporters on her talks with Quen"
        if at < i:  # nothing governs it
            if s.lower[group.first - 1] == ",":
                return None  # "In a call later in the evening, X spoke with Y"
            continue
        # "the calls followed a conversation between A and B", "before sitting down with X"
        met = at > i and (s.is_a(at - 1, "in_person") or s.lower[at - 1] == "down")
        # "agreed in the call to consult with X"
        due = s.lower[i] == "to" and at > i and s.has("resolved", i - _NEAR, i)
        # "The call followed a letter from X"
        sent = group.role == "from" and s.has("sent_by", i, at)
        if met or due or sent or s.has("call_noun", i + 1, at):
            return None
        if group.role not in s.words["link"] or (group.role in s.words["by_whom"] and at > i):
            continue
        if group.role == "from" and s.lower[group.last] == "with" and group.refs[-1].office is None:
            continue  # "on the phone from El Alto with X"
        if group.role != "to" or is_fill(s, i, at):
            return group
    return None


def is_another_s(s: Search, cue: Cue, link: Group) -> bool:
    """Whether another acts before a link: "In a call A discussed it with B", not "In a call A had with B"."""
    group = next(iter(groups_after(s, cue.last)))
    verb = group.last + (s.lower[group.last] == ",")
    acts = group.role == SUBJECT and group.first < link.governor
    return acts and not s.is_a(verb, "to_have", "holds")


def is_with_strangers(s: Search, cue: Cue) -> bool:
    """Whether "with", "to", "from" behind a cue join nobody known: "a call with reporters", "spoke with Quen's son".

    Or others did it by phone: "with a dozen officials following by video link". Several whom the text may yet name are
    no strangers: "spoke with allies".
    """
    if cue.kind == "manner":
        beside = s.find(range(cue.first - 1, cue.first - _BESIDE, -1), "with")
        doing = beside > 0 and any(w.endswith("ing") for w in s.lower[beside + 1 : cue.first])
        if doing and not any(r.name for r in s.refs_between(beside, cue.first)):
            return True
    begin = cue.last - s.is_a(cue.last - 1, "with_whom")
    at = s.find(range(begin, cue.last + _NEAR), "call_of_whom")
    if at < 0 or "," in s.lower[cue.last : at] or not is_fill(s, cue.last, at):
        return False
    if s.lower[at] == "from" and cue.kind != "noun":
        return False  # "by phone from his hospital bed"
    named = s.is_a(at + 1, "determiner") or s.tokens.words[at + 1].istitle()
    return (named or s.lower[at] != "to") and _are_strangers(s, at)  # not "called to ask"


def _are_strangers(s: Search, at: int) -> bool:
    """Whether nobody known stands behind "with", "to" or "from" at a token."""
    behind = groups_after(s, at + 1)
    if behind and behind[0].role == OWNER and behind[0].first <= at + 2:
        return True  # "with Quen's son-in-law"
    whom = next((g for g in behind if g.governor == at), None)
    if whom is not None:
        own = whom.refs[0].plural and s.is_a(whom.first, "envoys")  # "with its ambassadors"
        named = any(
            r.name or r.counterpart or r.office_kind in ABROAD or s.has("many", r.first, r.last)
            for r in whom.refs
        )
        return own or not (named or actors_of(s, whom))
    known = frozenset().union(*(s.words[name] for name in _UNTOLD))
    head = at + 1  # passes over "Head of the Federal Department of Foreign Affairs of Switzerland"
    while s.lower[head] not in known and _leads_on(s, head):
        head += 1
    refs = s.refs_between(at + 1, head + 1)
    state = (r.country and not r.adjectival and s.tokens.words[r.first].istitle() for r in refs)
    told = s.lower[head] in known or any(r.name for r in refs) or any(state)
    return s.lower[head].isalpha() and not told


def _leads_on(s: Search, i: int) -> bool:
    """Whether a token may stand before the name of who is joined: an article, a word that describes, a capital."""
    return (
        s.is_a(i, "determiner", "describing", "and")
        or s.tokens.words[i].istitle()
        or (s.tokens.words[i].isupper() and s.is_a(i + 1, "peers"))  # "NATO allies"
        or s.lower[i] == "of"
    )


def _is_stopped(s: Search, i: int, j: int) -> bool:
    """Whether a clause ends between two tokens; "that" in "that day" ends none."""
    lower, stop, fill = s.lower, s.words["stop"], s.words["fill"]
    if lower[j - 1] == "," and "," in lower[i : j - 1]:
        j = lower.index(",", i)  # "spoke by phone, hours after the storm, with X"
    # "during the night" tells when, "during a visit" of a visit
    # "talked about the dam by phone with X": "with" goes with "by phone"
    if s.has("of_a_call", s.back(j - 1, "fill"), j):
        stop = stop - s.words["on_a_topic"]
    stops = (k for k in range(i, j) if lower[k] in stop and not s.has("part_of_day", k + 1, k + 3))
    return any(lower[k] != "that" or lower[k + 1] not in fill for k in stops)


def is_fill(s: Search, i: int, j: int) -> bool:
    """Whether only words of time, manner and place stand between two tokens."""
    return all(w in s.words["fill"] or w[:1].isdigit() or w == '"' for w in s.lower[i:j])


def object_at(s: Search, i: int) -> Group | None:
    """The group that begins at token ``i``, behind articles and words of time."""
    group = next(iter(groups_after(s, i)), None)
    if group is None or group.role == OWNER:
        return None  # "telephoned the president's widow"
    light = s.words["determiner"] | s.words["fill"]
    near = group.first - i < 5 and light.issuperset(s.lower[i : group.first])
    return group if near or 0 <= group.governor in (i - 1, i - 2) else None


def passive(s: Search, cue: Cue) -> Group | None:
    """The caller in "was phoned on Friday by X"; not in "discussed by phone a proposal by X"."""
    near = (g for g in groups_after(s, cue.last) if g.governor - cue.last < _NEAR)
    by = next((g for g in near if g.role == "by"), None)
    if by is None or is_fill(s, cue.last, by.governor):
        return by
    was = s.has("passive", cue.first - 3, cue.first) or s.is_a(by.governor - 1, "hosted")
    return by if was and not s.has("a_or_an", cue.last, by.governor) else None


def host(s: Search, cue: Cue) -> Group | None:
    """Who is told to have held it: "in a meeting by phone hosted by X"."""
    by = (g for g in groups_after(s, cue.last) if g.role == "by")
    return next((g for g in by if s.is_a(s.back(g.governor - 1, "fill"), "hosted")), None)


def is_reported(s: Search, cue: Cue) -> bool:
    """Whether what others did is said in a call: "said in a call that A had met B", not "the call A had with B"."""
    behind = groups_after(s, cue.last + 1)[:2]
    if len(behind) < 2 or s.lower[cue.last] != "that" or behind[0].role != SUBJECT:
        return False
    near = all(s.is_a(k, "determiner") for k in range(cue.last + 1, behind[0].first))
    at, until = behind[0].last, behind[1].governor
    had = s.is_a(at, "had") and behind[1].role != OBJECT and is_fill(s, at + 1, until)
    at += s.is_a(at, "had")
    return near and not (had or s.is_a(at, "got", "hosted", "holding", "had_with_another"))


def is_told_of(s: Search, cue: Cue) -> bool:
    """Whether others are told of a call, or at another time: "briefed X on it", "told X of it", "before the call".

    Or are thanked for it: "thanked X for making the call possible".
    """
    first = s.tokens.first[s.here]
    before = range(cue.first - 1, max(first, cue.first - _NEAR) - 1, -1)
    at = s.find(before, "told_of", "inside", "of_whom", "stop")
    if at < 0 or not s.is_a(at, "told_of", "inside", "of_whom"):
        return False
    if s.lower[at] == "of":  # not "at the start of the call"
        near = s.refs_between(first, at)[-1:]
        return s.has("readout", at - 3, at) or any(at - r.last < 2 for r in near)
    if s.lower[at] == "on":  # "told X on the call that" is told in it
        return s.has("briefs", first, at) and s.lower[cue.last] not in ("that", "about", "on")
    then = s.is_a(at, "before_gerund") and s.has("indefinite", at, cue.first)
    return s.is_a(at, "told_of") and not then  # "urged X to act, he said after a phone call"


def is_hearer(s: Search, cue: Cue, role: str) -> bool:
    """Whether those behind a call are told of it: "reported on the call to X", "shared its outcome with X"."""
    verb = {"to": "reports", "with": "shares"}.get(role)
    near = cue.first - _NEAR, cue.first
    owned = s.has("his_or_their", *near) or not s.has("definite", cue.first - 3, cue.first)
    return verb is not None and not owned and s.has(verb, *near) and is_told_of(s, cue)


def owner_before(s: Search, cue: Cue) -> Group | None:
    """ "Quen's call", "his conversation"; several words may stand between."""
    group = next((g for g in reversed(groups_of(s, s.here)) if g.first < cue.first), None)
    if group is None or group.role != OWNER or group.last < cue.first - 6:
        return None
    return None if s.has("not_owned", group.last, cue.first) else group


def is_rung(s: Search, left: list[int], i: int) -> bool:
    """Whether "called X" is a call, and no name given to X: "called X ruthless", "called X, the minister, a liar"."""
    after, behind = s.lower[i] or ".", range(i, min(i + _NEAR, s.span(s.here)[1] - 2))
    commas = (k + 1 + (s.lower[k + 1] in ('"', "“")) for k in behind if s.lower[k] == ",")
    named = (k for k in commas if s.is_a(k, "a_or_an") and not s.is_a(k + 1, "counted_time"))
    if not all(_is_teller(s, k + 1) for k in named):
        return False
    if after == "to":
        return bool(left) and not s.is_a(i + 1, "called_to")
    day = s.lower[i + 1 : i + 2] if after == "the" else []
    return after in s.words["after_rung"] and s.words["right_after_the"].issuperset(day)


def _is_teller(s: Search, i: int) -> bool:
    """Whether words say who told it: "called X, a spokeswoman has said", not "a liar who said"."""
    told = s.find(range(i + 1, i + _TELLS), "saying", "announced", none=i)
    return told > i and not s.has("who", i, told)


def is_left_alone(s: Search, left: list[int], i: int) -> bool:
    """Whether "rang", "telephoned" has nobody behind it whom it reached, up to token ``i``: "rang two hours later"."""
    until = s.find(range(i + 1, i + 5), "goes_on")
    time = until > 0 and s.has("counted_time", i, until) and not s.refs_between(i, until)
    time = time or (s.lower[i] == "that" and s.is_a(i + 1, "right_after_the"))
    return time or s.is_a(i, "after_telephoned") or is_rung(s, left, i)
