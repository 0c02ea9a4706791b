"""An instance at work: its home, the definitions it follows, and its working tables.

What belongs here: reading the definitions, and opening the build file with its tables in place, or having a look. What
does not: what a step does with them (``closing``), and how far editions are (``kept.states``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection as Connection

from readouts.base.instance.home import ROOT, Home, sources_file
from readouts.warehouse.files.database import open_build
from readouts.warehouse.models.build import Model, load_models
from readouts.warehouse.publishing.views import View, load_views
from readouts.warehouse.tables.definitions import Catalogue, load_catalogue
from readouts.warehouse.tables.layout import ensure_tables
from readouts.warehouse.tables.parts import readers_of
from readouts.warehouse.working.door import Working, working

Say = Callable[[str], None]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Project:
    """An instance at work: its home, the definitions it follows, and the file that lists its sources."""

    home: Home
    catalogue: Catalogue
    models: list[Model]
    sources: Path
    views: list[View] = field(default_factory=list)

    @classmethod
    def load(cls, home: Home, root: Path, sources: Path) -> Project:
        """Read the definitions under ``root`` (``expectations/`` and ``sql/``).

        Raises:
            DefinitionError: one of them cannot be meant.
        """
        models = load_models(root / "sql")
        readers = readers_of((model.table, model.parts) for model in models)
        catalogue = replace(load_catalogue(root / "expectations"), readers=readers)
        views = load_views(root / "sql")
        return cls(home=home, catalogue=catalogue, models=models, sources=sources, views=views)

    @classmethod
    def from_environment(cls) -> Project:
        """The instance that ``READOUTS_HOME``, ``READOUTS_SHARED`` and ``READOUTS_SOURCES`` name."""
        return cls.load(Home.from_environment(), ROOT, sources_file())

    @property
    def working(self) -> Working:
        """Its working tables: what is to be asked of them but by a step."""
        return working(self.home)

    def model(self, table: str) -> Model:
        """The model that makes ``table``."""
        return next(model for model in self.models if model.table == table)


@contextmanager
def opened(
    project: Project, say: Say | None = None, *, thoroughly: bool = False
) -> Iterator[Connection]:
    """The build file, to write to: with its tables as they are defined now (``layout.ensure_tables``).

    ``say`` is told of those that another release had made otherwise.
    """
    with open_build(project.home.build, say=say) as connection:
        remade = ensure_tables(connection, project.catalogue, thoroughly=thoroughly)
        if remade and say is not None:
            say(
                f"{project.home.build.name} is of another release: {', '.join(remade)} made anew;"
                " readers keep what they have until all of it is filled from the archive"
            )
        yield connection
