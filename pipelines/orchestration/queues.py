"""Where runs go when several machines work on an instance: the queues, and the address of what holds them.

What belongs here: names. What does not: sending runs and taking them (``pipelines.cluster``).
"""

from __future__ import annotations

import os

from readouts.base.errors import ReadoutsError

BROKER_VARIABLE = "READOUTS_BROKER"
"""The address of Redis, such as ``redis://:password@host:6379/0``."""

QUEUE_TAG = "dagster-celery/queue"
MAKERS, CLOSER = "readouts-making", "readouts-closing"
"""The queues of the workers that make, and of the one that closes."""

PART_TAG = "readouts/part"
"""``making`` or ``closing``, by which Dagster's settings limit how many there are at a time."""

RUN_WHOLE = {"dagster/retry_strategy": "ALL_STEPS"}
"""How Dagster runs again what was killed: from the beginning, where what is done is not done again.

From the step that failed, which is its way, it runs nothing again that was killed after its last step and before its
end was recorded: such a run would count as failed for good.
"""


class BrokerError(ReadoutsError):
    """``READOUTS_BROKER`` names no Redis."""


def broker() -> str:
    """The address of the queues.

    Raises:
        BrokerError: there is none.
    """
    url = os.environ.get(BROKER_VARIABLE, "")
    if not url.startswith(("redis://", "rediss://")):
        raise BrokerError(f"{BROKER_VARIABLE} names no Redis: write redis://:password@host:6379/0")
    return url
