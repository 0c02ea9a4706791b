"""Layer 3e: who rang, where a phrase beside the cue says so.

What belongs here: "at the request of", "at the latter's initiative", "at Norway's request". What does not: what
the verb itself tells ("telephoned", "received a call from"), which ``parties`` reads.
"""

from __future__ import annotations

from readouts.parse.actors.coreference import Cast
from readouts.parse.calls.found import Found
from readouts.parse.calls.parties import Reader
from readouts.parse.document import Document
from readouts.parse.text.tokens import Tokens

_NOUNS = frozenset({"request", "initiative", "behest", "invitation"})


def initiators(
    found: Found, document: Document, tokens: Tokens, reader: Reader, cast: Cast
) -> None:
    """Fill ``initiator`` of the frames whose sentences, or the one after, say at whose request the call was."""
    last_told: list[int] = []
    by_sentence: dict[int, list[int]] = {}
    for event in found.events:
        by_sentence.setdefault(event.sentence, []).extend(event.frames)
    for index in range(len(document.sentences)):
        last_told = by_sentence.get(index, last_told)
        if not last_told:
            continue
        first, last = tokens.first[index], tokens.last[index]
        for i in range(first, last):
            if tokens.lower[i] in _NOUNS or (
                tokens.lower[i] == "initiated" and i + 1 < last and tokens.lower[i + 1] == "by"
            ):
                for at in last_told:
                    frame = found.frames[at]
                    who = _who(i, first, last, frame.parties, tokens, reader, cast)
                    if who is not None:
                        frame.initiator = who
        if index not in by_sentence and not any(
            w in ("call", "conversation", "it", "talks") for w in tokens.lower[first:last]
        ):
            last_told = []


def _named(first: int, i: int, parties: list[int], reader: Reader) -> list[int]:
    """The parties in the order in which the words before token ``i`` name them."""
    order: list[int] = []
    for ref in reader.refs_between(first, i):
        if ref.kind in ("person", "name", "nominal"):
            order += [a for a in ref.actors if a in parties and a not in order]
    return order + [p for p in parties if p not in order]


def _who(
    i: int, first: int, last: int, parties: list[int], tokens: Tokens, reader: Reader, cast: Cast
) -> int | None:
    lower = tokens.lower
    if i > first and lower[i - 1] in ("mutual", "joint", "at"):
        return None
    if lower[i] == "initiated" or (i + 1 < last and lower[i + 1] in ("of", "from")):
        span = (i + 1, min(last, i + 8))
    else:
        span = (max(first, i - 6), i)
    before = lower[span[0] : span[1]]
    if {"latter", "former"} & set(before) and len(parties) == 2:
        named = _named(first, i, parties, reader)
        return named[-1 if "latter" in before else 0]
    if lower[i] != "initiated" and not {"at", "upon", "on"} & set(lower[max(first, i - 8) : i]):
        return None
    if lower[i] == "request" and i > first and lower[i - 1] == "upon" and len(parties) == 2:
        return _named(first, i, parties, reader)[1]
    possessive = span[1] == i
    for ref in reader.refs_between(*span):
        if possessive and not {"at", "upon", "on"} & set(
            lower[max(first, ref.first - 2) : ref.first]
        ):
            continue
        for actor in ref.actors:
            if actor in parties:
                return actor
        if ref.kind == "pronoun" and len(parties) == 2:
            return _named(first, i, parties, reader)[1]
        if ref.kind == "place":
            for actor in parties:
                held = cast.people[actor].actor
                if (ref.country and held.country == ref.country) or (
                    ref.organisation and held.organisation == ref.organisation
                ):
                    return actor
    return None
