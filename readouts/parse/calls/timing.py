"""Layer 3c: which day a cue's call was on.

What belongs here: choosing among the expressions of time around a cue, days that head an entry, and days carried
over. What does not: reading the expressions (``dates``).
"""

from __future__ import annotations

from datetime import timedelta

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import SUBJECT, Search
from readouts.parse.calls.parties.groups import groups_before
from readouts.parse.text.dates import When, may_begin, whens
from readouts.parse.text.tokens import BULLETS

_FAR = 40
"""So many words from a cue a day is still its own."""
_DATELINE = 8
"""Among so many first words of a sentence a day before a dash or a colon is the report's: "OSLO, March 6 -"."""


def times_in(s: Search, first: int, last: int, *, anchored: bool = True) -> list[When]:
    """Return the expressions of time among tokens; "the same day" is that of the call told last."""
    document, tokens = s.document, s.tokens
    anchor = s.anchor if anchored else None
    if anchored and anchor is None and {"that", "same"} & set(tokens.lower[first:last]):
        before = told_before(s, tokens.sentence[first])
        anchor = before.day if before else None
    found = whens(tokens, first, last, document.published, anchor, document.language)
    return [w for w in found if not _is_owner(s, w)]


def _is_owner(s: Search, when: When) -> bool:
    """Whether a day is that of something else: "over Thursday's takeover", not "Thursday's phone call"."""
    lower = s.lower
    behind = lower[when.last + 1 : when.last + 5]
    return lower[when.last : when.last + 1] == ["'s"] and s.words["call_noun"].isdisjoint(behind)


def read_head(s: Search, index: int) -> None:
    """Note the day that heads an entry: "March 10: ...", or "Monday" on a line of its own."""
    sentence, words = s.sentences[index], s.tokens.words
    if sentence.paragraph == s.label[0]:
        return
    s.label = (sentence.paragraph, None)
    first, last = s.span(index)
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


def own_day(s: Search, times: list[When], before: int, end: int, begin: int) -> When | None:
    """Return the day of one of several, whose words end at ``end``: "A on Monday and on Tuesday B".

    The words for the one before end at ``before``, those for the next at ``begin``.
    """
    lower = s.lower
    behind = [w for w in times if end <= w.first < begin and "and" not in lower[end : w.first]]
    ahead = [w for w in times if before <= w.first < end and "and" in lower[before : w.first]]
    return next(iter([*ahead, *behind]), None)


def day_of(s: Search, cue: Cue, times: list[When]) -> When | None:
    """Return the expression of time nearest to the cue in its sentence."""
    best: When | None = None
    distance = _FAR
    lower = s.lower
    first = s.tokens.first[s.tokens.sentence[cue.first]]
    behind = lower[cue.last : cue.last + 3] if lower[cue.last : cue.last + 1] == ["of"] else []
    if not s.words["span"].isdisjoint((*lower[max(first, cue.first - 3) : cue.first], *behind)):
        # "Last week's call", "the call of last month": no day of the sentence is that of this call.
        return None
    for when in times:
        if when.last <= cue.first and s.has("later", when.last, cue.first):
            if when.day and lower[when.last : when.last + 4] == [",", "a", "day", "after"]:
                return When(when.first, when.last, when.day - timedelta(days=1), "relative")
            continue
        gap = when.first - cue.last if when.first >= cue.last else cue.first - when.last
        if gap < distance and not (_is_of_saying(s, when, cue, first) or _is_apart(s, when, cue)):
            best, distance = when, gap
    return _labelled(s, cue, best)


def _is_apart(s: Search, when: When, cue: Cue) -> bool:
    """Whether a day before a cue belongs to a clause before it: "X met Y on Monday, Z said of the call"."""
    lower = s.lower
    people = s.people
    groups = [g for g in groups_before(s, cue.first) if g.role == SUBJECT]
    subjects = [g.first for g in groups if not any(people[a].weak for a in g.refs[0].actors)]
    j = when.first - 1
    while j > 0 and lower[j] in s.words["before_day"]:
        j -= 1
    opens = lower[j] in s.words["clause_end"]
    earlier = any(at < when.first for at in subjects)
    return not opens and earlier and any(when.last <= at < cue.first for at in subjects)


def _is_of_saying(s: Search, when: When, cue: Cue, first: int) -> bool:
    """Whether a day tells when something was said, and not when the call was: "the EU said on Monday"."""
    lower, said = s.lower, s.words["announced"]
    if when.first > cue.last:
        at = when.first - 1 - (lower[when.first - 1] in ("on", "late", "early"))
        aside = not {"who", "whose", "which"}.isdisjoint(lower[cue.last : at])
        return at > cue.last and (lower[at] in said or aside)
    between = lower[when.last : cue.first]
    head = lower[max(first, when.first - 12) : when.first]
    if not s.words["published"].isdisjoint(head[-8:]) and not said.isdisjoint(between):
        return True
    return "that" in between and not said.isdisjoint(head)


def _labelled(s: Search, cue: Cue, best: When | None) -> When | None:
    """Under a day that heads the entry, words such as "this evening" count from it."""
    lower = s.lower
    near = lower[max(0, cue.first - 6) : cue.first]
    begin = s.tokens.first[s.tokens.sentence[cue.first]]
    label = s.label[1]
    if label is not None:
        headed = best is None or best.first == label.first
        if headed and not {"has", "have", "'s"}.isdisjoint(near[-3:]):
            return None
        if best is None or best.basis == "relative":
            return label
    head = lower[begin : min(begin + 4, cue.first)]
    if best is None and s.anchor and not s.words["goes_on"].isdisjoint((*near, *head)):
        return When(cue.first, cue.first, s.anchor, "relative")
    return best
