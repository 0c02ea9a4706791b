"""An edition from its sources to the published warehouse, without a scheduler: every step, in order.

What belongs here: which steps an edition has and in what order they run. What does not: what a step does (``closing``),
and what Dagster makes of it (``assets``), which has the same steps under the same names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from readouts.edition.closing.asking import ask_edition
from readouts.edition.closing.collecting import collect_pages
from readouts.edition.closing.healing import at_work
from readouts.edition.closing.steps import (
    build_table,
    extract_edition,
    load_corrections,
    parse_edition,
    publish_edition,
)
from readouts.edition.project import Project, Say


@dataclass(frozen=True)
class EditionStep:
    """One step of an edition, by the name that it has in Dagster; it can be run again with the same result."""

    name: str
    run: Callable[[], object]


def edition_steps(
    project: Project,
    edition: date,
    *,
    offline: bool = False,
    until: date | None = None,
    read_again: bool = False,
    say: Say,
) -> list[EditionStep]:
    """The steps of an edition in the order in which they run; ``offline`` leaves the network alone.

    ``until`` is the last edition of the range that is run, where it is a range. ``read_again`` has the configured model
    read what another has read.
    """
    models = [
        EditionStep(
            model.table.replace(".", "_"),
            partial(build_table, project, model.table, edition, say=say),
        )
        for model in project.models
    ]
    return [
        EditionStep(
            "raw_pages",
            partial(collect_pages, project, edition, offline=offline, until=until, say=say),
        ),
        EditionStep("core_articles", partial(extract_edition, project, edition, say=say)),
        EditionStep(
            "raw_answers",
            partial(ask_edition, project, edition, offline=offline, read_again=read_again, say=say),
        ),
        EditionStep("core_parsed", partial(parse_edition, project, edition, say=say)),
        EditionStep("raw_corrections", partial(load_corrections, project, edition, say=say)),
        *models,
        EditionStep("warehouse", partial(publish_edition, project, edition, until=until, say=say)),
    ]


def run_edition(
    project: Project,
    edition: date,
    *,
    offline: bool = False,
    until: date | None = None,
    read_again: bool = False,
    say: Say,
    stepped: Callable[[str], None] = lambda step: None,
) -> None:
    """Make and publish an edition; ``stepped`` is told each step that has ended.

    Raises:
        GateShut: an expectation was not met; what is published stays as it was.
        ReadoutsError: something that a person must mend, in one line.
    """
    with at_work(project, f"the run of edition {edition}", say=say):
        for step in edition_steps(
            project, edition, offline=offline, until=until, read_again=read_again, say=say
        ):
            step.run()
            stepped(step.name)
