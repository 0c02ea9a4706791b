"""Tables of cases in YAML.

What belongs here: reading them. What does not: what a case says; whoever reads it knows.

They are read as definitions are (``readouts.warehouse.tables.definitions``), in C: in Python it takes ten times as
long, in each worker. So a word that this YAML takes for something else (``no``) is quoted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_cases(path: Path) -> Any:
    """What a file of cases says."""
    return yaml.load(path.read_bytes(), Loader)
