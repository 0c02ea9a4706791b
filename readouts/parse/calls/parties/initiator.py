"""Layer 3e: who rang, where a phrase beside the cue says so.

What belongs here: "at the request of", "at the latter's initiative", "which Ankara had asked for". What does not: what
the verb itself tells ("telephoned", "received a call from"), which ``sides`` reads.
"""

from __future__ import annotations

from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.groups import actors_of, groups_of, subject_of

_BEHIND, _BEFORE = 8, 6
"""Among so many words behind or before "request" whose it was is looked for."""
_CALL = ("it", "this")
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
        for i in range(first, last):
            asked = _at_request if s.is_a(i, "request") else _brought_about
            if asked is _at_request or s.is_a(i, "brought_about"):
                for frame in [s.frames[n] for n in told]:
                    who = asked(s, i, first, last, frame.parties)
                    frame.initiator = frame.initiator if who is None else who


def _at_request(s: Search, i: int, first: int, last: int, parties: list[int]) -> int | None:
    """At whose of the parties' "request", token ``i`` of a sentence, the call was."""
    at = s.find(range(i - 1, max(first, i - _BEHIND) - 1, -1), "at_request")
    if at < 0 or (at > first and s.lower[at - 1] == "that"):
        return None  # "told X by phone that at the request of Norway the Council would meet"
    behind = s.is_a(i + 1, "of_whom")
    begin, end = (i + 1, min(last, i + _BEHIND)) if behind else (max(at, i - _BEFORE), i)
    two = len(parties) == 2
    if two and not behind and at == i - 1 and s.lower[at] == "upon":  # "upon request"
        return _in_order(s, first, i, parties)[1]
    if two and s.has("former_or_latter", begin, end):
        return _in_order(s, first, i, parties)[-1 if "latter" in s.lower[begin:end] else 0]
    return _named(s, begin, end, first, i, parties)


def _brought_about(s: Search, i: int, first: int, last: int, parties: list[int]) -> int | None:
    """Who "had asked for the call", "placed the call", or "initiated by" whom it was."""
    lower = s.lower
    behind = i + 1 + (lower[i + 1] == "for")
    if lower[i] == "asked" and behind == i + 1:
        return None  # "told a press conference that she asked on the phone for help"
    if lower[behind] == "by":
        if not s.has("call_noun", first, i) and lower[first] not in _CALL:
            return None  # "the request was made by X in a phone call"
        return _named(s, behind, min(last, i + _BEHIND), first, i, parties)
    one = s.is_a(behind, "this", "a_or_an")  # "had asked for the call", "initiated a call with X"
    called = one and s.has("call_noun", behind, behind + 4)
    ends = behind >= last or s.is_a(behind, "fill", "clause_end")
    clause = s.find(range(max(first, i - 5), i), "relative_thing")
    told = s.has("call_noun", first if lower[clause - 1] == "," else clause - 1, clause)
    if not (called or (ends and clause >= 0 and told)):
        return None
    who = [a for a in subject_of(s, i) if a in parties]
    return who[0] if len(who) == 1 else _named(s, max(first, i - 4), i, first, i, parties)


def _named(s: Search, begin: int, end: int, first: int, i: int, parties: list[int]) -> int | None:
    """The party that the words from ``begin`` to ``end`` name, or whose side."""
    for ref in s.refs_between(begin, end):
        for actor in parties:
            theirs = (ref.country or ref.organisation or "") == s.place(actor) != ""
            if actor in ref.actors or (ref.kind == "place" and theirs):
                return None if _may_be_either(s, ref, parties) else actor
        if ref.kind == "pronoun" and len(parties) == 2:
            if ref.actors or any(a in parties for a in _named_among(s, first, i)):
                return _in_order(s, first, i, parties)[1]
            behind = [
                a for a in _named_among(s, i, s.span(s.tokens.sentence[i])[1]) if a in parties
            ]
            return behind[0] if behind else None  # "In a call that she had requested, Quen thanked"
        if ref.kind == "place" and ref.side and not ref.adjectival:
            return None  # "initiated by Chile and joined by A"
    return None


def _may_be_either(s: Search, ref: Ref, parties: list[int]) -> bool:
    """Whether "her" behind two is either's: "A and B spoke at her request", not "A called B at his own request"."""
    two = {
        actor
        for group in groups_of(s, s.tokens.sentence[ref.first])
        for actor in (actors_of(s, group) if len(group.refs) > 1 else ())
    }
    own = s.lower[ref.last] == "own"
    said = {s.people[a].actor.gender for a in parties}
    alike = not own and (None in said or len(said) == 1)
    return ref.kind == "pronoun" and (alike or two.issuperset(parties))


def _named_among(s: Search, first: int, last: int) -> list[int]:
    """Whom the tokens from ``first`` up to ``last`` name, in their order."""
    return [a for r in s.refs_between(first, last) if r.kind in PERSONS for a in r.actors]


def _in_order(s: Search, first: int, i: int, parties: list[int]) -> list[int]:
    """The parties in the order in which the words before token ``i`` name them."""
    named = _named_among(s, first, i)
    return list(dict.fromkeys([a for a in named if a in parties] + parties))
