"""The SQL models: one SELECT a file under ``sql/SCHEMA/NAME.sql``, and what depends on what.

What belongs here: reading the models and the functions that they call (one macro a file under ``sql/functions/``),
deriving their dependencies from the SQL itself, their order, and building one of them through the gate. What does not:
the SQL, what is expected of its result, and which parts of it a run touched (``parts``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from duckdb import DuckDBPyConnection as Connection
from sqlglot import exp

from readouts.warehouse.errors import DefinitionError
from readouts.warehouse.gate.gate import pass_gate
from readouts.warehouse.gate.staging import Staged, TableOutcome
from readouts.warehouse.models import heard
from readouts.warehouse.tables.definitions import Catalogue
from readouts.warehouse.tables.parts import Parts, cut, is_known, is_touched, nothing_of, parts_of

SCHEMAS = ("core", "marts")
"""The folders under ``sql/`` that hold models."""

REACH = ".reach.sql"
FUNCTIONS = "functions"


@dataclass(frozen=True)
class Model:
    """One model: the table it makes, its SELECT, the tables it reads, and its parts.

    ``functions`` are the statements that make the functions it calls, each after those that it calls itself.
    """

    table: str
    select: str
    reads: frozenset[str]
    parts: Parts | None = None
    functions: tuple[str, ...] = ()

    @property
    def is_hearing(self) -> bool:
        """Whether it calls functions in Python, by itself or by one in SQL."""
        return any(heard.CALLED in text for text in (self.select, *self.functions))

    @property
    def digest(self) -> str:
        """Changes with the SQL, and with what the functions in Python know."""
        reach = (self.parts.reach or "") if self.parts else ""
        text = self.select + reach + "".join(self.functions)
        if self.is_hearing:
            text += heard.state()
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def prepare(self, connection: Connection) -> None:
        """Make the functions that the model calls, for this connection alone."""
        if self.is_hearing:
            heard.make_known(connection)
        for statement in self.functions:
            connection.execute(statement)


def load_models(folder: Path) -> list[Model]:
    """Every model under ``folder``, each after those it reads.

    Raises:
        DefinitionError: a file is not one SELECT, or models read one another in a circle.
    """
    functions = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((folder / FUNCTIONS).glob("*.sql"))
    }
    paths = (path for schema in SCHEMAS for path in sorted((folder / schema).glob("*.sql")))
    models = {
        m.table: m for m in (_load(p, functions) for p in paths if not p.name.endswith(REACH))
    }
    order = TopologicalSorter({name: model.reads & models.keys() for name, model in models.items()})
    try:
        return [models[name] for name in order.static_order()]
    except CycleError as error:
        raise DefinitionError(f"models read one another in a circle: {error.args[1]}") from error


def _load(path: Path, functions: Mapping[str, str]) -> Model:
    text = path.read_text(encoding="utf-8")
    try:
        reads = _tables_read(text)
    except (sqlglot.errors.ParseError, ValueError) as error:
        raise DefinitionError(f"{path}: {error}") from error
    reach = path.with_name(path.stem + REACH)
    try:
        parts = parts_of(text, reach.read_text(encoding="utf-8") if reach.exists() else None)
    except ValueError as error:
        raise DefinitionError(f"{path}: {error}") from error
    return Model(
        table=f"{path.parent.name}.{path.stem}",
        select=text,
        reads=reads,
        parts=parts,
        functions=tuple(_called(text, functions)),
    )


def _called(text: str, functions: Mapping[str, str]) -> dict[str, None]:
    """The statements of the functions that an SQL text calls, each after those that it calls itself."""
    found: dict[str, None] = {}
    for name, statement in functions.items():
        if statement != text and re.search(rf"\b{name}\(", text):
            found |= _called(statement, functions) | {statement: None}
    return found


@cache
def _tables_read(text: str) -> frozenset[str]:
    """The qualified tables in the one SELECT of a text; a name without a schema is one of its own CTEs.

    Raises:
        ValueError: it is something else than one SELECT.
        ParseError: it is no SQL.
    """
    statements = sqlglot.parse(text, read="duckdb")
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise ValueError("it must hold one SELECT")
    return frozenset(f"{t.db}.{t.name}" for t in statements[0].find_all(exp.Table) if t.db)


def build_model(
    connection: Connection,
    catalogue: Catalogue,
    model: Model,
    edition: date,
    *,
    whole: bool = False,
) -> TableOutcome:
    """Build a model's touched parts anew and pass them through its gate, in the name of the running edition.

    The whole of it is built where it declares no parts, where its SQL is new to the build file, and on demand
    (``whole``).

    Raises:
        GateShut: its gate shut; the table stays as it was.
    """
    staged = Staged(model.table, select=model.select, digest=model.digest)
    parts = None if whole else model.parts
    if parts is not None and is_known(connection, model.table, model.digest):
        if is_touched(connection, model.table):
            model.prepare(connection)
            touched = cut(connection, catalogue, model.table, model.select, parts)
        else:
            touched = nothing_of(model.table)
        staged = replace(staged, select=touched.select, replaces=touched.replaces)
    else:
        model.prepare(connection)
    [outcome] = pass_gate(connection, catalogue, edition, [staged])
    return outcome
