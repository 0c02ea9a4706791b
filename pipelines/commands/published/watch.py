"""Telling people what they watch, by hand: ``readouts watch``.

What belongs here: its arguments, what would go out, what went out, and what could not. What does not: finding news and
sending it (``readouts.alerts``), and sending after each edition (``pipelines.orchestration.alerts``).
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated

import typer

from pipelines.commands.arguments import UsageError, parse_edition
from pipelines.screens.display import console, plain, tell
from readouts.alerts.delivery import send
from readouts.alerts.evaluation import put_news, put_troubles
from readouts.alerts.outbox import open_outbox, read_outbox
from readouts.alerts.sending import send_due
from readouts.alerts.watchlist_file import load_watchlist
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import sources_file, watchlist_file
from readouts.edition.project import Project


class NoWatchlistError(ReadoutsError):
    """There is no watchlist, so that nobody can be told anything."""


TEST_TITLE = "Readouts: a test"
TEST_BODY = "This channel of the watchlist works. 'readouts watch --test' sent this message."


def watch(
    edition: Annotated[
        str | None,
        typer.Argument(help="A day (2026-05-09), however old; the editions of the last week else."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would go out; send and record nothing.")
    ] = False,
    test: Annotated[
        bool, typer.Option("--test", help="Send a test message to every channel.")
    ] = False,
) -> None:
    """Send what touches the watchlist and is not sent yet (watchlist.yaml; READOUTS_WATCHLIST names another)."""
    if test:
        if dry_run or edition is not None:
            raise UsageError("--test stands alone")
        raise typer.Exit(_test())
    raise typer.Exit(_send(parse_edition(edition), dry_run=dry_run))


def _send(edition: date | None, *, dry_run: bool) -> int:
    """Send what is due, or with ``dry_run`` print it and record nothing; the exit status is 1 when something failed."""
    project = Project.from_environment()
    watchlist = load_watchlist(watchlist_file(project.sources), addresses=not dry_run)
    if watchlist is None:
        raise _missing()
    screen = console(stderr=True)
    opened = read_outbox if dry_run else open_outbox
    with opened(project.home) as outbox:
        with screen.status("looking at what is published …"):
            put_news(project, watchlist, outbox, edition)
            put_troubles(project, watchlist, outbox)
        if dry_run:
            _print_due(outbox.due())
            return 0
        with screen.status("sending …"):
            report = send_due(outbox, watchlist.channels)
    counts = Counter(due.channel for due in report.sent)
    for channel, number in counts.items():
        print(f"{plain(channel)}: {number} sent")
    for due, problem in report.failed:
        tell(f"{due.channel}: {due.title} stays due: {problem}", "red", screen=screen)
    if not report.sent and not report.failed:
        is_published = project.home.warehouse.exists()
        print(
            "nothing new" if is_published else "nothing is published yet; 'readouts run' makes it"
        )
    return 1 if report.failed else 0


def _print_due(found: list) -> None:
    """Each message once, below the channels that it is due to."""
    channels: dict[int, list[str]] = {}
    for due in found:
        channels.setdefault(due.message, []).append(due.channel)
    for due in {due.message: due for due in found}.values():
        print(f"To: {', '.join(map(plain, channels[due.message]))}")
        print(f"Subject: {plain(due.title)}\n")
        print("\n".join(plain(line) for line in due.body.splitlines()))
        print("\n" + "-" * 72)
    number = len(channels)
    print(f"{number or 'no'} message{'s' * (number != 1)} would be sent")


def _test() -> int:
    """Send a test message to every channel; the exit status is 1 when one did not take it."""
    watchlist = load_watchlist(watchlist_file(sources_file()))
    if watchlist is None:
        raise _missing()
    failed = 0
    for channel, address in watchlist.channels.items():
        problem = send(address, TEST_TITLE, TEST_BODY)
        failed += problem is not None
        print(f"{plain(channel)}: {'sent' if problem is None else plain(problem)}")
    return 1 if failed else 0


def _missing() -> NoWatchlistError:
    path = watchlist_file(sources_file())
    return NoWatchlistError(
        f"there is no watchlist at {path}; docs/alerts.md says how to write one"
    )
