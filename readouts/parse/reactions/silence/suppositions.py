"""What is said on a condition, or only hoped: "if Peru condemned it", "only if", "hoped that the two would agree".

What belongs here: telling where a supposition reaches, and who hopes for what, or only values it. What does not: what
it silences (``bars``).
"""

from __future__ import annotations

from itertools import pairwise

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.subjects import Clauses
from readouts.parse.reactions.clauses.verbs import Predicate, Subject

STATES = frozenset({"country", "person", "nominal"})
"""Kinds of mentions that are one party, or one state."""

PRIZED = 4
"""Among so many words before "that" it is told that what follows is valued: "noted with satisfaction that"."""


def conditions(line: Line) -> list[bool]:
    """For each word whether it stands in a clause that begins with "if" or "whether"."""
    opens, whenever = line.grammar["supposition"], line.grammar["whenever"]
    if (opens | whenever).isdisjoint(line.vocabulary):
        return [False] * len(line.words)
    ends = line.grammar["conclusion"] | {",", ";"}
    brief = ends | line.grammar["and"]  # "condemns it whenever it strikes and thanked"
    out, until = list[bool](), frozenset[str]()
    for word in line.words:
        if word in opens or word in whenever:
            until = brief if word in whenever else ends
        elif word in until:
            until = frozenset()
        out.append(bool(until))
    return out


def only_if(line: Line, first: int, last: int) -> bool:
    """Whether what is said holds on a condition: "supports Kenya only if it"."""
    supposed = line.grammar["supposition"]
    return any(a == "only" and b in supposed for a, b in pairwise(line.words[first:last]))


def hoping(clauses: Clauses, index: int) -> Predicate | None:
    """The verb of hoping that a clause hangs on: "hoped" in "Quen hoped that the two sides would agree"."""
    start = clauses.predicates[index].subject.start
    above = (p for p in clauses.predicates[:index] if "hope" in p.classes)
    return next((p for p in above if p.end <= start <= p.end + 4), None)


def is_hoped(clauses: Clauses, index: int) -> bool:
    """Whether it is hoped of somebody that he will do it: "hoped that Peru would condemn the raid"."""
    predicate, line = clauses.predicates[index], clauses.line
    start = predicate.subject.start
    if not line.has(range(start, predicate.at), "to_come"):
        return False
    if line.is_any(start - 1, "that") and line.has(range(start - 6, start - 1), "hoped"):
        return True  # "it is her hope, he said, that Peru will"
    return hoping(clauses, index) is not None


def is_prized(clauses: Clauses, index: int) -> bool:
    """Whether another only values or takes for sure what a clause tells: "was grateful that Peru had condemned it".

    What somebody says so of his own state is its stance: "was proud that Norway stands with Peru", said by Norway.
    """
    line, subject = clauses.line, clauses.predicates[index].subject
    that = line.back(subject.start - 1, "article")
    near = range(that - PRIZED, that) if line.is_any(that, "that") else (that,)
    prized = line.has(near, "prizing") and not line.has(near, "addressed")  # "you can be sure that"
    if line.kind(subject.only) not in STATES or not prized:
        return False
    above = [p.subject for p in clauses.predicates[:index] if p.end <= subject.start]
    told = above[-1] if above else subject
    return told is subject or not _are_one(line, told, subject)


def _are_one(line: Line, one: Subject, other: Subject) -> bool:
    """Whether two subjects are known to be of one state or organisation."""
    first, second = (
        {line.mentions[m].country or line.mentions[m].organisation for m in s.mentions}
        for s in (one, other)
    )
    return not first.isdisjoint(second - {None})
