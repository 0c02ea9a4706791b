"""Layer 3c: several who are named with one word for a call: one call of all, or a call of each pair.

What belongs here: what tells calls one by one from a conference. What does not: whether a call was told before
(``frames``), and sentences that name those of a conference later (``rounds``).
"""

from __future__ import annotations

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.sides import Sides

_RECENT = 20
_FOUR = 4
"""Of so many parties of a conference one may sit there for a body."""


def separate(
    s: Search, cue: Cue, sides: Sides, left: list[int], right: list[int], *, dated: bool
) -> list[list[int]]:
    """Return the calls that a sentence tells of, each by its parties; ``dated`` says that each has a day of its own."""
    whole, apart = left + right, dated or _are_apart(s, cue, sides, left, right)
    first, last = s.span(s.here)
    # "Calls with A and B and a trilateral call": what stands behind several is another.
    behind = 0 if cue.plural else 60
    near = max(first, cue.first - 40), min(last, cue.last + behind)
    # "convened by Zoom a consultation with A, B and C"
    convened = s.has("convening", cue.first - 6, cue.first)
    convened = convened or (cue.kind == "manner" and s.has("joined", first, cue.first))
    together = (s.has("together", *near) or convened) and not apart
    if len(whole) == 2 or not right or together or _is_known_conference(s, whole):
        return [whole]
    pairs = [[a, b] for a in left for b in right]
    if len(left) > 1 and len(left) == len(right) and "respectively" in s.lower[slice(*near)]:
        return [[a, b] for a, b in zip(left, right, strict=True)]
    if apart or cue.plural:
        return pairs
    if len(left) > 1 and not (cue.kind == "noun" and _is_counted(s, len(whole))):
        return [[*left, b] for b in right]
    return [whole] if cue.kind == "noun" or _is_counted(s, len(whole)) else pairs


def _are_apart(s: Search, cue: Cue, sides: Sides, left: list[int], right: list[int]) -> bool:
    """Whether words say that each had a call of his own: "separately", "a call with A, and another with B"."""
    first, last = s.span(s.here)
    near = max(first, cue.first - 40), min(last, cue.last + 60)
    allied = len(left) > 1 and len({s.place(a) for a in left}) == 1
    if (cue.kind == "direct" and not allied) or s.has("separate", *near):
        return True
    series = s.series
    if series is not None and series.received and right == [series.principal]:
        return True  # of those who rang X one after another
    abroad = cue.kind == "with" and len({s.place(a) for a in left}) == len(left) > 1
    abroad = abroad and s.has("also", first, last) and not s.has("together", first, last)
    if abroad and len(right) == 1 and any(right[0] in frame.parties for frame in s.frames):
        return True  # "X rang Y. A of Kenya and B of Chile also spoke to X"
    if cue.kind == "with" and s.has("among_whom", cue.last, sides.last):
        return True
    behind = range(min(sides.ends.values(), default=cue.last), sides.last)
    for at in (
        behind
    ):  # "a call with A, and another with B", "to A and, later, to B", not "this afternoon with A"
        joins = s.has("with_whom", at + 1, at + 3) or s.has("from_whom", at + 1, at + 3)
        if joins and s.is_a(at, "one", "goes_on"):
            return True
    ands = (at for at in range(cue.last, sides.last) if s.lower[at] == "and")
    twice = any(s.is_a(at + 1, "with_whom") for at in ands)  # "a call with A and with B"
    each = cue.kind == "noun" and len(right) > 1 and sides.by == "right"  # "a call from A and B"
    return (twice or each) and not s.has("together", *near)


def _is_known_conference(s: Search, whole: list[int]) -> bool:
    """Whether the parties are those of a conference told before."""
    known = [set(f.parties) for f in s.frames[-_RECENT:] if f.conference]
    places = set(map(s.place, whole))
    # Of four or more one may sit there for a body: "the Norwegian deputy minister, representing the chair of the OSCE".
    spare = 2 if len(whole) >= _FOUR else 0
    return any(
        parties.issuperset(whole) or len(places ^ set(map(s.place, parties))) <= spare
        for parties in known
    )


def _is_counted(s: Search, total: int) -> bool:
    """Whether the sentences that follow speak of "the three leaders"."""
    first, last = s.tokens.first[s.here], s.span(min(s.here + 2, len(s.sentences) - 1))[1]
    number = s.words.get(f"number_{total}", frozenset())
    words = range(first, min(last, first + 120) - 1)
    return any(s.lower[j] in number and s.is_a(j + 1, "counted") for j in words)
