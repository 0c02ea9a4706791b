"""Layer 3e: who rang, where a phrase beside the cue says so.

What belongs here: "at the request of", "at the latter's initiative", "which Ankara had asked for". What does not: what
the verb itself tells ("telephoned", "received a call from"), which ``parties`` reads.
"""

from __future__ import annotations

from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.groups import subject_of

_BEHIND, _BEFORE = 8, 6
"""Among so many words behind or before "request" whose it was is looked for."""
_REACH = 5
"""So many sentences after a call it may be told who asked for it."""


def initiators(s: Search) -> None:
    """Fill ``initiator`` of the calls whose sentences, or one of the next, say at whose request each was."""
    by_sentence: dict[int, list[int]] = {}
    for event in s.events:
        by_sentence.setdefault(event.sentence, []).extend(event.frames)
    told: list[int] = []
    at = -_REACH
    lower, words = s.lower, s.words
    for index in range(len(s.sentences)):
        at = index if index in by_sentence else at
        told = by_sentence.get(index, told)
        first, last = s.span(index)
        spoken_of = words["of_call"] | ({"it", "talks"} if index == at + 1 else set())
        if index - at > _REACH or (index > at and spoken_of.isdisjoint(lower[first:last])):
            continue
        for i in range(first, last):
            if lower[i] in words["request"] or lower[i] in words["brought_about"]:
                for frame in [s.frames[n] for n in told]:
                    who = _asked(s, i, index, frame.parties)
                    frame.initiator = frame.initiator if who is None else who


def _asked(s: Search, i: int, index: int, parties: list[int]) -> int | None:
    """Whoever of the parties the words around "request", "initiated" at token ``i`` name."""
    lower = s.lower
    first, last = s.span(index)
    if lower[i] in s.words["brought_about"]:
        return _brought_about(s, i, index, parties)
    if i > first and lower[i - 1] in ("mutual", "joint"):
        return None
    behind = lower[i + 1 : i + 2] in (["of"], ["from"])
    begin, end = (i + 1, min(last, i + _BEHIND)) if behind else (max(first, i - _BEFORE), i)
    at = next(
        (
            j
            for j in range(i - 1, max(first, i - _BEHIND) - 1, -1)
            if lower[j] in ("at", "upon", "on")
        ),
        None,
    )
    if at is None:
        return None
    if not behind:
        begin = max(begin, at)
        if at == i - 1 and len(parties) == 2 and lower[at] == "upon":  # "upon request"
            return _in_order(s, first, i, parties)[1]
    if len(parties) == 2 and not {"latter", "former"}.isdisjoint(lower[begin:end]):
        return _in_order(s, first, i, parties)[-1 if "latter" in lower[begin:end] else 0]
    return _named(s, begin, end, first, i, parties)


def _brought_about(s: Search, i: int, index: int, parties: list[int]) -> int | None:
    """Who "had asked for the call", "placed the call", or "initiated by" whom it was."""
    lower = s.lower
    first, last = s.span(index)
    behind = i + 1 + (lower[i + 1 : i + 2] == ["for"])
    if lower[behind : behind + 1] == ["by"]:
        return _named(s, behind, min(last, i + _BEHIND), first, i, parties)
    called = s.has("call_noun", behind, behind + 4) and lower[behind : behind + 1] in (
        ["the"],
        ["this"],
    )
    ends = (
        behind >= last or lower[behind] in s.words["fill"] or lower[behind] in s.words["clause_end"]
    )
    relative = ends and not {"which", "that"}.isdisjoint(lower[max(first, i - 5) : i])
    if not (called or relative) or (lower[i] == "asked" and behind == i + 1):
        return None
    who = [a for a in subject_of(s, i) if a in parties]
    return who[0] if len(who) == 1 else _named(s, max(first, i - 4), i, first, i, parties)


def _named(s: Search, begin: int, end: int, first: int, i: int, parties: list[int]) -> int | None:
    """The party that the words from ``begin`` to ``end`` name, or whose side."""
    for ref in s.refs_between(begin, end):
        for actor in parties:
            theirs = (ref.country or ref.organisation or "") == s.place(actor) != ""
            if actor in ref.actors or (ref.kind == "place" and theirs):
                return actor
        if ref.kind == "pronoun" and len(parties) == 2:
            return _in_order(s, first, i, parties)[1]
    return None


def _in_order(s: Search, first: int, i: int, parties: list[int]) -> list[int]:
    """The parties in the order in which the words before token ``i`` name them."""
    order: list[int] = []
    for ref in s.refs_between(first, i):
        if ref.kind in ("person", "name", "nominal"):
            order += [a for a in ref.actors if a in parties and a not in order]
    return order + [p for p in parties if p not in order]
