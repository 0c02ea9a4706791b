"""Checking an edition: its indexes, and every record that they name, against its digest.

What belongs here: putting together what is wrong, and what of it is known and given up. What does not: looking into a
file (``verifying.py``) and into an index (``reading.py``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from readouts.harvest.archive.damage import Damage
from readouts.harvest.archive.inventory import listed_volumes
from readouts.harvest.archive.layout import ARCHIVE, INDEX_SUFFIX, WARC_SUFFIX
from readouts.harvest.archive.losses import Forgotten, forgotten
from readouts.harvest.archive.reading import in_order, shelf
from readouts.harvest.articles import is_article
from readouts.harvest.children import Crash, ask, processors

LOST = "lost"
"""How the error of a row begins whose page is gone for good."""

Place = tuple[str | None, int | None]
"""Where a record lies: its file, and its first byte."""

_LEAST_SECONDS = 60.0
_BYTES_A_SECOND = 1_000_000
"""What a slow disk gives at least; a file that takes longer than its size by this is given up."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What an edition's archive gives.

    ``rows`` are those of ``raw.pages``; of a volume that is gone for good those that cannot be read have the ``error``
    that says so. ``damages`` are open: an article's page is lost that nobody has given up. ``known`` are those that
    somebody has, ``harmless`` those by which no page is lost. ``records`` is how many were looked at.
    """

    edition: date
    rows: list[dict[str, Any]]
    damages: tuple[Damage, ...]
    known: tuple[Damage, ...]
    harmless: tuple[Damage, ...]
    volumes: int
    records: int


def check_edition(
    home: Path, edition: date, *, looked_at: Callable[[int], None] = lambda size: None
) -> Checked:
    """Check all that the archive has of an edition. ``looked_at`` is told the size of each WARC file when it was.

    Raises ``ExtractionError`` when no reading process can be started.
    """
    found = shelf(home, edition)
    files = _by_file(found.rows)
    sizes = {file: _size(home, file) for file in files}
    lost: set[Place] = set()
    damages = list(found.damages)
    answers: dict[str, dict[str, Any]] = {}

    def look(file: str) -> tuple[str, dict[str, Any]]:
        answer = _verified(home, file, files[file], sizes[file])
        looked_at(sizes[file])
        return file, answer

    with ThreadPoolExecutor(max_workers=processors()) as pool:
        for file, answer in pool.map(look, sorted(files)):
            lost |= {(file, offset) for offset, _ in answer["bad"]}
            answers[file] = answer
    kept = {row["page_id"] for row in found.rows if _place(row) not in lost}
    for file, answer in answers.items():
        gone = {
            row["warc_offset"]
            for row in files[file]
            if _place(row) in lost and row["page_id"] not in kept and is_article(row)
        }
        damages = _with_records(damages, edition, file, answer, gone)
    given_up = forgotten(home)
    # what could be read comes last, and is taken
    rows = sorted(found.rows, key=lambda row: _place(row) not in lost)
    return Checked(
        edition,
        [_told(row, lost, given_up) for row in in_order(rows)],
        tuple(d for d in damages if d.pages and d.volume not in given_up),
        tuple(d for d in damages if d.pages and d.volume in given_up),
        tuple(d for d in damages if not d.pages and d.volume not in given_up),
        found.volumes,
        sum(map(len, files.values())),
    )


def lost_volumes(home: Path, name: str) -> dict[str, int]:
    """What is lost of a volume, or of the volumes of an edition, and how many pages of each (0: nobody knows).

    A volume of which no index and no list is left is lost as a whole, whatever it had.
    """
    folder = name.split("/")[0]
    try:
        edition = date.fromisoformat(folder)
    except ValueError:
        return {}
    checked = check_edition(home, edition)
    lost: dict[str, int] = defaultdict(int)
    for damage in (*checked.damages, *checked.known):
        if name in (folder, damage.volume) and (name != folder or damage in checked.damages):
            lost[damage.volume] = max(lost[damage.volume], damage.pages)
    if name != folder and not lost:
        is_listed = name in listed_volumes(home, edition)
        if not is_listed and not (home / ARCHIVE / (name + INDEX_SUFFIX)).exists():
            lost[name] = 0
    return dict(lost)


def _by_file(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    files: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["warc_file"]:
            files[row["warc_file"]].append(row)
    return files


def _place(row: dict[str, Any]) -> Place:
    return row["warc_file"], row["warc_offset"]


def _size(home: Path, file: str) -> int:
    try:
        return (home / ARCHIVE / file).stat().st_size
    except OSError:
        return 0


def _verified(home: Path, file: str, rows: list[dict[str, Any]], size: int) -> dict[str, Any]:
    columns = ("warc_offset", "warc_length", "content_sha256")
    wanted = [[row[column] for column in columns] for row in rows]
    path = (home / ARCHIVE / file).resolve()
    if not file.endswith(WARC_SUFFIX) or not path.is_relative_to((home / ARCHIVE).resolve()):
        return {"bad": [[row[0], "is no file of the archive"] for row in wanted], "loose": []}
    question = {"what": "verify", "home": str(home), "file": file, "wanted": wanted}
    try:
        answer: dict[str, Any] = ask(question, b"", _LEAST_SECONDS + size / _BYTES_A_SECOND)
    except (TimeoutError, Crash) as err:
        why = f"cannot be checked: {err or 'it takes too long'}"
        return {"bad": [[row[0], why] for row in wanted], "loose": []}
    return answer


def _with_records(
    damages: list[Damage], edition: date, file: str, answer: dict[str, Any], gone: set[int]
) -> list[Damage]:
    """The damages with those of a file's records; of a file that is known to be cut or gone, with how much is lost."""
    bad, loose = answer["bad"], answer["loose"]
    known = next((d for d in damages if d.file == file), None)
    if known is not None:
        return [replace(d, pages=len(gone)) if d is known else d for d in damages]
    wrong = [why for offset, why in bad if offset in gone] or [why for _, why in [*bad, *loose]]
    if not wrong:
        return damages
    more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    return [*damages, Damage(edition, file, wrong[0] + more, pages=len(gone))]


def _told(row: dict[str, Any], lost: set[Place], given_up: dict[str, Forgotten]) -> dict[str, Any]:
    """A row whose page is gone for good says so; it is no article any more."""
    if _place(row) not in lost or row["error"]:
        return row
    volume = str(row["warc_file"]).removesuffix(WARC_SUFFIX)
    if volume not in given_up:
        return row
    entry = given_up[volume]
    return row | {"error": f"{LOST}: {row['warc_file']} is gone for good: {entry.why}"[:300]}
