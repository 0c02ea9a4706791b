"""Merging reports into calls and names into people, held to figures on labelled sets."""

from __future__ import annotations

from collections import Counter

import pytest

from readouts.warehouse.tables.definitions import Catalogue
from tests.warehouse.conftest import Loaded
from tests.warehouse.merging import (
    CALLS,
    CALLS_IN_LANGUAGES,
    PEOPLE,
    PEOPLE_IN_LANGUAGES,
    Merging,
    labelled_reports,
    lines_of,
    measure,
    measure_people,
    together,
)


def measured(loaded: Loaded, catalogue: Catalogue, names: tuple[str, ...], measuring) -> Merging:
    found = []
    for name in names:
        build = loaded(before="raw.pages")
        found.append(measuring(build, catalogue, name))
        build.close()
    return together(found)


def test_reports_of_one_call_are_merged_and_no_others(loaded: Loaded, catalogue: Catalogue) -> None:
    merging = measured(loaded, catalogue, CALLS, measure)
    assert merging.truly >= 180
    assert len(merging.labelled) >= 400
    assert min(merging.precision, merging.recall) >= 0.97, merging


def test_names_of_one_person_are_joined_and_no_others(loaded: Loaded, catalogue: Catalogue) -> None:
    merging = measured(loaded, catalogue, PEOPLE, measure_people)
    assert merging.truly >= 220
    assert len(merging.labelled) >= 280
    assert min(merging.precision, merging.recall) >= 0.97, merging


def test_one_person_is_one_in_every_script_and_no_two_are(
    loaded: Loaded, catalogue: Catalogue
) -> None:
    merging = measured(loaded, catalogue, PEOPLE_IN_LANGUAGES, measure_people)
    assert len(merging.labelled) >= 800
    assert merging.precision == 1.0, merging.merged - merging.labelled
    assert merging.f1 >= 0.96, merging.labelled - merging.merged


def test_one_call_told_in_several_languages_is_one(loaded: Loaded, catalogue: Catalogue) -> None:
    merging = measured(loaded, catalogue, CALLS_IN_LANGUAGES, measure)
    assert len(merging.labelled) >= 40
    assert min(merging.precision, merging.recall) >= 0.97, merging


def test_a_third_of_the_names_in_languages_have_another_like_them() -> None:
    lines = [line for name in PEOPLE_IN_LANGUAGES for line in lines_of(name)]
    offices = {(line["person"][:-1], line["person"]) for line in lines}
    people = Counter(office for office, _ in offices)
    alike = sum(count for count in people.values() if count > 1)
    assert alike * 3 >= sum(people.values())
    assert {(line["side"], line["kind"]) for line in lines} >= {("EGY", "fm"), ("KOR", "pm")}


@pytest.mark.parametrize(
    ("names", "measuring"),
    [(["merging_apart"], measure), (["people_apart"], measure_people)],
    ids=["calls", "people"],
)
def test_what_was_written_before_is_told_as_well(
    loaded: Loaded, catalogue: Catalogue, names: tuple[str, ...], measuring
) -> None:
    merging = measured(loaded, catalogue, names, measuring)
    assert min(merging.precision, merging.recall) >= 0.95, merging


def test_labelled_sets_are_varied() -> None:
    reports = [report for name in CALLS for report in labelled_reports(name)]
    parties = [party for report in reports for party in report["parties"]]
    assert sum(report["call_date"] is None for report in reports) >= 80
    assert sum("copy_of" in report for report in reports) >= 15
    assert sum(len(report["parties"]) > 2 for report in reports) >= 15
    assert sum(":" not in party for party in parties) >= 20
    assert sum(party.startswith("?") for party in parties) >= 40
    assert sum("zone" in report for report in reports) >= 60
    people = [line for name in PEOPLE for line in lines_of(name)]
    assert len(people) > len({(line["side"], line["person"]) for line in people}) >= 220
