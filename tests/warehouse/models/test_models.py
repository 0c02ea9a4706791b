"""The SQL models: rows in, rows out, on real tables; and what depends on what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from readouts.warehouse.errors import DefinitionError
from readouts.warehouse.gate.audit import audit
from readouts.warehouse.models.build import build_model, load_models
from readouts.warehouse.tables.definitions import Catalogue, Table
from tests.asking_less import asking_of
from tests.warehouse.conftest import CASES, EDITION, ROOT, Loaded, Row, load_cases
from tests.warehouse.telling import finish, insert, rows_given

MODELS = {model.table: model for model in load_models(ROOT / "sql")}


COUNTED = {"core.counted_parties", "core.counted_reports"}
"""Models between the parser's rows and all others: a case gives those rows, and these are made of them."""


@pytest.fixture(scope="module")
def rules(catalogue: Catalogue) -> Catalogue:
    """The definitions with the rules across tables alone."""
    return asking_of(catalogue)


@pytest.fixture(scope="module")
def unasked(rules: Catalogue) -> Catalogue:
    """The tables of which nothing is expected."""
    return replace(rules, violations=[])


def cases_of(table: str) -> Any:
    return load_cases(f"models/{table.split('.')[1]}.yaml")


CASES_OF_MODELS = {
    f"{table}: {case['case']}": (table, case) for table in MODELS for case in cases_of(table)
}

Built = Callable[[str, Row], list[Row]]


@pytest.fixture
def built(loaded: Loaded, rules: Catalogue, unasked: Catalogue) -> Built:
    """What a model makes of the rows given, in the order of its key; no rule across tables refuses any of it.

    What counts is made of them before, with nothing asked: those models have cases of their own.
    """

    def make(table: str, given: Row) -> list[Row]:
        build, rows = loaded(before="raw.pages"), rows_given(given)
        insert(build, rules, rows)
        finish(build, rows, given.get("editions"))
        names = list(MODELS)
        for name in names[: names.index(table)]:
            if name in COUNTED - rows.keys() and MODELS[name].reads & rows.keys():
                build_model(build, unasked, MODELS[name], EDITION)
        outcome = build_model(build, rules, MODELS[table], EDITION)
        assert outcome.refused == 0
        return rows_of(build, rules[table])

    return make


def rows_of(build: duckdb.DuckDBPyConnection, table: Table) -> list[Row]:
    cursor = build.execute(f"SELECT * FROM {table.table} ORDER BY {table.key}")
    names = [column[0] for column in cursor.description or []]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    build.close()
    return found


@pytest.fixture(scope="module")
def made() -> dict[str, list[Row]]:
    """What was made in the cases so far, by case: to be audited by table, since each audit takes its milliseconds."""
    return {}


@pytest.mark.parametrize("name", CASES_OF_MODELS)
def test_rows_in_rows_out(built: Built, made: dict[str, list[Row]], name: str) -> None:
    table, case = CASES_OF_MODELS[name]
    rows, expected = made.setdefault(name, built(table, case["given"])), case["then"]
    assert len(rows) == len(expected), rows
    found = [
        {name: row[name] for name in wanted} for row, wanted in zip(rows, expected, strict=True)
    ]
    assert found == expected


@pytest.mark.parametrize("table", MODELS)
def test_what_is_made_in_all_cases_is_as_expected_of_its_table(
    built: Built, made: dict[str, list[Row]], catalogue: Catalogue, table: str
) -> None:
    """A row that an expectation refuses is told with the name of its case before its key."""
    key, rows = catalogue[table].key, []
    for name, (of, case) in CASES_OF_MODELS.items():
        if of == table:
            if name not in made:
                made[name] = built(table, case["given"])
            rows += [row | {key: f"{name} / {row[key]}"} for row in made[name]]
    frame = duckdb.from_arrow(pa.Table.from_pylist(rows, schema=catalogue[table].arrow_schema)).df()
    results = audit(frame, catalogue[table], EDITION)
    failed = [r for r in results if r.severity == "critical" and not r.success]
    assert {r.name: r.refused or r.observed for r in failed} == {}


def test_every_row_of_a_case_is_of_a_column_that_there_is(catalogue: Catalogue) -> None:
    for path in sorted((CASES / "models").glob("*.yaml")):
        for case in load_cases(f"models/{path.name}"):
            for table, rows in rows_given(case["given"]).items():
                if table in catalogue.tables:
                    for row in rows:
                        assert row.keys() <= catalogue[table].columns.keys(), case["case"]


def test_order_in_which_reports_arrive_changes_nothing(built: Built) -> None:
    """Rows are sets: the same reports, inserted the other way about, are the same calls."""
    reports = [r for case in cases_of("core.calls") for r in renamed(case)]
    forward = built("core.calls", {"reports": reports})
    backward = built("core.calls", {"reports": reports[::-1]})
    assert forward == backward


def renamed(case: Row) -> list[Row]:
    """A case's reports under names of their own, so that all cases fit into one table."""
    prefix = case["case"]
    return [
        report
        | {
            key: f"{prefix}/{report[key]}"
            for key in ("report", "article", "copy_of")
            if key in report
        }
        for report in case["given"].get("reports", [])
    ]


def write(folder: Path, models: dict[str, str]) -> Path:
    for name, text in models.items():
        path = folder / f"{name.replace('.', '/')}.sql"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_models_come_after_those_they_read(tmp_path: Path) -> None:
    models = load_models(
        write(
            tmp_path,
            {
                "core.a": "-- One row: one b.\nSELECT x FROM marts.b",
                "marts.b": "WITH c AS (SELECT x FROM core.z) SELECT c.x FROM c JOIN raw.pages AS p ON true",
                "core.z": "SELECT 1 AS x",
            },
        )
    )
    assert [model.table for model in models] == ["core.z", "marts.b", "core.a"]
    reads = {model.table: model.reads for model in models}
    assert reads["core.a"] == {"marts.b"}
    assert reads["marts.b"] == {"core.z", "raw.pages"}, "a CTE is no table"


def test_dependencies_are_those_of_the_sql_and_no_model_lists_them(catalogue: Catalogue) -> None:
    seen: set[str] = set()
    for table, model in MODELS.items():
        assert model.reads <= catalogue.tables.keys() | {"meta.editions"}
        assert model.reads & MODELS.keys() <= seen, f"{table} comes before what it reads"
        assert model.select.startswith("-- One row: "), "the grain is the first line"
        lines = [line.strip() for line in model.select.splitlines()]
        # What a model is rebuilt by is told beside its inputs; no other comment names one.
        comments = [n for n in lines if n.startswith("--") and not n.startswith("-- Rebuilt by:")]
        for read in model.reads:
            assert not any(read in comment for comment in comments), f"{table} lists {read}"
        seen.add(table)
    assert MODELS["core.calls"].reads == {"core.counted_parties", "core.counted_reports"}


@pytest.mark.parametrize(
    ("models", "says"),
    [
        pytest.param(
            {"marts.a": "SELECT * FROM marts.b", "marts.b": "SELECT * FROM marts.a"},
            r"circle: \['marts\.[ab]', 'marts\.[ab]', 'marts\.[ab]'\]",
            id="two models read one another",
        ),
        pytest.param({"marts.a": "SELECT * FROM marts.a"}, "circle", id="a model reads itself"),
        pytest.param(
            {"marts.a": "SELECT 1; SELECT 2"},
            r"a\.sql: it must hold one SELECT",
            id="two statements",
        ),
        pytest.param(
            {"marts.a": "CREATE TABLE t AS SELECT 1"}, "it must hold one SELECT", id="not a SELECT"
        ),
        pytest.param({"marts.a": "-- nothing yet"}, "it must hold one SELECT", id="only a comment"),
        pytest.param({"marts.a": "SELECT FROM WHERE ("}, r"a\.sql", id="no SQL"),
    ],
)
def test_definition_that_cannot_be_meant_is_refused(
    tmp_path: Path, models: dict[str, str], says: str
) -> None:
    with pytest.raises(DefinitionError, match=says):
        load_models(write(tmp_path, models))


def test_refused_edition_stays_out_until_it_is_finished(built: Built) -> None:
    given = {
        "reports": [
            {"report": "one", "parties": ["NOR: Ilvar Quen", "CHL: Osk Tarrandel"]},
            {
                "report": "two",
                "edition": date(2031, 3, 5),
                "parties": ["NOR: Ilvar Quen", "JPN: Mako Serune"],
            },
        ],
        "editions": {date(2031, 3, 5): "building"},
    }
    assert [row["call_id"] for row in built("core.calls", given)] == [
        "one",
        "two",
    ]
