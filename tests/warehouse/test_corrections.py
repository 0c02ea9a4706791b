"""Corrections from the file to the published figures, and through a new reading of the same page."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from readouts.base.instance.home import ROOT, Home
from readouts.corrections.applied import find_target, states_of
from readouts.corrections.fields import CorrectionError
from readouts.corrections.file import write_correction
from readouts.edition.closing.steps import build_table, load_corrections, publish_edition
from readouts.edition.kept.states import has_new_corrections
from readouts.edition.project import Project
from readouts.warehouse.files.database import open_build
from readouts.warehouse.files.kept import keep_open
from readouts.warehouse.gate.gate import GateShut, pass_gate
from readouts.warehouse.gate.staging import Staged
from readouts.warehouse.reading.query import answer
from tests.asking_less import asking_of
from tests.warehouse.conftest import EDITION, GOOD_ROWS, Row, good_rows

PARSED = [
    "core.call_reports",
    "core.parties",
    "core.reactions",
    "core.translations",
    "core.unparsed",
]
AFFECTED = [
    "core.applied_corrections",
    "core.counted_parties",
    "core.counted_reports",
    "core.calls",
    "core.people",
    "marts.evidence",
]
GIVEN = date(2031, 3, 5)


def quoted(words: str) -> Row:
    """Evidence that stands in the good article's text."""
    start = GOOD_ROWS["core.articles"]["text"].index(words)
    return {"evidence": words, "evidence_start": start, "evidence_end": start + len(words)}


def nothing(_: str) -> None:
    """Say nothing."""


@dataclass
class Instance:
    """An instance with one edition of one article, and an analyst's file beside its sources."""

    project: Project

    @property
    def file(self) -> Path:
        return self.project.sources.with_name("corrections.csv")

    def run(self) -> None:
        """What a run does after the parser: corrections, what they affect, the published file."""
        self.project.home.warehouse.unlink(missing_ok=True)
        with keep_open(self.project.home.build):
            load_corrections(self.project, EDITION, say=nothing)
            for table in AFFECTED:
                build_table(self.project, EDITION, table, say=nothing)
            publish_edition(self.project, EDITION)

    def correct(self, target: str, field: str, value: str) -> None:
        found = find_target(self.project.home.warehouse, target)
        write_correction(
            self.file, found, field, value, who="Tilda Marn", why="the page says so", given_on=GIVEN
        )

    def read_anew(self, **changes: Row) -> None:
        """What another release of the parser makes of the article: other rows in the place of those."""
        rows = good_rows()
        for table, change in changes.items():
            rows[f"core.{table}"] = [row | change for row in rows[f"core.{table}"]]
        self.put(rows)

    def put(self, rows: dict[str, list[Row]]) -> None:
        """Put what the parser made of the article in the place of what it made before."""
        with open_build(self.project.home.build) as connection:
            step = [Staged(table, rows[table]) for table in PARSED]
            pass_gate(connection, self.project.catalogue, EDITION, step)

    def told(self, columns: str, table: str = "marts.evidence") -> list[tuple[Any, ...]]:
        return answer(self.project.home.warehouse, f"SELECT {columns} FROM {table}").rows

    def states(self) -> list[str]:
        return [state.text for state in states_of(self.file, self.project.home.warehouse)]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, states: dict[str, Path]) -> Project:
    """One edition with one reaction, published before anybody corrected anything."""
    home = Home(tmp_path_factory.mktemp("published"))
    shutil.copyfile(states["raw.corrections"], home.build)
    with open_build(home.build) as connection:
        connection.execute(
            "INSERT INTO meta.editions (edition, status) VALUES (?, 'open')", [EDITION]
        )
    project = Project.load(home, ROOT, home.path / "sources.yaml")
    project = replace(project, catalogue=asking_of(project.catalogue, "raw.corrections"))
    Instance(project).run()
    return project


@pytest.fixture
def instance(tmp_path: Path, published: Project) -> Instance:
    home = Home(tmp_path / "home")
    shutil.copytree(published.home.path, home.path)
    return Instance(replace(published, home=home, sources=tmp_path / "sources.yaml"))


def test_correction_outlives_a_new_reading_and_is_never_lost_in_silence(instance: Instance) -> None:
    assert instance.told("stance, is_corrected") == [("concern", False)]
    assert not has_new_corrections(instance.project)

    instance.correct("reaction-1", "stance", "condemnation")
    assert instance.states() == ["not applied yet; the next run does"]
    assert has_new_corrections(instance.project)
    instance.run()
    assert not has_new_corrections(instance.project)
    corrected = [("condemnation", "critical", True)]
    assert instance.told("stance, position, is_corrected") == corrected
    assert instance.told("stance, position", "core.reactions") == [("concern", "de-escalatory")]
    assert instance.states() == ["attached by its id"]

    # The parser takes more of the sentence now, and another stance: the reaction has another id.
    longer = quoted("on Tuesday. Quen voiced concern")
    instance.read_anew(reactions=longer | {"reaction_id": "reaction-2", "stance": "restraint"})
    instance.run()
    assert instance.told("stance, position, is_corrected") == corrected
    assert instance.states() == ["attached by its words, to reaction-2"]

    # The words are read as no reaction any more; the article has another one.
    instance.read_anew(reactions=quoted("Osk Tarrandel of Chile") | {"reaction_id": "reaction-3"})
    instance.run()
    assert instance.told("reaction_id, stance, is_corrected") == [("reaction-3", "concern", False)]
    assert instance.states() == [
        "attaches to nothing: nothing has its id, and its words are in no reaction of its article"
    ]
    [(severity, success, examples)] = instance.told(
        "severity, success, examples",
        "meta.gate_results WHERE expectation = 'correction_attaches_to_nothing'",
    )
    [(key,)] = instance.told("correction_id", "core.applied_corrections")
    assert (severity, success, examples) == ("warning", False, [key])


def test_line_that_is_none_goes_to_quarantine_and_the_others_count(instance: Instance) -> None:
    instance.correct("reaction-1", "retracted", "true")
    header, line = instance.file.read_text(encoding="utf-8").splitlines()
    bad = [line.replace("true", "perhaps"), line.replace("Tilda Marn", ""), 'so "it" is']
    instance.file.write_text("\n".join([header, *bad, line]), encoding="utf-8")
    instance.run()
    assert instance.told("reaction_id") == []
    refused = dict(instance.told("line, problem", "quarantine.corrections"))
    assert len(refused) == 3
    assert refused[2] == "retracted must be one of true, false; it is 'perhaps'"
    assert refused[3] == "who is missing"
    assert refused[4].startswith("the line has 1 values")
    assert instance.states()[-2:] == [
        "not understood: the line has 1 values, the first line 10 names",
        "attached by its id",
    ]
    assert not has_new_corrections(instance.project), "lines that were refused are known"

    instance.file.unlink()
    instance.run()
    assert instance.told("reaction_id, is_corrected") == [("reaction-1", False)]
    assert instance.told("line", "quarantine.corrections") == []


def test_file_of_which_most_lines_are_none_shuts_the_gate(instance: Instance) -> None:
    instance.correct("reaction-1", "stance", "condemnation")
    instance.run()
    whole = instance.file.read_text(encoding="utf-8")
    header, line = whole.splitlines()
    bad = [f"{n},of,another,file" for n in range(3000)]
    instance.file.write_text("\n".join([header, *bad, line]), encoding="utf-8")
    with pytest.raises(GateShut, match=r"line_is_a_correction \(3000 of 3001 rows failed\)"):
        load_corrections(instance.project, EDITION, say=nothing)
    assert instance.told("stance") == [("condemnation",)]
    instance.file.write_text(whole, encoding="utf-8")
    instance.run()
    assert instance.told("stance, is_corrected") == [("condemnation", True)]


STRANGER = {"party_id": "party-2", "name": "Osk Tarrandel", "ordinal": 2, "role": "recipient"} | {
    "name_key": ["osk", "tarandel"],
    "side": None,
    "country": None,
    "country_basis": "none",
}


def test_party_gets_its_country_and_keeps_it_when_it_is_read_anew(instance: Instance) -> None:
    """Nobody knows whose Tarrandel is, an analyst does, and the next release of the parser has another name of him."""
    rows = {table: good_rows()[table] for table in PARSED}
    rows["core.parties"][1] |= STRANGER
    rows["core.reactions"] += [
        rows["core.reactions"][0]
        | quoted("Tuesday. Quen voiced concern")
        | {"reaction_id": "reaction-2", "party_id": "party-2", "speaker": "Osk Tarrandel"}
        | {"side": None, "country": None, "counterparts": ["NOR"]}
    ]
    rows["core.reactions"][0]["counterparts"] = []
    instance.put(rows)
    instance.run()
    told = ("reaction_id, side, counterparts, is_corrected", "marts.evidence ORDER BY reaction_id")
    assert instance.told(*told) == [
        ("reaction-1", "NOR", [], False),
        ("reaction-2", None, ["NOR"], False),
    ]
    calls = ("sides, unplaced, participants, is_corrected", "core.calls")
    names = ["Ilvar Quen", "Osk Tarrandel"]
    assert instance.told(*calls) == [(["NOR"], ["Osk Tarrandel"], names, False)]
    assert instance.told("name", "core.people") == [("Ilvar Quen",)]

    instance.correct("party-2", "country", "CHL")
    instance.run()
    placed = [("reaction-1", "NOR", ["CHL"], True), ("reaction-2", "CHL", ["NOR"], True)]
    assert instance.told(*told) == placed
    assert instance.told(*calls) == [(["CHL", "NOR"], [], names[::-1], True)]
    assert instance.told("name, side", "core.people ORDER BY side")[0] == ("Osk Tarrandel", "CHL")
    assert instance.told("side, country_basis", "core.parties WHERE ordinal = 2") == [
        (None, "none")
    ]
    assert instance.states() == ["attached by its id"]

    rows["core.parties"][1] |= {
        "party_id": "party-7",
        "name": "Tarrandel",
        "name_key": ["tarandel"],
    }
    rows["core.reactions"][1] |= {"party_id": "party-7"}
    instance.put(rows)
    instance.run()
    assert instance.told(*told) == placed
    assert instance.states() == ["attached by its words, to party-7"]

    # Given later, an organisation stands in the place of the country; none takes it away again.
    for field, value, sides in [
        ("organisation", "NATO", ["NATO", "NOR"]),
        ("side", "none", ["NOR"]),
    ]:
        instance.correct("party-7", field, value)
        instance.run()
        assert instance.told("sides", "core.calls") == [(sides,)]
    instance.correct("party-7", "retracted", "true")
    instance.run()
    assert instance.told("reaction_id, side") == [("reaction-1", "NOR")]
    assert instance.told("participants, unplaced", "core.calls") == [(["Ilvar Quen"], [])]


def test_unknown_id_is_told(instance: Instance) -> None:
    with pytest.raises(
        CorrectionError, match="no reaction, no party and no call report 'reaction-9' in ware"
    ):
        instance.correct("reaction-9", "stance", "support")
    assert not instance.file.exists()


def test_report_keeps_its_sentence_and_its_sides(instance: Instance) -> None:
    found = find_target(instance.project.home.warehouse, "report-1")
    assert (found.kind, found.was) == ("report", "CHL NOR")
    assert found.quotation.startswith("Foreign Minister Ilvar Quen of Norway called")
    assert found.url == "https://paper.example/a"
