"""Exports: a data package that validates, says what its columns mean, and holds the rows of one publication."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pytest

from readouts.warehouse.errors import NotPublishedError
from readouts.warehouse.files.database import open_build
from readouts.warehouse.publishing.export import Export, ExportError, export
from readouts.warehouse.publishing.publish import Versions, publish
from readouts.warehouse.reading.query import answer
from readouts.warehouse.tables.definitions import Catalogue
from readouts.warehouse.tables.layout import create_tables
from tests.warehouse.conftest import EDITION, good_rows
from tests.warehouse.telling import insert

TITLE = '=HYPERLINK("https://paper.example")\n, a "call", Ålesund → 北京'
TEXT = "Foreign Minister Ilvar Quen of Norway called Foreign Minister Osk Tarrandel of Chile on Tuesday."
PAGE = "A page in a language that nobody reads here. " * 30


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """A published file with a title that is hard to write as CSV, and an unread passage as long as a page."""
    folder = tmp_path_factory.mktemp("export")
    rows = good_rows()
    rows["core.articles"][0]["title"] = TITLE
    rows["core.articles"].append(
        rows["core.articles"][0] | {"article_id": "article-0", "duplicate_of": "article-1"}
    )
    rows["core.unparsed"].append(
        rows["core.unparsed"][0] | {"unparsed_id": "unparsed-0", "passage": PAGE}
    )
    with open_build(folder / "build.duckdb") as connection:
        create_tables(connection, catalogue)
        insert(connection, catalogue, rows)
    publish(
        folder / "build.duckdb",
        folder / "warehouse.duckdb",
        catalogue,
        EDITION,
        Versions("1", "2", "3"),
    )
    return folder / "warehouse.duckdb"


@pytest.fixture(scope="module")
def whole(
    published: Path, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue
) -> Export:
    """An export in both forms, without texts, for tests that only look."""
    return export(published, tmp_path_factory.mktemp("whole") / "out", catalogue)


Exported = Callable[..., Export]


@pytest.fixture
def exported(published: Path, tmp_path: Path, catalogue: Catalogue) -> Exported:
    def run(**options: Any) -> Export:
        return export(published, tmp_path / "out", catalogue, **options)

    return run


def dictionary(made: Export) -> dict[str, Any]:
    described = json.loads((made.folder / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"] = {resource["name"]: resource for resource in described["resources"]}
    return dict(described)


def cells(made: Export, table: str) -> list[dict[str, str]]:
    with (made.folder / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def problems(made: Export) -> list[str]:
    """What Frictionless finds wrong with the package: the descriptor, and each CSV against its schema."""
    package = frictionless.Package(str(made.folder / "datapackage.json"))
    for name in list(package.resource_names):
        if name.endswith(".parquet"):  # needs a plugin; DuckDB reads these in a test of their own
            package.remove_resource(name)
    report = package.validate()
    assert report.stats["tasks"] == len(package.resource_names)
    return [error.message for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


def test_package_is_valid(whole: Export, exported: Exported) -> None:
    assert problems(whole) == []
    assert problems(exported(with_text=True, forms=["csv"])) == []


@pytest.mark.parametrize(
    ("table", "found", "wrong"),
    [
        ("core.reactions", "report-1", "report-9"),
        ("core.calls", "2031-03-04", "one day in March"),
        ("core.unparsed", "unparsed-1", "unparsed-0"),
    ],
)
def test_package_that_was_changed_is_not(
    exported: Exported, table: str, found: str, wrong: str
) -> None:
    made = exported(forms=["csv"])
    path = made.folder / "csv" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(found, wrong), encoding="utf-8")
    assert problems(made) != []


def test_every_column_is_explained_and_typed(whole: Export, catalogue: Catalogue) -> None:
    described = dictionary(whole)
    assert described["version"] == described["id"] != ""
    for table in catalogue.tables.values():
        if table.schema_name not in {"core", "marts"}:
            assert table.table not in described["resources"]
            continue
        for name in (table.table, f"{table.table}.parquet"):
            resource = described["resources"][name]
            assert table.grain in resource["description"]
            fields = {field["name"]: field for field in resource["schema"]["fields"]}
            assert fields.keys() == table.columns.keys() - set(table.texts)
            assert all(field["description"] for field in fields.values())
    fields = described["resources"]["core.calls"]["schema"]["fields"]
    types = {field["name"]: field["type"] for field in fields}
    assert (types["sides"], types["call_date"], types["report_count"]) == (
        "array",
        "date",
        "integer",
    )
    assert {"core", "marts", "meta"} == {name.split(".")[0] for name in described["resources"]}


def test_keys_lead_from_table_to_table(whole: Export) -> None:
    resources = dictionary(whole)["resources"]
    schema = resources["core.reactions"]["schema"]
    assert schema["primaryKey"] == ["edition", "reaction_id"]
    assert {key["fields"]: key["reference"]["resource"] for key in schema["foreignKeys"]} == {
        "article_id": "core.articles",
        "party_id": "core.parties",
        "report_id": "core.call_reports",
    }
    [copies] = resources["core.articles"]["schema"]["foreignKeys"]
    assert copies == {
        "fields": "duplicate_of",
        "reference": {"resource": "", "fields": "article_id"},
    }
    of_parquet = resources["marts.evidence.parquet"]["schema"]["foreignKeys"]
    assert all(key["reference"]["resource"].endswith(".parquet") for key in of_parquet)


def test_texts_stay_out_unless_asked_for(whole: Export, exported: Exported) -> None:
    without, with_them = whole, exported(with_text=True, forms=["csv"])
    assert "text" not in cells(without, "core.articles")[0]
    assert [row["text"].startswith("Foreign") for row in cells(with_them, "core.articles")] == [
        True,
        True,
    ]
    for made, passage in ((without, ""), (with_them, PAGE)):
        passages = {row["unparsed_id"]: row["passage"] for row in cells(made, "core.unparsed")}
        assert passages == {"unparsed-0": passage, "unparsed-1": "Quen voiced concern"}
    for path in without.folder.rglob("*.csv"):
        assert TEXT + " Quen" not in path.read_text(encoding="utf-8")
    assert cells(without, "core.reactions")[0]["evidence"] == "Quen voiced concern"
    assert all(row["text_sha256"] for row in cells(without, "core.articles"))


def test_values_stand_as_they_are(whole: Export, published: Path) -> None:
    made = whole
    assert {row["title"] for row in cells(made, "core.articles")} == {TITLE}
    [call] = cells(made, "core.calls")
    assert json.loads(call["participants"]) == ["Ilvar Quen", "Osk Tarrandel"]
    assert cells(made, "core.articles")[0]["published_at"] == "2031-03-04T05:00:00Z"
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{published}' AS w (READ_ONLY)")
        for path in (made.folder / "parquet").iterdir():
            names = connection.execute(f"DESCRIBE FROM '{path}'").fetchall()
            listed = ", ".join(name for name, *_ in names if name != "passage")
            differing = connection.execute(
                f"(SELECT {listed} FROM '{path}' EXCEPT ALL SELECT {listed} FROM w.{path.stem}) UNION ALL"
                f" (SELECT {listed} FROM w.{path.stem} EXCEPT ALL SELECT {listed} FROM '{path}')"
            ).fetchall()
            assert differing == [], path.name


def test_same_publication_is_the_same_export(whole: Export, exported: Exported) -> None:
    again = exported(forms=["csv"])
    for path in (again.folder / "csv").iterdir():
        assert (whole.folder / "csv" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_one_form_alone_takes_the_place_of_both(
    whole: Export, exported: Exported, tmp_path: Path, form: str
) -> None:
    shutil.copytree(whole.folder, tmp_path / "out")
    made = exported(forms=[form])
    assert {path.name for path in made.folder.iterdir()} == {form, "datapackage.json"}
    assert {resource["format"] for resource in dictionary(made)["resources"].values()} == {form}


def test_export_names_its_publication_and_its_sources(whole: Export, published: Path) -> None:
    made = whole
    [publication] = answer(
        published, "SELECT publication_id, core_digest FROM meta.publication"
    ).rows
    described = dictionary(made)
    assert (made.publication_id, described["versions"]["core_digest"]) == publication
    assert described["version"] == made.publication_id
    assert described["sources"] == [{"title": "The Example Paper", "path": "https://paper.example"}]
    assert made.rows["core.calls"] == 1


def test_folder_with_other_things_is_left_alone(exported: Exported, tmp_path: Path) -> None:
    notes = tmp_path / "out" / "my notes.txt"
    notes.parent.mkdir()
    notes.write_text("do not lose me")
    with pytest.raises(ExportError, match=r"holds other things \(my notes\.txt\)"):
        exported()
    assert notes.read_text() == "do not lose me"


def test_export_that_a_killed_run_set_aside_comes_back(
    exported: Exported, tmp_path: Path, catalogue: Catalogue
) -> None:
    made = exported(forms=["csv"])
    made.folder.rename(tmp_path / ".out.old")
    with pytest.raises(NotPublishedError):
        export(tmp_path / "none.duckdb", made.folder, catalogue)
    assert cells(made, "core.calls") != []


@pytest.mark.parametrize(
    "case", ["a file stands there", "nothing can be written", "nothing is published"]
)
def test_export_that_cannot_be_is_one_line_and_leaves_nothing(
    exported: Exported, published: Path, tmp_path: Path, catalogue: Catalogue, case: str
) -> None:
    folder, source, expected = tmp_path / "out", published, ExportError
    if case == "a file stands there":
        folder.write_text("a file")
    elif case == "nothing can be written":
        (tmp_path / "file").write_text("no folder")
        folder = tmp_path / "file" / "out"
    else:
        source, expected = tmp_path / "none.duckdb", NotPublishedError
    before = sorted(tmp_path.iterdir())
    with pytest.raises(expected) as error:
        export(source, folder, catalogue)
    assert "\n" not in str(error.value)
    assert sorted(tmp_path.iterdir()) == before


def test_file_of_an_earlier_release_is_exported_as_it_is(
    published: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    older = tmp_path / "older.duckdb"
    shutil.copyfile(published, older)
    with duckdb.connect(str(older)) as connection:
        connection.execute("ALTER TABLE core.parties DROP COLUMN role; DROP TABLE marts.evidence")
    made = export(older, tmp_path / "out", catalogue, forms=["csv"])
    assert "role" not in cells(made, "core.parties")[0]
    assert "marts.evidence" not in made.rows
    assert problems(made) == []
