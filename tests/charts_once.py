"""The bundle of the brief's charts, made by one process of a test run for all of them.

What belongs here: sharing it. What does not: the charts, which ``readouts.brief.charts`` makes, and keeps in each home:
but each test has a home of its own, and making it takes three seconds of processor time.
"""

from __future__ import annotations

import fcntl
import json
from functools import cache
from pathlib import Path

from readouts.brief import charts


def share_charts(folder: Path) -> None:
    """Let this process take the charts from ``folder``, where whichever process needs them first puts them."""
    make, shared = charts._made, folder / "charts.json"

    @cache
    def taken() -> charts.Charts:
        with (folder / "charts.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not shared.exists():
                shared.write_text(json.dumps(make().__dict__), encoding="utf-8")
            return charts.Charts(**json.loads(shared.read_text(encoding="utf-8")))

    charts._made = taken
