"""The assets that belong to an edition: pages, articles, and what parsing yields.

What belongs here: one asset a step, over ``readouts.steps``. What does not: what crosses editions (``models``).

Dagster reads annotations as objects, so they are not deferred here.
"""

from collections.abc import Iterator

import dagster as dg

from assets.resources import Instance
from assets.tables import EDITIONS, check_specs, edition_of, key_of, report_step, table_specs
from readouts.steps import (
    PARSED_TABLES,
    Project,
    collect_pages,
    extract_edition,
    parse_edition,
)
from readouts.versions import extractor_version, parser_version, readouts_version

CRAWL_RETRIES = dg.RetryPolicy(max_retries=2, delay=10, backoff=dg.Backoff.EXPONENTIAL)
"""For what a crawl cannot turn into a row itself: a disk that is full for a moment, a network that is not up yet."""


class CollectConfig(dg.Config):
    """How pages are collected. ``offline`` takes them from the archive and leaves the network alone."""

    offline: bool = False


def edition_assets(project: Project) -> list[dg.AssetsDefinition]:
    """The assets of an edition, for the definitions of ``project``."""
    return [_pages(project), _articles(project), _parsed(project)]


def _pages(project: Project) -> dg.AssetsDefinition:
    table = project.catalogue["raw.pages"]

    @dg.multi_asset(
        name="raw_pages",
        specs=table_specs(table, [], kinds={"python", "html"}, code_version=readouts_version()),
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
            collected = collect_pages(own, edition, offline=config.offline, say=context.log.info)
            if collected.report is not None:
                context.log.info(collected.report.summary())
                context.add_asset_metadata(
                    {
                        "pages_by_source": dg.MetadataValue.md(collected.report.table()),
                        "new_pages": collected.report.pages,
                        "failed_fetches": collected.report.failed,
                    },
                    asset_key=key_of(table.table),
                    partition_key=context.partition_key,
                )
            return collected.outcomes

        yield from report_step(context, own, step)

    return pages


def _articles(project: Project) -> dg.AssetsDefinition:
    table = project.catalogue["core.articles"]

    @dg.multi_asset(
        name="core_articles",
        specs=table_specs(table, ["raw.pages"], kinds={"python"}, code_version=extractor_version()),
        check_specs=check_specs(project.catalogue, table),
        partitions_def=EDITIONS,
    )
    def articles(
        context: dg.AssetExecutionContext, instance: Instance
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        own = instance.project
        edition = edition_of(context)
        assert edition is not None
        yield from report_step(
            context, own, lambda: extract_edition(own, edition, say=context.log.info)
        )

    return articles


def _parsed(project: Project) -> dg.AssetsDefinition:
    tables = [project.catalogue[name] for name in PARSED_TABLES]

    @dg.multi_asset(
        name="core_parsed",
        specs=[
            spec
            for table in tables
            for spec in table_specs(
                table, ["core.articles"], kinds={"python"}, code_version=parser_version()
            )
        ],
        check_specs=[spec for table in tables for spec in check_specs(project.catalogue, table)],
        partitions_def=EDITIONS,
    )
    def parsed(
        context: dg.AssetExecutionContext, instance: Instance
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        own = instance.project
        edition = edition_of(context)
        assert edition is not None
        yield from report_step(
            context, own, lambda: parse_edition(own, edition, say=context.log.info)
        )

    return parsed
