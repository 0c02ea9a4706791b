"""Layer 3e: who rang, where a phrase beside the cue says so.

What belongs here: "at the request of", "at the latter's initiative", "requested by Ankara". What does not: what the
verb itself tells ("telephoned", "received a call from"), which ``sides`` reads.
"""

from __future__ import annotations

from readouts.parse.actors.references.record import PERSONS
from readouts.parse.calls.found import Search

_BEHIND, _BEFORE = 8, 6
"""Among so many words behind or before "request" whose it was is looked for."""
_WHO = 4
"""Among so many words before "asked for" stands "who": "who had already asked for the call"."""
_REACH = 5
"""So many sentences after a call it may be told who asked for it."""


def initiators(s: Search) -> None:
    """Fill ``initiator`` of the calls whose sentences, or one of the next, say at whose request each was."""
    by_sentence: dict[int, list[int]] = {}
    for event in s.events:
        by_sentence.setdefault(event.sentence, []).extend(event.frames)
    told: list[int] = []
    at = -_REACH
    for index in range(len(s.sentences)):
        at = index if index in by_sentence else at
        told = by_sentence.get(index, told)
        first, last = s.span(index)
        spoken_of = s.has("of_call", first, last)
        spoken_of = spoken_of or (index == at + 1 and s.has("of_call_just_told", first, last))
        if index - at > _REACH or (index > at and not spoken_of):
            continue
        for begin, end in (
            where for i in range(first, last) if (where := _whose(s, i, first, last))
        ):
            for frame in [s.frames[n] for n in told]:
                who = _party(s, begin, end, first, frame.parties)
                frame.initiator = frame.initiator if who is None else who


def _whose(s: Search, i: int, first: int, last: int) -> tuple[int, int] | None:
    """Where the words for who asked stand: "at Ankara's request", "at the request of X", "a call initiated by X"."""
    at = s.find(range(i - 1, max(first, i - _BEHIND) - 1, -1), "at_request")
    if s.is_a(i, "request") and at >= 0 and s.find(range(at, i), "clause_end") < 0:
        if at > first and s.lower[at - 1] == "that":
            return None  # "told X by phone that at the request of Norway the Council would meet"
        of_whom = i + 1, min(last, i + _BEHIND)
        return of_whom if s.is_a(i + 1, "of_whom") else (max(at, i - _BEFORE), i)
    if not s.is_a(i, "brought_about"):
        return None
    behind = i + 1 + (s.lower[i + 1] == "for")
    who = s.find(range(i - 1, max(first, i - _WHO), -1), "who")
    if who > 0 and s.is_a(behind, "this", "a_or_an") and s.has("call_noun", behind, behind + 3):
        return max(first, who - _BEFORE), who  # "X, who had asked for the call"
    # not "the request was made by X in a phone call"
    told = s.has("call_noun", first, i) or s.is_a(first, "of_call_just_told")
    return (i + 1, min(last, i + _BEHIND)) if told and s.lower[i + 1] == "by" else None


def _party(s: Search, begin: int, end: int, first: int, parties: list[int]) -> int | None:
    """The party that the words from ``begin`` to ``end`` name, or whose side; None where "her" may be either's."""
    if len(parties) == 2 and s.has("former_or_latter", begin, end):
        named = [a for r in s.refs_between(first, begin) if r.kind in PERSONS for a in r.actors]
        in_order = [*dict.fromkeys(a for a in named if a in parties), *parties]
        return in_order[1 if "latter" in s.lower[begin:end] else 0]
    for ref in s.refs_between(begin, end):
        side = ref.country or ref.organisation if ref.kind == "place" else None
        who = [a for a in parties if a in ref.actors or (side and side == s.place(a))]
        # not "initiated by Chile and joined by A"
        if who or ref.kind == "pronoun" or (side and not ref.adjectival):
            return who[0] if who and ref.kind != "pronoun" else None
    return None
