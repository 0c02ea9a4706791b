"""Towns and regions: whose they are, and which are in the table."""

from __future__ import annotations

import pytest

from readouts.reference import country_of, words_to_country
from readouts.reference.own_wars import at_war_with_themselves
from readouts.reference.tables import items, read_table
from readouts.reference.towns import countries_of_towns, make


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("kharkiv", {"UKR"}),
        ("chittagong", {"BGD"}),
        ("bahía blanca", {"ARG"}),
        ("bahia blanca", {"ARG"}),
        ("valencia", {"ESP", "VEN"}),
        ("darfur", {"SDN"}),
        ("sevastopol", set()),  # states dispute whose it is
        ("reading", set()),  # a word, mostly
        ("geneva", set()),  # where others meet
        ("oslo", set()),  # a capital stands for its government
    ],
)
def test_town_is_of_the_countries_that_have_one_of_its_name(name: str, countries: set[str]) -> None:
    assert countries_of_towns().get(name, frozenset()) == countries


def test_table_has_names_that_can_be_told_from_words() -> None:
    chosen = make.by_hand()
    never = chosen["disputed"][""] | chosen["seat"][""] | chosen["word"][""]
    for row in read_table("towns"):
        assert country_of(row["country"])
        for name in items(row["names"]):
            assert len(name) >= make.SHORTEST
            assert name.casefold() not in never
            kept = chosen["kept"][row["country"]]
            assert name.casefold() not in words_to_country() or name in kept


def test_countries_are_at_war_with_themselves_in_some_years() -> None:
    assert "SDN" in at_war_with_themselves(2024)
    assert "LKA" not in at_war_with_themselves(2024)
    assert {"SDN", "LKA"} <= at_war_with_themselves(None)
    assert "UKR" not in at_war_with_themselves(None)
    assert all(country_of(code) for code in at_war_with_themselves(None))
