"""What the published file says of itself: its tables, views and macros, and the columns of each, with their comments.

What belongs here: reading comments that are in the file. What does not: writing them (``layout``, ``views``), and the
whole document (``dictionary``).
"""

from __future__ import annotations

from pathlib import Path

from readouts.warehouse.errors import QueryError
from readouts.warehouse.reading.query import Answer, answer

OF_THE_FILE = """
WITH named AS (
    SELECT schema_name || '.' || table_name AS name, 'table' AS kind, comment FROM duckdb_tables() WHERE NOT internal
    UNION ALL
    SELECT view_name, 'view', comment FROM duckdb_views() WHERE NOT internal
    UNION ALL
    SELECT format('{}({})', function_name, array_to_string(parameters, ', ')), 'macro', comment
    FROM duckdb_functions() WHERE NOT internal
)
"""

TABLES = f"""{OF_THE_FILE}
SELECT name, kind, comment AS "one row" FROM named WHERE name NOT LIKE 'quarantine.%'
ORDER BY list_position(['core', 'marts'], split_part(name, '.', 1)) NULLS LAST, kind <> 'view', kind, name
"""

COLUMNS = """
SELECT column_name AS "column", data_type AS type, comment AS meaning FROM duckdb_columns()
WHERE NOT internal AND lower(CASE schema_name WHEN 'main' THEN table_name ELSE schema_name || '.' || table_name END)
    = lower($name)
ORDER BY column_index
"""

NEAR = f"""{OF_THE_FILE}
SELECT name FROM named
WHERE lower(split_part(split_part(name, '(', 1), '.', -1)) = lower(split_part(split_part($name, '(', 1), '.', -1))
ORDER BY name LIKE 'quarantine.%', name
"""


def described(path: Path) -> Answer:
    """Every table, view and macro of the published file, and what one row of it is; quarantine repeats them.

    Raises:
        NotPublishedError: nothing has been published yet.
    """
    return answer(path, TABLES)


def columns_of(path: Path, name: str) -> Answer:
    """The columns of a table or view, each with its type and meaning; of a macro what it is.

    Raises:
        NotPublishedError: nothing has been published yet.
        QueryError: there is none of that name.
    """
    found = answer(path, COLUMNS, {"name": name})
    if found.rows:
        return found
    near = [row[0] for row in answer(path, NEAR, {"name": name}).rows]
    if near and name.partition("(")[0] == near[0].partition("(")[0] != near[0]:
        return answer(path, TABLES.replace("NOT LIKE 'quarantine.%'", "= $name"), {"name": near[0]})
    hint = f"; there is {', '.join(near)}" if near else "; 'readouts tables' lists them"
    raise QueryError(f"there is no table {name!r}{hint}")
