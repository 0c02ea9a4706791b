"""The file ``corrections.csv``: its lines read and checked, and one more written.

What belongs here: the file. What does not: what a line may say (``fields``), and what became of it (``applied``).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TextIO

from readouts.base.days import day_of
from readouts.base.instance.home import CORRECTIONS_VARIABLE
from readouts.base.yaml_file import is_there
from readouts.corrections.fields import (
    FIELDS,
    NONE,
    CorrectionError,
    any_of,
    kinds_of,
    no_day,
    problem_of,
)
from readouts.reference.stances.taxonomy import taxonomy
from readouts.warehouse.tables.rows import content_id

Row = dict[str, Any]

REQUIRED = ("target", "field", "value", "who", "why", "given_on")
COLUMNS = ("target", "kind", "field", "value", "who", "why", "given_on", "was", "quotation", "url")
"""The columns of the file, as it is written; in a file by hand those that are not required may be missing."""


LONGEST = 131_072
"""Characters that one value may have, at most: as many as ``csv`` reads by default, whatever else this process asks of
it."""


def read_corrections(path: Path) -> list[Row]:
    """The file's lines as rows of ``raw.corrections``; none where there is no file.

    A line that is no correction has its ``problem`` said; the gate refuses it for that.

    Raises:
        CorrectionError: the file is there and cannot be read.
    """
    if not is_there(path):
        return []
    seen: Counter[str] = Counter()
    return [_row(line, given, problem, seen) for line, given, problem in _lines(path)]


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str], str | None]]:
    """Each line with its number, its values by column, and what is wrong with it as a line of CSV.

    A line whose quotation mark is left open ends where it ends: what follows is read by itself.
    """
    with _open(path) as file:
        texts = file.readlines()
    header: list[str] | None = None
    start = 0
    while start < len(texts):
        cells, used, problem = _record(texts, start, None if header is None else len(header))
        start += used
        if not all(map(_is_text, cells)):
            problem, cells = problem or "expected UTF-8", [_as_text(cell) for cell in cells]
        if header is None and problem is None:
            header = [name.strip() for name in cells]
        elif any(cells) or problem:
            names = header or []
            if problem is None and len(cells) != len(names):
                problem = f"the line has {len(cells)} values, the first line {len(names)} names"
            values = dict(zip(names, (cell.strip() for cell in cells), strict=False))
            yield start - used + 1, values, problem or _missing(names)


def _record(texts: list[str], start: int, width: int | None) -> tuple[list[str], int, str | None]:
    """The values of the record that begins with a line, how many lines it takes, and why it is no CSV.

    A value may have line ends in it where the record is whole by that: it has ``width`` values, None where that is not
    known. Else the first line stands alone, and its values are as far as it can be read.
    """
    reader = csv.reader((texts[n] for n in range(start, len(texts))), strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        problem = str(error) if reader.line_num == 1 else "a quotation mark is left open"
        return _at_a_guess(texts[start]), 1, f"the line is no CSV: {problem}"
    used = reader.line_num
    is_long = any(len(cell) > LONGEST for cell in cells)
    if used > 1 and (is_long or width not in (None, len(cells))):
        return _at_a_guess(texts[start]), 1, "the line is no CSV: a quotation mark is left open"
    if is_long:
        problem = f"the line is no CSV: a value is longer than {LONGEST:,} characters"
        return [cell[:LONGEST] for cell in cells], used, problem
    return cells, used, None


def _at_a_guess(line: str) -> list[str]:
    """The values of a line that is no CSV, whatever its quotation marks."""
    try:
        return [cell[:LONGEST] for cell in next(csv.reader([line]))]
    except csv.Error:
        return [line.strip()[:LONGEST]]


def _open(path: Path) -> TextIO:
    """The file, in which a byte that is no UTF-8 stands for itself.

    Raises:
        CorrectionError: it cannot be read.
    """
    try:
        return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except IsADirectoryError:
        text = f"{path} is a folder; {CORRECTIONS_VARIABLE} names the file, such as {path / 'corrections.csv'}"
        raise CorrectionError(text) from None
    except OSError as error:
        text = f"{path} cannot be read: {error.strerror}; {CORRECTIONS_VARIABLE} names another file"
        raise CorrectionError(text) from None


def _is_text(cell: str) -> bool:
    return not any("\udc80" <= character <= "\udcff" for character in cell)


def _as_text(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _missing(header: list[str]) -> str | None:
    missing = [name for name in REQUIRED if name not in header]
    return f"the first line lacks {', '.join(missing)}" if missing else None


def _row(line: int, given: dict[str, str], problem: str | None, seen: Counter[str]) -> Row:
    row: Row = {name: given.get(name) or None for name in COLUMNS}
    kinds = kinds_of(row["field"] or "")
    if row["kind"] is None and len(kinds) == 1:
        row["kind"] = kinds[0]
    plain = content_id(*row.values(), *([line] if problem else []))
    seen[plain] += 1
    day = row["given_on"]
    return row | {
        "correction_id": plain if seen[plain] == 1 else content_id(plain, seen[plain]),
        "line": line,
        "given_on": day_of(day) if day and no_day(day) is None else None,
        "position": _position(row["field"], row["value"]),
        "problem": problem or _problem(row),
    }


def _problem(row: Row) -> str | None:
    """What is wrong with a line that is whole as CSV."""
    for name in REQUIRED:
        if row[name] is None:
            return f"{name} is missing"
    if row["kind"] is None and len(kinds_of(row["field"])) > 1:
        return f"say in the column kind what is {row['field']}: {any_of(kinds_of(row['field']))}"
    if row["kind"] is None:
        known = sorted({field for fields in FIELDS.values() for field in fields})
        return f"field {row['field']!r} is none of {', '.join(known)}"
    expected = no_day(row["given_on"])
    if expected:
        return f"given_on must be {expected}; it is {row['given_on']!r}"
    return problem_of(row["kind"], row["field"], row["value"])


def _position(field: str | None, value: str | None) -> str | None:
    """The position that a corrected stance rolls up to."""
    known = taxonomy().get(value or "") if field == "stance" else None
    return known.position if known else None


@dataclass(frozen=True)
class Target:
    """A row that may be corrected: of which kind, its words, where they stand, and what tells it from its like.

    ``told_on`` is the day that its article came out, None where that is not known.
    """

    id: str
    kind: str
    was: str
    quotation: str
    url: str
    told_on: date | None = None


def write_correction(
    path: Path, target: Target, field: str, value: str, *, who: str, why: str, given_on: date
) -> None:
    """Append a line to the file, which is made where it is missing.

    Raises:
        CorrectionError: the correction cannot be meant, or the file has another first line.
        OSError: the file cannot be written.
    """
    for name, said in (("--who", who), ("--why", why)):
        if not said.strip():
            raise CorrectionError(f"{name} says nothing")
    problem = problem_of(target.kind, field, value) or _too_late(target, field, value)
    if problem:
        raise CorrectionError(problem)
    header, ends_open = _header(path)
    line = {
        "target": target.id,
        "kind": target.kind,
        "field": field,
        "value": value,
        "who": " ".join(who.split()),
        "why": " ".join(why.split()),
        "given_on": given_on.isoformat(),
        "was": target.was,
        "quotation": " ".join(target.quotation.split()),
        "url": target.url,
    }
    with path.open("a", encoding="utf-8", newline="") as file:
        if ends_open:
            file.write("\n")
        writer = csv.DictWriter(file, header or COLUMNS, extrasaction="ignore", lineterminator="\n")
        if header is None:
            writer.writeheader()
        writer.writerow(line)


def _too_late(target: Target, field: str, value: str) -> str | None:
    """Why a call cannot be of a day: its report came out before; a day is left for zones further east."""
    if field != "call_date" or value == NONE or target.told_on is None:
        return None
    if day_of(value) <= target.told_on + timedelta(days=1):
        return None
    return (
        f"call_date must be no later than its report, which is of {target.told_on}; it is {value!r}"
    )


def _header(path: Path) -> tuple[list[str] | None, bool]:
    """The names in the file's first line, None where there is none; and whether its last line is left open."""
    text = ""
    if is_there(path):
        with _open(path) as file:
            text = file.read()
    if not text.strip():
        return None, bool(text)
    try:
        header = [name.strip() for name in next(csv.reader(text.splitlines()))]
    except csv.Error as error:
        raise CorrectionError(f"{path.name}: the first line is no CSV: {error}") from None
    problem = _missing(header)
    if problem:
        raise CorrectionError(f"{path.name}: {problem}")
    return header, not text.endswith("\n")
