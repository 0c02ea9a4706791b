"""Where the state of an instance lies: every path under ``READOUTS_HOME``, named once.

What belongs here: the layout of the home folder. What does not: opening any of its files.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

from readouts.base.errors import ReadoutsError, explain
from readouts.base.files import write_first
from readouts.base.instance.whereabouts import INSTANCE, why_not_in_home, why_not_shared

ROOT = Path(__file__).resolve().parents[3]
"""The project's folder, which holds ``sql/``, ``expectations/``, ``sample/`` and ``sources.yaml``."""

HOME_VARIABLE = "READOUTS_HOME"
SHARED_VARIABLE = "READOUTS_SHARED"
DATABASE_VARIABLE = "READOUTS_DATABASE"
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


def _file(variable: str, otherwise: Path) -> Path:
    """The file that a variable names. Neither it nor the other need be there."""
    named = os.environ.get(variable)
    return Path(named).resolve() if named else otherwise


def corrections_file(sources: Path) -> Path:
    """The file of corrections: ``READOUTS_CORRECTIONS`` names it, else it is ``corrections.csv`` beside the sources."""
    return _file(CORRECTIONS_VARIABLE, sources.with_name("corrections.csv"))


def watchlist_file(sources: Path) -> Path:
    """The watchlist: ``READOUTS_WATCHLIST`` names it, else it is ``watchlist.yaml`` beside the sources."""
    return _file(WATCHLIST_VARIABLE, sources.with_name("watchlist.yaml"))


def model_file(sources: Path) -> tuple[Path, bool]:
    """The file that says which model reads along, ``model.yaml`` as a rule; whether ``READOUTS_MODEL`` names it."""
    path = _file(MODEL_VARIABLE, sources.with_name("model.yaml"))
    return path, bool(os.environ.get(MODEL_VARIABLE))


class HomeError(ReadoutsError):
    """The environment says something of this instance that cannot be meant."""


def copies_to_keep() -> int:
    """How many dated copies of the published file ``READOUTS_KEEP`` asks for; 0 where it asks for none.

    Raises:
        HomeError: it is no whole number.
    """
    return _whole_number(KEEP_VARIABLE, 0, "how many dated copies are kept, such as 30") or 0


def workers() -> int | None:
    """How many processes read pages, as ``READOUTS_WORKERS`` says; None where it says nothing.

    Raises:
        HomeError: it is no whole number from 1 on.
    """
    return _whole_number(WORKERS_VARIABLE, 1, "how many processes read pages, such as 2")


def _whole_number(variable: str, least: int, what: str) -> int | None:
    text = os.environ.get(variable)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise HomeError(f"{variable} is {text!r}: write {what}")
    return int(text)


def home_folder() -> Path:
    """The folder that ``READOUTS_HOME`` names, ``data`` in the working directory otherwise; whatever it holds."""
    return Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME).resolve()


def begin_shared(folder: Path) -> bool:
    """Let a folder be what the machines of an instance share; whether it was none before.

    What it holds already stays: the home of one machine is made one of several by this.

    Raises:
        HomeError: it cannot be written to, or an instance is moved there or was moved away from it.
        MarkError: it cannot be told whether one is.
    """
    reason = why_not_in_home(folder) or why_not_shared(folder)
    if reason is not None:
        raise HomeError(f"no shared instance is made in {folder}: {reason}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_first(folder / INSTANCE, f"{uuid.uuid4()}\n")
    except FileExistsError:
        return False
    except OSError as error:
        refused = OSError(error.errno, error.strerror, str(folder))
        raise HomeError(f"no shared instance can be made in {explain(refused)}") from error
    return True


@dataclass(frozen=True, slots=True)
class _Under:
    """A path in what all machines see of an instance, or in the machine's ``own`` home."""

    name: str
    is_own: bool = False

    def __get__(self, home: Home, _: type[Home] | None = None) -> Path:
        return (home.path if self.is_own else home.shared) / self.name


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds one instance: archive, build file, published file, Dagster's records.

    Of an instance on several machines it is the machine's own, and ``commons`` the folder that all of them see
    (docs/cluster.md); None on one machine, where all lies in the home.
    """

    path: Path
    commons: Path | None = None

    @classmethod
    def from_environment(cls) -> Home:
        """The home that ``READOUTS_HOME`` names, ``data`` in the working directory otherwise.

        ``READOUTS_SHARED`` names what all machines see.

        Raises:
            HomeError: of ``READOUTS_SHARED`` and ``READOUTS_DATABASE`` one is set, the shared folder is none, or the
                instance was moved.
            MarkError: it cannot be told whether it was.
        """
        path = home_folder()
        shared = os.environ.get(SHARED_VARIABLE)
        if bool(shared) != bool(os.environ.get(DATABASE_VARIABLE)):
            missing = DATABASE_VARIABLE if shared else SHARED_VARIABLE
            raise HomeError(
                f"{SHARED_VARIABLE} and {DATABASE_VARIABLE} go together, and {missing} is not set; docs/cluster.md"
            )
        home = cls(path, Path(shared).resolve() if shared else None)
        home.require_here()
        return home

    @property
    def shared(self) -> Path:
        """The folder of what all machines see: the home itself, on one machine."""
        return self.commons or self.path

    @property
    def is_shared(self) -> bool:
        """Whether several machines work on the instance."""
        return self.commons is not None

    def require_here(self) -> None:
        """Make sure that the instance is here: it was not moved, and what all machines see is there, by itself.

        Raises:
            HomeError: it is not.
            MarkError: it cannot be told whether it was moved.
        """
        if self.commons is None:
            if (reason := why_not_in_home(self.path)) is not None:
                raise HomeError(reason)
            return
        if self.commons == self.path:
            raise HomeError(
                f"{HOME_VARIABLE} and {SHARED_VARIABLE} name one folder, {self.path}; a machine's own has another"
            )
        # a folder that is not mounted looks empty: what began anew in it would ask for every page again
        if not (self.commons / INSTANCE).is_file():
            raise HomeError(
                why_not_shared(self.commons)
                or f"{self.commons} holds no shared instance; see that it is mounted, or make one there:"
                " 'readouts cluster init'"
            )

    @property
    def instance(self) -> str:
        """The id by which all machines know a shared instance, wherever its folder is mounted.

        Raises:
            HomeError: it cannot be read.
        """
        try:
            return (self.shared / INSTANCE).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise HomeError(f"{self.shared / INSTANCE} cannot be read ({error})") from error

    def require_writable(self) -> None:
        """Make the home where it is missing, and make sure that files can be made in it.

        Raises:
            HomeError: they cannot.
        """
        for folder in dict.fromkeys((self.path, self.shared)):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=folder) as probe:
                    probe.write(b"room for a little")
            except OSError as error:
                refused = OSError(error.errno, error.strerror, str(folder))
                raise HomeError(f"nothing can be written to {explain(refused)}") from error

    archive = _Under("archive")
    """The WARC files with their indexes, a folder an edition; the only thing that cannot be rebuilt."""
    answers = _Under("archive/answers")
    """The answers of models, beside the pages; there once one was asked."""
    file_of_one_machine = _Under("build.duckdb")
    """The build file as one machine has it: what several take over when they come to share the instance."""
    lake = _Under("lake")
    """The rows of the tables that steps write, where several machines share the instance (DuckLake)."""
    warehouse = _Under("warehouse.duckdb")
    """The published DuckDB file that people read."""
    unpublished = _Under("unpublished")
    """An empty file that is there while editions are finished and wait for a later one of their range."""
    made = _Under("made")
    """What is made of editions that are not closed yet; it can be removed at any time."""
    copies = _Under("published")
    """The dated copies of what was published."""
    alerts = _Under("alerts.sqlite")
    """The record of what has been told to whom, and of what is still to be sent."""
    brief = _Under("brief")
    """The briefs, and the pages of evidence that they lead to."""
    export = _Under("export", is_own=True)
    """Where an export goes that names no other folder."""
    dagster = _Under("dagster", is_own=True)
    """Dagster's own records: runs, events, schedules (its ``DAGSTER_HOME``)."""

    @property
    def build(self) -> Path:
        """The private DuckDB file that the steps write.

        Where several machines share the instance it is a copy of the machine's own, of what is in the ``lake``.
        """
        return self.path / "working.duckdb" if self.is_shared else self.file_of_one_machine
