"""``readouts publish`` and ``readouts export``: what is finished, kept and handed out, and its id as the answer."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import duckdb
import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner, Result

from pipelines.cli import app
from readouts import __version__
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import ROOT, Home, copies_to_keep
from readouts.edition.closing.publishing import publish_finished
from readouts.edition.project import Project
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.reading.query import answer
from tests.sampling import SAMPLE

FIGURES = "SELECT (SELECT sum(report_count) FROM core.calls), (SELECT sum(sources) FROM marts.reactions_by_country)"


@pytest.fixture
def home(sample_copy: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The sample's home, named by the environment."""
    monkeypatch.setenv("READOUTS_HOME", str(sample_copy.path))
    monkeypatch.setenv("READOUTS_SOURCES", str(SAMPLE / "sources.yaml"))
    return sample_copy


def command(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result


def publication(home: Home) -> str:
    [(found,)] = answer(home.warehouse, "SELECT publication_id FROM meta.publication").rows
    return str(found)


def test_publish_and_export_keep_and_tell_the_publication(home: Home) -> None:
    before = publication(home)
    home.warehouse.unlink()
    first, again = command("publish", "--keep", "2"), command("publish", "--keep", "2")
    assert first.stdout == again.stdout == f"publication {before}\n"
    assert "kept as" in first.stderr
    assert "unchanged; it is kept already as" in again.stderr
    [kept] = home.copies.iterdir()
    assert kept.name.endswith(f"-{before}.duckdb")
    exported = command("export", "--format", "csv")
    assert exported.stdout == f"publication {before}\n"
    assert json.loads((home.export / "datapackage.json").read_text())["version"] == before
    assert answer(home.warehouse, "SELECT count(*) > 0 FROM citations").rows == [(True,)]


def unfinished(home: Home, where: str) -> None:
    with duckdb.connect(str(home.build)) as connection:
        connection.execute(f"UPDATE meta.editions SET status = 'building' WHERE {where}")


def test_what_readers_have_and_a_killed_run_left_is_made_anew_before_it_is_published(
    home: Home,
) -> None:
    before, said = publication(home), list[str]()
    unfinished(home, "edition = DATE '2025-05-09'")
    publish_finished(Project.load(home, ROOT, SAMPLE / "sources.yaml"), say=said.append)
    assert any("edition 2025-05-09 is made anew from the archive (1 of 1)" in line for line in said)
    assert publication(home) == before


def test_what_a_killed_run_left_and_nobody_has_is_not_published(home: Home) -> None:
    """The figures hold an edition that is not finished: they are made anew without it."""
    whole, said = (answer(home.warehouse, FIGURES).rows, publication(home)), list[str]()
    unfinished(home, "edition = DATE '2025-05-09'")
    home.warehouse.unlink()
    publish_finished(Project.load(home, ROOT, SAMPLE / "sources.yaml"), say=said.append)
    assert any("made anew" in line for line in said)
    assert publication(home) != whole[1]
    assert answer(home.warehouse, FIGURES).rows != whole[0]
    lost = (
        "SELECT unnest(report_ids) FROM core.calls EXCEPT SELECT report_id FROM core.call_reports"
    )
    assert answer(home.warehouse, lost).rows == []


def test_what_runs_touched_is_named_and_the_id_stays(home: Home) -> None:
    """Only tables that are no figures lack something: nobody is told that figures are made anew."""
    project = Project.load(home, ROOT, SAMPLE / "sources.yaml")
    before, said = publication(home), list[str]()
    with duckdb.connect(str(home.build)) as connection:
        connection.execute(
            "INSERT INTO meta.touched SELECT 'marts.coverage', edition::VARCHAR FROM meta.editions"
        )
    publish_finished(project, say=said.append)
    assert "brought up to what the last runs found: marts.coverage" in said
    assert not any("figures" in line for line in said)
    assert publication(home) == before
    said.clear()
    publish_finished(project, say=said.append)
    assert not any("brought up" in line for line in said)


def test_where_nothing_is_finished_nothing_is_published(home: Home) -> None:
    unfinished(home, "true")
    home.warehouse.unlink()
    with pytest.raises(WarehouseError, match="no edition is finished"):
        publish_finished(Project.load(home, ROOT, SAMPLE / "sources.yaml"), say=lambda line: None)
    assert not home.warehouse.exists()


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("0", 0), ("30", 30)])
def test_environment_says_how_many_copies_are_kept(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: int
) -> None:
    monkeypatch.setenv("READOUTS_KEEP", text)
    assert copies_to_keep() == expected


@pytest.mark.parametrize("text", ["many", "-1", "1.5", "²"])
def test_number_of_copies_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("READOUTS_KEEP", text)
    with pytest.raises(ReadoutsError, match="READOUTS_KEEP is"):
        copies_to_keep()


def test_citation_file_is_of_this_version_and_names_no_person() -> None:
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    project = tomllib.loads(Path(ROOT / "pyproject.toml").read_text())["project"]
    assert (citation["version"], citation["license"]) == (__version__, project["license"])
    assert citation["cff-version"] == "1.2.0"
    assert citation["authors"] == [{"name": "Readouts contributors"}]
