"""The commands of an instance on several machines: ``readouts cluster``.

What belongs here: their arguments, and handing them on. What does not: what is done (``pipelines.cluster``).
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipelines.cluster.servers import require
from pipelines.cluster.session import local_session, require_cluster, run_on_machines
from pipelines.commands.arguments import UsageError, parse_editions
from pipelines.orchestration.records import prepare_dagster_home
from pipelines.ui import environment_of
from readouts.base.instance.home import SHARED_VARIABLE, begin_shared

app = typer.Typer(
    help="An instance on several machines; without a command, the sample on workers of this machine."
)


@app.callback(invoke_without_command=True)
def local(
    context: typer.Context,
    makers: Annotated[int, typer.Option(min=1, max=16, help="How many workers make editions.")] = 2,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave it running, with the UI, until Ctrl-C.")
    ] = False,
) -> None:
    """Run the sample on PostgreSQL, Redis, workers, daemon and UI of this machine, in a home of its own."""
    if context.invoked_subcommand is not None:
        return
    raise typer.Exit(local_session(makers=makers, keep=keep))


@app.command()
def init() -> None:
    """Let the folder that READOUTS_SHARED names be what the machines of an instance share; what it holds stays."""
    named = os.environ.get(SHARED_VARIABLE)
    if not named:
        raise UsageError(f"{SHARED_VARIABLE} names the folder")
    folder = Path(named).resolve()
    print(f"{folder} {'is' if begin_shared(folder) else 'was already'} a shared instance")


@app.command()
def worker(
    kind: Annotated[
        Literal["maker", "closer"],
        typer.Argument(help="A maker fetches, extracts and reads; the one closer publishes."),
    ],
    name: Annotated[
        str | None, typer.Option(help="Its name, another for each worker of a machine.")
    ] = None,
) -> None:
    """Be a worker of this instance until the process is ended."""
    require(servers=False)
    from pipelines.cluster.workers import work  # it needs what was just looked for

    home = require_cluster()
    home.require_writable()
    prepare_dagster_home(home)
    os.environ.update(environment_of(home))
    work(kind, name or f"{kind}-{socket.gethostname()}")


@app.command()
def run(
    editions: Annotated[
        str | None,
        typer.Argument(help="A day, a range of days, or one to today; today by default."),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="From the archive, with the network off.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait until all are closed, and tell how.")
    ] = True,
) -> None:
    """Have the workers make editions, and the closer close them in their order."""
    raise typer.Exit(run_on_machines(parse_editions(editions), offline=offline, wait=wait))
