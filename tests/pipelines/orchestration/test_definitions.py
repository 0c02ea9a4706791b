"""The code location, loaded the way the server does: assets, lineage, checks, schedule."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets.resources import load_project
from pipelines.orchestration.jobs import build_schedule
from pipelines.orchestration.location import build_definitions
from readouts.base.instance.home import ROOT, Home
from readouts.edition.run import edition_steps
from readouts.warehouse.models.lineage import all_lineage
from readouts.warehouse.tables.definitions import load_catalogue

CATALOGUE = load_catalogue(ROOT / "expectations")


@cache
def location() -> dg.Definitions:
    """What Dagster loads."""
    from pipelines.definitions import defs

    return defs


@cache
def graph() -> Any:
    return location().resolve_asset_graph()


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["dagster", "definitions", "validate", "-w", "workspace.yaml"], id="dagster"),
        pytest.param(["dg", "check", "defs"], id="dg"),
    ],
)
def test_tools_of_dagster_accept_the_definitions(command: list[str], tmp_path: Path) -> None:
    program = Path(sys.executable).with_name(command[0])
    result = subprocess.run(
        [str(program), *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={
            "PATH": f"{program.parent}:/usr/bin:/bin",
            "DAGSTER_HOME": str(tmp_path),
            "HOME": str(tmp_path),
            "VIRTUAL_ENV": str(program.parent.parent),
            "LANG": "C.UTF-8",
        },
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_table_is_an_asset_and_its_quarantine_where_rows_come_from_outside() -> None:
    keys = {key.to_user_string() for key in graph().get_all_asset_keys()}
    for table in CATALOGUE.tables.values():
        assert table.table.replace(".", "/") in keys
        assert (table.quarantine.replace(".", "/") in keys) == table.edition
    assert "warehouse" in keys


def test_edition_has_the_same_steps_without_dagster() -> None:
    project = load_project(Home(ROOT), ROOT / "sources.yaml")
    plain = edition_steps(project, datetime.now(UTC).date(), say=lambda line: None)
    nodes = build_definitions().resolve_job_def("daily_edition").nodes
    made_of_what_is_published = {"brief"}
    assert {step.name for step in plain} == {
        node.name for node in nodes
    } - made_of_what_is_published


def test_every_asset_is_described_owned_and_grouped() -> None:
    for key in graph().get_all_asset_keys():
        node = graph().get(key)
        assert node.description
        assert node.owners
        assert node.kinds
        assert node.group_name != "default"
        assert node.code_version or not node.is_materializable


def test_column_schema_carries_the_comments() -> None:
    for table in CATALOGUE.tables.values():
        schema = graph().get(dg.AssetKey(table.table.split("."))).metadata["dagster/column_schema"]
        assert {c.name: c.description for c in schema.columns} == {
            name: " ".join(column.comment.split()) for name, column in table.columns.items()
        }


def test_quarantine_shows_the_columns_of_its_table_and_why() -> None:
    articles = graph().get(dg.AssetKey(["core", "articles"])).metadata["dagster/column_schema"]
    refused = graph().get(dg.AssetKey(["quarantine", "articles"])).metadata["dagster/column_schema"]
    assert [c.name for c in refused.columns] == [
        *(c.name for c in articles.columns),
        "quarantined_in",
        "reasons",
    ]
    assert all(c.description for c in refused.columns)
    assert all(c.constraints.nullable for c in refused.columns)


def test_groups_read_from_the_sources_to_what_is_published() -> None:
    """No asset feeds one of an earlier chapter, so that the graph and the lists tell one story."""
    chapters = [
        "1_sources",
        "2_pages",
        "3_articles",
        "4_calls",
        "5_marts",
        "6_published",
        "quarantine",
    ]
    nodes = [graph().get(key) for key in graph().get_all_asset_keys()]
    assert sorted({node.group_name for node in nodes}) == chapters
    for node in nodes:
        for parent in node.parent_keys:
            assert graph().get(parent).group_name <= node.group_name
    assert graph().get(dg.AssetKey(["raw", "pages"])).parent_keys == {dg.AssetKey("sources")}


def test_where_columns_come_from_is_shown_without_a_run() -> None:
    """Of models and of steps, for Dagster and as text."""
    evidence = graph().get(dg.AssetKey(["marts", "evidence"])).metadata
    deps = evidence["dagster/column_lineage"].deps_by_column
    assert deps["title"] == [dg.TableColumnDep(dg.AssetKey(["core", "articles"]), "title")]
    assert "| `title` | `core.articles.title` |" in evidence["lineage"].value
    assert "FROM core.reactions" in evidence["sql"].value
    reactions = graph().get(dg.AssetKey(["core", "reactions"])).metadata
    told = reactions["dagster/column_lineage"].deps_by_column
    assert {dep.asset_key.to_user_string() for deps in told.values() for dep in deps} == {
        "core/articles",
        "raw/answers",
    }


@pytest.mark.parametrize("setting", [None, "off"])
def test_what_is_published_is_due_in_the_morning_where_the_schedule_is_on(
    monkeypatch: pytest.MonkeyPatch, setting: str | None
) -> None:
    if setting:
        monkeypatch.setenv("READOUTS_SCHEDULE", setting)
    graph = build_definitions().resolve_asset_graph()
    due = {
        key.to_user_string(): graph.get(key).freshness_policy
        for key in graph.get_all_asset_keys()
        if graph.get(key).freshness_policy is not None
    }
    if setting:
        assert not due
        return
    assert due.keys() == {"warehouse", "brief"}
    assert {(p.deadline_cron, p.timezone) for p in due.values()} == {("0 6 * * *", "UTC")}
    nightly = build_schedule().cron_schedule.split()
    [policy] = {p.lower_bound_delta for p in due.values()}
    # A run that began before this night's does not count for it.
    assert timedelta(hours=6) - policy == timedelta(hours=int(nightly[1]))


def test_lineage_follows_the_sql() -> None:
    parents = {
        key.to_user_string(): {p.to_user_string() for p in graph().get(key).parent_keys}
        for key in graph().get_all_asset_keys()
    }
    assert parents["core/articles"] == {"raw/pages"}
    assert parents["core/calls"] == {"core/counted_reports", "core/counted_parties"}
    assert parents["core/counted_reports"] == {
        "raw/pages",
        "core/articles",
        "core/call_reports",
        "core/counted_parties",
        "core/applied_corrections",
    }
    assert parents["raw/corrections"] == set()
    assert "raw/corrections" in parents["core/applied_corrections"]
    assert parents["marts/reactions_by_country"] == {"marts/evidence"}
    assert "marts/reactions_daily" in parents["warehouse"]


def test_lineage_that_is_told_of_steps_is_that_of_the_assets() -> None:
    for lineage in all_lineage(CATALOGUE, []):
        sources = {source.table for sources in lineage.columns.values() for source in sources}
        parents = graph().get(dg.AssetKey(lineage.table.split("."))).parent_keys
        assert sources == {source.table for source in lineage.rows}
        assert {dg.AssetKey(table.split(".")) for table in sources} == set(parents)


def test_critical_checks_block_and_warnings_do_not() -> None:
    def is_blocking(table: str, name: str) -> bool:
        key = dg.AssetCheckKey(dg.AssetKey(table.split("/")), name)
        return graph().get(key).blocking

    assert is_blocking("core/reactions", "evidence_is_not_verbatim")
    assert is_blocking("core/reactions", "stance_is_known")
    assert not is_blocking("core/articles", "title_is_there")


def test_editions_are_days_up_to_today() -> None:
    partitions = graph().get(dg.AssetKey(["core", "articles"])).partitions_def
    assert partitions is not None
    today = datetime.now(UTC).date().isoformat()
    assert partitions.get_last_partition_key() == today
    assert graph().get(dg.AssetKey(["core", "calls"])).partitions_def is None


def test_schedule_runs_the_edition_just_ended_at_three() -> None:
    schedule = build_schedule()
    context = dg.build_schedule_context(
        scheduled_execution_time=datetime(2024, 3, 5, 3, 0, tzinfo=UTC),
        repository_def=location().get_repository_def(),
    )
    data = schedule.evaluate_tick(context)
    assert schedule.cron_schedule == "0 3 * * *"
    assert [request.partition_key for request in data.run_requests] == ["2024-03-04"]


@pytest.mark.parametrize(
    ("setting", "status"),
    [(None, dg.DefaultScheduleStatus.RUNNING), ("off", dg.DefaultScheduleStatus.STOPPED)],
)
def test_schedule_is_on_unless_switched_off(
    monkeypatch: pytest.MonkeyPatch, setting: str | None, status: dg.DefaultScheduleStatus
) -> None:
    if setting:
        monkeypatch.setenv("READOUTS_SCHEDULE", setting)
    assert build_schedule().default_status == status


def test_crawl_is_tried_again_and_a_shut_gate_is_not() -> None:
    job = build_definitions().resolve_job_def("daily_edition")
    assert job.get_node_named("raw_pages").definition.retry_policy.max_retries == 2
    settings = (ROOT / "pipelines" / "orchestration" / "dagster.yaml").read_text()
    assert "retry_on_asset_or_op_failure: false" in settings
    assert "telemetry:\n  enabled: false" in settings
