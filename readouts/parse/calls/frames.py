"""Layer 3c: calls, each told once.

What belongs here: joining what several sentences tell of one call. What does not: whether two met (``in_person``), what
the whole text takes back (``taken_back``), traps among the words of a cue itself (``traps``), who takes part
(``admission``), when (``timing``).
"""

from __future__ import annotations

from datetime import date

from readouts.domain.records import DateBasis, Medium
from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.admission import BACK
from readouts.parse.document import CallFrame
from readouts.parse.text.dates import When

_RANK: dict[Medium, int] = {"unspecified": 0, "phone": 1, "video": 2}
_NEAR = 4
"""How many sentences on "the call" still means the call just told."""
_LEAD = 4
"""So many sentences after a lead without names the names are given."""


def add_call(
    s: Search, group: list[int], medium: Medium, when: When | None, initiator: int | None
) -> int:
    """Note that a sentence tells of a call; return which, a new one or one told before."""
    told = s.series
    if told and told.principal in group:
        medium = told.medium if medium == "unspecified" else medium
        when = when or told.when
        told.sentence = s.here
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
