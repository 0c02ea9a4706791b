"""What a model wrote, as an answer: the JSON found in its words.

What belongs here: from the words of a message to plain data. What does not: the server's envelope around them
(``reply``), whether the data is of the form that was asked for, and whether the document bears it out (``grounding``).

Everything here comes from outside: it is parsed, and never acted on.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_THINKING = re.compile(
    r"<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE
)
"""What a model writes before its answer, to the end of the message where it never ends."""

_BEGINNING = re.compile(r"\{\s*\"")
MOST_BEGINNINGS = 100
"""How often in a message the beginning of an answer is tried."""


class NoAnswerError(Exception):
    """The words hold no answer; the message says why in a few words."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer as a model gave it, of whatever form; ``is_alone`` says that its message holds nothing else."""

    answer: dict[str, Any]
    is_alone: bool


def read_answer(words: str, key: str = "calls") -> Found:
    """The last JSON object in a message that has a list under a key.

    Raises:
        NoAnswerError: there is none.
    """
    text = words.strip().removeprefix("\ufeff")
    whole = _parsed(text, 0)
    if whole is not None and whole[1] == len(text) and _has_list(whole[0], key):
        return Found(whole[0], True)
    bare = _THINKING.sub(" ", text)
    found = [value for value in _objects(bare) if _has_list(value, key)]
    if not found:
        raise NoAnswerError(f"no JSON object with a list of {key} is in it")
    return Found(found[-1], False)


def _has_list(value: Any, key: str) -> bool:
    return isinstance(value, dict) and isinstance(value.get(key), list)


def _objects(text: str) -> Iterator[Any]:
    """The JSON objects that stand in a text one after another, between fences, prose or nothing.

    Looked for is how an answer begins, and only so often: a text may be made to be hard.
    """
    end = 0
    for beginning in itertools.islice(_BEGINNING.finditer(text), MOST_BEGINNINGS):
        if beginning.start() < end:
            continue
        parsed = _parsed(text, beginning.start())
        if parsed is not None:
            end = parsed[1]
            yield parsed[0]


class _DoubledKeyError(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys come once, or twice with the same value: of two values nobody knows which is meant."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise _DoubledKeyError(key)
        found[key] = value
    return found


def _no_number(name: str) -> Any:
    raise ValueError(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, strict=False)


def _parsed(text: str, at: int) -> tuple[Any, int] | None:
    try:
        return _DECODER.raw_decode(text, at)
    except _DoubledKeyError as error:
        raise NoAnswerError(f"its key {str(error)[:40]!r} has two values") from None
    except (ValueError, RecursionError):
        return None
