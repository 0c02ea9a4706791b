"""``make soak``: as many kills as asked for, and each fault of the table; what failed, a line each, and the figures.

What belongs here: how often and in what order. What does not: what is done (``kills``, ``trials``).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.asking.soaking import watched
from tests.pipelines.instance import Instance
from tests.soak.kills import Soak
from tests.soak.trials import Trials, load_faults

LEFT_ALONE = 10
"""After so many kills runs are left alone, and their result compared with that of undisturbed runs."""


def soak(folder: Path, kills: int, seed: int) -> Soak:
    """Kill runs as often as asked, while a model is asked that at times fails."""
    instance = Instance(folder / "soak" / "killed")
    with watched(instance, seed) as model:
        found = Soak(instance, seed, model=model)
        while (before := found.kills) < kills:
            found.kill_once()
            if found.kills > before and (found.kills % LEFT_ALONE == 0 or found.kills == kills):
                found.complete()
            print(f"\r{found.kills} kills, {len(found.failures)} failures", end="", file=sys.stderr)
    print(f"\n{model.questions} questions to the model", file=sys.stderr)
    return found


def main() -> int:
    """Exit status 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20240305)
    options = parser.parse_args()
    start = time.monotonic()
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "trials").mkdir()
        trials, tried = Trials(Path(folder) / "trials"), 0
        for fault in load_faults():
            failures += trials.try_out(fault)
            tried += 1
            print(f"\r{tried} faults, {len(failures)} failures", end="", file=sys.stderr)
        print(file=sys.stderr)
        found = soak(Path(folder), options.kills, options.seed)
    failures += found.failures
    for failure in failures:
        print(failure)
    print(
        f"{tried} faults and {found.kills} kills (seed {options.seed}), {len(failures)} failures;"
        f" {found.ended} runs ended before their kill; {time.monotonic() - start:.0f} s"
    )
    for counts in (found.by_step, found.by_harm):
        print(", ".join(f"{name} {count}" for name, count in counts.most_common()))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
