"""Times that were written down, judged by the clock.

What belongs here: how long ago something was. What does not: editions, which are days of data and not of a clock.

A clock may have been ahead once. A time that has not come yet tells nothing of when something happened, and counts as
never; otherwise what waits for it would wait for years.
"""

from __future__ import annotations

from datetime import datetime, timedelta


def elapsed(then: datetime | None, now: datetime) -> timedelta | None:
    """How long ago something was; None where it never was, or in a time that has not come.

    >>> elapsed(datetime(2026, 5, 9, 12), datetime(2026, 5, 9, 13)), elapsed(datetime(2030, 1, 1), datetime(2026, 5, 9))
    (datetime.timedelta(seconds=3600), None)
    """
    if then is None or then > now:
        return None
    return now - then
