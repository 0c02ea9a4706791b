"""The assets that belong to an edition: pages, articles, and what parsing yields.

What belongs here: one asset a step, over ``readouts.edition.closing``. What does not: what crosses editions
(``models``).

Dagster reads annotations as objects, so they are not deferred here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import dagster as dg

from assets.resources import Instance
from assets.shown import SOURCES, key_of
from assets.tables import (
    EDITIONS,
    OWNERS,
    WARNING,
    check_specs,
    edition_of,
    report_step,
    table_specs,
)
from readouts.base.versions import extractor_version, parser_version, readouts_version
from readouts.edition.closing.asking import Answered, ask_edition
from readouts.edition.closing.collecting import collect_pages
from readouts.edition.closing.steps import PARSED_TABLES, extract_edition, parse_edition
from readouts.edition.project import Project
from readouts.warehouse.gate.staging import TableOutcome
from readouts.warehouse.models.lineage import Lineage, all_lineage

CRAWL_RETRIES = dg.RetryPolicy(max_retries=2, delay=10, backoff=dg.Backoff.EXPONENTIAL)
"""For what a crawl cannot turn into a row itself: a disk that is full for a moment, a network that is not up yet."""


class CollectConfig(dg.Config):
    """How pages are collected. ``offline`` takes them from the archive and leaves the network alone."""

    offline: bool = False


class AskConfig(dg.Config):
    """How a model is asked. ``offline`` takes stored answers; ``read_again`` reads what another model has read."""

    offline: bool = False
    read_again: bool = False


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
    return [
        _pages(project),
        _step(
            project,
            "core_articles",
            ["core.articles"],
            ["raw.pages"],
            extractor_version(),
            extract_edition,
            lineages,
        ),
        _answers(project),
        _step(
            project,
            "core_parsed",
            PARSED_TABLES,
            ["core.articles", "raw.answers"],
            parser_version(),
            parse_edition,
            lineages,
        ),
    ]


def _pages(project: Project) -> dg.AssetsDefinition:
    table = project.catalogue["raw.pages"]

    @dg.multi_asset(
        name="raw_pages",
        specs=table_specs(
            table,
            [source_list(project).key],
            kinds={"python", "html"},
            code_version=readouts_version(),
        ),
        check_specs=check_specs(project.catalogue, table),
        partitions_def=EDITIONS,
        retry_policy=CRAWL_RETRIES,
    )
    def pages(
        context: dg.AssetExecutionContext, config: CollectConfig, instance: Instance
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        own = instance.project
        edition = edition_of(context)
        assert edition is not None

        def step() -> list:
            collected = collect_pages(
                own,
                edition,
                offline=config.offline,
                until=instance.last,
                say=context.log.info,
            )
            report = collected.report
            if report is not None:
                context.log.info(report.summary())
                if report.warning:
                    context.log.warning(f"this run could fetch nothing: {report.warning}")
                context.add_asset_metadata(
                    {
                        "pages_by_source": dg.MetadataValue.md(report.table()),
                        "new_pages": report.pages,
                        "failed_fetches": report.failed,
                        **({WARNING: report.warning} if report.warning else {}),
                    },
                    asset_key=key_of(table.table),
                    partition_key=context.partition_key,
                )
            return collected.outcomes

        yield from report_step(context, own, step)

    return pages


def _answers(project: Project) -> dg.AssetsDefinition:
    table = project.catalogue["raw.answers"]

    @dg.multi_asset(
        name="raw_answers",
        specs=table_specs(
            table, [key_of("core.articles")], kinds={"python"}, code_version=readouts_version()
        ),
        check_specs=check_specs(project.catalogue, table),
        partitions_def=EDITIONS,
    )
    def answers(
        context: dg.AssetExecutionContext, config: AskConfig, instance: Instance
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        own = instance.project
        edition = edition_of(context)
        assert edition is not None

        def step() -> list[TableOutcome]:
            answered = ask_edition(
                own,
                edition,
                offline=config.offline,
                read_again=config.read_again,
                say=context.log.info,
            )
            context.add_asset_metadata(
                _of_asking(answered),
                asset_key=key_of(table.table),
                partition_key=context.partition_key,
            )
            return answered.outcomes

        yield from report_step(context, own, step)

    return answers


def _of_asking(answered: Answered) -> dict[str, dg.MetadataValue]:
    """What a run asked for, what it cost, what was refused, and what waits; what the server did not count is named an
    estimate."""
    metadata: dict[str, dg.MetadataValue] = {
        "articles_waiting": dg.MetadataValue.int(answered.waiting)
    }
    asked = answered.asked
    if asked is None:
        return metadata
    spent = asked.spent
    guessed = "_estimated" if spent.is_estimated else ""
    metadata |= {
        "articles_asked_about": dg.MetadataValue.int(spent.articles),
        "articles_read": dg.MetadataValue.int(len(asked.read)),
        "articles_given_up": dg.MetadataValue.int(len(asked.given_up)),
        "requests": dg.MetadataValue.int(spent.requests),
        f"tokens_sent{guessed}": dg.MetadataValue.int(spent.tokens_sent),
        f"tokens_answered{guessed}": dg.MetadataValue.int(spent.tokens_answered),
        "tokens_cached": dg.MetadataValue.int(spent.tokens_cached),
        f"cost{guessed}": dg.MetadataValue.float(spent.cost),
        "answers_by_status": dg.MetadataValue.md(_counts("status", spent.answers)),
        "refusals_by_kind": dg.MetadataValue.md(_counts("kind", spent.refusals)),
    }
    if asked.stopped is not None:
        metadata["stopped"] = dg.MetadataValue.text(asked.stopped)
    return metadata


def _counts(name: str, counts: Mapping[str, int]) -> str:
    if not counts:
        return "none"
    rows = [f"| {key} | {number} |" for key, number in sorted(counts.items())]
    return "\n".join([f"| {name} | number |", "| --- | --- |", *rows])


Step = Callable[..., list[TableOutcome]]
"""A step of ``readouts.edition.closing.steps``: project, edition and ``say`` in, what the gate did out."""


def _step(
    project: Project,
    name: str,
    tables: Sequence[str],
    upstream: Sequence[str],
    version: str,
    run: Step,
    lineages: Mapping[str, Lineage],
) -> dg.AssetsDefinition:
    """The assets of a step that reads tables of the edition and fills others."""
    filled = [project.catalogue[table] for table in tables]

    @dg.multi_asset(
        name=name,
        specs=[
            spec
            for table in filled
            for spec in table_specs(
                table,
                [key_of(name) for name in upstream],
                kinds={"python"},
                code_version=version,
                lineage=lineages.get(table.table),
            )
        ],
        check_specs=[spec for table in filled for spec in check_specs(project.catalogue, table)],
        partitions_def=EDITIONS,
    )
    def assets(
        context: dg.AssetExecutionContext, instance: Instance
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        own = instance.project
        yield from report_step(
            context, own, lambda: run(own, edition_of(context), say=context.log.info)
        )

    return assets
