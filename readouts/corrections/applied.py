"""Corrections and the published warehouse: the row that one is of, and what became of each.

What belongs here: looking these up. What does not: which row a correction attaches to; that is SQL
(``sql/core/applied_corrections.sql``).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readouts.corrections.fields import CorrectionError
from readouts.corrections.file import Row, Target, read_corrections
from readouts.warehouse.errors import NotPublishedError, QueryError
from readouts.warehouse.reading.query import Read, answer, reading

TARGETS = """
SELECT r.reaction_id, 'reaction', coalesce(r.side, 'joint') || ' ' || r.stance, r.evidence, a.canonical_url,
    a.published_date
FROM core.reactions AS r JOIN core.articles AS a USING (article_id) WHERE r.reaction_id = $1
UNION ALL
SELECT p.party_id, 'party', coalesce(p.name, p.office, ''), r.evidence, a.canonical_url, a.published_date
FROM core.parties AS p
JOIN core.call_reports AS r ON r.report_id = p.report_id AND r.edition = p.edition
JOIN core.articles AS a ON a.article_id = p.article_id
WHERE p.party_id = $1
UNION ALL
SELECT
    r.report_id, 'report',
    (SELECT coalesce(string_agg(DISTINCT p.side, ' ' ORDER BY p.side), '')
     FROM core.parties AS p WHERE p.report_id = r.report_id),
    r.evidence, a.canonical_url, a.published_date
FROM core.call_reports AS r JOIN core.articles AS a USING (article_id) WHERE r.report_id = $1
LIMIT 1
"""


def find_target(warehouse: Path, target: str) -> Target:
    """The reaction, party or call report of an id, as it is published.

    Raises:
        CorrectionError: there is none.
        WarehouseError: nothing is published yet, or the file cannot be read.
    """
    with reading(warehouse) as read:
        return target_of(read, target, warehouse.name)


def target_of(read: Read, target: str, where: str = "what is published") -> Target:
    """As ``find_target``, of a warehouse that is open; ``where`` names it.

    Raises:
        CorrectionError: there is none.
    """
    rows = read(TARGETS, [target]).rows
    if not rows:
        raise CorrectionError(
            f"there is no reaction, no party and no call report {target!r} in {where}"
        )
    return Target(*rows[0])


COPIES = """
SELECT count(DISTINCT c.article_id)
FROM core.articles AS c
WHERE c.duplicate_of IN (
    SELECT article_id FROM core.reactions WHERE reaction_id = $1
    UNION ALL SELECT article_id FROM core.parties WHERE party_id = $1
    UNION ALL SELECT article_id FROM core.call_reports WHERE report_id = $1
)
"""


def copies_of(warehouse: Path, target: str) -> int:
    """How many wire copies there are of the article that a row stands in: a correction follows to what they say alike.

    Raises:
        WarehouseError: nothing is published yet, or the file cannot be read.
    """
    return int(answer(warehouse, COPIES, [target]).rows[0][0])


STATES = """
SELECT
    correction_id, attached_by, coalesce(reaction_id, party_id, report_id), is_superseded, reason,
    (SELECT count(*) FROM core.applied_corrections AS c
     WHERE c.attached_by = 'copy' AND c.correction_id = k.correction_id)
FROM core.applied_corrections AS k WHERE k.attached_by IS DISTINCT FROM 'copy'
"""


@dataclass(frozen=True)
class State:
    """One line of the file, and what became of it.

    ``is_lost`` where it changes nothing and should, ``is_not_applied`` where no run has read it yet; ``copies`` is how
    many rows of wire copies it is carried on to.
    """

    row: Row
    text: str
    copies: int = 0
    is_lost: bool = False
    is_not_applied: bool = False


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
        return State(row, "not applied yet; the next run does", is_not_applied=True)
    attached_by, attached_to, is_superseded, reason, copies = found
    if attached_by is None:
        return State(row, f"attaches to nothing: {reason}", is_lost=True)
    if is_superseded:
        return State(row, "superseded by a later one")
    how = "by its id" if attached_by == "id" else f"by its words, to {attached_to}"
    carried = f", and to {copies} in wire copies" if copies else ""
    return State(row, f"attached {how}{carried}", copies=copies)
