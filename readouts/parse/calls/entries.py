"""Layer 3a: pages told entry by entry: diaries, agendas, lists of calls, chronologies.

What belongs here: where an entry begins that a day or an hour heads ("15.15 Telephone call", "11 May, 10.20 - X",
"14.01.2025 - Visit", "(a) 4 May, telephone, X"), and its day. What does not: whose page it is, and what an entry tells
(``diaries``).
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from readouts.parse.calls.found import Entry, Search
from readouts.parse.calls.timing import times_in
from readouts.parse.text.dates import When, may_begin
from readouts.parse.text.tokens import BULLETS

_HOUR = re.compile(r"(?:1?\d|2[0-3])(?:-(?:1?\d|2[0-3]))?")
_TIME = r"(?:[01]?\d|2[0-3])[.:h][0-5]\d(?:h|am|pm)?"
_CLOCK = re.compile(rf"{_TIME}(?:-{_TIME})?|(?:1?\d)(?:am|pm)|(?:[01]?\d|2[0-3])h")
_NUMBERED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})")
_DATE = 8
"""A day that heads an entry is of so many words at most."""
_ABOVE = 4
"""Among so many lines at the head stands the day of a page."""
_DASHES = frozenset("-–—")


def read_entries(s: Search) -> None:
    """Note the entries of a page, where it has several, and the day of those that only hours head."""
    found: dict[int, Entry] = {}
    below = False  # a day on a line of its own
    for index, line in enumerate(s.sentences):
        first, last = s.span(index)
        if line.heading and not s.is_row(index):
            when = _day_at(s, first, last)
            below = when is not None and when.last >= last - 1
        if not index or s.sentences[index - 1].paragraph != line.paragraph:
            found |= _entry(s, index)
            if below and s.is_row(index) and index not in found:
                first += s.lower[first] in BULLETS
                found |= {index: Entry(first, None)} if first < last else {}
    if len(found) > 1:
        s.entries, s.page_day = found, _day_of_page(s, min(found))


def _entry(s: Search, index: int) -> dict[int, Entry]:
    """The entry that a line is, by the sentence that tells it; none where neither a day nor an hour heads the line."""
    first, last = s.span(index)
    at = _behind_number(s, first)
    when = _day_at(s, at, last)
    at = when.last if when is not None else at
    comma = when is not None and s.lower[at] == ","
    begin = _behind_clock(s, at + comma, last)
    if s.is_a(at, "day_part", "every_hour") and when is None:
        begin = at + 1 + s.is_a(at + 1, "day_part")
        return {index: Entry(begin + 1, None)} if _marks(s, begin) and begin + 1 < last else {}
    if begin == at + comma:
        listed = comma and s.is_a(begin, "by_phone", "by_video")
        if when is None or not (listed or _marks(s, at)):
            return {}
        if comma and not listed:
            return {}  # "Tuesday, Minister Quen spoke"
    while begin < last and _marks(s, begin):
        begin += 1
    if begin < last:
        return {index: Entry(begin, when)}
    goes_on = (
        index + 1 < len(s.sentences)
        and s.sentences[index + 1].paragraph == s.sentences[index].paragraph
    )
    return {index + 1: Entry(s.span(index + 1)[0], when)} if goes_on else {}


def _marks(s: Search, i: int) -> bool:
    """Whether a mark stands at a token that parts what heads an entry from what it tells."""
    return s.is_a(i, "label_end") or s.lower[i] in ("-", ".", "|")


def _behind_number(s: Search, first: int) -> int:
    """Where the words of an entry begin behind its number: "(a) 4 May", "3. 4 May", "2) 4 May"."""
    at = first + (s.lower[first] == "(")
    number = s.lower[at].isdigit() or len(s.lower[at]) == 1
    closed = s.lower[at + 1] == ")" or (at == first and s.lower[at + 1] == ".")
    return at + 2 if number and closed else first


def _day_at(s: Search, at: int, last: int) -> When | None:
    """The day that stands at a token, in words or in numbers of one order alone."""
    if hit := _NUMBERED.fullmatch(s.lower[at]):
        day, month, year, *other = (int(n or 0) for n in hit.groups())
        with suppress(ValueError):
            told = date(year, month, day) if year else date(*other)
            return When(at, at + 1, told, "stated")
        return None
    if not may_begin(s.lower[at], s.document.language):
        return None
    times = times_in(s, at, min(last, at + _DATE), anchored=False)
    return times[0] if times and times[0].first == at and times[0].day else None


def _behind_clock(s: Search, at: int, last: int) -> int:
    """Where the words behind the hour begin that stands at a token: "15.15", "9 a.m.", "15:00-15:30"."""
    begin = at
    while begin < last:
        half = s.is_a(begin + 1, "hour_mark")
        if not (_CLOCK.fullmatch(s.lower[begin]) or (half and _HOUR.fullmatch(s.lower[begin]))):
            break
        begin += 1 + half
        begin += s.is_a(begin, "hour_mark")
        span = s.lower[begin] in _DASHES and s.lower[begin + 1][:1].isdigit()
        if not span:
            break
        begin += 1
    return begin


def _day_of_page(s: Search, entry: int) -> When | None:
    """The one day at the head of a page that no line below is headed by: "President's agenda - Thursday, 5 March"."""
    lines = range(len(s.sentences))
    heads = (i for i in lines if i and s.is_heading(i) and i not in s.entries)
    language = s.document.language
    if any(may_begin(s.lower[s.span(i)[0]], language) for i in heads if i > entry):
        return None
    for index in lines[: min(entry, _ABOVE)]:
        told = times_in(s, *s.span(index), anchored=False) if s.is_heading(index) else []
        stated = [w for w in told if w.day and w.basis == "stated"]
        span = any(
            s.lower[w.first - 1] in _DASHES and s.lower[w.first - 2].isdigit() for w in stated
        )
        span = span or any(s.is_a(w.first - 1, "and_or_to") for w in stated)
        if len(stated) == 1 and not span and not s.cast.is_a(s.span(index)[0], "heads_entry"):
            return stated[0]
    return None
