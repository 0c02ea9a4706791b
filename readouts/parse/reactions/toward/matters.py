"""Matters that are no party's doing, though they are blamed or feared: prices, a summit's result, a state's goods.

What belongs here: telling from the noun of what somebody blames or fears that it is nobody's in the call. What does
not: countries that are named only in passing (``asides``), and whom a stance is toward (``targets``).
"""

from __future__ import annotations

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward.named import Named
from readouts.parse.reactions.toward.objects import phrase_end
from readouts.reference.stances.taxonomy import stances_of

BLAME = stances_of("blame")

LATELY = 3
"""How many sentences back a matter may have been told of, by the other party."""


def was_blamed(claim: Claim, line: Line, sheet: Sheet) -> bool:
    """Whether the sentence before, or the same one before the words, blames somebody."""
    before = sheet.read(line.index - 1).claims if line.index else []
    here = [c for c in sheet.read(line.index).claims if c.at < claim.at]
    return any(c.rule.stance in BLAME for c in [*before, *here])


def is_nobodys(claim: Claim, line: Line, sheet: Sheet) -> bool:
    """Whether what is blamed is nobody's doing, so far as is told: "disappointed with the result", "the peace plan".

    Also a charge that nobody is said to have made: "denied accusations of fraud", not "the accusation of fraud".
    """
    if line.is_any(claim.at + 1, "blame") and line.is_any(claim.at + 2, "of", "that"):
        return not was_blamed(claim, line, sheet)
    begin = line.over(claim.end, "preposition", "adverb")
    told = line.is_any(begin, "that")
    phrase = range(begin, min(claim.last, len(line.words)) if told else phrase_end(line, begin))
    theirs = "possessive", "accusative", "demonstrative", "that_thing"
    named = line.has(phrase[told:], *theirs) or any(line.cover[k] >= 0 for k in phrase)
    if not phrase or named:
        return False
    if line.has(range(claim.at, claim.end), "grumbling"):
        return True
    return line.is_any(phrase[-1], "public_matter") and not _is_told(line, sheet, phrase[-1])


def _is_told(line: Line, sheet: Sheet, at: int) -> bool:
    """Whether a noun has been spoken of before: "Quen set out a plan. Orhu rejected the plan"."""
    lately = range(max(0, line.index - LATELY), line.index)
    noun = line.words[at]
    return noun in line.words[:at] or any(noun in sheet.read(k).line.vocabulary for k in lately)


def is_ware(line: Line, n: Named) -> bool:
    """Whether a country only says whose goods or people they are: "Peruvian copper", "the deportation of Peruvians"."""
    if not line.mentions[line.cover[n.at]].adjectival:
        return False
    of = line.back(n.at - 1, "determiner", "number")
    carried_off = line.is_any(of, "of") and line.is_any(of - 1, "carried_off")
    end = phrase_end(line, n.end)
    return carried_off or any(line.tags[k].get("ware") == end for k in range(n.end, end))
