"""Which country's own parties are asked to hold fire or to talk: "a truce in Sudan", "all Haitian parties".

What belongs here: restraint that is asked of one country's parties among themselves. What does not: whoever is asked
by name ("urged Peru to", ``targets``), and what two states should settle, which is toward neither.
"""

from __future__ import annotations

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.lines import Line
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward.towns import towns
from readouts.reference.own_wars import at_war_with_themselves

NEAR = 5
"""How many words apart a country and what its parties are called or should hold may stand."""


def country_within(claim: Claim, line: Line, sheet: Sheet) -> str | None:
    """Return the one country whose own parties the words are about; None where it is none, or several."""
    first = min(claim.at, max(claim.after, claim.first))
    places = [
        (at, line.spans[line.cover[at]][1], mention.country or "")
        for at, mention in line.countries
        if first <= at < claim.last
    ]
    places += towns(line, first, claim.last, sheet.countries)
    if len({country for _, _, country in places}) != 1:
        return None
    day = sheet.document.published
    at_war = at_war_with_themselves(day.year if day else None)
    for at, end, country in places:
        if country and _is_within(line, at, end, country in at_war):
            return country
    return None


def _is_within(line: Line, at: int, end: int, at_war: bool) -> bool:
    """Whether the words around a country's name tell of its own parties, or of its own war."""
    m, before = line.cover[at], line.back(at - 1, "compass", "article")
    if line.is_any(before, "placing"):
        if line.is_any(before - 1, "assembly"):
            return False  # "bring the parties back to the table in Lima"
        near = range(max(0, before - NEAR), before)
        return at_war or line.has(near, "own_parties")
    if m < 0 or not (line.possessive[m] or line.mentions[m].adjectival):
        return False
    near = range(end, min(end + NEAR, len(line.words)))
    words = ("own_parties", "own_matter") + (("peace",) if at_war else ())
    if line.is_any(at - 1, "mutual"):
        words += ("own_forces",)  # "all Peruvian forces", not "the Peruvian forces"
    for k in near:
        if line.is_any(k, *words):
            return True
        if line.is_any(k, "preposition", "clause"):
            return False
    return False
