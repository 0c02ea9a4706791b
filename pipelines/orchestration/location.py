"""The code location: assets, jobs, schedules, sensor, resource, executor.

What belongs here: putting them together. What does not: any of them; and what Dagster loads (``definitions``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from assets.editions import edition_assets, source_list
from assets.published import brief, warehouse_asset
from assets.resources import Instance, Standing
from pipelines.orchestration.alerts import build_alerts
from pipelines.orchestration.closing import build_divider
from pipelines.orchestration.jobs import (
    build_collecting_schedule,
    build_schedule,
    collect_between_editions,
    daily_edition,
    with_freshness,
)
from pipelines.orchestration.making import make_job


def build_definitions(
    resources: Mapping[str, Any] | None = None,
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
    *,
    shown: bool = True,
) -> dg.Definitions:
    """The definitions, with other resources and loggers where given: the seam for tests and the command.

    Where they are not ``shown`` to anybody, what only the UI shows is left out.
    """
    own = {"instance": Instance.from_environment()} | dict(resources or {})
    project = own["instance"].project
    is_shared = project.home.is_shared
    if is_shared:
        own.setdefault("standing", Standing.of(project.home, project.sources))
    return dg.Definitions(
        assets=[
            source_list(project),
            *edition_assets(project, shown=shown),
            *with_freshness([warehouse_asset(project), brief]),
        ],
        jobs=[daily_edition, collect_between_editions, *([make_job] if is_shared else [])],
        schedules=[build_schedule(is_shared=is_shared), build_collecting_schedule()],
        sensors=[build_alerts(), *([build_divider()] if is_shared else [])],
        resources=own,
        loggers=loggers,
        # Steps take turns on one file: a process for each would pay seconds of imports and gain nothing.
        executor=dg.in_process_executor,
    )
