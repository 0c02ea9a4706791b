"""The records of the domain: what the parser finds in one article.

What belongs here: plain, immutable data that more than one layer speaks of. What does not: how it is found
(``parse/``), how it is stored (``warehouse/``), and any import beyond the standard library.

Offsets are positions in the article's text as Python counts them (code points, end exclusive), and
``text[start:end]`` is always the evidence, character for character.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Medium = Literal["phone", "video", "unspecified"]

DateBasis = Literal["stated", "weekday", "relative", "dateline", "stamp", "open"]
"""How a call's date was found: written out, as a weekday, as "today" or "yesterday", from the dateline, or not."""

Stance = Literal[
    "support",
    "solidarity",
    "condolence",
    "concern",
    "restraint",
    "condemnation",
    "commendation",
    "mediation_offer",
    "cooperation",
    "criticism",
]

Role = Literal["initiator", "recipient", "participant"]

CountryBasis = Literal["text", "source", "office-holder", "model", "none"]
"""How a party's country or organisation is known: the text tells it, the source speaks of its own officials, a table of
who held which office when names it, a language model alone says so, or it is not known."""


ReadBy = Literal["rules", "model", "both"]
"""Who read a record in the text: the rules, a language model, or each of them on its own. Of a stance both did where
they have it of the same words or in neighbouring sentences, and not toward two."""

Doubt = Literal[
    "rules-alone",
    "country-by-model",
    "other-stance",
    "denied",
    "unclear-holder",
    "unclear-call",
    "speaks-to-reader",
    "other-reading",
    "weak-rule",
]
"""Why a record waits to be looked at: a model read the report and did not find it; its country stands on the model's
word alone; its words are those of another stance, or deny this one; "he" may be the other party; it may be told of
another call of the report; the document addresses whoever reads it by machine; the other reader gives the same words to
somebody else, or another stance, or has them be about somebody else; it is a rule's that is too seldom right."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report as a reader is given it.

    ``text`` is the article, usually from its headline on; offsets of all records count in it. ``title`` is the
    headline, where it is known apart from the text. ``published`` is the day of publication in the publisher's own
    zone; weekdays are counted from it. ``publisher`` is a name. ``country`` is ISO 3166-1 alpha-3 of the publisher's
    country, where known; ``is_official`` says whether a government or an organisation speaks there itself, None where
    the publisher's name is to tell. ``language`` is ISO 639-1.
    """

    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    country: str | None = None
    is_official: bool | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a call as the article has it.

    ``name`` is the fullest form in the article, without titles; None for a counterpart without a name.
    ``name_written`` is the form at the call itself. ``country`` is ISO 3166-1 alpha-3 (Kosovo: XKX), None for
    whoever acts for an ``organisation``, which then holds its short name ("EU", "NATO", "UN"). ``office_kind`` is what
    the office is of a kind with, however it is worded, as the reference table of offices names kinds ("fm", "pm").
    ``country_basis`` says how country or organisation is known, "none" where neither is. ``person`` is the usual name
    of the office-holder that the table has under this name, side and day, None where it has none.
    """

    name: str | None
    name_written: str | None
    office: str | None
    country: str | None
    organisation: str | None
    role: Role = "participant"
    office_kind: str | None = None
    country_basis: CountryBasis = "none"
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """One stance that one party is reported to have taken, with the words it rests on.

    ``speaker`` is the party's name, "joint" where a call of more than two speaks as one, None for a party
    without a name. ``toward`` is the country the stance is about, None where the text leaves it open.
    ``rule`` names the rule that made the record, "model" where a language model did; ``in_call`` is False for what was
    said beside the call. ``model`` is the name of the language model that read it, None where rules alone did.
    ``confidence`` is the probability that the record is right, from records like it that were counted (``joining``);
    None where nobody counted. ``doubts`` say why it waits to be looked at; figures count what has none.
    """

    speaker: str | None
    country: str | None
    organisation: str | None
    stance: Stance
    toward: str | None
    evidence: str
    start: int
    end: int
    rule: str
    in_call: bool = True
    read_by: ReadBy = "rules"
    model: str | None = None
    confidence: float | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether figures leave the record out until somebody has looked at it."""
        return bool(self.doubts)


@dataclass(frozen=True, slots=True)
class Call:
    """One call as one article tells it. ``date`` is None where the text leaves the day open.

    ``initiator`` is an index into ``parties``, None where the text does not say who rang. ``evidence`` is the
    sentence that reports the call, or the words of it that a model gave. ``read_by`` to ``doubts`` are as a reaction's.
    """

    date: date | None
    date_basis: DateBasis
    medium: Medium
    initiator: int | None
    parties: tuple[Party, ...]
    reactions: tuple[Reaction, ...]
    evidence: str
    start: int
    end: int
    read_by: ReadBy = "rules"
    model: str | None = None
    confidence: float | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether figures leave the call out until somebody has looked at it."""
        return bool(self.doubts)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that speaks of a call and yielded none, with the reason; nothing is dropped silently.

    One with the reason ``other_language`` speaks of none: it stands for a text in a language that is not read. One
    whose reason begins with ``refused_`` stands for a call or a stance that a model told and the text does not carry.
    """

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """What the parser made of one article: its calls in the order of the text, and what it could not read."""

    calls: tuple[Call, ...]
    unparsed: tuple[Passage, ...]
