"""Volumes that are gone for good: somebody said so, and why.

What belongs here: the file ``archive/forgotten.tsv``, which people may read, and mend by hand. What does not: what
follows for the rows of such a volume (``checking.py``).

A volume that is forgotten counts again when it is back: what of it can be read is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from readouts.base.errors import ReadoutsError
from readouts.base.files import write_whole
from readouts.harvest.archive.layout import ARCHIVE, FORGOTTEN

_HEAD = """# Volumes of the archive that are gone for good, whole or in part. 'readouts archive forget' writes a line,
# 'readouts archive remember' takes it away again. What of a volume can be read is read all the same.
volume\tforgotten_at\twho\twhy
"""


class ForgetError(ReadoutsError):
    """What is to be forgotten or remembered is not what it is said to be."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A volume, when somebody said that it is gone (UTC), who it was, and why."""

    volume: str
    forgotten_at: str
    who: str
    why: str


def forgotten(home: Path) -> dict[str, Forgotten]:
    """The volumes that are gone for good, by name. A line that is none says nothing."""
    found: dict[str, Forgotten] = {}
    try:
        text = (home / ARCHIVE / FORGOTTEN).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return found
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) == 4 and not line.startswith("#") and cells[0] != "volume":
            found[cells[0]] = Forgotten(*cells)
    return found


def forget(home: Path, volumes: Iterable[str], *, who: str, why: str) -> None:
    """Note that volumes are gone for good.

    Raises:
        ForgetError: no reason is given.
        OSError: the file cannot be written.
    """
    if not why.strip():
        raise ForgetError("--why says nothing")
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    known = forgotten(home)
    for volume in volumes:
        known[volume] = Forgotten(volume, now, _line(who), _line(why))
    _write(home, known.values())


def remember(home: Path, volumes: Iterable[str]) -> None:
    """Take back that volumes are gone for good.

    Raises:
        OSError: the file cannot be written.
    """
    known = forgotten(home)
    for volume in volumes:
        known.pop(volume, None)
    _write(home, known.values())


def _line(text: str) -> str:
    return " ".join(text.split())


def _write(home: Path, entries: Iterable[Forgotten]) -> None:
    lines = [f"{e.volume}\t{e.forgotten_at}\t{e.who}\t{e.why}\n" for e in entries]
    write_whole(home / ARCHIVE / FORGOTTEN, _HEAD + "".join(lines), for_good=True)
