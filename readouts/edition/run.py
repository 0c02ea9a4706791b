"""An edition from its sources to the published warehouse: every step, in order, with or without a scheduler.

What belongs here: which steps an edition has, what each fills and reads, and in what order they run. What does not:
what a step does (``closing``), and what Dagster makes of this list (``assets``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from readouts.base.versions import extractor_version, parser_version, readouts_version
from readouts.edition.closing.asking import ask_edition
from readouts.edition.closing.collecting import collect_pages
from readouts.edition.closing.healing import at_work
from readouts.edition.closing.steps import (
    PARSED_TABLES,
    build_table,
    extract_edition,
    load_corrections,
    parse_edition,
    publish_edition,
)
from readouts.edition.project import Project, Say
from readouts.warehouse.models.build import Model


@dataclass(frozen=True)
class Step:
    """A step of an edition: its name, the tables that it fills, what it reads, the version of what it does.

    ``run`` takes the project, the edition and ``say``, and those ``options`` of a run that the step has: ``offline``
    leaves the network alone, ``until`` is the last edition of the range that is run, where it is a range,
    ``read_again`` has the configured model read what another has read. It can be run again with the same result.
    """

    name: str
    tables: Sequence[str]
    reads: Sequence[str]
    version: str
    run: Callable[..., Any]
    options: tuple[str, ...] = ()


def steps_of(project: Project) -> list[Step]:
    """The steps of an edition in the order in which they run; the last fills no table, and publishes them."""
    own, parser, extractor = readouts_version(), parser_version(), extractor_version()
    known = project.catalogue.tables
    crawl, asking = ("offline", "until"), ("offline", "read_again")
    return [
        Step("raw_pages", ["raw.pages"], ["sources"], own, collect_pages, crawl),
        Step("core_articles", ["core.articles"], ["raw.pages"], extractor, extract_edition),
        Step("raw_answers", ["raw.answers"], ["core.articles"], own, ask_edition, asking),
        Step("core_parsed", PARSED_TABLES, ["core.articles", "raw.answers"], parser, parse_edition),
        Step("raw_corrections", ["raw.corrections"], [], own, load_corrections),
        *(_step_of(model, known) for model in project.models),
        Step("warehouse", [], [*known], own, publish_edition, ("until",)),
    ]


def _step_of(model: Model, known: Collection[str]) -> Step:
    build, reads = partial(build_table, table=model.table), sorted(model.reads.intersection(known))
    return Step(model.table.replace(".", "_"), [model.table], reads, model.digest, build)


class EditionStep(NamedTuple):
    """A step of one edition, ready to be run."""

    name: str
    run: Callable[[], object]


def edition_steps(
    project: Project, edition: date, *, say: Say, **options: Any
) -> list[EditionStep]:
    """The steps of an edition in the order in which they run; ``options`` as ``Step`` has them."""
    return [
        EditionStep(
            step.name, partial(step.run, project, edition, say=say, **_given(step, options))
        )
        for step in steps_of(project)
    ]


def _given(step: Step, options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name in step.options}


def run_edition(
    project: Project,
    edition: date,
    *,
    say: Say,
    stepped: Callable[[str], None] = lambda step: None,
    **options: Any,
) -> None:
    """Make and publish an edition; ``stepped`` is told each step that has ended, ``options`` are as ``Step`` has them.

    Raises:
        GateShut: an expectation was not met; what is published stays as it was.
        ReadoutsError: something that a person must mend, in one line.
    """
    with at_work(project, f"the run of edition {edition}", say=say):
        for step in edition_steps(project, edition, say=say, **options):
            step.run()
            stepped(step.name)
