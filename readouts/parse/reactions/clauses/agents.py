"""Who does what a verb says, where it is told behind it: "was condemned by Quen", "praise came from Quen".

What belongs here: subjects that stand behind their verbs. What does not: those before them (``subjects``).
"""

from __future__ import annotations

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.verbs import UNKNOWN, Predicate, Subject

SHARED = frozenset({"state", "agree", "discuss"})
"""Classes of verbs that speak for all parties where nobody is named: "it was agreed", "the call touched on"."""


def alone(line: Line, m: int) -> Subject:
    """The subject that a mention is without those joined to it; unknown for -1."""
    return Subject("mention", (m,), line.spans[m][0]) if m >= 0 else UNKNOWN


def source(line: Line, m: int) -> Subject:
    """Who is told to have given something: "praise came from Quen", not "according to a Norwegian newspaper"."""
    told = alone(line, m)
    if m < 0 or not (line.mentions[m].adjectival or line.possessive[m]):
        return told
    end = line.spans[m][1]
    speaks = line.has(range(end, end + 3), "government", "office", "teller")
    return told if speaks else UNKNOWN


def agent(line: Line, predicate: Predicate) -> Subject:
    """The one by whom something is done; all, where nobody is named and the verb is one of sharing."""
    for i in range(predicate.at + 1, min(len(line.words) - 1, predicate.at + 12)):
        if line.is_any(i, "by"):
            j = line.over(i + 1, "determiner")
            m = line.cover[j]
            if m < 0:  # "was denounced by the two ministers", "by both"
                every = line.is_any(i + 1, "mutual")
                every = every or any(map(line.is_everybody, range(j, j + 4)))
                every = every and not line.is_any(i + 2, "nations")  # "by all states"
                return Subject("all") if every else UNKNOWN
            if not line.is_of_state(m):
                return UNKNOWN  # "condemned by Norway's opposition"
            group = list[int]()
            while m >= 0:
                group.append(m)
                end = line.spans[m][1]
                joined = line.is_any(end, "and")
                m = line.mention_behind(end + 1, "determiner") if joined else -1
            return Subject("mention", tuple(group))
    return Subject("all") if predicate.classes & SHARED else UNKNOWN
