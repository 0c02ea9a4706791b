"""Days as people write them: ``2026-05-09``, and nothing else.

What belongs here: reading a day that somebody typed, or wrote into a file or a document. What does not: dates that
programs wrote (``date.fromisoformat`` reads them), and dates in articles (the harvest and the parser).

``date.fromisoformat`` takes other forms of ISO 8601 for days too (``20260509``, ``2026-W19-6``). Who writes them may
mean something else, so they are refused like any other mistake.
"""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(text: str) -> date:
    """The day that a text is.

    Raises:
        ValueError: it is none, or written in another way.

    >>> day_of("2026-05-09")
    datetime.date(2026, 5, 9)
    """
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is no day as 2026-05-09")
    return date.fromisoformat(text)


def day_of_moment(text: str) -> date:
    """The day that a text is or begins with: ``2026-05-09T10:00:00Z``.

    Raises:
        ValueError: it begins with none.
    """
    day, rest = text[:10], text[10:]
    if rest and rest[0] not in "Tt ":
        raise ValueError(f"{text!r} is no day as 2026-05-09")
    return day_of(day)
