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


def source(line: Line, m: int, said: bool) -> Subject:
    """Who is told to have given something: "praise came from Quen".

    Of what was ``said``, only whoever speaks for a state: "according to Quen's office", not "to Norwegian media".
    """
    if m < 0 or not said:
        return alone(line, m)
    end = line.spans[m][1]
    end += line.is_any(end, "possessive_end")
    if line.is_any(end, "and"):
        return UNKNOWN  # "according to Quen and Orhu"
    voice = end + line.is_any(end, "field")
    speaks = line.is_any(voice, "state_voice")
    bare = line.kind(m) != "country" or not line.mentions[m].adjectival
    aside = line.word(end) == "," and line.is_any(end + 1, "relative")  # "Quen, who rang Orhu,"
    plain = (
        bare
        and not (line.possessive[m] or aside)
        and line.word(end) in ("", ".", ",", ";", ":", '"', "that")
    )
    return alone(line, m) if speaks or plain else UNKNOWN


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
            behind = range(line.spans[m][1], line.spans[m][1] + 3)
            faction = line.is_attribute(m) and line.has(behind, "faction", "outsider")
            if faction or not line.is_of_state(m):
                return UNKNOWN  # "condemned by Norway's ruling party", "by Norwegian media"
            group = list[int]()
            while m >= 0:
                group.append(m)
                end = line.spans[m][1]
                joined = line.is_any(end, "and")
                m = line.mention_behind(end + 1, "determiner") if joined else -1
            return Subject("mention", tuple(group))
    return Subject("all") if predicate.classes & SHARED else UNKNOWN
