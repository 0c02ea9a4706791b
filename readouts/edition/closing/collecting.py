"""Collecting: from the sources into the archive, and what of it an edition begins with.

What belongs here: the first step of an edition, and the looks between editions. What does not: how pages are fetched
(``harvest``), and what is made of them (``steps``).

Pages that a source offers today may be gone tomorrow, so they are archived first, whatever has become of the warehouse.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from readouts.edition.closing.healing import heal
from readouts.edition.closing.steps import load_pages
from readouts.edition.kept.states import closed_editions
from readouts.edition.making.making import fetch_pages, staged_crawl
from readouts.edition.project import Project, Say
from readouts.harvest.collection.collect import HarvestBusyError, harvest
from readouts.harvest.collection.report import HarvestReport
from readouts.harvest.sources_file import load_sources
from readouts.warehouse.files.kept import let_go
from readouts.warehouse.gate.staging import TableOutcome


@dataclass(frozen=True)
class Collected:
    """What collecting brought: the gate's outcome, and the report of the crawl, be it a maker's; None without one."""

    outcomes: list[TableOutcome]
    report: HarvestReport | None


def collect_pages(
    project: Project, edition: date, *, offline: bool = False, until: date | None = None, say: Say
) -> Collected:
    """Crawl the sources for an edition into the archive, heal other editions, and load its pages into ``raw.pages``.

    ``offline`` leaves the network alone and loads what the archive has, by a maker's crawl or whichever. ``until`` is
    the last of a range of editions that are run one after another.

    Raises:
        SourcesError: the file of sources has mistakes.
        GateShut: the pages are not as expected.
        WarehouseError: the build file cannot be used, or it cannot be told which editions readers had.
    """
    if offline:
        report = staged_crawl(project, edition, say)
    else:
        closed = closed_editions(project)
        let_go(project.home.build)  # a crawl can take hours
        report = fetch_pages(project, edition, closed, say)
    heal(project, running=edition, until=until, say=say)
    return Collected(load_pages(project, edition, say), report)


SECONDS_FOR_ANOTHER_HARVEST = 60.0
"""How long the look between editions waits for a crawl that is on; the next look comes soon anyway."""


def collect_due(project: Project, today: date, *, say: Say) -> HarvestReport | None:
    """Between editions: archive the new pages of sources that are to be looked at more often (``every``).

    Each page is filed under its own day; the run that closes the edition reads it from the archive. None while
    another crawl of this instance is on.
    """
    try:
        return harvest(
            load_sources(project.sources),
            today,
            project.home,
            published_editions=closed_editions(project),
            progress=say,
            only_due=True,
            wait=SECONDS_FOR_ANOTHER_HARVEST,
        )
    except HarvestBusyError:
        say("another crawl is on; the next look comes in half an hour")
        return None
