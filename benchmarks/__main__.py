"""``python -m benchmarks``: every benchmark, one after another."""

from __future__ import annotations

import sys

from benchmarks.parse import main

sys.exit(main())
