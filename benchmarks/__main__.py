"""``python -m benchmarks``: every benchmark, one after another; the exit status is 1 when one misses its bar."""

from __future__ import annotations

import sys

from benchmarks import brief, days, model, parse, warehouse
from benchmarks.harvest import run

sys.exit(
    max(
        [
            parse.main(),
            model.main(),
            run.main(),
            brief.main(),
            days.main([]),
            warehouse.main([]),
        ]
    )
)
