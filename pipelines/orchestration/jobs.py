"""The job that makes an edition, and the schedule that runs it every night.

What belongs here: jobs and schedules. What does not: assets.

Dagster reads annotations as objects, so they are not deferred here.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import dagster as dg

from assets.resources import Instance
from assets.shown import PUBLISHED
from assets.tables import EDITIONS
from pipelines.orchestration.making import make_job
from pipelines.orchestration.queues import CLOSER, PART_TAG, QUEUE_TAG, RUN_WHOLE
from readouts.edition.closing.collecting import collect_due

SCHEDULE_VARIABLE = "READOUTS_SCHEDULE"
"""``off`` starts the schedule switched off, as the sample instance wants it; it is on otherwise."""

CLOSING_TAGS = {QUEUE_TAG: CLOSER, PART_TAG: "closing"}
"""Where several machines work on an instance: what has the turn on it goes to the one worker that closes."""

daily_edition = dg.define_asset_job(
    "daily_edition",
    selection=dg.AssetSelection.all(),
    partitions_def=EDITIONS,
    tags=CLOSING_TAGS | RUN_WHOLE,
    description="One edition from the sources to the published warehouse.",
)

FRESH_BY_SIX = dg.FreshnessPolicy.cron(
    deadline_cron="0 6 * * *", lower_bound_delta=timedelta(hours=3), timezone="UTC"
)
"""What is published is of the night that began at 03:00, and there at 06:00 UTC."""


def is_scheduled() -> bool:
    """Whether this instance runs by itself: unless ``READOUTS_SCHEDULE`` is off."""
    return os.environ.get(SCHEDULE_VARIABLE, "on").lower() != "off"


def with_freshness(assets: Iterable[dg.AssetsDefinition]) -> list[dg.AssetsDefinition]:
    """The assets, those that are published with their deadline; nothing is late where nothing is scheduled."""

    def due(spec: dg.AssetSpec) -> dg.AssetSpec:
        if spec.group_name != PUBLISHED or not is_scheduled():
            return spec
        return dg.apply_freshness_policy(spec, FRESH_BY_SIX)

    return [definition.map_asset_specs(due) for definition in assets]


def _initial_status() -> dg.DefaultScheduleStatus:
    is_on = is_scheduled()
    return dg.DefaultScheduleStatus.RUNNING if is_on else dg.DefaultScheduleStatus.STOPPED


@dg.op(description="Archive the new pages of sources that are looked at between editions.")
def collect_due_pages(context: dg.OpExecutionContext, instance: Instance) -> None:
    """Crawl the sources whose ``every`` has passed; their pages wait in the archive for their edition."""
    report = collect_due(instance.project, datetime.now(UTC).date(), say=context.log.info)
    if report is not None:
        context.log.info(report.summary())


@dg.job(
    tags=CLOSING_TAGS,
    description="Between editions: archive what feeds would have lost by the night.",
)
def collect_between_editions() -> None:
    """One step, over the sources that say ``every``."""
    collect_due_pages()


def build_collecting_schedule() -> dg.ScheduleDefinition:
    """Every half hour, see which sources are due."""
    return dg.ScheduleDefinition(
        name="between_editions",
        job=collect_between_editions,
        cron_schedule="*/30 * * * *",
        execution_timezone="UTC",
        default_status=_initial_status(),
        description="Looks at sources that say `every`, such as `every: 2h`, when they are due.",
    )


def build_schedule(*, is_shared: bool = False) -> dg.ScheduleDefinition:
    """At 03:00 UTC, run the edition of the day that has just ended.

    Where several machines work on the instance a maker makes it, and it is closed when it is made (``closing``).
    """

    @dg.schedule(
        job=make_job if is_shared else daily_edition,
        cron_schedule="0 3 * * *",
        execution_timezone="UTC",
        default_status=_initial_status(),
        description="Closes the edition of the day before, at 03:00 UTC.",
    )
    def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        edition = (context.scheduled_execution_time - timedelta(days=1)).strftime("%Y-%m-%d")
        return dg.RunRequest(run_key=edition, partition_key=edition)

    return nightly
