"""The archive of answers: each as it came, kept for good, found by the document that it is about.

What belongs here: writing an answer down, reading answers back, and which of several readings of a document counts.
What does not: asking (``manners``), and the archive of pages (``harvest.archive``), beside which it lies.

``archive/answers/DD/DOCUMENT.jsonl`` holds the answers about one document, one a line, in the order in which they came;
``DOCUMENT`` is the digest of its text and heading, ``DD`` the digest's first two digits. A line is appended in one
write and fsynced; nothing is ever overwritten. A line tells a digest of its own words, so that a damaged one is known,
named, and counts as if it were not there; so does the end of a line that a killed run left.

Everything that is read from an article follows from these lines: no clock and no setting has a say in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from readouts.base.files import append
from readouts.base.instance.home import Home

SUFFIX = ".jsonl"
LOCK = "answers.lock"
"""The file in the home whose lock has whoever asks or takes answers in (``turns.take_turn``)."""

ANSWERED = "answered"
"""The status of an answer that can be used."""


class Reading(NamedTuple):
    """What makes two answers the same reading: the model by name, prompt and schema by digest."""

    model: str
    prompt: str
    schema: str


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of a document an answer is about: its offsets, its number, of how many, cut to how many tokens."""

    start: int
    end: int
    number: int = 1
    of: int = 1
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer, or a note on a reading.

    ``digest`` names the request, ``question`` what it asked in whatever way; of a note, how was asked. ``model``,
    ``prompt`` and ``schema`` name the reading; ``way`` is how the server was held to the form. ``status`` is what came
    of it (``reply.Status``), or ``chosen``, or ``given_up``. ``response`` is the server's whole answer as it came.
    ``seconds`` is how long it took, ``cost`` what it cost by the price that was told then. ``again_after`` names the
    request whose answer had the ``faults`` that this one was asked with. Of a translation ``into`` is its language and
    ``passages`` are the words that were to be translated.
    """

    digest: str
    model: str
    prompt: str
    schema: str
    way: str
    status: str
    at: str
    question: str = ""
    place: Place = field(default_factory=lambda: Place(0, 0))
    response: str = ""
    http: int | None = None
    tokens_sent: int | None = None
    tokens_answered: int | None = None
    tokens_cached: int | None = None
    cost: float | None = None
    currency: str | None = None
    seconds: float | None = None
    by: str = "asked"
    why: str | None = None
    faults: tuple[str, ...] = ()
    again_after: str | None = None
    into: str | None = None
    passages: tuple[str, ...] = ()

    @property
    def reading(self) -> Reading:
        """The reading that it is of."""
        return Reading(self.model, self.prompt, self.schema)

    @property
    def is_note(self) -> bool:
        """Whether it is no answer but a note."""
        return self.status in (CHOSEN, GIVEN_UP)


_ENTRY = TypeAdapter(Entry)
CHOSEN, GIVEN_UP = "chosen", "given_up"
"""Lines that are no answers: that a stored reading counts from now on; that a reading came to nothing usable."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is stored about a document, and the reading of it that counts: by part, its first answer and the second."""

    entries: tuple[Entry, ...] = ()
    damaged: tuple[str, ...] = ()
    parts: tuple[tuple[Entry, ...], ...] = ()

    @property
    def reading(self) -> Reading | None:
        """The reading that counts; None where none is whole."""
        return self.parts[0][0].reading if self.parts else None

    def has(self, reading: tuple[str, str, str]) -> bool:
        """Whether a reading of the document is stored whole."""
        return bool(_whole([entry for entry in self.given() if entry.reading == reading]))

    def is_given_up(self, reading: tuple[str, str, str], how: str) -> bool:
        """Whether all was asked so that is of use, and nothing usable came."""
        return any(
            e.reading == reading and e.status == GIVEN_UP and e.question == how
            for e in self.entries
        )

    def to(self, question: str) -> list[Entry]:
        """The answers to a question, in whatever way it was asked."""
        return [entry for entry in self.given() if entry.question == question]

    def given(self) -> list[Entry]:
        """The answers, in the order in which they came, notes left out."""
        return [entry for entry in self.entries if not entry.is_note]


def _whole(entries: list[Entry]) -> list[tuple[Entry, ...]]:
    """A reading's usable answers part by part, of the finest cut that is whole; empty where none is."""
    by_cut: dict[tuple[int, int], dict[int, list[Entry]]] = {}
    for entry in entries:
        if entry.status == ANSWERED:
            parts = by_cut.setdefault((entry.place.of, entry.place.tokens), {})
            parts.setdefault(entry.place.number, []).append(entry)
    for (of, _), parts in sorted(by_cut.items(), reverse=True):
        if set(parts) == set(range(1, of + 1)):
            return [tuple(parts[number]) for number in range(1, of + 1)]
    return []


def _counting(entries: list[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """The reading that counts: the first that was whole, until another is chosen."""
    entries = [entry for entry in entries if entry.into is None]
    readings = list(dict.fromkeys(entry.reading for entry in entries if entry.status == ANSWERED))
    chosen = [entry.reading for entry in entries if entry.status == CHOSEN]
    of_reading = {
        reading: [e for e in entries if e.reading == reading and not e.is_note]
        for reading in readings
    }
    for reading in (*reversed(chosen), *readings):
        parts = _whole(of_reading.get(reading, []))
        if parts:
            return tuple(parts)
    return ()


class Store:
    """The answers of an instance."""

    def __init__(self, home: Home) -> None:
        self.folder = home.answers

    def path(self, document: str) -> Path:
        """Where the answers about a document lie."""
        if not re.fullmatch("[0-9a-f]{64}", document):
            raise ValueError(f"{document!r} is no digest")
        return self.folder / document[:2] / f"{document}{SUFFIX}"

    def answers(self, document: str) -> Answers:
        """What is stored about a document."""
        path = self.path(document)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return Answers()
        entries: list[Entry] = []
        damaged: list[str] = []
        for number, line in enumerate(data.split(b"\n"), start=1):
            if not line.strip():
                continue
            entry = _read(line)
            if entry is None:
                name = path.relative_to(self.folder.parent.parent).as_posix()
                damaged.append(f"{name}:{number}")
            else:
                entries.append(entry)
        return Answers(tuple(entries), tuple(damaged), _counting(entries))

    def append(self, document: str, entry: Entry) -> None:
        """Keep an answer; when this returns, it will survive whatever comes."""
        append(self.path(document), _written(entry) + b"\n")

    def choose(self, document: str, reading: Reading, how: str) -> bool:
        """Let a reading of a document count from now on, where it is stored whole, however it came, and another counts;
        whether it does so since. ``how`` says how was asked."""
        answers = self.answers(document)
        if answers.reading == reading or not answers.has(reading):
            return False
        self.append(document, note_of(reading, CHOSEN, how))
        return True


def note_of(reading: Reading, status: str, how: str, why: str | None = None) -> Entry:
    """A line that is no answer but says something of a reading, as of now."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Entry("", *reading, "", status, now, question=how, why=why)


def _written(entry: Entry) -> bytes:
    said = {key: value for key, value in asdict(entry).items() if value not in (None, ())}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    digest = _digest(text)
    return f'{{"digest_of_line": "{digest}", "entry": {text}}}'.encode("utf-8", "replace")


def _read(line: bytes) -> Entry | None:
    """The entry of a line; None where the line is not what was written."""
    try:
        value = json.loads(line)
        text = json.dumps(value["entry"], ensure_ascii=False, sort_keys=True)
        is_whole = value["digest_of_line"] == _digest(text)
        return _ENTRY.validate_python(value["entry"]) if is_whole else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
