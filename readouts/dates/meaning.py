"""From words to the days that they can mean.

What belongs here: the grammar of dates. What does not: the words (``names``).

A weekday is the last such day up to the document's own, that day included; a day and a month without a year are the
last such day up to two days after it, as the rules of English have it. "The same day" goes back to the last day told
before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from readouts.alike import alike, loose
from readouts.dates.names import Names, Told, names
from readouts.model import DateBasis
from readouts.parse.text.dates import whens
from readouts.parse.text.tokens import tokenise

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_SHORT = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(?!\d)")
_EAST = re.compile(
    r"(?:(?P<era>令和|平成|昭和)?(?P<year>\d{1,4}|元)\s?[年년]\s?)?(?:(?P<month>\d{1,2})\s?[月월]\s?)?(?P<day>\d{1,2})\s?[日号號일]"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_AHEAD = timedelta(days=2)
_BEFORE = 2_000
"""So many characters before the words are searched for the day that "the same day" goes back to."""
_FEW = 4
"""A number alone is a day of the month only in so few words: "on the 9th", "el 9"."""
_APART = 12
"""So many characters may stand between a day, its month and its year: "6 de mayo del año 2025"."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The days that words can mean and how they tell; no days where they leave the day open or tell none.

    ``is_told`` says whether the words speak of time at all.
    """

    days: frozenset[date] = frozenset()
    basis: DateBasis = "open"
    is_told: bool = False


def days_meant(
    words: str, language: str, reference: date | None = None, *, before: str = ""
) -> Meaning:
    """Return the days that words of a date can mean.

    Args:
        words: as a text has them ("on Friday", "27日", "вчера вечером"). language: ISO 639-1. reference: the document's
        own day. before: what the text says before the words, for "the same day".
    """
    if language == "en":
        meaning = _by_the_rules(words, reference)
        if meaning is not None:
            return meaning
    return _meaning(loose(alike(words)), names(language), reference, before)


def _by_the_rules(words: str, reference: date | None) -> Meaning | None:
    tokens = tokenise(words)
    found = [when for when in whens(tokens, 0, len(tokens), reference) if when.day]
    if not found:
        return None
    stated = [when for when in found if when.basis == "stated"] or found
    return Meaning(frozenset(when.day for when in stated if when.day), stated[0].basis, True)


def _meaning(text: str, words: Names, reference: date | None, before: str) -> Meaning:
    stated = frozenset(_stated(text, words, reference))
    if stated:
        return Meaning(stated, "stated", True)
    told = list(words.find(text))
    kinds = {one.kind for one in told} - {"number"}
    if "weekday" in kinds:
        days = frozenset(_weekdays(told, reference))
        return Meaning(days, "weekday" if days else "open", True)
    shifts = [one.value for one in told if one.kind == "day"]
    same = [one.value for one in told if one.kind == "same"]
    if same and before:
        anchors = _last_told(loose(alike(before[-_BEFORE:])), words, reference)
        days = frozenset(day + timedelta(days=shift) for day in anchors for shift in same)
        if days and not shifts:
            return Meaning(days, "relative", True)
        shifts = shifts or same
        if days and reference:
            return Meaning(days | _shifted(reference, shifts), "relative", True)
    if reference and (shifts or same):
        return Meaning(_shifted(reference, shifts or same), "relative", True)
    numbers = [one.value for one in told if one.kind == "number"]
    if not kinds and len(numbers) == 1 and len(text.split()) <= _FEW and numbers[0] <= 31:
        days = frozenset(_of_the_month(numbers[0], reference))
        return Meaning(days, "stated" if days else "open", bool(days))
    return Meaning(is_told=bool(kinds))


def _shifted(day: date, shifts: Iterable[int]) -> frozenset[date]:
    return frozenset(day + timedelta(days=shift) for shift in shifts)


def _weekdays(told: list[Told], reference: date | None) -> Iterator[date]:
    if reference is None:
        return
    for one in told:
        if one.kind == "weekday":
            back = (reference.weekday() - one.value) % 7
            yield reference - timedelta(days=back)
            if any(other.kind == "last" for other in told):
                yield reference - timedelta(days=back + 7)


def _last_told(text: str, words: Names, reference: date | None) -> list[date]:
    """Return the days of the last two expressions that tell one, nearest first."""
    found: list[tuple[int, date]] = []
    for start, day in _stated_at(text, words, reference):
        found.append((start, day))
    for one in words.find(text):
        if one.kind == "weekday":
            found += [(one.start, day) for day in _weekdays([one], reference)]
        elif one.kind == "day" and reference:
            found.append((one.start, reference + timedelta(days=one.value)))
    ordered = [day for _, day in sorted(found, reverse=True)]
    return list(dict.fromkeys(ordered))[:2]


def _stated(text: str, words: Names, reference: date | None) -> Iterator[date]:
    for _, day in _stated_at(text, words, reference):
        yield day


def _stated_at(text: str, words: Names, reference: date | None) -> Iterator[tuple[int, date]]:
    """Yield the days that are written out, with their places."""
    taken: list[tuple[int, int]] = []
    for pattern, reading in ((_ISO, _iso), (_NUMERIC, _numeric), (_SHORT, _short), (_EAST, _east)):
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            days = list(reading(found, reference))
            if reading is _numeric and (words.language != "en" or "." in found[0]):
                days = days[:1]
            if days:
                taken.append(found.span())
            for day in days:
                yield found.start(), day
    told = list(words.find(text))
    for place, one in enumerate(told):
        if one.kind == "month":
            for day in _with_month(told, place, reference):
                yield one.start, day


def _iso(found: re.Match[str], _reference: date | None) -> Iterator[date]:
    yield from _day(int(found[1]), int(found[2]), int(found[3]))


def _numeric(found: re.Match[str], _reference: date | None) -> Iterator[date]:
    """Yield the days that 5/6/2025 can be: the day first, as all but Americans write."""
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    yield from _day(year, int(found[2]), int(found[1]))
    if found[1] != found[2]:
        yield from _day(year, int(found[1]), int(found[2]))


def _short(found: re.Match[str], reference: date | None) -> Iterator[date]:
    yield from _without_year(int(found[2]), int(found[1]), reference)


def _east(found: re.Match[str], reference: date | None) -> Iterator[date]:
    day = int(found["day"])
    month = int(found["month"]) if found["month"] else None
    if found["year"] and month:
        year = 1 if found["year"] == "元" else int(found["year"])
        year += _ERAS.get(found["era"] or "", 0)
        yield from _day(year + 2000 if year < 100 and not found["era"] else year, month, day)
    elif month:
        yield from _without_year(month, day, reference)
    else:
        yield from _of_the_month(day, reference)


def _with_month(told: list[Told], place: int, reference: date | None) -> Iterator[date]:
    """Yield the day of a month's name: the number before it, else the one behind; a year behind both."""
    month = told[place]
    before = told[place - 1] if place else None
    after = told[place + 1 : place + 3]
    days: list[int] = []
    if before and before.kind == "number" and month.start - before.end <= _APART:
        days = [before.value]
    elif after and after[0].kind == "number" and after[0].start - month.end <= 3:
        days = [after[0].value]
        after = after[1:]
    year = next(
        (
            one.value
            for one in after
            if one.kind == "number" and one.value > 1900 and one.start - month.end <= _APART + 8
        ),
        None,
    )
    for day in days:
        if year:
            yield from _day(year, month.value, day)
        else:
            yield from _without_year(month.value, day, reference)


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _without_year(month: int, day: int, reference: date | None) -> Iterator[date]:
    """Yield the last such day up to shortly after the document's own."""
    if reference is None:
        return
    for year in (reference.year, reference.year - 1):
        for found in _day(year, month, day):
            if found <= reference + _AHEAD:
                yield found
                return


def _of_the_month(day: int, reference: date | None) -> Iterator[date]:
    """Yield the last day of that number up to the document's own."""
    if reference is None:
        return
    year, month = reference.year, reference.month
    for _ in range(3):
        for found in _day(year, month, day):
            if found <= reference:
                yield found
                return
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
