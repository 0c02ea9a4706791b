"""Layer 3b: what the words beside a cue say of the call, whoever takes part.

What belongs here: whether a call is new, only presupposed, made by somebody, or leads its clause; whether "called X"
is a call at all. What does not: who takes part (``parties``), and whether the call took place (``traps``).
"""

from __future__ import annotations

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.groups import Words
from readouts.parse.text.tokens import Tokens


def is_presupposed(tokens: Tokens, words: Words, cue: Cue) -> bool:
    """ "Their recent conversations with their counterparts": that there were some, not with whom and when."""
    before = tokens.lower[max(0, cue.first - 4) : cue.first]
    return cue.plural and (before[-1:] == ["their"] or not words["presupposed"].isdisjoint(before))


def is_indefinite(tokens: Tokens, words: Words, cue: Cue) -> bool:
    """ "A call", "his call": no call that the text has told of before."""
    for word in reversed(tokens.lower[max(0, cue.first - 5) : cue.first]):
        if word in words["definite"]:
            return False
        if word in words["indefinite"]:
            return True
    return True


def leads(tokens: Tokens, words: Words, cue: Cue, at: int | None = None) -> bool:
    """Whether "in", "during", "after" before the cue begin the sentence or a clause."""
    lower = tokens.lower
    first = tokens.first[tokens.sentence[cue.first]]
    for j in range(cue.first - 1 if at is None else at, max(first, cue.first - 7) - 1, -1):
        if lower[j] in words["leading"]:
            return j - first <= 3 or lower[j - 1] in (",", "that", "and")
        if lower[j] == ",":
            return False
    return False


def is_made(tokens: Tokens, words: Words, cue: Cue) -> bool:
    """ "Placed a call", "makes phone calls": whoever did rang."""
    for word in reversed(tokens.lower[max(0, cue.first - 4) : cue.first]):
        if word in words["made"]:
            return True
        if word not in words["determiner"] and word not in ("separate", "phone"):
            return False
    return False


def is_rung(tokens: Tokens, words: Words, left: list[int], i: int) -> bool:
    """Whether "called X" is a call and no name given to X ("called Mr Quen ruthless", "called his plan a risk")."""
    after = tokens.lower[i] if i < len(tokens) else "."
    if after == "to":
        return bool(left)
    if after == '"' and i + 1 < len(tokens):
        return tokens.starts[i] == tokens.ends[i - 1]  # closes a quotation
    return after in words["after_rung"]
