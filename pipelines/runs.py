"""Running editions in this process: Dagster's job, with a display for a person in the place of its debug log.

What belongs here: starting the job for one edition after another and telling how it goes. What does not: what a
run does, and the command line.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg

from assets.resources import PROCESS_TAG, Instance
from pipelines.definitions import build_definitions
from readouts.editions import is_current
from readouts.home import Home

SETTINGS = Path(__file__).with_name("dagster.yaml")

Say = Callable[[str], None]


@dataclass(frozen=True)
class EditionRun:
    """How the run of one edition ended; ``failures`` says why each failed step did, in one line each.

    ``unchanged`` tells that nothing had to be made: the edition stands, and no new page came in.
    """

    edition: date
    success: bool
    failures: list[str]
    unchanged: bool = False


@contextmanager
def dagster_instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """Dagster's records of this home, made with the shipped settings where they are missing."""
    prepare_dagster_home(home)
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    with dg.DagsterInstance.get() as instance:
        yield instance


def prepare_dagster_home(home: Home) -> None:
    """Put the shipped settings into ``DAGSTER_HOME`` where there are none; an operator's own stay."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        shutil.copyfile(SETTINGS, settings)


def run_editions(
    home: Home,
    sources: Path,
    editions: list[date],
    *,
    offline: bool = False,
    read_again: bool = False,
    verbose: bool = False,
    say: Say,
    started: Callable[[date, int], None] = lambda edition, steps: None,
    stepped: Callable[[str], None] = lambda step: None,
) -> Iterator[EditionRun]:
    """Run the job for each edition in turn; one that fails does not stop the others.

    ``read_again`` has the configured model read what another has read. ``started`` is told each edition with its
    number of steps, ``stepped`` each step that ended.
    """
    resource = Instance(home=str(home.path), sources=str(sources))
    loggers = {} if verbose else {"console": _display(say, stepped)}
    definitions = build_definitions({"instance": resource}, loggers=loggers)
    job = definitions.resolve_job_def("daily_edition")
    config: dict[str, Any] = {
        "ops": {
            "raw_pages": {"config": {"offline": offline}},
            "raw_answers": {"config": {"offline": offline, "read_again": read_again}},
        }
    }
    if loggers:
        config["loggers"] = {name: {} for name in loggers}
    collecting = {key for key in job.asset_layer.executable_asset_keys if key in _COLLECTED}
    rest = set(job.asset_layer.executable_asset_keys) - collecting
    with dagster_instance(home) as instance:
        _close_dead_runs(instance)

        def execute(edition: date, assets: set[dg.AssetKey] | None = None) -> EditionRun:
            run_by_it = set(config["ops"]) if assets is None else _OPS_OF[assets == rest]
            ops = {name: own for name, own in config["ops"].items() if name in run_by_it}
            own = config | {"ops": ops}
            result = job.execute_in_process(
                instance=instance,
                partition_key=edition.isoformat(),
                run_config=own,
                raise_on_error=False,
                tags={PROCESS_TAG: str(os.getpid())},
                asset_selection=list(assets) if assets else None,
            )
            return EditionRun(edition, result.success, failures_of(result.all_events))

        for edition in editions:
            started(edition, len(job.nodes))
            if offline or read_again or not is_current(resource.project, edition):
                yield execute(edition)
                continue
            # It stands: look for new pages, and go on only when there are any.
            collected = execute(edition, collecting)
            if collected.success and is_current(resource.project, edition):
                yield replace(collected, unchanged=True)
            else:
                yield execute(edition, rest) if collected.success else collected


_OPS_OF = {False: {"raw_pages"}, True: {"raw_answers"}}
"""The steps with settings among those that collect, and among those after them."""

_COLLECTED = {dg.AssetKey(["raw", "pages"]), dg.AssetKey(["quarantine", "pages"])}


def failures_of(events: Iterable[dg.DagsterEvent]) -> list[str]:
    """Why steps failed: a shut gate in its own words, anything else as its error's last line."""
    reasons = []
    for event in events:
        if event.event_type_value != "STEP_FAILURE":
            continue
        data = event.step_failure_data
        if data.user_failure_data is not None:
            reasons.append(str(data.user_failure_data.description))
        elif data.error is not None:
            cause = data.error.cause or data.error
            reasons.append(f"{event.step_key}: {cause.message.strip().splitlines()[-1]}")
    return reasons


def _close_dead_runs(instance: dg.DagsterInstance) -> None:
    """Mark runs of this command whose process is gone as failed; Dagster cannot know that it was killed."""
    unfinished = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING])
    for run in instance.get_runs(filters=unfinished):
        process = run.tags.get(PROCESS_TAG)
        if process is not None and not _is_alive(int(process)):
            instance.report_run_failed(run, "its process was killed")


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def _display(say: Say, stepped: Callable[[str], None]) -> dg.LoggerDefinition:
    """A Dagster logger that hands messages of steps, and the ends of steps, to a display."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            meta: dict[str, Any] = getattr(record, "dagster_meta", {})
            event = meta.get("dagster_event")
            if event is None and record.levelno >= logging.INFO:
                say(str(meta.get("orig_message") or record.getMessage()))
            elif event is not None and event.event_type_value in {
                "STEP_SUCCESS",
                "STEP_FAILURE",
                "STEP_SKIPPED",
            }:
                stepped(str(event.step_key))

    @dg.logger
    def display(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("readouts", level=logging.DEBUG)
        logger.addHandler(Handler())
        return logger

    return display
