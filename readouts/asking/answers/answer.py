"""What a model wrote, as an answer: found in its words, parsed, and held to what the schema says and cannot say.

What belongs here: from the words of a message to plain data of one form. What does not: the server's envelope around
them (``reply``), and whether the document bears an answer out (``grounding``).

Everything here comes from outside: it is parsed, and never acted on.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from readouts.domain.records import Medium, Stance

MOST_CALLS = 200
MOST_OF_A_CALL = 400
"""Parties, and reactions, of one call at most; and of an answer's calls: more is a model that cannot stop."""

LONGEST = 5_000
"""Characters of a text in an answer at most; evidence is a clause."""

STANCES = frozenset(get_args(Stance))
MEDIA = frozenset(get_args(Medium))

CALL_KEYS = ("told", "date", "date_words", "medium", "initiator", "parties", "reactions")
PARTY_KEYS = ("letter", "name", "as_written", "office", "country")
REACTION_KEYS = ("by", "stance", "toward", "evidence")

_THINKING = re.compile(
    r"<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE
)
"""What a model writes before its answer, to the end of the message where it never ends."""

_BEGINNING = re.compile(r"\{\s*\"")
MOST_BEGINNINGS = 100
"""How often in a message the beginning of an answer is tried."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


class NoAnswerError(Exception):
    """The words hold no answer; the message says why in a few words."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer of one form, and what was wrong with it; what was wrong is not in it.

    ``is_exact`` says that the words were JSON of the schema and nothing else.
    """

    answer: dict[str, Any]
    faults: tuple[str, ...]
    is_exact: bool


def read_answer(words: str) -> Checked:
    """The answer that a model's words hold.

    Raises:
        NoAnswerError: they hold none.
    """
    value, is_whole = json_of(words, "calls")
    faults: list[str] = []
    calls = value["calls"]
    if len(calls) > MOST_CALLS:
        faults.append(f"more than {MOST_CALLS} calls are told")
    read = [call for item in calls[:MOST_CALLS] for call in _call(item, faults)]
    is_exact = is_whole and not faults and _fits(value)
    return Checked({"calls": read}, tuple(dict.fromkeys(faults)), is_exact)


def checked(value: Any) -> Checked:
    """An answer that was already parsed, such as a recorded one, held to the same.

    Raises:
        NoAnswerError: it is none.
    """
    try:
        return read_answer(json.dumps(value))
    except (TypeError, ValueError, RecursionError):
        raise NoAnswerError("it is no JSON") from None


# from words to JSON


def json_of(words: str, key: str) -> tuple[dict[str, Any], bool]:
    """The last JSON object in a message that has a list under a key; and whether it is the whole message.

    Raises:
        NoAnswerError: there is none.
    """
    text = words.strip().removeprefix("\ufeff")
    whole = _parsed(text, 0)
    if whole is not None and whole[1] == len(text) and _has_list(whole[0], key):
        return whole[0], True
    bare = _THINKING.sub(" ", text)
    found = [value for value in _objects(bare) if _has_list(value, key)]
    if not found:
        raise NoAnswerError(f"no JSON object with a list of {key} is in it")
    return found[-1], False


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


# from JSON to one form


def _fits(value: dict[str, Any]) -> bool:
    """Whether an answer without faults has the schema's keys and no others."""
    return set(value) == {"calls"} and all(
        set(call) == set(CALL_KEYS)
        and all(set(party) == set(PARTY_KEYS) for party in call["parties"])
        and all(set(reaction) == set(REACTION_KEYS) for reaction in call["reactions"])
        for call in value["calls"]
    )


def _call(item: Any, faults: list[str]) -> Iterator[dict[str, Any]]:
    """A call of one form, or none with the fault named."""
    if not isinstance(item, dict):
        faults.append("a call is no object")
        return
    told = text_of(item.get("told"))
    if told is None:
        faults.append("a call has no 'told': the words that tell of it")
        return
    where = f"the call told by {_short(told)}"
    parties = list(_parties(item.get("parties"), where, faults))
    if not parties:
        faults.append(f"{where} has no parties")
        return
    letters = [party["letter"] for party in parties]
    medium = item.get("medium")
    if medium not in MEDIA:
        faults.append(f"{where}: medium is phone, video or unspecified")
        medium = "unspecified"
    initiator = text_of(item.get("initiator"))
    if initiator is not None and initiator not in letters:
        faults.append(f"{where}: initiator is the letter of a party or null")
        initiator = None
    yield {
        "told": told,
        "date": _day(item.get("date"), where, faults),
        "date_words": text_of(item.get("date_words")),
        "medium": medium,
        "initiator": initiator,
        "parties": parties,
        "reactions": list(_reactions(item.get("reactions"), letters, where, faults)),
    }


def _parties(items: Any, where: str, faults: list[str]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for item in _list(items, "parties", where, faults):
        letter = text_of(item.get("letter"))
        if letter is None or letter in seen or letter.casefold() == "all":
            faults.append(f"{where}: each party has a letter of its own")
            continue
        seen.add(letter)
        party = {key: text_of(item.get(key)) for key in PARTY_KEYS}
        party["country"] = _country(item.get("country"), where, faults)
        yield party


def _reactions(
    items: Any, letters: list[str], where: str, faults: list[str]
) -> Iterator[dict[str, Any]]:
    for item in _list(items, "reactions", where, faults):
        evidence, by = text_of(item.get("evidence")), text_of(item.get("by"))
        stance = item.get("stance")
        if evidence is None:
            faults.append(f"{where}: a reaction has no evidence: the words that carry it")
        elif by not in letters and by != "all":
            faults.append(f"{where}: 'by' is the letter of a party or 'all', at {_short(evidence)}")
        elif not isinstance(stance, str) or stance not in STANCES:
            faults.append(f"{where}: {_short(str(stance))} is no stance, at {_short(evidence)}")
        else:
            toward = _country(item.get("toward"), where, faults)
            yield {"by": by, "stance": stance, "toward": toward, "evidence": evidence}


def _list(items: Any, what: str, where: str, faults: list[str]) -> Iterator[dict[str, Any]]:
    if not isinstance(items, list):
        faults.append(f"{where}: {what} is a list")
        return
    if len(items) > MOST_OF_A_CALL:
        faults.append(f"{where}: more than {MOST_OF_A_CALL} {what}")
    for item in items[:MOST_OF_A_CALL]:
        if isinstance(item, dict):
            yield item
        else:
            faults.append(f"{where}: {what} holds what is no object")


def text_of(value: Any) -> str | None:
    """A text with something in it, without control characters and not longer than a clause may be; None otherwise."""
    if not isinstance(value, str):
        return None
    plain = _CONTROL.sub(" ", value).strip()
    return plain[:LONGEST] or None


def _day(value: Any, where: str, faults: list[str]) -> str | None:
    text = text_of(value)
    if text is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    faults.append(f"{where}: {_short(text)} is no date: write YYYY-MM-DD or null")
    return None


def _country(value: Any, where: str, faults: list[str]) -> str | None:
    text = text_of(value)
    if text is None or re.fullmatch(r"[A-Z]{3}", text):
        return text
    faults.append(f"{where}: {_short(text)} is no ISO 3166-1 alpha-3 code")
    return None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text if len(text) <= 80 else text[:79] + "…"}"'
