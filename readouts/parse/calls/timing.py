"""Layer 3c: which day a cue's call was on.

What belongs here: choosing among the expressions of time around a cue, days that head an entry, and days carried
over. What does not: reading the expressions (``dates``), and days of what was said of a call (``saying``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from readouts.parse.actors.references.record import PERSONS
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import SUBJECT, Search
from readouts.parse.calls.parties.groups import groups_before
from readouts.parse.calls.saying import counted_from_saying, is_of_saying
from readouts.parse.text.dates import When, is_month, may_begin, whens
from readouts.parse.text.tokens import BULLETS
from readouts.reference.feasts import feasts

_AHEAD = 8
"""So many words before a day "will" says that it is to come."""
_LEAD = 4
"""Among so many first words of a clause stands what leads to an event: "a day after", "in the wake of"."""
_FAR = 40
"""So many words from a cue a day is still its own."""
_JOINED = 8
"""So many words nearer is a day behind a call than one that "and" joins before it."""
_OBJECT = 6
"""So many words of what something was done to stand between the deed and its day: "the arrest of two sailors on"."""
_BACK = 3
"""Among so many sentences before one the day is looked for that "later in the day" goes back to."""


def times_in(s: Search, first: int, last: int, *, anchored: bool = True) -> list[When]:
    """Return the expressions of time among tokens; "the same day" is that of the call told last."""
    document, tokens = s.document, s.tokens
    anchor = s.anchor if anchored else None
    if anchored and s.has("counted_day", first, last):
        anchor = _told_last(s, tokens.sentence[first])
    published = document.published_at(tokens.starts[first]) if first < last else None
    found = whens(tokens, first, last, published, anchor, document.language)
    # "over Thursday's takeover" is of something else, not "Thursday's phone call".
    owners = {w for w in found if s.lower[w.last] == "'s"}
    owners = {w for w in owners if not s.has("call_noun", w.last + 1, w.last + 5)}
    return [w for w in found if w not in owners and not _is_in_name(s, w)]


def _is_in_name(s: Search, when: When) -> bool:
    """Whether a weekday is somebody's name in this text, or any one: "Ralph Friday", "on a Monday".

    Or a day is of another call: "follows the one on Monday".
    """
    if s.is_a(when.first - 1, "before_day") and s.lower[when.first - 2] == "one":
        return True
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


def read_head(s: Search) -> None:
    """Note the day that heads an entry: "March 10: ...", or "Monday" on a line of its own."""
    sentence, words = s.sentences[s.here], s.tokens.words
    if sentence.paragraph == s.label[0]:
        return
    if sentence.heading:
        s.section = None  # "Wednesday morning: Oslo steps in" is of all up to the next heading
    s.label = (sentence.paragraph, s.section)
    first, last = s.span(s.here)
    begin = first + (words[first] in BULLETS)
    if not may_begin(s.lower[begin], s.document.language):
        return
    head = times_in(s, begin, min(last, begin + 6), anchored=False)
    if head and head[0].first == begin and head[0].day:
        end = head[0].last + s.is_a(head[0].last, "part_of_day")
        alone = end == last - 1 and words[end] == "."  # "Wednesday 18 June. Call to X."
        alone = alone or (end == last and sentence.heading and s.is_diary)
        if alone or (end < last and words[end] in s.words["label_end"]):
            s.label = (sentence.paragraph, head[0])
            s.section = head[0] if sentence.heading else s.section


def is_history(s: Search) -> bool:
    """Whether a sentence tells what was so many years before: "A year ago, as the raid began, she spoke with Quen"."""
    first, last = s.span(s.here)
    return any(
        s.lower[k] == "ago" and s.lower[k - 1] in ("year", "years") for k in range(first + 1, last)
    )


def _told_last(s: Search, index: int) -> date | None:
    """Return the day that "the same day" of a sentence goes back to: of the call told last, or told since.

    What somebody had done before is told in passing, and its day is none to count from; nor is that of a report.
    """
    call = s.events[-1].sentence if s.events else -1
    for at in range(index - 1, max(call - 1, index - 1 - _BACK, -1), -1):
        if s.is_heading(at):
            break
        times = times_in(s, *s.span(at), anchored=False)
        passing = {w for w in times if w.counted or _is_to_come(s, w) or _is_by_the_way(s, w)}
        days = [w.day for w in times if w.day and w not in passing]
        had = (k for k in range(*s.span(at)) if s.is_a(k, "had"))  # not "had talks"
        before = not all(s.is_a(k + 1, "determiner", "call_noun") for k in had)
        if at == call:  # "rang him on Sunday and met her on Monday"
            return days[-1] if s.anchor in days and not before else s.anchor
        if days and not before:
            return days[-1]
    return s.anchor or _told_today(s, index)


def _told_today(s: Search, index: int) -> date | None:
    """The day of publication, where a sentence shortly before one tells of it: "told parliament on Monday", today."""
    before = range(max(0, index - _BACK), index)
    days = {w.day for at in before for w in times_in(s, *s.span(at), anchored=False)}
    published = s.document.published_at(s.sentences[index].start)
    return published if published in days else None


def _is_by_the_way(s: Search, when: When) -> bool:
    """Whether a day is of a saying or a clause of its own: "the office said on Monday", "who came on Monday"."""
    if s.has("announced", when.first - 3, when.last + 1):
        return True
    for at in range(when.first - 1, s.opening(when.first), -1):
        if s.is_a(at, "clause_mark", "and"):
            return False
        said = s.is_a(at - 1, "announced")
        if s.is_a(at, "relative", "leading_event") or (s.is_a(at, "relative_thing") and not said):
            return True
    return False


def own_day(s: Search, before: int, end: int, begin: int) -> When | None:
    """Return the day of one of several, whose words end at ``end``: "A on Monday and on Tuesday B".

    The words for the one before end at ``before``, those for the next at ``begin``.
    """
    ahead = (w for w in s.times if before <= w.first < end and s.has("and", before, w.first))
    behind = (w for w in s.times if end <= w.first < begin and not s.has("and", end, w.first))
    return next(chain(ahead, behind), None)


def day_of(s: Search, cue: Cue) -> When | None:
    """Return the expression of time nearest to the cue in its sentence, of which a dateline's is the last choice."""
    lower, first = s.lower, s.opening(cue.first)
    of_span = lower[cue.last] == "of" and s.has("span", cue.last, cue.last + 3)
    if of_span or s.has("span", max(first, cue.first - 3), cue.first):
        # "Last week's call", "the call of last month": no day of the sentence is that of this call.
        return None
    if s.lower[cue.last] == "in" and is_month(s.lower[cue.last + 1], s.document.language):
        return None  # "a phone call in January"
    heads = [when for when in s.times if _heads_line(s, when)]
    own = _nearest(s, cue, [when for when in s.times if when not in heads])
    return _labelled(s, cue, counted_from_saying(s, cue, own or _nearest(s, cue, heads)))


def _heads_line(s: Search, when: When) -> bool:
    """Whether a day heads a line, as a dateline does: "5 March 2026 - X rang Y on Wednesday", "OSLO, March 5 (ATN)"."""
    before = s.tokens.words[s.opening(when.first) : when.first]
    return s.is_a(when.last, "heading_end") and not any(word.islower() for word in before)


def _nearest(s: Search, cue: Cue, times: list[When]) -> When | None:
    """The one of some expressions of time nearest to a cue, of those that may be its."""
    best: When | None = None
    distance = _FAR
    lower, first = s.lower, s.opening(cue.first)
    for when in times:
        before = when.last <= cue.first and not _is_set_off(s, when, cue)
        if before and s.has("later", when.last, cue.first):
            if when.day and lower[when.last : when.last + 4] == [",", "a", "day", "after"]:
                away = 6 if _is_to_come(s, when) else -1
                return When(when.first, when.last, when.day + timedelta(days=away), "relative")
            continue
        gap = when.first - cue.last if when.first >= cue.last else cue.first - when.last
        if before and lower[when.last + s.is_a(when.last, "comma")] == "and":
            gap += _JOINED  # "met X on Monday, and spoke by phone on Tuesday with Y"
        other = is_of_saying(s, when, cue, first) or _is_apart(s, when, cue)
        other = other or _is_of_an_event(s, when, cue)
        other = other or _is_of_what_was_agreed(s, when, cue) or _is_of_another_time(s, when, cue)
        if best and when.counted and "," in lower[best.last : cue.first]:
            gap = 0  # "met envoys on Monday, having rung her a day earlier"
        if gap < distance and not (other or _is_to_come(s, when)):
            best, distance = when, gap
    return best


def _is_set_off(s: Search, when: When, cue: Cue) -> bool:
    """Whether what came before or after a day is put between commas: "on Monday, a day after the vote, X rang Y"."""
    if s.lower[when.last] != ",":
        return False
    comma = next((k for k in range(when.last + 1, cue.first) if s.lower[k] == ","), when.last)
    people = any(ref.kind in PERSONS for ref in s.refs_between(when.last, comma))
    return s.has("later", when.last, comma) and not people


def _is_apart(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day before a cue belongs to a clause before it: "X met Y on Monday, Z said of the call"."""
    if _is_aside(s, when, cue) or _is_of_next_clause(s, when, cue):
        return True
    relative = s.find(range(cue.first, when.last, -1), "relative", none=0)
    had = bool(relative) and s.has("to_have", relative, cue.first)
    if had and "," not in s.lower[relative : cue.first]:
        return True  # "on Monday X met Y, with whom he had spoken by phone"
    groups = [g for g in groups_before(s, cue.first) if g.role == SUBJECT]
    subjects = [g.first for g in groups if not any(s.people[a].weak for a in g.refs[0].actors)]
    begins = s.is_a(s.back(when.first - 1, "before_day"), "clause_end")
    earlier = not begins and any(at < when.first for at in subjects)
    return earlier and any(when.last <= at < cue.first for at in subjects)


def _is_of_next_clause(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day begins a clause behind a call: "rang her, and on Monday met envoys"."""
    at = s.back(when.first - 1, "before_day")
    does = s.lower[when.last].endswith("ed") or s.is_a(when.last, "met", "finite")
    return at >= cue.last and s.lower[at] == "and" and does


def _is_aside(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day is in a clause of its own: "X, who was elected on Monday, rang Y", "where on Sunday"."""
    if when.first >= cue.last:
        begin = s.find(range(cue.last, when.first), "clause_of_place", "sworn")
        return begin > cue.last and s.lower[begin - 1] == ","
    if when.last > cue.first or "," not in s.lower[when.last : cue.first]:
        return False
    at = when.first - 1
    while at > s.opening(cue.first) and s.lower[at] != "," and not s.is_a(at, "relative"):
        at -= 1
    return s.is_a(at, "relative") or s.is_a(at + 1, "sworn")


def _is_of_an_event(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day is of what a call was about, or what it came before or after: "over the crash on February 28"."""
    if when.last <= cue.first:
        opens = s.opening(cue.first)
        marks = (k + 1 for k in range(when.first - 1, opens - 1, -1) if s.is_a(k, "clause_mark"))
        first = max(opens, next(marks, opens))
        # "After talks in Lima on Monday broke down, X rang Y", "a day after the attack on Monday, X"
        led = any(_leads_to_event(s, at) for at in range(first, min(first + _LEAD, when.first - 1)))
        # "With the border shut on Monday, X rang Y", not "With Y on Monday, X spoke by phone"
        among = s.refs_between(first, when.first)
        apart = s.is_a(first, "amid") and not s.has("announced", first, when.first)
        led = led or (apart and all(ref.kind not in PERSONS for ref in among))
        return led and "," in s.lower[when.last : cue.first]
    at = s.back(when.first - 1, "right_before_day", "a_or_an")
    if _is_of_clause(s, cue.last, at + 1):
        return True
    matter = s.find(range(at, cue.last, -1), "of_a_matter", "and")
    if s.lower[at].endswith("ed") and s.is_a(matter, "of_a_matter"):
        return True  # "about the ship seized on Monday"
    while at > cue.last and (_is_of_scene(s, at) or s.is_a(at, "around_scene")):
        at -= 1  # "the summit in Baku on March 10", "a debate in the Commons on Monday"
    of = next((k for k in range(at, max(cue.last, at - _OBJECT), -1) if s.lower[k] == "of"), 0)
    if of and s.is_a(of - 1, "event") and not s.has("clause_mark", of, at + 1):
        at = of - 1  # "the arrest of two sailors on Monday"
    if at <= cue.last or not s.is_a(at, "event"):
        return False
    ahead = s.lower[at - 1] in ("be", "to")  # "to be held on March 10", "to meet on Sunday"
    before = at - 1 - s.is_a(at - 1, "determiner")
    on = s.lower[before] == "on"  # "condolences on the deaths", "in reaction to the raid"
    on = on or (s.lower[before] == "to" and s.is_a(before - 1, "occasioned"))
    return ahead or on or s.has("on_a_matter", cue.last, at)


def _is_of_what_was_agreed(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day is of what led to a call, or of another: "the call agreed on Sunday", "as she had on Monday"."""
    if when.first < cue.last:
        return False
    agreed = s.is_a(cue.last, "to_be", "scheduled") and when.first <= cue.last + 2
    like = next((k for k in range(cue.last, when.first) if s.lower[k] == "as"), when.first)
    return agreed or s.has("to_have", like, when.first)


def _is_of_another_time(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day behind a call is not its own, which is told loosely: "rang her last week, and on Monday met her".

    Also that of a clause of its own: "rang her; the ministry wrote on Monday", "rang her over what she did on Monday".
    """
    if when.first < cue.last:
        return False
    between = s.lower[cue.last : when.first]
    if ";" in between:
        other = cue.last + between.index(";")
        opens = s.back(when.first - 1, "before_day") == other  # "A rang B; on Monday C"
        of_others = ("announced", "published", "to_have")
        return opens or any(s.has(name, other, when.first) for name in of_others)
    if "what" in between and "," not in between[between.index("what") :]:
        return True
    for at in range(cue.last, when.first):
        if end := _vague_time(s, at):
            return not s.words["around_day"].issuperset(s.lower[end : when.first])
    return False


def _vague_time(s: Search, at: int) -> int:
    """Where words at a token end that tell a time and no day: "last week", "some days ago", "in January"; else 0."""
    if s.is_a(at, "loosely"):
        # not "the recently appointed minister"
        return 0 if s.lower[at + 1].endswith("ed") else at + 1
    if s.is_a(at, "past_span") and s.is_a(at + 1, "span"):
        return 0 if s.is_a(at + 2, "genitive") else at + 2  # not "after this week's vote"
    if s.lower[at] == "ago" and s.is_a(at - 1, "counted_time"):
        return at + 1
    month = s.lower[at] == "in" and is_month(s.lower[at + 1], s.document.language)
    return at + 2 if month and not s.lower[at + 2][:1].isdigit() else 0


def _is_of_scene(s: Search, at: int) -> bool:
    """Whether a word is of the name of a place, or leads to one that was struck: "the attack on Oslo on Monday"."""
    named = s.tokens.words
    return named[at].istitle() or (s.lower[at] == "on" and named[at + 1].istitle())


def _is_of_clause(s: Search, first: int, last: int) -> bool:
    """Whether a clause about a matter goes on to ``last``: "about the convoy that entered Oslo", "after they came"."""
    begin = last
    while begin > first and not s.is_a(begin - 1, "clause_mark"):
        begin -= 1
    for at in range(last - 1, begin - (begin > first), -1):
        if s.is_a(at, "leading_event"):
            return _leads_to_event(s, at)
        if s.is_a(at, "amid") and s.lower[at] != "with" and s.has("finite", at + 2, last):
            return True  # "as protests went on on Monday"
        if at > begin + 1 and s.lower[at - 1] == "for" and s.lower[at].endswith("ing"):
            return True  # "to thank her for receiving the crew on Monday"
        if s.lower[at] == "that":
            matter = s.is_a(at - 1, "event") or s.has("on_a_matter", first, at)
            return matter and not s.is_a(at - 1, "announced", "said")
    return False


def _leads_to_event(s: Search, at: int) -> bool:
    """Whether what a word leads to has a day of its own: "after the raid", "in the wake of it", not "after dawn"."""
    if s.is_a(at, "occasioned"):
        return s.lower[at + 1] in ("of", "to")
    hour = s.is_a(at + 1, "time_of_day") or s.lower[at + 1][:1].isdigit()
    soon = s.lower[at] == "before" and s.lower[at - 1] in ("hours", "minutes")
    other = s.lower[at - 1] == "one" or hour or soon  # "one after the other on Monday"
    return s.is_a(at, "leading_event", "opening_event") and not other


def _is_to_come(s: Search, when: When) -> bool:
    """Whether a day is of what is planned: "will visit", "is due to visit", "ahead of a vote in Oslo on Wednesday"."""
    matter = when.first - 2 > s.opening(when.first) and not s.lower[when.first - 2].endswith("ed")
    if s.is_a(when.first - 1, "planned_for") and matter:
        return True  # "to set up a meeting for Tuesday", not "a call arranged for Tuesday"
    for j in range(when.first - 1, when.first - _AHEAD, -1):
        if s.is_a(j, "clause_end"):
            break
        planned = s.lower[j + 1] == "to" and not s.is_a(j + 2, "determiner")
        planned = planned and s.is_a(j, "scheduled", "to_be_planned")
        if planned or s.is_a(j, "modal") or s.lower[j : j + 2] == ["ahead", "of"]:
            return True
    opens = s.is_a(s.back(when.first - 1, "before_day"), "clause_end")
    end = s.find(range(when.last, when.last + _AHEAD), "clause_end", none=when.last + _AHEAD)
    return opens and s.has("modal", when.last, end)  # "X rang Y; on Monday the two will meet"


def _labelled(s: Search, cue: Cue, best: When | None) -> When | None:
    """Under a day that heads the entry, words such as "this evening" count from it."""
    begin, label = s.opening(cue.first), s.label[1]
    if label is not None:
        headed = best is None or best.first == label.first
        if headed and s.has("perfect", cue.first - 3, cue.first):
            return None
        published = s.document.published_at(s.tokens.starts[cue.first])
        if best and best.basis == "relative" and best.day and label.day and published:
            since = timedelta() if best.counted else best.day - published
            return replace(
                label, day=label.day + since
            )  # "yesterday", under a day, is the day before
        if best is None or best.basis == "relative":
            return label
    goes_on = s.has("goes_on", cue.first - 6, cue.first)
    goes_on = goes_on or s.has("goes_on", begin, min(begin + 4, cue.first))
    if best is None and s.anchor and goes_on:
        return When(cue.first, cue.first, s.anchor, "relative")
    return best
