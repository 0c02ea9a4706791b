"""Dagster's records of a home: opened, and set aside where they are damaged.

What belongs here: the files under ``READOUTS_HOME/dagster``. What does not: what runs do, which they only tell of.

The records are history: which run did what, and what was told of it. Nothing of the warehouse rests on them, so that
damaged ones are set aside, and the run goes on with new ones. ``history`` (runs and events) and ``schedules`` (what is
switched on, and how far sensors have looked) are apart: the one that is sound stays.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, suppress
from pathlib import Path
from typing import Any, TypeVar

import dagster as dg
from sqlalchemy.exc import SQLAlchemyError
from yaml import YAMLError

from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import Home
from readouts.base.state.database import require_database

SETTINGS = Path(__file__).with_name("dagster.yaml")
SETTINGS_OF_A_CLUSTER = Path(__file__).with_name("cluster.yaml")

DATABASES = {
    "history": ("history/runs.db", "history/runs/index.db"),
    "schedules": ("schedules/schedules.db",),
}
"""The folders that are set aside as a whole, each with the databases by which it is judged."""

Say = Callable[[str], None]

FAULTS = (SQLAlchemyError, sqlite3.Error)
"""What Dagster raises when its databases cannot be used."""


class RecordsError(ReadoutsError):
    """Dagster's records cannot be used, and setting them aside does not help."""


Work = TypeVar("Work")


class _Unrepeated:
    """A stream, but for what Dagster writes there of each event that it cannot record: that is raised and told once."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, unless it is one of these."""
        is_told_later = text.startswith("Exception while writing logger call to event log")
        return len(text) if is_told_later else self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Records:
    """Dagster's records of a home while they are used (``dagster_records``)."""

    def __init__(self, home: Home, say: Say) -> None:
        self._home = home
        self._say = say
        self.instance = self._open()

    def use(self, work: Callable[[dg.DagsterInstance], Work]) -> Work:
        """Do what needs the records; where they turn out to be damaged, once more with new ones.

        Raises:
            RecordsError: they cannot be written or read, and are not damaged.
            DatabaseError: they are in the database of several machines, which cannot be used.
        """
        with redirect_stderr(_Unrepeated(sys.stderr)):
            try:
                return work(self.instance)
            except FAULTS as error:
                self._require_database()
                self.close()
                set_aside_damaged(self._home, self._say, error)
            except Exception:
                self._require_database()
                raise
            with _explained(self._home):
                self.instance = self._open()
                return work(self.instance)

    def _require_database(self) -> None:
        """Where the records are in the database of several machines: say in one line that it cannot be used."""
        if self._home.is_shared:
            require_database()

    def close(self) -> None:
        """Let go of them."""
        with suppress(*FAULTS):
            self.instance.dispose()

    def _open(self) -> dg.DagsterInstance:
        try:
            return dg.DagsterInstance.get()
        except FAULTS as error:
            set_aside_damaged(self._home, self._say, error)
            with _explained(self._home):
                return dg.DagsterInstance.get()
        except (YAMLError, dg.DagsterInvalidConfigError) as error:
            raise RecordsError(_of_settings(self._home, error)) from error


@contextmanager
def dagster_records(home: Home, *, say: Say = lambda line: None) -> Iterator[Records]:
    """Dagster's records of this home, made with the shipped settings where they are missing.

    ``say`` is told of what is set aside.

    Raises:
        RecordsError: they cannot be written or read.
        DatabaseError: they are in the database of several machines, which cannot be used.
    """
    if home.is_shared:
        require_database()
    prepare_dagster_home(home)
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    records = Records(home, say)
    try:
        yield records
    finally:
        records.close()


def prepare_dagster_home(home: Home) -> None:
    """Put the shipped settings into ``DAGSTER_HOME`` where there are none; an operator's own stay.

    Those that are shipped for one machine give way to those for several, and the other way round.
    """
    home.dagster.mkdir(parents=True, exist_ok=True)
    settings = home.dagster / "dagster.yaml"
    own, others = SETTINGS, SETTINGS_OF_A_CLUSTER
    if home.is_shared:
        own, others = others, own
    if not settings.exists() or settings.read_bytes() == others.read_bytes():
        shutil.copyfile(own, settings)


@contextmanager
def _explained(home: Home) -> Iterator[None]:
    """Tell in one line what is wrong with the records."""
    try:
        yield
    except FAULTS as error:
        raise RecordsError(
            f"Dagster's records ({home.dagster}) cannot be used ({_reason(error)});"
            " make room or the folder writable, and run it again"
        ) from error


def set_aside_damaged(home: Home, say: Say, error: Exception | None = None) -> list[Path]:
    """Move records aside that do not read as a database; their new names.

    ``error`` is what Dagster met. Where no database is damaged it is raised as one line: a full disk is no damage.

    Raises:
        RecordsError: none is damaged.
    """
    aside = []
    for folder, names in DATABASES.items():
        problems = [problem for name in names if (problem := _damage(home.dagster / name))]
        if not problems and _is_laid_out_otherwise(error) and (home.dagster / folder).exists():
            problems = [_reason(error)]
        if problems:
            path = home.dagster / folder
            aside.append(path.rename(_free_name(path)))
            say(
                f"Dagster's {folder} cannot be read ({problems[0]}): it is kept as {aside[-1].name}, and begins anew;"
                " the warehouse does not rest on it"
            )
    if not aside and error is not None:
        with _explained(home):
            raise error
    return aside


def _is_laid_out_otherwise(error: Exception | None) -> bool:
    """Whether the databases are sound, and lack a table or column that this release of Dagster wants."""
    return "no such " in str(error)


def _damage(path: Path) -> str | None:
    """What is wrong with a database file; None where it is sound or not there."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            [(found,)] = database.execute("PRAGMA quick_check(1)").fetchall()
            tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:  # it cannot be opened: that is no damage
        return None
    except sqlite3.DatabaseError as error:
        return str(error)
    if found != "ok":
        return str(found).partition("\n")[0]
    return None if tables != (0,) or not path.stat().st_size else "it has no tables"


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    return aside


def _reason(error: BaseException) -> str:
    """The database's own words."""
    original = getattr(error, "orig", None) or error
    return str(original).partition("\n")[0]


def _of_settings(home: Home, error: Exception) -> str:
    words = " ".join(str(error).split())
    return (
        f"{home.dagster / 'dagster.yaml'} cannot be used ({words[:200]});"
        " mend it, or remove it to have the shipped settings again"
    )
