"""Who "they", "both" or "the ministers" may be where a report tells of a call, and of a meeting beside it.

What belongs here: meetings of a party with people of no call, and of others among themselves, and which plural words
behind them may be of those who met. What does not: any other people of no call (``outsiders``), and which sentences
tell of a call (``calls/scope``).
"""

from __future__ import annotations

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.verbs import Subject
from readouts.parse.reactions.sheets import Sheet

_MET = 8
"""Among so many words before somebody stands that he was met: "hosted at her lake house the Finnish minister"."""


def may_have_met(sheet: Sheet, line: Line, subject: Subject, told: int) -> bool:
    """Whether a plural may be of those of a meeting: "She then met Minister Velt. They condemned".

    ``told`` is the sentence that tells of the call. Of a meeting before that, only where the plural follows it at once
    and counts nobody: "She hosted Nordic ministers. She also rang Quen. The ministers condemned".
    """
    kinds = {line.kind(m) for m in subject.mentions}
    if subject.start < 0 or not (kinds == {"group"} or subject.kind == "all"):
        return False
    if not line.grammar["call"].isdisjoint(line.vocabulary):
        return False  # "In the call the two ministers condemned"
    near = range(max(0, subject.start - 1), subject.start + 3)
    counted = line.has(near, "count_2") and not line.is_any(subject.start, "they")
    for index in range(line.index - 1, max(told - 1 - (line.index == told + 1), -1), -1):
        before = sheet.read(index).line
        if before.heading or (index != told and _is_of_a_call(sheet, before)):
            return False
        met = _met_in(sheet, before)
        if ("group" in met and not counted) or (index > told and met):
            return True
    return False


def _is_of_a_call(sheet: Sheet, line: Line) -> bool:
    """Whether a sentence speaks of a call, or names two of those who had one."""
    named = {a for m in line.mentions if m.kind != "group" for a in m.actors} & sheet.callers
    return len(named) > 1 or not line.grammar["call"].isdisjoint(line.vocabulary)


def _met_in(sheet: Sheet, line: Line) -> set[str]:
    """The kinds of mention of those who by a sentence met, and had no call: "person" in "she then met Velt"."""
    found = set[str]()
    for m, mention in enumerate(line.mentions):
        several = mention.kind == "group"
        known = len(sheet.callers.intersection(mention.actors))
        others = several or (mention.kind in ("person", "nominal") and mention.actors)
        if not others or known > several or line.possessive[m]:
            continue  # "Nordic ministers in Oslo" may be taken for one who is in Oslo
        gathers = m == 0 and several and line.is_any(line.spans[m][1], "gathers")
        if gathers or _is_met(sheet, line, m):
            found.add(mention.kind)
    return found


def _is_met(sheet: Sheet, line: Line, m: int) -> bool:
    """Whether a party is said to have met somebody: "she met Velt", "before a dinner with Nordic leaders"."""
    begin = line.begin(m)
    for k in range(begin - 1, max(0, begin - _MET), -1):
        apart = line.is_any(k, "preposition") and not line.is_any(k, "with", "of")
        if apart or line.is_any(k, "clause", "call", "possessive") or line.cover[k] >= 0:
            return False
        meeting = line.is_any(k, "gathering") and not line.is_any(k - 1, "definite")
        if meeting or line.is_any(k, "meets"):
            who = line.mentions[line.mention_before(k)] if line.mention_before(k) >= 0 else None
            return who is not None and not sheet.callers.isdisjoint(who.actors)
    return False
