"""How far the object of a verb reaches: up to the next clause of its sentence.

What belongs here: where another clause begins behind a verb. What does not: whose a verb is (``subjects``).
"""

from __future__ import annotations

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.subjects import Clauses
from readouts.parse.reactions.clauses.verbs import REACH, UNKNOWN, before


def scope_end(clauses: Clauses, index: int) -> int:
    """Return the word (exclusive) up to which the object of a predicate reaches."""
    predicate, line = clauses.predicates[index], clauses.line
    limit = min(len(line.words), predicate.at + REACH + REACH)
    for later in clauses.predicates[index + 1 :]:
        if later.at >= limit:
            break
        again = later.form == predicate.form == "inf" and bool(later.rules)
        if later.form in ("finite", "ing") or again:  # "to offer support and condemn the raid"
            begin = later.subject.start
            begin = begin if predicate.end < begin < later.at else later.at
            if later.subject is UNKNOWN and later.form == "finite":
                begin = _phrase_start(clauses, begin, predicate.end)
            joint = _joint(line, begin)
            if joint >= 0:
                limit = min(limit, joint)
                break
    return min(clauses.stops[predicate.end], limit)


def _phrase_start(clauses: Clauses, at: int, floor: int) -> int:
    """Where a verb's subject begins that is nobody known: behind the "and" of ", and the families thanked"."""
    line = clauses.line
    for k in range(at - 1, max(floor, at - 8), -1):
        if line.is_any(k, "joiner") and line.word(k - 1) == ",":
            listed = line.word(k + 1).endswith("ing") or clauses.around(k, at)
            return at if listed else k + 1
        if line.is_any(k, "clause"):
            break
    return at


def _joint(line: Line, at: int) -> int:
    """Return where the coordination or comma before word ``at`` begins, or -1 for an embedded clause."""
    p = before(line, at)
    while p > 0 and line.is_any(p, "auxiliary"):
        p = before(line, p)
    if line.is_any(p, "relative") and line.is_any(p - 1, "preposition") and line.word(p - 2) == ",":
        return p - 2  # "voiced concern over the border, to which Minister Quen replied"
    begin = p + 1
    while begin > 0 and (line.words[begin - 1] in (",", '"') or line.is_any(begin - 1, "joiner")):
        begin -= 1
    return begin if begin <= p else -1
