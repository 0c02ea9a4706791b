"""Layer 3c: who stands on a side that a cue leaves out.

What belongs here: whose calls the story tells, who was just named, who was rung before, where a sentence names one side
of a call only, and the two of whom a passage tells ("X told Y that .... In the phone call, ..."): it must tell of just
two officials and say that they spoke; where there are three, or a word names somebody else, nothing is said. What does
not: what a sentence itself tells of both sides (``parties.sides``), and rounds of calls (``rounds``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import LEADERS, NO_PARTY
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OBJECT, OWNER, SUBJECT, Group, Search
from readouts.parse.calls.parties import subjects
from readouts.parse.calls.parties.admission import eligible, is_international
from readouts.parse.calls.parties.groups import actors_of, groups_of, last_subject
from readouts.parse.calls.parties.links import is_left_alone, is_rung
from readouts.parse.calls.parties.sides import Sides
from readouts.parse.text.tokens import DASHES

_NEAR_HEAD = 3
"""Among so many first words of a sentence "the call" is its subject."""
_LED = 9
"""Among so many words before a cue stand those that lead to it: "during the roughly half-hour phone call"."""


def caller(s: Search, cue: Cue, sides: Sides, left: list[int], right: list[int]) -> list[int]:
    """Fill in a side that is left out: who says "I", whose calls the story tells, who was just named."""
    if right and subjects.is_first_person(s, cue.first) and set(left) <= set(right):
        return subjects.narrator(s, cue.first)
    # Somebody whom the text names and gives no office rang: no one else is put in his place.
    another = any(cue.kind != "noun" or is_somebody(s, cue, a) for a in sides.left)
    if left or not right or another or is_of_many(s, cue, sides):
        return left
    if subjects.is_of_aide(s, cue) or subjects.has_subject(s, cue) or subjects.is_of_others(s, cue):
        return left
    principal, rung = s.principal, _rung(s)
    at_home = principal is not None and s.place(principal) == s.cast.source is not None
    also = s.has("also", cue.last, s.span(s.here)[1])
    also |= s.has("also", cue.first - 2, cue.last)
    if sides.by == "right" and rung and not (s.series or at_home or principal in rung):
        # "X rang Y. A call also came from Z", not "X rang Y. A call from Z followed": whom that reached is not told
        return [a for a in rung if a not in right and also]
    if principal is not None and principal not in right:
        return [principal]
    if _has_no_subject(s, cue):
        headed = _just_named(s, cue, sides, right) if s.here and s.is_heading(s.here - 1) else []
        return headed or subjects.speaker(s, cue.first) or subjects.narrator(s, cue.first)
    return _just_named(s, cue, sides, right)


def is_somebody(s: Search, cue: Cue, actor: int) -> bool:
    """Whether a name is a person's, as an office shows, a verb ("Mar told an agency that his call"), or its return.

    Not of whoever only tells of a call: "the spokesman, Mar, said the call with", "Mar told reporters that a call".
    """
    person = s.people[actor]
    if person.kind in NO_PARTY:
        return False
    if not person.weak:
        return bool(person.actor.name)
    refs = [r for r in s.refs_between(*s.span(s.here)) if actor in r.actors]
    tells = any(s.lower[r.last] in s.words["saying"] | s.words["tell"] for r in refs)
    if tells:
        return s.has("his_or_her", cue.first - 3, cue.first)
    returns = len(person.refs) > 1 and not (person.actor.name or "").isupper()
    return returns or any(s.lower[r.last] == "'s" for r in refs)


def partner(s: Search, cue: Cue, sides: Sides, left: list[int]) -> list[int]:
    """Whose round of calls it is, for a call of it that names one party: "the Prime Minister of X also rang"."""
    series, principal = s.series, s.principal
    pronoun = s.tokens.words[cue.last].islower() and s.is_a(cue.last, "whom_he_rang")
    if pronoun and principal is not None:
        return [principal]
    also = s.has("also", cue.first - 1, cue.first) and is_rung(s, left, cue.last)
    also |= s.has("also", cue.last, cue.last + 2)
    called = s.is_a(cue.first, "called")
    appeals = called and "for" in s.lower[cue.last : s.span(s.here)[1]]
    if appeals and not (sides.right or s.is_row(s.here)):
        return []  # "X called on Monday for a truce"
    if also and cue.kind == "direct" and left and not sides.right and (rung := _rung(s)):
        return [a for a in rung if a not in left]  # "X rang Y. Z also called."
    if whom := _rung_at_home(s, cue, sides, left):
        return whom
    hub = series.principal if series else _rung_by_all(s, left)
    if hub is None or not left or hub in left or cue.kind == "with":
        return []
    named = cue.kind == "direct" and not (sides.right or s.is_row(s.here))
    alone = is_rung(s, left, cue.last) if called else is_left_alone(s, left, cue.last)
    if named and not alone:
        return []  # "X called the plan hostile", "X telephoned the head of the station"
    if cue.kind == "noun" and not cue.plural and len({s.place(a) for a in left}) > 1:
        return []  # "A and B held a call of their own"
    return [hub] if cue.kind != "manner" or (series and series.received) else []


def _rung_by_all(s: Search, left: list[int]) -> int | None:
    """Whom those of a list by country rang, as its introduction says, where one of the entry's country rings."""
    _, (country, organisation) = s.cast.entries.get(s.here, (0, (None, None)))
    place = country or organisation
    return s.rung_by_all if place and all(s.place(a) == place for a in left) else None


def _has_no_subject(s: Search, cue: Cue) -> bool:
    """Whether a sentence begins with its verb, as a post does: "Spoke by phone with X", "Also called Y"."""
    first = s.head()
    while s.is_a(first, "led_by"):
        first += 1
    return first <= cue.first and s.is_a(first, "governs_itself")


def _just_named(s: Search, cue: Cue, sides: Sides, right: list[int]) -> list[int]:
    """The first official of the sentence who is not on the other side, else of the one before.

    Behind words for several calls stand those who were rung: "the calls with A and B were long".
    """
    head = s.head()
    head += head > s.opening(cue.first) and s.is_a(head, "a_or_an")  # "3/ A call with Quen"
    if cue.kind == "noun" and cue.first == head:
        own = _told_below(s, right) if s.signer is None else [s.signer]
        return own if right and own != right else []
    here = [g for g in groups_of(s, s.here) if not cue.plural or g.last <= sides.last]
    if s.here in s.entries:  # "Meeting with X on the telephone conversation with Y"
        here = [g for g in here if g.role in (SUBJECT, OWNER)]
    # What an entry of a list leaves out is whose list it is, and nobody of the entry before.
    above = groups_of(s, s.here - 1)[:40] if s.here and not _is_entry(s) else []
    opens = s.tokens.first[s.here - 1]
    if above and above[0].governor == opens and s.is_a(opens, "with_whom"):
        above = above[1:]  # "To Minister A she said so. With B the call was shorter": it is not A's
    for group in [*here[:40], *above]:
        who = eligible(s, actors_of(s, group)[:1])
        if who and who[0] not in right:
            return [] if any(_may_be_one(s, who[0], a) for a in right) else who
    return []


def _told_below(s: Search, right: list[int]) -> list[int]:
    """Who deals with whom a headline names in the first sentence below: "Telephone conversation with Minister Quen".

    Or whoever of an office's own state alone is told of there.
    """
    below = s.here + 1
    if not s.is_heading(s.here) or below == len(s.sentences) or _is_elsewhere(s, below):
        return []
    pair = list(dict.fromkeys([*_told_of(s, below), *right]))
    others = [a for a in pair if a not in right]
    both = [g for g in groups_of(s, below) if set(pair) <= set(actors_of(s, g))]
    agreed = bool(both) and s.has("takes_part", both[0].last, both[0].last + 2)
    ours = s.cast.official and {s.place(a) for a in others} == {s.cast.source}
    return others if _may_be(s, pair, set()) and (agreed or ours or _spoke(s, below, pair)) else []


def _is_entry(s: Search) -> bool:
    """Whether a sentence is a line of its own that a country, a day or an hour heads: "Peru – video call with Quen"."""
    entry = s.entries.get(s.here)
    if entry is not None:
        return not s.has(
            "as_above", entry.first, entry.first + 2
        )  # "Saturday: the same, by phone, to"
    first, _ = s.span(s.here)
    head = next(iter(s.refs_between(first, first + 1)), None)
    return head is not None and head.kind == "place" and s.lower[head.last] in (*DASHES, ":")


def _may_be_one(s: Search, unnamed: int, named: int) -> bool:
    """Whether one without a name may be a name whose country is not told: "Peru's president ... President Quen"."""
    one, other = s.people[unnamed], s.people[named]
    is_open = bool(other.actor.name) and not (one.actor.name or other.actor.place)
    return is_open and (one.kind == other.kind or {one.kind, other.kind} <= LEADERS)


def _rung(s: Search) -> list[int]:
    """Whom the call told last reached, where it says who rang."""
    frame = s.frames[-1] if s.frames else None
    if frame is None or frame.initiator is None:
        return []
    return [a for a in frame.parties if a != frame.initiator]


def _rung_at_home(s: Search, cue: Cue, sides: Sides, left: list[int]) -> list[int]:
    """Whom foreigners rang of whom it is not said: "X rang President Y. Z telephoned on Monday", in Y's country."""
    rung = _rung(s)
    alone = cue.kind == "direct" and not (sides.right or s.is_a(cue.first, "called"))
    timed = any(when.first == cue.last for when in s.times)
    timed = timed or s.has("goes_on", cue.last, cue.last + 4)
    if not (alone and left and rung and (timed or is_left_alone(s, left, cue.last))):
        return []  # "Quen, who rang two hours later"
    home = [a for a in rung if s.place(a) and s.place(a) == s.cast.source]
    foreign = all(s.place(a) not in ("", s.cast.source) for a in left)
    return home if foreign and len(home) == len(rung) == 1 else []


def is_of_many(s: Search, cue: Cue, sides: Sides) -> bool:
    """ "World leaders phoned X": a round of calls that X received; "X spoke by phone with:" above a list."""
    if s.lower[s.span(s.here)[1] - 1] == ":" and cue.kind in ("with", "manner"):
        return s.here + 1 < len(s.sentences) and s.is_row(s.here + 1)
    many = last_subject(s, cue.first) if cue.kind == "direct" and sides.right else None
    return many is not None and many.refs[-1].plural and not actors_of(s, many)


def only_two(s: Search, cue: Cue, sides: Sides) -> tuple[list[int], list[int]]:
    """Return the parties of a cue that names one at most, and the sentences that tell so; empty where it is open."""
    if cue.kind == "direct" or cue.plural or s.is_heading(s.here) or _is_told_apart(s, cue):
        return [], []
    known = {*sides.left, *sides.right}
    here, inside = _told_of(s, s.here), _before(s, cue, "inside")
    between = s.has("between", cue.last, cue.last + 3)
    if between and not s.has("of_the_two", cue.last, cue.last + 5):
        return [], []  # "told them of a call between the captain and X"
    told = cue.kind != "noun" or inside or between
    if told and _may_be(s, here, known) and _are_joined(s, cue, here):
        return here, [s.here]
    sought = s.has("sought", cue.first - 2, cue.first) and s.has("who", cue.first - 5, cue.first)
    held = inside or sought or cue.first - s.opening(cue.first) < _NEAR_HEAD
    if not s.here or not held or _is_elsewhere(s, s.here - 1):
        return [], []
    if s.has("kin", cue.last, s.span(s.here)[1]):
        return [], []  # "In a phone call, Quen told his mother"
    before = _told_of(s, s.here - 1)
    # "A and B voiced concern. In a phone call, A said", of no call that the text has told of before
    acted = any(
        g.role == SUBJECT and set(before) <= set(actors_of(s, g)) for g in groups_of(s, s.here - 1)
    )
    acted = acted and inside and bool(here)
    spoke = _before(s, cue, "definite") and _spoke(s, s.here - 1, before)
    spoke = _may_be(s, before, known.union(here)) and (spoke or acted)
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
            return "of" not in s.lower[i : cue.first]  # "in the age of the call"
        if s.is_a(i, "in_a_clause", "clause_end"):
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
