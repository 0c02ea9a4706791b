"""What a model is asked about a document: the words that leave the machine, and how a document is named.

What belongs here: one question a document or a part of it. What does not: what every request has (``request``), sending
(``wire``), and how long documents are cut (``parts``).

A document's id is not among the words, so that the same text is the same request wherever it was found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from readouts.asking.questions.parts import Part, cut
from readouts.asking.questions.request import Request, Task, digest_of, encodable
from readouts.asking.questions.sizes import MOST, tokens_of
from readouts.asking.settings import Settings
from readouts.domain.records import Report

READING = Task("calls", "prompt.md", "schema.json")

LEFT_OPEN = 64
"""Tokens of a window that are left for what a server adds of its own around messages."""


@dataclass(frozen=True, slots=True)
class Question(Request):
    """Which calls a part of a document tells; where it is asked once more, ``first`` is what was answered."""

    task: ClassVar[Task] = READING
    first: str | None = None

    def said(self) -> list[dict[str, str]]:
        """The document; where it is asked once more, what was answered, and what was wrong with it."""
        said = [{"role": "user", "content": message(self.report, self.part)}]
        if self.first is not None:
            said += [
                {"role": "assistant", "content": self.first},
                {"role": "user", "content": once_more(self.faults)},
            ]
        return said


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
    taken = round(MOST * Question(report).estimate()) + settings.answer_tokens + LEFT_OPEN
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
    return encodable(said)


def once_more(faults: tuple[str, ...]) -> str:
    """What is said where an answer had faults."""
    listed = "\n".join(f"- {_line(fault)}" for fault in faults)
    return (
        "Your answer has faults:\n\n"
        f"{listed}\n\n"
        "Answer once more, with the whole JSON object. Copy words letter for letter from the document, leave out what"
        " it does not say, and change nothing that was right."
    )


def _line(text: str) -> str:
    return " ".join(text.split())
