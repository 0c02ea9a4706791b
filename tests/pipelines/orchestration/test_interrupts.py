"""A signal to end is noticed, also one that Dagster takes and forgets."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import os, signal, sys
from dagster._utils.interrupts import capture_interrupts
from pipelines.orchestration.interrupts import noticed

with noticed() as end_if_asked:
    with capture_interrupts():
        if sys.argv[1] != "none":
            os.kill(os.getpid(), int(sys.argv[1]))
    end_if_asked()
print("went on")
"""


@pytest.mark.parametrize(("sent", "goes_on"), [("2", False), ("15", False), ("none", True)])
def test_a_signal_that_dagster_forgets_ends_the_run(sent: str, goes_on: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, sent], capture_output=True, text=True, check=False
    )
    assert ("went on" in done.stdout) is goes_on
    assert ("KeyboardInterrupt" in done.stderr) is not goes_on
