"""Layer 3b: whether somebody was rung: "called X", not "called X ruthless"; "rang two hours later", whom is not told.

What belongs here: what stands behind a verb of calling. What does not: who rang whom (``sides``), and the other traps
among words for a call (``held.traps``).
"""

from __future__ import annotations

from readouts.parse.calls.found import Search

_LABELLED = 8
"""So many words behind whom somebody called a name for him may follow."""


def _is_labelled(s: Search, i: int) -> bool:
    """Whether a name for X follows behind a comma: 'called Quen, the minister, "a liar"'."""
    marks = range(i, min(i + _LABELLED, s.span(s.here)[1] - 2))
    commas = [k + 1 for k in marks if s.lower[k] == ","]
    if any(s.lower[k] in ('"', "“") and s.is_a(k + 1, "a_or_an") for k in commas):
        return True
    names = (k for k in commas if s.is_a(k, "a_or_an"))  # ", a coward on Monday", not ", a lawyer,"
    days = {when.first for when in s.times}
    return any(s.lower[k + 2] == "on" and k + 3 in days for k in names)


def is_rung(s: Search, left: list[int], i: int) -> bool:
    """Whether "called X" is a call and no name given to X ("called Mr Quen ruthless", "called his plan a risk")."""
    after = s.lower[i] or "."
    if _is_labelled(s, i):
        return False
    if after == "to":
        return bool(left) and not s.is_a(i + 1, "called_to")
    day = s.lower[i + 1 : i + 2] if after == "the" else []
    return after in s.words["after_rung"] and s.words["right_after_the"].issuperset(day)


def is_left_alone(s: Search, left: list[int], i: int) -> bool:
    """Whether "rang", "telephoned" has nobody behind it whom it reached, up to token ``i``: "rang two hours later"."""
    time = s.is_a(i, "after_telephoned") or _is_counted_time(s, i)
    time = time or (s.lower[i] == "that" and s.is_a(i + 1, "right_after_the"))
    return time or is_rung(s, left, i)


def _is_counted_time(s: Search, i: int) -> bool:
    """Whether a time counted from another stands at a token: "a day later", "some two hours afterwards"."""
    until = s.find(range(i + 1, i + 5), "goes_on")
    return until > 0 and s.has("counted_time", i, until) and not s.refs_between(i, until)
