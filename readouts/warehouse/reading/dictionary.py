"""The dictionary of tables as Markdown, made from their definitions: ``docs/tables.md``.

What belongs here: writing what the definitions say. What does not: saying anything that they do not.

``python -m readouts.warehouse.reading.dictionary`` writes the file anew.
"""

from __future__ import annotations

from readouts.base.instance.home import ROOT
from readouts.warehouse.publishing.views import View, load_views
from readouts.warehouse.tables.definitions import Catalogue, Table, load_catalogue
from readouts.warehouse.tables.meta import META_COMMENTS

TARGET = ROOT / "docs" / "tables.md"

HEAD = """# Tables

Made from the definitions under `expectations/` by `make docs`. `readouts tables` and, in DuckDB, the
comments of `duckdb_tables()` and `duckdb_columns()` say the same.

`edition` tables have their rows replaced edition by edition; the others are made anew by each run. Every table has a
twin in `quarantine` with the same columns, in which rows that an expectation refused lie with the `reasons`.
"""


def dictionary(catalogue: Catalogue) -> str:
    """The whole document."""
    order = ["raw", "core", "marts"]
    tables = sorted(catalogue.tables.values(), key=lambda t: (order.index(t.schema_name), t.name))
    views = load_views(ROOT / "sql")
    parts = [HEAD, *(_table(catalogue, table) for table in tables), *_meta(), *map(_view, views)]
    return "\n".join(parts)


def _table(catalogue: Catalogue, table: Table) -> str:
    belongs = " Its rows belong to editions." if table.edition else ""
    lines = [f"## {table.table}\n", f"{table.description} One row: {table.grain}.{belongs}\n"]
    lines += ["| column | type | |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {c.type}{', optional' if c.optional else ''} | {c.comment} |"
        for name, c in table.columns.items()
    ]
    lines += ["\n| expectation | severity | what is expected |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {severity} | {description} |"
        for name, (description, severity) in table.checks.items()
    ]
    lines += [
        f"| `{v.name}` | {v.severity} | {v.description} |"
        for v in catalogue.violations_of(table.table)
    ]
    return "\n".join(lines) + "\n"


def _meta() -> list[str]:
    parts = []
    for name, (description, columns) in META_COMMENTS.items():
        rows = [f"| `{column}` | {comment} |" for column, comment in columns.items()]
        parts.append(
            "\n".join([f"## {name}\n", f"{description}\n", "| column | |", "|---|---|", *rows])
            + "\n"
        )
    return parts


def _view(view: View) -> str:
    """A view or macro: its grain, and the columns that it explains itself; the others are those of its tables."""
    kind = "Macro" if view.is_macro else "View"
    reads = ", ".join(f"`{name.removeprefix('main.')}`" for name in view.reads)
    lines = [f"## {view.name}\n", f"{kind} over {reads}. {view.description}"]
    if view.comments:
        lines += ["\n| column | |", "|---|---|"]
        lines += [f"| `{column}` | {comment} |" for column, comment in view.comments.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(dictionary(load_catalogue(ROOT / "expectations")), encoding="utf-8")
