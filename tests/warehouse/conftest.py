"""A catalogue, an empty build file with all tables, and good rows."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.warehouse.gate.gate import pass_gate
from readouts.warehouse.gate.staging import Staged
from readouts.warehouse.models.build import load_models
from readouts.warehouse.tables.definitions import Catalogue, load_catalogue
from readouts.warehouse.tables.layout import create_tables
from tests.cases import read_cases

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).parent / "cases"
EDITION = date(2031, 3, 4)

Row = dict[str, Any]


def load_cases(name: str) -> Any:
    return read_cases(CASES / name)


GOOD_ROWS = load_cases("rows.yaml")


def good_rows() -> dict[str, list[Row]]:
    """Good rows by table; the call has its second party, the pair of sides its other direction."""
    rows = {table: [copy.deepcopy(row)] for table, row in GOOD_ROWS.items()}
    rows["core.parties"].append(
        rows["core.parties"][0]
        | {
            "party_id": "party-2",
            "ordinal": 2,
            "name": "Osk Tarrandel",
            "name_written": "Osk Tarrandel",
            "name_latin": "Osk Tarrandel",
            "name_key": ["osk", "tarandel"],
            "name_parts": ["osk", "tarrandel"],
            "country": "CHL",
            "side": "CHL",
            "role": "recipient",
        }
    )
    there = rows["marts.call_network"][0]
    rows["marts.call_network"].append(
        there
        | {"row_id": "CHL/NOR", "side": "CHL", "counterpart": "NOR"}
        | {"rung": there["received"], "received": there["rung"]}
    )
    return rows


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "expectations")


STEPS = [
    ["raw.pages"],
    ["core.articles"],
    ["core.call_reports", "core.parties", "core.reactions", "core.translations", "core.unparsed"],
    ["raw.answers"],
    ["raw.corrections"],
    *([model.table] for model in load_models(ROOT / "sql")),
]
"""The tables that pass the gate together, in order."""

Loaded = Callable[..., duckdb.DuckDBPyConnection]
"""Gives a build file of one's own that holds the good rows of all steps before that of a table."""


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> dict[str, Path]:
    """A build file before each step, made once: tests take copies."""
    folder = tmp_path_factory.mktemp("states")
    path = folder / "0.duckdb"
    rows, found = good_rows(), {}
    with duckdb.connect(str(path)) as connection:
        create_tables(connection, catalogue)
        for number, tables in enumerate(STEPS, start=1):
            connection.execute("CHECKPOINT")
            copied = folder / f"before-{number}.duckdb"
            shutil.copyfile(path, copied)
            found |= dict.fromkeys(tables, copied)
            pass_gate(connection, catalogue, EDITION, [Staged(t, rows[t]) for t in tables])
    return found


@pytest.fixture(scope="session")
def _engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """One DuckDB for the build files of all tests: to begin one takes ten times as long as to attach a file to it.

    A file that is let go of is a test's own, and thrown away: nothing is to be written into it then.
    """
    with duckdb.connect() as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        yield connection


@pytest.fixture
def loaded(
    tmp_path: Path, states: dict[str, Path], _engine: duckdb.DuckDBPyConnection
) -> Iterator[Loaded]:
    connections = []

    def load(*, before: str) -> duckdb.DuckDBPyConnection:
        name = f"build_{len(connections)}"
        path = tmp_path / f"{name}.duckdb"
        shutil.copyfile(states[before], path)
        _engine.execute(f"ATTACH '{path}' AS {name}")
        connections.append(_engine.cursor())
        connections[-1].execute(f"USE {name}")
        return connections[-1]

    yield load
    for number, connection in enumerate(connections):
        connection.close()
        _engine.execute(f"DETACH build_{number}")


def count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def build(tmp_path: Path, states: dict[str, Path]) -> Path:
    """A build file with one edition in all of core, alone in a folder."""
    (tmp_path / "home").mkdir()
    path = tmp_path / "home" / "build.duckdb"
    shutil.copyfile(states["marts.reactions_daily"], path)
    return path
