"""Merging reports into calls, held to a figure on a labelled set."""

from __future__ import annotations

from readouts.warehouse.tables import Catalogue
from tests.warehouse.conftest import Loaded
from tests.warehouse.merging import labelled_reports, measure


def test_reports_of_one_call_are_merged_and_no_others(loaded: Loaded, catalogue: Catalogue) -> None:
    merging = measure(loaded(before="raw.pages"), catalogue)
    assert merging.calls >= 60
    assert len(merging.labelled) >= 200
    assert merging.f1 >= 0.97, f"precision {merging.precision:.4f}, recall {merging.recall:.4f}"


def test_labelled_set_is_varied() -> None:
    reports = labelled_reports()
    assert sum(report["call_date"] is None for report in reports) >= 40
    assert sum(report["copy_of"] is not None for report in reports) >= 15
    assert sum(len(report["parties"]) > 2 for report in reports) >= 10
    assert sum(":" not in party for report in reports for party in report["parties"]) >= 20
