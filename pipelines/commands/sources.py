"""The commands ``readouts sources …``: what is collected, and whether it can be.

What belongs here: arguments, and handing them on. What does not: the work.
"""

from __future__ import annotations

from typing import Annotated

import typer

sources_app = typer.Typer(no_args_is_help=False)


@sources_app.callback(invoke_without_command=True)
def sources(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the sources of sources.yaml (READOUTS_SOURCES names another file): what attests each, and why one is off.

    What an entry may say, kind by kind: docs/sources.md.
    """
    if context.invoked_subcommand is not None:
        return
    from pipelines.screens.display import write_sources
    from readouts.base.instance.home import sources_file
    from readouts.harvest.sources_file import load_sources

    write_sources(load_sources(sources_file()), as_json=as_json)


@sources_app.command("check")
def check(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of sources; all by default, disabled ones too.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Try sources out: fetch a few articles of each and say what was found, or what is wrong."""
    from pipelines.screens.display import write_checks
    from pipelines.screens.sessions import check_session

    checks = check_session(ids or [])
    write_checks(checks, as_json=as_json)
    raise typer.Exit(0 if all(found.ok for found in checks) else 1)
