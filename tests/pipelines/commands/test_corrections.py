"""Correcting from the command: a line for the file, a line on what became of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.screens.waiting import say_of_lost_corrections
from readouts.warehouse.reading.query import answer
from tests.command import readouts
from tests.sampling import SampleRun

WHO = ("--who", "Tilda Marn", "--why", "the page says so")


@pytest.fixture
def reaction(sample_run: SampleRun) -> tuple[str, str]:
    """The id and the words of one reaction of the sample."""
    query = "SELECT reaction_id, evidence FROM marts.evidence ORDER BY reaction_id LIMIT 1"
    [(reaction_id, evidence)] = answer(sample_run.home.warehouse, query).rows
    return reaction_id, evidence


def test_correction_is_written_and_listed(
    sample_run: SampleRun, tmp_path: Path, reaction: tuple[str, str]
) -> None:
    home, file = sample_run.home.path, tmp_path / "mine.csv"
    where = {"READOUTS_CORRECTIONS": str(file)}
    assert "0 corrections" in readouts("corrections", home=home, **where).stdout
    done = readouts("correct", reaction[0], "toward", "none", *WHO, home=home, **where)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mine.csv" in done.stdout
    assert " ".join(reaction[1].split()) in file.read_text(encoding="utf-8")
    [listed] = json.loads(readouts("corrections", "--json", home=home, **where).stdout)
    assert (listed["target"], listed["who"], listed["state"], listed["is_lost"]) == (
        reaction[0],
        "Tilda Marn",
        "not applied yet; the next run does",
        False,
    )


def test_correction_of_nothing_is_one_line(sample_run: SampleRun, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    result = readouts(
        *("correct", "r-9", "stance", "support", *WHO),
        home=sample_run.home.path,
        READOUTS_CORRECTIONS=str(file),
    )
    assert result.returncode == 1
    assert result.stderr.startswith(
        "readouts: there is no reaction, no party and no call report 'r-9'"
    )
    assert len(result.stderr.splitlines()) == 1
    assert not file.exists()


def test_run_ends_by_naming_what_is_lost(
    sample_run: SampleRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    reaction: tuple[str, str],
) -> None:
    file = tmp_path / "mine.csv"
    header = "target,field,value,who,why,given_on\n"
    line = f"{reaction[0]},stance,support,Tilda Marn,so it is,2031-03-05\n"
    file.write_text(header + line + line.replace("support", "angry"), encoding="utf-8")
    monkeypatch.setenv("READOUTS_CORRECTIONS", str(file))
    say_of_lost_corrections(sample_run.home)
    [said] = capsys.readouterr().err.splitlines()
    assert said.startswith("line 3 of mine.csv not understood: stance must be one of support,")
    listed = readouts("corrections", home=sample_run.home.path, READOUTS_CORRECTIONS=str(file))
    assert listed.returncode == 1
    assert "2 corrections, 1 of them lost" in listed.stdout


def test_run_names_five_lost_lines_and_counts_the_others(
    sample_run: SampleRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(
        "target,field,value,who,why,given_on\n" + "rubbish\n" * 50_000, encoding="utf-8"
    )
    monkeypatch.setenv("READOUTS_CORRECTIONS", str(file))
    say_of_lost_corrections(sample_run.home)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("line 2 of mine.csv not understood: the line has 1 values")
    assert lines[5] == "and 49995 more; 'readouts corrections' lists them"


@pytest.mark.parametrize(
    "command", [("corrections",), ("correct", "r-1", "stance", "support", *WHO)]
)
def test_path_that_is_no_file_is_one_line(
    command: tuple[str, ...], sample_run: SampleRun, tmp_path: Path, reaction: tuple[str, str]
) -> None:
    command = tuple(reaction[0] if part == "r-1" else part for part in command)
    result = readouts(*command, home=sample_run.home.path, READOUTS_CORRECTIONS=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"readouts: {tmp_path} is a folder; READOUTS_CORRECTIONS names the file, such as "
        f"{tmp_path}/corrections.csv"
    ]


def test_run_names_a_file_that_is_named_and_not_there(
    sample_run: SampleRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_of_lost_corrections(sample_run.home)
    monkeypatch.setenv("READOUTS_CORRECTIONS", str(tmp_path / "corections.csv"))
    say_of_lost_corrections(sample_run.home)
    assert capsys.readouterr().err.splitlines() == [
        f"there is no file of corrections at {tmp_path}/corections.csv, which READOUTS_CORRECTIONS names"
    ]


def test_correction_of_what_has_copies_says_so(sample_run: SampleRun, tmp_path: Path) -> None:
    home, where = sample_run.home, {"READOUTS_CORRECTIONS": str(tmp_path / "mine.csv")}
    query = (
        "SELECT report_id, o.article_id FROM core.call_reports JOIN core.articles AS o USING (article_id)"
        " JOIN core.articles AS c ON c.duplicate_of = o.article_id ORDER BY ALL LIMIT 1"
    )
    [(report, _)] = answer(home.warehouse, query).rows
    done = readouts("correct", report, "medium", "video", *WHO, home=home.path, **where)
    assert done.returncode == 0
    assert "its article has 1 copy, to which it is carried on where they say" in done.stdout
