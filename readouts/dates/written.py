"""Days that are written out: in figures, with a month's name, in East Asian characters.

What belongs here: where such a date stands and which days it can be. What does not: words that need the document's own
day to mean one ("yesterday", "Friday"): ``meaning``; and the calendars.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from readouts.dates import calendars
from readouts.dates.names import Names, Told
from readouts.reference.habits import small_words

_AHEAD = timedelta(days=2)
_APART = 12
"""So many characters may stand between a day, its month and its year: "6 de mayo del año 2025"."""
_RANGE = 3
"""Within so many characters behind a date a lone day is of the same month: "5月3日至5日"."""
_MONTH_FIRST = ("ja", "zh", "ko", "hu")

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_SHORT = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(?!\d)")
_SLASHED = re.compile(r"(?<![\d/.])(\()?(\d{1,2})/(\d{1,2})(?![\d/])(?(1)\))")
_DAY = small_words("day")
_FIGURE = "[0-9〇零一二三四五六七八九十廿卅元]"
_ERA = "|".join(sorted(map(re.escape, calendars.eras()), key=len, reverse=True))
_EAST = re.compile(
    rf"(?:(?P<era>{_ERA})?\s?(?P<year>{_FIGURE}{{1,5}})\s?[年년]\s?)?(?:(?P<month>{_FIGURE}{{1,3}})\s?[月월]\s?)?"
    rf"(?P<day>{_FIGURE}{{1,3}})\s?[日号號일](?!間|间|内|以内|以来|后|後|連続|连续|동안|간)"
)
_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


class Written(NamedTuple):
    """A date that is written out: where it stands, the days it can be, the calendar, whether its year is there."""

    start: int
    end: int
    days: tuple[date, ...]
    calendar: str
    has_year: bool


def written(text: str, words: Names, reference: date | None) -> list[Written]:
    """Return the dates that are written out in a loose text, in order."""
    told = list(words.find(text))
    found = [*_figures(text, told, words, reference), *_east(text, told, reference)]
    taken = [(one.start, one.end) for one in found]
    for one in _named(told, reference):
        if not any(start < one.end and one.start < end for start, end in taken):
            found.append(one)
    return sorted(one for one in found if one.days)


def of_the_month(day: int, reference: date | None, shift: int | None = None) -> Iterator[date]:
    """Yield the last day of that number up to the document's own; of a month before it, where ``shift`` says which."""
    if reference is None:
        return
    for back in range(3) if shift is None else (-shift,):
        months = reference.year * 12 + reference.month - 1 - back
        for found in calendars.gregorian(months // 12, months % 12 + 1, day):
            if found <= reference or (shift is not None and found <= reference + _AHEAD):
                yield found
                return


def _figures(
    text: str, told: list[Told], words: Names, reference: date | None
) -> Iterator[Written]:
    taken: list[tuple[int, int]] = []
    has_weekday = any(one.kind == "weekday" for one in told)
    for pattern in (_ISO, _NUMERIC, _SHORT, _SLASHED):
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            if pattern is _SLASHED:
                if not (found[1] or has_weekday or _is_called_day(text, found)):
                    continue
                days = list(_without_order(found, words.language, reference))
            elif pattern is _SHORT:
                days = list(_without_year("month", int(found[2]), int(found[1]), reference))
            else:
                days = list(_with_year(found, pattern is _ISO, words.language, reference))
            taken.append(found.span())
            calendar = "month" if len(days) == 1 or "." in found[0] else "open"
            yield Written(*found.span(), tuple(days), calendar, pattern in (_ISO, _NUMERIC))


def _is_called_day(text: str, found: re.Match[str]) -> bool:
    """Whether figures are all there is, or stand behind a word for a day: Vietnamese "ngày 5/3"."""
    before = text[: found.start()].rsplit(maxsplit=1)
    return found[0] == text.strip() or bool(before and before[-1] in _DAY)


def _with_year(
    found: re.Match[str], year_first: bool, language: str, reference: date | None
) -> Iterator[date]:
    """Yield the days of 2025-06-05 and of 5/6/2025: the day first, as all but Americans write."""
    year, month, day = (int(found[n]) for n in ((1, 2, 3) if year_first else (3, 2, 1)))
    if not year_first and len(found[3]) == 2:
        year += 2000
    if year in calendars.HIJRI_YEARS:
        yield from calendars.hijri(year, month, day, reference, language)
        return
    first = list(calendars.gregorian(year, month, day))
    yield from first
    is_either = language == "en" and "." not in found[0]
    if not year_first and day != month and (is_either or not first):
        yield from calendars.gregorian(year, day, month)


def _without_order(found: re.Match[str], language: str, reference: date | None) -> Iterator[date]:
    one, other = int(found[2]), int(found[3])
    if language in _MONTH_FIRST:
        yield from _without_year("month", one, other, reference)
        return
    yield from _without_year("month", other, one, reference)
    if language == "en" and one != other:
        yield from _without_year("month", one, other, reference)


def _east(text: str, told: list[Told], reference: date | None) -> Iterator[Written]:
    before: tuple[int, int | None, int] | None = None
    for found in _EAST.finditer(text):
        day, month = _number(found["day"]), found["month"] and _number(found["month"])
        year: int | None = _number(found["year"]) if found["year"] else None
        if not month and not (found["day"].isdigit() or found[0] == text.strip()):
            continue
        if not month and before and found.start() - before[0] <= _RANGE:
            _, year, month = before
        if month and year and found["era"]:
            days = list(calendars.of_era(found["era"], year, month, day))
        elif month and year:
            days = list(calendars.gregorian(year + 2000 if year < 100 else year, month, day))
        elif month:
            days = list(_without_year("month", month, day, reference))
        else:
            days = list(of_the_month(day, reference, _shift(told, found.start())))
        if month:
            before = (found.end(), year, month)
        yield Written(*found.span(), tuple(days), "month", bool(month and year))


def _shift(told: list[Told], at: int) -> int | None:
    """Return which month a lone day is of: "上月27日"."""
    return next((w.value for w in told if w.kind == "month_of" and 0 <= at - w.end <= 2), None)


def _number(figures: str) -> int:
    """Return the number that digits or Chinese numerals write: 27, 二十七, 廿七, 二〇二五; 元 is the first."""
    if figures.isdigit() and figures.isascii():
        return int(figures)
    plain = figures.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    if "十" not in plain:
        return int("".join(str(_CHINESE.get(char, char)) for char in plain))
    tens, _, ones = plain.partition("十")
    if "十" in ones:
        return 0
    return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)


def _named(told: list[Told], reference: date | None) -> Iterator[Written]:
    """Yield the dates with a month's name: the day before it, else behind; the year behind both, or before."""
    for place, month in enumerate(told):
        if month.kind not in ("month", "solar", "lunar"):
            continue
        days, after, end = _days_beside(told, place)
        year = next((one for one in after if _is_year(one, end)), None) or _year_before(told, place)
        parts = [month, *days, *([year] if year and days else [])]
        span = (min(one.start for one in parts), max(one.end for one in parts))
        found: list[date] = []
        for day in days:
            if year:
                found += _CALENDARS[month.kind](year.value, month.value, day.value)
            else:
                found += _without_year(month.kind, month.value, day.value, reference)
        yield Written(*span, tuple(found), month.kind, year is not None)


def _days_beside(told: list[Told], place: int) -> tuple[list[Told], list[Told], int]:
    """Return the days beside a month's name, what stands behind both, and where these end."""
    month = told[place]
    after = told[place + 1 : place + 3]
    before = [one for one in told[max(0, place - 2) : place] if one.kind == "number"]
    if _year_before(told, place):
        before = []
    if before and before[-1] is told[place - 1] and month.start - before[-1].end <= _APART:
        # "5-6 мая", "3 et 5 mai": either day
        is_two = len(before) == 2 and before[1].start - before[0].end <= _RANGE + 2
        days = before if is_two and 1 <= before[0].value < before[1].value <= 31 else before[-1:]
        return days, after, month.end
    behind = after[0] if after and after[0].kind == "number" else None
    if behind and behind.start - month.end <= _RANGE and not _is_year(behind, month.end):
        return [behind], told[place + 2 : place + 3], behind.end
    return [], after, month.end


def _year_before(told: list[Told], place: int) -> Told | None:
    """Return the year right before a month's name: "2025. november 5."."""
    one = told[place - 1] if place else None
    is_near = one is not None and told[place].start - one.end <= _RANGE
    return one if one is not None and is_near and _is_year(one, one.start) else None


def _is_year(one: Told, end: int) -> bool:
    known = one.value > 1900 or one.value in calendars.HIJRI_YEARS
    return one.kind == "number" and known and one.start - end <= _APART + 8


_CALENDARS: dict[str, Callable[[int, int, int], Iterator[date]]] = {
    "month": calendars.gregorian,
    "solar": calendars.solar,
    "lunar": calendars.lunar,
}


def _without_year(kind: str, month: int, day: int, reference: date | None) -> Iterator[date]:
    """Yield the last such day up to shortly after the document's own; of a lunar date, the days that it can be."""
    if reference is None:
        return
    year = calendars.year_of(kind, reference)
    for one in (year, year - 1):
        found = list(_CALENDARS[kind](one, month, day))
        if found and min(found) <= reference + _AHEAD:
            yield from found
            return
