"""Importing a module when it is first used, where another imports it and mostly makes no use of it.

What belongs here: putting the import off. What does not: which modules that pays for; whoever imports them knows.

Nothing takes a module's place: it is Python's own ``LazyLoader``, which loads the real one at the first look into it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType


@dataclass(frozen=True)
class _Finder(MetaPathFinder):
    """Finds these modules as Python does, and has them loaded late."""

    names: frozenset[str]

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's own spec with a loader that waits; None for any other, and for one that is not installed."""
        if name not in self.names:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def loaded_late(*names: str) -> Iterator[None]:
    """Whoever imports one of these modules inside has it loaded when it is first used, be that later or never."""
    finder = _Finder(frozenset(names))
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
