"""What a person sees of ``readouts publish`` and ``readouts export``.

What belongs here: the two sessions, their progress, and the publication's id as their answer. What does not: publishing
and exporting (``readouts``).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.progress import MofNCompleteColumn

from pipelines.screens.display import console, progress_on, tell
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import ROOT, Home, sources_file
from readouts.base.state.turns import RunBusyError
from readouts.warehouse.publishing.copies import KeptCopy


def publish_what_waits() -> None:
    """Publish what a killed run finished and did not publish, unless another is at work; what fails is one line."""
    home = Home.from_environment()
    if not home.unpublished.exists():
        return
    from readouts.edition.closing.publishing import publish_finished
    from readouts.edition.project import Project

    screen = console(stderr=True)
    try:
        publication = publish_finished(
            Project.load(home, ROOT, sources_file()), say=lambda line: None, wait_seconds=0
        )
    except RunBusyError:
        return
    except ReadoutsError as error:
        tell(f"what is finished stays unpublished: {error}", screen=screen)
        return
    tell(f"published what a run had finished: {publication.editions} editions", screen=screen)


def publish_session(keep: int | None, without: list[date]) -> None:
    """Publish what is finished, and say which publication it is and what is kept of it."""
    from readouts.edition.closing.publishing import publish_finished
    from readouts.edition.project import Project

    project = Project.load(Home.from_environment(), ROOT, sources_file())
    project.home.require_writable()
    screen = console(stderr=True)
    with screen.status("publishing …"):
        publication = publish_finished(
            project,
            keep=keep,
            without=without,
            say=lambda line: tell(f"  {line}", "dim", screen=screen),
        )
    tell(f"published {project.home.warehouse} with {publication.editions} editions", screen=screen)
    if publication.kept is not None:
        for line in _kept(publication.kept):
            tell(line, screen=screen)
    print(f"publication {publication.publication_id}")


def _kept(kept: KeptCopy) -> list[str]:
    word = "kept as" if kept.is_new else "unchanged; it is kept already as"
    return [f"{word} {kept.path}", *(f"removed {path.name}" for path in kept.removed)]


def export_session(folder: Path | None, form: str, *, with_text: bool) -> None:
    """Export what is published, a line of progress for the tables, and say which publication it is."""
    from readouts.warehouse.publishing.export import FORMS, export
    from readouts.warehouse.tables.definitions import load_catalogue

    home = Home.from_environment()
    screen = console(stderr=True)
    with progress_on(screen, MofNCompleteColumn()) as progress:
        task = progress.add_task("starting", total=None)

        def started(table: str, number: int, tables: int) -> None:
            progress.update(task, description=table, completed=number, total=tables)

        made = export(
            home.warehouse,
            (folder or home.export).resolve(),
            load_catalogue(ROOT / "expectations"),
            forms=FORMS if form == "both" else (form,),
            with_text=with_text,
            started=started,
        )
    texts = "with" if with_text else "without"
    where = f"{made.folder}, {texts} the texts of the articles"
    tell(f"exported {len(made.rows)} tables to {where}", screen=screen)
    print(f"publication {made.publication_id}")
