"""What was told before of that which a claim only points at: "the strikes", "it", "the victims".

What belongs here: finding in an earlier sentence whose a deed was, whether somebody was blamed, and whose the dead
may be. What does not: countries that the claim's own sentence names (``targets``, ``towns``), what makes a country a
doer (``doers``), and who is called "he" (``actors``).
"""

from __future__ import annotations

from collections.abc import Iterator

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward.doers import doers
from readouts.reference.stances.taxonomy import stances_of

BLAME = stances_of("blame")

LOOK_BACK = 12
"""How many sentences back the doer of "the attack" is looked for."""

LATELY = 3
"""How many sentences back it was told what befell those who are mourned."""


def deed_of(claim: Claim, line: Line, sheet: Sheet, own: set[str]) -> list[str]:
    """Return who did what a claim only points at: "condemned the strikes", "denounced it"; none where it is not told.

    Terror is of no state.
    """
    words = range(claim.at, min(claim.last, len(line.words)))
    it = (
        claim.rule.is_verb and line.is_any(claim.end, "that_thing") and claim.rule.toward == "agent"
    )
    if line.tagged(words, "terror") or not (it or line.tagged(words, "crisis")):
        return []
    for other in (line, *_before(sheet, line, 1 if it else LOOK_BACK)):
        if found := frozenset(doers(other)):
            return list(found) if len(found) == 1 and found.isdisjoint(own) else []
    return []


def was_blamed(claim: Claim, line: Line, sheet: Sheet) -> bool:
    """Whether the sentence before, or the same one before the words, blames somebody."""
    before = sheet.read(line.index - 1).claims if line.index else []
    here = [c for c in sheet.read(line.index).claims if c.at < claim.at]
    return any(c.rule.stance in BLAME for c in [*before, *here])


def may_be_others(claim: Claim, line: Line, sheet: Sheet) -> bool:
    """Whether a blow was told of lately, or is here, beside a country of no caller, whose the dead may be."""
    return any(
        mention.country and mention.country not in sheet.countries_of_callers
        for other in (line, *_before(sheet, line, LATELY))
        if other.has(range(len(other.words)), "disaster", "calamity")
        for k, mention in other.countries
        if other is not line or k < claim.at
    )


def _before(sheet: Sheet, line: Line, many: int) -> Iterator[Line]:
    """The sentences before one, the nearest first."""
    for index in range(line.index - 1, max(-1, line.index - 1 - many), -1):
        yield sheet.read(index).line
