"""Publishing: the file that people read is whole, finished, explained, and says which publication it is."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.gate.gate import pass_gate
from readouts.warehouse.gate.staging import Staged
from readouts.warehouse.publishing.publish import Publication, Versions, publish
from readouts.warehouse.reading.query import answer
from readouts.warehouse.tables.definitions import Catalogue
from readouts.warehouse.tables.layout import ensure_tables
from tests.warehouse.conftest import EDITION, Row, count, good_rows
from tests.warehouse.published import VERSIONS, published, target
from tests.warehouse.telling import insert

NEXT = EDITION + timedelta(days=1)


def add_edition(build: Path, catalogue: Catalogue, edition: date, status: str) -> None:
    """Good rows of another edition, under ids of their own, in the state given."""
    with duckdb.connect(str(build)) as connection:
        for table, rows in good_rows().items():
            if catalogue[table].edition:
                key = catalogue[table].key
                changed = [row | {"edition": edition, key: f"{edition} {row[key]}"} for row in rows]
                insert(connection, catalogue, {table: changed})
        connection.execute(
            "INSERT INTO meta.editions (edition, status) VALUES (?, ?)", [edition, status]
        )


def change(build: Path, statement: str) -> None:
    with duckdb.connect(str(build)) as connection:
        connection.execute(statement)


@pytest.fixture(scope="module")
def once(
    tmp_path_factory: pytest.TempPathFactory, states: dict[str, Path], catalogue: Catalogue
) -> tuple[Path, Publication]:
    """A folder with a build file and what is published of it: tests take copies."""
    build = tmp_path_factory.mktemp("once") / "build.duckdb"
    shutil.copyfile(states["marts.reactions_daily"], build)
    return build.parent, published(build, catalogue)


@pytest.fixture(scope="module")
def twice(
    tmp_path_factory: pytest.TempPathFactory, once: tuple[Path, Publication], catalogue: Catalogue
) -> Path:
    """The same with a second edition, which is published too."""
    folder = tmp_path_factory.mktemp("twice")
    shutil.copytree(once[0], folder, dirs_exist_ok=True)
    add_edition(folder / "build.duckdb", catalogue, NEXT, "building")
    published(folder / "build.duckdb", catalogue, NEXT)
    return folder


@pytest.fixture
def first(build: Path, once: tuple[Path, Publication]) -> Publication:
    """What is published already of the build file."""
    folder, publication = once
    shutil.copytree(folder, build.parent, dirs_exist_ok=True)
    return publication


@pytest.fixture
def both(build: Path, twice: Path) -> None:
    """Two editions are published already."""
    shutil.copytree(twice, build.parent, dirs_exist_ok=True)


@pytest.mark.parametrize("status", ["open", "building", "refused"])
def test_only_finished_editions_are_published(
    build: Path, catalogue: Catalogue, status: str
) -> None:
    add_edition(build, catalogue, NEXT, status)
    publication = published(build, catalogue)
    for table in catalogue.tables.values():
        if table.edition:
            found = answer(target(build), f"SELECT DISTINCT edition FROM {table.table}").rows
            assert found == [(EDITION,)], table.table
    assert publication.editions == 1
    with duckdb.connect(str(build)) as connection:
        assert count(connection, "core.articles") == 2, "the build file keeps what is not finished"


def test_edition_is_finished_by_its_publication(build: Path, catalogue: Catalogue) -> None:
    add_edition(build, catalogue, NEXT, "building")
    assert published(build, catalogue).editions == 1
    assert published(build, catalogue, NEXT).editions == 2
    found = answer(
        target(build),
        "SELECT edition, status, parser, extractor, input FROM meta.editions ORDER BY 1",
    )
    assert found.rows == [
        (edition, "published", VERSIONS.parser, VERSIONS.extractor, VERSIONS.input)
        for edition in (EDITION, NEXT)
    ]


def test_without_an_edition_those_finished_before_are_published(
    build: Path, first: Publication, catalogue: Catalogue
) -> None:
    add_edition(build, catalogue, NEXT, "building")
    assert published(build, catalogue, None).editions == 1
    assert answer(target(build), "SELECT edition FROM meta.publication").rows == [(None,)]


def test_publication_says_what_it_is(build: Path, first: Publication) -> None:
    [(made, *rest)] = answer(
        target(build),
        "SELECT published_at, publication_id, edition, readouts, parser, extractor, duckdb FROM meta.publication",
    ).rows
    assert rest == [
        first.publication_id,
        EDITION,
        VERSIONS.readouts,
        VERSIONS.parser,
        VERSIONS.extractor,
        duckdb.__version__,
    ]
    assert abs(datetime.now(UTC).replace(tzinfo=None) - made) < timedelta(minutes=5)
    assert first.size == target(build).stat().st_size
    for table, rows in first.rows.items():
        assert answer(target(build), f"SELECT count(*) FROM {table}").rows == [(rows,)]


def test_same_rows_are_the_same_publication_in_whatever_order(
    build: Path, first: Publication, catalogue: Catalogue
) -> None:
    change(
        build,
        "CREATE TEMP TABLE p AS FROM core.parties; DELETE FROM core.parties;"
        " INSERT INTO core.parties FROM p ORDER BY party_id DESC",
    )
    again = published(build, catalogue, versions=Versions("9", "9", "9", "9"))
    assert again.publication_id == first.publication_id


@pytest.mark.parametrize(
    ("statement", "is_another"),
    [
        pytest.param("UPDATE core.parties SET office = 'Envoy'", True, id="a value of core"),
        pytest.param("UPDATE core.articles SET title = NULL", True, id="a value that is gone"),
        pytest.param("DELETE FROM core.unparsed", True, id="a row of core"),
        pytest.param(
            "INSERT INTO core.unparsed FROM core.unparsed", True, id="a row that comes twice"
        ),
        pytest.param(
            "UPDATE core.calls SET medium = 'video'", True, id="a call, which crosses editions"
        ),
        pytest.param("UPDATE core.articles SET text_sha256 = '2'", True, id="the digest of a text"),
        pytest.param(
            "UPDATE core.articles SET text = 'x'", False, id="a text, for which its digest stands"
        ),
        pytest.param(
            "UPDATE raw.pages SET fetched_at = '2031-01-01'", False, id="the hour of a fetch"
        ),
        pytest.param("DELETE FROM meta.gate_results", False, id="what a gate said"),
        pytest.param("UPDATE raw.pages SET status = 203", False, id="a page's status"),
    ],
)
def test_publication_is_another_when_core_says_something_else(
    build: Path, first: Publication, catalogue: Catalogue, statement: str, is_another: bool
) -> None:
    change(build, statement)
    again = published(build, catalogue)
    assert (again.publication_id != first.publication_id) == is_another


def test_other_sql_for_the_figures_is_another_publication_of_the_same_core(
    build: Path, catalogue: Catalogue
) -> None:
    ids = set()
    for models in ("one", "other"):
        published(build, catalogue, versions=replace(VERSIONS, models=models))
        ids.add(
            answer(target(build), "SELECT core_digest, publication_id FROM meta.publication").rows[
                0
            ]
        )
    assert len({core for core, _ in ids}) == 1
    assert len({publication for _, publication in ids}) == 2


def digests(path: Path) -> dict[date, str | None]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return dict(connection.execute("SELECT edition, digest FROM meta.editions").fetchall())


def test_editions_that_did_not_change_are_not_read_again(
    build: Path, first: Publication, catalogue: Catalogue
) -> None:
    change(build, "UPDATE meta.editions SET digest = 'as noted'")
    add_edition(build, catalogue, NEXT, "building")
    published(build, catalogue, NEXT)
    noted = digests(target(build))
    assert noted[EDITION] == "as noted"
    assert noted[NEXT] not in {None, "as noted"}


def test_gate_forgets_the_digest_of_an_edition_whose_rows_it_changes(
    build: Path, both: None, catalogue: Catalogue
) -> None:
    with duckdb.connect(str(build)) as connection:
        pass_gate(connection, catalogue, EDITION, [Staged("core.unparsed", [])])
    left = digests(build)
    assert left[EDITION] is None
    assert left[NEXT] is not None


def test_build_file_of_an_earlier_release_keeps_what_is_published(
    build: Path, first: Publication, catalogue: Catalogue
) -> None:
    change(
        build,
        "ALTER TABLE meta.editions DROP COLUMN digest; ALTER TABLE meta.publication DROP COLUMN core_digest",
    )
    with duckdb.connect(str(build)) as connection:
        assert ensure_tables(connection, catalogue, thoroughly=True) == []
    again = published(build, catalogue, None)
    assert (again.publication_id, again.editions) == (first.publication_id, 1)


@pytest.mark.parametrize(
    ("statement", "is_named"),
    [
        pytest.param("DELETE FROM meta.editions WHERE edition = $1", None, id="it is not known"),
        pytest.param(
            "UPDATE meta.editions SET status = 'open' WHERE edition = $1", None, id="open"
        ),
        pytest.param(
            "UPDATE meta.editions SET status = 'building' WHERE edition = $1", None, id="building"
        ),
        pytest.param(
            "UPDATE meta.editions SET is_half_done = true WHERE edition = $1", None, id="half done"
        ),
        pytest.param(
            "UPDATE meta.editions SET status = 'refused', reason = 'the gate of x shut' WHERE edition = $1",
            "the gate of x shut",
            id="refused",
        ),
        pytest.param(
            "UPDATE meta.editions SET status = 'withdrawn' WHERE edition = $1",
            "withdrawn",
            id="withdrawn",
        ),
    ],
)
def test_no_edition_is_taken_from_readers_but_one_that_was_taken_out(
    build: Path, both: None, catalogue: Catalogue, statement: str, is_named: str | None
) -> None:
    kept, said = target(build).read_bytes(), list[str]()
    change(build, statement.replace("$1", f"'{EDITION}'"))
    for edition in (NEXT, None):
        if is_named is None:
            with pytest.raises(WarehouseError, match="readers keep what they have") as error:
                publish(build, target(build), catalogue, edition, VERSIONS, say=said.append)
            assert f"'readouts rebuild {EDITION}'" in str(error.value)
            assert "\n" not in str(error.value)
            assert target(build).read_bytes() == kept
        else:
            publish(build, target(build), catalogue, edition, VERSIONS, say=said.append)
    expected = [f"readers no longer have edition {EDITION}: {is_named}"] if is_named else []
    assert said == expected, "once, and not again when it is gone"


def test_comments_and_types_survive(build: Path, first: Publication, catalogue: Catalogue) -> None:
    found = {
        (schema, table, column): (kind, comment)
        for schema, table, column, kind, comment in answer(
            target(build),
            "SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns()"
            " WHERE NOT internal",
        ).rows
    }
    for table in catalogue.tables.values():
        for name, column in table.columns.items():
            kind, comment = found[table.schema_name, table.name, name]
            assert (kind, comment) == (column.type, " ".join(column.comment.split()))
    assert all(comment for _, comment in found.values())


@pytest.mark.parametrize("case", ["a folder stands in its place", "its folder is not there"])
def test_target_that_cannot_be_written_leaves_all_as_it_was(
    build: Path, catalogue: Catalogue, case: str
) -> None:
    place = build.parent / "elsewhere" / "warehouse.duckdb"
    if case == "a folder stands in its place":
        (place / "full").mkdir(parents=True)
    before = sorted(build.parent.rglob("*"))
    with pytest.raises(WarehouseError, match="cannot be published") as error:
        publish(build, place, catalogue, EDITION, VERSIONS)
    assert "\n" not in str(error.value)
    assert sorted(build.parent.rglob("*")) == before


def test_build_file_that_is_none_is_told_in_one_line(
    build: Path, first: Publication, catalogue: Catalogue
) -> None:
    kept = target(build).read_bytes()
    build.write_bytes(b"no database at all, but long enough to be looked at" * 200)
    with pytest.raises(WarehouseError, match="readouts rebuild --all") as error:
        published(build, catalogue)
    assert "\n" not in str(error.value)
    assert target(build).read_bytes() == kept


def test_reader_with_the_old_file_open_finishes_on_it(
    build: Path, first: Publication, catalogue: Catalogue
) -> None:
    with target(build).open("rb") as reader:
        head = reader.read(4096)
        change(build, "DELETE FROM core.unparsed")
        published(build, catalogue)
        reader.seek(0)
        assert reader.read(4096) == head
    rows: list[Row] = []
    assert answer(target(build), "FROM core.unparsed").rows == rows
