"""What the layers of the parser hand on to one another: the analysed document.

What belongs here: the data that layer 1 (sentences), layer 2 (mentions), layer 3 (calls) write and layer 4
(reactions) reads. What does not: any rule, any word of a language, any reading of files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from readouts.domain.records import DateBasis, Medium

MentionKind = Literal["person", "country", "organisation", "pronoun", "nominal", "group"]


@dataclass(slots=True)
class Actor:
    """A person, or an unnamed holder of an office, whom the article speaks of; learned from the text alone.

    ``country`` is ISO 3166-1 alpha-3; for whoever acts for an organisation it is None and ``organisation`` is
    set. ``gender`` is "m", "f" or None where the text does not tell.
    """

    id: int
    name: str | None = None
    office: str | None = None
    country: str | None = None
    organisation: str | None = None
    gender: Literal["m", "f"] | None = None

    @property
    def place(self) -> str:
        """The country or organisation acted for, "" where it is not known."""
        return self.country or self.organisation or ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the text that stand for somebody or for a country.

    ``actors`` are ids of the actors meant: one for a person or a pronoun, several for a group ("the two
    ministers", "both sides"), none for a country or an organisation that stands for itself. ``country`` is set
    for a country, its demonym, its capital or seat ("Tokyo", "the Kremlin", "Norwegian"), and for a person
    whose country is known. ``start`` and ``end`` take in titles and offices ("Turkish Foreign Minister X Y").
    """

    start: int
    end: int
    kind: MentionKind
    actors: tuple[int, ...] = ()
    country: str | None = None
    organisation: str | None = None
    possessive: bool = False
    adjectival: bool = False

    @property
    def place(self) -> str:
        """The country or organisation named or acted for, "" for neither."""
        return self.country or self.organisation or ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``paragraph`` counts from 0, ``heading`` marks a headline or sub-heading line."""

    start: int
    end: int
    paragraph: int
    heading: bool


@dataclass(slots=True)
class CallFrame:
    """One call as layer 3 found it.

    ``parties`` are actor ids, in the order of the text. ``sentences`` are the indices, ascending, of the
    sentences that tell of this call (its scope for reactions); a sentence about a whole series of calls is in
    the scope of each. ``beside`` are those of them that tell of another occasion. ``conference`` marks one
    conversation of more than two.
    """

    parties: list[int]
    sentences: list[int]
    start: int
    end: int
    date: date | None = None
    date_basis: DateBasis = "open"
    medium: Medium = "unspecified"
    initiator: int | None = None
    conference: bool = False
    beside: frozenset[int] = frozenset()


@dataclass(slots=True)
class Document:
    """One article on its way through the layers; each layer fills its own fields.

    ``published`` is the day that the text gives for its own, else that of ``issued``, on which it came out.
    ``entries`` are offsets, ascending, from which the text was published on a day of its own. ``mentions`` are
    sorted by start and do not overlap, save that a country mention may lie within a person's ("Turkish" in "Turkish
    Foreign Minister X Y"). ``source_country`` is the publisher's, ``writer``
    the actor whose statement in the first person the text is, -1 where that is not known.
    """

    text: str
    title: str | None = None
    published: date | None = None
    issued: date | None = None
    publisher: str | None = None
    source_country: str | None = None
    language: str = "en"
    writer: int = -1
    entries: list[tuple[int, date]] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    frames: list[CallFrame] = field(default_factory=list)

    def published_at(self, offset: int) -> date | None:
        """The day on which what stands at an offset was published: that of its entry, else the document's."""
        return next((day for at, day in reversed(self.entries) if at <= offset), self.published)
