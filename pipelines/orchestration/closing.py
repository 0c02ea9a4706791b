"""The sensor that has editions made and closed in their turn, where several machines work on an instance.

What belongs here: which edition is made or closed next, and what people have asked for. What does not: making
(``making``), and what a closing does: that is ``daily_edition`` with the network off.

Editions are asked for by files in the shared folder, from any machine. Each goes to the next free maker.
One is closed once it is made, and no earlier one is still to be; one at a time, and the next only when the last has
ended for good: a closing whose worker was killed is run again before any later one.

Dagster reads annotations as objects, so they are not deferred here.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import AUTO_RETRY_RUN_ID_TAG

from assets.resources import Standing
from pipelines.orchestration.failures import failures_of
from pipelines.orchestration.jobs import daily_edition
from pipelines.orchestration.making import (
    OPEN_TAG,
    edition_of_run,
    is_in_flight,
    make_job,
    open_makings,
)
from readouts.base.files import write_whole
from readouts.base.instance.home import Home

SECONDS_BETWEEN_LOOKS = 2
ASKED = "asked"
MADE_BY_TAG = "readouts/made_by"
"""The tag of a closing that tells the run that made its edition."""

REQUEST_TAG = "readouts/request"
MOST_IN_FLIGHT = 50
"""Editions of a long range that are handed out at a time; the next follow as these are made."""

QUIET = {"loggers": {"console": {"config": {"log_level": "INFO"}}}}
"""What a worker writes to its own log; Dagster's records have all of it."""

CLOSING = QUIET | {
    "ops": {
        "raw_pages": {"config": {"offline": True}},
        "raw_answers": {"config": {"offline": True}},
    }
}
"""The settings of a closing: pages and answers are there, and the network is left alone."""


def ask_for(home: Home, editions: Sequence[date], *, offline: bool = False) -> str:
    """Ask the machines of an instance for editions; the name of the request.

    Raises:
        OSError: the shared folder cannot be written to.
    """
    name = f"{min(editions)}-{secrets.token_hex(4)}"
    text = json.dumps({"editions": [day.isoformat() for day in editions], "offline": offline})
    write_whole(home.shared / ASKED / f"{name}.json", text, for_good=True)
    return name


def waiting(instance: dg.DagsterInstance, home: Home) -> list[str]:
    """What is at work or waits on the machines of an instance, counted, a phrase a kind; empty where nothing does."""
    settle(instance)
    runs = instance.get_runs_count(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES))
    makings = sum(run.status not in NOT_FINISHED_STATUSES for run in open_makings(instance))
    asked = len(list((home.shared / ASKED).glob("*.json")))
    counts = {
        "run{s} at work or waiting": runs,
        "edition{s} to be closed": makings,
        "range{s} asked for": asked,
    }
    return [
        f"{number} {what.format(s='s' * (number != 1))}"
        for what, number in counts.items()
        if number
    ]


def build_divider() -> dg.SensorDefinition:
    """The sensor, which is on."""

    @dg.sensor(
        name="editions",
        jobs=[make_job, daily_edition],
        minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=(
            "Hands editions that were asked for to the makers ('readouts cluster run'), and closes what is made, one"
            " after another in their order."
        ),
    )
    def editions(context: dg.SensorEvaluationContext, standing: Standing) -> dg.SensorResult:
        home, instance = standing.project.home, context.instance
        settle(instance)
        runs = open_makings(instance)
        asked, refused = _asked(instance, home, runs)
        for path in refused:
            context.log.error(f"{path} is no request, and is kept as {path.name}.refused")
        closings = _closing(instance, runs, coming=[day for day, _ in asked])
        requests = [request for _, request in asked] + closings
        return dg.SensorResult(run_requests=requests)

    return editions


def settle(instance: dg.DagsterInstance) -> None:
    """Let go of runs of making that will come to nothing more: given up, or closed for good."""
    for run in open_makings(instance):
        if is_in_flight(instance, run):
            continue
        if run.status == dg.DagsterRunStatus.SUCCESS:
            closings = _closings_of(instance, run)
            is_over = bool(closings) and not any(is_in_flight(instance, one) for one in closings)
        else:
            is_over = True  # it failed for good, was cancelled, or another run has taken its place
        if is_over:
            instance.add_run_tags(run.run_id, {OPEN_TAG: "no"})


def _closings_of(instance: dg.DagsterInstance, made: dg.DagsterRun) -> list[dg.DagsterRun]:
    """The runs that close what a run has made: the first, and those that Dagster began in its place."""
    filters = dg.RunsFilter(job_name=daily_edition.name, tags={MADE_BY_TAG: made.run_id})
    return [
        run
        for run in instance.get_runs(filters=filters)
        if AUTO_RETRY_RUN_ID_TAG not in run.tags or is_in_flight(instance, run)
    ]


def _closing(
    instance: dg.DagsterInstance, runs: Sequence[dg.DagsterRun], *, coming: Sequence[date]
) -> list[dg.RunRequest]:
    """The closing that comes next; none while one is on, or an earlier edition is still to be made."""
    made = [run for run in runs if run.status == dg.DagsterRunStatus.SUCCESS]
    making = [*coming, *(edition_of_run(run) for run in runs if is_in_flight(instance, run))]
    if not made or any(_closings_of(instance, run) for run in made):
        return []
    edition = edition_of_run(made[0])
    if any(day <= edition for day in making):
        return []
    return [
        dg.RunRequest(
            run_key=made[0].run_id,
            job_name=daily_edition.name,
            partition_key=edition.isoformat(),
            run_config=CLOSING,
            tags={MADE_BY_TAG: made[0].run_id},
        )
    ]


def _asked(
    instance: dg.DagsterInstance, home: Home, runs: Sequence[dg.DagsterRun]
) -> tuple[list[tuple[date, dg.RunRequest]], list[Path]]:
    """What is to be made now of what was asked for, and files that are no request."""
    room = MOST_IN_FLIGHT - sum(is_in_flight(instance, run) for run in runs)
    found: list[tuple[date, dg.RunRequest]] = []
    refused = []
    for path in sorted((home.shared / ASKED).glob("*.json")):
        try:
            asked = json.loads(path.read_text(encoding="ascii"))
            days = sorted(date.fromisoformat(day) for day in asked["editions"])
            config = QUIET | {"ops": {"make": {"config": {"offline": bool(asked["offline"])}}}}
        except FileNotFoundError:
            continue
        except (ValueError, KeyError, TypeError):
            refused.append(path.rename(path.with_name(f"{path.name}.refused")))
            continue
        begun = {
            edition_of_run(run)
            for run in instance.get_runs(filters=dg.RunsFilter(tags={REQUEST_TAG: path.stem}))
        }
        left = [day for day in days if day not in begun]
        if not left:
            path.unlink(missing_ok=True)
            continue
        for day in left[: max(0, room)]:
            request = dg.RunRequest(
                run_key=f"{path.stem} {day}",
                job_name=make_job.name,
                partition_key=day.isoformat(),
                run_config=config,
                tags={REQUEST_TAG: path.stem},
            )
            found.append((day, request))
        room -= len(left)
    return found, refused


@dataclass(frozen=True)
class Progress:
    """How far an edition that was asked for is: ``asked``, ``making``, ``made``, ``closing``, ``closed`` or ``failed``.

    ``failures`` says why it failed, in one line each.
    """

    stage: str
    failures: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.stage in ("closed", "failed")


def progress_of(
    instance: dg.DagsterInstance, request: str, editions: Sequence[date]
) -> dict[date, Progress]:
    """How far these editions of a request are."""
    found = dict.fromkeys(editions, Progress("asked"))
    filters = dg.RunsFilter(job_name=make_job.name, tags={REQUEST_TAG: request})
    for made in reversed(instance.get_runs(filters=filters)):
        if AUTO_RETRY_RUN_ID_TAG not in made.tags and edition_of_run(made) in found:
            found[edition_of_run(made)] = _progress(instance, made)
    return found


def _progress(instance: dg.DagsterInstance, made: dg.DagsterRun) -> Progress:
    if is_in_flight(instance, made):
        return Progress("making")
    if made.status != dg.DagsterRunStatus.SUCCESS:
        return Progress("failed", _why(instance, made))
    closings = _closings_of(instance, made)
    if not closings:
        return Progress("made")
    if any(is_in_flight(instance, one) for one in closings):
        return Progress("closing")
    last = closings[0]  # Dagster lists the latest first
    is_closed = last.status == dg.DagsterRunStatus.SUCCESS
    return Progress("closed") if is_closed else Progress("failed", _why(instance, last))


def _why(instance: dg.DagsterInstance, run: dg.DagsterRun) -> tuple[str, ...]:
    events = (entry.dagster_event for entry in instance.all_logs(run.run_id))
    told = failures_of(event for event in events if event is not None)
    return tuple(told) or (f"run {run.run_id} ended as {run.status.value.lower()}",)
