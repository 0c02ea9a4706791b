"""A worker: takes runs of one kind from the queue, one at a time, and does them with its own home.

What belongs here: Celery's application, and starting a worker. What does not: what a run does, and who sends it
(``launcher``).

A worker takes a run when it has nothing to do, and none in advance: a long crawl would hold up the runs behind it while
other workers are idle. A run that its worker did not end is not sent again by the queue; Dagster notices and runs it
anew.
"""

from __future__ import annotations

from typing import Any, Literal

from celery import Celery
from celery.signals import worker_process_init
from dagster_celery.make_app import make_app
from dagster_celery.tasks import create_execute_job_task, create_resume_job_task
from kombu import Queue

from pipelines.orchestration.queues import CLOSER, MAKERS, broker
from readouts.base.rubbish import look_seldom_in_a_run

RUNS_A_PROCESS = 50
"""After so many a worker's process begins anew, so that nothing adds up."""

SETTINGS: dict[str, Any] = {
    "worker_prefetch_multiplier": 1,
    "worker_disable_prefetch": True,
    "worker_max_tasks_per_child": RUNS_A_PROCESS,
    "worker_send_task_events": False,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "result_expires": 86_400,
    "task_create_missing_queues": True,
}

Kind = Literal["maker", "closer"]
QUEUE_OF: dict[str, str] = {"maker": MAKERS, "closer": CLOSER}


@worker_process_init.connect
def _begin(**_: object) -> None:
    """Let a worker's process look for garbage as seldom as a run by hand does."""
    look_seldom_in_a_run()


def application() -> Celery:
    """Celery's application with the two tasks by which Dagster has runs done."""
    app = make_app({"broker": broker(), "backend": broker(), "config_source": SETTINGS})
    app.conf.task_queues = [Queue(name) for name in QUEUE_OF.values()]
    create_execute_job_task(app)
    create_resume_job_task(app)
    return app


def work(kind: Kind, name: str) -> None:
    """Be a worker until the process is ended; a run that is on is ended with the second signal at the latest.

    Raises:
        BrokerError: there is no queue to take runs from.
    """
    arguments = ["--queues", QUEUE_OF[kind], "--concurrency", "1", "--hostname", f"{name}@%h"]
    quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    application().worker_main(["--quiet", "worker", *arguments, *quiet])
