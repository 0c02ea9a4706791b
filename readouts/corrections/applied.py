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
from readouts.warehouse.reading.query import Read, answer, query_in, reading


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
    rows = read(query_in("corrections", "target"), [target]).rows
    if not rows:
        raise CorrectionError(
            f"there is no reaction, no party and no call report {target!r} in {where}"
        )
    return Target(*rows[0])


def copies_of(warehouse: Path, target: str) -> int:
    """How many wire copies there are of the article that a row stands in: a correction follows to what they say alike.

    Raises:
        WarehouseError: nothing is published yet, or the file cannot be read.
    """
    return int(answer(warehouse, query_in("corrections", "copies"), [target]).rows[0][0])


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
        found = (
            {key: rest for key, *rest in answer(warehouse, query_in("corrections", "states")).rows}
            if rows
            else {}
        )
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
