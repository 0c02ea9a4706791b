"""From words to the days that they can mean.

What belongs here: the grammar of dates. What does not: the words (``names``), dates that are written out (``written``),
and the calendars.

A weekday is the last such day up to the document's own, that day included; a day and a month without a year are the
last such day up to two days after it, as the rules of English have it. "The same day" goes back to the last day told
before. What is yet to come means no day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from readouts.base.alike import alike, loose
from readouts.dates.names import Names, Told, names
from readouts.dates.written import Written, of_the_month, written
from readouts.domain.records import DateBasis
from readouts.parse.text.dates import whens
from readouts.parse.text.tokens import tokenise

_BEFORE = 2_000
"""So many characters before the words are searched for the day that "the same day" goes back to."""
_FEW = 4
"""A number alone is a day of the month only in so few words: "on the 9th", "el 9"."""
_WEEK = timedelta(days=7)
_NO_TIME = {"number", "published"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The days that words can mean and how they tell; no days where they leave the day open or tell none.

    ``is_told`` says whether the words speak of time at all. ``agrees`` is False where they contradict themselves:
    "Friday, 15 November" of a year in which it was a Saturday.
    """

    days: frozenset[date] = frozenset()
    basis: DateBasis = "open"
    is_told: bool = False
    agrees: bool = True

    @property
    def day(self) -> date | None:
        """The one day that the words mean; None where they leave a choice or contradict themselves."""
        return next(iter(self.days)) if len(self.days) == 1 and self.agrees else None


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
    days = frozenset(when.day for when in stated if when.day)
    weekdays = {w.value for w in names("en").find(loose(alike(words))) if w.kind == "weekday"}
    agrees = not weekdays or any(day.weekday() in weekdays for day in days)
    return Meaning(days, stated[0].basis, True, agrees)


def _meaning(text: str, words: Names, reference: date | None, before: str) -> Meaning:
    told = list(words.find(text))
    kinds = {one.kind for one in told} - _NO_TIME
    if "lunisolar" in kinds:
        return Meaning(is_told=True)
    weekdays = [one for one in told if one.kind == "weekday"]
    stated = _in_one_calendar(written(text, words, reference))
    if stated:
        fits = {day for day in stated if any(day.weekday() == one.value for one in weekdays)}
        agrees = not weekdays or bool(fits)
        return Meaning(frozenset(fits or stated), "stated", True, agrees)
    if "ahead" in kinds:
        return Meaning(is_told=True)
    if weekdays:
        days = frozenset(_numbered(told, reference) or _weekdays(told, words, reference))
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
    return _lone_number(text, told, words, reference)


def _in_one_calendar(found: list[Written]) -> set[date]:
    """Return the days written out; of a date told in two calendars, the days of both."""
    ours = {day for one in found if one.calendar == "month" for day in one.days}
    others = {day for one in found if one.calendar != "month" for day in one.days}
    return (ours & others) or (ours | others)


def _lone_number(text: str, told: list[Told], words: Names, reference: date | None) -> Meaning:
    """Read a day of a month that no name tells: "el 9", "le 5 de ce mois", "5 числа прошлого месяца"."""
    kinds = {one.kind for one in told} - _NO_TIME
    numbers = [one for one in told if one.kind == "number"]
    shift = next((one.value for one in told if one.kind == "month_of"), None)
    if len(numbers) != 1 or numbers[0].value > 31:
        return Meaning(is_told=bool(kinds))
    is_figure = text[numbers[0].start].isdigit() and not words.is_glued
    if shift is None and (kinds or not is_figure or len(text.split()) > _FEW):
        return Meaning(is_told=bool(kinds))
    days = frozenset(of_the_month(numbers[0].value, reference, shift))
    return Meaning(days, "stated" if days else "open", bool(days or kinds))


def _shifted(day: date, shifts: Iterable[int]) -> frozenset[date]:
    return frozenset(day + timedelta(days=shift) for shift in shifts)


def _numbered(told: list[Told], reference: date | None) -> list[date]:
    """Return the day of a weekday with its number, where there was one lately: "el viernes 14"."""
    return [
        day
        for one, other in pairwise(told)
        if one.kind == "weekday" and other.kind == "number" and other.value <= 31
        for shift in (0, -1)
        for day in of_the_month(other.value, reference, shift)
        if day.weekday() == one.value
    ][:1]


def _weekdays(told: list[Told], words: Names, reference: date | None) -> Iterator[date]:
    """Yield the days that weekdays can mean.

    With "last" it is the one before this day; that of the week before as well, where this week has had one already.
    With "last week" or "this week" it is that of the calendar week, which begins on Monday or as the language's does.
    """
    if reference is None:
        return
    is_last = any(one.kind == "last" for one in told)
    week = next((one.value for one in told if one.kind == "week"), None)
    for one in told:
        if one.kind != "weekday":
            continue
        back = (reference.weekday() - one.value) % 7
        if week is None:
            if not is_last:
                yield reference - timedelta(days=back)
                continue
            back = back or 7
            yield reference - timedelta(days=back)
            if any(back <= (reference.weekday() - first) % 7 for first in words.first_days):
                yield reference - timedelta(days=back) - _WEEK
            continue
        for first in words.first_days:
            begun = reference - timedelta(days=(reference.weekday() - first) % 7) + week * _WEEK
            day = begun + timedelta(days=(one.value - first) % 7)
            if day <= reference:
                yield day


def _last_told(text: str, words: Names, reference: date | None) -> list[date]:
    """Return the days of the last two expressions that tell one, nearest first."""
    found = [(one.start, day) for one in written(text, words, reference) for day in one.days]
    for one in words.find(text):
        if one.kind == "weekday":
            found += [(one.start, day) for day in _weekdays([one], words, reference)]
        elif one.kind == "day" and reference:
            found.append((one.start, reference + timedelta(days=one.value)))
    ordered = [day for _, day in sorted(found, reverse=True)]
    return list(dict.fromkeys(ordered))[:2]
