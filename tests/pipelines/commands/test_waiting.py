"""What a run says at its end of articles that nobody has read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.screens.waiting import say_what_waits
from readouts.base.instance.home import ROOT, Home
from readouts.edition.project import Project
from readouts.edition.run import run_edition
from tests.brief.tongues import DAY, TONGUES, write_tongues


def test_without_a_model_each_language_that_may_tell_of_calls_is_named_with_the_way_to_have_it_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tongues(tmp_path / "pages", tmp_path / "sources.yaml")
    monkeypatch.setenv("READOUTS_SOURCES", str(tmp_path / "sources.yaml"))
    project = Project.load(Home(tmp_path / "home"), ROOT, tmp_path / "sources.yaml")
    run_edition(project, DAY, say=lambda line: None)

    def said() -> str:
        say_what_waits(project.home)
        return capsys.readouterr().err

    line = said()
    assert line.startswith("not read, though they may tell of calls: ")
    assert all(f"1 in {tongue.name}" in line for tongue in TONGUES)
    assert "write model.yaml to have a language model read them" in line
    (tmp_path / "model.yaml").write_text("model: tiny\n")
    assert "not read" not in said()
