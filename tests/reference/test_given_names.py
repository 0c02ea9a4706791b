"""Given names: whose gender the table tells, and how the table is made."""

from __future__ import annotations

import pytest

from readouts.reference.names.given_names import genders
from readouts.reference.names.make_given_names import DOUBT, PEOPLE, SOURCES, rows


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("annalena", "f"),
        ("bintou", "f"),
        ("olena", "f"),
        ("enrique", "m"),
        ("dmytro", "m"),
        ("kofi", "m"),
        # of both, in one country or in several
        ("andrea", None),
        ("jean", None),
        ("kim", None),
        ("nicola", None),
        # family names that stand first
        ("xi", None),
        ("wang", None),
    ],
)
def test_table_tells_of_names_that_are_of_one_gender_alone(name: str, gender: str | None) -> None:
    assert genders().get(name) == gender


@pytest.mark.parametrize(
    ("counts", "made"),
    [
        ([SOURCES, PEOPLE, 1.0], ["f\tala"]),
        ([SOURCES, PEOPLE, DOUBT], ["m\tala"]),
        ([SOURCES, PEOPLE, DOUBT + 0.01], []),
        ([SOURCES - 1, PEOPLE, 0.0], []),
        ([SOURCES, PEOPLE - 1, 0.0], []),
    ],
)
def test_names_of_few_or_of_both_are_left_out(counts: list[float], made: list[str]) -> None:
    assert rows({"ala": counts, "a&#1;": counts}) == made


def test_a_name_is_of_one_gender_and_in_plain_letters() -> None:
    names = genders()
    assert len(names) > 20_000
    assert all(name.isascii() and name == name.lower() for name in names)
