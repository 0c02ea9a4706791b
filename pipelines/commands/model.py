"""The commands ``readouts model …``: which model reads along, whether it can, and batch files.

What belongs here: arguments, and handing them on. What does not: the work (``pipelines.screens.model``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

model_app = typer.Typer(help="The language model that reads along.", no_args_is_help=False)


@model_app.callback(invoke_without_command=True)
def model(context: typer.Context) -> None:
    """Say which model reads along (model.yaml; READOUTS_MODEL names another), whose texts go there, and what waits."""
    if context.invoked_subcommand is None:
        from pipelines.screens.model import show_session

        show_session()


@model_app.command()
def check() -> None:
    """Ask a few questions and say what works: way of asking, speed, and whether a long document is read whole."""
    from pipelines.screens.model import check_session

    raise typer.Exit(check_session())


@model_app.command("try")
def try_out(
    most: Annotated[
        int | None, typer.Option(min=1, help="Read so many documents only; all by default.")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(help="Take these answers (lines of id and answer) and ask nobody."),
    ] = None,
) -> None:
    """Read the documents that Readouts brings, and say how well, how fast and at what cost the model reads them."""
    from pipelines.screens.trying import try_session

    try_session(most, answers)


@model_app.command()
def requests(
    output: Annotated[Path, typer.Option("--output", "-o", help="The batch file to write.")],
    editions: Annotated[
        str | None,
        typer.Argument(
            help="A day or a range: all articles there that the model has not read; what waits by default."
        ),
    ] = None,
    documents: Annotated[
        Path | None,
        typer.Option("--jsonl", help="Ask about documents of your own, one a line, instead."),
    ] = None,
    read_again: Annotated[
        bool, typer.Option("--read-again", help="Articles that another model has read, too.")
    ] = False,
) -> None:
    """Write what is to be asked as batch files (JSON lines as OpenAI's batch service takes them)."""
    from pipelines.commands.arguments import UsageError, parse_editions
    from pipelines.screens.model import requests_of_documents, requests_session

    if documents is not None:
        if editions is not None or read_again:
            raise UsageError("--jsonl stands alone")
        requests_of_documents(documents, output)
        return
    days = parse_editions(editions) if editions is not None else None
    requests_session(days, output, read_again=read_again)


@model_app.command()
def answers(
    files: Annotated[list[Path], typer.Argument(help="Output files of a batch service.")],
) -> None:
    """Take the answers of batch files into the archive; the next run reads them."""
    from pipelines.screens.model import answers_session

    raise typer.Exit(answers_session(files))
