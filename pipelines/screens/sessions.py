"""What a person sees while editions run: progress, how each ended, and where to go on.

What belongs here: the sessions behind ``readouts run``, ``rebuild`` and ``sample``. What does not:
running editions (``runs``), the UI (``ui``) and drawing results (``display``).
"""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import MofNCompleteColumn
from ruamel.yaml import YAML

from pipelines.sample.recorded import MODEL
from pipelines.screens.display import console, progress_on, say, tell, write_table
from pipelines.screens.waiting import (
    say_of_lost_corrections,
    say_what_waits,
    say_where_texts_go,
)
from readouts.base.instance.home import (
    HOME_VARIABLE,
    MODEL_VARIABLE,
    ROOT,
    SOURCES_VARIABLE,
    WORKERS_VARIABLE,
    Home,
    copies_to_keep,
    sources_file,
)
from readouts.base.instance.home import workers as workers_of_environment
from readouts.base.rubbish import look_seldom_in_a_run
from readouts.base.yaml_file import Problem
from readouts.harvest.sources_file import SourcesError, load_sources
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.reading.query import answer, query_in

if TYPE_CHECKING:
    from pipelines.orchestration.runs import EditionRun

SAMPLE = ROOT / "sample"
SAMPLE_HOME = Path("data/sample")
RECORDED_HOME = Path("data/sample-recorded")
"""Where the sample is read with recorded answers: beside the other, so that both can be looked at."""


def run_session(
    editions: list[date],
    *,
    offline: bool = False,
    read_again: bool = False,
    workers: int | None = None,
    verbose: bool = False,
) -> int:
    """Run editions with a display; the exit status is 1 when one of them failed, else 3 when nothing could be fetched.

    ``workers`` is how many processes read pages, instead of what ``READOUTS_WORKERS`` says; as many as there are
    processors where neither does.

    Raises:
        HomeError: the home cannot be written to, or ``READOUTS_WORKERS`` or ``READOUTS_KEEP`` is no number.
        SourcesError: the file of sources has mistakes, or enables none.
    """
    if workers is not None:
        os.environ[WORKERS_VARIABLE] = str(workers)
    workers = workers_of_environment()
    copies_to_keep()  # a mistake is told before the work, not after it
    look_seldom_in_a_run()
    screen = console(stderr=True)
    if not offline:
        # a mistake in either file is told at once
        sources = load_sources(sources_file())
        if not any(source.enabled for source in sources):
            raise SourcesError(sources_file(), [Problem(1, NO_SOURCE)])
        say_where_texts_go(sources)
    with nullcontext() if verbose else screen.status("loading Dagster …"):
        from pipelines.orchestration.runs import run_editions

    home = Home.from_environment()
    home.require_writable()
    failed, deaf = 0, 0
    with progress_on(screen, MofNCompleteColumn(), is_shown=not verbose) as progress:
        task = progress.add_task("starting", total=None)
        runs = run_editions(
            home,
            sources_file(),
            editions,
            offline=offline,
            read_again=read_again,
            workers=workers,
            verbose=verbose,
            say=lambda line: tell(f"  {line}", "dim", screen=progress.console),
            started=lambda edition, steps: progress.reset(
                task, total=steps, description=f"edition {edition}"
            ),
            stepped=lambda step: progress.advance(task),
        )
        for run in runs:
            failed += not run.success
            deaf += bool(run.warnings) and not offline
            style = "red" if not run.success else "yellow" if run.warnings else "green"
            tell(f"edition {run.edition} {_word(run)}", style, screen=progress.console)
            for failure in dict.fromkeys(run.failures):
                tell(f"  {failure}", "red", screen=progress.console)
            for warning in dict.fromkeys(run.warnings):
                tell(f"  {warning}", "yellow", screen=progress.console)
    # What stands in the way of a run may stand in the way of these, and has been told.
    with suppress(WarehouseError) if failed else nullcontext():
        _say_what_is_open(home)
        say_of_lost_corrections(home)
        say_what_waits(home)
        if home.warehouse.is_file():
            print_counts(home)
    return 1 if failed else NOTHING_FETCHED if deaf else 0


NOTHING_FETCHED = 3
"""The exit status of a run that went well but for this: of an edition it tried to fetch something, and had nothing."""

NO_SOURCE = "expected a source that is enabled: there is nothing to collect"


def _word(run: EditionRun) -> str:
    """How an edition ended. Of one that stands it is not known whether there is news when nobody answered."""
    if not run.success:
        return "failed"
    if run.unchanged:
        return (
            "stands; whether there is news is not known" if run.warnings else "stands, nothing new"
        )
    return "published" if run.is_published else "made; it is published with the others of the range"


def _say_what_is_open(home: Home) -> None:
    """Name the editions that are begun and not published; the warehouse goes on without them."""
    from assets.resources import load_project
    from readouts.edition.kept.states import unfinished_editions
    from readouts.warehouse.files.states import what_readers_have

    theirs = what_readers_have(home.warehouse).editions
    for edition, state in unfinished_editions(load_project(home, sources_file())).items():
        where = "stays as it was published" if edition in theirs else "is not in the warehouse"
        line = f"edition {edition} {where} ({state}); 'readouts run {edition}' tries it again"
        say(line, "yellow")


def use_sample(home: Path = SAMPLE_HOME) -> None:
    """Let this process work on the sample's instance, whose data never meets one's own."""
    os.environ.setdefault(HOME_VARIABLE, str(home))
    os.environ[SOURCES_VARIABLE] = str(SAMPLE / "sources.yaml")
    os.environ["READOUTS_SCHEDULE"] = "off"


def use_recorded(address: str) -> None:
    """Let this process ask the recorded answers at an address; ``model.yaml`` in the home says so.

    Raises:
        HomeError: the home cannot be written to.
    """
    home = Home.from_environment()
    home.require_writable()
    file = home.path / "model.yaml"
    file.write_text(f"model: {MODEL}\naddress: {address}\nway: json_schema\n", encoding="utf-8")
    os.environ[MODEL_VARIABLE] = str(file)


def sample_editions() -> list[date]:
    """The days of the sample's pages, in order."""
    return list(YAML(typ="safe").load(SAMPLE / "editions.yaml"))


def print_reactions(home: Home) -> None:
    """The sample's answer: who reacted how."""
    found = answer(home.warehouse, query_in("screens", "reactions"))
    write_table(found.columns, found.rows, title="Reactions by country and stance")


def print_counts(home: Home) -> None:
    """One line on what the warehouse holds, and on what could not be had, kept or read."""
    [counts] = answer(home.warehouse, query_in("screens", "counts")).rows
    calls, reactions, articles, errors, refused, unread, foreign = counts
    say(
        f"{calls} calls and {reactions} reactions in {articles} articles; {errors} fetches failed, "
        f"{refused} rows in quarantine, {unread} passages not read"
        + (f", {foreign} articles in other languages" if foreign else "")
    )
