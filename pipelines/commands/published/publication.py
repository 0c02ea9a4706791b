"""Publishing and exporting by hand: ``readouts publish`` and ``readouts export``.

What belongs here: arguments, progress, and the publication's id as the answer. What does not: publishing and exporting
(``readouts``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.progress import MofNCompleteColumn

from pipelines.commands.arguments import parse_editions
from pipelines.screens.display import console, progress_on, say, tell
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import ROOT, Home
from readouts.base.state.turns import RunBusyError
from readouts.edition.closing.publishing import publish_finished
from readouts.edition.project import Project
from readouts.warehouse.publishing.copies import KeptCopy
from readouts.warehouse.publishing.export import FORMS
from readouts.warehouse.publishing.export import export as write_export
from readouts.warehouse.tables.definitions import load_catalogue


def publish_what_waits() -> None:
    """Publish what a killed run finished and did not publish, unless another is at work; what fails is one line."""
    try:
        publication = publish_finished(
            Project.from_environment(), say=lambda line: None, wait_seconds=0
        )
    except RunBusyError:
        return
    except ReadoutsError as error:
        say(f"what is finished stays unpublished: {error}")
        return
    say(f"published what a run had finished: {publication.editions} editions")


def publish(
    keep: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Keep dated copies of the last N publications (READOUTS_KEEP does so for every run).",
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="Withdraw an edition (2026-05-09) or a range of them, until they are run again."
        ),
    ] = None,
) -> None:
    """Publish what is finished, without a run."""
    withdrawn = [day for text in without or [] for day in parse_editions(text)]
    project = Project.from_environment()
    project.home.require_writable()
    screen = console(stderr=True)
    with screen.status("publishing …"):
        publication = publish_finished(
            project,
            keep=keep,
            without=withdrawn,
            say=lambda line: tell(f"  {line}", "dim", screen=screen),
        )
    say(f"published {project.home.warehouse} with {publication.editions} editions")
    if publication.kept is not None:
        for line in _kept(publication.kept):
            say(line)
    print(f"publication {publication.publication_id}")


def _kept(kept: KeptCopy) -> list[str]:
    word = "kept as" if kept.is_new else "unchanged; it is kept already as"
    return [f"{word} {kept.path}", *(f"removed {path.name}" for path in kept.removed)]


def export(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to; READOUTS_HOME/export by default.")
    ] = None,
    form: Annotated[
        Literal["both", "csv", "parquet"], typer.Option("--format", "-f", help="What to write.")
    ] = "both",
    with_text: Annotated[
        bool,
        typer.Option("--with-text", help="The articles' texts too, which are their publishers'."),
    ] = False,
) -> None:
    """Export the published warehouse as CSV and Parquet with a data dictionary."""
    home = Home.from_environment()
    with progress_on(console(stderr=True), MofNCompleteColumn()) as progress:
        task = progress.add_task("starting", total=None)

        def started(table: str, number: int, tables: int) -> None:
            progress.update(task, description=table, completed=number, total=tables)

        made = write_export(
            home.warehouse,
            (folder or home.export).resolve(),
            load_catalogue(ROOT / "expectations"),
            forms=FORMS if form == "both" else (form,),
            with_text=with_text,
            started=started,
        )
    texts = "with" if with_text else "without"
    where = f"{made.folder}, {texts} the texts of the articles"
    say(f"exported {len(made.rows)} tables to {where}")
    print(f"publication {made.publication_id}")
