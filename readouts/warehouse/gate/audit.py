"""Auditing staged rows with Great Expectations: a frame and a suite in, plain results out.

What belongs here: everything that knows Great Expectations, which takes seconds to import and is therefore
imported when an audit runs. What does not: what follows from a failure; that is the gate's.

Great Expectations reads DuckDB's SQL results after closing the connection, so rows are handed over as a pandas
DataFrame in an ephemeral context. An expectation's ``meta`` comes back with its result, whatever the order of
the results; it carries the expectation's name.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from readouts.warehouse.gate.remembered import remembering
from readouts.warehouse.gate.volume import Usual
from readouts.warehouse.tables.definitions import MISSING, USUAL, Expectation, Severity, Table

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = 5

OF_ROWS = (
    "expect_column_values_",
    "expect_column_value_",
    "expect_column_pair_values_",
    "expect_multicolumn_",
)
"""How the names of expectations begin that look at single rows; without rows there is nothing for them to look at."""


MOST_LACKING = 3
"""Required values that are named where rows lack several."""


@dataclass(frozen=True)
class CheckResult:
    """What became of one expectation.

    ``refused`` are the keys of the rows that failed, each with what was expected of it; there are none for an
    expectation about the table as a whole.
    ``observed`` says what was found where keys alone do not: of a table as a whole, or which values are lacking.
    ``shut`` tells that this result shuts the gate.
    """

    name: str
    severity: Severity
    description: str
    checked: int
    success: bool = True
    shut: bool = False
    failed: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    observed: str = ""

    @property
    def examples(self) -> list[str]:
        """What was observed, and up to five keys of failing rows."""
        return [*([self.observed] if self.observed else []), *list(self.refused)[:EXAMPLES]]


def is_beyond(failed: int, checked: int, mostly: float, rows_allowed: int) -> bool:
    """Whether so many failing rows shut the gate: more than the share and more than the number allowed.

    >>> is_beyond(1, 1, mostly=0.9, rows_allowed=5), is_beyond(6, 10, mostly=0.9, rows_allowed=5)
    (False, True)
    """
    return failed > rows_allowed and failed > (1.0 - mostly) * checked


@cache
def _context() -> Any:
    import great_expectations as gx

    for name in ("great_expectations", "great_expectations.data_context"):
        logging.getLogger(name).setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return context


@cache
def _batches() -> Any:
    """What takes the rows of any table in, made once; it holds the latest and lets go of those before."""
    source = _context().data_sources.add_pandas("staged")
    return source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")


def audit(
    frame: pd.DataFrame | None, table: Table, edition: date, usual: Usual | None = None
) -> list[CheckResult]:
    """Check every row of ``frame`` as ``table`` asks; one result a check of ``table.checks``, in that order.

    None in its place stands for no rows. Where nothing is asked of none, neither pandas nor Great Expectations is
    imported.

    ``usual`` is how many rows earlier editions had; without it, what asks for that is not asked.
    An expectation that cannot be evaluated (a column that is not there, values of another kind) has failed, and
    shuts the gate where it is critical: a check that crashed has checked nothing.
    """
    suite = [*table.implied, *table.expectations]
    rows = 0 if frame is None else len(frame)
    asked = [
        _resolved(e, edition, usual)
        for e in suite
        if (usual is not None if e.is_of_volume else rows or not e.type.startswith(OF_ROWS))
    ]
    if not asked:
        return [_not_asked(e, rows) for e in suite]
    looked_at = [
        name
        for name in [*table.columns, MISSING]
        if name == table.key or any(_looks_at(e, name) for e in asked)
    ]
    found = _validate(_with_missing(frame, table)[looked_at], table, asked)
    results = {e.name: _result(e, found[e.name], table.key, rows) for e in asked}
    return [results.get(e.name) or _not_asked(e, rows) for e in suite]


def _looks_at(expectation: Expectation, column: str) -> bool:
    """Whether an expectation names a column; Great Expectations digests every column that it is given."""
    return any(
        column == value or (isinstance(value, list) and column in value)
        for value in expectation.kwargs.values()
    )


def _with_missing(frame: pd.DataFrame | None, table: Table) -> pd.DataFrame:
    """The frame with a column that says of each row which required values it lacks, and is null where none.

    So that one expectation asks for all required values: each costs its milliseconds, however few the rows.
    """
    import pandas as pd

    if frame is None:
        frame = pd.DataFrame(columns=list(table.columns))
    required = table.required
    lacks: Any = frame[required].isna().to_numpy()
    told: list[str | None] = [None] * len(frame)
    for row in lacks.any(axis=1).nonzero()[0].tolist():
        names = [name for name, is_lacking in zip(required, lacks[row], strict=True) if is_lacking]
        told[row] = ", ".join(f"{name} is required" for name in names)
    return frame.assign(**{MISSING: pd.Series(told, index=frame.index, dtype=object)})


def _not_asked(expectation: Expectation, rows: int) -> CheckResult:
    """The result of an expectation about rows where there are none, or about what is usual where nothing is yet."""
    return CheckResult(
        expectation.name, expectation.severity, expectation.description, checked=rows
    )


def _validate(
    frame: pd.DataFrame, table: Table, asked: list[Expectation]
) -> dict[str, dict[str, Any]]:
    """Great Expectations' own results, by the expectation's name.

    Expectations about rows are first asked whether they hold, which takes half the time, and only those that do
    not are asked for which rows; an expectation about the table always says what it observed.
    """
    batches = _batches()
    from great_expectations.core import ExpectationSuite
    from great_expectations.validator.v1_validator import Validator

    # What ``Batch.validate`` makes for each suite; made once, it takes the rows in once.
    validator = Validator(batches, batch_parameters={"dataframe": frame})

    def ask(expectations: list[Expectation], result_format: dict[str, Any]) -> list[Any]:
        if not expectations:
            return []
        configs = [_config(expectation) for expectation in expectations]
        suite = ExpectationSuite(name=table.table, expectations=configs)
        validator.result_format = result_format
        with remembering():
            return list(validator.validate_expectation_suite(suite).results)

    of_rows = [e for e in asked if e.type.startswith(OF_ROWS)]
    holds = {
        result.expectation_config.meta["name"]
        for result in ask(of_rows, {"result_format": "BOOLEAN_ONLY"})
        if result.success
    }
    others = [e for e in asked if e.name not in holds]
    complete = {"result_format": "COMPLETE", "unexpected_index_column_names": [table.key]}
    told = [result.to_json_dict() for result in ask(others, complete)]
    return {name: {"success": True} for name in holds} | {
        result["expectation_config"]["meta"]["name"]: result for result in told
    }


def _config(expectation: Expectation) -> dict[str, Any]:
    return {
        "type": expectation.type,
        "kwargs": expectation.kwargs,
        "meta": {"name": expectation.name},
        "severity": expectation.severity,
        "description": expectation.description,
    }


def _resolved(expectation: Expectation, edition: date, usual: Usual | None) -> Expectation:
    kwargs = {name: resolve(value, edition, usual) for name, value in expectation.kwargs.items()}
    return expectation.model_copy(update={"kwargs": kwargs})


def resolve(value: Any, edition: date, usual: Usual | None = None) -> Any:
    """Put what is known only now in its place: ``$edition``, ``$edition+N``, ``$usual_min`` and ``$usual_max``.

    A day becomes a timestamp: columns of days reach Great Expectations as those, and text does not compare with them.
    """
    import pandas as pd

    if not isinstance(value, str):
        return pd.Timestamp(value) if isinstance(value, date) else value
    if usual is not None and value in USUAL:
        return usual.least if value == USUAL[0] else usual.most
    match = re.fullmatch(r"\$edition(?:\+(\d+))?", value)
    return pd.Timestamp(edition + timedelta(days=int(match[1] or 0))) if match else value


def _result(expectation: Expectation, result: dict[str, Any], key: str, rows: int) -> CheckResult:
    found = result.get("result") or {}
    crash = _crash(result.get("exception_info") or {})
    entries = found.get("unexpected_index_list") or []
    expected = " ".join(expectation.description.split())
    refused = {
        str(entry[key]): entry.get(MISSING, expected) for entry in entries if entry[key] is not None
    }
    of_rows = "unexpected_count" in found
    success = not crash and (not entries if of_rows else bool(result["success"]))
    if crash or not of_rows:
        shut = not success
    else:
        shut = is_beyond(len(entries), rows, expectation.mostly, expectation.rows_allowed)
    critical = expectation.severity == "critical"
    return replace(
        _not_asked(expectation, rows),
        success=success,
        shut=shut and critical,
        failed=len(entries),
        refused=refused,
        observed=crash or _lacking(entries) or _observed(expectation, found),
    )


def _lacking(entries: list[dict[str, Any]]) -> str:
    """Which required values rows lack, the most often lacked first; nothing of an expectation of something else."""
    lacks = Counter(
        part for entry in entries for part in entry.get(MISSING, "").split(", ") if part
    )
    return ", ".join(f"{what} ({rows})" for what, rows in lacks.most_common(MOST_LACKING))


def _observed(expectation: Expectation, found: dict[str, Any]) -> str:
    """What was found of a table as a whole, and what was expected where that is a range."""
    if "observed_value" not in found:
        return ""
    bounds = [expectation.kwargs.get(name) for name in ("min_value", "max_value")]
    expected = "" if None in bounds else f", {bounds[0]} to {bounds[1]} expected"
    return f"{found['observed_value']}{expected}"


def _crash(info: dict[str, Any]) -> str:
    """The message of an exception inside an expectation, which Great Expectations nests in one of two ways."""
    nested = [info, *(value for value in info.values() if isinstance(value, dict))]
    for part in nested:
        if part.get("raised_exception"):
            return f"could not be evaluated: {part.get('exception_message')}"
    return ""
