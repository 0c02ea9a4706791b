"""Running editions in this process: Dagster's job, with a display for a person in the place of its debug log.

What belongs here: starting the job for one edition after another and telling how it goes. What does not: what a
run does, and the command line.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg

from assets.published import WAREHOUSE
from assets.resources import PROCESS_TAG, Instance, life_of
from assets.tables import WARNING
from pipelines.orchestration.failures import failures_of
from pipelines.orchestration.interrupts import noticed
from pipelines.orchestration.location import build_definitions
from pipelines.orchestration.records import dagster_records
from readouts.base.errors import ReadoutsError, explain
from readouts.base.instance.home import Home
from readouts.base.state.turns import is_held
from readouts.brief.write import write_brief
from readouts.edition.closing.publishing import publish_finished
from readouts.edition.kept.staged import remove
from readouts.edition.kept.states import closed_editions, is_current
from readouts.edition.making.crew import Ahead, Crew
from readouts.edition.project import Project

Say = Callable[[str], None]


@dataclass(frozen=True)
class EditionRun:
    """How the run of one edition ended; ``failures`` says why each failed step did, in one line each.

    ``unchanged`` tells that nothing had to be made: the edition stands, and no new page came in. ``is_published`` is
    false for one that is made, and published with a later one of the range. ``warnings`` are what an operator is to
    know though it went well: that the edition has no page, or else that nothing could be fetched in this run.
    """

    edition: date
    success: bool
    failures: list[str]
    unchanged: bool = False
    is_published: bool = False
    warnings: list[str] = field(default_factory=list)


def run_editions(
    home: Home,
    sources: Path,
    editions: list[date],
    *,
    offline: bool = False,
    read_again: bool = False,
    workers: int | None = None,
    verbose: bool = False,
    say: Say,
    started: Callable[[date, int], None] = lambda edition, steps: None,
    stepped: Callable[[str], None] = lambda step: None,
) -> Iterator[EditionRun]:
    """Run the job for each edition in turn; one that fails does not stop the others.

    ``read_again`` has the configured model read what another has read. From two ``workers`` on, so many processes make
    the next editions of the range while this one closes. ``started`` is told each edition with its number of steps,
    ``stepped`` each step that ended. Where readers have editions that all are to be made anew, they
    are published together, with the last.

    Raises:
        RecordsError: Dagster's own records can be neither used nor set aside.
    """
    resource = Instance.of(home, sources, until=str(editions[-1]) if editions else "")
    loggers = {} if verbose else {"console": _display(say, stepped)}
    definitions = build_definitions({"instance": resource}, loggers=loggers, shown=False)
    job = definitions.resolve_job_def("daily_edition")
    assets = set(job.asset_layer.executable_asset_keys)
    collecting, rest = assets & _COLLECTED, assets - _COLLECTED
    crew = _crew(resource.project, editions, workers or 1, offline=offline, say=say)
    with (
        noticed() as end_if_asked,
        crew or nullcontext(),
        dagster_records(home, say=say) as records,
    ):
        records.use(partial(close_dead_runs, home))

        def execute(
            edition: date,
            settings: dict[str, dict[str, bool]],
            selected: set[dg.AssetKey] | None = None,
        ) -> EditionRun:
            config = {"ops": {step: {"config": own} for step, own in settings.items()}}
            if loggers:
                config["loggers"] = {name: {} for name in loggers}
            result = records.use(
                lambda instance: job.execute_in_process(
                    instance=instance,
                    partition_key=edition.isoformat(),
                    run_config=config,
                    raise_on_error=False,
                    tags={PROCESS_TAG: str(os.getpid())},
                    asset_selection=list(selected) if selected else None,
                )
            )
            end_if_asked()
            return _outcome(edition, result)

        held: list[date] = []
        for number, edition in enumerate(editions, start=1):
            started(edition, len(job.nodes))
            ahead = Ahead() if crew is None else crew.wait_for(edition)
            pages = {"raw_pages": {"offline": offline or ahead.is_fetched}}
            others = {
                "raw_answers": {
                    "offline": offline or ahead.is_purse_used,
                    "read_again": read_again,
                },
                "warehouse": {"hold": _is_held(len(editions) - number)},
            }
            if offline or read_again or not is_current(resource.project, edition, held=held):
                run = execute(edition, pages | others)
            else:
                # It stands: look for new pages, and go on only when there are any.
                run = execute(edition, pages, collecting)
                if run.success and is_current(
                    resource.project, edition, held=held, thoroughly=True
                ):
                    run = replace(run, unchanged=True)
                elif run.success:
                    rest_of_it = execute(edition, others, rest)
                    run = replace(rest_of_it, warnings=rest_of_it.warnings or run.warnings)
            if run.success and not run.unchanged and not run.is_published:
                held.append(edition)
            if held and (run.is_published or edition == editions[-1]):
                run = _publish_held(resource, run, held, say)
                held = []
            if run.unchanged:
                remove(home, edition)
            if crew is not None:
                crew.close(edition)
            yield run


def _crew(
    project: Project, editions: list[date], workers: int, *, offline: bool, say: Say
) -> Crew | None:
    """Those who make the editions of a range while this process closes them; None where it does all itself."""
    if workers < 2 or len(editions) < 2:
        return None
    closed = () if offline else closed_editions(project)
    return Crew(project, editions, workers=workers, closed=closed, offline=offline, say=say)


HELD_AT_MOST = 9
"""Editions of a range that are finished and wait for the next to publish: publishing costs what making one does."""


def _is_held(left: int) -> bool:
    """Whether an edition waits for a later one, with so many ``left`` after it; the last ten are published each."""
    return left > HELD_AT_MOST and left % (HELD_AT_MOST + 1) != 0


def _publish_held(resource: Instance, run: EditionRun, held: list[date], say: Say) -> EditionRun:
    """Publish what waits, where the run of the range's last did not, and write its briefs."""
    home = resource.project.home
    try:
        if not run.is_published:
            publish_finished(resource.project, say=say)
        for edition in held:
            write_brief(home.warehouse, home.brief, edition)
    except (ReadoutsError, OSError) as error:
        told = explain(error, home.path) if isinstance(error, OSError) else str(error)
        return replace(run, success=False, failures=[*run.failures, told])
    return replace(run, is_published=run.success)


def _outcome(edition: date, result: dg.ExecuteInProcessResult) -> EditionRun:
    materialized = [
        event.materialization
        for event in result.all_events
        if event.event_type_value == "ASSET_MATERIALIZATION"
    ]
    warnings = {
        asset.asset_key: str(asset.metadata[WARNING].value)
        for asset in materialized
        if WARNING in asset.metadata
    }
    return EditionRun(
        edition,
        result.success,
        failures_of(result.all_events),
        is_published=any(asset.asset_key == WAREHOUSE for asset in materialized),
        warnings=[warnings[WAREHOUSE]] if WAREHOUSE in warnings else list(warnings.values()),
    )


_COLLECTED = {dg.AssetKey(["raw", "pages"]), dg.AssetKey(["quarantine", "pages"])}


def close_dead_runs(home: Home, instance: dg.DagsterInstance) -> None:
    """Mark runs whose process is gone as failed; Dagster cannot know that it was killed.

    Of an instance on several machines a process may be another's: the turn tells that it has while it lives.
    """
    unfinished = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING])
    for run in instance.get_runs(filters=unfinished):
        process = run.tags.get(PROCESS_TAG)
        if process is None:
            continue
        is_alive = is_held(home, life_of(run.run_id)) if home.is_shared else _is_alive(int(process))
        if not is_alive:
            instance.report_run_failed(run, "its process was killed")


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


OF_THE_PLAN = re.compile(r"Dependencies for step |Skipping step ")
"""What Dagster says of each step that comes after one that failed or had nothing to do."""


def _display(say: Say, stepped: Callable[[str], None]) -> dg.LoggerDefinition:
    """A Dagster logger that hands messages of steps, and the ends of steps, to a display."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            meta: dict[str, Any] = getattr(record, "dagster_meta", {})
            event = meta.get("dagster_event")
            message = str(meta.get("orig_message") or record.getMessage())
            if event is None and record.levelno >= logging.INFO and not OF_THE_PLAN.match(message):
                say(message)
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
