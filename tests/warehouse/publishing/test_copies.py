"""Dated copies: a cited publication is found again, the oldest make room, and nothing changes a copy."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.publishing.copies import Shelf
from readouts.warehouse.publishing.publish import Versions, publish
from readouts.warehouse.reading.query import answer
from readouts.warehouse.tables.definitions import Catalogue
from tests.warehouse.conftest import EDITION

FIRST = datetime(2031, 3, 4, 3, 15)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(b"the published file")
    return path


def shelf(published: Path, size: int) -> Shelf:
    return Shelf(published.with_name("published"), size)


def names(published: Path) -> list[str]:
    return sorted(path.name for path in published.with_name("published").iterdir())


def test_copy_is_named_by_time_and_publication_and_is_a_file_of_its_own(published: Path) -> None:
    kept = shelf(published, 3).put(published, "abc", FIRST)
    assert kept.path.name == "warehouse-2031-03-04T031500Z-abc.duckdb"
    assert (kept.is_new, kept.removed) == (True, ())
    with published.open("r+b") as file:
        file.write(b"somebody writes into it")
    assert kept.path.read_bytes() == b"the published file"
    assert not kept.path.stat().st_mode & 0o222


def test_oldest_copies_make_room(published: Path) -> None:
    for day, publication in enumerate("abcd"):
        kept = shelf(published, 2).put(published, publication, FIRST + timedelta(days=day))
    assert [path.stem[-1] for path in kept.removed] == ["b"]
    assert names(published) == [
        "warehouse-2031-03-06T031500Z-c.duckdb",
        "warehouse-2031-03-07T031500Z-d.duckdb",
    ]


def test_unchanged_publication_is_kept_once(published: Path) -> None:
    first = shelf(published, 2).put(published, "a", FIRST)
    again = shelf(published, 2).put(published, "a", FIRST + timedelta(days=1))
    assert (again.path, again.is_new, again.removed) == (first.path, False, ())
    assert len(names(published)) == 1


def test_publication_that_comes_back_is_not_the_one_to_go(published: Path) -> None:
    for day, publication in enumerate("abc"):
        shelf(published, 3).put(published, publication, FIRST + timedelta(days=day))
    kept = shelf(published, 1).put(published, "a", FIRST + timedelta(days=9))
    assert len(kept.removed) == 2
    assert names(published) == ["warehouse-2031-03-04T031500Z-a.duckdb"]


def test_drafts_of_killed_runs_go_and_other_files_stay(published: Path) -> None:
    shelf(published, 1).put(published, "a", FIRST)
    for name in (".warehouse-2031-03-05T031500Z-b.duckdb.99", "README.txt"):
        (published.with_name("published") / name).write_text("left")
    shelf(published, 1).put(published, "c", FIRST + timedelta(days=2))
    assert names(published) == ["README.txt", "warehouse-2031-03-06T031500Z-c.duckdb"]


def test_copy_is_whole_where_blocks_cannot_be_shared(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError("not between these two places")

    monkeypatch.setattr(os, "copy_file_range", refuse)
    assert shelf(published, 1).put(published, "a", FIRST).path.read_bytes() == b"the published file"


def test_publishing_keeps_a_copy_that_answers_as_the_published_file_did(
    tmp_path: Path, states: dict[str, Path], catalogue: Catalogue
) -> None:
    build, target = tmp_path / "build.duckdb", tmp_path / "warehouse.duckdb"
    shutil.copyfile(states["marts.evidence"], build)
    kept = Shelf(tmp_path / "kept", 1)
    versions = Versions("1", "2", "3")
    first = publish(build, target, catalogue, EDITION, versions, shelf=kept)
    again = publish(build, target, catalogue, None, versions, shelf=kept)
    assert first.kept is not None
    assert again.kept is not None
    assert (first.kept.is_new, again.kept.is_new) == (True, False)
    query = "SELECT publication_id, (SELECT count(*) FROM core.calls) FROM meta.publication"
    assert answer(first.kept.path, query) == answer(target, query)


def test_folder_that_cannot_be_made_is_told_and_the_rest_is_done(
    tmp_path: Path, states: dict[str, Path], catalogue: Catalogue
) -> None:
    build, target = tmp_path / "build.duckdb", tmp_path / "warehouse.duckdb"
    shutil.copyfile(states["marts.evidence"], build)
    (tmp_path / "kept").write_text("a file stands there")
    with pytest.raises(
        WarehouseError, match="is published, but no copy of it can be kept: File exists"
    ):
        publish(
            build,
            target,
            catalogue,
            EDITION,
            Versions("1", "2", "3"),
            shelf=Shelf(tmp_path / "kept", 1),
        )
    assert answer(target, "SELECT count(*) FROM core.calls").rows == [(1,)]
