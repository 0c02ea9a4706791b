"""Where the words of a claim begin and end in which its targets are looked for.

What belongs here: the bounds of a claim within its sentence. What does not: which countries stand within them
(``named``), and which of these the claim is toward (``targets``).
"""

from __future__ import annotations

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.sheets import Sheet


def clause_start(claim: Claim, line: Line) -> int:
    """Where the clause of a reported blame begins: behind "that", else behind who says it."""
    if claim.first >= claim.at and not claim.rule.is_verb:  # "Peru's delays were absurd, he said"
        marks = (k for k in range(claim.at - 1, -1, -1) if line.is_any(k, "clause_mark"))
        return next(marks, -1) + 1
    for i in range(claim.at - 1, claim.first, -1):
        if line.is_any(i, "that") or line.words[i] == ";":
            return i
    m = line.mention_at(claim.first)
    begin = line.spans[m][1] if m >= 0 else claim.first
    return max(begin, claim.after) if claim.after <= claim.at else begin


def own_clause(claim: Claim, line: Line, sheet: Sheet) -> int:
    """Where a claim's own words end, before another thing that is said: "was reckless and that Norway".

    Another feeling that the same verb voices ends them, too: "concern over the raids and thanks for Peru's aid", not
    "condolences and solidarity with Peru".
    """
    until = range(claim.end, min(claim.last, len(line.words)))
    last = next(
        (k for k in until if line.is_any(k, "and") and line.is_any(k + 1, "that")), claim.last
    )
    for other in sheet.read(line.index).claims:
        same = other.after == claim.after and other.rule.stance != claim.rule.stance
        if same and not other.rule.is_verb and claim.end < other.at < last:
            between = range(claim.end, other.at)
            if line.is_any(claim.end, "preposition") and line.has(between, "and", "well"):
                return other.at
    return last


def look_from(claim: Claim, line: Line, *, again: bool) -> int:
    """From where on a target is looked for before the words: behind the verb, or what "which" goes back to.

    With ``again`` the last of several things that are said, each with its "that", stands for itself.
    """
    start = claim.subject.start
    if line.is_any(start - 1, "which"):
        return max(0, start - 10)
    anew = (k for k in range(claim.at - 1, claim.after, -1) if line.is_any(k, "that"))
    last = next(anew, claim.after) if again else claim.after
    return last if line.is_any(last - 1, "and", "pause") else claim.after
