"""What readers have: the published warehouse, and the brief made of it.

What belongs here: the two assets, and what Dagster shows of them. What does not: publishing
(``readouts.edition.closing``), and making the brief (``readouts.brief``).

Dagster reads annotations as objects, so they are not deferred here.
"""

from collections.abc import Iterator

import dagster as dg

from assets.resources import Instance
from assets.shown import PUBLISHED, key_of
from assets.tables import OWNERS, WARNING, edition_of, failure
from readouts.base.errors import ReadoutsError, explain
from readouts.base.versions import readouts_version
from readouts.edition.closing.steps import publish_edition
from readouts.edition.project import Project

WAREHOUSE = dg.AssetKey("warehouse")


class PublishConfig(dg.Config):
    """Whether to publish. ``hold`` leaves that to a later edition of the range that is run."""

    hold: bool = False


def warehouse_asset(project: Project) -> dg.AssetsDefinition:
    """The published file, behind all tables."""

    @dg.asset(
        key=WAREHOUSE,
        # In a range not every edition publishes.
        output_required=False,
        deps=[key_of(name) for name in project.catalogue.tables],
        group_name=PUBLISHED,
        kinds={"duckdb"},
        owners=OWNERS,
        code_version=readouts_version(),
        description=(
            "The published file, warehouse.duckdb: a checkpointed copy behind every gate, put in the place of "
            "the old one in one step, so that readers never wait and never see half a run."
        ),
    )
    def warehouse(
        context: dg.AssetExecutionContext, config: PublishConfig, instance: Instance
    ) -> Iterator[dg.MaterializeResult]:
        own = instance.project
        try:
            publication = publish_edition(
                own,
                edition_of(context),
                until=instance.last,
                hold=config.hold,
                say=context.log.info,
            )
        except ReadoutsError as error:
            raise failure(context, error) from error
        if publication is None:
            return
        context.log.info(f"published {own.home.warehouse.name}: {publication.editions} editions")
        if publication.warning:
            context.log.warning(f"published all the same: {publication.warning}")
        yield dg.MaterializeResult(
            metadata={
                **({WARNING: publication.warning} if publication.warning else {}),
                "path": dg.MetadataValue.path(own.home.warehouse),
                "publication_id": publication.publication_id,
                "size_bytes": publication.size,
                "editions": publication.editions,
                "kept_copy": publication.kept.path.name if publication.kept else "none",
                "rows": dg.JsonMetadataValue(publication.rows),
                "dagster/row_count": publication.rows["marts.evidence"],
            }
        )

    return warehouse


@dg.asset(
    key="brief",
    deps=[WAREHOUSE],
    group_name=PUBLISHED,
    kinds={"python", "html"},
    owners=OWNERS,
    code_version=readouts_version(),
    description=(
        "The brief of the edition: one HTML file that a desk officer opens in the morning, brief/EDITION.html and "
        "brief/latest.html, and pages of evidence that its sentences lead to."
    ),
)
def brief(context: dg.AssetExecutionContext, instance: Instance) -> dg.MaterializeResult:
    """Write the brief of the run's edition; outside of an edition's run, that of the latest."""
    from readouts.brief.write import write_brief

    home = instance.project.home
    try:
        written = write_brief(home.warehouse, home.brief, edition_of(context))
    except ReadoutsError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
    except OSError as error:
        raise dg.Failure(description=explain(error, home.brief), allow_retries=False) from error
    context.log.info(f"wrote {written.path.name}")
    return dg.MaterializeResult(
        metadata={
            "day": dg.MetadataValue.md(written.paragraph),
            "positions": dg.MetadataValue.md(written.table),
            "path": dg.MetadataValue.path(written.path),
            "edition": str(written.edition),
            "publication_id": written.publication_id,
            "size_bytes": written.size,
        }
    )
