from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from readouts.base.instance.home import ROOT
from readouts.warehouse.tables.definitions import load_catalogue
from readouts.warehouse.tables.layout import create_tables
from tests.harvest.server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def other() -> Iterator[Site]:
    """A second host."""
    with serving() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="session")
def _tables() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_tables(connection, load_catalogue(ROOT / "expectations"))
        yield connection


@pytest.fixture
def tables(_tables: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """All tables of a build file, empty; what a test puts in them is taken back."""
    _tables.execute("BEGIN")
    yield _tables
    _tables.execute("ROLLBACK")
