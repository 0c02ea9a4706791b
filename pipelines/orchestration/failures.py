"""Why a run of Dagster failed, in the words of what failed.

What belongs here: reading its events. What does not: running (``runs``) and telling anybody (``alerts``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dagster as dg


def failures_of(events: Iterable[dg.DagsterEvent]) -> list[str]:
    """Why steps failed: a shut gate in its own words, anything else as its error's last line.

    Where no step did, why the run could not begin: another has its turn, or a file cannot be opened.
    """
    reasons, of_the_run = [], []
    for event in events:
        if event.event_type_value == "PIPELINE_FAILURE":
            # what ended a run from outside, such as that its process was killed, has no data
            error = event.event_specific_data and event.job_failure_data.error
            told = _last_line(error).partition(": ")[2] if error else event.message
            of_the_run += [told] if told else []
        if event.event_type_value != "STEP_FAILURE":
            continue
        data = event.step_failure_data
        if data.user_failure_data is not None:
            reasons.append(str(data.user_failure_data.description))
        elif data.error is not None:
            reasons.append(f"{event.step_key}: {_last_line(data.error)}")
    return reasons or of_the_run


def _last_line(error: Any) -> str:
    """What went wrong, as its first cause has it."""
    return (error.cause or error).message.strip().splitlines()[-1]
