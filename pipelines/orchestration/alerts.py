"""The sensor that tells people what they watch, and operators what went wrong.

What belongs here: when it is looked, and which runs of Dagster have failed. What does not: finding news and sending it
(``readouts.alerts``).

One plain sensor does both, with a cursor of its own: a sensor on an asset sees only the latest of several editions that
were published between two looks, and one on failed runs goes on when it could not tell of one. Here what is found is
put down before the cursor moves, and what could not be sent is tried again at the next look.

Dagster reads annotations as objects, so they are not deferred here.
"""

import json

import dagster as dg

from assets.published import WAREHOUSE
from assets.resources import Instance
from pipelines.orchestration.failures import failures_of
from pipelines.orchestration.jobs import is_scheduled
from readouts.alerts.evaluation import FailedRun, put_news, put_troubles
from readouts.alerts.outbox import OutboxBusyError, OutboxError, open_outbox
from readouts.alerts.sending import send_due
from readouts.alerts.watchlist_file import load_watchlist
from readouts.base.instance.home import watchlist_file

SECONDS_BETWEEN_LOOKS = 60
SECONDS_TO_SEND = 20.0
"""Dagster ends a look after a minute; what is left over is sent at the next."""

MOST_FAILED_RUNS = 25
PARTITION_TAG = "dagster/partition"


def build_alerts() -> dg.SensorDefinition:
    """The sensor, on unless ``READOUTS_SCHEDULE`` is off."""

    @dg.sensor(
        name="alerts",
        minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
        default_status=dg.DefaultSensorStatus.RUNNING
        if is_scheduled()
        else dg.DefaultSensorStatus.STOPPED,
        description=(
            "After each edition sends what touches watchlist.yaml, and tells its operators of shut gates, failed runs "
            "and silent sources. Without a watchlist it sends nothing."
        ),
    )
    def alerts(context: dg.SensorEvaluationContext, instance: Instance) -> dg.SensorResult:
        # how far it has looked; nothing at the first look
        seen = json.loads(context.cursor) if context.cursor else {}
        now = _latest(context.instance)
        try:
            told = _look(context, instance, seen, now)
        except (OutboxBusyError, OutboxError) as error:
            if isinstance(error, OutboxError):
                context.log.error(str(error))
            return dg.SensorResult(skip_reason=str(error), cursor=context.cursor)
        return dg.SensorResult(skip_reason=told, cursor=json.dumps(now))

    return alerts


def _look(
    context: dg.SensorEvaluationContext,
    instance: Instance,
    seen: dict[str, int],
    now: dict[str, int],
) -> str:
    """Put down what is new, and send what is due; one line on it."""
    project = instance.project
    watchlist = load_watchlist(watchlist_file(project.sources))
    if watchlist is None:
        return "there is no watchlist"
    # Records that were set aside number anew, so that less than was seen is news as well.
    failed = _failed_runs(context.instance, seen["failure"], now["failure"]) if seen else []
    is_news = now["published"] != seen.get("published", 0)
    with open_outbox(project.home) as outbox:
        if is_news:
            put_news(project, watchlist, outbox)
        if is_news or failed:
            put_troubles(project, watchlist, outbox, failed)
        report = send_due(
            outbox, watchlist.channels, patient=True, attempts=1, seconds=SECONDS_TO_SEND
        )
    for due, problem in report.failed:
        context.log.warning(f"{due.channel}: {due.title} stays due: {problem}")
    return report.summary()


def _latest(dagster: dg.DagsterInstance) -> dict[str, int]:
    """The last publication and the last failure of a run, as Dagster numbers them."""
    published = dagster.fetch_materializations(WAREHOUSE, limit=1).records
    failed = dagster.fetch_run_status_changes(dg.DagsterEventType.RUN_FAILURE, limit=1).records
    return {
        "published": published[0].storage_id if published else 0,
        "failure": failed[0].storage_id if failed else 0,
    }


def _failed_runs(dagster: dg.DagsterInstance, after: int, last: int) -> list[FailedRun]:
    """The runs that failed since, those of the command too, each with why its steps did."""
    if last == after:
        return []
    changes = dagster.fetch_run_status_changes(
        dg.RunStatusChangeRecordsFilter(
            event_type=dg.DagsterEventType.RUN_FAILURE,
            after_storage_id=after if after < last else 0,
        ),
        limit=MOST_FAILED_RUNS,
    ).records
    runs = [dagster.get_run_by_id(change.run_id) for change in reversed(changes)]
    return [
        FailedRun(
            run.run_id, run.job_name, run.tags.get(PARTITION_TAG), _reasons(dagster, run.run_id)
        )
        for run in runs
        if run is not None
    ]


def _reasons(dagster: dg.DagsterInstance, run_id: str) -> tuple[str, ...]:
    logs = dagster.all_logs(
        run_id, of_type={dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    )
    events = [log.dagster_event for log in logs if log.dagster_event is not None]
    of_steps = failures_of(events)
    return tuple(of_steps or [event.message or "no reason is known" for event in events])
