"""Layer 3c: calls of many: rounds told one by one, and conferences whose participants follow.

What belongs here: sentences that add a call to a round that was announced, or a party to a call, without a cue of
their own. What does not: sentences with a cue (``finder``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import ABROAD, STATELY
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import (
    OBJECT,
    SUBJECT,
    Conference,
    Event,
    Group,
    Search,
    Series,
)
from readouts.parse.calls.frames import add_call
from readouts.parse.calls.parties.admission import BACK, eligible, is_international
from readouts.parse.calls.parties.groups import actors_of, groups_of, subject_of
from readouts.parse.calls.timing import day_of, only_day, times_in
from readouts.parse.text.dates import When
from readouts.reference.country_groups import country_groups

_REACH = 8
"""A round goes on so many sentences after it was announced or had its last call."""
_PARTICIPANTS = 12
"""So many sentences after a conference those who took part may be named."""
_HEAD = 10
"""Among so many first words of a sentence stands who speaks in it."""
_NEXT = 1
"""A round with people who are not named goes on within so many sentences."""
_LED = 3
"""So many words at most stand before who was rung next: "Then the Foreign Minister"."""
_NEXT_MARK = 5
"""Among so many first words of a line stands the colon behind what it lists."""
_LABEL = 8
"""Among so many first words of a paragraph stands the country or person whose part of a list it is."""
_ROW = 16
"""Among so many first words of an entry of a list or a table stands whose call it is."""


def announce(s: Search, series: Series) -> None:
    """Note what is said of a round of calls as a whole; a later word adds to an earlier one."""
    told = s.series
    if told is not None and told.principal == series.principal:
        series.opened = told.opened if told.opened >= 0 else series.opened
        series.medium = told.medium if series.medium == "unspecified" else series.medium
        series.when = series.when or told.when
        series.received |= told.received
        series.open |= told.open
        series.lead = series.lead if s.is_heading(told.lead) else told.lead
    s.series = series
    s.principal = series.principal if s.principal is None else s.principal


def member(s: Search) -> None:
    """Read a sentence without a cue as one call of a round: "The first was from X", "X told the President"."""
    series = s.series
    if series is None:
        return
    row = (s.is_row(s.here) and s.is_list(series.lead)) or _is_labelled(s)
    if (s.is_heading(s.here) and not row) or s.here - series.sentence > _REACH:
        return
    first, last = s.span(s.here)
    cues = s.cues(s.here, heading=True) if row else []
    put_off = row and not cues and s.has("put_off_to", first, last)
    put_off = (put_off and s.speaks_of_call(s.here)) or _lists_put_off(s, first)
    if put_off or s.is_a(first, "nobody"):
        return  # "Kenya: phone call postponed to Monday", "Neither X nor Y had been told"
    actors = _of_row(s, series) if row else _callers(s, series)
    times = times_in(s, first, last)
    medium = next((c.medium for c in cues if c.medium != "unspecified"), series.medium)
    # "- Envoy Quen: said that she comes on Wednesday"
    label = next((k for k in range(first, last) if s.lower[k] == ":"), last)
    when = times[0] if row and times and times[0].first < label else None
    told = []
    for actor in (a for a in eligible(s, actors) if a != series.principal):
        parties = [actor, series.principal]
        known = not row and any(set(parties) <= set(f.parties) for f in s.frames)
        if is_international(s, parties) and not known:
            caller = actor if series.received else None
            told.append(add_call(s, parties, medium, when, caller))
    if told:
        go_on(s, series, told)
        cue = Cue("noun", series.medium, False, first, first + 1, "series:one-of")
        s.events.append(Event(s.here, cue, told))
        s.latest = list(s.frames[told[-1]].parties)


def _lists_put_off(s: Search, first: int) -> bool:
    """Whether a list opens of what did not come about: "Calls cancelled: 17:30, the Minister of X"."""
    colon = next((k for k in range(first, first + _NEXT_MARK) if s.lower[k] == ":"), first)
    return s.has("put_off_to", first, colon)


def go_on(s: Search, series: Series, told: list[int]) -> None:
    """Note calls of a round, which are also told in its first sentence: "by colleagues, who voiced solidarity"."""
    series.sentence = s.here
    for at in told if series.opened >= 0 else ():
        s.told_in[at].add(series.opened)


def likewise(s: Search) -> None:
    """Read "A rang B, as did C", "So did C", "C did the same" behind it: C rang B, too."""
    event = s.events[-1] if s.events else None
    frame = s.frames[event.frames[-1]] if event is not None and event.frames else None
    if event is None or frame is None or frame.initiator is None or len(frame.parties) != 2:
        return
    first, last = s.span(s.here)
    here = event.sentence == s.here
    if not here and (event.sentence != s.here - 1 or _does_more(s, event)):
        return
    begin = event.cue.last if here else first
    found = (_who_did_so(s, k, apart=not here) for k in range(begin, last))
    others = next(filter(None, found), [])
    rung = [a for a in frame.parties if a != frame.initiator]
    when = day_of(s, event.cue) if here else next(iter(times_in(s, first, last)), None)
    told = [
        add_call(s, [actor, *rung], frame.medium, when, actor)
        for actor in eligible(s, others)
        if actor not in frame.parties and is_international(s, [actor, *rung])
    ]
    if told:
        s.events.append(Event(s.here, event.cue, told))


def next_rung(s: Search) -> None:
    """Read "Then Minister C." on a line of its own below "I rang Minister B": C was on the line next.

    Who rang whom it does not say.
    """
    event, head = s.events[-1] if s.events else None, s.head()
    if event is None or event.cue.kind != "direct" or len(event.frames) != 1:
        return
    frame = s.frames[event.frames[0]]
    last, begin = s.span(s.here)[1], s.sentences[event.sentence].paragraph
    group = next(iter(groups_of(s, s.here)), None)
    alone = group is not None and group.last == last - 1 and s.lower[last - 1] == "."
    led = group is not None and group.first - head <= _LED and s.is_a(head, "next_in_turn")
    below = s.sentences[s.here].paragraph == begin + 1 and s.here in s.cast.paragraph_starts
    met = any(s.has("in_person", *s.span(i)) for i in range(event.sentence, s.here))
    if group is None or not (alone and led and below) or met or frame.initiator is None:
        return
    whom = [a for a in eligible(s, actors_of(s, group)) if a not in frame.parties]
    parties = [frame.initiator, *whom]
    if len(whom) == 1 and is_international(s, parties):
        day = When(head, head, frame.date, frame.date_basis) if frame.date else None
        told = add_call(s, parties, frame.medium, day, None)
        s.events.append(Event(s.here, event.cue, [told]))
        s.latest = parties


def _does_more(s: Search, event: Event) -> bool:
    """Whether behind the words for a call its sentence tells of another deed: "rang B and condemned the raid"."""
    behind = range(event.cue.last, s.span(event.sentence)[1])
    return s.find(behind, "said", "finite", "saying", "tell") >= 0


def _who_did_so(s: Search, k: int, *, apart: bool) -> list[int]:
    """Who is told at a token to have done as others did: "as did C", ``apart`` also "C did the same"."""
    words = s.lower[k : k + 3]
    suit = words[:2] == ["followed", "suit"]
    if apart and (suit or words == ["did", "the", "same"] or words[:2] == ["did", "likewise"]):
        return subject_of(s, k)
    if s.lower[k] != "did":
        return []
    behind = next((g for g in groups_of(s, s.here) if k < g.first <= k + 3), None)
    return actors_of(s, behind) if behind is not None and s.is_a(k - 1, "as_or_so") else []


def _is_labelled(s: Search) -> bool:
    """Whether a paragraph begins with whom it is about: "To Nepal: ...", "(b) Kenya – ...", "Mr X (Peru) – ..."."""
    first, last = s.span(s.here)
    if any(w.first == first and s.lower[w.last] == ":" for w in times_in(s, first, last)):
        return True  # "Saturday: President Quen."
    begins = not s.here or s.sentences[s.here - 1].paragraph != s.sentences[s.here].paragraph
    # "Oslo (Monday): Minister Quen agrees. Lima (Tuesday): ..."
    dated = s.lower[first + 1] == "(" and s.lower[first + 3] == ")"
    if dated and s.lower[first + 4] == ":":
        return any(ref.kind == "place" for ref in s.refs_between(first, first + 1))
    if not begins:
        return False
    refs = s.refs_between(first, min(last, first + _LABEL))
    ends = (ref.last + (s.lower[ref.last] == ")") for ref in refs)
    return any(end < last and s.is_a(end, "label_end") for end in ends)


def _of_row(s: Search, series: Series) -> list[int]:
    first, _ = s.span(s.here)
    for group in groups_of(s, s.here):
        if any(s.has(words, first, group.last + 2) for words in ("no_call", "other_entry")):
            return []  # "Friday: lunch with Minister Quen"
        actors = actors_of(s, group)
        others = [a for a in eligible(s, actors) if a != series.principal]
        # not "Tuesday: the minister was at home", whom an entry above has named
        told = any(ref.name or ref.side or ref.countries for ref in group.refs)
        if others and told and group.first - first < _ROW:
            return actors
    return []


def _callers(s: Search, series: Series) -> list[int]:
    """Who in a sentence of prose is told to have been on the line with the principal of the round."""
    lower = s.lower
    first, last = s.span(s.here)
    groups = groups_of(s, s.here)
    if _is_said_elsewhere(s, first, last):
        return []
    for group in groups:
        if group.role == OBJECT and lower[group.governor] in s.words["tell"]:
            told = series.principal in actors_of(s, group)
            if told and (teller := subject_of(s, group.governor)):
                return teller
    if s.has("no_call", first, last):
        return []
    if series.open and (whom := _told_next(s, series)):
        return whom
    if series.open and (other := _next_of_open(s, series)):
        return other
    head = s.cast.place_heads.get(s.here - 1)
    if head and groups and groups[0].role == SUBJECT:  # "Oslo / President Quen dismissed it"
        return [a for a in actors_of(s, groups[0])[:1] if s.place(a) in head]
    for group in groups:
        if group.role == "of" and s.is_a(group.governor - 1, "turn"):
            return actors_of(s, group)  # "Then it was the turn of President Quen"
    one = s.find(range(first, min(last, first + 4)), "one")
    behind = one + 1 + (s.lower[one + 1] == ",")
    if one >= 0 and s.is_a(first, "inside") and groups:
        # "In the first, with Minister Quen, she", "In the third, Minister Quen was told"
        led = groups[0].role == "with" and groups[0].governor == behind
        in_turn = led or (groups[0].role == SUBJECT and groups[0].first == behind)
        return actors_of(s, groups[0]) if in_turn else []
    return _who_rang(s, series, groups) if series.received else []


def _who_rang(s: Search, series: Series, groups: list[Group]) -> list[int]:
    """Who of a sentence is told to have rung, or to have said something, where calls are told that were received."""
    first, last = s.span(s.here)
    appeals = (k for k in range(first, first + 6) if s.is_a(k, "call"))
    if any(s.is_a(k + 1, "called_on") or s.lower[k + 1] == "for" for k in appeals):
        return []  # "The first to call for calm was X"
    if s.has("one", first, first + 3):
        return [a for g in groups[:1] if g.role in ("from", SUBJECT) for a in actors_of(s, g)]
    among = s.has("among", first, first + 2) and s.has("called", first, last)
    if (among or s.has("callers", first, last)) and not s.has("negation", first, last):
        return [a for g in groups for a in actors_of(s, g)]  # "among those who called were"
    for group in [g for g in groups if g.role == SUBJECT and g.first - first < _HEAD][:1]:
        before = s.is_a(group.last, "had")  # "had expressed his condolences on Saturday"
        voices = "said", "tell", "saying", "conveys", "takes_part"
        says = s.find(range(group.last, last), *voices) >= 0
        rounds = (f.parties for f in s.frames[-BACK:] if series.principal not in f.parties)
        others = {a for parties in rounds for a in parties}
        if says and not before:
            speaker = [a for a in actors_of(s, group)[:1] if s.people[a].kind in STATELY]
            return [a for a in speaker if _is_among(s, series, a) and a not in others]
    return []


def _is_said_elsewhere(s: Search, first: int, last: int) -> bool:
    """Whether a sentence tells where else something was said, or that nothing was: "told him in Oslo", "on TV"."""
    there = any(
        r.kind == "place" and not r.adjectival and s.is_a(r.first - 1, "in_a_place")
        for r in s.refs_between(first + 1, last)
    )
    told = there and s.find(range(first, last), "said", "tell", "saying") >= 0
    return told or s.has("elsewhere_said", first, last)


def _next_of_open(s: Search, series: Series) -> list[int]:
    """Who comes next of a round with people not named before: "With X he discussed", "he and X agreed", "X voiced".

    Each is an official whom the text names here for the first time, right behind the call before.
    """
    first, last = s.span(s.here)
    group = next((g for g in groups_of(s, s.here) if g.first - first < _HEAD), None)
    elsewhere = s.has("in_person", first, last) or s.has("public", first, last)
    if group is None or elsewhere:
        return []
    whom = [a for a in actors_of(s, group) if a != series.principal]
    if len(whom) != 1 or not eligible(s, whom):
        return []
    ranks = {s.people[a].rank() for a in (whom[0], series.principal)} - {""}
    led = group.role == "with" and group.governor == first
    called_for = (s.is_a(k, "called") and s.lower[k + 1] == "for" for k in range(group.last, last))
    speaks = s.has("takes_part", group.last, last) or any(called_for)
    speaks = speaks and group.role == SUBJECT
    near = s.here - series.sentence <= _NEXT
    goes_on = (near and (led or speaks)) or (led and series.count is not None)
    return whom if goes_on and len(ranks) < 2 and _is_among(s, series, whom[0]) else []


def _told_next(s: Search, series: Series) -> list[int]:
    """Whom the principal of a round tells something right behind it: "rang leaders. He told Minister X that"."""
    first, last = s.span(s.here)
    elsewhere = s.has("in_person", first, last) or s.has("public", first, last)
    if elsewhere or s.here - series.sentence > _NEXT:
        return []
    for group in groups_of(s, s.here):
        told = group.role == OBJECT and s.lower[group.governor] in s.words["tell"]
        if (
            told
            and group.first - first < _HEAD
            and subject_of(s, group.governor) == [series.principal]
        ):
            whom = eligible(s, actors_of(s, group))
            return whom if len(whom) == 1 and _is_among(s, series, whom[0]) else []
    return []


def _is_among(s: Search, series: Series, actor: int) -> bool:
    return series.among is None or s.place(actor) in series.among


def role_of_several(s: Search, cue: Cue) -> str:
    """How several who are not named stand behind a cue: "with six counterparts", "by leaders"; "" for nobody."""
    group = next(((g for g in groups_of(s, s.here) if cue.last <= g.first < cue.last + _ROW)), None)
    if group is None or group.role not in (*s.words["with_whom"], OBJECT, "by"):
        return ""
    ref = group.refs[-1]
    own = s.has("his_or_their", ref.last, ref.last + 3)  # "ministers of his cabinet"
    peers = s.has("peers", ref.first, ref.last) and not own
    officials = ref.counterpart or ref.office_kind in ABROAD or peers
    several = officials and ref.plural and not eligible(s, actors_of(s, group))
    return group.role if several else ""


def among_whom(s: Search, cue: Cue) -> frozenset[str] | None:
    """The countries of a group behind a cue: "her G7 counterparts", "African and European leaders".

    None where no group is told; an empty set where its name is not known.
    """
    at = s.find(range(cue.last, min(s.span(s.here)[1], cue.last + _ROW)), "peers")
    near = range(max(cue.last, at - 4), at + 6 if at >= 0 else 0)
    groups = country_groups(s.document.language)
    known = [groups[s.lower[k]] for k in near if s.lower[k] in groups]
    before = range(near.start, at)
    strange = (s.tokens.words[k].istitle() and s.lower[k] not in groups for k in before)
    if known and not any(strange):
        several = s.has("and", before.start, before.stop)  # "African and European leaders"
        return frozenset().union(*known) if several else min(known, key=len)
    named = at >= 0 and not s.is_heading(s.here) and s.tokens.words[at - 1][:1].isupper()
    country = any(r.country or r.countries for r in s.refs_between(max(cue.last, at - 2), at))
    return frozenset() if named and not country else None


def participants(s: Search) -> bool:
    """Read "Joining the President on the call were ...": those named took part in the open conference."""
    begun: Conference | None = s.conference
    if begun is None or s.here - begun.sentence > _PARTICIPANTS:
        s.conference = None
        return False
    first, last = s.span(s.here)
    if not s.has("participants", first, last):
        return False
    group = list(begun.left)
    for ref in s.refs_between(first, last):
        if ref.kind not in ("place", "pronoun"):
            group.extend(a for a in eligible(s, list(ref.actors)) if a not in group)
    if len(group) < 3 or not is_international(s, group):
        return False
    when = begun.when or only_day(s, [s.here])
    frame = add_call(s, group, begun.medium, when, None)
    s.told_in[frame].add(begun.sentence)
    s.frames[frame].conference = True
    s.conference = None
    return True
