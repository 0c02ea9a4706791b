"""The assets that belong to an edition: pages, articles, and what parsing yields.

What belongs here: one asset a step, over ``readouts.edition.closing``. What does not: what crosses editions
(``models``).

Dagster reads annotations as objects, so they are not deferred here.
"""

from collections.abc import Callable, Mapping
from typing import Any

import dagster as dg

from assets.resources import Instance
from assets.shown import SOURCES, key_of
from assets.tables import OWNERS, WARNING, Run, edition_of, markdown_table, step_assets
from readouts.base.versions import extractor_version, parser_version, readouts_version
from readouts.edition.closing.asking import Answered, ask_edition
from readouts.edition.closing.collecting import collect_pages
from readouts.edition.closing.steps import PARSED_TABLES, extract_edition, parse_edition
from readouts.edition.project import Project
from readouts.warehouse.gate.staging import TableOutcome
from readouts.warehouse.models.lineage import all_lineage
from readouts.warehouse.reading.query import Answer

CRAWL_RETRIES = dg.RetryPolicy(max_retries=2, delay=10, backoff=dg.Backoff.EXPONENTIAL)
"""For what a crawl cannot turn into a row itself: a disk that is full for a moment, a network that is not up yet."""

OFFLINE = dg.Field(
    bool,
    default_value=False,
    description="Take pages or answers from the archive, and leave the network alone.",
)
READ_AGAIN = dg.Field(
    bool, default_value=False, description="Have the model read what another model has read."
)


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


def edition_assets(project: Project) -> list[dg.AssetsDefinition]:
    """The assets of an edition, for the definitions of ``project``."""
    lineages = {lineage.table: lineage for lineage in all_lineage(project.catalogue, [])}
    articles, answers = key_of("core.articles"), key_of("raw.answers")
    return [
        step_assets(
            project,
            "raw_pages",
            ["raw.pages"],
            [source_list(project).key],
            _collect,
            kinds={"python", "html"},
            version=readouts_version(),
            config_schema={"offline": OFFLINE},
            retry_policy=CRAWL_RETRIES,
        ),
        step_assets(
            project,
            "core_articles",
            ["core.articles"],
            [key_of("raw.pages")],
            _plain(extract_edition),
            kinds={"python"},
            version=extractor_version(),
            lineages=lineages,
        ),
        step_assets(
            project,
            "raw_answers",
            ["raw.answers"],
            [articles],
            _ask,
            kinds={"python"},
            version=readouts_version(),
            config_schema={"offline": OFFLINE, "read_again": READ_AGAIN},
        ),
        step_assets(
            project,
            "core_parsed",
            PARSED_TABLES,
            [articles, answers],
            _plain(parse_edition),
            kinds={"python"},
            version=parser_version(),
            lineages=lineages,
        ),
    ]


def _plain(step: Callable[..., list[TableOutcome]]) -> Run:
    """A step of ``readouts.edition.closing.steps`` that takes the edition, and whom to tell."""
    return lambda context, instance: step(
        instance.project, edition_of(context), say=context.log.info
    )


def _collect(context: dg.AssetExecutionContext, instance: Instance) -> list[TableOutcome]:
    edition = edition_of(context)
    assert edition is not None
    collected = collect_pages(
        instance.project,
        edition,
        offline=context.op_execution_context.op_config["offline"],
        until=instance.last,
        say=context.log.info,
    )
    report = collected.report
    if report is not None:
        context.log.info(report.summary())
        if report.warning:
            context.log.warning(f"this run could fetch nothing: {report.warning}")
        metadata = {
            "pages_by_source": dg.MetadataValue.md(report.table()),
            "new_pages": report.pages,
            "failed_fetches": report.failed,
            **({WARNING: report.warning} if report.warning else {}),
        }
        _tell(context, "raw.pages", metadata)
    return collected.outcomes


def _ask(context: dg.AssetExecutionContext, instance: Instance) -> list[TableOutcome]:
    edition = edition_of(context)
    assert edition is not None
    config = context.op_execution_context.op_config
    answered = ask_edition(
        instance.project,
        edition,
        offline=config["offline"],
        read_again=config["read_again"],
        say=context.log.info,
    )
    _tell(context, "raw.answers", _of_asking(answered))
    return answered.outcomes


def _tell(context: dg.AssetExecutionContext, table: str, metadata: Mapping[str, Any]) -> None:
    context.add_asset_metadata(
        metadata, asset_key=key_of(table), partition_key=context.partition_key
    )


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
