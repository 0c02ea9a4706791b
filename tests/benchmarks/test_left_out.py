"""Leaving a condition of the parser out: in a process of its own, for it watches the parser from within."""

from __future__ import annotations

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
PROGRAM = f"""
from benchmarks.left_out import Conditions
conditions = Conditions()
conditions.watch()
from readouts.evaluation.annotation import parse_document
calls = lambda: len(parse_document({{"id": "a", "text": {DENIED!r}}})["calls"])
name = "readouts.parse.calls.held.denied._is_denied_behind"
print(calls(), conditions.decided[name])
conditions.leave_out(name)
print(calls())
conditions.leave_out(None)
print(calls())
"""


def test_what_a_condition_kept_out_is_read_without_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "{0}", "1", "0"]


def test_a_folder_without_documents_is_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    assert "nothing to leave out" in capsys.readouterr().out
