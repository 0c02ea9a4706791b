"""What is said on a condition, is only hoped, or yet to come: "if Peru condemned it", "hoped that the two would agree".

What belongs here: telling where a supposition reaches, and who hopes for what, or only values it. What does not: what
it silences (``bars``).
"""

from __future__ import annotations

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.subjects import Clauses
from readouts.parse.reactions.clauses.verbs import Subject, preceding

STATES = frozenset({"country", "person", "nominal"})
"""Kinds of mentions that are one party, or one state."""

_PRIZED = 4
"""Among so many words before "that" it is told that what follows is valued: "noted with satisfaction that"."""
_SOON = 20
"""Among so many words behind a verb stands the condition that it is done on."""
_ASIDE = 8
"""An aside between a verb and its auxiliary has so many words at most."""
_OPENING = 12
"""So many words back stands whoever "will travel to Oslo to" do something."""


def conditions(line: Line) -> list[bool]:
    """For each word whether it stands in a clause that begins with "if" or "whether"."""
    opens, whenever = line.grammar["supposition"], line.grammar["whenever"]
    if (opens | whenever).isdisjoint(line.vocabulary):
        return [False] * len(line.words)
    ends = line.grammar["conclusion"] | {",", ";"}
    brief = ends | line.grammar["and"]  # "condemns it whenever it strikes and thanked"
    out, until = list[bool](), frozenset[str]()
    for k, word in enumerate(line.words):
        aim = line.is_any(k - 1, "needed")  # "resolve was needed if the war was to end"
        if (word in opens and not aim) or word in whenever:
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
    if line.has(near, "ought"):
        return True  # "said that Norway must condemn the raid"
    would = line.has(near, "would")
    to_come = would or line.has(near, "will") or line.is_any(at - 2, "yet_to_do")
    unreal = would and (line.has(near, "have") or line.has(range(at, at + 3), "thankful"))
    pondered = line.is_any(at - 1 - line.is_any(at - 1, "charged_with"), "pondering")
    ifs = (k for k, here in enumerate(conditional) if here and not (k and conditional[k - 1]))
    opens = any(not line.is_any(k - 1, "saying") for k in ifs)  # "but did not say if he would go"
    opens = opens or line.has((0, *range(at, at + _SOON)), "inverted_if")
    return conditional[at] or unreal or pondered or (to_come and opens)


def is_announced(clauses: Clauses, index: int) -> bool:
    """Whether an act of words is yet to come: "will convey its condolences", "will travel to Oslo to thank"."""
    predicate, line = clauses.predicates[index], clauses.line
    at = predicate.at - line.is_any(predicate.at - 1, "to")
    if line.word(at - 1) == ",":  # "will, it was announced, express"
        opens = (k for k in range(at - 2, max(0, at - _ASIDE), -1) if line.words[k] == ",")
        at = next(opens, at)
    near = range(at - 3, at)
    wished = line.has(near, "wishing", "as_ever")  # "would like to thank", "would always deplore"
    to_come = line.has(near, "will") or (line.has(near, "would") and not wished)
    if to_come or line.is_any(at - 1, "yet_to_do"):
        return True
    will = (k for k in range(at - _OPENING, at) if line.is_any(k, "will"))
    return predicate.form == "inf" and any(line.is_any(k + 1, "motion") for k in will)


def is_hoped(clauses: Clauses, index: int) -> bool:
    """Whether it is hoped of somebody that he will do it: "hoped that Peru would condemn the raid"."""
    predicate, line = clauses.predicates[index], clauses.line
    start = predicate.subject.start
    if not line.has(range(start, predicate.at), "to_come"):
        return False
    # "it is her hope, he said, that Peru will"
    return line.is_any(start - 1, "that") and line.has(range(start - 6, start - 1), "hoped")


def is_prized(clauses: Clauses, index: int) -> bool:
    """Whether another only values or takes for sure what a clause tells: "was grateful that Peru had condemned it".

    What somebody says so of his own state is its stance: "was proud that Norway stands with Peru", said by Norway.
    """
    line, subject = clauses.line, clauses.predicates[index].subject
    that = line.back(subject.start - 1, "article")
    near = range(that - _PRIZED, that) if line.is_any(that, "that") else (that,)
    prized = line.has(near, "prizing") and not line.has(near, "addressed")  # "you can be sure that"
    if line.kind(subject.only) not in STATES or not prized:
        return False
    above = [p for p in clauses.predicates[:index] if p.end <= subject.start]
    return not above or _places(line, above[-1].subject).isdisjoint(_places(line, subject))


def _places(line: Line, subject: Subject) -> set[str]:
    """The states and organisations that a subject is known to be of."""
    named = (line.mentions[m] for m in subject.mentions)
    return {place for m in named if (place := m.country or m.organisation)}
