"""Pages that come in again as they stand are not audited anew, and what was found of them is told again."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from readouts.base.instance.home import ROOT
from readouts.edition.closing.steps import load_pages
from readouts.edition.project import opened
from readouts.warehouse.gate import gate
from tests.pipelines.instance import FIRST, SECOND, Lean, silent
from tests.pipelines.pages import write_page

LOADS = """
import sys
from pathlib import Path
from readouts.edition.closing.steps import load_pages
from tests.pipelines.instance import FIRST, Lean, silent
load_pages(Lean(Path(sys.argv[1])).project, FIRST, silent)
print("great_expectations" in sys.modules)
"""


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables that are audited from now on, which they are as ever."""
    tables: list[str] = []
    audit = gate.audit

    def noted(frame: Any, table: Any, *arguments: Any) -> Any:
        tables.append(table.table)
        return audit(frame, table, *arguments)

    monkeypatch.setattr(gate, "audit", noted)
    return tables


def test_pages_that_stand_are_not_audited_anew(instance: Lean, audited: list[str]) -> None:
    before = instance.published()
    [first] = load_pages(instance.project, FIRST, silent)
    [again] = load_pages(instance.project, FIRST, silent)
    assert audited == []
    assert [(r.name, r.success, r.checked) for r in again.results] == [
        (r.name, r.success, r.checked) for r in first.results
    ]
    assert (again.committed, again.refused, again.total) == (1, 0, 1)
    write_page(instance.pages, 1, FIRST)
    instance.run(FIRST, SECOND)
    [more] = load_pages(instance.project, FIRST, silent)
    assert more.committed == 2
    assert instance.published() != before


def test_pages_of_an_edition_that_is_half_done_are_audited(
    instance: Lean, audited: list[str]
) -> None:
    with opened(instance.project) as connection:
        connection.execute("UPDATE meta.editions SET is_half_done = true")
    load_pages(instance.project, FIRST, silent)
    assert audited == ["raw.pages"]
    load_pages(instance.project, FIRST, silent)
    assert audited == ["raw.pages"], "it was made from these very pages, and is whole again"


def test_process_that_finds_all_pages_standing_is_spared_great_expectations(
    instance: Lean,
) -> None:
    """It takes two seconds to import."""
    done = subprocess.run(
        [sys.executable, "-c", LOADS, str(instance.path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout == "False\n"
