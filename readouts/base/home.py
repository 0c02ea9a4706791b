"""Where the state of an instance lies: every path under ``READOUTS_HOME``, named once.

What belongs here: the layout of the home folder. What does not: opening any of its files.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from readouts.base.errors import ReadoutsError, explain

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder, which holds ``sql/``, ``expectations/``, ``sample/`` and ``sources.yaml``."""

HOME_VARIABLE = "READOUTS_HOME"
SOURCES_VARIABLE = "READOUTS_SOURCES"
CORRECTIONS_VARIABLE = "READOUTS_CORRECTIONS"
WATCHLIST_VARIABLE = "READOUTS_WATCHLIST"
KEEP_VARIABLE = "READOUTS_KEEP"
MODEL_VARIABLE = "READOUTS_MODEL"
WORKERS_VARIABLE = "READOUTS_WORKERS"
DEFAULT_HOME = Path("data")


def sources_file() -> Path:
    """The file of sources that ``READOUTS_SOURCES`` names, the project's own otherwise."""
    return Path(os.environ.get(SOURCES_VARIABLE) or ROOT / "sources.yaml").resolve()


def corrections_file(sources: Path) -> Path:
    """The file of corrections that ``READOUTS_CORRECTIONS`` names, ``corrections.csv`` beside the sources otherwise.

    It need not be there.
    """
    named = os.environ.get(CORRECTIONS_VARIABLE)
    return Path(named).resolve() if named else sources.with_name("corrections.csv")


def watchlist_file(sources: Path) -> Path:
    """The watchlist that ``READOUTS_WATCHLIST`` names, ``watchlist.yaml`` beside the sources otherwise.

    It need not be there.
    """
    named = os.environ.get(WATCHLIST_VARIABLE)
    return Path(named).resolve() if named else sources.with_name("watchlist.yaml")


def model_file(sources: Path) -> tuple[Path, bool]:
    """The file that says which model reads along, and whether ``READOUTS_MODEL`` names it.

    It is ``model.yaml`` beside the sources otherwise, and need not be there.
    """
    named = os.environ.get(MODEL_VARIABLE)
    return (Path(named).resolve(), True) if named else (sources.with_name("model.yaml"), False)


class HomeError(ReadoutsError):
    """The environment says something of this instance that cannot be meant."""


def copies_to_keep() -> int:
    """How many dated copies of the published file ``READOUTS_KEEP`` asks for; 0 where it asks for none.

    Raises:
        HomeError: it is no whole number.
    """
    text = os.environ.get(KEEP_VARIABLE) or "0"
    if not (text.isascii() and text.isdigit()):
        raise HomeError(
            f"{KEEP_VARIABLE} is {text!r}: write how many dated copies are kept, such as 30"
        )
    return int(text)


def workers() -> int | None:
    """How many processes read pages, as ``READOUTS_WORKERS`` says; None where it says nothing.

    Raises:
        HomeError: it is no whole number from 1 on.
    """
    text = os.environ.get(WORKERS_VARIABLE)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text)):
        raise HomeError(
            f"{WORKERS_VARIABLE} is {text!r}: write how many processes read pages, such as 2"
        )
    return int(text)


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds one instance: archive, build file, published file, Dagster's records."""

    path: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The home that ``READOUTS_HOME`` names, ``data`` in the working directory otherwise."""
        return cls(Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME).resolve())

    def require_writable(self) -> None:
        """Make the home where it is missing, and make sure that files can be made in it.

        Raises:
            HomeError: they cannot.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path) as probe:
                probe.write(b"room for a little")
        except OSError as error:
            refused = OSError(error.errno, error.strerror, str(self.path))
            raise HomeError(f"nothing can be written to {explain(refused)}") from error

    @property
    def archive(self) -> Path:
        """The WARC files with their indexes, a folder an edition; the only thing that cannot be rebuilt."""
        return self.path / "archive"

    @property
    def answers(self) -> Path:
        """The answers of models, beside the pages; there once one was asked."""
        return self.archive / "answers"

    @property
    def build(self) -> Path:
        """The private DuckDB file that the steps write."""
        return self.path / "build.duckdb"

    @property
    def warehouse(self) -> Path:
        """The published DuckDB file that people read."""
        return self.path / "warehouse.duckdb"

    @property
    def unpublished(self) -> Path:
        """An empty file that is there while editions are finished and wait for a later one of their range."""
        return self.path / "unpublished"

    @property
    def made(self) -> Path:
        """What is made of editions that are not closed yet; it can be removed at any time."""
        return self.path / "made"

    @property
    def copies(self) -> Path:
        """The dated copies of what was published."""
        return self.path / "published"

    @property
    def export(self) -> Path:
        """Where an export goes that names no other folder."""
        return self.path / "export"

    @property
    def alerts(self) -> Path:
        """The record of what has been told to whom, and of what is still to be sent."""
        return self.path / "alerts.sqlite"

    @property
    def brief(self) -> Path:
        """The briefs, and the pages of evidence that they lead to."""
        return self.path / "brief"

    @property
    def dagster(self) -> Path:
        """Dagster's own records: runs, events, schedules (its ``DAGSTER_HOME``)."""
        return self.path / "dagster"
