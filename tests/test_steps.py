"""What the steps hand on from one to the next."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from readouts.edition.making.answers import parse_article

ARTICLE: dict[str, Any] = {
    "text": "Norwegian Foreign Minister Ilvar Brask telephoned Kenyan Foreign Minister Kesi Hask on Monday.",
    "title": "Brask rings Hask",
    "published_date": date(2026, 3, 4),
    "publisher": "The Courier",
    "publisher_country": None,
    "speaks_for": None,
    "language": "en",
}

DAYS = {"structured": date(2026, 3, 2), "text": date(2026, 3, 2), "modified": None}


@pytest.mark.parametrize("basis", DAYS)
def test_no_weekday_is_counted_from_the_day_of_a_change(basis: str) -> None:
    (call,) = parse_article(ARTICLE | {"date_basis": basis}).calls
    assert call.date == DAYS[basis]
