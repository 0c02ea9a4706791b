"""The command that takes an instance from one machine to several, and back: ``readouts move``.

What belongs here: its arguments, progress and words, and refusing while runs of Dagster wait. What does not: moving
(``readouts.moving``).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import DownloadColumn

from pipelines.commands.arguments import UsageError
from pipelines.screens.display import console, plain, progress_on
from readouts.base.instance.home import DATABASE_VARIABLE, SHARED_VARIABLE, Home, home_folder
from readouts.base.instance.whereabouts import instance_of
from readouts.base.state.database import require_database
from readouts.moving.copying import Copied, MoveError
from readouts.moving.move import Moved, move_to_home, move_to_shared

LONGEST_NAME = 40


def move(
    to_shared: Annotated[
        bool,
        typer.Option(
            "--to-shared", help="From READOUTS_HOME into READOUTS_SHARED, for several machines."
        ),
    ] = False,
    to_home: Annotated[
        bool,
        typer.Option("--to-home", help="From READOUTS_SHARED into READOUTS_HOME, for this one."),
    ] = False,
) -> None:
    """Move the instance between this machine's home and a folder that several share; READOUTS_DATABASE is theirs."""
    if to_shared == to_home:
        raise UsageError("say where to: --to-shared or --to-home")
    home, shared = home_folder(), _shared_folder()
    require_database()
    if not to_shared and instance_of(shared) is not None:
        _require_idle(Home(home, shared))
    with progress_on(console(stderr=True), DownloadColumn()) as progress:
        task = progress.add_task("looking at what is there", total=None)

        def told(copied: Copied) -> None:
            name = plain(copied.name)[-LONGEST_NAME:] or "looking whether it is whole"
            progress.update(task, description=name, completed=copied.done, total=copied.size)

        moved = (move_to_shared if to_shared else move_to_home)(home, shared, told)
    for line in _told(moved, home, shared, to_shared=to_shared):
        print(plain(line))


def _shared_folder() -> Path:
    named = os.environ.get(SHARED_VARIABLE)
    if not named or not os.environ.get(DATABASE_VARIABLE):
        raise MoveError(
            f"{SHARED_VARIABLE} and {DATABASE_VARIABLE} name what several machines share, READOUTS_HOME this machine's"
            " home: set all three, for either way"
        )
    return Path(named).resolve()


def _require_idle(home: Home) -> None:
    """Make sure that no run is at work or waits on whichever machine: it would find the instance gone.

    Raises:
        MoveError: one does.
    """
    from pipelines.orchestration.closing import waiting
    from pipelines.orchestration.records import dagster_records
    from pipelines.orchestration.runs import close_dead_runs

    with dagster_records(home) as records:
        records.use(lambda instance: close_dead_runs(home, instance))
        found = records.use(lambda instance: waiting(instance, home))
    if found:
        raise MoveError(
            f"the machines of {home.shared} have work ({', '.join(found)}): let it end, or end it in the UI, and move"
            " then"
        )


def _told(moved: Moved, home: Path, shared: Path, *, to_shared: bool) -> list[str]:
    old, new = (home, shared) if to_shared else (shared, home)
    what = f"{moved.files:,} files, {moved.size / 1e6:,.1f} MB"
    if moved.was_done:
        lines = [f"the instance is in {new} already ({what})"]
    else:
        lines = [f"the instance is in {new} now ({what}, each compared with what lay in {old})"]
    if to_shared:
        lines.append(
            f"go on with {SHARED_VARIABLE}={shared} and {DATABASE_VARIABLE} on every machine, each with a READOUTS_HOME"
            f" of its own, this one's being {home} as before; docs/cluster.md"
        )
        lines.append(
            f"Dagster's history of runs until now stays in {home / 'dagster'}; that of several machines begins anew in"
            " the database"
        )
    else:
        lines.append(
            f"go on with READOUTS_HOME={home}, and without {SHARED_VARIABLE} and {DATABASE_VARIABLE}; end the workers"
        )
        lines.append(
            f"Dagster's history of runs on several machines stays in the database; that of this one goes on in"
            f" {home / 'dagster'}"
        )
    if moved.aside is not None:
        lines.append(f"what lay in {old} is kept in {moved.aside}: remove it when you like")
    if moved.left:
        lines.append(f"could not be put aside, and is no longer used: {', '.join(moved.left)}")
    if moved.others and not moved.was_done:
        lines.append(f"stays in {old}, since it is no instance's: {', '.join(moved.others)}")
    return lines
