"""Benchmarks whose invented warehouses are written by hand: they fit the tables as those are defined now."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the brief's benchmark opens a browser")

from benchmarks.brief import warehouse_of
from benchmarks.warehouse import SOURCES, fill
from readouts.base.instance.home import ROOT, Home
from readouts.brief.write import write_brief
from readouts.edition.project import Project
from readouts.warehouse.reading.query import answer


def test_brief_is_written_of_invented_reactions(tmp_path: Path) -> None:
    brief = write_brief(warehouse_of(20, tmp_path / "warehouse.duckdb"), tmp_path / "brief")
    assert "20 reactions" in brief.paragraph or "calls" in brief.paragraph
    # most of a page is Vega, which is the same in all; whole and unpacked it was three times as much
    assert brief.size < 350_000


def test_past_is_made_into_models_and_published(tmp_path: Path) -> None:
    sources = tmp_path / "sources.yaml"
    sources.write_text(SOURCES.format(pages=tmp_path / "pages"), encoding="utf-8")
    project = Project.load(Home(tmp_path / "home"), ROOT, sources)
    fill(project, 2, 20)
    rows = answer(project.home.warehouse, "SELECT count(*) FROM core.calls").rows
    assert rows[0][0] > 0
