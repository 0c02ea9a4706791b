"""Sending what is due: each message to each of its channels, whatever becomes of the others.

What belongs here: the order of sending, and what is told of it. What does not: one sending (``delivery``), and what is
due (``outbox``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from readouts.alerts.delivery import ATTEMPTS, send
from readouts.alerts.outbox import Due, Outbox

Post = Callable[[str, str, str], str | None]
"""Sends to an address a title and a body; None, or why it could not."""


@dataclass(frozen=True)
class Report:
    """What came of sending what was due: what was sent, and what was not with its reason; that stays due."""

    sent: list[Due] = field(default_factory=list)
    failed: list[tuple[Due, str]] = field(default_factory=list)

    def summary(self) -> str:
        """One line on it."""
        problems = {due.channel: problem for due, problem in self.failed}
        number = len(self.sent)
        told = [f"{number} message{'s' * (number != 1)} sent"] if number else []
        if self.failed:
            why = "; ".join(f"{channel}: {problem}" for channel, problem in problems.items())
            told.append(f"{len(self.failed)} still due ({why})")
        return ", ".join(told) or "nothing to send"


def send_due(
    outbox: Outbox,
    channels: dict[str, str],
    *,
    patient: bool = False,
    attempts: int = ATTEMPTS,
    seconds: float | None = None,
    post: Post | None = None,
) -> Report:
    """Send what is due to the channels (addresses by name), and record each message that a service took.

    A channel that fails, after ``attempts`` tries, is left alone for the rest, and its messages stay due; when
    ``patient``, also while its pause is on. No sending begins after ``seconds``.
    """
    outbox.drop({due.channel for due in outbox.due()} - channels.keys())
    deliver = post or partial(send, attempts=attempts)
    report = Report()
    problems: dict[str, str] = {}
    deadline = None if seconds is None else time.monotonic() + seconds
    for due in outbox.due(patient=patient):
        if deadline is not None and time.monotonic() > deadline:
            report.failed.append((due, "no time was left; its turn comes next"))
            continue
        if due.channel not in problems:
            problem = deliver(channels[due.channel], due.title, due.body)
            if problem is None:
                outbox.mark_sent(due)
                report.sent.append(due)
                continue
            problems[due.channel] = problem
        outbox.mark_failed(due, problems[due.channel])
        report.failed.append((due, problems[due.channel]))
    return report
