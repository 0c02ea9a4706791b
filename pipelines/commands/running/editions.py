"""Making editions on this machine: ``readouts run``, ``rebuild`` and ``sample``.

What belongs here: arguments, a broken build file, and what the sample prints. What does not: how a run looks
(``pipelines.screens.sessions``).
"""

from __future__ import annotations

import os
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipelines.commands.arguments import UsageError, parse_editions
from pipelines.sample.site import serve_or_join
from pipelines.screens.display import console, say, write_table
from pipelines.screens.sessions import (
    RECORDED_HOME,
    SAMPLE,
    SAMPLE_HOME,
    print_reactions,
    run_session,
    sample_editions,
    use_recorded,
    use_sample,
)
from readouts.base.instance.home import HOME_VARIABLE, Home
from readouts.base.state.turns import take_turn
from readouts.harvest.archive.reading import archived_editions
from readouts.warehouse.reading.query import answer, query_in
from readouts.warehouse.working.door import working

Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="How many processes read pages (READOUTS_WORKERS); as many as there are processors else. Of a range,"
        " from 2 on, they fetch and read the next editions while this process closes one after another.",
        show_default=False,
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show Dagster's own log.")]


def run(
    editions: Annotated[
        str | None,
        typer.Argument(
            help="A day (2026-05-09), a range (2026-05-01..2026-05-09), or one to today (2026-05-01..);"
            " today by default."
        ),
    ] = None,
    read_again: Annotated[
        bool,
        typer.Option(
            "--read-again",
            help="Have the configured model read what another has read (model.yaml).",
        ),
    ] = False,
    workers: Workers = None,
    verbose: Verbose = False,
) -> None:
    """Collect, parse and publish one edition or several."""
    days = parse_editions(editions)
    raise typer.Exit(run_session(days, read_again=read_again, workers=workers, verbose=verbose))


def rebuild(
    editions: Annotated[
        str | None,
        typer.Argument(
            help="A day or a range of days, of which the archive has pages; --all: every one."
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every edition that the archive has.")
    ] = False,
    workers: Workers = None,
    verbose: Verbose = False,
) -> None:
    """Make editions anew from the archive, with the network off: after an upgrade, or a lost build file."""
    if everything == (editions is not None):
        raise UsageError("say which editions to rebuild, or --all")
    home = Home.from_environment()
    there = archived_editions(home.shared)
    days = there if everything else _archived(parse_editions(editions), there)
    if not days:
        raise UsageError("the archive holds no edition yet")
    if everything:
        _set_aside_broken_build(home)
    raise typer.Exit(run_session(days, offline=True, workers=workers, verbose=verbose))


def _archived(days: list[date], there: list[date]) -> list[date]:
    """Those of some days of which something is archived; the others of a range are named.

    Raises:
        UsageError: nothing is archived of any.
    """
    missing = [day for day in days if day not in there]
    if len(missing) == len(days):
        of = f"edition {days[0]}" if len(days) == 1 else f"the editions {days[0]} to {days[-1]}"
        raise UsageError(f"nothing is archived of {of}: there is nothing to rebuild")
    if missing:
        names = ", ".join(map(str, missing[:MOST_NAMED]))
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        say(f"nothing is archived of {names}{more}; left out", "yellow")
    return [day for day in days if day in there]


MOST_NAMED = 5
"""Days of a range that are named where nothing is archived of them; the others are counted."""


def _set_aside_broken_build(home: Home) -> None:
    """Move a build file that cannot be read aside, and say so; the archive has all it held."""
    home.require_writable()
    warn = partial(say, style="yellow")
    with take_turn(home, "a rebuild", say=warn):
        working(home).set_aside_if_broken(warn)


def sample(
    model: Annotated[
        Literal["recorded"] | None,
        typer.Option(help="Read the recorded answers about its pages as a model's."),
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Serve the sample site on this machine, run its editions, and print what they say."""
    recorded = model is not None
    use_sample(RECORDED_HOME if recorded else SAMPLE_HOME)
    with serve_or_join(SAMPLE) as site:
        os.environ.update(site.environment)
        if recorded:
            use_recorded(site.model_address)
        status = run_session(sample_editions(), verbose=verbose)
    home = Home.from_environment()
    if not home.warehouse.exists():
        raise typer.Exit(status or 1)
    print_reactions(home)
    if recorded:
        _print_readers(home)
    _print_ways_on(home, recorded)
    raise typer.Exit(status)


def _print_readers(home: Home) -> None:
    """What a model adds to the rules, and where the two differ."""
    for title, query in (
        ("Calls and reactions, by who read them", query_in("screens", "readers")),
        ("Reactions that one reader alone found", query_in("screens", "one_reader")),
    ):
        found = answer(home.warehouse, query)
        write_table(found.columns, found.rows, title=title)


def _print_ways_on(home: Home, recorded: bool) -> None:
    command = _short(Path(sys.executable).with_name("readouts"))
    console().print(
        f"\nThe warehouse: {_short(home.warehouse)}\n\n"
        f"  query it      {HOME_VARIABLE}={_short(home.path)} {command} sql 'FROM marts.evidence'\n"
        f"  open the UI   make dev{' MODEL=recorded' if recorded else ''}\n"
        f"  use your own  edit sources.yaml, then {command} run",
        markup=False,
        soft_wrap=True,
    )


def _short(path: Path) -> Path:
    """A path as one would type it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
