"""What the published file says of itself is whole: every table, view and macro, and every column."""

from __future__ import annotations

import pytest

from readouts.warehouse.errors import QueryError
from readouts.warehouse.reading.described import columns_of, described
from tests.sampling import SampleRun


def test_every_table_and_column_is_explained(sample_run: SampleRun) -> None:
    path = sample_run.home.warehouse
    found = described(path)
    assert found.columns == ["name", "kind", "one row"]
    rows = {name: meaning for name, _, meaning in found.rows}
    assert "One row: one stance of one party" in rows["core.reactions"]
    assert all(rows.values())
    assert {"citations", "quotations(speaking_side, taken_stance)", "meta.editions"} <= set(rows)
    assert not [name for name in rows if name.startswith("quarantine.")]
    for name in (*rows, "quarantine.articles", "CORE.CALLS", "quotations"):
        columns = columns_of(path, name).rows
        assert columns
        assert all(all(column) for column in columns), name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("reactions", "there is core.reactions, quarantine.reactions"),
        ("mart.evidence", "there is marts.evidence"),
        ("nothing", "'readouts tables' lists them"),
        ("", "'readouts tables' lists them"),
        ("x'; --", "'readouts tables' lists them"),
    ],
)
def test_name_that_is_none_is_answered_with_what_there_is(
    sample_run: SampleRun, name: str, told: str
) -> None:
    with pytest.raises(QueryError) as error:
        columns_of(sample_run.home.warehouse, name)
    assert told in str(error.value)
