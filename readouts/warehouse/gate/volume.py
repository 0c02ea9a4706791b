"""How many rows an edition usually has: what the last editions had, and how far from it is out of the ordinary.

What belongs here: ``$usual_min`` and ``$usual_max`` of the definitions. What does not: counting rows; the results of
earlier audits say how many each of them looked at.

The bounds are Tukey's fences (Exploratory Data Analysis, 1977): one and a half times the distance of the quartiles
beyond them. Counts differ by factors, so the fences are set up on their logarithms; they leave at least a factor of
two, since a source that hardly varies would otherwise warn of a row too many, and at least a handful of rows. Days of
the week are not told apart: a week has enough quiet days for the lower quartile to be one of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection as Connection

EDITIONS = 28
"""How many published editions before the one under audit it is compared with."""
LEAST_EDITIONS = 7
"""With fewer of them nothing is usual yet."""
FENCE = 1.5
LEAST_FACTOR = 2.0
HANDFUL = 5
"""Rows by which an edition may always differ."""


@dataclass(frozen=True)
class Usual:
    """The rows that an edition of a table usually has, from ``least`` to ``most``."""

    least: int
    most: int


def usual_rows(connection: Connection, table: str, edition: date) -> Usual | None:
    """What the published editions before ``edition`` had of ``table``; None where they are too few to say.

    An edition run again is compared with those before it, never with its own first run or with later ones.
    """
    row = connection.execute(
        "WITH earlier AS (SELECT edition FROM meta.editions WHERE status = 'published' AND edition < $edition"
        " ORDER BY edition DESC LIMIT $editions),"
        " sizes AS (SELECT ln(1 + g.rows_checked) AS size FROM meta.gate_results AS g JOIN earlier USING (edition)"
        " WHERE g.table_name = $table AND g.expectation = 'key_is_unique')"
        " SELECT count(*), quantile_cont(size, 0.25), quantile_cont(size, 0.75) FROM sizes",
        {"table": table, "edition": edition, "editions": EDITIONS},
    ).fetchone()
    if row is None or row[0] < LEAST_EDITIONS:
        return None
    return fences(row[1], row[2])


def fences(lower: float, upper: float) -> Usual:
    """The bounds from the quartiles of the counts' logarithms, ln(1 + rows).

    >>> fences(math.log(1 + 100), math.log(1 + 100))
    Usual(least=50, most=201)
    >>> fences(math.log(1 + 0), math.log(1 + 2))
    Usual(least=0, most=14)
    """
    reach = max(FENCE * (upper - lower), math.log(LEAST_FACTOR))
    least = min(math.ceil(math.expm1(lower - reach)), round(math.expm1(lower)) - HANDFUL)
    most = max(math.floor(math.expm1(upper + reach)), round(math.expm1(upper)) + HANDFUL)
    return Usual(max(least, 0), most)
