"""Groups of states by their words."""

from readouts.reference.country_groups import country_groups
from readouts.reference.geography import countries


def test_groups_hold_countries_of_the_table():
    known = {country.iso3 for country in countries()}
    groups = country_groups("en")
    assert all(members and members <= known for members in groups.values())


def test_a_region_is_spelled_out_less_those_not_meant():
    european = country_groups("en")["european"]
    assert {"NOR", "CHE", "UKR"} <= european
    assert european.isdisjoint({"RUS", "KEN"})
