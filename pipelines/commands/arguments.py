"""What the arguments of commands may be: forms of results, days, and ranges of days.

What belongs here: reading an argument, and the mistake that one may be. What does not: the commands.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal

from readouts.base.days import day_of
from readouts.base.errors import ReadoutsError

Form = Literal["table", "csv", "json", "line"]
"""How a result is written."""


class UsageError(ReadoutsError):
    """An argument that cannot be meant; the message is one line."""


def parse_editions(text: str | None) -> list[date]:
    """A day, or a range of days (``2026-05-01..2026-05-09``, ``2026-05-01..``); today (UTC) where nothing is given.

    Raises:
        UsageError: it is neither, ends before it begins, or reaches into the future.
    """
    today = datetime.now(UTC).date()
    if text is None:
        return [today]
    first_text, dots, last_text = text.partition("..")
    try:
        first = day_of(first_text)
        last = day_of(last_text) if last_text else today if dots else first
    except ValueError:
        raise UsageError(
            f"{text!r} is no edition: write a day as 2026-05-09, a range as 2026-05-01..2026-05-09"
        ) from None
    if max(first, last) > today:
        raise UsageError(f"{max(first, last)} has not come yet; today is {today} (UTC)")
    if last < first:
        raise UsageError(f"{text!r} ends before it begins")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def parse_day(text: str) -> date:
    """One day, whenever it is.

    Raises:
        UsageError: it is none.
    """
    try:
        return day_of(text)
    except ValueError:
        raise UsageError(f"{text!r} is no day: write a day as 2026-05-09") from None


def parse_edition(text: str | None) -> date | None:
    """One edition, None where none is named.

    Raises:
        UsageError: it is no day, a range of several, or in the future.
    """
    if text is None:
        return None
    days = parse_editions(text)
    if len(days) > 1:
        raise UsageError(f"{text!r} is a range: name one day, as 2026-05-09")
    return days[0]
