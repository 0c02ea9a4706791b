"""Waiting for what somebody else has: trying again until it is free, and saying once that it is waited for.

What belongs here: how long is waited between two tries. What does not: what is waited for (``turns``, build files).
"""

from __future__ import annotations

from collections.abc import Callable

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_delay,
    wait_exponential,
)


def waiting(
    is_taken: Callable[[BaseException], bool],
    tell: Callable[[BaseException], None],
    *,
    seconds: float,
    longest: float,
) -> Retrying:
    """What calls a function again while it fails since something is taken.

    Args:
        is_taken: whether an error says so; any other is raised at once.
        tell: called with the first such error.
        seconds: how long is waited in all; then the last error is raised.
        longest: seconds between two tries at most.
    """

    def report(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome is not None else None
        if state.attempt_number == 1 and error is not None:
            tell(error)

    return Retrying(
        retry=retry_if_exception(is_taken),
        wait=wait_exponential(multiplier=0.1, max=longest),
        stop=stop_after_delay(seconds),
        before_sleep=report,
        reraise=True,
    )
