"""Leaving a condition of the parser out: in a process of its own, for it watches the parser from within."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.left_out import main
from readouts.base.instance.home import ROOT

DENIED = (
    "Norwegian Foreign Minister Ilvar Quen phoned Turkish Foreign Minister Tamsel Orhu, "
    "which the ministry in Oslo denies."
)
HELD = "Norwegian Foreign Minister Ilvar Quen phoned Turkish Foreign Minister Tamsel Orhu."
PROGRAM = f"""
from benchmarks.left_out import Conditions
conditions = Conditions()
conditions.watch()
from readouts.evaluation.annotation import parse_document
calls = lambda: len(parse_document({{"id": "a", "text": {DENIED!r}}})["calls"])
name = "readouts.parse.calls.held.is_none"
print(calls(), conditions.decided[name])
conditions.leave_out(name)
print(calls())
conditions.leave_out()
print(calls())
"""

SCORER = """
def score(gold, found):
    counts = {"tp": len(found[gold[0]["id"]]["calls"]), "fp": 0}
    return {"call": counts, "party": {"tp": 0, "fp": 0}, "reaction": {"tp": 0, "fp": 0}}
"""
"""A scorer that takes each call for a right one."""


def test_what_a_condition_kept_out_is_read_without_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "{0}", "1", "0"]


def test_what_hardly_matters_is_left_out_together(tmp_path: Path) -> None:
    document = {"id": "a", "text": HELD, "calls": [{}]}
    (tmp_path / "one.jsonl").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "score.py").write_text(SCORER, encoding="utf-8")
    told = [
        subprocess.run(
            [sys.executable, "-m", "benchmarks.left_out", str(tmp_path), *("--together", most)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for most in "01"
    ]
    # where none may change the document it is read as before; where each may, nothing is read
    assert told[0].endswith("on 1 documents: nothing changes\n")
    assert told[1].endswith("on 1 documents: call tp -1\n")


def test_a_folder_without_documents_is_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    assert "nothing to leave out" in capsys.readouterr().out
