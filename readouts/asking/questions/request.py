"""A request to a model, whatever it is about: its words, how it is sent, and the digests that name it.

What belongs here: what every request has, and the files that say what a model is set to do (``Task``). What does not:
what one asks about a document (``question``) or a passage (``translation``), and sending (``wire``).

Prompt and schema come first in every request and never change within a reading, so that servers can keep them.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from readouts.asking.answers.answer import Found
from readouts.asking.answers.store import Place, Reading
from readouts.asking.questions.parts import Part
from readouts.asking.questions.sizes import tokens_of
from readouts.asking.settings import Settings, Way
from readouts.domain.records import Report


@dataclass(frozen=True, slots=True)
class Manner:
    """How a server is spoken to: by which way, whether with a temperature, and how it calls the limit of an answer."""

    way: Way = "json_schema"
    has_temperature: bool = True
    limit: str = "max_tokens"


@dataclass(frozen=True)
class Task:
    """What a model is set to do: the files beside this module that instruct it, and that say what form its answer has.

    ``name`` is what the form is called in a request, and the key of the list that an answer has.
    """

    name: str
    prompt_file: str
    schema_file: str

    @cached_property
    def prompt(self) -> str:
        """The instructions."""
        return _read(self.prompt_file).strip()

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The form of an answer."""
        loaded: dict[str, Any] = json.loads(_read(self.schema_file))
        return loaded

    @cached_property
    def instructions(self) -> str:
        """What a request begins with: the prompt, and the schema in words, which a server may not show the model."""
        return f"{self.prompt}\n\n# Schema\n\n{json.dumps(self.schema, separators=(',', ':'))}"

    @cached_property
    def tokens(self) -> int:
        """An estimate of the tokens of the instructions."""
        return tokens_of(self.instructions)

    def is_kept_to(self, found: Found) -> bool:
        """Whether a message is an answer of the form and nothing else."""
        from jsonschema import (
            Draft202012Validator,
        )  # 0.4 s that who only reads what is stored need not wait for

        try:
            return found.is_alone and Draft202012Validator(self.schema).is_valid(found.answer)
        except RecursionError:
            return False

    def reading(self, settings: Settings) -> Reading:
        """The reading that a model gives with the prompt and schema of this release."""
        return Reading(settings.model, digest_of(self.prompt), digest_of(json.dumps(self.schema)))


NO_PART = Part(0, 0)


@dataclass(frozen=True, slots=True)
class Request(ABC):
    """One request about a part of a document, which was cut to ``tokens``; what it says is its own (``said``).

    Where it is asked once more, ``faults`` are what was wrong with the answer to the request whose digest is ``after``.
    """

    task: ClassVar[Task]
    report: Report
    part: Part = NO_PART
    tokens: int = 0
    faults: tuple[str, ...] = ()
    after: str | None = None

    @abstractmethod
    def said(self) -> list[dict[str, str]]:
        """The messages after the instructions."""

    def messages(self) -> list[dict[str, str]]:
        """The conversation: what never changes first."""
        return [{"role": "system", "content": self.task.instructions}, *self.said()]

    def body(self, settings: Settings, manner: Manner) -> dict[str, Any]:
        """The request as it is sent."""
        body: dict[str, Any] = {"model": settings.model, "messages": self.messages()}
        if manner.has_temperature:
            body["temperature"] = 0
        body |= settings.options
        body[manner.limit] = settings.answer_tokens
        if manner.way == "json_schema":
            named = {"name": self.task.name, "strict": True, "schema": self.task.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif manner.way == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def digest(self, settings: Settings) -> str:
        """The name of what is asked, however the server is held to the form of an answer."""
        said = {"model": settings.model, "messages": self.messages(), "options": settings.options}
        return request_digest(said | {"answer_tokens": settings.answer_tokens})

    def estimate(self) -> int:
        """An estimate of the tokens that are sent."""
        return self.task.tokens + sum(tokens_of(said["content"]) for said in self.said())

    def kept(self, settings: Settings) -> dict[str, Any]:
        """What an entry of the store keeps of the question, by its fields."""
        part = self.part
        place = Place(part.start, part.end, part.number, part.of, self.tokens)
        return self.task.reading(settings)._asdict() | {"place": place}


def request_digest(body: dict[str, Any]) -> str:
    """The name of a request: a digest of all that it says."""
    return digest_of(json.dumps(body, sort_keys=True, ensure_ascii=False))


def digest_of(text: str) -> str:
    """SHA-256 of a text, in hexadecimal digits; characters that UTF-8 cannot hold count as well."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def encodable(text: str) -> str:
    """A text with what UTF-8 cannot hold replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
