"""Definitions of which less is expected, for tests of something else than what is expected of rows.

What belongs here: the definitions with the rows of some tables unasked. What does not: any expectation.
"""

from __future__ import annotations

from dataclasses import replace

from readouts.warehouse.tables.definitions import Catalogue, Expectation, Table


class Unasked(Table):
    """A table of whose rows nothing is expected, not even a key.

    So Great Expectations is not called for it: each call takes its milliseconds, however little is asked.
    """

    @property
    def implied(self) -> list[Expectation]:
        return []


def asking_of(catalogue: Catalogue, *tables: str) -> Catalogue:
    """The definitions with what is expected of the rows of these tables alone; rules across tables stay."""
    asked = {
        name: table
        if name in tables
        else Unasked.model_validate(table.model_dump() | {"expectations": []})
        for name, table in catalogue.tables.items()
    }
    return replace(catalogue, tables=asked)
