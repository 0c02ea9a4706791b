"""The functions in Python that models call: how names in two scripts sound.

What belongs here: making them known to a connection, and naming the state of what they know. What does not: the
functions themselves (``readouts.reference.scripts``), and those in SQL (``sql/functions/``).
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version

import duckdb
from duckdb import DuckDBPyConnection as Connection
from duckdb.func import FunctionNullHandling
from duckdb.sqltypes import BOOLEAN, DOUBLE, VARCHAR

from readouts.base.versions import OF_NAMES
from readouts.reference.scripts.likeness import are_two, beginnings, likeness
from readouts.reference.tables import HERE

CALLED = "heard_"
"""What the names of these functions begin with."""
_WORDS = duckdb.list_type(VARCHAR)


def make_known(connection: Connection) -> None:
    """Make the functions known to a connection that does not know them."""
    # Looking for a function among all takes longer than calling it; of what is not known it makes nothing.
    with suppress(duckdb.CatalogException):
        connection.execute("SELECT heard_apart(NULL, NULL)")
        return
    connection.create_function(
        "heard_likeness",
        likeness,
        [_WORDS, _WORDS, VARCHAR],
        DOUBLE,
        null_handling=FunctionNullHandling.SPECIAL,
    )
    connection.create_function("heard_apart", are_two, [_WORDS, _WORDS], BOOLEAN)
    connection.create_function("heard_beginnings", _beginnings, [_WORDS], _WORDS)


@cache
def state() -> str:
    """Changes with anything that decides what the functions say."""
    digest = hashlib.sha256(" ".join(map(version, OF_NAMES)).encode())
    for path in sorted([*HERE.glob("names/*.py"), *HERE.glob("*.tsv"), *HERE.glob("scripts/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _beginnings(parts: list[str]) -> list[str]:
    return sorted({begun for part in parts for begun in beginnings(part)})
