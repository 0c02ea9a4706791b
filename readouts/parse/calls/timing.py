"""Layer 3c: which day a cue's call was on.

What belongs here: choosing among the expressions of time around a cue, days that head an entry, and days carried
over. What does not: reading the expressions (``dates``).

A day is the call's where no word stands between the two that turns to something else: what was said, what came before
or after, what is planned, whose day it may be as well. Where one does, the day is left open.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Search
from readouts.parse.text.dates import When, is_month, may_begin, whens
from readouts.parse.text.tokens import DASHES, tokenise
from readouts.reference import read_table

_SPAN = re.compile(r"(\d{1,2})-(\d{1,2})")
_TITLE = 4
"""Among so many lines at the head it stands of which days a page is."""
_OCCASION = 4
"""Within so many words behind an event stands its day: "the crash in Lima on Tuesday"."""
_AHEAD = 8
"""So many words before a day "will" says that it is to come."""
_FAR = 40
"""So many words from a cue a day is still its own."""
_JOINED = 8
"""So many words nearer is a day behind a call than one that "and" joins before it."""
_BACK = 3
"""Among so many sentences before one the day is looked for that "later in the day" goes back to."""
_NEAR = 6
"""Within so many words stands whose call "Friday's phone call" is."""
_STATEMENT = 14
"""So many words before a day a statement is still what was made then: "in a statement by his adviser on Monday"."""


def times_in(s: Search, first: int, last: int, *, anchored: bool = True) -> list[When]:
    """Return the expressions of time among tokens; "the same day" is that of the call told last."""
    document, tokens = s.document, s.tokens
    anchor = s.anchor if anchored else None
    if anchored and s.has("counted_day", first, last):
        anchor = _told_last(s, tokens.sentence[first])
    published = document.published_at(tokens.starts[first])
    found = whens(tokens, first, last, published, anchor, document.language)
    return [w for w in found if not _is_of_another(s, w)]


def _is_of_another(s: Search, when: When) -> bool:
    """Whether a day is of something that it names, or a name: "Thursday's takeover", "Ralph Friday", "on a Monday"."""
    lower, at = s.lower, when.first
    if lower[when.last] == "'s" and not s.has("call_noun", when.last + 1, when.last + 5):
        return True
    if s.is_a(at - 1, "before_day"):
        return lower[at - 2] == "one"  # "follows the one on Monday"
    if when.basis != "weekday":
        return False
    feast = " ".join(lower[at - 1 : when.last]) in _feasts()
    named = any(lower[at] in (p.actor.name or "").lower().split() for p in s.people)
    return lower[at - 2 : at] == ["on", "a"] or feast or named


@cache
def _feasts() -> frozenset[str]:
    return frozenset(row["feast"] for row in read_table("feasts", "en"))


def read_head(s: Search) -> None:
    """Note the day that heads an entry: "March 10: ...", or "Monday" on a line of its own."""
    sentence, words = s.sentences[s.here], s.tokens.words
    if sentence.paragraph == s.label[0]:
        return
    entry = s.entries.get(s.here)
    timed = entry is not None and entry.when is None
    if sentence.heading and not timed:
        s.section = None  # "Wednesday morning: Oslo steps in" is of all up to the next heading
    s.label = (sentence.paragraph, (s.section or s.page_day) if timed else s.section)
    if entry is not None and entry.when is not None:
        s.label = (sentence.paragraph, entry.when)
        s.section = entry.when if sentence.heading else s.section
        return
    first, last = s.span(s.here)
    if not may_begin(s.lower[first], s.document.language):
        return
    head = times_in(s, first, min(last, first + 6), anchored=False)
    if head and head[0].first == first and head[0].day:
        end = head[0].last + s.is_a(head[0].last, "part_of_day")
        alone = end == last - 1 and words[end] == "."  # "Wednesday 18 June. Call to X."
        alone = alone or (end == last and sentence.heading and s.is_diary)
        if alone or (end < last and words[end] in s.words["label_end"]):
            when = _of_the_week(s, head[0]) if sentence.heading else head[0]
            s.label = (sentence.paragraph, when)
            s.section = when if sentence.heading else s.section


def _of_the_week(s: Search, when: When) -> When:
    """The day of a heading "Monday": of the days that the page is of, or before those below that are before it.

    So it is on a page of a Monday, whose "Monday" stands above a "Wednesday" that was.
    """
    published = s.document.published_at(s.tokens.starts[when.first])
    if when.basis != "weekday" or when.day is None or published is None:
        return when
    if told := _days_told(s):
        first, last = told
        day = first + timedelta((when.day.weekday() - first.weekday()) % 7)
        return replace(when, day=day) if day <= last else when
    below = (i for i in range(s.here + 1, len(s.sentences)) if s.is_heading(i))
    spans = (s.span(i) for i in below)
    heads = (times_in(s, first, last, anchored=False) for first, last in spans)
    days = [head[0].day for head in heads if head and head[0].day]
    before = when.day == published and bool(days) and days[0] < published
    return replace(when, day=published - timedelta(7)) if before else when


def _days_told(s: Search) -> tuple[date, date] | None:
    """The first and the last day of which the lines above say that a page is: "The week, 2-8 March"."""
    for index in range(min(_TITLE, s.here)):
        first, last = s.span(index)
        told = [w for w in times_in(s, first, last, anchored=False) if w.day]
        for one, two in pairwise(told):  # "27 July to 2 August"
            if two.first == one.last + 1 and _joins(s, one.last) and one.day and two.day:
                return (one.day, two.day) if one.day <= two.day else None
        for when in told:  # "27 - 31 July"
            begin = s.lower[when.first - 2]
            if when.day and begin.isdigit() and _joins(s, when.first - 1):
                since = when.day.day - int(begin)
                return (when.day - timedelta(since), when.day) if since >= 0 else None
        for k in range(first, last - 1):  # "27-31 July" is one word and a month
            if days := _SPAN.fullmatch(s.lower[k]):
                day = _day_named(s, f"{days[2]} {' '.join(s.lower[k + 1 : k + 3])}")
                since = int(days[2]) - int(days[1])
                return (day - timedelta(since), day) if day and since >= 0 else None
    return None


def _joins(s: Search, at: int) -> bool:
    return s.tokens.words[at] in DASHES or s.is_a(at, "and_or_to")


def _day_named(s: Search, text: str) -> date | None:
    """The day that words of their own name."""
    tokens = tokenise(text)
    tokens.sentence, tokens.first, tokens.last = [0] * len(tokens), [0], [len(tokens)]
    found = whens(tokens, 0, len(tokens), s.document.published, language=s.document.language)
    return found[0].day if found and found[0].basis == "stated" else None


def _told_last(s: Search, index: int) -> date | None:
    """Return the day that "the same day" of a sentence goes back to: the only one told shortly before it."""
    call = s.events[-1].sentence if s.events else 0
    since = range(max(call, index - _BACK, 0), index)
    spans = [s.span(at) for at in since if not s.is_heading(at)]
    days = {w.day for span in spans for w in times_in(s, *span, anchored=False)} - {None}
    days |= {s.anchor} - {None}
    return days.pop() if len(days) == 1 else None


def day_of(s: Search, cue: Cue) -> When | None:
    """Return the expression of time nearest to the cue in its sentence, of which a dateline's is the last choice."""
    lower, first = s.lower, s.opening(cue.first)
    of_span = lower[cue.last] == "of" and s.has("span", cue.last, cue.last + 3)
    if of_span or s.has("span", max(first, cue.first - 3), cue.first):
        # "Last week's call", "the call of last month": no day of the sentence is that of this call.
        return None
    heads = [when for when in s.times if _heads_line(s, when)]
    own = _nearest(s, cue, [when for when in s.times if when not in heads])
    return _labelled(s, cue, _counted_from_saying(s, cue, own or _nearest(s, cue, heads)))


def only_day(s: Search, sentences: list[int]) -> When | None:
    """The one day that some sentences tell of what was; None where they tell of none, or of several."""
    told = [w for i in sentences for w in times_in(s, *s.span(i), anchored=False)]
    told = [w for w in told if not (_is_to_come(s, w) or _heads_line(s, w))]
    # "offered condolences by phone over the crash on Tuesday"
    told = [w for w in told if not s.has("event", w.first - _OCCASION, w.first)]
    return told[0] if len(told) == 1 else None


def _heads_line(s: Search, when: When) -> bool:
    """Whether a day heads a line, as a dateline does: "5 March 2026 - X rang Y on Wednesday", "OSLO, March 5 (ATN)"."""
    before = s.tokens.words[s.opening(when.first) : when.first]
    return s.is_a(when.last, "heading_end") and not any(word.islower() for word in before)


def _nearest(s: Search, cue: Cue, times: list[When]) -> When | None:
    """The one of some expressions of time nearest to a cue, of those that may be its."""
    best: When | None = None
    distance = _FAR
    for when in times:
        behind = when.first >= cue.last
        gap = when.first - cue.last if behind else cue.first - when.last
        if not behind and s.lower[when.last + s.is_a(when.last, "comma")] == "and":
            gap += _JOINED  # "met X on Monday, and spoke by phone on Tuesday with Y"
        if when.counted and best is not None and best.last <= cue.first:
            gap = 0  # "met envoys on Monday, having rung her a day earlier"
        if gap >= distance or _is_to_come(s, when):
            continue
        if (_is_own_behind if behind else _is_own_before)(s, when, cue):
            best, distance = when, gap
    return best


def _is_own_behind(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day behind a cue may be its call's: not "rang her, the ministry said on Monday", "over the raid on"."""
    at = s.back(when.first - 1, "before_day", "right_before_day")
    between = range(cue.last, when.first)
    if any(_turns(s, k, cue) or _tells_loosely(s, k) for k in between):
        return False
    if s.is_a(cue.last, "to_be", "scheduled"):
        return False  # "the call agreed on Sunday"
    done = s.lower[at].endswith("ed") and at >= cue.last
    if done and (s.has("of_a_matter", cue.last, at) or s.is_a(at, "sworn", "looking_back")):
        return False  # "about the ship seized on Monday"
    thanked = s.has("thanks", s.opening(cue.first), when.first)
    if thanked and s.has("planned_for", cue.first - 2, at):
        return False  # "thanked her for the call on Monday"
    ends = s.lower[when.last].endswith("ed")
    does = ends or s.is_a(when.last, "finite", "met", "subject_pronoun")
    return not (does and at >= cue.last and s.is_a(at, "and", "comma"))


def _turns(s: Search, at: int, cue: Cue) -> bool:
    """Whether a word behind a cue turns to something else, with a day of its own: "said", "after", "the raid"."""
    if s.is_a(at, "leading_event", "opening_event"):
        said_when = s.is_a(at + 1, "time_of_day", "asked_for")  # "before noon", "upon request"
        return not (said_when or s.lower[at + 1].isdigit())
    others = "announced", "relative", "modal", "had", "event", "turning"
    that = s.lower[at] == "that" and at > cue.last and not s.is_a(at + 1, "part_of_day")
    return that or s.is_a(at, *others)


def _tells_loosely(s: Search, at: int) -> bool:
    """Whether a time that is no day is told at a word: "last week", "some days ago", "in January", "recently"."""
    month = s.lower[at] == "in" and is_month(s.lower[at + 1], s.document.language)
    span = s.is_a(at, "past_span") and s.is_a(at + 1, "span")
    return month or span or s.lower[at] == "ago" or s.is_a(at, "loosely")


def _is_own_before(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day before a cue may be its call's: not "After talks on Monday, X", "said on Monday that"."""
    between, opens = (when.last, cue.first), s.opening(cue.first)
    if when.last == cue.first or (s.lower[when.last] == "'s" and cue.first - when.last < _NEAR):
        return True  # "a Wednesday call", "Friday's phone call"
    heads = s.back(when.first - 1, "before_day") < opens
    if s.lower[when.last] == "that" and s.has("had", *between):
        return False  # "denied on Tuesday that she had promised it in a phone call"
    if not heads and (s.has("later", *between) or ":" in s.lower[slice(*between)]):
        return False  # "it was agreed on Monday, a day after X rang Y"
    others = "relative", "clause_of_place", "opening_event", "turning"
    turns = (k for k in range(*between) if s.is_a(k, *others))
    if any(not (s.lower[k] == "what" and s.is_a(k - 1, "holds")) for k in turns):
        return False  # but "had what his office called a good call"
    said = s.find(range(*between), "announced")
    if said >= 0 and (
        s.is_a(said + 1, "subject_pronoun", "had")
        or ("that" in s.lower[said : cue.first] and cue.kind != "noun")
        or s.has("published", max(opens, when.first - _STATEMENT), when.first)
    ):
        return False
    if cue.kind == "noun" and s.has("looking_back", *between):
        return False
    begin = when.first
    while begin > opens and not s.is_a(begin - 1, "clause_mark"):
        begin -= 1
    that = s.back(when.first - 1, "before_day", "this")
    he = s.is_a(when.last, "subject_pronoun") and not s.has("in_a_clause", *between)
    if he and s.lower[that] == "that":
        begin = that + 1  # "said that on Monday he rang X"
    of_others = "relative", "leading_event", "occasioned", "announced", "sworn", "styled"
    led = any(s.has(name, begin, when.first) for name in of_others)
    led = led or (begin < when.first and s.is_a(begin, "opening_event", "amid", "arriving"))
    return not led and not s.is_a(when.last, "about_a_call")


def _counted_from_saying(s: Search, cue: Cue, when: When | None) -> When | None:
    """Count "the day before", "today" from the day it was said: "said on Monday he had rung her the day before"."""
    published = s.document.published_at(s.tokens.starts[cue.first])
    if when is None or not when.day or when.counted or not published:
        return when
    if when.basis == "weekday" and s.has("had", *s.span(s.here)):
        # "told parliament on Sunday that she had spoken with X on Friday": the one before
        he = s.has("subject_pronoun", cue.first - 2, cue.first)
        since = s.span(max(0, s.here - he))[0], cue.first
        days = (w for w in times_in(s, *since) if s.has("announced", w.first - 3, w.first))
        later = any(w.basis == "weekday" and w.day and w.day < when.day for w in days)
        return replace(when, day=when.day - timedelta(7)) if later else when
    for told in s.times if when.basis == "relative" else ():
        said = s.find(range(told.first - 3, told.first), "announced", "published") >= 0
        if said and told.day and told.basis != "relative" and told.last <= cue.first:
            return replace(when, day=when.day + (told.day - published))
    return when


def _is_to_come(s: Search, when: When) -> bool:
    """Whether a day is of what is planned: "will visit", "is due to visit", "ahead of a vote in Oslo on Wednesday"."""
    if s.is_a(when.first - 1, "planned_for"):
        return True
    begin = when.first
    while begin > when.first - _AHEAD and not s.is_a(begin - 1, "clause_end"):
        begin -= 1
    words = range(begin, when.first)
    planned = any(s.is_a(k, "scheduled", "to_be_planned") and s.lower[k + 1] == "to" for k in words)
    opens = s.is_a(s.back(when.first - 1, "before_day"), "clause_end")
    end = s.find(range(when.last, when.last + _AHEAD), "clause_end", none=when.last + _AHEAD)
    ahead = s.has("modal", begin, when.first) or "ahead" in s.lower[begin : when.first]
    invited = s.find(words, "invites", none=when.first)
    ahead = ahead or "to" in s.lower[invited : when.first]  # "invited him to Oslo on Tuesday"
    return planned or ahead or (opens and s.has("modal", when.last, end))


def _labelled(s: Search, cue: Cue, best: When | None) -> When | None:
    """Under a day that heads the entry, words such as "this evening" count from it."""
    begin, label = s.opening(cue.first), s.label[1]
    if label is not None:
        headed = best is None or best.first == label.first
        has = s.find(range(max(0, cue.first - 3), cue.first), "perfect")
        owns = s.is_a(has, "genitive") and not s.is_a(has - 1, "subject_pronoun")
        if headed and has >= 0 and not owns:
            return None  # "she has spoken", "he's spoken"
        published = s.document.published_at(s.tokens.starts[cue.first])
        if best and best.basis == "relative" and best.day and label.day and published:
            since = timedelta() if best.counted else best.day - published
            return replace(label, day=label.day + since)  # "yesterday": the day before it
        if best is None or best.basis == "relative":
            return label
    goes_on = s.has("goes_on", cue.first - 6, cue.first)
    goes_on = goes_on or s.has("goes_on", begin, min(begin + 4, cue.first))
    if best is None and s.anchor and goes_on:
        return When(cue.first, cue.first, s.anchor, "relative")
    return best
