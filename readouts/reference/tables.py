"""Reading the reference tables.

What belongs here: finding a table among the package's data files. What does not: the meaning of any
column (``geography``, ``bodies`` and the parser's own modules), and any table itself.

A cell may be a list, its items separated by ``|``. Tables that hold for every language lie beside this module, the
words of one language in a folder named by its ISO 639-1 code.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from readouts.base.files import read_tsv

HERE = Path(__file__).parent


class UnknownLanguageError(LookupError):
    """There is no folder of reference tables for the language asked for."""


@cache
def languages(name: str = "countries") -> tuple[str, ...]:
    """Return the ISO 639-1 codes of the languages that have the table ``name``, sorted.

    By default those that can be read: a reader needs the words for countries first of all.
    """
    return tuple(sorted(path.parent.name for path in HERE.glob(f"*/{name}.tsv")))


def table_path(name: str, language: str | None = None) -> Path:
    """Return where the table ``name`` lies, whether or not it exists.

    Raises:
        UnknownLanguageError: there are no tables for ``language``.
    """
    if language is None:
        return HERE / f"{name}.tsv"
    if language not in languages() and language not in languages(name):
        known = ", ".join(languages())
        raise UnknownLanguageError(
            f"no reference tables for language {language!r}; there are {known}"
        )
    return HERE / language / f"{name}.tsv"


def read_table(name: str, language: str | None = None) -> list[dict[str, str]]:
    """Read a table: one dictionary a row, from column name to cell.

    Args:
        name: the table's name without ``.tsv``, such as ``"countries"``. language: ISO 639-1 code
        of the language whose words are asked for; None for tables that hold for all.

    Raises:
        UnknownLanguageError: there are no tables for ``language``.
        TableError: a row has more or fewer cells than the header.
        FileNotFoundError: there is no such table.
    """
    return read_tsv(table_path(name, language))


def rows_of(name: str, language: str) -> list[dict[str, str]]:
    """Read a table of a language (ISO 639-1); no rows where the language has no such table."""
    return read_table(name, language) if language in languages(name) else []


def items(cell: str) -> tuple[str, ...]:
    """Split a cell that is a list at ``|``; an empty cell is an empty list."""
    return tuple(cell.split("|")) if cell else ()
