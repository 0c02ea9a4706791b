"""What is not even looked for where one machine runs editions without a model.

What belongs here: modules that cost time, or need not be installed. What does not: what the commands say where they
are missing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from pipelines.cluster.servers import PACKAGES
from readouts.base.instance.home import ROOT

OF_A_MODEL = ("openai", "httpx2", "readouts.asking")

RUN = """
import importlib.abc, json, sys

refused, looked_for = tuple(sys.argv[1:]), []

class Refusing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if any(name == one or name.startswith(f"{one}.") for one in refused):
            looked_for.append(name)
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Refusing())
import pipelines.cli, pipelines.commands.running.cluster, pipelines.definitions
import readouts.base.state.turns, readouts.edition.closing.asking, readouts.edition.run
print(json.dumps(looked_for))
"""


def test_one_machine_without_a_model_looks_for_nothing_that_only_others_need(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *PACKAGES, *OF_A_MODEL],
        cwd=ROOT,
        env=os.environ | {"READOUTS_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
