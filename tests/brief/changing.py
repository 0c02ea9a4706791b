"""A copy of the published warehouse in which rows are changed, for tests of what the brief makes of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from readouts.base.instance.home import Home


def changed(home: Home, folder: Path, *statements: str) -> Path:
    """The copy in a folder, behind some statements."""
    path = folder / "warehouse.duckdb"
    shutil.copyfile(home.warehouse, path)
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path
