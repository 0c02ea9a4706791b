"""Dagster's records with kept connections: the same files and records, whatever becomes of the files meanwhile."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipelines.orchestration.records import prepare_dagster_home
from pipelines.storage.connections import MOST_KEPT
from readouts.base.instance.home import Home


@dg.asset(check_specs=[dg.AssetCheckSpec("is_whole", asset="pages")])
def pages() -> dg.MaterializeResult:
    """An asset with a check."""
    return dg.MaterializeResult(
        metadata={"rows": 3},
        check_results=[dg.AssetCheckResult(passed=True, check_name="is_whole")],
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with the shipped settings."""
    home = Home(tmp_path / "home")
    prepare_dagster_home(home)
    monkeypatch.setenv("DAGSTER_HOME", str(home.dagster))
    return home


@pytest.fixture
def opened(home: Home) -> Iterator[Callable[[], dg.DagsterInstance]]:
    """What opens the home's instance; all are closed in the end."""
    instances: list[dg.DagsterInstance] = []

    def open_it() -> dg.DagsterInstance:
        instances.append(dg.DagsterInstance.get())
        return instances[-1]

    yield open_it
    for instance in instances:
        instance.dispose()


def run(instance: dg.DagsterInstance) -> str:
    result = dg.materialize([pages], instance=instance)
    assert result.success
    return result.run_id


PLANNED = (
    "SELECT count(*) FROM event_logs WHERE dagster_event_type = 'ASSET_MATERIALIZATION_PLANNED'"
)


def known(instance: dg.DagsterInstance) -> tuple[int, int, object]:
    """The runs, the events of the latest, and what the asset's latest record says."""
    runs = instance.get_runs()
    events = instance.all_logs(runs[0].run_id) if runs else []
    latest = instance.get_latest_materialization_event(dg.AssetKey("pages"))
    rows = latest.asset_materialization.metadata["rows"].value if latest else None
    return len(runs), len(events), rows


def test_records_are_those_of_dagsters_own_storage(
    home: Home, opened: Callable[[], dg.DagsterInstance]
) -> None:
    kept = opened()
    run(kept)
    settings = home.dagster / "dagster.yaml"
    ours = settings.read_text()
    settings.write_text("telemetry:\n  enabled: false\n")
    default = opened()
    assert type(default.event_log_storage).__module__ != type(kept.event_log_storage).__module__
    assert known(default) == known(kept)
    assert known(kept)[1:] != (0, None)
    run(default)
    settings.write_text(ours)
    assert known(opened())[0] == known(kept)[0] == 2


def test_another_process_sees_each_event_at_once(
    home: Home, opened: Callable[[], dg.DagsterInstance]
) -> None:
    instance = opened()
    run(instance)
    with closing(sqlite3.connect(home.dagster / "history" / "runs" / "index.db")) as other:
        before = other.execute("SELECT count(*) FROM event_logs").fetchone()
        run(instance)
        assert other.execute("SELECT count(*) FROM event_logs").fetchone() > before


def test_what_another_process_made_is_found_though_something_is_remembered(
    home: Home, opened: Callable[[], dg.DagsterInstance]
) -> None:
    instance, key = opened(), dg.AssetKey("pages")

    def latest() -> str:
        [record] = instance.fetch_materializations(key, limit=1).records
        return record.run_id

    for _ in range(2):
        assert run(instance) == latest() == latest()
        assert run(opened()) == latest() == latest()


def test_results_of_checks_are_there_as_soon_as_somebody_looks(
    opened: Callable[[], dg.DagsterInstance],
) -> None:
    seen: list[int] = []
    instance = opened()

    @dg.asset(check_specs=[dg.AssetCheckSpec("is_whole", asset="looks")])
    def looks(context) -> Iterator[Any]:  # type: ignore[no-untyped-def]  # Dagster reads annotations
        """Looks for what it has just told."""
        yield dg.AssetCheckResult(passed=True, check_name="is_whole")
        events = instance.all_logs(
            context.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION
        )
        seen.append(len(events))
        yield dg.Output(None)

    assert dg.materialize([looks], instance=instance).success
    assert seen == [1]


@dg.asset(
    partitions_def=dg.StaticPartitionsDefinition(["2031-03-04"]),
    check_specs=[dg.AssetCheckSpec(name, asset="checked") for name in ("passes", "fails")],
)
def checked() -> dg.MaterializeResult:
    """An asset of partitions with a check that passes and one that fails."""
    return dg.MaterializeResult(
        check_results=[
            dg.AssetCheckResult(passed=name == "passes", check_name=name)
            for name in ("passes", "fails")
        ]
    )


def test_results_of_checks_stand_as_dagsters_own_storage_has_them(
    home: Home, opened: Callable[[], dg.DagsterInstance]
) -> None:
    index = home.dagster / "history" / "runs" / "index.db"
    query = (
        "SELECT asset_key, check_name, partition, execution_status, evaluation_event_storage_id IS NULL,"
        " materialization_event_storage_id IS NULL, evaluation_event LIKE '%ASSET_CHECK_EVALUATION%'"
        " FROM asset_check_executions WHERE run_id = ? ORDER BY asset_key, check_name"
    )

    def recorded() -> list[Any]:
        instance = opened()
        of_parts = dg.materialize([checked], instance=instance, partition_key="2031-03-04")
        runs = [run(instance), of_parts.run_id]
        # a result without a plan
        instance.report_runless_asset_event(
            dg.AssetCheckEvaluation(
                asset_key=dg.AssetKey("pages"), check_name="is_whole", passed=False
            )
        )
        with closing(sqlite3.connect(index)) as other:
            return [other.execute(query, [of]).fetchall() for of in (*runs, "")]

    ours = recorded()
    assert [len(rows) for rows in ours] == [1, 2, 1]
    (home.dagster / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    own = recorded()
    assert own[:2] == ours[:2]
    assert own[2] == ours[2] * 2


def test_few_files_are_open_however_many_runs_there_were(
    opened: Callable[[], dg.DagsterInstance],
) -> None:
    instance = opened()
    for _ in range(2 * MOST_KEPT):
        run(instance)
    links = [path for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    files = {str(path.readlink()) for path in links if path.exists()}
    shards = {file for file in files if file.endswith(".db") and "history/runs/" in file}
    assert 1 <= len(shards) <= MOST_KEPT


def test_records_set_aside_under_an_open_instance_begin_anew(
    home: Home, opened: Callable[[], dg.DagsterInstance]
) -> None:
    instance = opened()
    run(instance)
    runs = home.dagster / "history" / "runs"
    runs.rename(runs.with_name("aside"))
    runs.mkdir()
    index = opened()  # another process would make it
    assert known(index)[2] is None
    assert known(instance)[2] is None
    run(instance)
    assert known(index)[2] == 3


def test_fork_and_threads_have_connections_of_their_own(
    opened: Callable[[], dg.DagsterInstance],
) -> None:
    instance = opened()
    run(instance)
    before = known(instance)[0]
    child = os.fork()
    if child == 0:
        try:
            run(instance)
        except BaseException:
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert known(instance)[0] == before + 1
    latest = instance.get_runs()[0]
    events = known(instance)[1]

    def tell(number: int) -> None:
        for part in range(5):
            instance.report_engine_event(f"{number}.{part}", latest)

    threads = [threading.Thread(target=tell, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert known(instance)[1] == events + 20


def test_batch_that_cannot_be_written_leaves_nothing_behind_of_it(
    home: Home, opened: Callable[[], dg.DagsterInstance]
) -> None:
    instance = opened()
    run(instance)
    index = home.dagster / "history" / "runs" / "index.db"
    with closing(sqlite3.connect(index)) as other, other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON asset_check_executions"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
        before = other.execute(PLANNED).fetchone()
    with pytest.raises(Exception, match="the disk is full"):
        run(instance)
    with closing(sqlite3.connect(index)) as other, other:
        other.execute("DROP TRIGGER full")
        after = other.execute(PLANNED).fetchone()
    # Dagster writes them one by one then, up to the one that fails; what the batch had written would stand twice
    assert after[0] == before[0] + 1
    assert run(instance)
