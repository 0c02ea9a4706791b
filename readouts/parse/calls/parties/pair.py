"""Layer 3b: the two of whom a passage tells, where its words for a call do not say who they are.

What belongs here: "X told Y that .... In the phone call, ...": a call of nobody in particular is of the only two
officials that its sentence and the sentences beside it tell of. What does not: a cue's own sides (``sides``), and
rounds of calls (``rounds``). Where there are three, or a word names somebody else, nothing is said.
"""

from __future__ import annotations

from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OBJECT, Search
from readouts.parse.calls.parties.admission import eligible, is_international
from readouts.parse.calls.parties.groups import actors_of, groups_of
from readouts.parse.calls.parties.sides import Sides

_BESIDE = ("noun", "manner", "with")
"""Kinds of cues that need not name whom they join."""
_NEAR = 8
"""So many words behind a cue another side may be joined to it."""
_BACK = 20
"""So many sentences back it is looked whether a text tells of others."""


def only_two(s: Search, cue: Cue, sides: Sides) -> tuple[list[int], list[int]]:
    """Return the parties of a cue that names none or one, and the sentences that tell of them; empty where it is open.

    The two are looked for in the sentence, then in the one before it too, then in the one behind it.
    """
    barred = cue.kind not in _BESIDE or cue.plural or s.is_heading(s.here)
    if barred or _is_of_others(s, cue, sides):
        return [], []
    beside: list[int] = []
    found: list[int] = []
    for index in (s.here, s.here - 1, s.here + 1):
        if not 0 <= index < len(s.sentences) or (s.is_heading(index) and index > s.here):
            continue
        beside.append(index)
        found += [a for a in _told_of(s, index) if a not in found]
        if len(found) > 1 or cue.kind == "manner":
            break
    pair = len(found) == 2 and all(map(s.place, found)) and is_international(s, found)
    if not pair or not {*sides.left, *sides.right} <= set(found):
        return [], []
    if not _told_of(s, s.here) and any(a not in found for a in _before(s)):
        return [], []  # "the call" of a text about three
    return found, beside


def _joins(s: Search, cue: Cue) -> int:
    """The word behind a cue that joins another side to it: "by phone on Monday to the mayor"; 0 where there is none."""
    for at in range(cue.last, min(cue.last + _NEAR, s.span(s.here)[1] - 1)):
        if s.is_a(at, "clause_end"):
            break
        named = s.is_a(at + 1, "determiner") or s.tokens.words[at + 1][:1].isupper()
        if s.is_a(at, "with_whom") and (named or at == cue.last):
            return at
        if at == cue.last and s.is_a(at, "link") and not s.is_a(at, "by_whom"):
            return at
    return 0


def _told_of(s: Search, index: int) -> list[int]:
    """The officials of a sentence, each once."""
    refs = s.refs_between(*s.span(index))
    named = dict.fromkeys(r.actors[0] for r in refs if _is_one(r))
    return eligible(s, list(named))


def _before(s: Search) -> list[int]:
    """The officials of the sentences before, of a text that tells of few."""
    return [a for index in range(max(0, s.here - _BACK), s.here) for a in _told_of(s, index)]


def _is_one(ref: Ref) -> bool:
    return len(ref.actors) == 1 and ref.kind not in ("place", "group") and not ref.plural


def _is_of_others(s: Search, cue: Cue, sides: Sides) -> bool:
    """Whether the words name another side, who is no official: "in a call with reporters", "told Reuters by phone"."""
    if s.is_a(cue.last - 1, "interview") or s.has("interview", cue.first - 4, cue.last + 4):
        return True
    if sides.right and not eligible(s, sides.right):
        return True
    if (at := _joins(s, cue)) and not s.refs_between(at, at + 6):
        return True
    told = [g for g in groups_of(s, s.here) if g.role in (OBJECT, "with", "to")]
    return any(whom and not eligible(s, whom) for whom in (actors_of(s, g) for g in told))
