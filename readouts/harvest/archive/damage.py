"""What is wrong with the archive: which file, where in it, and which edition lacks something by it.

What belongs here: the words for it. What does not: finding it (``reading.py``, ``checking.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readouts.base.errors import ReadoutsError
from readouts.harvest.archive.layout import volume_of

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong: the file (its path in the archive), what it is, and how many rows are lost by it.

    ``line`` counts from 1 in an index; ``pages`` is 0 where nothing is lost, and where nobody can know.
    """

    edition: date
    file: str
    what: str
    line: int | None = None
    pages: int = 0

    @property
    def volume(self) -> str:
        """The volume that the file belongs to."""
        return volume_of(self.file)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        lost = f" ({self.pages} page{'s' * (self.pages != 1)} lost)" if self.pages else ""
        return f"{place}: {self.what}{lost}"


class ArchiveDamaged(ReadoutsError):
    """The archive cannot give all that an edition has: nothing of the edition is changed until it can, or need not.

    ``reason`` is the message without the edition.
    """

    def __init__(self, edition: date, damages: Sequence[Damage]) -> None:
        self.edition = edition
        self.damages = tuple(damages)
        named = "; ".join(str(damage) for damage in damages[:MOST_NAMED])
        more = len(damages) - MOST_NAMED
        self.reason = (
            f"its archive is damaged: {named}"
            + (f"; and {more} more" if more > 0 else "")
            + f". Put the file back from a copy, or say that it is gone: 'readouts archive forget"
            f" {damages[0].volume} --why …' ('readouts archive check {edition}' tells all)"
        )
        super().__init__(f"edition {edition} stands as it was, since {self.reason}")
