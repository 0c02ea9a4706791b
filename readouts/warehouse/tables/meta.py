"""The tables of ``meta``: what a file of the warehouse knows of itself.

What belongs here: reading their columns and comments (``meta.tsv``, in which a line without a column tells of the
table). What does not: the tables of the data, which ``expectations/`` defines, and bringing a file of another release
to these columns (``layout``).
"""

from __future__ import annotations

from pathlib import Path

from readouts.base.files import read_tsv

EDITIONS = "meta.editions"
"""The record of how far editions are: the one table of a build file that no run can fill again by itself."""

_LINES = read_tsv(Path(__file__).with_name("meta.tsv"))
_ABOUT = {line["table"]: line["comment"] for line in _LINES if not line["column"]}


def _of_columns(told: str) -> dict[str, dict[str, str]]:
    return {
        table: {
            line["column"]: line[told]
            for line in _LINES
            if line["table"] == table and line["column"]
        }
        for table in _ABOUT
    }


META_COLUMNS = _of_columns("type")
"""By table, the type of each column."""

META_COMMENTS = {
    table: (_ABOUT[table], columns) for table, columns in _of_columns("comment").items()
}
"""By table, what it is, and what each column means."""
