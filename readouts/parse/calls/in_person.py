"""Layer 3c: whether two who spoke met, where nothing says that they telephoned.

What belongs here: what tells of a meeting in the clause of a cue, in the words at the head of its sentence, and in the
sentences beside. What does not: what says that it was a call (``cues``), traps among the words of a cue (``traps``).
"""

from __future__ import annotations

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import SUBJECT, Search
from readouts.parse.calls.parties.groups import actors_of, groups_of, last_subject
from readouts.parse.calls.parties.sides import Sides
from readouts.parse.text.dates import is_month

_TOLD_BEFORE = 3
"""So many sentences back a meeting may be told of that "their conversation" is."""
_FRONTED = 18
"""Within so many words an occasion at the head of a sentence ends: "At the funeral of the former president,"."""
_BEHIND = 10
"""Within so many words behind whom one spoke with stands where: "on Monday at her residence"."""
_OF_IT = 4
"""So many words lead to an occasion, or from two to what they do, at most: "the two were later photographed"."""
_TOLD_BEHIND = 1
"""So many sentences behind it is told what both did in one place."""
_OF = ("about", "of")
_LONG = 7
"""Among so many words it is told how long two spoke: "for about three quarters of an hour"."""
_WENT = 3
"""So many words stand between going and whither: "arrived late in Lima"."""
_BESIDE_EACH_OTHER = frozenset(
    {("side", "by", "side"), ("face", "to", "face"), ("next", "to", "each"), ("next", "to", "one")}
)


def is_in_person(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether the clause of a cue speaks of a meeting, or the talks were "in Jerusalem"."""
    lower = s.lower
    first, last = s.span(s.here)
    low = cue.first
    while low > max(first, cue.first - 12) and not s.is_a(low - 1, "clause_end"):
        low -= 1
    high = min(last, cue.last + 18)
    high = s.find(range(cue.last, high), "clause_end", none=high)
    # A visit before or after which two spoke is another occasion: "spoke with X ahead of her visit".
    other = s.find(range(max(cue.last, sides.last), high), "other_occasion", none=high)
    for j in (j for j in range(low, high) if s.is_a(j, "in_person")):
        if j > other and s.is_a(j, "visiting_noun") and _is_of_one(s, first, last):
            continue
        if _is_the_matter(s, max(cue.last, j - _OF_IT), j):
            continue  # "spoke with X about the airport closure"
        if lower[j] != "met" or not s.has("before_met", max(low, j - 3), j):
            return True
    visitor = any(lower[j] == "visiting" and s.is_a(j - 1, "determiner") for j in range(first, low))
    over = (j + 1 for j in range(cue.last, last - 1) if lower[j] == "over")
    meal = s.find(over, "in_person") >= 0  # "spoke with X, the minister, over breakfast"
    if visitor or meal or s.has("margins", first, first + 6) or _is_of_a_meeting(s, cue, sides):
        return True
    if not sides.right and _is_at_a_place(s, cue, high):
        return True
    if _is_at_an_occasion(s, cue, sides) or _is_headed_by_a_place(s, cue):
        return True
    if _is_in_meetings(s, cue, sides) or _has_presented_himself(s, sides):
        return True
    behind = max(cue.last, sides.last)
    where = _behind_time(s, behind + s.is_a(behind, "comma"))
    here = _is_where(s, where) or _are_together(s, first, last) or _are_only_they(s, cue)
    seen = _are_seen_together(s) or _did_both(s, cue)
    return here or seen or _is_abroad(s, cue, sides) or _had_come(s, sides)


def _is_in_meetings(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether two talked "on Monday in Lima in separate meetings"; not "welcomed progress in separate meetings"."""
    k = _behind_time(s, max(cue.last, sides.last))
    if s.lower[k] == "in" and s.tokens.words[k + 1].istitle():
        k = _behind_time(s, k + 2)
    j = k + 1
    while s.lower[k] == "in" and s.is_a(j, "one_by_one"):
        j += 1
    return j > k + 1 and s.is_a(j, "in_meetings")


def _has_presented_himself(s: Search, sides: Sides) -> bool:
    """Whether an envoy's letters were handed over right before: "received ambassadors' credentials. She spoke with"."""
    parties = (s.people[a] for a in (*sides.left, *sides.right))
    envoys = any(not s.words["envoys"].isdisjoint(person.words) for person in parties)
    return envoys and s.has("presenting", s.span(max(0, s.here - 1))[0], s.span(s.here)[1])


def _are_only_they(s: Search, cue: Cue) -> bool:
    """Whether "they talked about bread" is all that is told of talks: people who are in one place do that."""
    told = last_subject(s, cue.first)
    if told is None or len(told.refs) != 1 or told.refs[0].kind not in ("pronoun", "group"):
        return False
    before = s.here - 1
    # "cut short a call with his daughter to greet Moe. They talked for an hour"
    kin = before >= 0 and s.has("kin", *s.span(before)) and s.speaks_of_call(before)
    met = before >= 0 and (kin or s.has("in_person", *s.span(before)) or _is_paid(s, before))
    several = len(actors_of(s, told)) > 1 and (met or s.lower[cue.last] in _OF)
    calls = (i for i in range(s.here) if s.speaks_of_call(i) and not _is_paid(s, i))
    rang = any(i != before or not kin for i in calls)
    return several and not s.frames and not rang


def _is_paid(s: Search, sentence: int) -> bool:
    """Whether the words for a call are of a visit: "called on the minister", "paid a courtesy call on her"."""
    first, last = s.span(sentence)
    visits = (
        s.is_a(k - 1, "paid_call") or s.is_a(k + 1, "called_on")
        for k in range(first + 1, last - 1)
        if s.is_a(k, "call_noun") or s.lower[k] == "called"
    )
    return any(visits) and not s.cues(sentence, heading=s.is_heading(sentence))


def _behind_time(s: Search, i: int) -> int:
    """Return the first word behind when, and how long, two spoke: "for an hour on Monday at the palace"."""
    _, last = s.span(s.here)
    while i < last:
        if s.is_a(i, "when") or s.lower[i].isdigit():
            i += 1
        elif (s.lower[i] == "on" and s.is_a(i + 1, "when")) or s.lower[i + 1] == "length":
            i += 2
        elif s.lower[i] == "into":
            i += 3
        elif s.lower[i] == "for" and s.has("how_long", i, i + _LONG):
            i = s.find(range(i, i + _LONG), "how_long") + 1
        else:
            break
    return i


def _is_where(s: Search, i: int) -> bool:
    """Whether a phrase tells where: "at the border post", "in Lima", "aboard the icebreaker", not "at her request"."""
    words = s.tokens.words
    if s.is_a(i, "aboard") or (s.lower[i] == "on" and s.lower[i + 1] == "board"):
        return True
    if s.is_a(i, "beside_a_place") and s.is_a(i + 1, "determiner"):
        return True
    asked = s.has("request", i + 1, i + _BEHIND)  # "at the Norwegian side's request"
    if not s.is_a(i, "in_a_place") or asked or s.has("no_place", i + 1, i + 1 + _OF_IT):
        return False
    named = words[i + 1].istitle() and not is_month(s.lower[i + 1])
    if s.lower[i] == "in" and s.lower[i + 2] == "'s":
        named = words[i + 3].istitle()  # "in Lima's Velt Hall", not "in Lima's first contact"
    a_bid = s.lower[i] == "in" and s.lower[i + 1] in ("a", "an")  # "in a bid to calm the two"
    return named or (s.is_a(i + 1, "determiner") and not a_bid)


def _are_together(s: Search, first: int, last: int) -> bool:
    """Whether a sentence shows two in one place: "behind closed doors", "whom she ran into", "together in Lima"."""
    return any(
        (s.is_a(k, "closed_doors") and s.lower[k - 2] == "behind")
        or (s.lower[k] == "into" and s.is_a(k - 1, "ran_into"))
        or (s.lower[k] == "together" and s.is_a(k + 1, "in_a_place"))
        for k in range(first + 2, last)
    )


def _had_come(s: Search, sides: Sides) -> bool:
    """Whether the next sentence looks back on a meeting: "Moe had come to Lima by boat", "left after the meeting"."""
    after = s.here + 1
    if after >= len(s.sentences) or s.is_heading(after) or s.speaks_of_call(after):
        return False
    first, last = s.span(after)
    for j in range(first + 2, last):
        told = s.lower[j] in ("meeting", "talks") and s.lower[j - 1] == "the"
        if told and s.is_a(j - 2, "back_from_it") and not s.is_a(j + 1, "preposition"):
            return True
        came = s.is_a(j, "had_gone") and s.is_a(j - 1, "had")
        if came and _has_gone(s, j, sides):
            return True
    return False


def _is_headed_by_a_place(s: Search, cue: Cue) -> bool:
    """Whether a sentence begins with where: "At the forum in Lima, X spoke with Y"."""
    first, _ = s.span(s.here)
    comma = s.find(range(first, min(cue.first, first + _FRONTED)), "comma")
    return comma > first and s.lower[first] != "in" and _is_where(s, first)


def _are_seen_together(s: Search) -> bool:
    """Whether a sentence beside tells what both did in one place: "The two then signed", "received his guest"."""
    for k in range(max(0, s.here - 1), min(len(s.sentences), s.here + 1 + _TOLD_BEHIND)):
        if s.is_heading(k) or (k != s.here and s.speaks_of_call(k)):
            continue
        first, last = s.span(k)
        beside = _is_side_by_side(s.lower[first:last])
        both = (
            j
            for j in range(first, last)
            if s.is_a(j, "the_two") and not s.is_a(j + 1, "both_states")
        )
        together = any(s.has("in_one_place", j + 1, j + 1 + _OF_IT) for j in both)
        if together or beside or (k >= s.here and s.has("guest", first, last)):
            return True
    return False


def _did_both(s: Search, cue: Cue) -> bool:
    """Whether two named are told to have done in one place what two do: "X and Y shook hands and talked"."""
    for k in range(max(0, s.here - 1), s.here + 1):
        if s.is_heading(k) or (k != s.here and s.speaks_of_call(k)):
            continue
        both = (g for g in groups_of(s, k) if g.role == SUBJECT and len(actors_of(s, g)) > 1)
        if any(s.has("done_side_by_side", g.last, min(g.last + _OF_IT, cue.first)) for g in both):
            return not s.has("of_a_call", *s.span(s.here))
    return False


def _is_of_one(s: Search, first: int, last: int) -> bool:
    """Whether a visit is one party's, and yet to begin or over: not "before their visit", "before the visit ended"."""
    return not s.has("on_a_visit", first, last)


def _is_side_by_side(words: list[str]) -> bool:
    """Whether two are told to be beside each other: "side by side", "face to face", "next to each other"."""
    return any(
        three in _BESIDE_EACH_OTHER for three in zip(words, words[1:], words[2:], strict=False)
    )


def _is_the_matter(s: Search, first: int, j: int) -> bool:
    """Whether a noun is what two spoke about: "about the next conference", not "about trade at a conference"."""
    k = next(
        (k for k in range(j - 1, first - 1, -1) if s.is_a(k, "of_a_matter", "preposition")), -1
    )
    return k >= 0 and s.is_a(k, "of_a_matter")


def _goes_on_as_noun(s: Search, j: int) -> bool:
    """Whether a noun only leads to another: "airport closure", not "visit in June"."""
    behind = s.tokens.words[j + 1]
    return behind.islower() and behind.isalpha() and not s.is_a(j + 1, "preposition", "clause_end")


def _is_at_a_place(s: Search, cue: Cue, end: int) -> bool:
    """Whether a place by its name is where two spoke: "had last spoken in Granada on", not "spoke in May"."""
    return any(
        s.lower[k] == "in"
        and s.tokens.words[k + 1].istitle()
        and not (is_month(s.lower[k + 1]) or s.has("on_a_matter", cue.last, k))
        for k in range(cue.last, min(end, cue.last + 6))
    )


def _is_of_a_meeting(s: Search, cue: Cue, sides: Sides) -> bool:
    """ "In their conversation", "the two spoke about" after "X met Y on the margins of …": the talks just told of."""
    of_the_told = cue.kind == "noun" and s.is_a(cue.first - 1, "of_the_told")
    if s.frames or not (of_the_told or (cue.kind == "with" and not sides.right)):
        return False
    before = max(0, s.here - _TOLD_BEFORE)
    return any(s.has("told_of_meeting", *s.span(index)) for index in range(before, s.here))


def _is_at_an_occasion(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether an occasion is told of where two see each other: "At the funeral,", "spoke with X over coffee"."""
    first, last = s.span(s.here)
    none = (
        cue.first if s.is_a(first, "attending") else first
    )  # "Between the parade and the gala he spoke"
    front = s.find(range(first, min(cue.first, first + _FRONTED)), "comma", none=none)
    behind = max(cue.last, sides.last)
    behind += s.is_a(behind, "comma")
    end = min(last, behind + _BEHIND)
    end = s.find(range(behind, end), "clause_end", none=end)
    # "was in the stands and spoke with"
    joined = range(cue.first - 1, first, -1) if s.lower[cue.first - 1] == "and" else range(0)
    was = s.find(joined, "was_at", none=cue.first)
    return any(
        s.is_a(j, "gathering", "session", "room", "drink", "stood_on", "visiting_noun")
        and not _goes_on_as_noun(s, j)
        and _is_led_to(s, j)
        for j in (*range(first, front), *range(was, cue.first), *range(behind, end))
    )


def _is_led_to(s: Search, j: int) -> bool:
    """Whether the words before an occasion say that one was at it: "at the gala", not "about the state of the fair"."""
    if s.is_a(j, "visiting_noun"):
        return s.lower[j - 1] == "joint"
    if s.is_a(j, "drink", "stood_on"):
        over = "over" if s.is_a(j, "drink") else "on"
        return over in s.lower[max(0, j - 2) : j]
    for k in range(j - 1, max(s.span(s.here)[0], j - _OF_IT) - 1, -1):
        if s.is_a(k, "attending", "preposition", "clause_end"):
            within = s.is_a(k, "attending") and not (s.is_a(j, "session") and s.lower[k] == "after")
            was_in = s.lower[k] == "in" and s.is_a(k - 1, "was_at")
            return within or was_in or (s.is_a(j, "room") and s.is_a(k, "in_a_room"))
    return False


def _is_abroad(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether one was where the other rules, or both elsewhere: "arrived in Lima. He spoke with", "In Davos, X"."""
    first, last = s.span(s.here)
    if len({*sides.left, *sides.right}) < 2 or s.is_a(cue.first - 1, "had"):
        return False
    if s.lower[first] == "there" or _is_headed_elsewhere(s, cue, sides):
        return True  # "went to Lima. There she spoke with"
    told = s.here > 0 and not s.is_heading(s.here - 1) and not s.speaks_of_call(s.here - 1)
    begin = s.span(s.here - 1)[0] if told else first
    return any(_has_gone(s, j, sides) for j in range(begin, last) if s.is_a(j, "going"))


def _is_headed_elsewhere(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether a place that is not the speaker's heads the sentence: "In Davos, the Swedish minister spoke with"."""
    first, _ = s.span(s.here)
    comma = s.find(range(first, min(cue.first, first + _WENT + 1)), "comma")
    names = s.tokens.words[first + 1 : max(comma, first)]
    if s.lower[first] != "in" or not names or not all(word.istitle() for word in names):
        return False
    own = {s.place(a) for a in sides.left}
    places = {r.country for r in s.refs_between(first, comma) if r.country}
    return own.isdisjoint(places) and not any(is_month(word.lower()) for word in names)


def _has_gone(s: Search, j: int, sides: Sides) -> bool:
    """Whether a party has gone where the other rules: "Moe arrived in Lima", "who is visiting Oslo", "was in Lima"."""
    begin = s.opening(j)
    if s.lower[j] == "in" and not s.is_a(j - 1, "was_or_is"):
        return False
    whither = {
        r.country for r in s.refs_between(j + 1, j + _WENT) if r.kind == "place" and r.country
    }
    before = [a for r in s.refs_between(begin, j) for a in r.actors]
    if not before and s.lower[j] != "arrival":
        return False  # "Aid arrived in Lima", not "On arrival in Lima"
    parties = {*sides.left, *sides.right}
    who = before[-1:] if before else [*sides.left]
    others = {s.place(a) for a in parties - set(who)}
    return not parties.isdisjoint(who) and not whither.isdisjoint(others)
