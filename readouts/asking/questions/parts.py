"""Documents that are longer than a model's window: cut into overlapping parts, and the parts' answers joined.

What belongs here: where a text is cut, and when two parts tell of one call. What does not: asking about a part.

A text is cut between paragraphs, between sentences where a paragraph is too long. Each part repeats the end of the one
before, and begins with the head of the document, which says who is who.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from readouts.asking.questions.sizes import MOST, tokens_of

HEAD = 700
"""Characters of the document's beginning, up to the end of a paragraph, that every later part begins with."""

OVERLAP = 0.12
"""The share of a part that repeats the end of the one before."""

GAP = "\n[…]\n"
"""What stands between the head and a later part."""

_PARAGRAPH = re.compile(r"\n+")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；])|(?<=[؟।])\s*|\s{2,}")
_WORD = re.compile(r"\s+")

MEDIA = ("phone", "video", "unspecified")
"""Of two accounts of one call the one that says more of how it was held is kept: what stands first here."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text: offsets (end exclusive), which of how many, and how far the head reaches that it repeats."""

    start: int
    end: int
    number: int = 1
    of: int = 1
    head: int = 0

    def words(self, text: str) -> str:
        """What a model is shown of the text."""
        own = text[self.start : self.end]
        return f"{text[: self.head]}{GAP}{own}" if self.head else own


def cut(text: str, tokens: int) -> list[Part]:
    """The parts of a text, none of which is estimated at more than ``tokens``; one where all of it fits.

    Every character of the text is in a part.
    """
    most = tokens / MOST
    if tokens_of(text) <= most:
        return [Part(0, len(text))]
    head = _head_end(text, most)
    room = max(most - tokens_of(text[:head]), most / 2)
    spans: list[tuple[int, int]] = []
    pieces = _pieces(text, room * OVERLAP)
    at = 0
    while at < len(pieces):
        size, end = 0.0, at
        while end < len(pieces) and (end == at or size + pieces[end][2] <= room):
            size += pieces[end][2]
            end += 1
        spans.append((pieces[at][0], pieces[end - 1][1]))
        if end == len(pieces):
            break
        at = _step_back(pieces, at, end, room * OVERLAP)
    return [
        Part(start, stop, number, len(spans), head if start >= head else 0)
        for number, (start, stop) in enumerate(spans, start=1)
    ]


def _head_end(text: str, most: float) -> int:
    """Where the head ends that every part repeats: after a paragraph, and never more than a quarter of a part."""
    end = text.rfind("\n", 0, HEAD)
    end = end if end > 0 else HEAD
    while end > 0 and tokens_of(text[:end]) > most / 4:
        end //= 2
    return end


def _pieces(text: str, most: float) -> list[tuple[int, int, float]]:
    """A text in paragraphs, long ones in sentences, long ones of these in words: start, end, tokens; no gap between."""
    found = [(0, len(text))]
    for rule in (_PARAGRAPH, _SENTENCE, _WORD):
        found = [
            piece
            for start, end in found
            for piece in (
                _split(text, start, end, rule)
                if tokens_of(text[start:end]) > most
                else [(start, end)]
            )
        ]
    pieces: list[tuple[int, int, float]] = []
    for start, end in found:
        size = tokens_of(text[start:end])
        # a run without a space, longer than a part may be: cut anywhere
        step = max(int((end - start) * most / size), 1) if size > most else max(end - start, 1)
        for at in range(start, end, step):
            stop = min(at + step, end)
            pieces.append((at, stop, tokens_of(text[at:stop]) + 1))
    return pieces


def _split(text: str, start: int, end: int, rule: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = [match.end() for match in rule.finditer(text, start, end) if start < match.end() < end]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _step_back(
    pieces: Sequence[tuple[int, int, float]], first: int, end: int, overlap: float
) -> int:
    """Where the next part begins: as far back as the overlap reaches, and always further on than this one."""
    at, size = end, 0.0
    while at - 1 > first and size + pieces[at - 1][2] <= overlap:
        at -= 1
        size += pieces[at][2]
    return at


# joining


def join(answers: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The answers to the parts of one document as one: a call told in two parts is one, with what both tell of it."""
    calls: list[dict[str, Any]] = []
    for answer in answers:
        # two calls that one part tells apart are two
        earlier = list(calls)
        for call in answer["calls"]:
            for known in earlier:
                letters = _same_call(known, call)
                if letters is not None:
                    _add(known, call, letters)
                    earlier.remove(known)
                    break
            else:
                calls.append(_copy(call))
    return {"calls": calls}


def _copy(call: dict[str, Any]) -> dict[str, Any]:
    return call | {
        "parties": [dict(party) for party in call["parties"]],
        "reactions": [dict(reaction) for reaction in call["reactions"]],
    }


def _same_call(known: dict[str, Any], call: dict[str, Any]) -> dict[str, str] | None:
    """How the letters of a call's parties translate into those of a known one; None where it is another call.

    It is the same where each party of the one that names fewer is one of the other's, and no date contradicts.
    """
    if known["date"] and call["date"] and known["date"] != call["date"]:
        return None
    letters: dict[str, str] = {}
    for party in call["parties"]:
        for other in known["parties"]:
            if other["letter"] not in letters.values() and _same_party(other, party):
                letters[party["letter"]] = other["letter"]
                break
    fewer = min(len(known["parties"]), len(call["parties"]))
    return letters if fewer and len(letters) == fewer else None


def _same_party(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """By name where both have one; else by country and office, since "the minister" of a later part has no name."""
    if one["country"] and other["country"] and one["country"] != other["country"]:
        return False
    if one["name"] and other["name"]:
        mine, theirs = _words(one["name"]), _words(other["name"])
        return bool(mine & theirs) and (mine <= theirs or theirs <= mine or mine == theirs)
    if one["country"] and one["country"] == other["country"]:
        return True
    return bool(one["office"]) and _words(one["office"]) == _words(other["office"] or "")


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return frozenset(re.findall(r"\w+", plain))


def _add(known: dict[str, Any], call: dict[str, Any], letters: dict[str, str]) -> None:
    """Add to a known call what another part tells of it."""
    taken = {party["letter"] for party in known["parties"]}
    for party in call["parties"]:
        if party["letter"] in letters:
            _complete(known["parties"], letters[party["letter"]], party)
            continue
        letter = party["letter"] if party["letter"] not in taken else _next_letter(taken)
        taken.add(letter)
        letters[party["letter"]] = letter
        known["parties"].append(party | {"letter": letter})
    for key in ("date", "date_words"):
        known[key] = known[key] or call[key]
    known["medium"] = min(known["medium"], call["medium"], key=MEDIA.index)
    known["initiator"] = known["initiator"] or letters.get(call["initiator"] or "")
    told = {_told(reaction) for reaction in known["reactions"]}
    for reaction in call["reactions"]:
        own = reaction | {"by": letters.get(reaction["by"], reaction["by"])}
        if _told(own) not in told:
            told.add(_told(own))
            known["reactions"].append(own)


def _complete(parties: list[dict[str, Any]], letter: str, other: dict[str, Any]) -> None:
    """Fill what a party's first account leaves open, and keep its fuller name."""
    party = next(party for party in parties if party["letter"] == letter)
    if other["name"] and len(other["name"]) > len(party["name"] or ""):
        party["name"] = other["name"]
        party["as_written"] = other["as_written"] or party["as_written"]
    for key in ("as_written", "office", "country"):
        party[key] = party[key] or other[key]


def _told(reaction: dict[str, Any]) -> tuple[Any, ...]:
    """What makes a reaction the same one told twice: whose, which, toward whom, in which words."""
    words = " ".join(str(reaction["evidence"]).split()).casefold()
    return reaction["by"], reaction["stance"], reaction["toward"], words


def _next_letter(taken: set[str]) -> str:
    letters = (chr(ord("A") + n) for n in range(26))
    numbered = (f"P{n}" for n in range(1, 10_000))
    return next(letter for letter in (*letters, *numbered) if letter not in taken)
