"""Which verb governs which word of a sentence.

What belongs here: carrying each verb's reach over its object, back to what stands before it ("a truce was
discussed"), and through conditions. What does not: the rules that ask for a governor (``claims.py``).
"""

from __future__ import annotations

from readouts.parse.reactions.subjects import SHARED, Clauses
from readouts.parse.reactions.verbs import NOBODY, ends_clause

NONE_YET, BACKGROUND = -2, -1


def governors(clauses: Clauses) -> list[int]:
    """For each word the index of the predicate that governs it, ``NONE_YET``, or ``BACKGROUND``."""
    line, predicates = clauses.line, clauses.predicates
    out: list[int] = []
    boundary = line.grammar["boundary"]
    current = NONE_YET
    k = 0
    for i, word in enumerate(line.words):
        while k < len(predicates) and predicates[k].at <= i:
            if not _idle(clauses, k, current):
                current = k
            k += 1
        if word in boundary and ends_clause(line, i):
            current = NONE_YET if word in (";", ".") else BACKGROUND
        out.append(current)
    _backward(clauses, out)
    return out


def _idle(clauses: Clauses, k: int, current: int) -> bool:
    """Whether a verb governs nothing: nobody's act yet ("urged them to send"), or an aside in what is said."""
    predicate = clauses.predicates[k]
    if not (predicate.classes or predicate.rules):
        return True
    if predicate.classes == {"give"} and predicate.subject.kind == "unknown" and current >= 0:
        return "say" in clauses.predicates[current].classes
    if predicate.form != "inf":
        return False
    parent = clauses.predicates[predicate.parent] if predicate.parent >= 0 else None
    return predicate.subject is NOBODY or (parent is not None and parent.classes == {"discuss"})


def _backward(clauses: Clauses, out: list[int]) -> None:
    """Let a verb govern what stands before it: "a truce was discussed"; "they would meet, he said"."""
    line, since = clauses.line, 0
    for k, predicate in enumerate(clauses.predicates):
        begin = predicate.at
        shared = predicate.form == "passive" and bool(predicate.classes & SHARED)
        ought = line.is_any(begin - 1, "be") and line.is_any(begin - 2, "ought")
        stated = "topic" in predicate.classes or (shared and not ought)  # "should be addressed"
        if not stated:
            if predicate.form != "finite" or not predicate.classes & {"say", "agree"}:
                continue
            if predicate.subject.start >= 0:
                begin = predicate.subject.start
            closed = line.word(begin - 1) in (",", '"')
            if not closed:
                since = predicate.end
                continue
        for i in range(max(since, begin - 45), begin):
            if out[i] == NONE_YET or (stated and i > begin - 20):
                out[i] = k
        since = predicate.end
