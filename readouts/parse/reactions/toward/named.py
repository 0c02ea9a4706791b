"""The countries that words name, as possible targets of a stance, and where in a sentence these are looked for.

What belongs here: which countries a range of words names, which of them are listed together, and the bounds of a
claim within its sentence. What does not: which of them a stance is toward (``targets``), and towns (``towns``).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.sheets import Sheet

PHRASE = 12
"""How many words the noun phrase of an object has at most."""


class Named(NamedTuple):
    """A country named at words ``at`` to ``end``, by itself or through a person; "" for an organisation."""

    at: int
    end: int
    country: str


def named(
    line: Line, first: int, last: int, own: set[str], *, as_places: bool = False
) -> list[Named]:
    """Return the countries named in a range of words, in order, without the holder's ``own``.

    "Brussels" is a place in Belgium; who speaks there is the Union, the Alliance or Belgium, and so it is none.
    """
    since = bisect_left(line.countries, first, key=lambda c: c[0])
    until = bisect_left(line.countries, last, lo=since, key=lambda c: c[0])
    return [
        Named(at, line.spans[line.cover[at]][1], mention.country or "")
        for at, mention in line.countries[since:until]
        if (as_places or not line.is_any(at, "seat_of_bodies")) and mention.place not in own
    ]


def pair(line: Line, found: list[Named], k: int) -> list[Named]:
    """The countries joined to ``found[k]`` by "and" or a comma, itself included."""
    out = [found[k]]
    for nxt in found[k + 1 :]:
        between = line.words[out[-1].end : nxt.at]
        if not between or len(between) > 2 or not set(between) <= line.grammar["listing"]:
            break
        out.append(nxt)
    return out


def phrase_end(line: Line, begin: int) -> int:
    """The word behind the noun phrase that begins at a word."""
    stops = ("preposition", "clause", "auxiliary", "relative")
    last = min(begin + PHRASE, len(line.words))
    ends = (
        k
        for k in range(begin, last)
        if line.words[k] == "." or (line.cover[k] < 0 and line.is_any(k, *stops))
    )
    return next(ends, last)


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
    if claim.rule.stance == "mediation_offer" and (end := line.find(until, "clause_mark")) >= 0:
        return end
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
