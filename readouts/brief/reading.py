"""What a brief is made from, read out of the published warehouse.

What belongs here: putting the queries of ``sql/brief/`` to it. What does not: what is made of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from readouts.base.errors import ReadoutsError
from readouts.warehouse.reading.query import Read, query_in

Row = dict[str, Any]

REACTIONS = 60_000
"""How many reactions a brief carries for its figures; what is older is in the warehouse and on pages of evidence."""
SENTENCES = 6_000
"""How many of them it carries with their words; those of the others are a link away."""
SHIFTS = 1_000
DIFFERENCES = 300
PASSAGES = 50


class BriefError(ReadoutsError):
    """There is no brief to make; one line says why."""


def ask(read: Read, name: str, *parameters: Any) -> list[Row]:
    """The rows that the query ``sql/brief/NAME.sql`` answers.

    Raises:
        QueryError: the file is an earlier release's, and lacks a table.
    """
    return read(query_in("brief", name), list(parameters)).dicts


@dataclass(frozen=True)
class Publication:
    """Which publication is read: its id, when it was published (UTC), the versions, and its latest edition."""

    publication_id: str
    published_at: Any
    readouts: str
    parser: str
    extractor: str
    latest: date


def read_publication(read: Read) -> Publication:
    """Which publication the warehouse is.

    Raises:
        BriefError: it holds no finished edition.
    """
    rows = ask(read, "publication")
    if not rows or rows[0]["latest"] is None:
        raise BriefError("no edition is published yet; 'readouts run' makes one")
    return Publication(**rows[0])


@dataclass(frozen=True)
class Material:
    """What the brief of one edition is made from; nothing in it is younger than the edition.

    ``first_day`` is the first day of calls that the brief carries, ``earliest`` the first that is known.
    ``since`` is the first edition that a model read, None where none did; ``waiting`` counts articles that wait for a
    model's answer.
    """

    edition: date
    publication: Publication
    first_day: date
    earliest: date
    day: Row
    sides_of_day: list[Row]
    calls: list[Row]
    reactions: list[Row]
    sentences: list[Row]
    shifts: list[Row]
    differences: list[Row]
    sources: list[Row]
    unparsed: list[Row]
    other_languages: list[Row]
    quarantine: list[Row]
    warnings: list[Row]
    open_editions: list[Row]
    since: date | None
    waiting: int

    @property
    def moved(self) -> list[Row]:
        """The changes of position that the edition itself told, be it in words of an earlier one."""
        return [shift for shift in self.shifts if shift["told_in"] == self.edition]


def read_material(read: Read, edition: date, *, reactions: int = REACTIONS) -> Material:
    """Read what the brief of ``edition`` is made from; ``reactions`` at most, by whole days.

    Raises:
        BriefError: the edition is not published.
    """
    publication = read_publication(read)
    finished = read(
        "SELECT 1 FROM meta.editions WHERE edition = ? AND status = 'published'",
        [edition],
    )
    if not finished.rows:
        raise BriefError(
            f"edition {edition} is not published; the latest is {publication.latest}, and 'readouts run {edition}' "
            "makes it"
        )
    [reach] = ask(read, "reach", edition, reactions)
    earliest = reach["earliest"] or edition
    # Where all is carried, calls of which no position is told come from the first day too.
    is_all = reach["first_day"] is None or reach["first_day"] == reach["earliest"]
    first_day = date.min if is_all else reach["first_day"]
    [day] = ask(read, "day", edition)
    [readers] = ask(read, "readers", edition)
    return Material(
        edition=edition,
        publication=publication,
        first_day=earliest if is_all else first_day,
        earliest=earliest,
        day=day,
        sides_of_day=ask(read, "day_by_side", edition),
        calls=ask(read, "calls", edition, first_day),
        reactions=ask(read, "reactions", edition, first_day),
        sentences=ask(read, "sentences", edition, first_day, SENTENCES),
        shifts=ask(read, "shifts", edition, first_day, SHIFTS),
        differences=ask(read, "differences", edition, first_day, DIFFERENCES),
        sources=ask(read, "sources", edition),
        unparsed=ask(read, "unparsed", edition, PASSAGES),
        other_languages=ask(read, "other_languages", edition),
        quarantine=_refused(read, edition),
        warnings=ask(read, "warnings", edition),
        open_editions=ask(read, "open_editions", edition),
        since=readers["since"],
        waiting=readers["waiting"],
    )


def _refused(read: Read, edition: date) -> list[Row]:
    """Why rows of which table were refused, and how many; the commonest reason first."""
    found = [
        {"name": table["name"], **row}
        for table in ask(read, "quarantines")
        for row in ask(read, "quarantine", edition, f"quarantine.{table['name']}")
    ]
    return sorted(found, key=lambda row: (-row["refused"], row["name"], row["reason"]))
