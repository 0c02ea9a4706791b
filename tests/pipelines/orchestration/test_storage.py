"""Dagster's records with kept connections: the same files and records, whatever becomes of the files meanwhile."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import dagster as dg
import pytest

from pipelines.orchestration.records import prepare_dagster_home
from pipelines.storage import MOST_KEPT
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


def test_what_is_wiped_is_not_found_again(opened: Callable[[], dg.DagsterInstance]) -> None:
    instance, key = opened(), dg.AssetKey("pages")
    run(instance)
    assert len(instance.fetch_materializations(key, limit=1).records) == 1
    instance.wipe_assets([key])
    assert not instance.fetch_materializations(key, limit=1).records
    run(instance)
    assert len(instance.fetch_materializations(key, limit=1).records) == 1


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


def test_threads_have_connections_of_their_own(opened: Callable[[], dg.DagsterInstance]) -> None:
    instance = opened()
    run(instance)
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
