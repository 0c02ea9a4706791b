"""Names of a package that are imported when they are first asked for.

What belongs here: the one mechanism. What does not: which names a package offers; its ``__init__`` lists them.

A process that reads pages needs a module or two of a package: with all the others it would take twice as long to begin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def opening(package: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package: ``names`` says which module of it each name comes from."""

    def find(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{names[name]}"), name)

    return find
