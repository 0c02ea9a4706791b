"""Publishing that goes wrong: what readers have stays as it was, nothing is left beside it, and one line says why."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.warehouse.errors import BrokenFileError, WarehouseError
from readouts.warehouse.publishing.copies import KeptCopy, Shelf
from readouts.warehouse.publishing.publish import publish
from readouts.warehouse.tables.definitions import Catalogue
from tests.warehouse.conftest import EDITION, ROOT
from tests.warehouse.published import VERSIONS, published, target


def change(build: Path, statement: str) -> None:
    with duckdb.connect(str(build)) as connection:
        connection.execute(statement)


def test_page_that_broke_in_the_build_file_is_not_published(
    build: Path, catalogue: Catalogue
) -> None:
    published(build, catalogue)
    kept = target(build).read_bytes()
    text = "They spoke of the price of bread, at length. " * 40
    change(
        build,
        "INSERT INTO core.articles BY NAME SELECT * EXCLUDE (n)"
        f" REPLACE ('{text}' || n AS text, 'a' || n AS article_id)"
        " FROM core.articles, range(3000) AS r(n)",
    )
    size = build.stat().st_size
    with build.open("r+b") as file:
        for at in range(size // 2, size, 4096):
            file.seek(at)
            file.write(b"\xff" * 64)
    with pytest.raises(
        BrokenFileError, match=r"build\.duckdb cannot be read .*'readouts rebuild --all'"
    ):
        published(build, catalogue)
    assert target(build).read_bytes() == kept


def test_drafts_of_killed_runs_and_logs_of_the_old_file_go(
    build: Path, catalogue: Catalogue
) -> None:
    published(build, catalogue)
    for left in (
        ".warehouse.duckdb.123456",
        ".warehouse.duckdb.123456.wal",
        "warehouse.duckdb.wal",
    ):
        (build.parent / left).write_bytes(b"left by a process that is gone")
    published(build, catalogue)
    assert sorted(path.name for path in build.parent.iterdir()) == [
        "build.duckdb",
        "warehouse.duckdb",
    ]


OPENING = "import sys, duckdb; duckdb.connect(sys.argv[1])"


def test_no_other_writer_comes_between_until_all_is_done(build: Path, catalogue: Catalogue) -> None:
    found = []

    class Looking(Shelf):
        def put(self, *arguments: Any) -> KeptCopy:
            other = subprocess.run(
                [sys.executable, "-c", OPENING, str(build)], capture_output=True, check=False
            )
            found.append(other.stderr.decode())
            return super().put(*arguments)

    publish(
        build, target(build), catalogue, EDITION, VERSIONS, shelf=Looking(build.parent / "kept", 1)
    )
    assert "Conflicting lock" in found[0]


LIMITED = """
import resource, signal, sys
from datetime import date
from pathlib import Path
from readouts.warehouse.publishing.publish import Versions, publish
from readouts.warehouse.tables.definitions import load_catalogue
from readouts.base.errors import ReadoutsError

build, definitions = map(Path, sys.argv[1:])
catalogue = load_catalogue(definitions)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (build.stat().st_size // 2,) * 2)
try:
    publish(build, build.with_name("warehouse.duckdb"), catalogue, None, Versions("1", "2", "3"))
except ReadoutsError as error:
    print(error)
"""


def test_full_disk_is_told_in_one_line_and_the_old_file_stays(
    build: Path, catalogue: Catalogue
) -> None:
    published(build, catalogue)
    kept = target(build).read_bytes()
    command = [sys.executable, "-c", LIMITED, str(build), str(ROOT / "expectations")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert (
        said
        == f"{target(build)} cannot be published: File too large; make room, and run it again\n"
    )
    assert target(build).read_bytes() == kept
    assert sorted(path.name for path in build.parent.iterdir()) == [
        "build.duckdb",
        "warehouse.duckdb",
    ]


def test_build_file_that_is_not_there_is_not_made(build: Path, catalogue: Catalogue) -> None:
    build.unlink()
    with pytest.raises(WarehouseError, match=r"there is no build\.duckdb .*readouts rebuild --all"):
        published(build, catalogue, None)
    assert list(build.parent.iterdir()) == []


def test_nothing_is_left_beside_the_files(build: Path, catalogue: Catalogue) -> None:
    for _ in range(2):
        published(build, catalogue)
        assert {path.name for path in build.parent.iterdir()} == {
            "build.duckdb",
            "warehouse.duckdb",
        }
