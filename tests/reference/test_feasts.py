"""Feasts that are called by a weekday are on the days that they were on, by either calendar."""

from __future__ import annotations

from datetime import date

import pytest

from readouts.reference.feasts import feasts


@pytest.mark.parametrize(
    ("feast", "day", "is_on"),
    [
        ("good friday", date(2026, 4, 3), True),
        ("good friday", date(2026, 4, 10), True),  # the Orthodox one
        ("good friday", date(2026, 4, 17), False),
        ("easter monday", date(2025, 4, 21), True),
        ("easter monday", date(2025, 5, 5), False),
        ("ash wednesday", date(2026, 2, 18), True),
        ("whit monday", date(2025, 6, 9), True),
    ],
)
def test_a_feast_is_on_its_day(feast, day, is_on):
    assert feasts()[feast].is_on(day) is is_on
