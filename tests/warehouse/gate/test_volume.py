"""Unusual numbers of rows: an edition beside the published ones before it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.warehouse.gate.audit import CheckResult
from readouts.warehouse.gate.gate import Staged, pass_gate
from readouts.warehouse.gate.volume import EDITIONS, LEAST_EDITIONS, Usual, fences, usual_rows
from readouts.warehouse.tables.definitions import Catalogue
from tests.warehouse.conftest import EDITION, Loaded, good_rows
from tests.warehouse.gate.test_gate import publish_earlier

WEEKS = [100, 110, 95, 105, 98, 20, 25]
"""A table's rows from Monday to Sunday."""


@pytest.mark.parametrize(
    ("earlier", "usual"),
    [
        pytest.param([100] * (LEAST_EDITIONS - 1), None, id="too few to say"),
        pytest.param([100] * LEAST_EDITIONS, Usual(50, 201), id="a steady table: half to double"),
        pytest.param([100] * EDITIONS + [9000] * 60, Usual(50, 201), id="the last 28 alone"),
        pytest.param([100] * 20 + [0] * 6, Usual(50, 201), id="a few days without any are no rule"),
        pytest.param([0] * 10, Usual(0, 5), id="a table that is mostly empty"),
    ],
)
def test_usual_is_what_the_last_editions_had(
    loaded: Loaded, earlier: list[int], usual: Usual | None
) -> None:
    build = loaded(before="core.articles")
    publish_earlier(build, "core.articles", earlier)
    assert usual_rows(build, "core.articles", EDITION) == usual


def test_weekend_is_no_anomaly_and_a_day_of_nothing_is(loaded: Loaded) -> None:
    build = loaded(before="core.articles")
    publish_earlier(build, "core.articles", WEEKS * 4)
    usual = usual_rows(build, "core.articles", EDITION)
    assert usual is not None
    assert all(usual.least <= size <= usual.most for size in WEEKS)
    assert not usual.least <= 0 <= usual.most
    assert not usual.least <= 5000 <= usual.most


def test_edition_is_compared_with_those_before_it_that_are_published(loaded: Loaded) -> None:
    build = loaded(before="core.articles")
    publish_earlier(build, "core.articles", [100] * 7)
    publish_earlier(build, "core.articles", [3000] * 9, first=-9)
    publish_earlier(build, "core.articles", [5000], first=30)
    build.execute(
        "UPDATE meta.editions SET status = 'refused' WHERE edition = ?",
        [EDITION - timedelta(days=30)],
    )
    assert usual_rows(build, "core.articles", EDITION) == Usual(50, 201)


def volume(loaded: Loaded, catalogue: Catalogue, sizes: list[int], rows: int) -> CheckResult:
    build = loaded(before="core.articles")
    publish_earlier(build, "core.articles", sizes)
    good = good_rows()["core.articles"][0]
    staged = [good | {"article_id": f"article-{n}"} for n in range(rows)]
    for _ in range(2):  # a run again says the same
        [outcome] = pass_gate(build, catalogue, EDITION, [Staged("core.articles", staged)])
    return next(r for r in outcome.results if r.name == "volume_is_usual")


@pytest.mark.parametrize(
    ("sizes", "rows", "observed"),
    [
        pytest.param([40] * 7, 3, "3, 20 to 81 expected", id="too few"),
        pytest.param([4] * 7, 12, "12, 0 to 9 expected", id="too many"),
        pytest.param([4] * 7, 0, None, id="none, where there are few"),
        pytest.param([40] * 7, 0, "0, 20 to 81 expected", id="none, where there are many"),
        pytest.param([40] * 7, 30, None, id="as usual"),
        pytest.param([40] * 6, 3, None, id="nothing is usual yet"),
    ],
)
def test_unusual_edition_warns_and_says_what_was_expected(
    loaded: Loaded, catalogue: Catalogue, sizes: list[int], rows: int, observed: str | None
) -> None:
    result = volume(loaded, catalogue, sizes, rows)
    assert result.success == (observed is None)
    assert not result.shut
    if observed is not None:
        assert result.examples == [observed]


@given(st.floats(0, 15), st.floats(0, 15))
def test_what_half_of_the_editions_had_is_usual(one: float, other: float) -> None:
    lower, upper = sorted((one, other))
    usual = fences(lower, upper)
    assert 0 <= usual.least <= 2.72**lower
    assert usual.most >= 2.71**upper - 2
