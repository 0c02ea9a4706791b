"""The brief in a browser, of rows changed first: whose sources it counts, and what it marks beside a sentence."""

from __future__ import annotations

from pathlib import Path

from readouts.base.instance.home import Home
from readouts.brief.write import write_brief
from tests.brief.browsing import cells, open_table
from tests.brief.changing import changed
from tests.brief.conftest import Open


def test_a_call_of_which_no_position_is_told_has_the_source_that_tells_it(
    visit: Open, home: Home, tmp_path: Path
) -> None:
    path = changed(home, tmp_path, "DELETE FROM marts.evidence WHERE side IN ('AUT', 'PER')")
    written = write_brief(path, tmp_path / "brief")
    found = visit(written.path, choice="#country=AUT")
    assert found.figure("calls") == found.figure("sources") == 1
    assert found.figure("speaking") == 0
    found.drawn(lambda: found.page.locator("[data-reset]").click())
    assert found.figure("sources") == 2


def test_what_only_copies_tell_has_one_source_their_original(
    visit: Open, home: Home, tmp_path: Path
) -> None:
    path = changed(
        home,
        tmp_path,
        "UPDATE marts.evidence SET is_copy = true WHERE side IN ('AUT', 'PER')",
        "UPDATE core.articles SET duplicate_of = 'another' WHERE article_id IN"
        " (SELECT article_id FROM marts.evidence WHERE side = 'AUT')",
    )
    found = visit(write_brief(path, tmp_path / "brief").path, choice="#country=AUT")
    assert found.figure("calls") == found.figure("sources") == 1
    table = cells(open_table(found, "sides"))
    assert {row[0]: row[6] for row in table} == {"Austria": "1", "Peru": "1"}


def test_what_is_not_said_in_the_call_and_a_day_that_nobody_tells_are_marked(
    visit: Open, home: Home, tmp_path: Path
) -> None:
    path = changed(
        home,
        tmp_path,
        "UPDATE marts.evidence SET in_call = false WHERE stance = 'condemnation'",
        "UPDATE core.calls SET is_date_stated = false",
        "UPDATE marts.evidence SET is_date_stated = false",
    )
    found = visit(write_brief(path, tmp_path / "brief").path)
    found.page.locator("#day [data-figure=calls]").click()
    assert "told on 6 March 2024" in found.text("#sentences h3:has-text('Norway') .when")
    beside = found.page.locator("#sentences .sentence", has_text="said beside the call")
    assert beside.count() == found.page.locator("#sentences .mark", has_text="condemnation").count()
    found.page.locator("#sentences .close").click()
    assert "call told on 5 March 2024" in found.text("#differences .difference >> nth=0")
    found.page.locator("#day [data-figure=moved]").click()
    assert "said beside the call" in found.text("#sentences .sentence:has-text('seizure')")
