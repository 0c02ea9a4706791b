"""Layer 3c: from cues and parties to the calls of an article.

What belongs here: the way through an article's sentences, and what one cue comes to, step by step. What does not:
finding cues (``cues``), reading parties (``parties``), who is admitted (``admission``), days (``timing``), sentences
without a cue (``rounds``), joining what is told twice (``frames``), and which sentences belong to a call (``scope``).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.references.record import PERSONS
from readouts.parse.calls import diaries, frames, left_out, rounds, taken_back, timing
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.entries import read_entries
from readouts.parse.calls.found import KIN, Conference, Event, Search, Series, Unread
from readouts.parse.calls.in_person import is_in_person
from readouts.parse.calls.parties import admission
from readouts.parse.calls.parties.groups import actors_of, groups_of
from readouts.parse.calls.parties.links import host, is_with_strangers
from readouts.parse.calls.parties.sides import Sides, read_sides
from readouts.parse.calls.parties.subjects import is_of_aide, is_of_others, whose
from readouts.parse.calls.scope import Scopes
from readouts.parse.document import Document
from readouts.parse.text.dates import When
from readouts.parse.text.tokens import Tokens

_CUES = 12
"""How many cues of one sentence are read."""
_AT = 4
"""So many words before or behind a cue stands whose call it is."""
_BESIDE = 30
"""Within so many words "by phone" says how "spoke with" was."""
_STORY = 60
"""Among so many first references below a headline stands whose story it is."""


def find_calls(document: Document, tokens: Tokens, cast: Cast) -> Search:
    """Return the calls of an article, in the order of the text, with what was found on the way."""
    s = Search(document, tokens, cast)
    read_entries(s)
    diaries.find_owner(s)
    for index in range(len(document.sentences)):
        _read(s, index)
    # What only the whole text tells: what was no call, how and at whose request, and each call's sentences.
    frames.merge_unnamed(s)
    taken_back.drop_untrue(s)
    taken_back.drop_meetings(s)
    frames.add_medium_of_heading(s)
    frames.initiators(s)
    if s.frames:
        Scopes(s).fill()
        diaries.keep_to_paragraphs(s)
    return s


def _read(s: Search, index: int) -> None:
    """Read one sentence; the sentences before it must have been read."""
    s.here = index
    if not range(*s.span(index)):
        return
    if s.principal is not None:
        s.principal = s.cast.kept(s.principal)
    if s.series is not None:
        s.series.principal = s.cast.kept(s.series.principal)
    if _begins_another(s):
        s.principal = s.series = None
    diaries.begin(s)
    diaries.note_rung(s)
    timing.read_head(s)
    if diaries.is_off(s):
        return
    cues = s.cues(index, heading=s.is_heading(index))
    if cues and index == 0 and s.is_heading(0):
        s.headed = any(c.medium != "unspecified" for c in cues)
    if s.conference is not None and rounds.participants(s):
        return
    before = len(s.events)
    if cues:
        _sentence(s, cues)
    if len(s.events) == before:
        diaries.listed(s)
    if len(s.events) == before and not diaries.is_read(s):
        rounds.member(s)
    diaries.say_who_rang(s)
    rounds.likewise(s)
    if len(s.events) == before:
        rounds.next_rung(s)


def _begins_another(s: Search) -> bool:
    """Whether a headline within the text heads a story of several officials, without whose calls these were so far."""
    inside = s.here and s.is_heading(s.here) and not (s.is_heading(s.here - 1) or s.is_row(s.here))
    if not inside or s.principal is None:
        return False
    if all(r.kind not in PERSONS for r in s.refs_between(*s.span(s.here))):
        return False  # "Lima and Oslo" heads a part of one story
    below = range(s.here + 1, len(s.sentences))
    ends = (i for i in below if s.is_heading(i) and not s.is_heading(i - 1))
    refs = s.refs_between(s.span(s.here)[0], s.span(next(ends, len(s.sentences)) - 1)[1])
    told = {a for r in refs[:_STORY] for a in r.actors}
    officials = [s.people[a] for a in told if s.people[a].kind and s.people[a].actor.name]
    return s.principal not in told and len(officials) > 1


def _sentence(s: Search, cues: list[Cue]) -> None:
    s.times = timing.times_in(s, *s.span(s.here))
    manner = [c for c in cues if c.kind == "manner"][:_CUES]
    others = [c for c in cues if c.kind != "manner"][:_CUES]
    # "Leaders worked the phones": how others were rung, but not whom
    manner = manner if others else [c for c in manner if s.lower[c.last - 1] != "phones"]
    opened, before = False, len(s.events)
    s.failures = []
    read = []
    for cue in others or manner:
        near = [c.medium for c in manner if abs(c.first - cue.first) < _BESIDE]
        near = [] if any(_is_of_teller(s, cue, c) for c in manner) else near
        medium = near[-1] if near and cue.medium == "unspecified" else cue.medium
        read.append(replace(cue, medium=medium))
        opened |= _cue(s, read[-1])
    if not (opened or any(_of_two(s, cue) for cue in read)):
        s.unread.extend(s.failures)
    told = {at for event in s.events[before:] for at in event.frames}
    if others and len(manner) == len(told) == 1:
        # "was in contact by telephone on Monday with X, who had reached out to her"
        frames.add_day(s, told.pop(), timing.day_of(s, manner[0]))


def _is_of_teller(s: Search, cue: Cue, manner: Cue) -> bool:
    """Whether "by phone" is how it was told: "spoke with X in Oslo, her office told an agency by phone"."""
    comma = next((k for k in range(cue.last, manner.first) if s.lower[k] == ","), manner.first)
    return s.has("announced", comma, manner.first)


def _of_two(s: Search, cue: Cue) -> bool:
    """Note the call of a cue that names nobody, where the passage tells of two officials and of no other call."""
    told = not all(frames.is_headline(s, at) for at in range(len(s.frames)))
    told = told and s.here not in s.entries
    if cue.medium == "unspecified" or told or s.series or s.conference:
        return False
    if is_of_aide(s, cue) or is_of_others(s, cue):
        return False
    if s.lost_round:
        return False  # it may be of a round whose calls could not be read
    if is_with_strangers(s, cue) or any(group.role == KIN for group in groups_of(s, s.here)):
        return False  # "the minister spoke by phone with the mother of President Quen"
    pair, beside = left_out.only_two(s, cue, read_sides(s, cue))
    if not pair or (s.here in s.entries and beside != [s.here]):
        return False
    when = timing.day_of(s, cue) or timing.only_day(s, beside)
    at = frames.add_call(s, pair, cue.medium, when, None)
    s.told_in[at].update(index for index in beside if not s.is_heading(index))
    s.events.append(Event(s.here, cue, [at]))
    s.latest = list(pair)
    return True


def _cue(s: Search, cue: Cue) -> bool:
    """Follow up one cue; return whether it tells of a call."""
    if cue.kind == "noun" and len(s.frames) > 1 and s.is_a(cue.first - 1, "every", "these"):
        s.shared.add(s.here)  # "in each call", "in all these calls": of all told so far
        return True
    if cue.plural and len(s.frames) > 1 and _is_of_all(s, cue):
        s.shared.add(s.here)
    if is_with_strangers(s, cue):
        s.failures.append(Unread(s.here, cue, "no_official"))
        _lose(s, cue)
        return False
    if _is_in_a_place(s, cue):
        return False
    told = s.has("within", cue.first - 1, cue.first) and s.has("with", cue.last, cue.last + 4)
    face = s.is_a(cue.first, "speaking") and s.series is None and not told
    if face and cue.medium == "unspecified":
        return False  # "speaking to the club", "were speaking in Geneva"
    sides = read_sides(s, cue)
    if cue.medium == "unspecified" and not s.headed and is_in_person(s, cue, sides):
        return False
    sides.right = [a for a in sides.right if not admission.are_members(s, s.people[a])]
    left, right = admission.admit(s, sides)
    if sides.right and not right:
        s.failures.append(Unread(s.here, cue, "no_official"))
        return False
    meant = whose(s, cue, left, right)
    if meant is None:
        s.failures.append(Unread(s.here, cue, "one_party"))
        return False
    if not meant and s.is_ahead():
        s.failures.append(Unread(s.here, cue, "one_party"))
        return False  # "Wednesday: telephone conversation with President Quen" below "Week ahead"
    if diaries.leaves_out(s, cue) and not meant:
        left = diaries.owner_of_entry(s, right)
    else:
        left = left_out.caller(s, cue, sides, meant, right)
    right = right if set(right) != set(left) else []
    right = right or left_out.partner(s, cue, sides, left)
    left = [a for a in left if a not in right]
    rung = any({*left, *right} <= rung for rung in s.rung)
    refs = s.refs_between(*s.span(s.here)) if rung else []
    people = (r for r in refs if r.kind in PERSONS and (r.name or not cue.plural))
    if rung and not {a for r in people for a in r.actors}.issuperset(left):
        left = []  # "the calls with A and B ... his conversation with A": he is not B
    if (cue.plural or cue.kind == "direct") and len(right) > 1:
        s.rung.append(set(right))
    if len(left) + len(right) < 2 or not left or (cue.kind == "direct" and not right):
        # "X received calls from the leaders of A and B", of an X who is no official: it is not A's round
        # "Mar's calls to the ambassador", "calls between Mar and the ambassador" are no round of the ambassador's
        near = {a for r in s.refs_between(cue.first - _AT, cue.last + _AT) for a in r.actors}
        who = [a for a in sides.left if a in near]
        named = any(left_out.is_somebody(s, cue, a) for a in who)
        return _with_one(s, cue, sides, left or (right if len(right) == 1 and not named else []))
    return _with_all(s, cue, sides, left, right)


def _is_of_all(s: Search, cue: Cue) -> bool:
    """Whether a cue is of all calls told so far: "in both conversations", "in all three calls", "in the two calls"."""
    at = cue.first - 1 - (s.number(cue.first - 1, cue.first) is not None)
    of_all = s.is_a(at, "all_of") or (at < cue.first - 1 and s.is_a(at, "the"))
    opens = s.is_a(s.back(at, "all_of", "the"), "inside")
    return of_all and opens and not s.is_a(cue.last, "told_apart")


def _lose(s: Search, cue: Cue) -> None:
    """Note a cue whose call, or whose calls, could not be read."""
    s.references[s.here] = cue
    s.lost_round |= cue.plural and not s.is_heading(s.here)


def _is_in_a_place(s: Search, cue: Cue) -> bool:
    """Whether a place stands where "by phone" would, or a tongue: "spoke in Oslo with", "In Lima, X and Y spoke"."""
    if cue.kind != "with":
        return False
    behind = [r for r in s.refs_between(cue.last, cue.last + 2) if r.kind == "place"]
    if any(s.lower[cue.last] == "in" or (r.adjectival and r.first == cue.last) for r in behind):
        return True
    first = s.opening(cue.first)
    opens = s.refs_between(first + 1, first + 2) if s.lower[first] == "in" else []
    return cue.medium == "unspecified" and any(r.form == "capital" for r in opens)


def _with_one(s: Search, cue: Cue, sides: Sides, known: list[int]) -> bool:
    """What is left of a cue with no second party: a conference or a round that is told on, or an open passage."""
    when, several = timing.day_of(s, cue), rounds.role_of_several(s, cue)
    led = several or (s.lower[cue.last] == "from" and not sides.right)
    opened = -1 if s.is_heading(s.here) or not led else s.here
    if several and known and (cue.kind == "manner" or (cue.kind == "with" and several != "by")):
        got = several == "by"  # "was congratulated by telephone by the leaders of"
        among = rounds.among_whom(s, cue)
        rounds.announce(
            s, Series(known[0], s.here, cue.medium, when, got, True, among, opened=opened)
        )
    first, last = s.span(s.here)
    singular = cue.medium != "unspecified" and not cue.plural and cue.kind != "direct"
    if singular and s.has("many", max(first, cue.first - 25), min(last, cue.last + 25)):
        # A call of many whom its sentence does not name: "held a video call with allies".
        held = host(s, cue)
        hosts = admission.eligible(s, actors_of(s, held)) if held else []
        left = list(dict.fromkeys([*known, *hosts]))
        s.conference = Conference(s.here, left, cue.medium, when)
        s.conferences |= {s.here} if sides.indefinite else set()
        s.anchor = when.day if when else s.anchor
        return True
    several = "" if several == "by" else several
    many = left_out.is_of_many(s, cue, sides)
    # "In the phone talks he said": the call told before, and no round
    one = bool(s.frames) and not sides.indefinite and s.is_a(cue.last - 1, "held_as_talks")
    if (several or (cue.plural and not one) or many) and known:
        sent = s.lower[cue.last] == "from" and not s.is_a(cue.last + 1, "possessive")
        got = sent or s.has("got", cue.first - 8, cue.first)  # not "in calls from his office"
        received = bool(sides.right) or got
        unnamed, among = bool(several) or not sides.right, rounds.among_whom(s, cue)
        count = s.number(cue.first - 2, cue.first)
        series = Series(known[0], s.here, cue.medium, when, received, unnamed, among, count, opened)
        rounds.announce(s, series)
    distant = cue.medium != "unspecified" and cue.kind in ("noun", "with") and sides.indefinite
    if sides.right or distant:
        s.failures.append(Unread(s.here, cue, "one_party"))
    _lose(s, cue)
    if not sides.indefinite:
        frames.tell_more(s, cue.medium, when)
    return False


def _with_all(s: Search, cue: Cue, sides: Sides, left: list[int], right: list[int]) -> bool:
    """Note the calls of a cue with all its parties."""
    admission.settle(s, left, right)
    if frames.take_in(s, cue, left + right):
        return True
    days = _days(s, sides, s.span(s.here)[1]) if len(right) > 1 else {}
    groups = frames.separate(s, cue, sides, left, right, dated=bool(days))
    groups = [g for g in groups if admission.is_international(s, g)]
    if not groups:
        s.failures.append(Unread(s.here, cue, "one_country"))
        return False
    when, begun = timing.day_of(s, cue), s.conference
    if begun is not None and len(groups[0]) > 2:  # "On the call were A, B and C"
        when, cue = when or begun.when, replace(cue, medium=begun.medium)
    if cue.plural and len(right) > 1:
        rounds.announce(s, Series(left[0], s.here, cue.medium, when))
    told = []
    for group in groups:
        caller = _rang(sides, left, right, group)
        own = days.get(group[-1]) or when
        told.append(frames.add_call(s, group, cue.medium, own, caller))
    if s.series is not None and any(s.series.principal in group for group in groups):
        rounds.go_on(s, s.series, told)
    if s.has("earlier", cue.first - 3, cue.first):
        s.earlier.update(told)
    if _is_talked_of(s, cue):
        s.talked_of.update(told)
    s.events.append(Event(s.here, cue, told))
    s.latest = list(s.frames[told[-1]].parties)
    if s.principal is None:  # "the leaders of A and B rang X": the round is X's
        s.principal = right[0] if len(left) > len(right) == 1 else left[0]
    if when and when.day:
        s.anchor = when.day
    return True


def _is_talked_of(s: Search, cue: Cue) -> bool:
    """Whether a call is what another was about: "gave a readout of his call with X", "briefed her on his call"."""
    head = max(s.span(s.here)[0], cue.first - 12)
    about = s.is_a(cue.first - 2, "on_a_topic") and s.is_a(cue.first - 1, "his_or_their")
    return s.has("readout", cue.first - 3, cue.first) or (about and s.has("tell", head, cue.first))


def _days(s: Search, sides: Sides, last: int) -> dict[int, When]:
    """The day of each of several calls that a sentence dates one by one: "A on Monday and B on Tuesday"."""
    found: dict[int, When] = {}
    ends = [*sides.ends.values(), min(last, sides.last + 8)]
    for at, actor in enumerate(sides.ends):
        before, end, begin = ends[at - 1] if at else ends[at], ends[at], ends[at + 1]
        ahead = (w for w in s.times if before <= w.first < end and s.has("and", before, w.first))
        behind = (w for w in s.times if end <= w.first < begin and not s.has("and", end, w.first))
        own = next(chain(ahead, behind), None)
        if own is not None:
            found[actor] = own
    shared = len(found) == 1 and next(iter(found.values())).first >= ends[-2]
    return {} if shared else found  # "A and B on Monday"


def _rang(sides: Sides, left: list[int], right: list[int], group: list[int]) -> int | None:
    """Who of ``group`` rang, where the cue says which side did."""
    if sides.by == "left" and len(left) == 1:
        return left[0]
    callers = [a for a in {"left": left, "right": right}.get(sides.by, []) if a in group]
    return callers[0] if len(callers) == 1 else None
