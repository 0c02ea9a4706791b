from datetime import date

import pytest

from readouts.reference.people import side_of


@pytest.mark.parametrize(
    ("name", "day", "kinds", "country"),
    [
        ("Joseph R. Biden, Jr.", date(2021, 6, 1), None, "USA"),
        ("Zelensky", date(2025, 2, 1), "president", "UKR"),
        ("Iwaya Takeshi", date(2019, 1, 1), None, "JPN"),
        ("Kim Jong Il", date(2020, 1, 1), None, None),
    ],
)
def test_side(name, day, kinds, country):
    side = side_of(name, day, kinds)
    assert (side.country if side else None) == country
