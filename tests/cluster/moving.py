"""An instance that is moved in tests: what lies in it, where it is valid, and a move that is killed.

What belongs here: the two folders. What does not: any expectation.
"""

from __future__ import annotations

from pathlib import Path

from readouts.base.instance.home import Home, HomeError
from readouts.base.instance.layout import names
from readouts.base.state.turns import take_turn
from readouts.moving.copying import Copied
from readouts.moving.move import Moved, move_to_home, move_to_shared
from tests.pipelines.instance import kill_oneself, silent

OF_THE_INSTANCE = {
    "archive/2026-05-09/no-mfa-1.warc.gz": b"\x1f\x8b pages",
    "archive/2026-05-09/no-mfa-1.pages.jsonl": b"{}\n",
    "archive/answers/ab/abcd.jsonl": b'{"answer": 1}\n',
    "archive/forgotten.tsv": b"",
    "made/2026-05-10/articles-1.jsonl.gz": b"made",
    "build.duckdb": b"steps" * 9,
    "build.duckdb.wal": b"to be written",
    "warehouse.duckdb": b"published",
    "published/warehouse-1.duckdb": b"cited",
    "brief/2026-05-09.html": b"<html>",
    "alerts.sqlite": b"told",
    "unpublished": b"",
}
OF_THE_MACHINE = {
    "harvest.sqlite": b"seen",
    "dagster/history/runs.db": b"runs",
    "export/reactions.csv": b"rows",
    "notes.txt": b"a person's own",
}
HALF_WRITTEN = "archive/2026-05-09/no-mfa-2.warc.gz.part"


def fill(home: Path) -> None:
    for name, content in {**OF_THE_INSTANCE, **OF_THE_MACHINE, HALF_WRITTEN: b"half"}.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (home / "published" / "warehouse-1.duckdb").chmod(0o444)
    (home / "archive" / "2026-05-10").mkdir()


def held(folder: Path) -> dict[str, bytes]:
    """What of the instance lies in a folder, by its path; folders that are empty too."""
    found = {}
    for name in names("instance"):
        for path in sorted([folder / name, *(folder / name).rglob("*")]):
            if path.is_file() or (path.is_dir() and not any(path.iterdir())):
                key = path.relative_to(folder).as_posix()
                found[key] = path.read_bytes() if path.is_file() else b""
    return found


WHOLE = OF_THE_INSTANCE | {"archive/2026-05-10": b""}


class Moving:
    """A home, a folder that is to be shared, and another machine's home."""

    def __init__(self, path: Path) -> None:
        self.home, self.shared, self.desk = path / "home", path / "shared", path / "desk"

    def valid(self) -> list[str]:
        """Which of the two is the instance, to whoever asks."""
        found = []
        for name, home in (("home", Home(self.home)), ("shared", Home(self.desk, self.shared))):
            try:
                with take_turn(home, "looking", say=silent, wait_seconds=9):
                    found.append(name)
            except HomeError:
                pass
        return found

    def move(self, to: str) -> Moved:
        return (move_to_shared if to == "shared" else move_to_home)(self.home, self.shared)

    def folder(self, of: str) -> Path:
        return self.home if of == "home" else self.shared


def die_before(moving: Moving, to: str, name: str) -> None:
    def told(copied: Copied) -> None:
        if copied.name == name:
            kill_oneself()

    (move_to_shared if to == "shared" else move_to_home)(moving.home, moving.shared, told)
