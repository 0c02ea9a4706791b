"""Days of other calendars: solar and lunar Hijri, eras, the Buddhist year.

What belongs here: from a year, a month and a day of a calendar to days of ours. What does not: the words (``names``)
and where a date stands (``written``).

The solar Hijri calendar is ``persiantools``'s: the same as ICU's on each day from 1980 to 2049, as ``jdatetime`` is, in
a third of its time. The lunar one is ``hijridate``'s, Umm al-Qura; a month begins when the moon is seen, a day earlier
or later elsewhere, so that a lunar date alone is any of three days.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

from readouts.base.alike import alike, loose
from readouts.reference.tables import items, read_table

HIJRI_YEARS = range(1300, 1500)
BUDDHIST_YEARS = range(2400, 2700)
_BUDDHIST = 543
_NEAR = 30
"""So many years around the document's own day tell a solar year from a lunar one: 1404 and 1446 are both 2025."""
_SPREAD = (timedelta(days=-1), timedelta(0), timedelta(days=1))


def gregorian(year: int, month: int, day: int) -> Iterator[date]:
    """Yield the day of our calendar, or of the Buddhist year; none where there is no such day."""
    with suppress(ValueError):
        yield date(year - _BUDDHIST if year in BUDDHIST_YEARS else year, month, day)


def solar(year: int, month: int, day: int) -> Iterator[date]:
    """Yield the day of a solar Hijri date (Iran, Afghanistan); none where there is no such day."""
    with suppress(ValueError):
        yield JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]


def lunar(year: int, month: int, day: int) -> Iterator[date]:
    """Yield the days that a lunar Hijri date can be; none where there is no such day or no table for its year."""
    with suppress(ValueError, OverflowError):
        found = date(*Hijri(year, month, day).to_gregorian().datetuple())
        yield from (found + apart for apart in _SPREAD)


def hijri(year: int, month: int, day: int, reference: date | None, language: str) -> list[date]:
    """Return the days that a Hijri date written in figures can be, solar or lunar.

    The calendar is the one by which it lies near the document's own day; without one, the solar in Persian.
    """
    readings = (list(solar(year, month, day)), list(lunar(year, month, day)))
    if reference is None:
        return readings[0] if language == "fa" else readings[1]
    return [
        found
        for days in readings
        for found in days
        if abs(found.year - reference.year) <= _NEAR / 2
    ]


def year_of(kind: str, day: date) -> int:
    """Return the year of a day in the calendar ``kind``: ``solar``, ``lunar``, or ours."""
    if kind == "solar":
        return int(JalaliDate.to_jalali(day).year)  # type: ignore[no-untyped-call]
    if kind == "lunar":
        try:
            return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
        except (ValueError, OverflowError):
            return 0
    return day.year


def of_era(name: str, year: int, month: int, day: int) -> Iterator[date]:
    """Yield the day of a year counted from an era; none where it lies outside the era."""
    first, last = eras()[name]
    for found in gregorian(first.year + year - 1, month, day):
        if first <= found and (last is None or found <= last):
            yield found


@cache
def eras() -> dict[str, tuple[date, date | None]]:
    """Return the first and the last day of each era by its names."""
    return {
        loose(alike(name)): (
            date.fromisoformat(row["first"]),
            date.fromisoformat(row["last"]) if row["last"] else None,
        )
        for row in read_table("eras")
        for name in items(row["names"])
    }
