"""Layer 3c: calls, each told once.

What belongs here: what tells several calls told with one word from a conference, and joining what several sentences
tell of one call, such as at whose request it was. What does not: whether two met (``in_person``), what
the whole text takes back (``taken_back``), traps among the words of a cue itself (``held``), who takes part
(``admission``), when (``timing``).
"""

from __future__ import annotations

from datetime import date

from readouts.domain.records import DateBasis, Medium
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.admission import BACK
from readouts.parse.calls.parties.sides import Sides
from readouts.parse.document import CallFrame
from readouts.parse.text.dates import When

_RECENT = 20
_FOUR = 4
"""Of so many parties of a conference one may sit there for a body."""
_RANK: dict[Medium, int] = {"unspecified": 0, "phone": 1, "video": 2}
_NEAR = 4
"""How many sentences on "the call" still means the call just told."""
_LEAD = 4
"""So many sentences after a lead without names the names are given."""
_BEHIND, _BEFORE = 8, 6
"""Among so many words behind or before "request" whose it was is looked for."""
_WHO = 4
"""Among so many words before "asked for" stands "who": "who had already asked for the call"."""
_REACH = 5
"""So many sentences after a call it may be told who asked for it."""


def separate(
    s: Search, cue: Cue, sides: Sides, left: list[int], right: list[int], *, dated: bool
) -> list[list[int]]:
    """Return the calls that a sentence tells of, each by its parties; ``dated`` says that each has a day of its own."""
    whole, apart = left + right, dated or _are_apart(s, cue, sides, left, right)
    first, last = s.span(s.here)
    # "Calls with A and B and a trilateral call": what stands behind several is another.
    behind = 0 if cue.plural else 60
    near = max(first, cue.first - 40), min(last, cue.last + behind)
    # "convened by Zoom a consultation with A, B and C"
    convened = s.has("convening", cue.first - 6, cue.first)
    convened = convened or (cue.kind == "manner" and s.has("joined", first, cue.first))
    together = (s.has("together", *near) or convened) and not apart
    if len(whole) == 2 or not right or together or _is_known_conference(s, whole):
        return [whole]
    pairs = [[a, b] for a in left for b in right]
    if len(left) > 1 and len(left) == len(right) and "respectively" in s.lower[slice(*near)]:
        return [[a, b] for a, b in zip(left, right, strict=True)]
    if apart or cue.plural:
        return pairs
    if len(left) > 1 and not (cue.kind == "noun" and _is_counted(s, len(whole))):
        return [[*left, b] for b in right]
    return [whole] if cue.kind == "noun" or _is_counted(s, len(whole)) else pairs


def _are_apart(s: Search, cue: Cue, sides: Sides, left: list[int], right: list[int]) -> bool:
    """Whether words say that each had a call of his own: "separately", "a call with A, and another with B"."""
    first, last = s.span(s.here)
    near = max(first, cue.first - 40), min(last, cue.last + 60)
    allied = len(left) > 1 and len({s.place(a) for a in left}) == 1
    if (cue.kind == "direct" and not allied) or s.has("separate", *near):
        return True
    if s.lower[cue.last - 1] == "contact" and s.is_a(cue.first - 1, "inside"):
        return True  # "was in telephone contact with A and B", not "a telephone contact"
    series = s.series
    if series is not None and series.received and right == [series.principal]:
        return True  # of those who rang X one after another
    abroad = cue.kind == "with" and len({s.place(a) for a in left}) == len(left) > 1
    abroad = abroad and s.has("also", first, last) and not s.has("together", first, last)
    if abroad and len(right) == 1 and any(right[0] in frame.parties for frame in s.frames):
        return True  # "X rang Y. A of Kenya and B of Chile also spoke to X"
    behind = range(min(sides.ends.values(), default=cue.last), sides.last)
    for at in behind:  # "a call with A, and another with B", not "this afternoon with A"
        joins = s.has("with_whom", at + 1, at + 3) or s.has("from_whom", at + 1, at + 3)
        if joins and s.is_a(at, "one", "goes_on"):
            return True
    ands = (at for at in range(cue.last, sides.last) if s.lower[at] == "and")
    twice = any(s.is_a(at + 1, "with_whom") for at in ands)  # "a call with A and with B"
    each = cue.kind == "noun" and len(right) > 1 and sides.by == "right"  # "a call from A and B"
    return (twice or each) and not s.has("together", *near)


def _is_known_conference(s: Search, whole: list[int]) -> bool:
    """Whether the parties are those of a conference told before."""
    known = [set(f.parties) for f in s.frames[-_RECENT:] if f.conference]
    places = set(map(s.place, whole))
    # Of four or more one may sit there for a body: "the Norwegian deputy minister, representing the chair of the OSCE".
    spare = 2 if len(whole) >= _FOUR else 0
    return any(
        parties.issuperset(whole) or len(places ^ set(map(s.place, parties))) <= spare
        for parties in known
    )


def _is_counted(s: Search, total: int) -> bool:
    """Whether the sentences that follow speak of "the three leaders", or one opens with "The participants"."""
    behind = min(s.here + 2, len(s.sentences) - 1)
    first, last = s.tokens.first[s.here], s.span(behind)[1]
    number = s.words.get(f"number_{total}", frozenset())
    words = range(first, min(last, first + 120) - 1)
    if any(s.lower[j] in number and s.is_a(j + 1, "counted") for j in words):
        return True
    opening = (s.span(at)[0] for at in range(s.here + 1, behind + 1))
    # not "The participants in the march"
    attendees = (j for at in opening for j in (at, at + 1) if s.is_a(j, "attendees"))
    return any(not s.is_a(j + 1, "inside") for j in attendees)


def add_call(
    s: Search, group: list[int], medium: Medium, when: When | None, initiator: int | None
) -> int:
    """Note that a sentence tells of a call; return which, a new one or one told before."""
    told = s.series
    if told and told.principal in group:
        medium = told.medium if medium == "unspecified" else medium
        when = when or told.when
        told.sentence = s.here
    if when is not None and when is s.label[1] and _is_told_on(s, group):
        when = None  # the entry's day; of this call another was told
    day = when.day if when else None
    basis: DateBasis = when.basis if when and when.day else "open"
    at = _match(s, group, day)
    sentence = s.sentences[s.here]
    if at is None:
        place = (sentence.start, sentence.end)
        many = len(group) > 2
        s.frames.append(CallFrame(list(group), [], *place, day, basis, medium, initiator, many))
        s.told_in.append({s.here})
        return len(s.frames) - 1
    frame = s.frames[at]
    headline = is_headline(s, at)
    if headline:
        frame.start, frame.end = sentence.start, sentence.end
    s.told_in[at].add(s.here)
    add_day(s, at, when)
    if headline or "unspecified" in (frame.medium, medium):
        _add_medium(frame, medium)  # not "rang her. The two then compared notes in a video call"
    frame.initiator = initiator if frame.initiator is None else frame.initiator
    return at


def _is_told_on(s: Search, group: list[int]) -> bool:
    """Whether the call told last in the same paragraph is one of the same parties: "The two also spoke of fish"."""
    line, begun = s.sentences, s.events[-1].sentence if s.events else -1
    same = begun >= 0 and line[begun].paragraph == line[s.here].paragraph
    return same and set(group) == set(s.latest)


def add_day(s: Search, at: int, when: When | None) -> None:
    """Date a call that has no day yet."""
    frame = s.frames[at]
    if frame.date is None and when is not None and when.day:
        frame.date, frame.date_basis = when.day, when.basis


def _add_medium(frame: CallFrame, medium: Medium) -> None:
    frame.medium = max(frame.medium, medium, key=_RANK.__getitem__)


def is_headline(s: Search, at: int) -> bool:
    """Whether only headlines tell of a call."""
    return all(map(s.is_heading, s.told_in[at]))


def _match(s: Search, group: list[int], day: date | None) -> int | None:
    """The call told before that is this one: the same parties, and no other day."""
    wanted = set(group)
    undated = None
    for at in range(len(s.frames) - 1, max(-1, len(s.frames) - BACK), -1):
        frame = s.frames[at]
        have = set(frame.parties)
        headline = is_headline(s, at)
        # A conference of the body is that of the headline, with more parties or with their names.
        fuller = headline and len(wanted) > 2
        if fuller and (have < wanted or any(not s.people[a].actor.name for a in have - wanted)):
            frame.parties, frame.conference = list(group), True
            return at
        inside = len(have) > 2 and wanted < have and not s.has("separate", *s.span(s.here))
        if not (wanted == have or inside):
            continue
        if frame.date == day and day is not None:
            return at
        if (day is None or frame.date is None or headline) and undated is None:
            undated = at
    return undated


def tell_more(s: Search, medium: Medium, when: When | None) -> None:
    """ "The phone call, on Friday, ..." tells how and when the talks just told were held."""
    event = s.events[-1] if s.events else None
    for at in event.frames if event is not None and s.here - event.sentence <= _NEAR else ():
        if "unspecified" in (s.frames[at].medium, medium):
            _add_medium(s.frames[at], medium)
            add_day(s, at, when)


def take_in(s: Search, cue: Cue, group: list[int]) -> bool:
    """Add to the call just told who sat in it besides: "Also on the call were A and B"; return whether they did."""
    event, the = s.events[-1] if s.events else None, s.lower[cue.first - 1] == "the"
    besides = the and s.is_a(cue.last, "was") and s.has("also", s.span(s.here)[0], cue.first)
    if event is None or not besides or s.here - event.sentence > _NEAR or len(event.frames) != 1:
        return False
    frame = s.frames[event.frames[0]]
    frame.parties += [a for a in group if a not in frame.parties]
    frame.conference = True
    s.told_in[event.frames[0]].add(s.here)
    s.latest = list(frame.parties)
    return True


def add_medium_of_heading(s: Search) -> None:
    """Let a headline ("Secretary Quen's Call with ...") tell the medium of calls the body leaves open."""
    headings = s.is_heading
    lines = range(min(2, len(s.sentences)))
    cues = [c for index in lines if headings(index) for c in s.cues(index, heading=True)]
    media = [c.medium for c in cues if c.medium != "unspecified"]
    if not media:
        return
    events = (event for event in s.events if headings(event.sentence))
    headed = {actor for event in events for at in event.frames for actor in s.frames[at].parties}
    for frame in s.frames:
        if frame.medium == "unspecified" and (not headed or headed & set(frame.parties)):
            frame.medium = media[0]


def merge_unnamed(s: Search) -> None:
    """Join the call of an unnamed office with the named one: "Kenya's leader and X spoke. President Y rang X"."""
    frames = s.frames[:BACK]
    gone: set[int] = set()
    for at, frame in enumerate(frames):
        for other, body in enumerate(frames):
            headed = is_headline(s, at)
            near = headed or abs(min(s.told_in[at]) - min(s.told_in[other])) < _LEAD
            dated = frame.date is None or body.date is None or frame.date == body.date
            if other not in (at, *gone) and (near and dated) and _is_same(s, frame, body, headed):
                gone.add(at)
                _add_medium(body, frame.medium)
                if body.date is None:
                    body.date, body.date_basis = frame.date, frame.date_basis
                break
    forget(s, gone)


def _is_same(s: Search, frame: CallFrame, body: CallFrame, headed: bool) -> bool:
    """Whether each of a call's parties without a name is one of the other call's, by country or by office.

    By office only where one alone of them holds it: of two ministers a name may be either's. The other call names its
    own, but for a headline's, which is told anew.
    """
    people = s.people
    rest = [p for p in body.parties if p not in frame.parties]
    unnamed = [p for p in frame.parties if p not in body.parties]
    if not unnamed or any(people[p].actor.name for p in unnamed):
        return False
    pairs = []
    for one in unnamed:
        alike = [p for p in frame.parties if not people[p].actor.name]
        single = sum(people[p].kind == people[one].kind for p in alike) == 1
        fit = [p for p in rest if _may_be(s, one, p) and (single or s.place(p))]
        if len(fit) != 1 or not (headed or people[fit[0]].actor.name):
            return False
        pairs.append((one, fit[0]))
    for one, named in pairs:
        if not s.place(named):
            s.cast.rename(one, named)
    return len({named for _, named in pairs}) == len(pairs)


def _may_be(s: Search, unnamed: int, named: int) -> bool:
    """Whether a name may be that of an unnamed party: by country, else by office."""
    if s.place(named):
        return s.place(unnamed) == s.place(named)
    return s.people[unnamed].kind == s.people[named].kind != ""


def forget(s: Search, gone: set[int]) -> None:
    """Take calls out again; those that stay are numbered anew."""
    kept = [at for at in range(len(s.frames)) if at not in gone]
    number = {at: new for new, at in enumerate(kept)}
    s.frames = [s.frames[at] for at in kept]
    s.told_in = [s.told_in[at] for at in kept]
    for event in s.events:
        event.frames = [number[at] for at in event.frames if at in number]
    s.events = [event for event in s.events if event.frames]


def initiators(s: Search) -> None:
    """Fill ``initiator`` of the calls whose sentences, or one of the next, say at whose request each was."""
    by_sentence: dict[int, list[int]] = {}
    for event in s.events:
        by_sentence.setdefault(event.sentence, []).extend(event.frames)
    told: list[int] = []
    at = -_REACH
    for index in range(len(s.sentences)):
        at = index if index in by_sentence else at
        told = by_sentence.get(index, told)
        first, last = s.span(index)
        spoken_of = s.has("of_call", first, last)
        spoken_of = spoken_of or (index == at + 1 and s.has("of_call_just_told", first, last))
        if index - at > _REACH or (index > at and not spoken_of):
            continue
        for begin, end in (
            where for i in range(first, last) if (where := _whose(s, i, first, last))
        ):
            for frame in [s.frames[n] for n in told]:
                who = _party(s, begin, end, frame.parties)
                frame.initiator = frame.initiator if who is None else who


def _whose(s: Search, i: int, first: int, last: int) -> tuple[int, int] | None:
    """Where the words for who asked stand: "at Ankara's request", "at the request of X", "a call initiated by X"."""
    at = s.find(range(i - 1, max(first, i - _BEHIND) - 1, -1), "at_request")
    if s.is_a(i, "request") and at >= 0 and s.find(range(at, i), "clause_end") < 0:
        if at > first and s.lower[at - 1] in ("that", "not"):
            return None  # "told X by phone that at the request of Norway the Council would meet"
        of_whom = i + 1, min(last, i + _BEHIND)
        return of_whom if s.is_a(i + 1, "of_whom") else (max(at, i - _BEFORE), i)
    if not s.is_a(i, "brought_about") or s.has("negation", max(first, i - 3), i):
        return None
    behind = i + 1 + (s.lower[i + 1] == "for")
    who = s.find(range(i - 1, max(first, i - _WHO), -1), "who")
    if who > 0 and s.is_a(behind, "this", "a_or_an") and s.has("call_noun", behind, behind + 3):
        return max(first, who - _BEFORE), who  # "X, who had asked for the call"
    # "X initiated a phone call", "X had requested the call"
    did = s.lower[i] == "initiated" or s.lower[i - 1] == "had"
    if did and s.is_a(behind, "this", "a_or_an"):
        called = s.has("call_noun", behind, behind + 3)
        return (max(first, i - _BEFORE), i) if called else None
    # not "the request was made by X in a phone call"
    told = s.has("call_noun", first, i) or s.is_a(first, "of_call_just_told")
    return (i + 1, min(last, i + _BEHIND)) if told and s.lower[i + 1] == "by" else None


def _party(s: Search, begin: int, end: int, parties: list[int]) -> int | None:
    """The party that the words from ``begin`` to ``end`` name, or whose side; None where "her" may be either's."""
    for ref in s.refs_between(begin, end):
        side = ref.country or ref.organisation if ref.kind == "place" else None
        who = [a for a in parties if a in ref.actors or (side and side == s.place(a))]
        # not "initiated by Chile and joined by A"
        if who or ref.kind == "pronoun" or (side and not ref.adjectival):
            return who[0] if who and ref.kind != "pronoun" else None
    return None
