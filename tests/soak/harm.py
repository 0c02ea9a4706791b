"""Harming files of an instance, as disks, people and other releases do.

What belongs here: the words of ``harm`` in ``faults.yaml``: a verb and a file. What does not: what must come of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import duckdb

from readouts.base.instance.home import Home

PAGE = 4096
SPARED = 3 * PAGE
"""The beginning of a file that is left when its pages are spoilt, so that it still opens."""

SIDECARS = ("-wal", "-shm", ".wal")

OF_A_NEWER_RELEASE = """
ALTER TABLE core.articles ADD COLUMN IF NOT EXISTS mood VARCHAR;
ALTER TABLE core.parties DROP COLUMN IF EXISTS person;
CREATE TABLE IF NOT EXISTS core.moods (edition DATE, mood VARCHAR);
ALTER TABLE meta.editions ADD COLUMN IF NOT EXISTS mood VARCHAR;
ALTER TABLE meta.gate_results ADD COLUMN IF NOT EXISTS mood VARCHAR;
UPDATE meta.definitions SET digest = 'newer';
"""


def files_of(home: Home, name: str, first: str, new: str) -> Path:
    """The file or folder that a word of the table means; ``first`` and ``new`` are editions."""

    def one(edition: str, pattern: str) -> Path:
        return next(iter(sorted((home.archive / edition).glob(pattern))))

    named: dict[str, Callable[[], Path]] = {
        "build": lambda: home.build,
        "published": lambda: home.warehouse,
        "ledger": lambda: home.path / "harvest.sqlite",
        "archive": lambda: home.archive,
        "index": lambda: one(first, "*.pages.jsonl"),
        "warc": lambda: one(first, "*.warc.gz"),
        "new index": lambda: one(new, "*.pages.jsonl"),
        "new warc": lambda: one(new, "*.warc.gz"),
        "records": lambda: home.dagster,
        "runs": lambda: home.dagster / "history" / "runs.db",
        "events": lambda: home.dagster / "history" / "runs" / "index.db",
        "schedules": lambda: home.dagster / "schedules" / "schedules.db",
    }
    return named[name]()


def lose(path: Path, _: Path) -> None:
    """It is gone, with what lies beside it."""
    for suffix in SIDECARS:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def garble(path: Path, _: Path) -> None:
    """It is something else altogether."""
    path.write_bytes(b"no database at all, nor anything else " * 2000)


def empty(path: Path, _: Path) -> None:
    """It is there, and nothing in it."""
    path.write_bytes(b"")


def cut(path: Path, _: Path) -> None:
    """It breaks off in the middle."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def spoil(path: Path, _: Path) -> None:
    """Bytes of it are other ones; of a large file its beginning is spared, of a small one all but some are."""
    size = path.stat().st_size
    places = range(SPARED, size, PAGE) if size > 2 * SPARED else range(size // 3, size, size // 8)
    with path.open("r+b") as file:
        for place in places:
            file.seek(place)
            file.write(b"\xff" * min(64, size - place))


def age(path: Path, kept: Path) -> None:
    """An older one was put back."""
    shutil.copyfile(kept / f"older-{path.name}", path)


def alter(path: Path, _: Path) -> None:
    """A newer release has been at it; where a run was killed before it wrote anything there is nothing to alter."""
    with suppress(duckdb.Error), duckdb.connect(str(path)) as connection:
        connection.execute(OF_A_NEWER_RELEASE)


VERBS: dict[str, Callable[[Path, Path], None]] = {
    verb.__name__: verb for verb in (lose, garble, empty, cut, spoil, age, alter)
}


def in_it(path: Path) -> Iterator[Path]:
    """The file, or all files of the folder."""
    if path.is_dir():
        yield from sorted(child for child in path.rglob("*") if child.is_file())
    else:
        with suppress(FileNotFoundError):
            path.stat()
            yield path
