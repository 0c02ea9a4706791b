"""What a server sent back: a completion with its usage, or what it refused and why; and of what is stored what counts.

What belongs here: reading the envelope of an answer, however it comes, and naming what went wrong. What does not: what
to do about it (``manners``), and the answer itself (``answer``).

Servers that call themselves OpenAI-compatible agree on little: a refusal may be 400, 422 or 500, an answer may come as
a stream that nobody asked for, an error page with status 200. So nothing is taken from the status alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from readouts.asking.answers.answer import Found, NoAnswerError, read_answer
from readouts.asking.answers.store import ANSWERED, Answers, Entry
from readouts.base.clock import retry_after
from readouts.domain.records import Report

Status = Literal["answered", "cut_off", "empty", "declined", "no_answer", "unread"]
"""What came of a completion. Only of ``answered`` is anything used; of the others it is kept that they came."""

Kind = Literal[
    "unreachable",
    "broken_off",
    "timed_out",
    "too_big",
    "redirected",
    "not_a_completion",
    "unauthorized",
    "no_such_model",
    "no_such_address",
    "out_of_credit",
    "rate_limited",
    "server_error",
    "way_refused",
    "too_long",
    "refused",
]
"""Why there is no completion at all."""


class RefusedError(Exception):
    """No completion came; ``kind`` says why, the message how the server put it, in one line and without the key.

    ``pause`` is how many seconds the server asked to be left alone, None where it did not say.
    """

    def __init__(self, kind: Kind, text: str, *, pause: float | None = None) -> None:
        super().__init__(text)
        self.kind = kind
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Came:
    """What came over the wire: status, headers by lower-case name, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them; None where it did not say."""

    sent: int | None = None
    answered: int | None = None
    cached: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A completion: what came of it, the model's words, and the answer that they hold where they hold one."""

    status: Status
    words: str
    usage: Usage = field(default_factory=Usage)
    found: Found | None = None
    why: str | None = None


def kept_of(came: Came, reply: Reply) -> dict[str, Any]:
    """What an entry of the store keeps of a completion, by its fields."""
    return {
        "status": reply.status,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "response": came.body.decode("utf-8", "replace"),
        "http": came.status,
        "tokens_sent": reply.usage.sent,
        "tokens_answered": reply.usage.answered,
        "tokens_cached": reply.usage.cached,
        "why": reply.why,
    }


def answer_in(entry: Entry, key: str = "calls") -> dict[str, Any] | None:
    """The answer in a stored response, by the ``key`` of its list; None where it cannot be used."""
    if entry.status != ANSWERED:
        return None
    try:
        found = read_reply(Came(entry.http or 200, {}, entry.response.encode()), key).found
    except RefusedError:
        return None
    return None if found is None else found.answer


Faults = Callable[[Report, dict[str, Any]], Sequence[str]]
"""What is wrong with an answer, in words for the model: its form, and what the document does not bear out."""


def answers_of(report: Report, answers: Answers, faults: Faults) -> list[dict[str, Any]]:
    """The answers that count for a document, one a part; none where a part has none.

    Of a part that was asked about twice, the second answer counts unless it has more faults than the first.
    """
    parts: list[dict[str, Any]] = []
    for entries in answers.parts:
        given = [answer for entry in reversed(entries) if (answer := answer_in(entry)) is not None]
        if not given:
            return []
        if len(given) > 1:
            given.sort(key=lambda answer: len(faults(report, answer)))
        parts.append(given[0])
    return parts


LONGEST_REASON = 300
"""Characters of a server's own words that are repeated."""


def read_reply(came: Came, key: str = "calls") -> Reply:
    """The completion in a response, with the answer in its words: an object that has a list under the ``key``.

    Raises:
        RefusedError: there is none.
    """
    if 300 <= came.status < 400:
        raise RefusedError("redirected", f"it sends elsewhere (status {came.status})")
    if came.status >= 400:
        raise refusal_of(came)
    text = came.body.decode("utf-8", "replace").lstrip("\ufeff").strip()
    envelope = _streamed(text) if text.startswith(("data:", "event:", ":")) else _json(text)
    if not isinstance(envelope, dict) or not isinstance(envelope.get("choices"), list):
        raise _no_completion(came, envelope, text)
    choices = [choice for choice in envelope["choices"] if isinstance(choice, dict)]
    if not choices:
        raise RefusedError("not_a_completion", "its completion has no choices")
    return _of_choice(choices[0], _usage(envelope.get("usage")), key)


def _no_completion(came: Came, envelope: Any, text: str) -> RefusedError:
    """Why a response with a good status is no completion; some servers send their errors so."""
    if isinstance(envelope, dict) and envelope.get("error"):
        return refusal_of(Came(500, came.headers, came.body))
    if not text:
        return RefusedError("not_a_completion", "it answered with nothing")
    what = (
        "a web page" if text[:200].lower().startswith(("<!doctype", "<html", "<")) else "something"
    )
    return RefusedError("not_a_completion", f"it answered with {what} that is no completion")


def _of_choice(choice: dict[str, Any], usage: Usage, key: str) -> Reply:
    message = choice.get("message")
    message = message if isinstance(message, dict) else {"content": choice.get("text")}
    words = _words(message.get("content"))
    finish = str(choice.get("finish_reason") or "")
    if finish in {"length", "max_tokens", "model_length"}:
        return Reply("cut_off", words, usage, why="the answer was cut off at its longest")
    if message.get("refusal") or finish == "content_filter":
        why = one_line(str(message.get("refusal") or "its filter held the answer back"))
        return Reply("declined", words, usage, why=why)
    if not words.strip():
        return Reply("empty", words, usage, why="the answer was empty")
    try:
        return Reply("answered", words, usage, read_answer(words, key))
    except NoAnswerError as error:
        return Reply("no_answer", words, usage, why=str(error))


def _words(content: Any) -> str:
    """A message's text: a string, or pieces of one."""
    if isinstance(content, list):
        pieces = (piece.get("text") for piece in content if isinstance(piece, dict))
        return "".join(piece for piece in pieces if isinstance(piece, str))
    return content if isinstance(content, str) else ""


def _usage(value: Any) -> Usage:
    if not isinstance(value, dict):
        return Usage()
    details = value.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else None
    cached = cached if cached is not None else value.get("prompt_cache_hit_tokens")
    return Usage(
        _count(value.get("prompt_tokens")), _count(value.get("completion_tokens")), _count(cached)
    )


def _count(value: Any) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 40
    return value if is_count else None


def _json(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _streamed(text: str) -> dict[str, Any] | None:
    """The completion that a stream of events adds up to; None where it breaks off before its end."""
    words: list[str] = []
    finish, usage, is_whole = None, None, False
    for line in text.splitlines():
        kind, _, data = line.partition(":")
        data = data.strip()
        if kind != "data":
            continue
        if data == "[DONE]":
            is_whole = True
            break
        event = _json(data)
        if not isinstance(event, dict):
            return None
        usage = event.get("usage") or usage
        for choice in event.get("choices") or ():
            delta = choice.get("delta") if isinstance(choice, dict) else None
            if isinstance(delta, dict):
                words.append(_words(delta.get("content")))
            finish = (choice.get("finish_reason") if isinstance(choice, dict) else None) or finish
    if not (is_whole or finish):
        return None
    message = {"content": "".join(words)}
    return {"choices": [{"message": message, "finish_reason": finish}], "usage": usage}


def listed_models(came: Came) -> list[str]:
    """The names in a list of models; none where it is no such list."""
    value = _json(came.body.decode("utf-8", "replace")) if came.status < 300 else None
    models = value.get("data") if isinstance(value, dict) else None
    listed = models if isinstance(models, list) else []
    names = (model.get("id") for model in listed if isinstance(model, dict))
    return [one_line(name) for name in names if isinstance(name, str)]


# refusals

_OF_THE_WAY = re.compile(
    r"response_format|response format|json_?schema|json_?object|json mode|structured.?output|guided|grammar|schema",
    re.IGNORECASE,
)
_OF_THE_LENGTH = re.compile(
    r"context.?(length|window|size)|maximum context|too many tokens|prompt is too long|n_ctx|input is too long"
    r"|exceed\w* .{0,60}(context|tokens)|tokens.{0,60}exceed|max_model_len",
    re.IGNORECASE,
)
_OF_THE_MODEL = re.compile(
    r"model.{0,120}(not found|does not exist|not exist|unknown|invalid|not supported|no such)"
    r"|(no such|unknown|invalid|not found).{0,20}model",
    re.IGNORECASE | re.DOTALL,
)
_OF_MONEY = re.compile(
    r"insufficient_quota|exceeded your current quota|billing|credit|balance", re.IGNORECASE
)


def refusal_of(came: Came) -> RefusedError:
    """What a server that answered with an error status means by it."""
    message = _message(came)
    text = f"status {came.status}{': ' if message else ''}{message}"
    pause = _pause(came.headers)
    status = came.status
    if status in (401, 403):
        return RefusedError("unauthorized", text)
    if status == 402 or (status == 429 and _OF_MONEY.search(message)):
        return RefusedError("out_of_credit", text)
    if status == 429:
        return RefusedError("rate_limited", text, pause=pause)
    if status in (400, 404, 422, 500, 501) and _OF_THE_LENGTH.search(message):
        return RefusedError("too_long", text)
    if status in (400, 404, 422, 500, 501) and _OF_THE_WAY.search(message):
        return RefusedError("way_refused", text)
    if status in (400, 404, 422) and _OF_THE_MODEL.search(message):
        return RefusedError("no_such_model", text)
    if status in (404, 405):
        return RefusedError("no_such_address", text)
    if status in (408, 409, 425) or status >= 500:
        return RefusedError("server_error", text, pause=pause)
    return RefusedError("refused", text)


def _message(came: Came) -> str:
    """The server's own words, wherever it put them."""
    text = came.body.decode("utf-8", "replace").strip()
    value = _json(text)
    if isinstance(value, dict):
        error = value.get("error", value)
        if isinstance(error, dict):
            parts = [error.get(key) for key in ("message", "code", "param", "detail")]
            said = [part if isinstance(part, str) else json.dumps(part) for part in parts if part]
            return one_line(" ".join(dict.fromkeys(said)))
        return one_line(str(error))
    return "" if text.startswith("<") else one_line(text)


def _pause(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks to be left alone."""
    exact = headers.get("retry-after-ms", "")
    if re.fullmatch(r"\d{1,9}(\.\d+)?", exact):
        return float(exact) / 1000
    return retry_after(headers.get("retry-after"), datetime.now(UTC), headers.get("date"))


def one_line(text: str) -> str:
    """Somebody else's words in one line, without control characters, cut where they go on and on."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text[:10_000]).split())
    return plain if len(plain) <= LONGEST_REASON else plain[: LONGEST_REASON - 1] + "…"
