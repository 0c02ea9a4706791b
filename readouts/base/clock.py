"""Times that were written down, judged by the clock.

What belongs here: how long ago something was, and how long a server asks to be left alone. What does not: editions,
which are days of data and not of a clock.

A clock may have been ahead once. A time that has not come yet tells nothing of when something happened, and counts as
never; otherwise what waits for it would wait for years.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def elapsed(then: datetime | None, now: datetime) -> timedelta | None:
    """How long ago something was; None where it never was, or in a time that has not come.

    >>> elapsed(datetime(2026, 5, 9, 12), datetime(2026, 5, 9, 13)), elapsed(datetime(2030, 1, 1), datetime(2026, 5, 9))
    (datetime.timedelta(seconds=3600), None)
    """
    if then is None or then > now:
        return None
    return now - then


def mail_date(text: str | None) -> datetime | None:
    """The moment of a header such as ``Date``, in a zone; None where it states none."""
    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(text or "")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def retry_after(value: str | None, now: datetime, said: str | None = None) -> float | None:
    """Seconds that a server asks to wait (``Retry-After``), from a number or a date.

    A date is counted from the moment that the server ``said`` it was (its ``Date``), so that a clock that goes wrong,
    here or there, makes no pause longer; without one from ``now``.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    until = mail_date(text)
    if until is None:
        return None
    return max(0.0, (until - (mail_date(said) or now)).total_seconds())
