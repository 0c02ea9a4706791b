"""Layer 3b: what the words beside a cue say of the call, whoever takes part.

What belongs here: whether a call is new or leads its clause; whether "called X" is a call at all. What does not: who
takes part (``parties``), and whether the call took place (``traps``).
"""

from __future__ import annotations

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Search


def is_indefinite(s: Search, cue: Cue) -> bool:
    """ "A call", "his call": no call that the text has told of before."""
    for word in reversed(s.lower[max(0, cue.first - 5) : cue.first]):
        if word in s.words["definite"]:
            return False
        if word in s.words["indefinite"]:
            return True
    return True


def leads(s: Search, cue: Cue, at: int | None = None) -> bool:
    """Whether "in", "during", "after" before the cue begin the sentence or a clause."""
    lower = s.lower
    first = s.tokens.first[s.tokens.sentence[cue.first]]
    for j in range(cue.first - 1 if at is None else at, max(first, cue.first - 7) - 1, -1):
        if lower[j] in s.words["leading"]:
            return j - first <= 3 or lower[j - 1] in (",", "that", "and")
        if lower[j] == ",":
            return False
    return False


def is_rung(s: Search, left: list[int], i: int) -> bool:
    """Whether "called X" is a call and no name given to X ("called Mr Quen ruthless", "called his plan a risk")."""
    after = s.lower[i] if i < len(s.tokens) else "."
    if after == "to":
        return bool(left)
    if after == '"' and i + 1 < len(s.tokens):
        return s.tokens.starts[i] == s.tokens.ends[i - 1]  # closes a quotation
    return after in s.words["after_rung"]
