"""What Dagster knows of a table: its spec, its quarantine, its checks, and what a step reports of it.

What belongs here: the translation from definitions and gate outcomes to Dagster's terms, once for all tables.
What does not: any single asset.

Dagster reads annotations as objects, so they are not deferred here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

import dagster as dg
from dagster._core.storage.tags import RETRY_ON_ASSET_OR_OP_FAILURE_TAG

from assets.resources import Instance
from assets.shown import (
    QUARANTINE,
    group_of,
    key_of,
    quarantine_metadata,
    table_metadata,
)
from readouts.base.errors import ReadoutsError, explain
from readouts.base.state.database import DatabaseError
from readouts.base.state.turns import TurnLostError
from readouts.edition.project import Project
from readouts.edition.run import Step
from readouts.harvest.collection.collect import HarvestBusyError
from readouts.warehouse.gate.audit import CheckResult
from readouts.warehouse.gate.gate import GateShut
from readouts.warehouse.gate.staging import TableOutcome
from readouts.warehouse.models.lineage import Lineage
from readouts.warehouse.reading.query import Answer, first_rows
from readouts.warehouse.tables.definitions import Catalogue, Table


class _Days(dg.DailyPartitionsDefinition):
    """Days whose list is made once for each last day: Dagster lists them for each table that one is made from."""

    _known: ClassVar[dict[str | None, Sequence[str]]] = {}

    def get_partition_keys(
        self,
        current_time: datetime | None = None,
        dynamic_partitions_store: Any = None,
    ) -> Sequence[str]:
        """The days in order, as ISO dates."""
        if current_time is not None:
            return super().get_partition_keys(current_time, dynamic_partitions_store)
        last = self.get_last_partition_key()
        if last not in self._known:
            self._known[last] = super().get_partition_keys()
        return self._known[last]


EDITIONS = _Days(start_date="2020-01-01", end_offset=1)
"""Editions are UTC days; the end offset lets today's be run while the day is on."""

OWNERS = ["team:readouts"]

PASSING = (TurnLostError, DatabaseError, HarvestBusyError)
"""What has passed when a run is made again."""

MOST_OF_EXAMPLES = 1000

WIDTH = 60
"""Characters of a value in a preview of rows."""

WARNING = "warning"
"""The metadata of an asset that tells what an operator is to know though the step went well."""


def edition_of(context: dg.AssetExecutionContext) -> date | None:
    """The edition that a run is for; None when an asset that crosses editions is materialized by itself."""
    return date.fromisoformat(context.partition_key) if context.has_partition_key else None


Run = Callable[[dg.AssetExecutionContext, Instance, Step], list[TableOutcome]]
"""Does a step in a run of Dagster; what the gate did of it."""


def step_assets(
    project: Project,
    step: Step,
    run: Run,
    lineages: Mapping[str, Lineage],
    *,
    kinds: set[str] | None = None,
    **more: Any,
) -> dg.AssetsDefinition:
    """The assets of a step that fills tables: each with its quarantine and its checks.

    ``kinds`` are those of its assets, unless they are SQL models or plain Python. ``more`` is what Dagster takes of a
    step besides, such as its settings.
    """
    filled = [project.catalogue[table] for table in step.tables]
    sql = next((model.select for model in project.models if [model.table] == step.tables), None)
    kinds = kinds or {"sql" if sql else "python"}

    @dg.multi_asset(
        name=step.name,
        specs=[
            spec
            for table in filled
            for spec in _table_specs(table, step, kinds, lineages.get(table.table), sql)
        ],
        check_specs=[spec for table in filled for spec in _check_specs(project.catalogue, table)],
        partitions_def=EDITIONS if filled[0].edition else None,
        **more,
    )
    def assets(
        context: dg.AssetExecutionContext, instance: Instance
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        yield from _report_step(context, instance.project, lambda: run(context, instance, step))

    return assets


def _table_specs(
    table: Table, step: Step, kinds: set[str], lineage: Lineage | None, sql: str | None
) -> Iterator[dg.AssetSpec]:
    """The asset of a table, and that of its quarantine where its rows belong to editions."""
    of_both: dict[str, Any] = {
        "deps": [key_of(name) for name in step.reads],
        "owners": OWNERS,
        "code_version": step.version,
        "partitions_def": EDITIONS if table.edition else None,
    }
    yield dg.AssetSpec(
        key_of(table.table),
        description=f"{table.description} One row: {table.grain}.",
        group_name=group_of(table),
        kinds=kinds | {"duckdb"},
        metadata=table_metadata(table, lineage, sql),
        **of_both,
    )
    if table.edition:
        yield dg.AssetSpec(
            key_of(table.quarantine),
            description=f"Rows that an expectation of {table.table} refused, whole, with the reasons.",
            group_name=QUARANTINE,
            kinds={"duckdb", "greatexpectations"},
            metadata=quarantine_metadata(table),
            **of_both,
        )


def _check_specs(catalogue: Catalogue, table: Table) -> list[dg.AssetCheckSpec]:
    """One asset check a check of the table's audit, and one a query across tables that guards it."""
    checks = table.checks | {
        v.name: (v.description, v.severity) for v in catalogue.violations_of(table.table)
    }
    return [
        dg.AssetCheckSpec(
            name,
            asset=key_of(table.table),
            description=description,
            blocking=severity == "critical",
        )
        for name, (description, severity) in checks.items()
    ]


def _check_result(table: str, result: CheckResult) -> dg.AssetCheckResult:
    """A failure that the gate tolerates warns; one that shuts it is an error, and blocks what comes after."""
    metadata: dict[str, Any] = {"rows_checked": result.checked, "rows_failed": result.failed}
    if result.examples:
        # As text: of Markdown the page of a check shows a link only.
        metadata["examples"] = "; ".join(result.examples)[:MOST_OF_EXAMPLES]
    return dg.AssetCheckResult(
        asset_key=key_of(table),
        check_name=result.name,
        passed=result.success,
        severity=dg.AssetCheckSeverity.ERROR if result.shut else dg.AssetCheckSeverity.WARN,
        description=_verdict(result),
        metadata=metadata,
    )


def _verdict(result: CheckResult) -> str:
    """What came of a check, in one line; what it expects is told where it is defined."""
    if result.success:
        return "as expected"
    found = f"{result.failed} of {result.checked} rows are not as expected"
    if not result.failed:
        found = f"not as expected: {result.observed}"
    return f"{found}; {'the gate shut' if result.shut else 'the run went on'}"


def _report_step(
    context: dg.AssetExecutionContext,
    project: Project,
    step: Callable[[], list[TableOutcome]],
) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
    """Run a step and tell Dagster what came of it: every check, every table, every quarantine.

    Raises:
        Failure: the gate shut (the checks are reported before), or something a person must mend; the step is not
            tried again.
    """
    try:
        outcomes = step()
    except GateShut as shut:
        for outcome in shut.outcomes:
            yield from (_check_result(outcome.table, result) for result in outcome.results)
        raise dg.Failure(description=str(shut), allow_retries=False) from None
    except OSError as error:
        # The step may be tried again; this is what remains when that does not help.
        raise dg.Failure(description=explain(error, project.home.path)) from error
    except ReadoutsError as error:
        raise failure(context, error) from error
    for outcome in outcomes:
        table = project.catalogue[outcome.table]
        context.log.info(f"{table.table}: {outcome.committed} rows, {outcome.refused} refused")
        yield _materialized(project, table, outcome, edition_of(context))
        if table.edition:
            yield dg.MaterializeResult(
                key_of(table.quarantine), metadata={"dagster/row_count": outcome.refused}
            )


def failure(context: dg.OpExecutionContext, error: ReadoutsError) -> dg.Failure:
    """What is told of an error of a step, which is not tried again.

    A mistake in sources.yaml, a file in use: trying again in a moment mends none of them. A lost connection to the
    database is another thing: then the run is made again, and takes its turn anew.
    """
    if isinstance(error, PASSING):
        context.instance.add_run_tags(context.run_id, {RETRY_ON_ASSET_OR_OP_FAILURE_TAG: "true"})
    return dg.Failure(description=str(error), allow_retries=False)


def _materialized(
    project: Project, table: Table, outcome: TableOutcome, edition: date | None
) -> dg.MaterializeResult:
    rows = first_rows(project.home.build, table, edition)
    return dg.MaterializeResult(
        key_of(table.table),
        metadata={
            "dagster/row_count": outcome.committed if table.edition else outcome.total,
            "rows_made": outcome.committed,
            "rows_refused": outcome.refused,
            "preview": dg.MarkdownMetadataValue(markdown_table(rows)),
        },
        check_results=[_check_result(table.table, result) for result in outcome.results],
    )


def markdown_table(rows: Answer) -> str:
    """Rows as a Markdown table, each value cut to ``WIDTH`` characters."""
    if not rows.rows:
        return "no rows"
    header = [_cell(name) for name in rows.columns]
    body = [[_cell(value) for value in row] for row in rows.rows]
    lines = [header, ["---"] * len(header), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: object) -> str:
    """One value on one line, with what Markdown would act on made plain."""
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
    for character in "\\`*_{}[]<>|":
        text = text.replace(character, f"\\{character}")
    return text
