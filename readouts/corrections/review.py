"""Going through what is doubtful: what waits, in which order, and what an answer means as corrections.

What belongs here: the records of ``marts.to_review`` that nobody has answered yet, and reading answers. What does not:
the weights (``sql/marts/to_review.sql``), and what a person sees and presses (``pipelines.commands.published.review``).

Records come the dearest first. A record changes figures as often as it is right, so its weight is the number of figures
that it would change (a call that no other report tells of, a position that leads, a position, a stance, a source) times
its confidence. A report comes before its reactions, which count with it alone, and has their weights besides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from readouts.corrections.applied import target_of
from readouts.corrections.fields import FIELDS, CorrectionError, any_of, problem_of
from readouts.corrections.file import Row, Target, read_corrections
from readouts.warehouse.reading.query import Read, query_in

DOUBTS = {
    "rules-alone": "the rules alone have it so; what the model has in these words stands below",
    "country-by-model": "a country stands on the model's word alone",
    "other-stance": "its words are those of another stance",
    "denied": "its words seem to deny it",
    "unclear-holder": "“he” or “she” may be the other party",
    "unclear-call": "it may be told of another call of the report",
    "speaks-to-reader": "the text speaks to whoever reads it by machine",
    "other-reading": "the other reader gives the same words to somebody else, or has them be about somebody else",
    "weak-rule": "its rule is too seldom right",
}
"""Each doubt of ``readouts.domain.records.Doubt`` as a person reads it."""

RIGHT, WRONG, OTHER, SKIP, TEXT, QUIT = "rwostq"
"""The keys of answers: it is right, it is wrong, it is something else; leave it, read its text, end."""
WHY_AFTER = "--"
"""In an answer, the reason follows these."""
READ_AND = {RIGHT: "read and found right", WRONG: "read and found wrong", OTHER: "read"}
"""The reason that is written down where none is given."""


@dataclass(frozen=True)
class Doubtful:
    """One record that waits: its row of ``marts.to_review``, and the parties of its report by number from 1."""

    row: Row
    parties: dict[int, Row]

    @property
    def target(self) -> str:
        """The id that a correction names."""
        return str(self.row["target"])

    @property
    def kind(self) -> str:
        """``reaction`` or ``report``."""
        return str(self.row["kind"])

    @property
    def doubts(self) -> list[str]:
        """Why it waits, in words."""
        return [DOUBTS.get(doubt, doubt) for doubt in self.row["doubts"]]

    @property
    def fields(self) -> list[str]:
        """What may be something else."""
        return [name for name in FIELDS[self.kind] if name not in ("confirmed", "retracted")]


class Said(NamedTuple):
    """One correction that an answer means: of which row, by its id, which field, and the value."""

    target: str
    kind: str
    field: str
    value: str


class Reading(NamedTuple):
    """An answer as it is meant: its key, the corrections, and why."""

    key: str
    said: list[Said]
    why: str


def waiting(read: Read, file: Path) -> list[Doubtful]:
    """What waits, the dearest first, without what the file of corrections has a line on that no run has applied yet.

    Raises:
        CorrectionError: the file cannot be read.
        QueryError: the warehouse is an earlier release's, and has no such table.
    """
    answered = {row["target"]: row for row in read_corrections(file) if row["problem"] is None}
    called_off = {
        target
        for target, row in answered.items()
        if row["field"] == "retracted" and row["value"] == "true"
    }
    order = "weight DESC, report_id, kind DESC, evidence_start, target"
    rows = read(f"FROM marts.to_review ORDER BY {order}", None).dicts
    left = [
        row for row in rows if row["target"] not in answered and row["report_id"] not in called_off
    ]
    parties = _parties(read, {row["report_id"] for row in left})
    return [Doubtful(row, parties.get(row["report_id"], {})) for row in left]


def _parties(read: Read, reports: Iterable[str]) -> dict[str, dict[int, Row]]:
    found: dict[str, dict[int, Row]] = {}
    for party in read(query_in("corrections", "numbered_parties"), [sorted(reports)]).dicts:
        found.setdefault(party["report_id"], {})[party["ordinal"]] = party
    return found


def text_of(read: Read, doubtful: Doubtful) -> str:
    """The text of the article that a record stands in."""
    query = "SELECT text FROM core.articles WHERE article_id = $1 ORDER BY edition LIMIT 1"
    rows = read(query, [doubtful.row["article_id"]]).rows
    return str(rows[0][0]) if rows else ""


def meaning(doubtful: Doubtful, answer: str) -> Reading:
    """What an answer means: a key, for ``o`` a field and its value, and after ``--`` why.

    Of a report, ``o 2 country NOR`` gives the second party another country, and confirms the rest.

    Raises:
        CorrectionError: it cannot be meant; the message says what could.
    """
    head, _, why = answer.partition(f" {WHY_AFTER} ")
    key, _, rest = head.strip().partition(" ")
    key, rest, why = key.lower(), rest.strip(), why.strip()
    if key in (SKIP, TEXT, QUIT) and not rest:
        return Reading(key, [], "")
    if key == OTHER:
        return Reading(key, _other(doubtful, rest), why or READ_AND[OTHER])
    if key in (RIGHT, WRONG):
        field = "confirmed" if key == RIGHT else "retracted"
        said = [Said(doubtful.target, doubtful.kind, field, "true")]
        return Reading(key, said, why or rest or READ_AND[key])
    raise CorrectionError(f"{answer.strip()[:40]!r} is no answer: {any_of('rwostq')}")


def _other(doubtful: Doubtful, rest: str) -> list[Said]:
    """The corrections of ``stance concern``, or of a report also of ``2 country NOR``."""
    words = rest.split(maxsplit=1)
    is_party = bool(words) and words[0].isdecimal() and doubtful.kind == "report"
    kind, target = doubtful.kind, doubtful.target
    if is_party:
        party = doubtful.parties.get(int(words[0]))
        if party is None:
            raise CorrectionError(
                f"there is no party {words[0]}: the report has {len(doubtful.parties)}"
            )
        kind, target, words = "party", party["party_id"], rest.split(maxsplit=2)[1:]
    if len(words) != 2:
        of_party = (
            " (or a party's number, country and its code)" if doubtful.kind == "report" else ""
        )
        raise CorrectionError(
            f"say which field and what it is: {any_of(doubtful.fields)}{of_party}"
        )
    field, value = words
    problem = problem_of(kind, field, value)
    if problem:
        raise CorrectionError(problem)
    said = [Said(target, kind, field, value)]
    # A party's line does not speak for the report, which stays doubtful without one of its own.
    return [*said, Said(doubtful.target, "report", "confirmed", "true")] if is_party else said


def is_called_off(doubtful: Doubtful, said: Iterable[Said]) -> bool:
    """Whether a report, or the one that a reaction is in, is no call by what was said in the meantime."""
    report = doubtful.row["report_id"]
    return any(
        one.target == report and one.field == "retracted" and one.value == "true" for one in said
    )


def targets_of(read: Read, said: Iterable[Said]) -> list[tuple[Target, str, str]]:
    """The rows that the corrections are of, each with field and value.

    Raises:
        CorrectionError: the warehouse has no such row any more.
    """
    return [(target_of(read, one.target), one.field, one.value) for one in said]
