"""Moments as machines write them: the dates of feeds, sitemaps, metadata and headers.

What belongs here: reading one such text. What does not: finding it in a page (``page/dates.py``).
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import partial

from dateutil.parser import parse

_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
          "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9}  # fmt: skip
_OFFSETS = {name: timezone(timedelta(hours=hours)) for name, hours in _ZONES.items()}
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|^\d{8}")
_EPOCH = re.compile(r"^(?:/Date\()?(\d{10}|\d{13})(?:[+-]\d{4})?(?:\)/)?$")
_DEFAULTS = (datetime(1904, 1, 1), datetime(1908, 2, 2))
_DAY_FIRST = re.compile(r"^\s*\d{1,2}[./]\d{1,2}[./]\d{4}")


def moment(text: str | None) -> datetime | None:
    """The moment that a text states, with its offset where it gives one; None for less than a whole day.

    A day without a time is its midnight. Where day and month could be either, the day comes first. Ten digits alone are
    seconds since 1970, thirteen are thousandths; a year before the first is none.
    """
    text = (text or "").strip()
    digits = _EPOCH.match(text)
    if digits:
        return _since_epoch(int(digits[1]), in_thousandths=len(digits[1]) > 10)
    if not text or len(text) > 80 or not _YEAR.search(text) or text.startswith("-"):
        return None
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(text)
    found = _mail(text) or _free(text)
    # years of two digits are read as ours, and 0001 as one of them
    years = {int(year[:4]) for year in _YEAR.findall(text)}
    return found if found and found.year in years else None


def _since_epoch(count: int, *, in_thousandths: bool) -> datetime | None:
    try:
        return datetime.fromtimestamp(count / 1000 if in_thousandths else count, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _mail(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    name = text.rsplit(" ", 1)[-1].upper()
    if found.tzinfo is None and name in _OFFSETS:
        return found.replace(tzinfo=_OFFSETS[name])
    return found


def _free(text: str) -> datetime | None:
    """Anything else that names year, month and day: read twice, so that nothing is filled in from a default."""
    read = partial(parse, text, tzinfos=_OFFSETS, dayfirst=bool(_DAY_FIRST.match(text)))
    try:
        one, other = (read(default=default) for default in _DEFAULTS)
    except (ValueError, OverflowError, TypeError):
        return None
    return one if one.date() == other.date() else None
