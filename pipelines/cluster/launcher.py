"""How Dagster hands runs to workers, and whether these live.

What belongs here: Dagster's launcher for Celery, with another answer to whether the process of a run is alive. What
does not: the worker (``workers``).

Celery's own answer is what the worker last said: of a machine that is gone that is 'started' for ever. Here a run lives
for as long as its process has the turn that bears its name (``assets.resources``): the database lets go of it when the
process dies, wherever it was.
"""

from __future__ import annotations

import time
from typing import Any

from dagster import DagsterRun
from dagster._core.launcher import CheckRunHealthResult, WorkerStatus
from dagster_celery.launcher import CeleryRunLauncher
from dagster_celery.tags import DAGSTER_CELERY_TASK_ID_TAG

from assets.resources import LIFE_TAG, life_of
from readouts.base.instance.home import Home
from readouts.base.state.turns import is_held

SECONDS_TO_REPORT = 3.0
"""How long a run may be without its turn before it counts as dead: one that ends tells so a moment after."""

SECONDS_TO_BEGIN = 300.0
"""How long a run that a worker has taken may need for its imports, before it takes that turn."""


class Launcher(CeleryRunLauncher):
    """Dagster's launcher for Celery; runs that were started by hand on one of the machines are watched alike."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._missed: dict[str, float] = {}

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        """Whether the process of a run is alive, on whichever machine.

        Raises:
            DatabaseError: it cannot be told now; the next look comes soon.
        """
        if is_held(Home.from_environment(), life_of(run.run_id)):
            self._missed.pop(run.run_id, None)
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        since = time.monotonic() - self._missed.setdefault(run.run_id, time.monotonic())
        has_begun = run.tags.get(LIFE_TAG) == run.run_id
        if since < (SECONDS_TO_REPORT if has_begun else SECONDS_TO_BEGIN):
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        self._missed.pop(run.run_id)
        return CheckRunHealthResult(WorkerStatus.FAILED, "its process is gone")

    def get_run_worker_debug_info(self, *_: DagsterRun, **__: bool | None) -> str | None:
        """Nothing: that its process is gone says all that is known."""
        return None

    def terminate(self, run_id: str) -> bool:
        """Have a worker end a run; one that was started by hand is ended by hand."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or DAGSTER_CELERY_TASK_ID_TAG not in run.tags:
            return False
        return super().terminate(run_id)
