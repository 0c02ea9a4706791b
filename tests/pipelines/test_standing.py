"""Pages that come in again as they stand are not audited anew, and what was found of them is told again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from readouts.base.home import ROOT
from readouts.edition.project import opened
from readouts.edition.steps import load_pages
from tests.pipelines.instance import FIRST, SECOND, Instance, silent
from tests.pipelines.pages import write_page

LOADS = """
import sys
from datetime import date
from pathlib import Path
from readouts.base.home import ROOT, Home
from readouts.edition.project import Project
from readouts.edition.steps import load_pages
project = Project.load(Home(Path(sys.argv[1])), ROOT, Path(sys.argv[2]))
load_pages(project, date.fromisoformat(sys.argv[3]), lambda line: None)
print("great_expectations" in sys.modules)
"""


def audits(instance: Instance) -> bool:
    """Whether loading the pages of the first edition asks Great Expectations, in a process of its own."""
    arguments = [str(instance.home.path), str(instance.sources), str(FIRST)]
    done = subprocess.run(
        [sys.executable, "-c", LOADS, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout == "True\n"


def test_pages_that_stand_are_not_audited_anew(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    write_page(instance.pages, 0, FIRST)
    instance.run(FIRST)
    before = instance.published()
    [first] = load_pages(instance.project, FIRST, silent)
    assert not audits(instance)
    [again] = load_pages(instance.project, FIRST, silent)
    assert [(r.name, r.success, r.checked) for r in again.results] == [
        (r.name, r.success, r.checked) for r in first.results
    ]
    assert (again.committed, again.refused, again.total) == (1, 0, 1)
    write_page(instance.pages, 1, FIRST)
    instance.run(FIRST, SECOND)
    [more] = load_pages(instance.project, FIRST, silent)
    assert more.committed == 2
    assert instance.published() != before


def test_pages_of_an_edition_that_is_half_done_are_audited(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    write_page(instance.pages, 0, FIRST)
    instance.run(FIRST)
    with opened(instance.project) as connection:
        connection.execute("UPDATE meta.editions SET is_half_done = true")
    assert audits(instance)
    assert not audits(instance), "it was made from these very pages, and is whole again"
