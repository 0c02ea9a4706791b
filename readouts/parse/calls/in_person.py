"""Layer 3c: whether two who spoke met, where nothing says that they telephoned.

What belongs here: what tells of a meeting in the clause of a cue, elsewhere in its sentence, and in the sentences
beside. What does not: the words of places and occasions (``in_person.tsv``), what says that it was a call (``cues``),
and traps among the words of a cue (``held``).
"""

from __future__ import annotations

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import SUBJECT, Search
from readouts.parse.calls.held import listed
from readouts.parse.calls.parties.groups import actors_of, groups_of, last_subject
from readouts.parse.calls.parties.sides import Sides
from readouts.parse.text.dates import is_month

_TOLD_BEFORE = 3
"""So many sentences back a meeting may be told of that "their conversation" is."""
_BEHIND = 10
"""Within so many words behind whom one spoke with stands where: "on Monday at her residence"."""
_OF_IT = 4
"""So many words lead to an occasion, or from two to what they do, at most: "the two were later photographed"."""
_LONG = 7
"""Among so many words it is told how long two spoke: "for about three quarters of an hour"."""
_WENT = 3
"""So many words stand between going and whither: "arrived late in Lima"."""


def is_in_person(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether the clause of a cue speaks of a meeting, or the talks were "in Jerusalem"."""
    first, last = s.span(s.here)
    low = max(first, cue.first - 12)
    low = max((j + 1 for j in range(low, cue.first) if s.is_a(j, "clause_end")), default=low)
    high = min(last, cue.last + 18)
    high = s.find(range(cue.last, high), "clause_end", none=high)
    behind = max(cue.last, sides.last)
    behind = _behind_time(s, behind + s.is_a(behind, "comma"))
    end = s.find(range(behind, min(last, behind + _BEHIND)), "clause_end", none=behind + _BEHIND)
    # "at the Norwegian side's request", "in the wake of the storm"
    asked = s.has("request", behind, end) or s.has("no_place", behind, behind + 1 + _OF_IT)
    return (
        _is_at_a_meeting(s, cue, low, high, behind)
        or _lists(s, "head", first, cue.first)
        or (not asked and _lists(s, "behind", behind, min(end, last)))
        or (not sides.right and _lists(s, "near", cue.last, min(high, cue.last + _LONG)))
        or _lists(s, "sentence", first, last)
        or _is_of_a_meeting(s, cue, sides)
        or _are_only_they(s, cue)
        or _is_told_beside(s, cue)
        or _is_abroad(s, cue, sides)
    )


def _lists(s: Search, where: str, first: int, last: int) -> bool:
    """Whether words hold what the table lists of a place, with "Name" for what has a capital letter there."""
    begin = s.opening(first) if first < last else first
    line = [
        "Name" if word.istitle() and k > begin and not (is_month(low) or s.is_a(k, "when")) else low
        for k, (word, low) in enumerate(
            zip(s.tokens.words[first:last], s.lower[first:last], strict=True), first
        )
    ]
    line = [*(["^"] if first == begin else []), *line]
    line = ["@", *line] if where in ("behind", "near") else [*line, "@"]
    return listed("in_person", s.document.language)["any", where].is_in(line)


def _is_at_a_meeting(s: Search, cue: Cue, low: int, high: int, behind: int) -> bool:
    """Whether the clause of a cue names what people meet at; not "about the next conference", "ahead of her visit"."""
    other = s.find(range(behind, high), "other_occasion", none=high)
    alone = not s.has("on_a_visit", *s.span(s.here))
    for j in (j for j in range(low, high) if s.is_a(j, "in_person")):
        if j > other and s.is_a(j, "visiting_noun") and alone:
            continue
        leads = range(j - 1, max(cue.last, j - _OF_IT) - 1, -1)
        k = s.find(leads, "of_a_matter", "preposition")
        if k >= 0 and s.is_a(k, "of_a_matter"):
            continue
        if s.lower[j] != "met" or not s.has("before_met", max(low, j - 3), j):
            return True
    return False


def _are_only_they(s: Search, cue: Cue) -> bool:
    """Whether "they talked about bread" is all that is told of talks: people who are in one place do that."""
    told = last_subject(s, cue.first)
    if told is None or len(told.refs) != 1 or told.refs[0].kind not in ("pronoun", "group"):
        return False
    before = s.here - 1
    # "cut short a call with his daughter to greet Moe. They talked for an hour"
    kin = before >= 0 and s.has("kin", *s.span(before)) and s.speaks_of_call(before)
    met = before >= 0 and (kin or s.has("in_person", *s.span(before)) or _is_paid(s, before))
    several = len(actors_of(s, told)) > 1 and (met or s.lower[cue.last] in ("about", "of"))
    calls = (i for i in range(s.here) if s.speaks_of_call(i) and not _is_paid(s, i))
    rang = any(i != before or not kin for i in calls)
    return several and not s.frames and not rang


def _is_paid(s: Search, sentence: int) -> bool:
    """Whether the words for a call are of a visit: "called on the minister", "paid a courtesy call on her"."""
    visit = _lists(s, "visit", *s.span(sentence))
    return visit and not s.cues(sentence, heading=s.is_heading(sentence))


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


def _is_told_beside(s: Search, cue: Cue) -> bool:
    """Whether a sentence tells what both did in one place: "The two then signed", "X and Y shook hands and talked"."""
    for k in range(max(0, s.here - 1), min(len(s.sentences), s.here + 2)):
        if s.is_heading(k) or (k != s.here and s.speaks_of_call(k)):
            continue
        if _lists(s, "beside", *s.span(k)) or (k >= s.here and _lists(s, "after", *s.span(k))):
            return True
        both = (g for g in groups_of(s, k) if g.role == SUBJECT and len(actors_of(s, g)) > 1)
        ends = [(g.last, min(g.last + _OF_IT, cue.first)) for g in both if k <= s.here]
        if any(s.has("done_side_by_side", *end) for end in ends):
            return not s.has("of_a_call", *s.span(s.here))
    return False


def _is_of_a_meeting(s: Search, cue: Cue, sides: Sides) -> bool:
    """ "In their conversation", "the two spoke about" after "X met Y on the margins of …": the talks just told of."""
    of_the_told = cue.kind == "noun" and s.is_a(cue.first - 1, "of_the_told")
    if s.frames or not (of_the_told or (cue.kind == "with" and not sides.right)):
        return False
    before = max(0, s.here - _TOLD_BEFORE)
    return any(s.has("told_of_meeting", *s.span(index)) for index in range(before, s.here))


def _is_abroad(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether one was where the other rules: "arrived in Lima. He spoke with", "who is visiting Oslo"."""
    first, last = s.span(s.here)
    parties = {*sides.left, *sides.right}
    if len(parties) < 2 or s.is_a(cue.first - 1, "had"):
        return False
    told = s.here > 0 and not s.is_heading(s.here - 1) and not s.speaks_of_call(s.here - 1)
    for j in range(s.span(s.here - 1)[0] if told else first, last):
        if not s.is_a(j, "going") or (s.lower[j] == "in" and not s.is_a(j - 1, "was_or_is")):
            continue
        before = [a for r in s.refs_between(s.opening(j), j) for a in r.actors]
        who = before[-1:] if before or s.lower[j] != "arrival" else [*sides.left]
        others = {s.place(a) for a in parties.difference(who)}
        places = (r.country for r in s.refs_between(j + 1, j + _WENT) if r.kind == "place")
        if not parties.isdisjoint(who) and not others.isdisjoint(filter(None, places)):
            return True
    return False
