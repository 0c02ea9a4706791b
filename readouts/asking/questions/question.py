"""What a model is asked: the prompt, the schema, one document; and the digests that name each of them.

What belongs here: the words that leave the machine, and how a request and a document are named. What does not: sending
them (``wire``), and how long documents are cut (``parts``).

``prompt.md`` and ``schema.json`` come first in every request and never change within a reading, so that servers can
keep them; a document's id is not among the words, so that the same text is the same request wherever it was found.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from readouts.asking.answers.answer import Checked, read_answer
from readouts.asking.questions.parts import Part, cut
from readouts.asking.questions.sizes import MOST, tokens_of
from readouts.asking.settings import Settings, Way
from readouts.domain.records import Report

PROMPT = Path(__file__).with_name("prompt.md")
SCHEMA = Path(__file__).with_name("schema.json")

LEFT_OPEN = 64
"""Tokens of a window that are left for what a server adds of its own around messages."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What makes two answers the same reading: the model by name, prompt and schema by digest."""

    model: str
    prompt: str
    schema: str

    @classmethod
    def of(cls, settings: Settings) -> Reading:
        """The reading that a model gives with the prompt and schema of this release."""
        return cls(settings.model, digest_of(prompt()), digest_of(json.dumps(schema())))


@dataclass(frozen=True, slots=True)
class Manner:
    """How a server is spoken to: by which way, whether with a temperature, and how it calls the limit of an answer."""

    way: Way = "json_schema"
    has_temperature: bool = True
    limit: str = "max_tokens"


@dataclass(frozen=True, slots=True)
class Question:
    """One request about one part of a document, which was cut to ``tokens``.

    Where it is asked once more, ``first`` is what was answered, ``faults`` what was wrong with it, and ``after`` the
    digest of the request that it answered.
    """

    report: Report
    part: Part
    tokens: int = 0
    first: str | None = None
    faults: tuple[str, ...] = ()
    after: str | None = None

    def messages(self) -> list[dict[str, str]]:
        """The conversation: what never changes first."""
        said = [
            {"role": "system", "content": instructions()},
            {"role": "user", "content": message(self.report, self.part)},
        ]
        if self.first is not None:
            said += [
                {"role": "assistant", "content": self.first},
                {"role": "user", "content": once_more(self.faults)},
            ]
        return said

    def body(self, settings: Settings, manner: Manner) -> dict[str, Any]:
        """The request as it is sent."""
        return body_of(self.messages(), settings, manner, "calls", schema())

    def digest(self, settings: Settings) -> str:
        """The name of what is asked, however the server is held to the form of an answer."""
        return digest_asked(self.messages(), settings)

    def estimate(self) -> int:
        """An estimate of the tokens that are sent."""
        return _of_instructions() + sum(tokens_of(said["content"]) for said in self.messages()[1:])

    def reading(self, settings: Settings) -> Reading:
        """The model by name, prompt and schema by digest."""
        return Reading.of(settings)

    def read(self, words: str) -> Checked:
        """The answer that a model's words hold.

        Raises:
            NoAnswerError: they hold none.
        """
        return read_answer(words)


def body_of(
    messages: list[dict[str, str]],
    settings: Settings,
    manner: Manner,
    name: str,
    form: dict[str, Any],
) -> dict[str, Any]:
    """A request as it is sent; ``form`` is the schema of its answer, ``name`` what the schema is called."""
    body: dict[str, Any] = {"model": settings.model, "messages": messages}
    if manner.has_temperature:
        body["temperature"] = 0
    body |= settings.options
    body[manner.limit] = settings.answer_tokens
    if manner.way == "json_schema":
        named = {"name": name, "strict": True, "schema": form}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    elif manner.way == "json_object":
        body["response_format"] = {"type": "json_object"}
    return body


def digest_asked(messages: list[dict[str, str]], settings: Settings) -> str:
    """The name of what a conversation asks of a model, in whatever way it is sent."""
    said = {"model": settings.model, "messages": messages, "options": settings.options}
    return request_digest(said | {"answer_tokens": settings.answer_tokens})


def request_digest(body: dict[str, Any]) -> str:
    """The name of a request: a digest of all that it says."""
    return digest_of(json.dumps(body, sort_keys=True, ensure_ascii=False))


def how_asked(settings: Settings) -> str:
    """Names what of a file decides whether another attempt may do better: options and sizes."""
    said = [settings.options, settings.window, settings.answer_tokens]
    return digest_of(json.dumps(said, sort_keys=True))[:16]


def document_digest(report: Report) -> str:
    """The name of a document: a digest of its text and of what stands above it in a request."""
    return digest_of(message(report, Part(0, len(report.text))))


SMALLEST = 300
"""Tokens of a part below which cutting finer is of no use."""


def sizes(report: Report, settings: Settings) -> list[int]:
    """To how many tokens a document is cut: by the window, and finer where an answer is cut off or a part unread."""
    empty = Question(report, Part(0, 0))
    taken = round(MOST * empty.estimate()) + settings.answer_tokens + LEFT_OPEN
    room = max(settings.window - taken, settings.window // 8)
    own = min(room, round(MOST * tokens_of(report.text)))
    return [room, *(own // share for share in (2, 4) if own // share >= SMALLEST)]


def questions(report: Report, tokens: int) -> list[Question]:
    """What is asked about a document: one question, or one a part where it is longer than so many tokens."""
    return [Question(report, part, tokens) for part in cut(report.text, tokens)]


def message(report: Report, part: Part) -> str:
    """One document as a model is given it: its own day, its publisher, and its words."""
    head = [f"Date: {report.published.isoformat() if report.published else 'unknown'}"]
    if report.publisher:
        country = f" ({report.country})" if report.country else ""
        head.append(f"Publisher: {_line(report.publisher)}{country}")
    if report.title and not report.text.lstrip().startswith(report.title.strip()):
        head.append(f"Headline: {_line(report.title)}")
    if part.of > 1:
        head.append(f"Part {part.number} of {part.of} of a longer document")
    said = "\n".join(head) + "\n\n" + part.words(report.text)
    return said if said.isascii() else said.encode("utf-8", "replace").decode("utf-8")


def once_more(faults: tuple[str, ...]) -> str:
    """What is said where an answer had faults."""
    listed = "\n".join(f"- {_line(fault)}" for fault in faults)
    return (
        "Your answer has faults:\n\n"
        f"{listed}\n\n"
        "Answer once more, with the whole JSON object. Copy words letter for letter from the document, leave out what"
        " it does not say, and change nothing that was right."
    )


@cache
def prompt() -> str:
    """The instructions, as ``prompt.md`` has them."""
    return PROMPT.read_text(encoding="utf-8").strip()


@cache
def schema() -> dict[str, Any]:
    """The form of an answer, as ``schema.json`` has it."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


@cache
def instructions() -> str:
    """What every request begins with: the prompt, and the schema in words, which a server may not show the model."""
    return f"{prompt()}\n\n# Schema\n\n{json.dumps(schema(), separators=(',', ':'))}"


@cache
def _of_instructions() -> int:
    return tokens_of(instructions())


def digest_of(text: str) -> str:
    """SHA-256 of a text, in hexadecimal digits; characters that UTF-8 cannot hold count as well."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _line(text: str) -> str:
    return " ".join(text.split())
