"""The command ``readouts``: what there is to type, and one clear line when it cannot be done.

What belongs here: the table of commands, and how each is begun and ends. What does not: the commands themselves
(``commands``, a module for one or a few), each imported when it is typed, for some need a second.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from readouts.base.errors import ReadoutsError, explain
from readouts.base.instance.home import Home, home_folder
from readouts.base.rubbish import look_seldom
from readouts.base.terminal import guard_streams

COMMANDS = {
    "run": ("commands.running.editions.run", "Collect, parse and publish one edition or several."),
    "rebuild": (
        "commands.running.editions.rebuild",
        "Make editions anew from the archive, offline.",
    ),
    "sample": (
        "commands.running.editions.sample",
        "Run the sample's editions, and print what they say.",
    ),
    "ui": ("ui.ui", "Open Dagster's UI and scheduler on this instance."),
    "sql": ("commands.published.reading.sql", "Put a query to the published warehouse, read-only."),
    "tables": (
        "commands.published.reading.tables",
        "Say what tables hold, or what columns of one mean.",
    ),
    "gates": (
        "commands.published.reading.gates",
        "Show what the gates found, by edition and table.",
    ),
    "brief": ("commands.published.brief.brief", "Write the brief of an edition, and open it."),
    "page": (
        "commands.published.brief.page",
        "Write the page of an article, as it lies in the archive.",
    ),
    "export": ("commands.published.publication.export", "Export the warehouse as CSV and Parquet."),
    "publish": (
        "commands.published.publication.publish",
        "Publish what is finished, without a run.",
    ),
    "correct": ("commands.published.corrections.correct", "Correct what the parser said."),
    "corrections": (
        "commands.published.corrections.corrections",
        "List the corrections, or export them.",
    ),
    "review": (
        "commands.published.review.review",
        "Go through what is doubtful, the dearest first.",
    ),
    "watch": (
        "commands.published.watch.watch",
        "Send what touches the watchlist and is not sent yet.",
    ),
    "parse": ("commands.texts.parse.parse", "Read the calls and reactions out of one report."),
    "sources": ("commands.running.sources.app", "What is collected, and whether it can be."),
    "model": ("commands.texts.model.app", "The language model that reads along."),
    "archive": (
        "commands.running.archive.app",
        "Whether the archive is whole; what of it is gone.",
    ),
    "move": (
        "commands.running.move.move",
        "Move the instance to a folder that several share, or back.",
    ),
    "cluster": (
        "commands.running.cluster.app",
        "An instance on several machines; alone, the sample on workers here.",
    ),
}
"""Each command, or group of them: where it is found, and what the list of all says of it."""

OF_READERS = {
    *("sql", "tables", "brief", "page", "export", "gates"),
    *("correct", "corrections", "review", "watch", "ui"),
}
"""Commands that read what is published."""


def command(name: str) -> Any:
    """The command of a name, imported now."""
    place, _ = COMMANDS[name]
    module, _, own = place.rpartition(".")
    found = getattr(import_module(f"pipelines.{module}"), own)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False)
        alone.command(name)(found)
        found = alone
    return typer.main.get_command(found)


class Commands(TyperGroup):
    """The commands by name: listed from the table, imported when one is typed."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {
            name: TyperCommand(name, help=told) for name, (_, told) in COMMANDS.items()
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """What is typed, as a command with its options."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, found and command(found.name), rest


app = typer.Typer(
    name="readouts",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def before(context: typer.Context) -> None:
    """Who called whom, and what they said: collect, parse, query."""
    if context.invoked_subcommand in OF_READERS and Home.from_environment().unpublished.exists():
        from pipelines.commands.published.publication import publish_what_waits

        publish_what_waits()


def main() -> None:
    """Run the command; what goes wrong is one clear line and an exit status, not a traceback."""
    look_seldom()
    guard_streams()
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except ReadoutsError as error:
        print(f"readouts: {error}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        # A file that is open already is not named by the system: all that is written lies under the home.
        print(f"readouts: {explain(error, home_folder())}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("readouts: interrupted; run it again to go on", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
