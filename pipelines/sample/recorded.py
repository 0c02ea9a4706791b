"""A model whose answers were recorded: an OpenAI-compatible endpoint of the sample site.

What belongs here: looking up what ``sample/answers.json`` has about a text, and saying so as such a server would. What
does not: the server itself (``sample_site``), and what becomes of an answer (``readouts.edition.closing.asking``).

An answer is found by the text that is asked about and by nothing else of the request, so that it is found whatever the
prompt says. A text that nobody recorded an answer to is refused, never answered with "no calls".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

MODEL = "recorded"
"""The name by which the recorded answers are asked for, and under which they are kept."""

PATH = "/v1"
"""Where the endpoint is on the sample site."""

MOST_BYTES = 4_000_000
"""Bytes of a request at most; the longest about a page of the sample has 20,000."""

Said = tuple[int, dict[str, Any]]


class RecordedAnswers:
    """The answers of a file, by the text that each is about."""

    def __init__(self, file: Path) -> None:
        recorded = json.loads(file.read_text(encoding="utf-8"))
        self._answers = {line["text"]: line["answer"] for line in recorded["answers"]}

    def models(self) -> Said:
        """The list of models, of which there is one."""
        return HTTPStatus.OK, {"object": "list", "data": [{"id": MODEL, "object": "model"}]}

    def complete(self, request: bytes) -> Said:
        """A completion for the document in a request, or an error that says why there is none.

        Tokens are not counted: nobody read them now.
        """
        try:
            body = json.loads(request)
            model, messages = body["model"], body["messages"]
            # asked once more about the same document, there is no other answer
            text = _text_of(message["content"] for message in messages if message["role"] == "user")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return _error(HTTPStatus.BAD_REQUEST, "this is no request for a chat completion")
        if model != MODEL:
            return _error(HTTPStatus.NOT_FOUND, f"the model {str(model)[:100]!r} does not exist")
        answer = self._answers.get(text_digest(text))
        if answer is None:
            why = "no answer to this text is recorded: there are those to the pages of the sample"
            return _error(HTTPStatus.UNPROCESSABLE_ENTITY, why)
        said = {"role": "assistant", "content": json.dumps(answer, ensure_ascii=False)}
        choice = {"index": 0, "message": said, "finish_reason": "stop"}
        return HTTPStatus.OK, {"object": "chat.completion", "model": MODEL, "choices": [choice]}


def text_digest(text: str) -> str:
    """The name of a text, whatever the space between its words."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()


def _text_of(said: Iterable[str]) -> str:
    """The document in what the user says first: what stands below the lines about it."""
    return next(iter(said), "").partition("\n\n")[2]


def _error(status: int, message: str) -> Said:
    return status, {"error": {"message": message, "type": "invalid_request_error"}}
