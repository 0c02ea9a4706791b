"""In Dagster: the sensor tells after an edition is published and after a run has failed, each once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.published import WAREHOUSE
from assets.resources import Instance
from pipelines.orchestration.alerts import build_alerts
from pipelines.orchestration.location import build_definitions
from readouts.alerts.outbox import open_outbox
from readouts.alerts.watchlist_file import WatchlistError
from readouts.edition.project import Project
from readouts.warehouse.models.lineage import record_lineage
from tests.alerts.conftest import World, call
from tests.alerts.receiver import Receiver
from tests.warehouse.telling import insert

ONE, TWO, THREE = date(2024, 3, 5), date(2024, 3, 6), date(2024, 3, 7)

WATCHLIST = """
channels: {{desk: "{address}"}}
watch: [{{name: North, countries: [NOR], to: [desk]}}]
operators: {{to: [desk], on: [gate, run]}}
"""


class Operation:
    """An instance of Dagster over a home: runs of the last step, and looks of the sensor, one after another."""

    def __init__(self, world: World, empty: Path, dagster: dg.DagsterInstance) -> None:
        self.world = world
        self.dagster = dagster
        self.cursor: str | None = None
        self.resource = Instance(home=str(world.home.path), sources=str(world.project.sources))
        self.job = build_definitions({"instance": self.resource}).resolve_job_def("daily_edition")
        shutil.copyfile(empty, world.home.build)

    def publish(self, edition: date) -> bool:
        """Run the step that publishes, with a call of that edition; whether it succeeded."""
        with duckdb.connect(str(self.world.home.build)) as connection:
            insert(connection, self.world.catalogue, call(f"north-{edition}", edition))
            connection.execute(
                "INSERT INTO meta.editions (edition, status) VALUES (?, 'building')", [edition]
            )
        return self.run(edition)

    def run(self, edition: date) -> bool:
        return self.job.execute_in_process(
            instance=self.dagster,
            partition_key=edition.isoformat(),
            asset_selection=[WAREHOUSE],
            raise_on_error=False,
        ).success

    def look(self) -> str | None:
        """Let the sensor look once, as the daemon does; what it says."""
        with dg.build_sensor_context(
            instance=self.dagster, cursor=self.cursor, resources={"instance": self.resource}
        ) as context:
            told = build_alerts().evaluate_tick(context)
        assert not told.run_requests
        self.cursor = told.cursor
        return told.skip_message


@pytest.fixture(scope="module")
def empty_build(tmp_path_factory: pytest.TempPathFactory, empty_warehouse: Path) -> Path:
    """A build file whose lineage is written, which takes a moment."""
    path = tmp_path_factory.mktemp("build") / "build.duckdb"
    shutil.copyfile(empty_warehouse, path)
    project = Project.from_environment()
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM meta.publication")
        record_lineage(connection, project.catalogue, project.models)
    return path


@pytest.fixture
def operation(
    world: World, empty_build: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Operation]:
    for name in ("READOUTS_WATCHLIST", "READOUTS_KEEP"):
        monkeypatch.delenv(name, raising=False)
    with dg.DagsterInstance.ephemeral() as dagster:
        yield Operation(world, empty_build, dagster)


def watch(operation: Operation, receiver: Receiver) -> None:
    text = WATCHLIST.format(address=receiver.address)
    operation.world.project.sources.with_name("watchlist.yaml").write_text(text, encoding="utf-8")


def test_sensor_sends_after_each_edition(operation: Operation, receiver: Receiver) -> None:
    assert operation.publish(ONE)
    assert operation.look() == "there is no watchlist"
    watch(operation, receiver)
    assert operation.run(ONE)
    assert operation.look() == "1 message sent"
    assert operation.look() == "nothing to send"
    assert operation.run(ONE)
    assert operation.look() == "nothing to send", "published again, and nothing new in it"
    assert operation.publish(TWO)
    assert operation.publish(THREE)
    receiver.refusals = 1
    told = operation.look()
    assert told is not None
    assert told.startswith("2 still due (desk: "), "both editions between two looks"
    assert receiver.asked == 2, "a channel that fails is left alone for the rest"
    assert operation.look() == "nothing to send", "and for a minute"
    with open_outbox(operation.world.home) as outbox:
        assert [due.title[-11:-1] for due in outbox.due()] == [str(TWO), str(THREE)]


def test_sensor_tells_of_a_failed_run_once(
    operation: Operation, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(operation, receiver)
    monkeypatch.setenv("READOUTS_KEEP", "many")
    assert not operation.publish(ONE)
    assert operation.look() == "nothing to send", "what failed before the first look is past"
    assert not operation.run(ONE)
    assert operation.look() == "1 message sent"
    assert operation.look() == "nothing to send"
    [message] = receiver.messages
    assert message["title"] == "Readouts: operators: 1 failed run"
    first, reason = message["message"].splitlines()
    assert first.startswith("RUN FAILED: daily＿edition, edition 2024-03-05 (run ")
    assert reason == "READOUTS＿KEEP is 'many': write how many dated copies are kept, such as 30"


def test_what_hinders_a_look_loses_nothing(operation: Operation, receiver: Receiver) -> None:
    watch(operation, receiver)
    path = operation.world.project.sources.with_name("watchlist.yaml")
    good = path.read_text(encoding="utf-8")
    operation.publish(ONE)
    path.write_text("channels: 1", encoding="utf-8")
    with pytest.raises(WatchlistError, match="1: channels: expected a name"):
        operation.look()
    path.write_text(good, encoding="utf-8")
    with open_outbox(operation.world.home):
        assert operation.look() == "another process is sending alerts, and sends what is due"
    assert operation.look() == "1 message sent"


def test_records_of_dagster_that_begin_anew_are_looked_at_from_their_beginning(
    operation: Operation, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(operation, receiver)
    for edition in (ONE, TWO):
        assert operation.publish(edition)
    operation.look()
    with dg.DagsterInstance.ephemeral() as anew:
        operation.dagster = anew
        assert operation.publish(THREE)
        assert operation.look() == "1 message sent"
        monkeypatch.setenv("READOUTS_KEEP", "many")
        operation.cursor = '{"published": 99, "failure": 99}'
        assert not operation.run(THREE)
        assert operation.look() == "1 message sent"
    assert [m["title"].split(": ")[1] for m in receiver.messages][-2:] == ["North", "operators"]


def test_damaged_record_of_messages_is_what_a_look_says(
    operation: Operation, receiver: Receiver
) -> None:
    watch(operation, receiver)
    assert operation.publish(ONE)
    operation.world.home.alerts.write_bytes(b"no database at all" * 500)
    told = operation.look()
    assert told is not None
    assert "alerts.sqlite cannot be used (file is not a database); move it away" in told
    operation.world.home.alerts.unlink()
    assert operation.look() == "1 message sent"


def test_sensor_is_on_where_the_schedule_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READOUTS_SCHEDULE", raising=False)
    assert build_alerts().default_status == dg.DefaultSensorStatus.RUNNING
    monkeypatch.setenv("READOUTS_SCHEDULE", "off")
    assert build_alerts().default_status == dg.DefaultSensorStatus.STOPPED
    assert build_definitions().resolve_sensor_def("alerts").name == "alerts"
