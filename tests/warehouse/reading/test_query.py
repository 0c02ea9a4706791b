"""Queries by a person: answered from the published file, which they cannot change and cannot leave."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from readouts.warehouse.errors import NotPublishedError, QueryError, WarehouseError
from readouts.warehouse.reading.query import answer, first_rows
from readouts.warehouse.tables.definitions import Catalogue
from tests.warehouse.conftest import EDITION


@pytest.fixture(scope="module")
def warehouse(states: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("query") / "warehouse.duckdb"
    shutil.copyfile(states["marts.reactions_daily"], path)
    return path


@pytest.mark.parametrize(
    ("query", "parameters", "columns", "rows"),
    [
        pytest.param(
            "SELECT side, stance FROM marts.evidence",
            None,
            ["side", "stance"],
            [("NOR", "concern")],
            id="a table",
        ),
        pytest.param(
            "SELECT name FROM core.parties WHERE side = ?",
            ["CHL"],
            ["name"],
            [("Osk Tarrandel",)],
            id="a parameter",
        ),
        pytest.param("SELECT 1 AS x WHERE false", None, ["x"], [], id="no rows"),
        pytest.param("SELECT 1 AS x; SELECT 2 AS y", None, ["y"], [(2,)], id="the last of two"),
        pytest.param(
            "SELECT current_setting('TimeZone') AS zone", None, ["zone"], [("UTC",)], id="in UTC"
        ),
    ],
)
def test_query_is_answered(
    warehouse: Path, query: str, parameters: Any, columns: list[str], rows: list[Any]
) -> None:
    found = answer(warehouse, query, parameters)
    assert (found.columns, found.rows) == (columns, rows)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        pytest.param("SELECT nope FROM core.calls", "nope", id="no such column"),
        pytest.param("SELECT * FROM core.nothing", "nothing", id="no such table"),
        pytest.param("SELEKT 1", "syntax error", id="no SQL"),
        pytest.param("-- nothing", "asks for nothing", id="only a comment"),
        pytest.param("", "asks for nothing", id="an empty text"),
        pytest.param("SELECT 1 WHERE ?", "parameter", id="a parameter is lacking"),
        pytest.param("SELECT 'x'::INTEGER", "x", id="a value that cannot be"),
        pytest.param("DELETE FROM core.calls", "read-only", id="deleting"),
        pytest.param("CREATE TABLE core.mine (x INTEGER)", "read-only", id="making a table"),
        pytest.param("COPY core.calls TO 'calls.csv'", "disabled", id="writing a file"),
        pytest.param("SELECT * FROM read_csv('/etc/hostname')", "disabled", id="reading a file"),
        pytest.param("FROM 'https://paper.example/a.csv'", "disabled", id="asking the network"),
        pytest.param("ATTACH 'other.duckdb'", "disabled", id="opening another"),
        pytest.param("SET enable_external_access = true", "", id="unlocking"),
        pytest.param("RESET lock_configuration", "locked", id="unlocking the lock"),
    ],
)
def test_query_that_cannot_be_answered_is_told_in_one_line(
    warehouse: Path, query: str, says: str
) -> None:
    before = warehouse.read_bytes()
    with pytest.raises(QueryError) as error:
        answer(warehouse, query)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
    assert "LINE 1" not in str(error.value)
    assert warehouse.read_bytes() == before


def test_nothing_published_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="readouts run"):
        answer(tmp_path / "warehouse.duckdb", "SELECT 1")


def test_file_that_is_no_warehouse_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_text("no database at all, but long enough to be looked at" * 200)
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb cannot be read") as error:
        answer(path, "SELECT 1")
    assert "\n" not in str(error.value)


def test_first_rows_are_of_the_edition_where_rows_have_one(
    states: dict[str, Path], tmp_path: Path, catalogue: Catalogue
) -> None:
    build = tmp_path / "build.duckdb"
    shutil.copyfile(states["marts.reactions_daily"], build)
    parties = catalogue["core.parties"]
    found = first_rows(build, parties, EDITION)
    assert found.columns == list(parties.columns)
    assert len(found.rows) == 2
    assert len(first_rows(build, parties, EDITION, limit=1).rows) == 1
    assert first_rows(build, parties, EDITION + timedelta(days=1)).rows == []
    assert len(first_rows(build, parties, None).rows) == 2
    assert len(first_rows(build, catalogue["marts.evidence"], EDITION).rows) == 1
