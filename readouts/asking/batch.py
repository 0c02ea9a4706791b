"""Batch files: what is to be asked, written down for a provider's batch service, and its output taken in.

What belongs here: the lines of both kinds of file. What does not: which articles wait (``edition.closing.asking``),
and sending files anywhere; that is the user's.

A line of requests is OpenAI's: ``custom_id``, ``method``, ``url``, ``body``. For articles of the archive ``custom_id``
is the digest of the request, so that an answer can only be taken for the words that were asked about; what was written
is noted in ``archive/answers/requests.jsonl``, so that its answers are known when they come, whatever is configured
then. For documents of one's own it is the document's id, with the number of the part where a document is longer than
the window.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from readouts.asking.answers.reply import Came, RefusedError, kept_of, read_reply
from readouts.asking.answers.store import Entry, Place, Store
from readouts.asking.questions.question import READING, Question, document_digest, questions, sizes
from readouts.asking.questions.request import Manner, Request, request_digest
from readouts.asking.questions.translation import TRANSLATING
from readouts.asking.settings import Settings
from readouts.asking.spending import cost_of
from readouts.base.errors import ReadoutsError
from readouts.base.files import append
from readouts.domain.records import Report

URL = "/v1/chat/completions"
MOST_REQUESTS = 50_000
MOST_BYTES = 190_000_000
"""Requests and bytes of a file at most: OpenAI takes 50,000 and 200 MB."""

NOTED = "requests.jsonl"


class BatchError(ReadoutsError):
    """A batch file cannot be read or written; one line."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A request that was written to a batch file: what its answer will be about."""

    digest: str
    question: str
    document: str
    model: str
    prompt: str
    schema: str
    way: str
    place: Place
    into: str | None = None
    passages: tuple[str, ...] = ()


_NOTED = TypeAdapter(Noted)


def requests_of(report: Report, settings: Settings) -> Iterator[tuple[Question, dict[str, Any]]]:
    """The questions about a document, each with its request."""
    return with_bodies(questions(report, sizes(report, settings)[0]), settings)


Asked = TypeVar("Asked", bound=Request)


def with_bodies(
    asked: Iterable[Asked], settings: Settings
) -> Iterator[tuple[Asked, dict[str, Any]]]:
    """Questions, such as the translations that are wanted of a document, each with its request."""
    manner = Manner(way=settings.way or "json_schema")
    return ((question, question.body(settings, manner)) for question in asked)


def noted(question: Request, body: dict[str, Any], settings: Settings) -> Noted:
    """What is to be known of a request when its answer comes."""
    return Noted(
        digest=request_digest(body),
        question=question.digest(settings),
        document=document_digest(question.report),
        way=settings.way or "json_schema",
        **question.kept(settings),
    )


def line_of(name: str, body: dict[str, Any]) -> bytes:
    """A request as a line of a batch file."""
    said = {"custom_id": name, "method": "POST", "url": URL, "body": body}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


class Writer:
    """Writes lines to a file, and to others beside it (``NAME-2.jsonl``) where it would become too big."""

    def __init__(self, path: Path) -> None:
        self.paths: list[Path] = []
        self.requests = 0
        self._path, self._size, self._lines = path, 0, 0
        self._out: Any = None

    def write(self, line: bytes) -> None:
        """Add a request."""
        is_full = self._size + len(line) > MOST_BYTES or self._lines >= MOST_REQUESTS
        if self._out is None or is_full:
            self.close()
            self._open()
        self._out.write(line)
        self._size += len(line)
        self._lines += 1
        self.requests += 1

    def _open(self) -> None:
        number = len(self.paths) + 1
        path = self._path if number == 1 else self._path.with_stem(f"{self._path.stem}-{number}")
        try:
            self._out = path.open("wb")
        except OSError as error:
            raise BatchError(f"{path} cannot be written: {error.strerror}") from None
        self.paths.append(path)
        self._size = self._lines = 0

    def close(self) -> None:
        """End the file that is open."""
        if self._out is not None:
            self._out.close()
            self._out = None


def note(store: Store, requests: Iterable[Noted]) -> None:
    """Keep what was written, so that answers are known when they come."""
    known = set(notes(store))
    lines = [
        json.dumps(asdict(one), ensure_ascii=False, sort_keys=True).encode() + b"\n"
        for one in requests
        if one.digest not in known
    ]
    if lines:
        append(store.folder / NOTED, b"".join(lines))


def notes(store: Store) -> dict[str, Noted]:
    """What was written to batch files, by digest; lines that cannot be read are left out."""
    found: dict[str, Noted] = {}
    path = store.folder / NOTED
    if not path.is_file():
        return found
    for line in path.read_bytes().splitlines():
        with suppress(ValueError):
            one = _NOTED.validate_json(line)
            found[one.digest] = one
    return found


# what comes back


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that is packed (gzip) or not, each with its number; empty ones are left out.

    Raises:
        BatchError: the file cannot be read.
    """
    try:
        with path.open("rb") as plain:
            is_packed = plain.read(2) == b"\x1f\x8b"
        with gzip.open(path) if is_packed else path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line.removeprefix(b"\xef\xbb\xbf")
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BatchError(f"{path} cannot be read: {reason}") from None


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("it is no JSON") from None


def _returned(value: Any) -> tuple[str, Came | RefusedError]:
    """Whose answer a line of an output file is, and the response, or why there is none.

    Raises:
        ValueError: it is no such line.
    """
    if not isinstance(value, dict) or not isinstance(value.get("custom_id"), str):
        raise ValueError("it has no custom_id")
    name, response, error = value["custom_id"], value.get("response"), value.get("error")
    if isinstance(response, dict) and isinstance(response.get("body"), dict):
        status = response.get("status_code")
        body = json.dumps(response["body"], ensure_ascii=False).encode("utf-8", "replace")
        return name, Came(status if isinstance(status, int) else 200, {}, body)
    why = json.dumps(error)[:200] if error else "it has no response"
    return name, RefusedError("refused", why)


def take_in(store: Store, path: Path, settings: Settings | None) -> tuple[Counter[str], list[str]]:
    """Keep the answers of an output file; counts by what came of each line, and what was wrong with some.

    Counted are ``stored``, ``known`` (it was there), ``unknown`` (nobody asked for it here), ``failed`` (no answer in
    it) and ``damaged`` (no line of an output file); besides, of those stored the ``aside`` (another reading counts), of
    those known the ``changed`` (it says otherwise than what is stored, which stays).

    Raises:
        BatchError: the file cannot be read.
    """
    asked = notes(store)
    counts: Counter[str] = Counter()
    problems: list[str] = []
    for number, line in lines_of(path):
        try:
            name, came = _returned(_parsed(line))
        except ValueError as error:
            counts["damaged"] += 1
            problems.append(f"{path}:{number}: {error}")
            continue
        one = asked.get(name)
        if one is None:
            counts["unknown"] += 1
            continue
        answers = store.answers(one.document)
        there = [entry for entry in answers.given() if entry.digest == one.digest]
        if there:
            counts["known"] += 1
            counts["changed"] += isinstance(came, Came) and not _says(there, came)
            continue
        try:
            entry = _entry(one, came, settings)
        except RefusedError as refused:
            counts["failed"] += 1
            problems.append(f"{path}:{number}: {refused}")
            continue
        store.append(one.document, entry)
        counts["stored"] += 1
        counts["aside"] += one.into is None and answers.reading not in (None, entry.reading)
    return counts, problems


def _says(there: Sequence[Entry], came: Came) -> bool:
    """Whether a response that comes again has the words of one that is stored; one without an answer says nothing."""
    try:
        words = read_reply(came).words
        stored = (Came(entry.http or 200, {}, entry.response.encode()) for entry in there)
        return words in [read_reply(one).words for one in stored]
    except RefusedError:
        return True


def _entry(one: Noted, came: Came | RefusedError, settings: Settings | None) -> Entry:
    if isinstance(came, RefusedError):
        raise came
    reply = read_reply(came, (READING if one.into is None else TRANSLATING).name)
    usage, price = reply.usage, settings and settings.price
    cost = None
    if settings is not None and settings.model == one.model and usage.sent is not None:
        cost = cost_of(settings, usage.sent, usage.answered or 0, usage.cached or 0)
    return Entry(
        **{each.name: getattr(one, each.name) for each in fields(one) if each.name != "document"},
        **kept_of(came, reply),
        cost=cost,
        currency=price.currency if cost is not None and price else None,
        by="batch",
    )


# documents of one's own


def own_name(document: str, question: Question) -> str:
    """The name of a request about a document of one's own: its id, with the part where there are several."""
    part = question.part
    return document if part.of == 1 else f"{document}#{part.number}/{part.of}"


_PART = re.compile(r"(?P<id>.*)#(?P<number>\d{1,4})/(?P<of>\d{1,4})", re.DOTALL)


def own_answers(path: Path) -> tuple[dict[str, list[Any]], list[str]]:
    """The answers of a file about documents of one's own, by the document's id, and what was wrong with some lines.

    A line is one of a batch service's output, or plain: ``{"id", "answer"}``. A document that was asked about in parts
    has one answer a part, in their order; one whose parts are not all there has none.

    Raises:
        BatchError: the file cannot be read.
    """
    whole: dict[str, Any] = {}
    parts: dict[tuple[str, int], dict[int, Any]] = {}
    problems: list[str] = []
    for number, line in lines_of(path):
        try:
            name, value = _own_answer(_parsed(line))
        except (ValueError, RefusedError) as error:
            problems.append(f"{path}:{number}: {error}")
            continue
        match = _PART.fullmatch(name)
        if match is None:
            whole[name] = value
        else:
            parts.setdefault((match["id"], int(match["of"])), {})[int(match["number"])] = value
            whole.setdefault(name, value)
    found = {name: [value] for name, value in whole.items()}
    for (name, of), values in parts.items():
        if set(values) == set(range(1, of + 1)):
            found[name] = [values[number] for number in range(1, of + 1)]
        else:
            problems.append(f"{path}: of {name!r} {len(values)} of {of} parts are answered")
    return found, problems


def _own_answer(value: Any) -> tuple[str, Any]:
    """A line's document and answer.

    Raises:
        ValueError, RefusedError: it has none.
    """
    if isinstance(value, dict) and "answer" in value and isinstance(value.get("id"), str):
        return value["id"], value["answer"]
    try:
        name, came = _returned(value)
    except ValueError:
        raise ValueError("it has no id with an answer, and no custom_id") from None
    if isinstance(came, RefusedError):
        raise came
    reply = read_reply(came)
    if reply.found is None:
        raise ValueError(reply.why or reply.status)
    return name, reply.found.answer
