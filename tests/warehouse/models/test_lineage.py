"""Where columns come from: derived from the SQL, told of the steps, kept as a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from readouts.warehouse.errors import DefinitionError
from readouts.warehouse.models.build import Model, load_models
from readouts.warehouse.models.lineage import (
    Lineage,
    all_lineage,
    lineage_of,
    markdown,
    record_lineage,
)
from readouts.warehouse.tables.definitions import Catalogue, Column, Table
from tests.warehouse.conftest import ROOT, Loaded
from tests.warehouse.models.test_models import write

MODELS = load_models(ROOT / "sql")


@pytest.fixture(scope="module")
def lineages(catalogue: Catalogue) -> dict[str, Lineage]:
    return {lineage.table: lineage for lineage in all_lineage(catalogue, MODELS)}


def test_every_column_of_every_model_has_a_source_unless_it_counts(
    lineages: dict[str, Lineage], catalogue: Catalogue
) -> None:
    """A column without one must be a number of rows: no model makes constants."""
    for model in MODELS:
        columns = lineages[model.table].columns
        assert columns.keys() == catalogue[model.table].columns.keys()
        counts = {name for name, sources in columns.items() if not sources}
        assert {catalogue[model.table].columns[name].type for name in counts} <= {"BIGINT"}


def test_sources_are_columns_that_there_are(
    lineages: dict[str, Lineage], catalogue: Catalogue
) -> None:
    for table, lineage in lineages.items():
        assert lineage.columns.keys() <= catalogue[table].columns.keys()
        for source in {s for sources in lineage.columns.values() for s in sources}:
            if source.table in catalogue.tables:
                assert source.column in catalogue[source.table].columns, source
            else:
                assert str(source) == "meta.editions.edition"


def test_table_that_a_step_fills_comes_from_another(
    lineages: dict[str, Lineage], catalogue: Catalogue
) -> None:
    """Only what is brought from outside has no source: pages, and what analysts write."""
    outside = {name for name in catalogue.tables if name not in lineages}
    assert {name.split(".")[0] for name in outside} == {"raw"}


@pytest.mark.parametrize(
    ("column", "sources"),
    [
        ("marts.evidence.title", {"core.articles.title"}),
        ("marts.evidence.warc_file", {"raw.pages.warc_file"}),
        ("marts.evidence.is_copy", {"core.articles.duplicate_of"}),
        ("core.calls.sides", {"core.counted_parties.side"}),
        ("core.calls.participants", {"core.counted_parties.name", "core.counted_parties.side"}),
        ("core.calls.report_count", set()),
        ("core.reactions.evidence", {"core.articles.text"}),
    ],
)
def test_column_comes_from(lineages: dict[str, Lineage], column: str, sources: set[str]) -> None:
    table, _, name = column.rpartition(".")
    assert {str(source) for source in lineages[table].columns[name]} == sources


def small(tmp_path: Path, select: str, *columns: str) -> tuple[Model, Catalogue]:
    """A model of its own with these output columns, over one other table."""

    def table(name: str, *names: str) -> Table:
        kinds = {column: Column(type="VARCHAR", comment=column) for column in names}
        return Table(table=name, description="", grain="", key=names[0], columns=kinds)

    [model] = load_models(write(tmp_path, {"marts.made": select}))
    tables = {
        "core.given": table("core.given", "a", "b"),
        "marts.made": table("marts.made", *columns),
    }
    return model, Catalogue(tables)


@pytest.mark.parametrize(
    ("select", "sources", "rows"),
    [
        pytest.param(
            "WITH c AS (SELECT a || b AS x FROM core.given) SELECT x FROM c",
            {"core.given.a", "core.given.b"},
            set(),
            id="two columns through a CTE",
        ),
        pytest.param(
            "SELECT a AS x FROM core.given UNION ALL SELECT b FROM core.given",
            {"core.given.a", "core.given.b"},
            set(),
            id="both halves of a union",
        ),
        pytest.param(
            "SELECT EXISTS (FROM core.given AS h WHERE h.b = g.b) AS x FROM core.given AS g",
            {"core.given.a", "core.given.b"},
            set(),
            id="whether there is a row",
        ),
        pytest.param(
            "SELECT max(a) OVER (PARTITION BY b) AS x FROM core.given",
            {"core.given.a", "core.given.b"},
            set(),
            id="a window",
        ),
        pytest.param(
            "WITH RECURSIVE r AS (SELECT a AS x FROM core.given UNION SELECT r.x FROM r JOIN core.given AS g"
            " ON g.b = r.x) SELECT x FROM r",
            {"core.given.a"},
            set(),
            id="a recursion",
        ),
        pytest.param(
            "SELECT count(*) AS x FROM core.given", set(), {"core.given"}, id="a count of rows"
        ),
        pytest.param("SELECT 1 AS x FROM core.given", set(), {"core.given"}, id="a constant"),
        pytest.param(
            "SELECT g.a AS x FROM core.given AS g JOIN touched AS t ON t.value = g.b",
            {"core.given.a"},
            set(),
            id="a relation that the build sets up is no source",
        ),
        pytest.param(
            "SELECT g.a AS x FROM core.given AS g SEMI JOIN meta.editions AS e ON e.status = g.b",
            {"core.given.a"},
            {"meta.editions"},
            id="a table that only chooses rows",
        ),
    ],
)
def test_derived_from_sql(tmp_path: Path, select: str, sources: set[str], rows: set[str]) -> None:
    found = lineage_of(*small(tmp_path, select, "x"))
    assert {str(source) for source in found.columns["x"]} == sources
    assert {str(source) for source in found.rows} == rows


@pytest.mark.parametrize(
    ("select", "says"),
    [
        pytest.param(
            "SELECT EXISTS (SELECT 1 FROM core.given AS h WHERE h.b = g.b) AS x FROM core.given AS g",
            "column x cannot",
            id="whether there is a constant",
        ),
        pytest.param("SELECT COLUMNS('a') FROM core.given", "does not name x", id="COLUMNS"),
        pytest.param(
            "SELECT COLUMNS('a') AS x FROM core.given", "column x cannot", id="COLUMNS, named"
        ),
        pytest.param(
            "SELECT value AS x FROM touched", "column x cannot", id="what the build sets up"
        ),
        pytest.param("SELECT c AS x FROM core.given", "which is not there", id="no such column"),
        pytest.param("SELECT a FROM core.given", "does not name x", id="another column"),
    ],
)
def test_source_that_cannot_be_derived_is_told(tmp_path: Path, select: str, says: str) -> None:
    with pytest.raises(DefinitionError, match=says):
        lineage_of(*small(tmp_path, select, "x"))


def test_written_for_people(tmp_path: Path) -> None:
    select = (
        "SELECT a AS x, count(*) AS n FROM core.given SEMI JOIN meta.editions ON true GROUP BY a"
    )
    assert markdown(lineage_of(*small(tmp_path, select, "x", "n"))).splitlines() == [
        "| column | from |",
        "|---|---|",
        "| `x` | `core.given.a` |",
        "| `n` | a constant, or a count of rows |",
        "",
        "Which rows it has depends on `meta.editions`.",
    ]


def stored(build: duckdb.DuckDBPyConnection, table: str) -> set[tuple[str | None, ...]]:
    found = build.execute(
        "SELECT column_name, source_table, source_column FROM meta.lineage WHERE table_name = ?",
        [table],
    )
    return set(found.fetchall())


def test_table_of_lineage_is_written_when_a_definition_changed(
    loaded: Loaded, catalogue: Catalogue
) -> None:
    few = {"marts.source_health", "marts.evidence"}
    models = [model for model in MODELS if model.table in few]
    build = loaded(before="raw.pages")
    record_lineage(build, catalogue, models)
    rows = stored(build, "marts.source_health")
    assert ("calls", "core.calls", "call_id") in rows
    assert ("articles", None, None) in rows
    assert (None, "meta.editions", None) in rows
    assert (None, "core.articles", None) in stored(build, "core.reactions")

    build.execute("UPDATE meta.lineage SET source_column = 'by hand' WHERE column_name = 'calls'")
    record_lineage(build, catalogue, models)
    assert ("calls", "core.calls", "by hand") in stored(build, "marts.source_health"), (
        "nothing changed"
    )

    changed = [replace(model, select=f"{model.select}\n-- said anew") for model in models]
    record_lineage(build, catalogue, changed)
    assert stored(build, "marts.source_health") == rows
