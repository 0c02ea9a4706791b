"""What layer 3 finds on its way: the data that its modules share.

What belongs here: the records, and the state of one article's search. What does not: any rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from readouts.model import Medium
from readouts.parse.actors.coreference import Cast
from readouts.parse.calls.cues import Cue, cue_table
from readouts.parse.calls.parties import Reader
from readouts.parse.document import CallFrame, Document
from readouts.parse.text.dates import When
from readouts.parse.text.tokens import Tokens


@dataclass(slots=True)
class Event:
    """What one cue tells of: frames it opened or touched, in one sentence."""

    sentence: int
    cue: Cue
    frames: list[int]
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Unread:
    """A cue that yielded no call, with the reason."""

    sentence: int
    cue: Cue
    reason: str
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Series:
    """A round of calls announced in one go: what is said of all holds for each that follows."""

    principal: int
    medium: Medium
    when: When | None
    received: bool = False


@dataclass(slots=True)
class Found:
    """Everything layer 3 finds before scope is decided."""

    frames: list[CallFrame] = field(default_factory=list)
    told_in: list[set[int]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    shared: set[int] = field(default_factory=set)
    references: dict[int, Cue] = field(default_factory=dict)

    def noted(self) -> list[Event | Unread]:
        """Return all cues that were followed up, read or not."""
        return [*self.events, *self.unread]


class State:
    """The search through one article: its text, its people, and what has been found so far."""

    def __init__(self, document: Document, tokens: Tokens, cast: Cast) -> None:
        self.document = document
        self.tokens = tokens
        self.cast = cast
        self.reader = Reader(tokens, cast)
        self.words = cue_table(document.language)[1]
        self.found = Found()
        self.principal: int | None = None
        self.anchor: date | None = None
        self.open: tuple[list[int], Cue, int] | None = None
        self.series: Series | None = None
        self.headed = False
        self.manner: tuple[int, Medium] = (-1, "unspecified")
        self.label: tuple[int, When | None] = (-1, None)
