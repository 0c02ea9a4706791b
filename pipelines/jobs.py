"""The job that makes an edition, and the schedule that runs it every night.

What belongs here: jobs and schedules. What does not: assets.
"""

from __future__ import annotations

import os
from datetime import timedelta

import dagster as dg

from assets.tables import EDITIONS

SCHEDULE_VARIABLE = "READOUTS_SCHEDULE"
"""``off`` starts the schedule switched off, as the sample instance wants it; it is on otherwise."""

daily_edition = dg.define_asset_job(
    "daily_edition",
    selection=dg.AssetSelection.all(),
    partitions_def=EDITIONS,
    description="One edition from the sources to the published warehouse.",
)


def _initial_status() -> dg.DefaultScheduleStatus:
    if os.environ.get(SCHEDULE_VARIABLE, "on").lower() == "off":
        return dg.DefaultScheduleStatus.STOPPED
    return dg.DefaultScheduleStatus.RUNNING


def build_schedule() -> dg.ScheduleDefinition:
    """At 03:00 UTC, run the edition of the day that has just ended."""

    @dg.schedule(
        job=daily_edition,
        cron_schedule="0 3 * * *",
        execution_timezone="UTC",
        default_status=_initial_status(),
        description="Closes the edition of the day before, at 03:00 UTC.",
    )
    def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        edition = (context.scheduled_execution_time - timedelta(days=1)).strftime("%Y-%m-%d")
        return dg.RunRequest(run_key=edition, partition_key=edition)

    return nightly
