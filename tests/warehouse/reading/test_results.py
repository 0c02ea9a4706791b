"""What the gates found, as the command shows it: which editions, from which file, and how each check ended."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.commands.published.reading import write_gates
from readouts.warehouse.errors import NotPublishedError
from readouts.warehouse.gate.gate import GateShut, Staged, pass_gate
from readouts.warehouse.reading.results import GateRecord, gate_record
from readouts.warehouse.tables.definitions import Catalogue
from readouts.warehouse.tables.layout import create_tables
from readouts.warehouse.working.one_file import OneFile
from tests.warehouse.conftest import EDITION, Row, good_rows

REFUSED, BETWEEN, LATEST = (EDITION + timedelta(days=n) for n in range(3))


def pages(edition: date, number: int, **changes: object) -> list[Row]:
    good = good_rows()["raw.pages"][0] | {"edition": edition} | changes
    return [good | {"page_id": f"{edition}-{n}"} for n in range(number)]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """Three editions: one refused, one as it should be, one in which a check warns."""
    path = tmp_path_factory.mktemp("results") / "build.duckdb"
    with duckdb.connect(str(path)) as connection:
        create_tables(connection, catalogue)
        for edition in (BETWEEN, LATEST):
            connection.execute(
                "INSERT INTO meta.editions (edition, status) VALUES (?, 'published')", [edition]
            )
        with pytest.raises(GateShut):
            pass_gate(
                connection, catalogue, REFUSED, [Staged("raw.pages", pages(REFUSED, 6, status=42))]
            )
        pass_gate(connection, catalogue, BETWEEN, [Staged("raw.pages", pages(BETWEEN, 2))])
        late = [*pages(LATEST, 2), *pages(LATEST, 1, page_id="x", error="timeout: no answer")]
        late[-1]["page_id"] = "late"
        pass_gate(connection, catalogue, LATEST, [Staged("raw.pages", late)])
    return path


def results(record: GateRecord) -> dict[tuple[date, str], str]:
    edition, check, result = (
        record.checks.columns.index(c) for c in ("edition", "check", "result")
    )
    return {(row[edition], row[check]): row[result] for row in record.checks.rows}


def test_latest_and_refused_editions_are_shown_where_none_is_named(build: Path) -> None:
    record = gate_record(OneFile(build), build.with_name("none"), None)
    assert [(s.edition, s.status) for s in record.editions] == [
        (REFUSED, "refused"),
        (LATEST, "published"),
    ]
    assert "status_is_http (6 of 6 rows failed)" in (record.editions[0].reason or "")
    found = results(record)
    assert found[REFUSED, "status_is_http"] == "shut"
    assert found[LATEST, "most_articles_answer"] == "warned"
    assert found[LATEST, "status_is_http"] == "passed"


def test_editions_are_shown_by_name_and_checks_that_passed_left_out(build: Path) -> None:
    record = gate_record(
        OneFile(build), build.with_name("none"), [BETWEEN, LATEST], only_failed=True
    )
    assert [s.edition for s in record.editions] == [BETWEEN, LATEST]
    assert results(record) == {(LATEST, "most_articles_answer"): "warned"}
    with pytest.raises(NotPublishedError, match="no gate has run for 2020-01-01"):
        gate_record(OneFile(build), build.with_name("none"), [date(2020, 1, 1)])


@pytest.fixture
def busy(tmp_path: Path, build: Path) -> Iterator[tuple[Path, Path]]:
    """A build file that is open for writing, and a published one."""
    own, published = tmp_path / "build.duckdb", tmp_path / "warehouse.duckdb"
    for path in (own, published):
        path.write_bytes(build.read_bytes())
    connection = duckdb.connect(str(own))
    yield own, published
    connection.close()


def test_published_file_answers_while_a_run_has_the_other(busy: tuple[Path, Path]) -> None:
    own, published = busy
    assert gate_record(OneFile(own), published, [LATEST]).file == "warehouse.duckdb"
    assert gate_record(OneFile(published), own, [LATEST]).file == "warehouse.duckdb"


def test_nothing_has_run(tmp_path: Path) -> None:
    path = tmp_path / "build.duckdb"
    with pytest.raises(NotPublishedError, match="no gate has run yet"):
        gate_record(OneFile(path), path, None)
    duckdb.connect(str(path)).close()
    with pytest.raises(NotPublishedError, match="no gate has run yet"):
        gate_record(OneFile(path), path, None)


def test_results_are_written_for_people_and_for_programs(
    build: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = gate_record(OneFile(build), build.with_name("none"), [REFUSED, BETWEEN])
    write_gates(record, "table")
    shown = capsys.readouterr()
    assert shown.err == "as build.duckdb has it\n"
    assert f"edition {REFUSED}, refused: edition {REFUSED}: the gate of raw.pages shut" in shown.out
    assert f"edition {BETWEEN}, published\n" in shown.out
    assert shown.out.rstrip().endswith("every check passed")
    assert "6 of 6" in shown.out
    write_gates(record, "csv")
    by_csv = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    write_gates(record, "json")
    by_json = json.loads(capsys.readouterr().out)
    for rows in (by_csv, by_json):
        assert len(rows) == len(record.checks.rows)
        assert [r["check"] for r in rows if r["result"] == "shut"] == ["status_is_http"]
