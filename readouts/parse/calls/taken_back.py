"""Layer 3c: calls that the whole text takes back.

What belongs here: taking out again what proves to be none by sentences around it: a hoax, a call denied, one to come,
one of years ago, a meeting. What does not: what the words around a cue tell (``held``).
"""

from __future__ import annotations

import re

from readouts.parse.calls.found import Search
from readouts.parse.calls.frames import forget, is_headline
from readouts.parse.calls.held import listed
from readouts.parse.text.dates import is_month

_MET = 8
"""So many sentences from where talks are told it may be told that they were a meeting."""
_NEAR = 4
"""So many sentences from where a call is told it may be called untrue, or one to come."""
_OLD = 2
"""A call that was so many years ago, and has no day, is history."""
_TERSE = 18
"""A sentence of at most so many words, its beginning and end counted, tells of nothing else."""
_KEPT = {":": "=", ",": ",", "“": "“", "”": "“", '"': "“"}
"""Marks that count in such a sentence, as its table writes them."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def drop_meetings(s: Search) -> None:
    """Drop talks without a word on distance where the text says that the two met, and those only headlines tell."""
    open_ = (at for at, frame in enumerate(s.frames) if frame.medium == "unspecified")
    headed = bool(s.frames) and s.is_heading(0) and s.has("meeting_title", *s.span(0))
    headed = headed and not s.has("of_a_call", *s.span(0))
    forget(s, {at for at in open_ if headed or is_headline(s, at) or _met(s, at)})


def drop_untrue(s: Search) -> None:
    """Drop what the text calls a hoax: "it was made by a machine; no such call took place", or a call to come.

    Also one of years ago whose day is not told: "In November 1986 the minister rang".
    """
    only = len({frozenset(frame.parties) for frame in s.frames}) == 1
    text = range(len(s.sentences))
    if only and any(
        _says(s, i, "text", {"any", "only"}) and not _is_of_another(s, i) for i in text
    ):
        forget(s, set(range(len(s.frames))))
    forget(s, {at for at in range(len(s.frames)) if _is_untrue(s, at)})


def _is_untrue(s: Search, at: int) -> bool:
    """Whether one of several calls is taken back around it, yet to come, or history."""
    told, begun = s.told_in[at], min(s.told_in[at])
    near = range(max(0, begun - 1), min(len(s.sentences), begun + _NEAR))
    if any(_says(s, i, "around", {"any"}) for i in near) or _is_taken_back(s, told, begun):
        return True
    if any(_is_of_last(s, begun, index) and _says(s, index, "text", {"any"}) for index in near):
        return True
    if any(_says(s, i, "party", {"any"}) and _names_first(s, i, at) for i in near):
        return True  # "There was no conversation with Minister A"
    coming = any(
        s.lower[k] == "will" and s.has("base_form", k + 1, k + 4)
        for index in near[1:]
        for k in range(*s.span(index))
    )  # "The President will speak with X"
    old = s.frames[at].date is None and all(_is_of_old(s, index) for index in told)
    return old or (coming and is_headline(s, at))


def _names_first(s: Search, sentence: int, at: int) -> bool:
    """Whether whom a sentence names first took part in a call."""
    named = (r.actors for r in s.refs_between(*s.span(sentence)) if r.actors)
    return not set(s.frames[at].parties).isdisjoint(next(named, ()))


def _met(s: Search, at: int) -> bool:
    frame = s.frames[at]
    told = min(s.told_in[at])
    for index in range(max(0, told - _MET), min(len(s.document.sentences), told + _MET)):
        first, last = s.span(index)
        if _says(s, index, "met", {"any"}):
            return True
        met = (j for j in range(first, last) if s.is_a(j, "met"))
        if s.is_heading(index) or all(s.has("before_met", j - 3, j) for j in met):
            continue
        if s.told_by(index).issuperset(frame.parties):
            return True
    return False


def _is_taken_back(s: Search, told: set[int], begun: int) -> bool:
    """Whether a sentence behind a call says that it was none: "None of this is true", "There was no answer"."""
    first, last = s.span(begun)
    calls = {"any"} | ({"once"} if len(told) == 1 else set())
    claimed = s.has("claim", first, last) or s.has("in_print", first, last)
    calls.add("claimed" if claimed else "unclaimed")
    if s.has("put_into_print", first, last) or not _is_disputable(s, first, last):
        calls.add("undisputed")
    near = range(begun + 1, begun + _NEAR)
    return any(_says(s, i + 1, "next", calls) for i in told) or any(
        _says(s, i, "near", calls) for i in near
    )


def _is_disputable(s: Search, first: int, last: int) -> bool:
    """Whether a sentence tells of more than that there was a call, or that somebody says so."""
    told = (k for k in range(first, last) if s.is_a(k, "disputable"))
    return any(s.lower[k] != "that" or not s.is_a(k - 1, "saying") for k in told)


def _says(s: Search, sentence: int, where: str, calls: set[str]) -> bool:
    """Whether a sentence says what the table lists of such calls."""
    if not 0 <= sentence < len(s.sentences):
        return False
    told = s.tokens.lower[slice(*s.span(sentence))]
    line = [_KEPT.get(w, w) for w in told if w[0].isalpha() or w in _KEPT] + ["."]
    line = ["^", *line] if len(line) < _TERSE else line
    table = listed("taken_back", s.document.language)
    return any(table[c, where].is_in(line) for c in calls if (c, where) in table)


def _is_of_another(s: Search, sentence: int) -> bool:
    """Whether a denial goes on with words for a call that is none: "denied having rung Lima. No such call"."""
    before = sentence - 1
    if before < 0 or s.sentences[before].paragraph != s.sentences[sentence].paragraph:
        return False
    return s.speaks_of_call(before) and not any(before in sentences for sentences in s.told_in)


def _is_of_last(s: Search, begun: int, sentence: int) -> bool:
    """Whether a sentence may take back the call that is told first in another: none is told first between them."""
    last = max((min(told) for told in s.told_in if min(told) <= sentence), default=-1)
    return begun == last and not _is_of_another(s, sentence)


def _is_of_old(s: Search, sentence: int) -> bool:
    """Whether a sentence tells of a year long gone: "in 1986", "in November 1986"."""
    published, (first, last) = s.document.published, s.span(sentence)
    if published is None:
        return False
    years = (k for k in range(first + 1, last) if _YEAR.fullmatch(s.lower[k]))
    return any(
        int(s.lower[k]) <= published.year - _OLD
        and (s.lower[k - 1] == "in" or is_month(s.lower[k - 1]))
        for k in years
    )
