"""Taking turns: one run at a time works on an instance.

What belongs here: waiting for the run that is on, and saying which it is. What does not: what a run does, and the lock
on the build file, which keeps single steps apart (``warehouse.database``).

Steps of two runs that alternate would each leave the figures half the other's. The lock is the process's own (POSIX):
it dies with it, whatever killed it, and no child inherits it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_delay,
    wait_exponential,
)

from readouts.base.errors import ReadoutsError
from readouts.base.home import Home

WAIT_SECONDS = 6 * 3600.0
"""How long a run waits for its turn; a crawl of slow hosts can take hours."""

LOCK = "run.lock"


class RunBusyError(ReadoutsError):
    """Another run of this instance did not end in time."""


@contextmanager
def take_turn(
    home: Home,
    who: str,
    *,
    say: Callable[[str], None],
    wait_seconds: float = WAIT_SECONDS,
    lock: str = LOCK,
) -> Iterator[None]:
    """Be the one that works on this instance until the block ends; ``who`` is what others are told they wait for.

    Another ``lock`` than that of runs keeps apart those who do one thing, such as asking a model.

    Waits for another run with back-off and tells ``say`` which it is.

    Raises:
        RunBusyError: the other run did not end within ``wait_seconds``.
    """
    home.path.mkdir(parents=True, exist_ok=True)
    path = home.path / lock
    with path.open("a+", encoding="utf-8") as held:

        def holder() -> str:
            held.seek(0)
            return held.read().strip() or "another run"

        def report(state: RetryCallState) -> None:
            if state.attempt_number == 1:
                say(f"waiting for {holder()} to end")

        waiting = Retrying(
            retry=retry_if_exception_type(OSError),
            wait=wait_exponential(multiplier=0.1, max=2),
            stop=stop_after_delay(wait_seconds),
            before_sleep=report,
            reraise=True,
        )
        try:
            waiting(fcntl.lockf, held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RunBusyError(
                f"{holder()} is at work on {home.path}; waited {wait_seconds:.0f} s for it"
            ) from error
        held.truncate(0)
        held.write(f"{who} (process {os.getpid()})\n")
        held.flush()
        yield
        held.truncate(0)
