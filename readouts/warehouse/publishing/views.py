"""The views and macros of the published file, which spare people the usual joins.

What belongs here: reading ``sql/views/`` and ``sql/macros/``, and making them with their comments. What does not: the
SQL, and the models (``models``), whose rows are stored.

A view is one SELECT in ``NAME.sql``. Its first comment is its description and begins with its grain; lines
``-- column: …`` after it explain columns of its own. A column without such a line has the comment of the column of
that name in the tables it reads. A macro is one ``CREATE MACRO`` in ``NAME.sql`` below its description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from readouts.warehouse.errors import DefinitionError
from readouts.warehouse.tables.definitions import Catalogue
from readouts.warehouse.tables.layout import comment

OWN_COMMENT = re.compile(r"^(?P<column>\w+): (?P<comment>.+)$")
SOURCE = re.compile(r"\b(?:FROM|JOIN)\s+(?P<table>\w+\.\w+)")


@dataclass(frozen=True)
class View:
    """A view or a macro: its name, the statement that makes it, and its comments."""

    name: str
    statement: str
    description: str
    comments: dict[str, str]
    reads: tuple[str, ...]
    is_macro: bool


def load_views(folder: Path) -> list[View]:
    """Every view and macro under ``folder``, views first: macros may read them.

    Raises:
        DefinitionError: a file lacks its description, or makes something of another name.
    """
    return [
        _load(path, is_macro=kind == "macros")
        for kind in ("views", "macros")
        for path in sorted((folder / kind).glob("*.sql"))
    ]


def _load(path: Path, *, is_macro: bool) -> View:
    text = path.read_text(encoding="utf-8")
    head = [line[2:].strip() for line in text.splitlines() if line.startswith("--")]
    own = [match for line in head if (match := OWN_COMMENT.match(line))]
    description = " ".join(line for line in head if not OWN_COMMENT.match(line))
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
    start = f"CREATE MACRO {path.stem}(" if is_macro else ("SELECT", "WITH")
    if not body.startswith(start):
        raise DefinitionError(
            f"{path}: it must hold one {'CREATE MACRO' if is_macro else 'SELECT'}"
        )
    if not description.startswith("One row: "):
        raise DefinitionError(f"{path}: its first line must be '-- One row: …'")
    return View(
        name=path.stem,
        statement=body if is_macro else f"CREATE VIEW {path.stem} AS {body}",
        description=description,
        comments={match["column"]: match["comment"] for match in own},
        reads=tuple(dict.fromkeys(SOURCE.findall(body))),
        is_macro=is_macro,
    )


def create_views(connection: Connection, catalogue: Catalogue, views: Sequence[View]) -> None:
    """Make the views and macros in the schema ``main``, with their comments."""
    for view in views:
        connection.execute(view.statement)
        kind = "MACRO TABLE" if view.is_macro else "VIEW"
        columns = _comments(connection, catalogue, view)
        comment(
            connection,
            {f"{kind} {view.name}": view.description}
            | {f"COLUMN {view.name}.{column}": text for column, text in columns.items()},
        )


def _comments(connection: Connection, catalogue: Catalogue, view: View) -> dict[str, str]:
    """The comment of each column: the view's own, else that of the first table it reads with such a column."""
    if view.is_macro:
        return {}
    inherited: dict[str, str] = {}
    for name in reversed([name for name in view.reads if name in catalogue.tables]):
        inherited |= {c: column.comment for c, column in catalogue[name].columns.items()}
    columns = connection.execute(f"DESCRIBE {view.name}").fetchall()
    lacking = [name for name, *_ in columns if name not in inherited | view.comments]
    if lacking:
        raise DefinitionError(f"view {view.name}: nothing explains {', '.join(lacking)}")
    known = inherited | view.comments
    return {name: known[name] for name, *_ in columns}
