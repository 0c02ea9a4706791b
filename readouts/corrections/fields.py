"""Corrections by analysts: the lines of ``corrections.csv``, read, checked and written.

What belongs here: what a correction may say, and the file. What does not: which row a correction attaches to and
what it changes; that is SQL (``sql/core/applied_corrections.sql``, ``sql/core/counted_parties.sql``,
``sql/core/counted_reports.sql``, ``sql/marts/evidence.sql``).

The parser's rows stay as it made them. A correction names one by its id; it keeps the words of the row and their URL
besides, so that it finds the row again when a new release of the parser gives it another id.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from readouts.days import day_of
from readouts.errors import ReadoutsError
from readouts.home import CORRECTIONS_VARIABLE
from readouts.reference.bodies import organisations
from readouts.reference.geography import no_country
from readouts.reference.stances import taxonomy
from readouts.warehouse.errors import NotPublishedError, QueryError
from readouts.warehouse.query import answer
from readouts.warehouse.rows import content_id
from readouts.yaml_file import is_there

Row = dict[str, Any]
Check = Callable[[str], str | None]
"""A value in; what was expected instead out, None where the value will do."""

REQUIRED = ("target", "field", "value", "who", "why", "given_on")
COLUMNS = ("target", "kind", "field", "value", "who", "why", "given_on", "was", "quotation", "url")
"""The columns of the file, as it is written; in a file by hand those that are not required may be missing."""

NONE = "none"
"""The value that empties a field: ``toward`` where the text names nobody."""

MEDIA = ("phone", "video", "unspecified")
FIRST_DAY = date(1990, 1, 1)


class CorrectionError(ReadoutsError):
    """A correction that cannot be meant, or a file that cannot take it; the message is one line."""


def _one_of(*values: str) -> Check:
    return lambda value: None if value in values else f"one of {', '.join(values)}"


def _stance(value: str) -> str | None:
    return _one_of(*taxonomy())(value)


def _country(value: str) -> str | None:
    return no_country(value) and "a country's ISO 3166-1 alpha-3 code"


def _organisation(value: str) -> str | None:
    known = {body.short for body in organisations()}
    return None if value in known else "an organisation's short name"


def _side(value: str) -> str | None:
    is_known = _country(value) is None or _organisation(value) is None
    return None if is_known else "a country's code or an organisation"


def _name(value: str) -> str | None:
    return None if value.strip() else "a name"


def _day(value: str) -> str | None:
    try:
        return None if day_of(value) >= FIRST_DAY else f"a day since {FIRST_DAY.year}"
    except ValueError:
        return "a day as 2026-05-09"


def _or_none(check: Check) -> Check:
    """Whatever the check lets through, and ``none``."""

    def wider(value: str) -> str | None:
        expected = None if value == NONE else check(value)
        return expected and f"{expected}, or {NONE}"

    return wider


def _or_joint(value: str) -> str | None:
    expected = None if value == "joint" else _side(value)
    return expected and f"{expected}, or joint"


TRUTH = _one_of("true", "false")

FIELDS: Mapping[str, Mapping[str, Check]] = {
    "reaction": {
        "stance": _stance,
        "toward": _or_none(_country),
        "side": _or_joint,
        "speaker": _or_none(_name),
        "in_call": TRUTH,
        "confirmed": _one_of("true"),
        "retracted": TRUTH,
    },
    "party": {
        "country": _or_none(_country),
        "organisation": _or_none(_organisation),
        "side": _or_none(_side),
        "retracted": TRUTH,
    },
    "report": {
        "call_date": _or_none(_day),
        "medium": _one_of(*MEDIA),
        "initiator_side": _or_none(_side),
        "initiator": _or_none(_name),
        "confirmed": _one_of("true"),
        "retracted": TRUTH,
    },
}
"""What may be corrected, of a reaction (``core.reactions``), of a party to a call (``core.parties``) and of a call
report (``core.call_reports``). A party has one side: its country and its organisation are two names for giving it.
What is doubtful counts once anything is said of it: ``confirmed`` says that it is right as it stands."""


def _any_of(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


USUAL_KIND = {"side": "reaction"}
"""The kind that a line without one means, where several have its field: what it meant when one alone had it."""


OF_COUNTRIES = {"toward", "side", "initiator_side", "country"}
"""The fields of which it is told what to write in the place of a name or a territory's code."""


def kinds_of(field: str) -> list[str]:
    """The kinds of rows that a line without a kind can mean by a field."""
    usual = USUAL_KIND.get(field)
    return [usual] if usual else [kind for kind, fields in FIELDS.items() if field in fields]


def problem_of(kind: str, field: str, value: str) -> str | None:
    """Why a value cannot be that of a field, in one line; None where it can."""
    checks = FIELDS.get(kind)
    if checks is None:
        return f"kind must be {_any_of(FIELDS)}; it is {kind!r}"
    if field not in checks:
        return f"a {kind} has no field {field!r} to correct; it has {', '.join(checks)}"
    expected = checks[field](value)
    found = no_country(value) if field in OF_COUNTRIES else None
    return expected and f"{field} must be {expected}; {found or f'it is {value!r}'}"


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
    """Each line with its number, its values by column, and what is wrong with it as a line of CSV."""
    with _open(path) as file:
        reader = csv.reader(file, strict=True)
        header: list[str] | None = None
        while True:
            start, problem, cells = reader.line_num + 1, None, list[str]()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problem = f"the line is no CSV: {error}"
            if not all(map(_is_text, cells)):
                problem, cells = "expected UTF-8", [_as_text(cell) for cell in cells]
            if header is None and problem is None:
                header = [name.strip() for name in cells]
            elif any(cells) or problem:
                names = header or []
                if problem is None and len(cells) != len(names):
                    problem = f"the line has {len(cells)} values, the first line {len(names)} names"
                values = dict(zip(names, (cell.strip() for cell in cells), strict=False))
                yield start, values, problem or _missing(names)


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
        "given_on": day_of(day) if day and _day(day) is None else None,
        "position": _position(row["field"], row["value"]),
        "problem": problem or _problem(row),
    }


def _problem(row: Row) -> str | None:
    """What is wrong with a line that is whole as CSV."""
    for name in REQUIRED:
        if row[name] is None:
            return f"{name} is missing"
    if row["kind"] is None and len(kinds_of(row["field"])) > 1:
        return f"say in the column kind what is {row['field']}: {_any_of(kinds_of(row['field']))}"
    if row["kind"] is None:
        known = sorted({field for fields in FIELDS.values() for field in fields})
        return f"field {row['field']!r} is none of {', '.join(known)}"
    expected = _day(row["given_on"])
    if expected:
        return f"given_on must be {expected}; it is {row['given_on']!r}"
    return problem_of(row["kind"], row["field"], row["value"])


def _position(field: str | None, value: str | None) -> str | None:
    """The position that a corrected stance rolls up to."""
    known = taxonomy().get(value or "") if field == "stance" else None
    return known.position if known else None


@dataclass(frozen=True)
class Target:
    """A row that may be corrected: of which kind, its words, where they stand, and what tells it from its like."""

    id: str
    kind: str
    was: str
    quotation: str
    url: str


TARGETS = """
SELECT r.reaction_id, 'reaction', coalesce(r.side, 'joint') || ' ' || r.stance, r.evidence, a.canonical_url
FROM core.reactions AS r JOIN core.articles AS a USING (article_id) WHERE r.reaction_id = $1
UNION ALL
SELECT p.party_id, 'party', coalesce(p.name, p.office, ''), r.evidence, a.canonical_url
FROM core.parties AS p
JOIN core.call_reports AS r ON r.report_id = p.report_id AND r.edition = p.edition
JOIN core.articles AS a ON a.article_id = p.article_id
WHERE p.party_id = $1
UNION ALL
SELECT
    r.report_id, 'report',
    (SELECT coalesce(string_agg(DISTINCT p.side, ' ' ORDER BY p.side), '')
     FROM core.parties AS p WHERE p.report_id = r.report_id),
    r.evidence, a.canonical_url
FROM core.call_reports AS r JOIN core.articles AS a USING (article_id) WHERE r.report_id = $1
LIMIT 1
"""


def find_target(warehouse: Path, target: str) -> Target:
    """The reaction, party or call report of an id, as it is published.

    Raises:
        CorrectionError: there is none.
        WarehouseError: nothing is published yet, or the file cannot be read.
    """
    rows = answer(warehouse, TARGETS, [target]).rows
    if not rows:
        raise CorrectionError(
            f"there is no reaction, no party and no call report {target!r} in {warehouse.name}"
        )
    return Target(*rows[0])


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
    problem = problem_of(target.kind, field, value)
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


STATES = """
SELECT
    correction_id, attached_by, coalesce(reaction_id, party_id, report_id), is_superseded, reason,
    (SELECT count(*) FROM core.applied_corrections AS c
     WHERE c.attached_by = 'copy' AND c.correction_id = k.correction_id)
FROM core.applied_corrections AS k WHERE k.attached_by IS DISTINCT FROM 'copy'
"""


@dataclass(frozen=True)
class State:
    """One line of the file, and what became of it; ``is_lost`` where it changes nothing and should."""

    row: Row
    text: str
    is_lost: bool = False


def states_of(path: Path, warehouse: Path) -> list[State]:
    """What became of each line of the file in what is published.

    Raises:
        CorrectionError: the file cannot be read.
        WarehouseError: the published file cannot be read.
    """
    rows = read_corrections(path)
    try:
        found = {key: rest for key, *rest in answer(warehouse, STATES).rows} if rows else {}
    except (NotPublishedError, QueryError):  # nothing is published, or by a release without them
        found = {}
    return [_state(row, found.get(row["correction_id"])) for row in rows]


def _state(row: Row, found: list[Any] | None) -> State:
    if row["problem"]:
        return State(row, f"not understood: {row['problem']}", is_lost=True)
    if found is None:
        return State(row, "not applied yet; the next run does")
    attached_by, attached_to, is_superseded, reason, copies = found
    if attached_by is None:
        return State(row, f"attaches to nothing: {reason}", is_lost=True)
    if is_superseded:
        return State(row, "superseded by a later one")
    how = "by its id" if attached_by == "id" else f"by its words, to {attached_to}"
    return State(row, f"attached {how}" + (f", and to {copies} in wire copies" if copies else ""))
