"""The job that makes an edition apart from closing it, where several machines work on an instance.

What belongs here: which crawl comes next, and what a run of making is known by. What does not: how an edition is made
(``readouts.edition.making.making``), and who closes it (``closing``).

Makers work at the same time, and fetch one after another, in the order of editions: to which edition a late page goes
depends on it. So whoever has the turn to fetch also fetches what earlier editions lack whose makers have not begun, or
were killed: nobody waits for a machine that is busy or gone.

Dagster reads annotations as objects, so they are not deferred here.
"""

from contextlib import ExitStack
from datetime import date

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import (
    AUTO_RETRY_RUN_ID_TAG,
    PARTITION_NAME_TAG,
    WILL_RETRY_TAG,
)
from dagster._daemon.auto_run_reexecution.auto_run_reexecution import should_retry

from assets.resources import Standing
from assets.tables import EDITIONS, failure
from pipelines.orchestration.queues import MAKERS, PART_TAG, QUEUE_TAG, RUN_WHOLE
from readouts.base.errors import ReadoutsError
from readouts.base.state.turns import take_turn
from readouts.edition.kept.states import published_editions
from readouts.edition.making.making import fetch_ahead, make_edition
from readouts.edition.project import Project

OPEN_TAG = "readouts/open"
"""``yes`` on a run of making until its edition has been closed, or will not be."""

FETCHED_TAG = "readouts/fetched"
"""``yes`` on a run of making whose pages are archived."""

FETCH_LOCK = "fetch.lock"


class MakeConfig(dg.Config):
    """How an edition is made. ``offline`` takes pages and answers from the archive and leaves the network alone."""

    offline: bool = False


@dg.op(description="Fetch an edition's pages, extract its articles, ask the model, read them.")
def make(context: dg.OpExecutionContext, config: MakeConfig, standing: Standing) -> None:
    """Make an edition as far as it can be without the warehouse; what is made waits for whoever closes it."""
    project, edition = standing.project, date.fromisoformat(context.partition_key)
    say = context.log.info
    try:
        with ExitStack() as turn:
            if not config.offline:
                turn.enter_context(
                    take_turn(
                        project.home, f"the crawl of edition {edition}", say=say, lock=FETCH_LOCK
                    )
                )
                for day in _to_fetch_before(context.instance, edition):
                    say(f"edition {day} is fetched first, whose maker has not begun")
                    report = fetch_ahead(project, day, _closed(context.instance, project, day), say)
                    say(report.summary())
                    _mark_fetched(context.instance, day)

            def fetched(report: object) -> None:
                if report is not None:
                    _mark_fetched(context.instance, edition)
                turn.close()

            made = make_edition(
                project,
                edition,
                closed=_closed(context.instance, project, edition),
                offline=config.offline,
                is_fetched=_is_fetched(context.instance, context.run_id),
                fetched=fetched,
                say=say,
            )
    except ReadoutsError as error:
        raise failure(context, error) from error
    if made.report is not None:
        say(made.report.summary())
        if made.report.warning:
            context.log.warning(f"this run could fetch nothing: {made.report.warning}")
    say(f"{made.pages} pages: {made.extracted} articles and {made.read} readings made")


@dg.job(
    name="make_edition",
    partitions_def=EDITIONS,
    tags={QUEUE_TAG: MAKERS, PART_TAG: "making", OPEN_TAG: "yes", **RUN_WHOLE},
    description=(
        "One edition as far as it can be made without the warehouse, by any machine; closed in its turn by"
        " daily_edition, which needs no network then."
    ),
)
def make_job() -> None:
    """One step."""
    make()


def open_makings(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """The runs of making whose editions are not closed yet, in the order of editions."""
    filters = dg.RunsFilter(job_name=make_job.name, tags={OPEN_TAG: "yes"})
    return sorted(instance.get_runs(filters=filters), key=edition_of_run)


def edition_of_run(run: dg.DagsterRun) -> date:
    """The edition that a run is for."""
    return date.fromisoformat(run.tags[PARTITION_NAME_TAG])


def is_in_flight(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether a run is to begin, has begun, or is to be run again by Dagster."""
    return run.status in NOT_FINISHED_STATUSES or _will_be_retried(instance, run)


def _will_be_retried(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether Dagster is going to run a failed run again, and has not yet. It says so a moment after the failure."""
    if run.status != dg.DagsterRunStatus.FAILURE or AUTO_RETRY_RUN_ID_TAG in run.tags:
        return False
    if WILL_RETRY_TAG not in run.tags:
        return instance.run_retries_enabled
    return run.tags[WILL_RETRY_TAG] == "true" and should_retry(run, instance)


def _is_marked(run: dg.DagsterRun) -> bool:
    return run.tags.get(FETCHED_TAG) == "yes"


def _to_fetch_before(instance: dg.DagsterInstance, edition: date) -> list[date]:
    """Earlier editions that are to be made and are not fetched, in order."""
    runs = [
        run for run in open_makings(instance) if is_in_flight(instance, run) and not _is_marked(run)
    ]
    return sorted({day for run in runs if (day := edition_of_run(run)) < edition})


def _closed(instance: dg.DagsterInstance, project: Project, edition: date) -> set[date]:
    """The editions that take no more pages when one is fetched: published, before it in their turn, or fetched."""
    coming = {
        day
        for run in open_makings(instance)
        if (day := edition_of_run(run)) < edition or (_is_marked(run) and day != edition)
    }
    return published_editions(project) | coming


def _is_fetched(instance: dg.DagsterInstance, run_id: str) -> bool:
    run = instance.get_run_by_id(run_id)
    return run is not None and _is_marked(run)


def _mark_fetched(instance: dg.DagsterInstance, edition: date) -> None:
    for run in open_makings(instance):
        if edition_of_run(run) == edition:
            instance.add_run_tags(run.run_id, {FETCHED_TAG: "yes"})
