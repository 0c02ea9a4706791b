"""The gate: every expectation and every rule across tables refuses what it is there to refuse, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.warehouse.gate.audit import OF_ROWS
from readouts.warehouse.gate.gate import GateShut, pass_gate
from readouts.warehouse.gate.staging import Staged, TableOutcome
from readouts.warehouse.tables.definitions import (
    Catalogue,
    Expectation,
    Table,
    load_catalogue,
)
from tests.asking_less import asking_of
from tests.warehouse.conftest import (
    EDITION,
    GOOD_ROWS,
    ROOT,
    STEPS,
    Loaded,
    Row,
    count,
    good_rows,
    load_cases,
)

EXPECTATION_CASES = load_cases("expectations.yaml")
VIOLATION_CASES = load_cases("violations.yaml")
CATALOGUE = load_catalogue(ROOT / "expectations")
RULES = asking_of(CATALOGUE)
"""The same with the rules across tables alone."""


WRITTEN_EXPECTATIONS = [
    pytest.param(table, expectation, id=f"{table.table}-{expectation.name}")
    for table in CATALOGUE.tables.values()
    for expectation in table.expectations
]


def step_of(table: str) -> list[str]:
    return next(step for step in STEPS if table in step)


def run_step(
    connection: duckdb.DuckDBPyConnection,
    rows: dict[str, list[Row]],
    table: str,
    catalogue: Catalogue = CATALOGUE,
) -> dict[str, TableOutcome]:
    outcomes = pass_gate(
        connection, catalogue, EDITION, [Staged(t, rows[t]) for t in step_of(table)]
    )
    return {outcome.table: outcome for outcome in outcomes}


def test_every_table_has_a_good_row_and_a_suite_that_is_no_token() -> None:
    assert set(GOOD_ROWS) == set(CATALOGUE.tables)
    assert {v.name for v in CATALOGUE.violations} == set(VIOLATION_CASES)
    for table in CATALOGUE.tables.values():
        assert len(table.expectations) + len(CATALOGUE.violations_of(table.table)) >= 2


def test_good_rows_pass_every_gate(loaded: Loaded) -> None:
    build, rows = loaded(before="raw.pages"), good_rows()
    for tables in STEPS:
        outcomes = pass_gate(build, CATALOGUE, EDITION, [Staged(t, rows[t]) for t in tables])
        for outcome in outcomes:
            assert outcome.refused == 0
            assert [r.name for r in outcome.results if not r.success] == []
            assert outcome.committed == len(rows[outcome.table]) == count(build, outcome.table)


def publish_earlier(
    connection: duckdb.DuckDBPyConnection, table: str, sizes: list[int], first: int = 1
) -> list[date]:
    """Finished editions before ``EDITION``, day by day back from it, with so many rows of a table each."""
    days = [EDITION - timedelta(days=first + n) for n in range(len(sizes))]
    for day, size in zip(days, sizes, strict=True):
        connection.execute(
            "INSERT INTO meta.editions (edition, status) VALUES (?, 'published')", [day]
        )
        connection.execute(
            "INSERT INTO meta.gate_results BY NAME SELECT ? AS edition, ? AS table_name,"
            " 'key_is_unique' AS expectation, 'critical' AS severity, '' AS description, true AS success,"
            " false AS shut, ? AS rows_checked, 0 AS rows_failed, []::VARCHAR[] AS examples",
            [day, table, size],
        )
    return days


def outcome_of(
    connection: duckdb.DuckDBPyConnection,
    rows: dict[str, list[Row]],
    table: str,
    catalogue: Catalogue = CATALOGUE,
) -> TableOutcome:
    """What the gate found for one table, whether it shut or not."""
    try:
        return run_step(connection, rows, table, catalogue)[table]
    except GateShut as shut:
        return next(outcome for outcome in shut.outcomes if outcome.table == table)


def quarantined(connection: duckdb.DuckDBPyConnection, table: Table) -> dict[str | None, list[str]]:
    return dict(
        connection.execute(f"SELECT {table.key}, reasons FROM {table.quarantine}").fetchall()
    )


Found = tuple[TableOutcome, dict[str | None, list[str]]]
"""What the gate found for a table, and the reasons of the rows that it refused, by their keys."""


@pytest.fixture(scope="module")
def together(
    states: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Table], Found]:
    """One pass of a table's gate, with a bad row for each expectation about rows: its key is the expectation's name."""

    @cache
    def found(name: str) -> Found:
        table, rows = CATALOGUE[name], good_rows()
        good = rows[name][0]
        rows[name] += [
            good | {table.key: e.name} | EXPECTATION_CASES[name][e.name]
            for e in table.expectations
            if is_of_rows(e)
        ]
        path = tmp_path_factory.mktemp("together") / "build.duckdb"
        shutil.copyfile(states[name], path)
        with duckdb.connect(str(path)) as build:
            return outcome_of(build, rows, name), quarantined(build, table)

    return lambda table: found(table.table)


def is_of_rows(expectation: Expectation) -> bool:
    return expectation.type.startswith(OF_ROWS)


@pytest.mark.parametrize(
    ("table", "expectation"), [p for p in WRITTEN_EXPECTATIONS if is_of_rows(p.values[1])]
)
def test_each_expectation_refuses_its_bad_row(
    together: Callable[[Table], Found], table: Table, expectation: Expectation
) -> None:
    outcome, refused = together(table)
    result = next(r for r in outcome.results if r.name == expectation.name)
    assert not result.success, f"{expectation.name} let the bad row through"
    assert expectation.name in result.refused
    assert GOOD_ROWS[table.table][table.key] not in result.refused
    reasons = refused.get(expectation.name, [])
    is_reason = any(reason.startswith(f"{expectation.name}: ") for reason in reasons)
    assert is_reason == (expectation.severity == "critical")


@pytest.mark.parametrize(
    ("table", "expectation"), [p for p in WRITTEN_EXPECTATIONS if not is_of_rows(p.values[1])]
)
def test_each_expectation_of_a_table_fails_for_its_case(
    loaded: Loaded, table: Table, expectation: Expectation
) -> None:
    build, rows = loaded(before=table.table), good_rows()
    case = dict(EXPECTATION_CASES[table.table][expectation.name])
    if "earlier" in case:
        publish_earlier(build, table.table, [case.pop("earlier")] * 7)
    rows[table.table][0] |= case
    outcome = outcome_of(build, rows, table.table)
    result = next(r for r in outcome.results if r.name == expectation.name)
    assert not result.success, f"{expectation.name} let the case through"
    reasons = quarantined(build, table).get(rows[table.table][0][table.key], [])
    is_reason = any(reason.startswith(f"{expectation.name}: ") for reason in reasons)
    assert is_reason == (expectation.severity == "critical")


@pytest.mark.parametrize("table", CATALOGUE.tables.values(), ids=lambda table: table.table)
def test_required_values_must_be_there_and_keys_name_one_row(loaded: Loaded, table: Table) -> None:
    build, rows = loaded(before=table.table), good_rows()
    good = rows[table.table][0]
    required = [name for name, column in table.columns.items() if not column.optional]
    lacking = [
        good | {table.key: f"lacks {name}", name: None} for name in required if name != table.key
    ]
    twice = [good | {table.key: "twice"}] * 2
    rows[table.table] += [*lacking, *twice, good | {table.key: None}]
    results = {r.name: r for r in outcome_of(build, rows, table.table).results}
    reasons = quarantined(build, table)
    assert results["required_values_are_there"].failed >= len(lacking)
    for name in required:
        if name != table.key:
            assert reasons[f"lacks {name}"][0] == f"required_values_are_there: {name} is required"
    assert not results["key_is_unique"].success
    assert reasons["twice"][0].startswith("key_is_unique: ")
    assert reasons[None] == ["it has no key"]


@pytest.mark.parametrize("violation", [pytest.param(v, id=v.name) for v in CATALOGUE.violations])
def test_each_violation_is_found(loaded: Loaded, violation: Any) -> None:
    case = VIOLATION_CASES[violation.name]
    build, rows = loaded(before=violation.table), good_rows()
    for table, change in case.get("changes", {}).items():
        rows[table][0] |= change
    for table, times in case.get("more", {}).items():
        key = CATALOGUE[table].key
        rows[table] += [rows[table][0] | {key: f"more-{n}"} for n in range(times)]
    for table in step_of(violation.table):
        key = CATALOGUE[table].key
        rows[table] = [r for r in rows[table] if r[key] not in case.get("left_out", [])]
    outcome = outcome_of(build, rows, violation.table, RULES)
    shut = any(r.shut for r in outcome.results)
    result = next(r for r in outcome.results if r.name == violation.name)
    assert not result.success
    is_critical = violation.severity == "critical"
    assert result.shut == (is_critical and violation.rows_allowed == 0)
    refused = quarantined(build, CATALOGUE[violation.table])
    reasons = [reason for row in refused.values() for reason in row]
    assert any(reason.startswith(f"{violation.name}: ") for reason in reasons) == is_critical
    if shut:
        assert count(build, violation.table) == 0


def test_no_rows_are_asked_what_they_lack_and_each_result_is_recorded(loaded: Loaded) -> None:
    build = loaded(before="marts.evidence")
    checks = set(CATALOGUE["marts.evidence"].checks) | {
        v.name for v in CATALOGUE.violations_of("marts.evidence")
    }
    [outcome] = pass_gate(build, CATALOGUE, EDITION, [Staged("marts.evidence")])
    assert [r.name for r in outcome.results if not r.success] == ["reaction_without_evidence"]
    query = "SELECT expectation, rows_checked FROM meta.gate_results WHERE table_name = 'marts.evidence'"
    assert dict(build.execute(query).fetchall()) == dict.fromkeys(checks, 0)


def articles(count_bad: int, count_good: int) -> list[Row]:
    good = good_rows()["core.articles"][0]
    bad = [good | {"article_id": f"bad-{n}", "published_date": None} for n in range(count_bad)]
    return bad + [good | {"article_id": f"good-{n}"} for n in range(count_good)]


@pytest.mark.parametrize(
    ("bad", "good", "shuts"),
    [
        pytest.param(1, 0, False, id="the only article is bad: an edition of one is not shut"),
        pytest.param(5, 0, False, id="as many as are allowed"),
        pytest.param(6, 0, True, id="more than are allowed, and more than the share"),
        pytest.param(6, 30, True, id="six of thirty-six is more than a tenth"),
        pytest.param(6, 60, False, id="six of sixty-six is less than a tenth"),
    ],
)
def test_gate_shuts_beyond_both_its_limits(
    loaded: Loaded, catalogue: Catalogue, bad: int, good: int, shuts: bool
) -> None:
    build = loaded(before="core.articles")
    step = [Staged("core.articles", articles(bad, good))]
    if shuts:
        with pytest.raises(
            GateShut, match=f"required_values_are_there \\({bad} of {bad + good} rows"
        ):
            pass_gate(build, catalogue, EDITION, step)
        assert count(build, "core.articles") == 0
        assert count(build, "meta.editions WHERE status = 'refused'") == 1
    else:
        [outcome] = pass_gate(build, catalogue, EDITION, step)
        assert (outcome.committed, outcome.refused) == (good, bad)
    assert count(build, "quarantine.articles") == bad
    assert count(build, "meta.gate_results WHERE table_name = 'core.articles'") > 0


def test_shut_gate_keeps_what_was_there(loaded: Loaded, catalogue: Catalogue) -> None:
    build = loaded(before="core.articles")
    pass_gate(build, catalogue, EDITION, [Staged("core.articles", articles(0, 3))])
    with pytest.raises(GateShut):
        pass_gate(build, catalogue, EDITION, [Staged("core.articles", articles(7, 1))])
    assert count(build, "core.articles") == 3
    assert count(build, "quarantine.articles") == 7


def test_rerun_replaces_its_quarantine_and_results(loaded: Loaded, catalogue: Catalogue) -> None:
    build = loaded(before="core.articles")
    for bad in (7, 2):
        try:
            pass_gate(build, catalogue, EDITION, [Staged("core.articles", articles(bad, 1))])
        except GateShut:
            continue
    assert count(build, "quarantine.articles") == 2
    per_expectation = build.execute(
        "SELECT max(n) FROM (SELECT count(*) AS n FROM meta.gate_results GROUP BY table_name, expectation)"
    ).fetchone()
    assert per_expectation == (1,)


def test_other_editions_are_left_alone(loaded: Loaded, catalogue: Catalogue) -> None:
    build = loaded(before="core.articles")
    pass_gate(build, catalogue, EDITION, [Staged("core.articles", articles(1, 3))])
    other = date(2031, 3, 5)
    page = good_rows()["raw.pages"][0] | {"edition": other, "page_id": "page-2"}
    pass_gate(build, catalogue, other, [Staged("raw.pages", [page])])
    later = [
        row | {"edition": other, "article_id": f"later-{n}", "page_id": "page-2"}
        for n, row in enumerate(articles(0, 2))
    ]
    pass_gate(build, catalogue, other, [Staged("core.articles", later)])
    assert count(build, "core.articles") == 5
    assert count(build, "quarantine.articles") == 1


def test_refused_row_takes_its_children_with_it(loaded: Loaded) -> None:
    build, rows = loaded(before="core.call_reports"), good_rows()
    rows["core.call_reports"][0]["medium"] = "pigeon"
    outcomes = run_step(build, rows, "core.call_reports")
    assert outcomes["core.reactions"].committed == outcomes["core.parties"].committed == 0
    [reasons] = build.execute("SELECT reasons FROM quarantine.reactions").fetchone() or [[]]
    assert len(reasons) == 1
    assert "report-1 was refused: medium_is_known" in reasons[0]


def test_expectation_that_cannot_be_evaluated_shuts_the_gate(
    loaded: Loaded, catalogue: Catalogue
) -> None:
    table = catalogue["core.articles"]
    broken = Expectation(
        name="about_a_column_that_is_not_there",
        type="expect_column_values_to_not_be_null",
        kwargs={"column": "nowhere"},
        description="a check that crashes has checked nothing",
    )
    changed = Table.model_validate(
        table.model_dump() | {"expectations": [*table.expectations, broken]}
    )
    build = loaded(before="core.articles")
    with pytest.raises(GateShut, match="could not be evaluated"):
        pass_gate(
            build,
            Catalogue({**catalogue.tables, "core.articles": changed}, catalogue.violations),
            EDITION,
            [Staged("core.articles", articles(0, 1))],
        )


def test_text_that_utf8_cannot_hold_is_kept_with_replacements(
    loaded: Loaded, catalogue: Catalogue
) -> None:
    build = loaded(before="core.articles")
    row = articles(0, 1)[0]
    row["title"] = "A broken \ud800 headline"
    pass_gate(build, catalogue, EDITION, [Staged("core.articles", [row])])
    assert build.execute("SELECT title FROM core.articles").fetchone() == ("A broken ? headline",)


def test_every_column_is_explained_to_those_who_describe_it(loaded: Loaded) -> None:
    build = loaded(before="raw.pages")
    unexplained = build.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns()"
        " WHERE NOT internal AND schema_name IN ('raw', 'core', 'marts', 'quarantine', 'meta')"
        " AND coalesce(comment, '') = ''"
    ).fetchall()
    assert unexplained == []
    unexplained_tables = build.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND coalesce(comment, '') = ''"
    ).fetchall()
    assert unexplained_tables == []
