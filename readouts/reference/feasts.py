"""Feasts that are called by a weekday, and when they are: "Good Friday", "Easter Monday".

What belongs here: the look-up in ``feasts.tsv``. What does not: days of the week, and what else tells a day (dates).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from readouts.reference.tables import read_table


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast so many days after Easter Sunday, or before it."""

    after_easter: int

    def is_on(self, day: date) -> bool:
        """Whether it is on that day, in the Western or in the Orthodox calendar."""
        shift = timedelta(days=self.after_easter)
        return any(
            easter(day.year, way) + shift == day for way in (EASTER_WESTERN, EASTER_ORTHODOX)
        )


@cache
def feasts(language: str = "en") -> Mapping[str, Feast]:
    """Return the feasts by their names in small letters."""
    return {row["feast"]: Feast(int(row["after_easter"])) for row in read_table("feasts", language)}
