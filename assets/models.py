"""The assets that cross editions: what analysts correct, one a SQL model, and the published warehouse.

What belongs here: turning models into assets; what each depends on is read from its SQL. What does not: the SQL.

Dagster reads annotations as objects, so they are not deferred here.
"""

import hashlib
from collections.abc import Iterator
from functools import cache

import dagster as dg

from assets.resources import Instance
from assets.tables import OWNERS, check_specs, edition_of, key_of, report_step, table_specs
from readouts.errors import ReadoutsError
from readouts.steps import Project, build_table, load_corrections, publish_edition
from readouts.versions import readouts_version
from readouts.warehouse.lineage import lineage_of, markdown
from readouts.warehouse.models import Model
from readouts.warehouse.staging import TableOutcome

WAREHOUSE = dg.AssetKey("warehouse")


def model_assets(project: Project) -> list[dg.AssetsDefinition]:
    """One asset a SQL model of ``project``, and the published file behind all of them."""
    models = [_model(project, model) for model in project.models]
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


def _model(project: Project, model: Model) -> dg.AssetsDefinition:
    table = project.catalogue[model.table]
    upstream = sorted(model.reads & project.catalogue.tables.keys())

    @dg.multi_asset(
        name=model.table.replace(".", "_"),
        specs=table_specs(table, upstream, kinds={"sql"}, code_version=_digest(model.select)),
        check_specs=check_specs(project.catalogue, table),
    )
    def build(
        context: dg.AssetExecutionContext, instance: Instance
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        own = instance.project

        def step() -> list[TableOutcome]:
            outcomes = build_table(own, model.table, edition_of(context), say=context.log.info)
            context.add_asset_metadata(lineage(), asset_key=key_of(model.table))
            return outcomes

        yield from report_step(context, own, step)

    # Deriving it takes a moment, which loading the definitions need not wait for.
    lineage = cache(lambda: _lineage_metadata(project, model))
    return build


def _lineage_metadata(project: Project, model: Model) -> dict[str, dg.MetadataValue]:
    """Where the columns of a model come from: as Dagster takes it, and as Markdown, which every UI shows."""
    found = lineage_of(model, project.catalogue)
    return {
        "dagster/column_lineage": dg.TableColumnLineageMetadataValue(
            dg.TableColumnLineage(
                {
                    column: [
                        dg.TableColumnDep(asset_key=key_of(source.table), column_name=source.column)
                        for source in sources
                        if source.table in project.catalogue.tables
                    ]
                    for column, sources in found.columns.items()
                }
            )
        ),
        "lineage": dg.MarkdownMetadataValue(markdown(found)),
    }


def _digest(select: str) -> str:
    return hashlib.sha256(select.encode()).hexdigest()[:12]


def _warehouse(project: Project) -> dg.AssetsDefinition:
    @dg.asset(
        key=WAREHOUSE,
        deps=[key_of(name) for name in project.catalogue.tables],
        group_name="published",
        kinds={"duckdb"},
        owners=OWNERS,
        code_version=readouts_version(),
        description=(
            "The published file, warehouse.duckdb: a checkpointed copy behind every gate, put in the place of "
            "the old one in one step, so that readers never wait and never see half a run."
        ),
    )
    def warehouse(context: dg.AssetExecutionContext, instance: Instance) -> dg.MaterializeResult:
        own = instance.project
        try:
            publication = publish_edition(own, edition_of(context))
        except ReadoutsError as error:
            raise dg.Failure(description=str(error), allow_retries=False) from error
        context.log.info(f"published {own.home.warehouse.name}: {publication.editions} editions")
        return dg.MaterializeResult(
            metadata={
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
