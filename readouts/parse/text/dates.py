"""Dates: which day a text means, against the day of the article.

What belongs here: finding expressions of time in a sentence and turning each into a day. What does not: which
call an expression dates (``calls``), and the words themselves (``time_words.tsv``).

A weekday is the last such day up to the article's own, that day included, as wire services write. "Last week",
"earlier this month", "recently", "on Monday and Tuesday" leave the day open. The day of a dateline, or of a
line of its own at the head, is the report's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from readouts.domain.records import DateBasis
from readouts.parse.document import Sentence
from readouts.parse.text.tokens import Tokens
from readouts.reference import read_table
from readouts.reference.word_classes import word_classes

_LONG_AGO = timedelta(days=320)
"""A day without its year that would be so long ago is one to come."""
_DAY = timedelta(days=1)
_LEDE = 1
"""The number of the first sentence behind a headline."""
_HEAD = 60
"""Among so many words at the head of a report its dateline is looked for."""
_PLACE = 4
"""The place of a dateline has so many words at most."""
_HEADER = 8
"""So many words at most stand beside a date on its line: "March 3, 2026 - Ottawa, Ontario - Foreign Ministry"."""
_BEGINNING = ("month", "weekday", "day", "number", "moment", "part", "half")
"""Kinds of words that an expression of time begins with."""
_NEAR = timedelta(days=7)
"""A date at the head is the report's where it was published so soon after."""
_ANEW = timedelta(days=60)
"""A dateline that gives no year is the report's where it was published anew so soon after."""
_YEAR = re.compile(r"\b\d{4}\b")
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_DAY_NUMBERS = {
    word: n for n in range(1, 32) for word in (str(n), f"{n:02}", f"{n}{_ORDINALS.get(n, 'th')}")
}


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time: its tokens (``last`` exclusive), the day or None where open, and how it tells.

    ``counted`` says that it counts from a day told before: "the same day", "a day later".
    """

    first: int
    last: int
    day: date | None
    basis: DateBasis
    counted: bool = False


def whens(
    tokens: Tokens,
    first: int,
    last: int,
    published: date | None,
    anchor: date | None = None,
    language: str = "en",
) -> list[When]:
    """Return the expressions of time among tokens; ``anchor`` is the day of "the same day"."""
    table, beginnings = _words(language)
    if beginnings.isdisjoint(tokens.lower[first:last]):
        return []
    published, anchor = _sensible(published), _sensible(anchor)
    reader = _Reader(tokens, first, last, published, anchor, table, beginnings)
    found = _told_twice(tokens, list(reader.expressions()))
    joined = {w for a, b in pairwise(found) if reader.joins(a, b) for w in (a, b)}
    return [
        When(w.first, w.last, None, "open") if w in joined else w
        for w in found
        if not reader.is_outside(w) and not reader.names_event(w) and not reader.is_dateline(w)
    ]


def entries_of(
    sentences: Sequence[Sentence], tokens: Tokens, language: str
) -> list[tuple[int, date]]:
    """Return the offsets from which parts of a text were published, with the days: "Published: 3 May 2026"."""
    found: list[tuple[int, date]] = []
    words = word_classes("small_words", language).get("heads_entry", frozenset())
    for sentence, first, last in zip(sentences, tokens.first, tokens.last, strict=True):
        if tokens.lower[first] in words and sentence.heading:
            told = whens(tokens, first + 1, last, None, None, language)
            found += [(sentence.end, when.day) for when in told[:1] if when.day]
    return found


def _told_twice(tokens: Tokens, found: list[When]) -> list[When]:
    """Make one of a day that is told in two ways: "today, 16 November", "yesterday (3 March)" is the date."""
    for one, other in pairwise(list(found)):
        beside = tokens.lower[one.last : other.first] in ([","], ["("], [])
        if beside and (one.basis, other.basis) == ("relative", "stated"):
            found.remove(one)
    return found


def _sensible(day: date | None) -> date | None:
    """A day from which a year may be counted on and back; None for one at either end of what a calendar has."""
    return day if day and date.min.year < day.year < date.max.year else None


def may_begin(word: str, language: str = "en") -> bool:
    """Whether an expression of time may begin with a word, given in lower case."""
    return word in _words(language)[1]


def is_month(word: str, language: str = "en") -> bool:
    """Whether a word, given in lower case, is a month's."""
    return "month" in _words(language)[0].get(word, ())


def day_of_report(tokens: Tokens, published: date | None, language: str = "en") -> date | None:
    """Return the day that a report's dateline gives, else the day it was published.

    A date on a line of its own at the head is one as well, where no other line heads another day. Without either, the
    day written out with its year in the headline or the first sentence: further down it may be of anything.
    """
    day = _sensible(published)
    head = _Reader(tokens, 0, min(len(tokens), _HEAD), day, None, *_words(language))
    for when in (*head.expressions(), *head.numbered()):
        told, headed = head.is_dateline(when) or head.is_of_briefing(when), head.is_header(when)
        early = tokens.sentence[when.first] <= _LEDE and when.basis == "stated"
        if published is None and when.day and (told or headed or early):
            return when.day
        if published is None or when.day is None:
            continue
        ago = published - when.day
        if told:  # of a day long ago the year is not known, where it is not there
            return when.day if ago <= _ANEW or head.has_year(when) else None
        if headed and ago <= _NEAR:
            return when.day if _heads_alone(tokens, when, head) else published
    return published


def _heads_alone(tokens: Tokens, header: When, head: _Reader) -> bool:
    """Whether no line further down heads another day, as in a list of calls day by day."""
    for first, last in zip(tokens.first, tokens.last, strict=True):
        if first > header.last and tokens.lower[first] in head.beginnings:
            line = replace(head, first=first, last=last)
            if any(line.is_header(when) for when in line.expressions()):
                return False
    return True


@cache
def _words(language: str) -> tuple[dict[str, dict[str, int]], frozenset[str]]:
    """Return what each word of time is worth by kind, and the words that an expression may begin with."""
    words: dict[str, dict[str, int]] = {}
    for row in read_table("time_words", language):
        words.setdefault(row["word"], {})[row["kind"]] = int(row["value"] or 0)
    begin = {word for word, kinds in words.items() if not kinds.keys().isdisjoint(_BEGINNING)}
    return words, frozenset(begin | _DAY_NUMBERS.keys())


def _counted_back(first: int, last: int, told: date | None, shift: timedelta) -> When:
    """A day so long before one told; open where none is: "a day earlier" is not the day before publication."""
    return When(first, last, told and told - shift, "relative" if told else "open", True)


def _orders(parts: list[str]) -> Iterator[date]:
    """Yield the days that three numbers may be: the year first, or last with the day or the month before the other."""
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        one, two, three = map(int, parts)
        for order in ((one, two, three), (three, two, one), (three, one, two)):
            with suppress(ValueError):
                yield date(*order)


@dataclass(frozen=True, slots=True)
class _Reader:
    tokens: Tokens
    first: int
    last: int
    published: date | None
    anchor: date | None
    table: dict[str, dict[str, int]]
    beginnings: frozenset[str]

    def word(self, i: int) -> str:
        return self.tokens.lower[i] if self.first <= i < self.last else ""

    def value(self, i: int, kind: str) -> int | None:
        """What a word is worth as a word of a kind, None where it is none."""
        return self.table.get(self.word(i), {}).get(kind)

    def is_a(self, i: int, kind: str) -> bool:
        return self.value(i, kind) is not None

    def expressions(self) -> Iterator[When]:
        end, told = self.first, self.anchor
        for i, word in enumerate(self.tokens.lower[self.first : self.last], self.first):
            if i < end or word not in self.beginnings:
                continue
            when = self._date(i) or self._weekday(i) or self._relative(i) or self._counted(i, told)
            if when is not None:
                end = when.last
                other = self.is_outside(when) or self.names_event(when)
                told = told if other or when.day is None else when.day
                yield when

    def _date(self, i: int) -> When | None:
        """Read "3 March 2025", "the 3rd of March", "March 3, 2025"."""
        word, j = self.tokens.words[i], i + 1
        if day := _DAY_NUMBERS.get(word.lower()):
            j += self.word(j) == "of"
            month = self.value(j, "month")
        else:
            month = self.value(i, "month") if word[0].isupper() else None
            j += self.word(j) == "."
            day = _DAY_NUMBERS.get(self.word(j), 0)
        if not month or not day:
            return None
        j += 1 + (self.word(j + 1) == "." and self.word(j + 2).isdigit())
        comma = self.word(j) == ","
        year = self.word(j + comma)
        given = year if len(year) == 4 and year.isdigit() and year[:2] in ("19", "20") else ""
        if not given and self.published is None:
            return When(i, j, None, "open")
        number = int(given) if given else self.published.year if self.published else 0
        try:
            found = date(number, month, day)
            if not given and self.published and found > self.published + 2 * _DAY:
                found = date(number - 1, month, day)
                if self.published - found > _LONG_AGO:
                    return When(i, j, None, "open")  # "the summit on March 12", told on March 5
        except ValueError:
            return None
        return When(i, j + comma + 1 if given else j, found, "stated")

    def _weekday(self, i: int) -> When | None:
        """Read "Thursday", "Thurs., 5 March", "last Thursday"."""
        value = self.value(i, "weekday")
        if value is None or not self.tokens.words[i][0].isupper():
            return None
        j = i + 1
        j += self.word(j) == "."
        j += self.is_a(j, "before_date")
        if self.word(j) and (dated := self._date(j)) is not None and dated.day:
            return When(i, dated.last, dated.day, "stated")
        if self.published is None or self.is_a(i - 1, "to_come"):
            return When(i, i + 1, None, "open")
        if self._has_week(i):
            return When(i, i + 1, None, "open")
        back = (self.published.weekday() - value) % 7 or 7 * (self.word(i - 1) == "last")
        if self.word(i - 1) == "last" and back == 1:
            return When(i, i + 1, None, "open")  # told on Friday, "last Thursday" may be either
        return When(i, i + 1, self.published - back * _DAY, "weekday")

    def _has_week(self, i: int) -> bool:
        """Whether a weekday's week is told: "Thursday last week", "Thursday a week ago", "last week on Thursday"."""
        weeks = (
            k for k in range(i - 2, i + 5) if self.is_a(k, "week") and self.word(k + 1) != "'s"
        )
        return any(self.is_a(k - 1, "week_of") or self.is_a(k + 1, "ago") for k in weeks)

    def _relative(self, i: int) -> When | None:
        """Read "yesterday", "this morning", "two days ago", "last night", "minutes ago"."""
        published, before, after = self.published, self.word(i - 1), self.word(i + 1)
        days = self.value(i, "day")
        if days is not None:
            more = before == "before"  # "the day before yesterday"
            day = published and published + (days - more) * _DAY
            return When(i - 2 * more, i + 1, day, "relative")
        if after == "days" and self.word(i + 2) == "ago" and published:
            number = self.value(i, "number")
            return When(i, i + 3, published - number * _DAY, "relative") if number else None
        if self.is_a(i, "moment"):
            now = after == "ago" or before == "past"
            return When(i, i + 1 + (after == "ago"), published, "relative") if now else None
        if not self.is_a(i, "part"):
            return None
        if before == "last" and self.word(i) not in ("day", "hours"):
            return When(i, i + 1, published and published - _DAY, "relative")
        if self.is_a(i - 1, "this"):
            return When(i, i + 1, published, "relative")
        return None

    def _counted(self, i: int, told: date | None) -> When | None:
        """Read "the same evening", "later in the day", "the night before", "a day later", counted from a day told."""
        before, after = self.word(i - 1), self.word(i + 1)
        number = self.value(i, "number")
        if number is not None:
            if after == "days" and self.word(i + 2) == "later":
                return _counted_back(i, i + 3, told, -number * _DAY)
            ago = after == "days" and self.is_a(i + 2, "ago")
            return _counted_back(i, i + 3, told, number * _DAY) if ago else None
        if self.is_a(i, "half") and before[:1].isdigit() and told:
            # An hour is one of the day that was told before: "At 5 p.m. she rang".
            return When(i, i + 1, told, "relative", True)
        if not self.is_a(i, "part"):
            return None
        if self.is_a(i - 1, "same"):
            return When(i, i + 1, told, "relative", True)
        if before == "the" and self.word(i - 2) == "in":
            return (
                _counted_back(i, i + 1, told, 0 * _DAY) if told or self.word(i) == "day" else None
            )
        article = self.is_a(i - 1, "article")
        if before == "previous" or (article and self._ends_before(i + 1)):
            more = before != "previous"
            return _counted_back(i, i + 1 + more, told, _DAY)
        if self.is_a(i - 1, "next") or (article and after == "later"):
            return When(i - 1, i + 1, told and told + _DAY, "relative", True)
        return None

    def _ends_before(self, i: int) -> bool:
        """Whether "earlier" or "before" stands without what it was before: not "the day before the vote"."""
        after = self.word(i + 1)
        bare = not after.isalnum() or self.is_a(i + 1, "behind_before")
        return self.is_a(i, "before") and (bare or self.word(i) != "before")

    def joins(self, one: When, other: When) -> bool:
        """Whether two days share one telling: "on Monday and Tuesday"."""
        gap = self.tokens.lower[one.last : other.first]
        return gap in (["and"], ["or"]) and one.basis == other.basis == "weekday"

    def is_outside(self, when: When) -> bool:
        """Whether it dates no event of the sentence: "since Monday", "until May 5"; not "angered by Monday's call"."""
        i = when.first - 1
        i -= self.is_a(i, "early")
        return self.is_a(i, "outside") and self.word(when.last) != "'s"

    def names_event(self, when: When) -> bool:
        """Whether a date names something else: "the attack of 1 March", "the October 7 attacks"."""
        i, after = when.first, self.word(when.last)
        told = self.is_a(i, "weekday") or self.word(i + 1) == "of"  # "on the 3rd of March"
        if when.counted or when.basis not in ("stated", "open") or told:
            return False
        if self.word(i - 1) == "of":
            return not self.is_a(i - 2, "part")
        return self.word(i - 1) == "the" and after.isalpha()

    def numbered(self) -> Iterator[When]:
        """Read "3/03/2026", "03.03.2026", "2026-03-03", whose order is told by the day of publication being near."""
        digits = (i for i in range(self.first, self.last) if self.tokens.words[i][0].isdigit())
        for i in digits:
            j = i + 5 if self.word(i + 1) == "/" == self.word(i + 3) else i + 1
            days = set(_orders(re.split("[./-]", "".join(self.tokens.words[i:j]))))
            near = [d for d in days if self.published and 0 * _DAY <= self.published - d <= _NEAR]
            if len(near) == 1:
                yield When(i, j, near[0], "stated")

    def _line(self, when: When) -> tuple[int, int] | None:
        """The tokens of the sentence that an expression stands in, None where no sentences are known."""
        at = self.tokens.sentence[when.first] if self.tokens.sentence else -1
        return None if at < 0 else (self.tokens.first[at], self.tokens.last[at])

    def has_year(self, when: When) -> bool:
        return any(_YEAR.search(word) for word in self.tokens.words[when.first : when.last])

    def is_header(self, when: When) -> bool:
        """Whether a date with its year is all there is on a line, besides a place: "Oslo, Norway - 3 March 2026"."""
        words = self.tokens.words
        line = self._line(when)
        if not line or when.basis != "stated" or not self.has_year(when):
            return False
        first, last = line
        beside = [w for w in (*words[first : when.first], *words[when.last : last]) if w.isalnum()]
        return len(beside) <= _HEADER and all(w[0].isupper() for w in beside)

    def is_of_briefing(self, when: When) -> bool:
        """Whether the first line tells when it was spoken: "Press briefing by the spokesman, 22 August (excerpt)"."""
        lower, line = self.tokens.lower, self._line(when)
        if not line or line[0] or when.basis != "stated":
            return False
        at = next((k for k in range(when.first) if self.is_a(k, "briefing")), -1)
        ends = when.last >= line[1] or lower[when.last] == "("
        return at >= 0 and ends and (lower[when.first - 1] == "," or at == when.first - 2)

    def is_dateline(self, when: When) -> bool:
        """Whether it is the day of "CITY, March 3 (Agency) -", "Muscat, 3 February.", "City, March 3, AGENCY"."""
        words, line = self.tokens.words, self._line(when)
        if not line or when.first <= line[0]:
            return False
        place = words[line[0] : when.first - 1]
        j, end = when.last, line[1]
        while j < end and (words[j] == "," or words[j].isupper()):
            j += 1
        ends = words[j - 1].isupper() or j >= end or words[j] in "-–—:(./)"
        named = all(w[0].isupper() or w in "/," for w in place) and 0 < len(place) <= _PLACE
        marks = ",–—(" if when.basis == "stated" else ",–—"  # not "Oslo (Monday): she agreed"
        return named and words[when.first - 1] in marks and ends
