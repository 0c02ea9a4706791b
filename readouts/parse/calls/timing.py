"""Layer 3c: which day a cue's call was on.

What belongs here: choosing among the expressions of time around a cue, days that head an entry, and days carried
over. What does not: reading the expressions (``dates``).
"""

from __future__ import annotations

from datetime import date, timedelta

from readouts.parse.actors.references.record import PERSONS
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import SUBJECT, Search
from readouts.parse.calls.parties.groups import groups_before, groups_of
from readouts.parse.text.dates import When, is_month, may_begin, whens
from readouts.parse.text.tokens import BULLETS
from readouts.reference.feasts import feasts

_AHEAD = 8
"""So many words before a day "will" says that it is to come."""
_FAR = 40
"""So many words from a cue a day is still its own."""
_OBJECT = 6
"""So many words of what something was done to stand between the deed and its day: "the arrest of two sailors on"."""
_BACK = 3
"""Among so many sentences before one the day is looked for that "later in the day" goes back to."""
_STATEMENT = 14
"""So many words before a day a statement is still what was made then: "in a statement by his adviser on Monday"."""


def times_in(s: Search, first: int, last: int, *, anchored: bool = True) -> list[When]:
    """Return the expressions of time among tokens; "the same day" is that of the call told last."""
    document, tokens = s.document, s.tokens
    anchor = s.anchor if anchored else None
    if anchored and s.has("counted_day", first, last):
        anchor = _told_last(s, tokens.sentence[first])
    found = whens(tokens, first, last, document.published, anchor, document.language)
    return [w for w in found if not _is_owner(s, w) and not _is_in_name(s, w)]


def _is_in_name(s: Search, when: When) -> bool:
    """Whether a weekday is somebody's name in this text, or any one: "Ralph Friday", "on a Monday"."""
    if when.basis == "weekday" and s.lower[when.first - 2 : when.first] == ["on", "a"]:
        return True
    if when.basis == "weekday" and (
        feast := feasts().get(" ".join(s.lower[when.first - 1 : when.last]))
    ):
        return when.day is not None and not feast.is_on(when.day)
    if when.basis != "weekday" or s.is_a(when.first - 1, "before_day"):
        return False
    word = s.lower[when.first]
    return any(word in (p.actor.name or "").lower().split() for p in s.people)


def _is_owner(s: Search, when: When) -> bool:
    """Whether a day is that of something else: "over Thursday's takeover", not "Thursday's phone call"."""
    behind = when.last + 1
    return s.lower[when.last] == "'s" and not s.has("call_noun", behind, behind + 4)


def read_head(s: Search) -> None:
    """Note the day that heads an entry: "March 10: ...", or "Monday" on a line of its own."""
    sentence, words = s.sentences[s.here], s.tokens.words
    if sentence.paragraph == s.label[0]:
        return
    s.label = (sentence.paragraph, None)
    first, last = s.span(s.here)
    begin = first + (words[first] in BULLETS)
    if not may_begin(s.lower[begin], s.document.language):
        return
    head = times_in(s, begin, min(last, begin + 6), anchored=False)
    if head and head[0].first == begin and head[0].day:
        end = head[0].last
        if end < last and words[end] in s.words["label_end"]:
            s.label = (sentence.paragraph, head[0])


def told_before(s: Search, index: int) -> When | None:
    """Return the day that the paragraph has given before it comes to speak of a round of calls."""
    sentences = s.sentences
    if index == 0 or sentences[index - 1].paragraph != sentences[index].paragraph:
        return None
    times = times_in(s, *s.span(index - 1), anchored=False)
    return times[0] if times else None


def _told_last(s: Search, index: int) -> date | None:
    """Return the day that "the same day" of a sentence goes back to: of the call told last, or told since.

    What somebody had done before is told in passing, and its day is none to count from; nor is that of a report.
    """
    call = s.events[-1].sentence if s.events else -1
    for at in range(index - 1, max(call - 1, index - 1 - _BACK), -1):
        if s.is_heading(at):
            break
        days = _days_told(s, at)
        if at == call:  # "rang him on Sunday and met her on Monday"
            return days[-1] if s.anchor in days and not _is_of_before(s, at) else s.anchor
        if days and not _is_of_before(s, at):
            return days[-1]
    return s.anchor


def _days_told(s: Search, index: int) -> list[date]:
    """Return the days of what a sentence tells itself, in the order of its words."""
    times = [w for w in times_in(s, *s.span(index), anchored=False) if not w.counted]
    times = [w for w in times if not (_is_to_come(s, w) or _is_by_the_way(s, w))]
    return [w.day for w in times if w.day]


def _is_by_the_way(s: Search, when: When) -> bool:
    """Whether a day is of a saying or a clause of its own: "the office said on Monday", "who came on Monday"."""
    if s.has("announced", when.first - 3, when.last + 1):
        return True
    at = when.first - 1
    while at > s.opening(when.first) and not (s.is_a(at, "clause_mark") or s.is_a(at, "and")):
        said = s.is_a(at - 1, "announced")
        aside = s.is_a(at, "relative") or s.is_a(at, "leading_event")
        if aside or (s.is_a(at, "relative_thing") and not said):
            return True
        at -= 1
    return False


def _is_of_before(s: Search, index: int) -> bool:
    """Whether a sentence tells what somebody had done, and not that he had talks."""
    had = (k for k in range(*s.span(index)) if s.is_a(k, "had"))
    return any(not (s.is_a(k + 1, "determiner") or s.is_a(k + 1, "call_noun")) for k in had)


def own_day(s: Search, before: int, end: int, begin: int) -> When | None:
    """Return the day of one of several, whose words end at ``end``: "A on Monday and on Tuesday B".

    The words for the one before end at ``before``, those for the next at ``begin``.
    """
    behind = [w for w in s.times if end <= w.first < begin and not s.has("and", end, w.first)]
    ahead = [w for w in s.times if before <= w.first < end and s.has("and", before, w.first)]
    return next(iter([*ahead, *behind]), None)


def day_of(s: Search, cue: Cue) -> When | None:
    """Return the expression of time nearest to the cue in its sentence."""
    best: When | None = None
    distance = _FAR
    lower, first = s.lower, s.opening(cue.first)
    of_span = lower[cue.last] == "of" and s.has("span", cue.last, cue.last + 3)
    if of_span or s.has("span", max(first, cue.first - 3), cue.first):
        # "Last week's call", "the call of last month": no day of the sentence is that of this call.
        return None
    if s.lower[cue.last] == "in" and is_month(s.lower[cue.last + 1], s.document.language):
        return None  # "a phone call in January"
    for when in s.times:
        before = when.last <= cue.first and not _is_set_off(s, when, cue)
        if before and s.has("later", when.last, cue.first):
            if when.day and lower[when.last : when.last + 4] == [",", "a", "day", "after"]:
                away = 6 if _is_to_come(s, when) else -1
                return When(when.first, when.last, when.day + timedelta(days=away), "relative")
            continue
        gap = when.first - cue.last if when.first >= cue.last else cue.first - when.last
        other = _is_of_saying(s, when, cue, first) or _is_apart(s, when, cue)
        other = other or _is_of_the_matter(s, when, cue) or _is_of_an_event(s, when, cue)
        if best and when.counted and "," in lower[best.last : cue.first]:
            gap = 0  # "met envoys on Monday, having rung her a day earlier"
        if gap < distance and not (other or _is_to_come(s, when)):
            best, distance = when, gap
    return _labelled(s, cue, _counted_from_saying(s, cue, best))


def _is_set_off(s: Search, when: When, cue: Cue) -> bool:
    """Whether what came before or after a day is put between commas: "on Monday, a day after the vote, X rang Y"."""
    if s.lower[when.last] != ",":
        return False
    comma = next((k for k in range(when.last + 1, cue.first) if s.lower[k] == ","), when.last)
    people = any(ref.kind in PERSONS for ref in s.refs_between(when.last, comma))
    return s.has("later", when.last, comma) and not people


def _counted_from_saying(s: Search, cue: Cue, when: When | None) -> When | None:
    """Count "the day before", "today" from the day it was said: "said on Monday he had rung her the day before"."""
    published = s.document.published
    if when is None or when.basis != "relative" or not when.day or when.counted or not published:
        return when
    for told in s.times:
        said = s.has("announced", told.first - 3, told.first)
        said = said or s.has("published", told.first - 3, told.first)
        if said and told.day and told.basis != "relative" and told.last <= cue.first:
            return When(when.first, when.last, when.day + (told.day - published), "relative")
    return when


def _is_apart(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day before a cue belongs to a clause before it: "X met Y on Monday, Z said of the call"."""
    if _is_aside(s, when, cue) or _is_of_next_clause(s, when, cue):
        return True
    relative = next((k for k in range(cue.first, when.last, -1) if s.is_a(k, "relative")), 0)
    before = s.has("to_have", relative, cue.first) and "," not in s.lower[relative : cue.first]
    if relative and before:
        return True  # "on Monday X met Y, with whom he had spoken by phone"
    groups = [g for g in groups_before(s, cue.first) if g.role == SUBJECT]
    subjects = [g.first for g in groups if not any(s.people[a].weak for a in g.refs[0].actors)]
    j = when.first - 1
    while j > 0 and s.is_a(j, "before_day"):
        j -= 1
    earlier = not s.is_a(j, "clause_end") and any(at < when.first for at in subjects)
    return earlier and any(when.last <= at < cue.first for at in subjects)


def _is_of_next_clause(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day begins a clause behind a call: "rang her, and on Monday met envoys"."""
    at = when.first - 1
    while at > cue.last and s.is_a(at, "before_day"):
        at -= 1
    does = (
        s.lower[when.last].endswith("ed") or s.is_a(when.last, "met") or s.is_a(when.last, "finite")
    )
    return at >= cue.last and s.lower[at] == "and" and does


def _is_aside(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day is in a clause of its own: "X, who was elected on Monday, rang Y", "where on Sunday"."""
    if when.first >= cue.last:
        begin = next((k for k in range(cue.last, when.first) if s.is_a(k, "clause_of_place")), -1)
        return begin > cue.last and s.lower[begin - 1] == ","
    if when.last > cue.first or "," not in s.lower[when.last : cue.first]:
        return False
    at = when.first - 1
    while at > s.opening(cue.first) and s.lower[at] != "," and not s.is_a(at, "relative"):
        at -= 1
    return s.is_a(at, "relative") or s.is_a(at + 1, "sworn")


def _is_of_the_matter(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day is of what was spoken about: "in his call with X, Y voiced concern over the coup on 18 May"."""
    if cue.kind != "noun":
        return False
    behind = [
        g for g in groups_of(s, s.here) if g.role == SUBJECT and cue.last <= g.first < when.first
    ]
    led = bool(behind) and "," in s.lower[cue.last : behind[0].first]
    return led and s.has("on_a_matter", behind[-1].last, when.first)


def _is_of_an_event(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day is of what a call was about, or what it came before or after: "over the crash on February 28"."""
    if when.last <= cue.first:
        first = s.opening(cue.first)
        led = s.is_a(first, "leading_event") and s.lower[when.last] == ","
        return led and not s.has("clause_mark", first, when.first)
    at = when.first - 1
    while s.is_a(at, "right_before_day") or s.is_a(at, "a_or_an"):
        at -= 1
    if _is_of_clause(s, cue.last, at + 1):
        return True
    while at > cue.last and (s.tokens.words[at].istitle() or s.is_a(at, "around_scene")):
        at -= 1  # "the summit in Baku on March 10", "a debate in the Commons on Monday"
    of = next((k for k in range(at, max(cue.last, at - _OBJECT), -1) if s.lower[k] == "of"), 0)
    if of and s.is_a(of - 1, "event") and not s.has("clause_mark", of, at + 1):
        at = of - 1  # "the arrest of two sailors on Monday"
    if at <= cue.last or not s.is_a(at, "event"):
        return False
    ahead = s.lower[at - 1] in ("be", "to")  # "to be held on March 10", "to meet on Sunday"
    on = s.lower[at - 1 - s.is_a(at - 1, "determiner")] == "on"  # "condolences on the deaths"
    return ahead or on or s.has("on_a_matter", cue.last, at)


def _is_of_clause(s: Search, first: int, last: int) -> bool:
    """Whether a clause about a matter goes on to ``last``: "about the convoy that entered Oslo", "after they came"."""
    begin = last
    while begin > first and not s.is_a(begin - 1, "clause_mark"):
        begin -= 1
    for at in range(last - 1, begin, -1):
        if s.is_a(at, "leading_event"):
            hour = s.is_a(at + 1, "time_of_day") or s.lower[at + 1][:1].isdigit()
            return not hour and s.lower[at - 1] != "one"  # "one after the other on Monday"
        if s.lower[at] == "that":
            matter = s.is_a(at - 1, "event") or s.has("on_a_matter", first, at)
            return matter and not s.is_a(at - 1, "announced") and not s.is_a(at - 1, "said")
    return False


def _is_to_come(s: Search, when: When) -> bool:
    """Whether a day is of what is planned: "will visit", "is due to visit", "ahead of a vote in Oslo on Wednesday"."""
    j = when.first - 1
    while j > when.first - _AHEAD and not s.is_a(j, "clause_end"):
        planned = s.lower[j + 1] == "to" and not s.is_a(j + 2, "determiner")
        planned = planned and (s.is_a(j, "scheduled") or s.is_a(j, "to_be_planned"))
        if s.is_a(j, "modal") or planned:
            return True
        if s.lower[j : j + 2] == ["ahead", "of"]:
            return True
        j -= 1
    return False


def _is_of_saying(s: Search, when: When, cue: Cue, first: int) -> bool:
    """Whether a day tells when something was said, and not when the call was: "the EU said on Monday"."""
    if when.first > cue.last:
        at = when.first - 1
        while s.is_a(at, "right_before_day"):
            at -= 1
        if s.is_a(at, "published") and s.is_a(at - 3, "announced"):
            at -= 3  # "the ministry said in a statement late on Monday"
        thanks = s.lower[cue.first - 2] == "for" and s.has("thanks", first, cue.first - 2)
        told = s.is_a(at, "announced") or s.has("relative", cue.last, at)
        return at > cue.last and (told or thanks)
    near = max(first, when.first - _STATEMENT)
    if s.has("published", near, when.first) and s.has("announced", when.last, cue.first):
        return True
    that = "that" in s.lower[when.last : cue.first]
    return that and s.has("announced", max(first, when.first - 12), when.first)


def _labelled(s: Search, cue: Cue, best: When | None) -> When | None:
    """Under a day that heads the entry, words such as "this evening" count from it."""
    begin, label = s.opening(cue.first), s.label[1]
    if label is not None:
        headed = best is None or best.first == label.first
        if headed and s.has("perfect", cue.first - 3, cue.first):
            return None
        if best is None or best.basis == "relative":
            return label
    goes_on = s.has("goes_on", cue.first - 6, cue.first)
    goes_on = goes_on or s.has("goes_on", begin, min(begin + 4, cue.first))
    if best is None and s.anchor and goes_on:
        return When(cue.first, cue.first, s.anchor, "relative")
    return best
