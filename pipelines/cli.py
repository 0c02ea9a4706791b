"""The command ``readouts``: what there is to type, and one clear line when it cannot be done.

What belongs here: how a command of the table (``commands.tsv``) is begun and ends. What does not: the commands
themselves (``commands``, a module for one or a few), each imported when it is typed, for some need a second.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from readouts.base.errors import ReadoutsError, explain
from readouts.base.files import read_tsv
from readouts.base.instance.home import Home, home_folder
from readouts.base.rubbish import look_seldom
from readouts.base.terminal import guard_streams

COMMANDS = {row["name"]: row for row in read_tsv(Path(__file__).with_name("commands.tsv"))}


def command(name: str) -> Any:
    """The command of a name, imported now."""
    module, _, own = COMMANDS[name]["place"].rpartition(".")
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
            name: TyperCommand(name, help=row["told"]) for name, row in COMMANDS.items()
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
    reads = context.invoked_subcommand and COMMANDS[context.invoked_subcommand]["reads"]
    if reads and Home.from_environment().unpublished.exists():
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
