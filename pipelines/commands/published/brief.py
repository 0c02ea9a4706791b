"""What readers open: ``readouts brief``, in a browser, and ``readouts page``, as it was archived.

What belongs here: arguments, opening, and one line on what was written. What does not: making the brief
(``readouts.brief``).
"""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.arguments import parse_edition
from pipelines.screens.display import console, say
from readouts.base.instance.home import Home
from readouts.brief.reading import BriefError, ask
from readouts.brief.write import write_brief
from readouts.harvest.archive.records import read_page
from readouts.warehouse.reading.query import reading


def brief(
    edition: Annotated[
        str | None, typer.Argument(help="A day, such as 2026-05-09; the latest edition by default.")
    ] = None,
    is_opened: Annotated[
        bool, typer.Option("--open/--no-open", help="Open it in the browser.")
    ] = True,
    folder: Annotated[
        Path | None,
        typer.Option("--output", help="Where to write it; READOUTS_HOME/brief by default."),
    ] = None,
) -> None:
    """Write the brief of an edition, one HTML file with all figures and their sentences, and open it."""
    day, home = parse_edition(edition), Home.from_environment()
    with console(stderr=True).status("writing the brief …"):
        made = write_brief(home.warehouse, (folder or home.brief).resolve(), day)
    say(made.paragraph.replace("**", ""))
    print(made.path)
    if is_opened and not webbrowser.open(made.path.as_uri()):
        say("no browser is found here; open the file in one", "yellow")


def page(
    article_id: Annotated[str, typer.Argument(help="An article_id of the warehouse.")],
) -> None:
    """Write the page of an article to standard output, as it came and lies in the archive."""
    home = Home.from_environment()
    with reading(home.warehouse) as read:
        rows = ask(read, "page", article_id)
    if not rows:
        raise BriefError(f"the warehouse has no article {article_id!r}")
    body = read_page(home.shared, rows[0])
    if sys.stdout.isatty():  # as text, on which nothing acts
        sys.stdout.write(body.decode("utf-8", "replace"))
    else:
        sys.stdout.buffer.write(body)
