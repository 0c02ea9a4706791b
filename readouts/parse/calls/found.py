"""What layer 3 finds on its way: the data that its modules share.

What belongs here: the records, and the state of one article's search. What does not: any rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from readouts.model import Medium
from readouts.parse.actors.coreference import Cast
from readouts.parse.calls.cues import Cue, call_words
from readouts.parse.calls.groups import Groups
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
    sentence: int
    medium: Medium
    when: When | None
    received: bool = False


@dataclass(slots=True)
class Conference:
    """A call of many announced in one sentence, whose participants another names."""

    sentence: int
    left: list[int]
    medium: Medium
    when: When | None


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


class Search:
    """The search through one article: its text, its people, and what has been found so far.

    ``principal`` is whose calls the story tells; ``anchor`` the day of the call told last.
    """

    def __init__(self, document: Document, tokens: Tokens, cast: Cast) -> None:
        self.document = document
        self.tokens = tokens
        self.cast = cast
        self.words = call_words(document.language)
        self.groups = Groups(tokens, cast, self.words)
        self.found = Found()
        self.principal: int | None = None
        self.anchor: date | None = None
        self.series: Series | None = None
        self.conference: Conference | None = None
        self.headed = False

    def place(self, actor: int) -> str:
        """Return the country or organisation an actor speaks for, "" where it is not known."""
        one = self.cast.people[actor].actor
        return one.country or one.organisation or ""

    def is_heading(self, sentence: int) -> bool:
        """Whether a sentence is a headline."""
        return self.document.sentences[sentence].heading

    def span(self, sentence: int) -> tuple[int, int]:
        """Return the tokens of a sentence, the second exclusive."""
        return self.tokens.first[sentence], self.tokens.last[sentence]
