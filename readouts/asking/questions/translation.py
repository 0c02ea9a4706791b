"""Translations of what is quoted: a request of its own after an article is read, and what is stored of its answers.

What belongs here: which passages one request asks for, how its answer is read, and which stored translation stands
beside a passage. What does not: which passages are quoted (``edition.closing.asking``), sending (``manners``), and any
use of a translation in the original's place: nothing is counted, searched or cited by one.

A stored answer keeps the passages that were asked for, so that it is understood without the request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from readouts.asking.answers.reply import answer_in
from readouts.asking.answers.store import ANSWERED, Answers, Entry
from readouts.asking.questions.request import Request, Task, encodable
from readouts.asking.questions.sizes import tokens_of
from readouts.asking.settings import Settings
from readouts.base.alike import without_controls
from readouts.domain.records import Report
from readouts.reference.language_names import language_name

TRANSLATING = Task("translations", "translation.md", "translation.json")

MOST_PASSAGES = 40
"""Passages of one request at most; a long list makes models lose count."""

LONGER, AND_MORE = 6, 200
"""A translation of more characters than so many times the passage's, and some, is something else: it is left out."""


@dataclass(frozen=True, slots=True)
class Translation(Request):
    """One request: translate these passages of a document, wherever they stand, into a language (ISO 639-1)."""

    task: ClassVar[Task] = TRANSLATING
    passages: tuple[str, ...] = ()
    into: str = ""

    def said(self) -> list[dict[str, str]]:
        """The passages, numbered."""
        numbered = "\n".join(
            f"{number}. {_plain(passage)}" for number, passage in enumerate(self.passages, start=1)
        )
        said = f"Translate into: {language_name(self.into)} ({self.into})\n\n{numbered}"
        return [{"role": "user", "content": encodable(said)}]

    def kept(self, settings: Settings) -> dict[str, Any]:
        """As ever; and into which language, and what."""
        return Request.kept(self, settings) | {"into": self.into, "passages": self.passages}


@dataclass(frozen=True, slots=True)
class Translated:
    """A passage's translation: into which language, and by which model."""

    passage: str
    text: str
    into: str
    model: str


def still_to_ask(
    report: Report, passages: Iterable[str], answers: Answers, settings: Settings
) -> list[Translation]:
    """What is to be asked for, so that each passage has its translation; nothing that was answered once, however.

    A passage that this model was asked to translate, and did not, is left without.
    """
    into = settings.translate
    if into is None or report.language == into:
        return []
    own = TRANSLATING.reading(settings)
    asked = {
        passage
        for entry in answers.given()
        if entry.into == into and (entry.reading == own or entry.status == ANSWERED)
        for passage in entry.passages
    }
    missing = [p for p in dict.fromkeys(passages) if p.strip() and p not in asked]
    return [Translation(report, passages=some, into=into) for some in _portions(missing, settings)]


def _portions(passages: Sequence[str], settings: Settings) -> Iterator[tuple[str, ...]]:
    """Passages in portions whose translations fit into an answer."""
    room = settings.answer_tokens // 3
    portion: list[str] = []
    taken = 0
    for passage in passages:
        tokens = tokens_of(passage)
        if portion and (taken + tokens > room or len(portion) >= MOST_PASSAGES):
            yield tuple(portion)
            portion, taken = [], 0
        portion.append(passage)
        taken += tokens
    if portion:
        yield tuple(portion)


def translations_in(answers: Answers, into: str | None) -> dict[str, Translated]:
    """The stored translation of each passage: into the language that is wanted, or where none is, the latest."""
    found: dict[str, Translated] = {}
    for entry in answers.given():
        if entry.into is None or (into is not None and entry.into != into):
            continue
        found |= {one.passage: one for one in _translated(entry)}
    return found


def _translated(entry: Entry) -> Iterator[Translated]:
    answer = answer_in(entry, TRANSLATING.name)
    if answer is None or entry.into is None:
        return
    texts = texts_of(answer)
    for number, passage in enumerate(entry.passages, start=1):
        text = texts.get(number)
        if text is None or _plain(text) == _plain(passage):
            continue
        if len(text) <= LONGER * len(passage) + AND_MORE:
            yield Translated(passage, text, entry.into, entry.model)


def texts_of(answer: dict[str, Any]) -> dict[int, str | None]:
    """The translations of an answer by the number of the passage; one told twice differently is none."""
    texts: dict[int, str | None] = {}
    for item in answer[TRANSLATING.name]:
        number, text = (
            (item.get("number"), item.get("text")) if isinstance(item, dict) else (None, None)
        )
        if isinstance(number, int) and not isinstance(number, bool):
            text = (without_controls(text) or None) if isinstance(text, str) else None
            texts[number] = text if texts.get(number, text) == text else None
    return texts


def _plain(text: str) -> str:
    return " ".join(text.split())
