"""Merging reports into calls and names into people, held to figures on labelled sets."""

from __future__ import annotations

import pytest

from readouts.warehouse.tables import Catalogue
from tests.warehouse.conftest import Loaded
from tests.warehouse.merging import (
    CALLS,
    PEOPLE,
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
