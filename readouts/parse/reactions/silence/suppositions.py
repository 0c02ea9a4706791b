"""What is said on a condition, or only hoped: "if Peru condemned it", "only if", "hoped that the two would agree".

What belongs here: telling where a supposition reaches, and who hopes for what, or only values it. What does not: what
it silences (``bars``).
"""

from __future__ import annotations

from itertools import pairwise

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.subjects import Clauses
from readouts.parse.reactions.clauses.verbs import Predicate, Subject, preceding

STATES = frozenset({"country", "person", "nominal"})
"""Kinds of mentions that are one party, or one state."""

PRIZED = 4
"""Among so many words before "that" it is told that what follows is valued: "noted with satisfaction that"."""


SOON = 20
"""Among so many words behind a verb stands the condition that it is done on."""


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


def is_supposed(clauses: Clauses, index: int) -> bool:
    """Whether a verb tells what would be done, or will be on a condition: "would have condemned", "will if it"."""
    predicate, line = clauses.predicates[index], clauses.line
    at, conditional = predicate.at, conditions(line)
    near = preceding(line, at, 3)
    if line.has(near, "ought") and predicate.subject.kind == "mention":
        return True  # "said that Norway must condemn the raid"
    would = line.has(near, "would")
    unreal = would and line.has(near, "have")  # "would have condemned"
    asks = would and line.has(range(at, at + 3), "thankful") and not line.is_any(at - 1, "adverb")
    unreal = unreal or asks  # "would be grateful for an apology", not "would always be grateful"
    opens = conditional[0] or (line.is_any(0, "inverted_if") and "," in line.words[:at])
    opens = opens or line.words[:3] == ["in", "that", "case"] or _on_condition(line, at)
    to_come = would or line.has(near, "will") or line.is_any(at - 2, "yet_to_do")
    of = line.is_any(at - 1, "charged_with") and line.is_any(at - 2, "pondering")
    unreal = unreal or of or line.is_any(at - 1, "pondering")  # "is considering calling for it"
    return conditional[at] or unreal or (would and any(conditional)) or (to_come and opens)


def _on_condition(line: Line, at: int) -> bool:
    """Whether the condition of a deed follows it: "will oppose it if talks fail", "should the raids go on"."""
    stop = line.find(range(at + 1, at + SOON), "clause_mark", "supposition", "inverted_if")
    asked = line.is_any(stop + 1, "determiner", "it", "they", "quarrel")
    asked = asked or line.mention_at(stop + 1) >= 0
    inverted = line.is_any(stop, "inverted_if") and asked
    return inverted or (line.is_any(stop, "supposition") and line.word(stop) != "whether")


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
