"""The brief: the asset behind the published warehouse.

What belongs here: the asset, and what Dagster shows of it. What does not: making the brief (``readouts.brief``).

Dagster reads annotations as objects, so they are not deferred here.
"""

import dagster as dg

from assets.models import WAREHOUSE
from assets.resources import Instance
from assets.shown import PUBLISHED
from assets.tables import OWNERS, edition_of
from readouts.base.errors import ReadoutsError, explain
from readouts.base.versions import readouts_version


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
    from readouts.brief import write_brief

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
