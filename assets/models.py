"""The assets that cross editions: what analysts correct, one a SQL model, and the published warehouse.

What belongs here: turning models into assets; what each depends on is read from its SQL. What does not: the SQL.

Dagster reads annotations as objects, so they are not deferred here.
"""

from collections.abc import Iterator

import dagster as dg

from assets.resources import Instance
from assets.shown import PUBLISHED, key_of
from assets.tables import (
    OWNERS,
    WARNING,
    check_specs,
    edition_of,
    failure,
    report_step,
    table_specs,
)
from readouts.base.errors import ReadoutsError
from readouts.base.versions import readouts_version
from readouts.edition.closing.steps import build_table, load_corrections, publish_edition
from readouts.edition.project import Project
from readouts.warehouse.models.build import Model
from readouts.warehouse.models.lineage import lineage_of

WAREHOUSE = dg.AssetKey("warehouse")


class PublishConfig(dg.Config):
    """Whether to publish. ``hold`` leaves that to a later edition of the range that is run."""

    hold: bool = False


def model_assets(project: Project, *, shown: bool = True) -> list[dg.AssetsDefinition]:
    """One asset a SQL model of ``project``, and the published file behind all of them.

    Where they are ``shown`` to somebody, with the lineage of their columns, which takes its time to derive.
    """
    models = [_model(project, model, shown=shown) for model in project.models]
    return [_corrections(project), *models, _warehouse(project)]


def _corrections(project: Project) -> dg.AssetsDefinition:
    table = project.catalogue["raw.corrections"]

    @dg.multi_asset(
        name="raw_corrections",
        specs=table_specs(table, [], kinds={"python", "csv"}, code_version=readouts_version()),
        check_specs=check_specs(project.catalogue, table),
    )
    def corrections(
        context: dg.AssetExecutionContext, instance: Instance
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        own = instance.project
        yield from report_step(
            context, own, lambda: load_corrections(own, edition_of(context), say=context.log.info)
        )

    return corrections


def _model(project: Project, model: Model, *, shown: bool) -> dg.AssetsDefinition:
    table = project.catalogue[model.table]

    @dg.multi_asset(
        name=model.table.replace(".", "_"),
        specs=table_specs(
            table,
            map(key_of, sorted(model.reads & project.catalogue.tables.keys())),
            kinds={"sql"},
            code_version=model.digest,
            lineage=lineage_of(model, project.catalogue) if shown else None,
            sql=model.select,
        ),
        check_specs=check_specs(project.catalogue, table),
    )
    def build(
        context: dg.AssetExecutionContext, instance: Instance
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        own = instance.project
        yield from report_step(
            context,
            own,
            lambda: build_table(own, model.table, edition_of(context), say=context.log.info),
        )

    return build


def _warehouse(project: Project) -> dg.AssetsDefinition:
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
