"""The assets of an edition's steps: pages, articles, what parsing yields, what analysts correct, one a SQL model.

What belongs here: what Dagster is told of a step beside ``readouts.edition.run``, and what it shows of one that ran.
What does not: which steps there are, and what is published of them (``published``).

Dagster reads annotations as objects, so they are not deferred here.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from assets.resources import Instance
from assets.shown import SOURCES, key_of
from assets.tables import OWNERS, WARNING, edition_of, markdown_table, step_assets
from readouts.edition.closing.asking import Answered
from readouts.edition.closing.collecting import Collected
from readouts.edition.project import Project
from readouts.edition.run import Step, steps_of
from readouts.warehouse.gate.staging import TableOutcome
from readouts.warehouse.models.lineage import all_lineage
from readouts.warehouse.reading.query import Answer

OFFLINE = dg.Field(
    bool,
    default_value=False,
    description="Take pages or answers from the archive, and leave the network alone.",
)
READ_AGAIN = dg.Field(
    bool, default_value=False, description="Have the model read what another model has read."
)

OF_STEPS: dict[str, dict[str, Any]] = {
    "raw_pages": {
        "kinds": {"python", "html"},
        "config_schema": {"offline": OFFLINE},
        # for what a crawl cannot turn into a row itself: a disk full for a moment, a network that is not up yet
        "retry_policy": dg.RetryPolicy(max_retries=2, delay=10, backoff=dg.Backoff.EXPONENTIAL),
    },
    "raw_answers": {"config_schema": {"offline": OFFLINE, "read_again": READ_AGAIN}},
    "raw_corrections": {"kinds": {"python", "csv"}},
}
"""What Dagster is told of some steps besides."""


def source_list(project: Project) -> dg.AssetSpec:
    """The file of sources, which is written by hand: where the story begins."""
    return dg.AssetSpec(
        "sources",
        description=(
            "What is collected: the ministries and wires that sources.yaml lists. It is written by hand; "
            "'readouts sources' lists it, 'readouts sources check' tries one out."
        ),
        group_name=SOURCES,
        kinds={"yaml"},
        owners=OWNERS,
        metadata={"path": dg.MetadataValue.path(project.sources)},
    )


def edition_assets(project: Project, *, shown: bool = True) -> list[dg.AssetsDefinition]:
    """The assets of all steps of ``project`` but the one that publishes.

    Where they are ``shown`` to somebody, with the lineage of the models' columns, which takes its time to derive.
    """
    derived = all_lineage(project.catalogue, project.models if shown else [])
    lineages = {lineage.table: lineage for lineage in derived}
    *steps, _ = steps_of(project)
    return [
        step_assets(project, step, _run, lineages, **OF_STEPS.get(step.name, {})) for step in steps
    ]


def _run(context: dg.AssetExecutionContext, instance: Instance, step: Step) -> list[TableOutcome]:
    """Run a step with the settings of the Dagster run, and show what it tells beside its tables."""
    options = dict(context.op_execution_context.op_config or {})
    if "until" in step.options:
        options["until"] = instance.last
    done = step.run(instance.project, edition_of(context), say=context.log.info, **options)
    if isinstance(done, list):
        return done
    told = _of_crawl(context, done) if isinstance(done, Collected) else _of_asking(done)
    if told:
        table = key_of(step.tables[0])
        context.add_asset_metadata(told, asset_key=table, partition_key=context.partition_key)
    return done.outcomes


def _of_crawl(context: dg.AssetExecutionContext, collected: Collected) -> dict[str, Any]:
    report = collected.report
    if report is None:
        return {}
    context.log.info(report.summary())
    if report.warning:
        context.log.warning(f"this run could fetch nothing: {report.warning}")
    return {
        "pages_by_source": dg.MetadataValue.md(report.table()),
        "new_pages": report.pages,
        "failed_fetches": report.failed,
        **({WARNING: report.warning} if report.warning else {}),
    }


def _of_asking(answered: Answered) -> dict[str, Any]:
    """What a run asked for, what it cost, what was refused, and what waits; what the server did not count is named an
    estimate."""
    metadata: dict[str, Any] = {"articles_waiting": answered.waiting}
    asked = answered.asked
    if asked is None:
        return metadata
    spent = asked.spent
    guessed = "_estimated" if spent.is_estimated else ""
    metadata |= {
        "articles_asked_about": spent.articles,
        "articles_read": len(asked.read),
        "articles_given_up": len(asked.given_up),
        "requests": spent.requests,
        f"tokens_sent{guessed}": spent.tokens_sent,
        f"tokens_answered{guessed}": spent.tokens_answered,
        "tokens_cached": spent.tokens_cached,
        f"cost{guessed}": float(spent.cost),
        "answers_by_status": _counts("status", spent.answers),
        "refusals_by_kind": _counts("kind", spent.refusals),
    }
    if asked.stopped is not None:
        metadata["stopped"] = asked.stopped
    return metadata


def _counts(name: str, counts: Mapping[str, int]) -> dg.MetadataValue:
    return dg.MetadataValue.md(markdown_table(Answer([name, "number"], sorted(counts.items()))))
