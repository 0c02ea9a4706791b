"""The assets that cross editions: what analysts correct, one a SQL model, and the published warehouse.

What belongs here: turning models into assets; what each depends on is read from its SQL. What does not: the SQL.

Dagster reads annotations as objects, so they are not deferred here.
"""

from collections.abc import Iterator

import dagster as dg

from assets.resources import Instance
from assets.shown import PUBLISHED, key_of
from assets.tables import OWNERS, WARNING, edition_of, failure, step_assets
from readouts.base.errors import ReadoutsError
from readouts.base.versions import readouts_version
from readouts.edition.closing.steps import build_table, load_corrections, publish_edition
from readouts.edition.project import Project
from readouts.warehouse.gate.staging import TableOutcome
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
    def load(context: dg.AssetExecutionContext, instance: Instance) -> list[TableOutcome]:
        return load_corrections(instance.project, edition_of(context), say=context.log.info)

    return step_assets(
        project,
        "raw_corrections",
        ["raw.corrections"],
        [],
        load,
        kinds={"python", "csv"},
        version=readouts_version(),
    )


def _model(project: Project, model: Model, *, shown: bool) -> dg.AssetsDefinition:
    def build(context: dg.AssetExecutionContext, instance: Instance) -> list[TableOutcome]:
        edition = edition_of(context)
        return build_table(instance.project, model.table, edition, say=context.log.info)

    return step_assets(
        project,
        model.table.replace(".", "_"),
        [model.table],
        map(key_of, sorted(model.reads & project.catalogue.tables.keys())),
        build,
        kinds={"sql"},
        version=model.digest,
        lineages={model.table: lineage_of(model, project.catalogue)} if shown else None,
        sql=model.select,
    )


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
