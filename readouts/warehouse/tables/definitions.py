"""Definitions of tables: what ``expectations/SCHEMA/TABLE.yaml`` says, checked, and the DDL made of it.

What belongs here: the shape of a definition file and turning it into tables, comments and Arrow schemas. What
does not: rows, and the audit of rows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import pyarrow as pa
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from readouts.domain.records import CountryBasis, DateBasis, Medium, ReadBy, Role, Stance
from readouts.reference.tables import read_table
from readouts.warehouse.errors import DefinitionError

Severity = Literal["critical", "warning"]

KEY_IS_UNIQUE = "key_is_unique"
REQUIRED = "required_values_are_there"
MISSING = "_missing"
"""The column that an audit adds: which required values a row lacks."""

TYPES: dict[str, tuple[pa.DataType, str]] = {
    "VARCHAR": (pa.string(), "string"),
    "VARCHAR[]": (pa.list_(pa.string()), "array"),
    "INTEGER": (pa.int32(), "integer"),
    "BIGINT": (pa.int64(), "integer"),
    "DOUBLE": (pa.float64(), "number"),
    "BOOLEAN": (pa.bool_(), "boolean"),
    "DATE": (pa.date32(), "date"),
    "TIMESTAMP": (pa.timestamp("us"), "datetime"),
}
"""The DuckDB types that tables use: what rows are staged as, and the type of Table Schema that an export names."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column: its DuckDB type, whether it may be NULL, and what it means, its comment in the file."""

    type: str
    comment: str
    optional: bool = False

    @model_validator(mode="after")
    def _known_type(self) -> Column:
        if self.type not in TYPES:
            raise ValueError(f"type {self.type!r} is none of {', '.join(TYPES)}")
        return self


OF_QUARANTINE = {
    "quarantined_in": Column(type="DATE", comment="The edition of the run that refused the row"),
    "reasons": Column(
        type="VARCHAR[]", comment="The expectations it failed, each with what was expected"
    ),
}
"""The columns that a quarantine has beside those of its table."""


USUAL = ("$usual_min", "$usual_max")
"""What an expectation about the number of rows may name: the least and the most that earlier editions had."""


VALUES_OF = "values_of"
"""What an expectation says in the place of ``value_set`` where the values are listed elsewhere (``CLOSED_SETS``)."""

CLOSED_SETS: dict[str, tuple[str, ...]] = {
    "Stance": get_args(Stance),
    "Position": tuple(dict.fromkeys(row["position"] for row in read_table("stances"))),
    "Medium": get_args(Medium),
    "Role": get_args(Role),
    "DateBasis": get_args(DateBasis),
    "CountryBasis": get_args(CountryBasis),
    "ReadBy": get_args(ReadBy),
    "OfficeKind": tuple(row["kind"] for row in read_table("office_traits")),
}
"""The values that records may have, by the names that ``domain.records`` and the reference tables give them."""


class Expectation(_Strict):
    """One expectation of Great Expectations, with the gate's own terms.

    A row expectation refuses single rows; the gate shuts when more than ``1 - mostly`` of the rows **and** more
    than ``rows_allowed`` rows fail. Any other expectation is about the table as a whole. ``kwargs`` may name the values
    of a record (``values_of: Stance``) in the place of a ``value_set``, and hold ``$edition`` or ``$edition+N`` (days),
    replaced by the edition under audit, ``$usual_min`` and ``$usual_max``, replaced by what the editions before it had
    (``volume``).
    """

    name: str
    type: str
    kwargs: dict[str, Any] = {}
    description: str
    severity: Severity = "critical"
    mostly: float = 0.9
    rows_allowed: int = 5

    @field_validator("kwargs")
    @classmethod
    def _with_values(cls, kwargs: dict[str, Any]) -> dict[str, Any]:
        name = kwargs.get(VALUES_OF)
        if name is None:
            return kwargs
        if name not in CLOSED_SETS:
            raise ValueError(f"values_of {name!r} is none of {', '.join(CLOSED_SETS)}")
        rest = {key: value for key, value in kwargs.items() if key != VALUES_OF}
        return rest | {"value_set": list(CLOSED_SETS[name])}

    @property
    def is_of_volume(self) -> bool:
        """It compares the number of rows with what is usual, which is not known of the first editions."""
        return any(value in USUAL for value in self.kwargs.values())


class Parent(_Strict):
    """The table whose refused row takes this table's rows with it, and the column that names that row."""

    table: str
    column: str


class Table(_Strict):
    """One table: its grain, columns and expectations. ``edition`` says whether its rows belong to editions."""

    table: str
    description: str
    grain: str
    key: str
    edition: bool = False
    parent: Parent | None = None
    columns: dict[str, Column]
    expectations: list[Expectation] = []

    @property
    def schema_name(self) -> str:
        """The DuckDB schema, such as ``core``."""
        return self.table.split(".")[0]

    @property
    def name(self) -> str:
        """The table's name without its schema."""
        return self.table.split(".")[1]

    @property
    def quarantine(self) -> str:
        """The qualified name of the table that takes its refused rows."""
        return f"quarantine.{self.name}"

    @property
    def quarantine_columns(self) -> dict[str, Column]:
        """The columns of that table: the same, none of them required, and why a row was refused."""
        own = {
            name: column.model_copy(update={"optional": True})
            for name, column in self.columns.items()
        }
        return own | OF_QUARANTINE

    @property
    def texts(self) -> list[str]:
        """The columns that hold an article's text: those with a digest of them beside them."""
        return [name for name in self.columns if f"{name}_sha256" in self.columns]

    @property
    def is_of_volume(self) -> bool:
        """An expectation compares its number of rows with what is usual."""
        return any(e.is_of_volume for e in self.expectations)

    @property
    def required(self) -> list[str]:
        """The columns that every row must fill."""
        return [name for name, column in self.columns.items() if not column.optional]

    @cached_property
    def implied(self) -> list[Expectation]:
        """What the columns imply: keys name one row, and required values are there."""
        return [
            Expectation(
                name=KEY_IS_UNIQUE,
                type="expect_column_values_to_be_unique",
                kwargs={"column": self.key},
                description=f"{self.key} names one row",
            ),
            Expectation(
                name=REQUIRED,
                type="expect_column_values_to_be_null",
                kwargs={"column": MISSING},
                description="every value that is not optional is there",
            ),
        ]

    @property
    def checks(self) -> dict[str, tuple[str, Severity]]:
        """Every check that an audit reports: its name, what is expected, and how severe a failure is."""
        return {
            e.name: (" ".join(e.description.split()), e.severity)
            for e in [*self.implied, *self.expectations]
        }

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """The columns as Arrow types, in order."""
        return pa.schema([(name, TYPES[c.type][0]) for name, c in self.columns.items()])

    @model_validator(mode="after")
    def _consistent(self) -> Table:
        if not re.fullmatch(r"[a-z]+\.[a-z_]+", self.table):
            raise ValueError(f"table {self.table!r} is not of the form schema.name")
        for needed in [self.key, *(["edition"] if self.edition else [])]:
            if needed not in self.columns:
                raise ValueError(f"column {needed!r} is missing")
        names = [e.name for e in self.expectations]
        if len(names) != len(set(names)):
            raise ValueError("two expectations have the same name")
        return self


@dataclass(frozen=True)
class Violation:
    """A query across tables that must return no rows: ``expectations/violations/NAME.sql``.

    Its first lines are comments ``-- key: value`` for table, severity, description, mostly and rows_allowed.
    It selects the keys of the rows of ``table`` that break the rule, as a column ``key``, and where keys alone do not
    tell what is wrong, a column ``observed``. ``$edition`` is the edition under audit, the relation ``staged`` holds
    the rows of ``table`` that are about to be committed: a query that looks only at those costs the same every day.
    """

    name: str
    table: str
    description: str
    query: str
    severity: Severity = "critical"
    mostly: float = 1.0
    rows_allowed: int = 0


@dataclass(frozen=True)
class Catalogue:
    """All definitions: tables by qualified name, and violations.

    ``readers`` says which models are rebuilt by which column of a table (``parts``).
    """

    tables: dict[str, Table]
    violations: list[Violation] = field(default_factory=list)
    readers: Mapping[str, tuple[tuple[str, Any], ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    @cached_property
    def digest(self) -> str:
        """Changes with anything that a definition says."""
        parts = [table.model_dump_json() for table in self.tables.values()]
        parts += [repr(violation) for violation in self.violations]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]

    def violations_of(self, table: str) -> list[Violation]:
        """The violations whose rows are of this table."""
        return [v for v in self.violations if v.table == table]


def load_catalogue(folder: Path) -> Catalogue:
    """Read every definition under ``expectations/``.

    Raises:
        DefinitionError: a file is not as ``Table`` or ``Violation`` describe; names the file.
    """
    tables = [_load_table(path) for path in sorted(folder.glob("*/*.yaml"))]
    violations = [_load_violation(path) for path in sorted((folder / "violations").glob("*.sql"))]
    return Catalogue({table.table: table for table in tables}, violations)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads a definition. In C it takes a thirteenth of the time, which each command pays."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """As ever, but that a key that stands twice is an error."""
        seen = set()
        for name, _ in node.value:
            if name.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"found duplicate key {name.value!r}", name.start_mark
                )
            seen.add(name.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def _load_table(path: Path) -> Table:
    try:
        table = Table.model_validate(yaml.load(path.read_bytes(), _Loader))
    except (yaml.YAMLError, ValidationError) as error:
        raise DefinitionError(f"{path}: {error}") from error
    if table.table != f"{path.parent.name}.{path.stem}":
        raise DefinitionError(f"{path}: it defines {table.table}")
    return table


def _load_violation(path: Path) -> Violation:
    text = path.read_text(encoding="utf-8")
    head = dict(re.findall(r"^-- (\w+): (.+)$", text, flags=re.MULTILINE))
    try:
        return Violation(
            name=path.stem,
            table=head["table"],
            description=head["description"],
            query=text,
            severity="warning" if head.get("severity") == "warning" else "critical",
            mostly=float(head.get("mostly", 1.0)),
            rows_allowed=int(head.get("rows_allowed", 0)),
        )
    except KeyError as error:
        raise DefinitionError(f"{path}: the comment '-- {error.args[0]}: …' is missing") from error
