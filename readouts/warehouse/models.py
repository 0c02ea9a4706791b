"""The SQL models: one SELECT a file under ``sql/SCHEMA/NAME.sql``, and what depends on what.

What belongs here: reading the models, deriving their dependencies from the SQL itself, their order, and
building one of them through the gate. What does not: the SQL, and what is expected of its result.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

from readouts.warehouse.errors import DefinitionError
from readouts.warehouse.gate import Staged, TableOutcome, pass_gate
from readouts.warehouse.tables import Catalogue


@dataclass(frozen=True)
class Model:
    """One model: the table it makes, its SELECT, its first comment, and the tables it reads."""

    table: str
    select: str
    description: str
    reads: frozenset[str]


def load_models(folder: Path) -> list[Model]:
    """Every model under ``folder``, each after those it reads.

    Raises:
        DefinitionError: a file is not one SELECT, or models read one another in a circle.
    """
    models = {model.table: model for model in map(_load, sorted(folder.glob("*/*.sql")))}
    order = TopologicalSorter({name: model.reads & models.keys() for name, model in models.items()})
    try:
        return [models[name] for name in order.static_order()]
    except CycleError as error:
        raise DefinitionError(f"models read one another in a circle: {error.args[1]}") from error


def _load(path: Path) -> Model:
    text = path.read_text(encoding="utf-8")
    try:
        statements = sqlglot.parse(text, read="duckdb")
    except sqlglot.errors.ParseError as error:
        raise DefinitionError(f"{path}: {error}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise DefinitionError(f"{path}: it must hold one SELECT")
    comment = [line[2:].strip() for line in text.splitlines() if line.startswith("--")]
    return Model(
        table=f"{path.parent.name}.{path.stem}",
        select=text,
        description=" ".join(comment),
        reads=frozenset(_tables_read(statements[0])),
    )


def _tables_read(statement: exp.Query) -> set[str]:
    """The qualified tables in a statement; a name without a schema is one of its own CTEs."""
    return {f"{t.db}.{t.name}" for t in statement.find_all(exp.Table) if t.db}


def build_model(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, model: Model, edition: date
) -> TableOutcome:
    """Build one model anew and pass it through its gate, in the name of the running edition.

    Raises:
        GateShut: its gate shut; the table stays as it was.
    """
    [outcome] = pass_gate(
        connection, catalogue, edition, [Staged(model.table, select=model.select)]
    )
    return outcome
