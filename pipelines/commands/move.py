"""The command that takes an instance from one machine to several, and back: ``readouts move``.

What belongs here: its arguments, and handing them on. What does not: what is done (``readouts.moving``), and what is
shown (``pipelines.screens.moving``).
"""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.commands.arguments import UsageError


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
    from pipelines.screens.moving import move_session

    move_session(to_shared=to_shared)
