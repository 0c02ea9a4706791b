"""Readouts: who called whom, and what they said.

This package is the domain in plain Python, without Dagster. ``from readouts import parse`` turns the text of
a report into calls and reactions; everything else is imported from its own module, so that this import stays
light (no DuckDB, no trafilatura, no pandas).
"""

from readouts.base.release import __version__
from readouts.parse import parse

__all__ = ["__version__", "parse"]
