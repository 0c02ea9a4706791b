"""What can go wrong in the warehouse, in words a person can act on.

What belongs here: exceptions whose message is one clear line. What does not: handling them.
"""

from __future__ import annotations

from readouts.base.errors import ReadoutsError


class WarehouseError(ReadoutsError):
    """Base of all errors here; ``str()`` of it is one line for the person at the terminal."""


class BuildBusyError(WarehouseError):
    """Another process has a file to itself, for longer than this one was willing to wait."""


class BrokenFileError(WarehouseError):
    """A file of the warehouse is no database, or one of another version of DuckDB, or a page of it is broken."""


class NotPublishedError(WarehouseError):
    """There is no published warehouse yet."""


class DefinitionError(WarehouseError):
    """A file under ``expectations/`` or ``sql/`` says something that cannot be meant."""


class QueryError(WarehouseError):
    """A query given by a person cannot be answered."""
