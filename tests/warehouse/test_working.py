"""Where working tables are: one machine has them in a file, asks nothing of a lake, and lets people look."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from readouts.base.instance.home import ROOT, Home
from readouts.warehouse.errors import NotPublishedError, QueryError, WarehouseError
from readouts.warehouse.files.database import open_build
from readouts.warehouse.files.extensions import LOADING, load
from readouts.warehouse.reading.query import answer_of_working
from readouts.warehouse.working import lake
from readouts.warehouse.working.door import working
from readouts.warehouse.working.one_file import OneFile

ONE_MACHINE = """
import sys
from pathlib import Path
import pipelines.cli, readouts.edition.run, readouts.moving.move
from readouts.base.instance.home import Home
from readouts.warehouse.working.door import working
working(Home(Path("home")))
print(sorted(name for name in sys.modules if name.startswith(("psycopg2", "readouts.warehouse.working."))))
"""


def test_one_machine_never_imports_what_several_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ONE_MACHINE], capture_output=True, text=True, cwd=ROOT, check=True
    )
    own = ("door", "mark", "one_file")
    assert done.stdout == f"{[f'readouts.warehouse.working.{name}' for name in own]}\n"


def test_extension_that_is_not_installed_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(lake.EXTENSIONS, "ducklake", "duckdb_extension_of_nobody")
    home = Home(Path("home"), Path("shared"))
    with duckdb.connect() as connection:
        attaching = lake.attached(connection, home)
        with pytest.raises(WarehouseError, match=r"pip install 'readouts\[cluster\]'"):
            attaching.__enter__()


def test_extension_that_nobody_signed_is_not_loaded_before_or_after_those_that_are(
    tmp_path: Path,
) -> None:
    signed = lake.extensions()
    unsigned = tmp_path / signed[0].name
    content = signed[0].read_bytes()
    unsigned.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with duckdb.connect(config=LOADING) as database:
        with pytest.raises(duckdb.Error, match="signature is either missing or invalid"):
            load(database, unsigned)
        load(database, signed[1])
        with pytest.raises(duckdb.Error, match="signature is either missing or invalid"):
            database.execute(f"LOAD '{unsigned}'")
        load(database, *signed)


def test_build_file_is_asked_read_only_and_nothing_else_is_reached(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(NotPublishedError, match="there are no working tables"):
        answer_of_working(working(home), "SELECT 1")
    with open_build(home.build) as connection:
        connection.execute("CREATE SCHEMA core; CREATE TABLE core.notes AS SELECT 'told' AS note")
    assert answer_of_working(OneFile(home.build), "FROM core.notes").dicts == [{"note": "told"}]
    for query in ("DELETE FROM core.notes", "FROM core.nothing", "FROM read_text('/etc/hosts')"):
        with pytest.raises(QueryError) as told:
            answer_of_working(working(home), query)
        assert "\n" not in str(told.value)
