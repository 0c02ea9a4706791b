"""Stamps: a full date with a time of day that stands by itself in a text: "6 May 2025, 17:45".

What belongs here: finding them, and leaving out those behind a label ("Published: ..."). What does not: which call one
dates (``readouts.grounding.dating``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from readouts.base.alike import loose
from readouts.dates.names import names
from readouts.dates.written import written

_TIME = re.compile(
    r"\s?(?:г\.|года|р\.|року|yil)?\s?[,،|-]?\s?(?:[01]?\d|2[0-3])\s?[:.h時时시]\s?[0-5]\d(?!\d)"
)
_LABEL = 40
"""Within so many characters before a stamp a word like "published" makes it that of the publication."""


class Stamp(NamedTuple):
    """Where a stamp stands in the text given, its time included, and its day."""

    start: int
    end: int
    day: date


def stamps(text: str, language: str, reference: date | None) -> Iterator[Stamp]:
    """Yield the stamps of a text that is made alike (``readouts.base.alike``), in order.

    One behind a colon or a word for publishing is none, nor is a date that can be several days.
    """
    plain, words = loose(text), names(language)
    for one in written(plain, words, reference):
        time = _TIME.match(plain, one.end)
        if time is None or not one.has_year or len(one.days) != 1:
            continue
        before = plain[max(0, one.start - _LABEL) : one.start]
        label = re.split(r"[.!?。\n]", before)[-1]
        is_labelled = before.rstrip().endswith(":") or any(
            told.kind == "published" for told in words.find(label)
        )
        if not is_labelled:
            yield Stamp(one.start, time.end(), one.days[0])
