"""Which edition is closed next: by the runs that Dagster has, whatever became of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from assets.resources import Standing
from pipelines.orchestration.closing import (
    ASKED,
    MADE_BY_TAG,
    MOST_IN_FLIGHT,
    Progress,
    ask_for,
    build_divider,
    progress_of,
)
from pipelines.orchestration.making import OPEN_TAG
from pipelines.orchestration.records import SETTINGS, SETTINGS_OF_A_CLUSTER, prepare_dagster_home
from readouts.base.instance.home import Home, begin_shared

DAYS = [date(2026, 5, day) for day in range(1, 6)]
RETRIED = {"dagster/will_retry": "true"}
GIVEN_UP = {"dagster/will_retry": "false"}


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral(settings={"run_retries": {"enabled": True}}) as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Home:
    begin_shared(tmp_path / "shared")
    return Home(tmp_path / "own", tmp_path / "shared")


def run(
    instance: dg.DagsterInstance, job: str, day: date, status: str, **tags: str
) -> dg.DagsterRun:
    """A run that Dagster has."""
    own = {"dagster/partition": day.isoformat()}
    if job == "make_edition":
        own[OPEN_TAG] = "yes"
    return instance.add_run(
        dg.DagsterRun(
            job_name=job,
            run_id=str(uuid.uuid4()),
            status=dg.DagsterRunStatus[status],
            tags=own | tags,
        )
    )


def made(
    instance: dg.DagsterInstance, day: date, status: str = "SUCCESS", **tags: str
) -> dg.DagsterRun:
    return run(instance, "make_edition", day, status, **tags)


def closing(
    instance: dg.DagsterInstance, of: dg.DagsterRun, status: str, **tags: str
) -> dg.DagsterRun:
    day = date.fromisoformat(of.tags["dagster/partition"])
    return run(instance, "daily_edition", day, status, **{MADE_BY_TAG: of.run_id}, **tags)


def look(instance: dg.DagsterInstance, home: Home) -> list[tuple[str, str]]:
    """What a look of the sensor asks for: jobs and editions."""
    standing = Standing.of(home, home.path / "sources.yaml")
    with dg.build_sensor_context(instance=instance, resources={"standing": standing}) as context:
        result = build_divider()(context)
    assert isinstance(result, dg.SensorResult)
    requests = result.run_requests or []
    return [(str(one.job_name), str(one.partition_key)) for one in requests]


def closed_next(instance: dg.DagsterInstance, home: Home) -> str | None:
    asked = [day for job, day in look(instance, home) if job == "daily_edition"]
    assert len(asked) <= 1
    return asked[0] if asked else None


@pytest.mark.parametrize(
    ("status", "tags", "waits"),
    [
        ("NOT_STARTED", {}, True),
        ("STARTING", {}, True),
        ("STARTED", {}, True),
        ("CANCELING", {}, True),
        ("CANCELED", {}, False),
        ("FAILURE", RETRIED, True),
        ("FAILURE", {}, True),  # Dagster has not said yet whether it runs it again
        ("FAILURE", GIVEN_UP, False),
        ("FAILURE", RETRIED | {"dagster/auto_retry_run_id": "another"}, False),
    ],
)
def test_edition_waits_for_an_earlier_one_that_is_still_to_be_made(
    instance: dg.DagsterInstance, home: Home, status: str, tags: dict[str, str], waits: bool
) -> None:
    made(instance, DAYS[1])
    made(instance, DAYS[0], status, **tags)
    assert closed_next(instance, home) == (None if waits else str(DAYS[1]))


def test_a_later_edition_that_is_still_to_be_made_holds_up_nothing(
    instance: dg.DagsterInstance, home: Home
) -> None:
    made(instance, DAYS[1], "STARTED")
    made(instance, DAYS[0])
    assert closed_next(instance, home) == str(DAYS[0])


@pytest.mark.parametrize(
    ("status", "tags", "waits"),
    [
        ("NOT_STARTED", {}, True),
        ("STARTED", {}, True),
        ("FAILURE", RETRIED, True),
        ("FAILURE", GIVEN_UP, False),
        ("SUCCESS", {}, False),
        ("CANCELED", {}, False),
    ],
)
def test_next_is_closed_when_the_one_before_has_ended_for_good(
    instance: dg.DagsterInstance, home: Home, status: str, tags: dict[str, str], waits: bool
) -> None:
    first = made(instance, DAYS[0])
    made(instance, DAYS[1])
    closing(instance, first, status, **tags)
    assert closed_next(instance, home) == (None if waits else str(DAYS[1]))
    again = instance.get_run_by_id(first.run_id)
    assert again is not None
    assert (again.tags[OPEN_TAG] == "no") is not waits


def test_closing_that_dagster_runs_again_counts_and_its_first_try_does_not(
    instance: dg.DagsterInstance, home: Home
) -> None:
    first = made(instance, DAYS[0])
    made(instance, DAYS[1])
    closing(instance, first, "FAILURE", **RETRIED, **{"dagster/auto_retry_run_id": "another"})
    again = closing(instance, first, "STARTED")
    assert closed_next(instance, home) is None
    instance.delete_run(again.run_id)
    closing(instance, first, "SUCCESS")
    assert closed_next(instance, home) == str(DAYS[1])


def test_what_is_asked_for_is_made_once_and_closed_in_order(
    instance: dg.DagsterInstance, home: Home
) -> None:
    name = ask_for(home, DAYS[:2])
    asked = [("make_edition", str(day)) for day in DAYS[:2]]
    assert look(instance, home) == asked
    assert look(instance, home) == asked  # Dagster begins one of each: both have the same key
    request = {"readouts/request": name}
    made(instance, DAYS[1], **request)
    assert look(instance, home) == asked[:1]
    assert progress_of(instance, name, DAYS[:2]) == {
        DAYS[0]: Progress("asked"),
        DAYS[1]: Progress("made"),
    }
    made(instance, DAYS[0], "STARTED", **request)
    assert look(instance, home) == []
    assert not list((home.shared / ASKED).iterdir())


def test_long_range_is_handed_out_in_parts(instance: dg.DagsterInstance, home: Home) -> None:
    days = [date.fromordinal(DAYS[0].toordinal() + n) for n in range(MOST_IN_FLIGHT + 30)]
    name = ask_for(home, days)
    assert len(look(instance, home)) == MOST_IN_FLIGHT
    for day in days[:MOST_IN_FLIGHT]:
        made(instance, day, "NOT_STARTED", **{"readouts/request": name})
    assert look(instance, home) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"editions": ["no day"], "offline": false}', "\xff"]
)
def test_file_that_is_no_request_is_set_aside(
    instance: dg.DagsterInstance, home: Home, text: str
) -> None:
    folder = home.shared / ASKED
    folder.mkdir()
    (folder / "a.json").write_bytes(text.encode("latin-1"))
    ask_for(home, DAYS[:1])
    assert look(instance, home) == [("make_edition", str(DAYS[0]))]
    assert (folder / "a.json.refused").exists()


def test_settings_that_are_shipped_go_with_what_the_home_is(home: Home) -> None:
    settings = home.dagster / "dagster.yaml"
    for one, shipped in ((home, SETTINGS_OF_A_CLUSTER), (Home(home.path), SETTINGS)) * 2:
        prepare_dagster_home(one)
        assert settings.read_bytes() == shipped.read_bytes()
    settings.write_text("an operator's own", encoding="utf-8")
    prepare_dagster_home(home)
    assert settings.read_text(encoding="utf-8") == "an operator's own"
