"""Who did what is condemned, by the words beside a country, or by what was told before: "Peru's raid", "it".

What belongs here: telling a doer from whoever is only named in the same breath: the dead, the owner of a ship, whose
missiles they were, where it was; what an earlier sentence told of a deed, of blame and of a disaster. What does not:
which countries a claim names, and every other relation (``targets``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.sheets import Sheet
from readouts.reference.stances.taxonomy import stances_of

BLAME = stances_of("blame")

LOOK_BACK = 12
"""How many sentences back the doer of "the attack" is looked for."""

LATELY = 3
"""How many sentences back it was told what befell those who are mourned."""

_DEEDS = frozenset({"crisis", "bad", "vile", "gunmen"})
"""Sets of nouns for what somebody has plotted, or those whom he sent."""

_PHRASE = 5
"""A noun phrase is looked through for so many words behind whose it is."""


def is_doer(claim: Claim, line: Line, at: int, end: int) -> bool:
    """Whether the country at words ``at`` to ``end`` is who did it."""
    before = line.back(at - 1, "determiner")
    if before <= claim.end - (not line.is_any(before, "preposition")):
        return True  # "condemned Peru's", "condemnation of Peru's"
    if line.is_any(before, "and") and line.kind(m := line.mention_ending(before - 1)) == "country":
        return is_doer(claim, line, *line.spans[m])  # "of Peru and Chile"
    if line.is_any(before, "by"):
        # "fields operated by a Peruvian firm", "militants armed by Peru"
        return not line.is_any(before - 1, "kept", "sponsored")
    owns = line.cover[at] >= 0 and line.possessive[line.cover[at]]
    if line.is_any(before, "of") and not (owns and _did(line, end)):
        return line.is_any(before - 1, "deed", "office") or "crisis" in line.tags[before - 1]
    if is_plotted_at(line, before):
        return True
    if line.is_any(before, "preposition") and not line.is_any(before, "from", "of"):
        return False  # "with Peruvian missiles"
    if line.has(range(claim.end, before), "which"):
        return False  # "the base, which hosts Peruvian troops"
    acts = line.is_any(end, "auxiliary")  # "that Peru had fired"
    return acts or _did(line, end)


def is_plotted_at(line: Line, i: int) -> bool:
    """Whether a preposition leads to where a deed comes from: "a provocation prepared in Lima"."""
    wrong = i > 1 and not _DEEDS.isdisjoint(line.tags[i - 2])  # not "a play staged in Lima"
    return wrong and line.is_any(i, "placing", "from") and line.is_any(i - 1, "plotted")


@lru_cache(64)
def doers(line: Line) -> tuple[str, ...]:
    """The countries that a sentence names as doers of an attack: "Peru's strikes", "by Peru", "that Peru fired"."""
    out: list[str] = []
    for at, mention in line.countries:
        if not mention.country or _is_means(line, at):
            continue
        m = line.cover[at]
        near = range(max(0, at - 4), at) if line.is_any(at - 1, "by") else range(0)
        if line.possessive[m] or mention.adjectival:
            end = line.spans[m][1]
            near = range(end, min(_phrase_end(line, end), len(line.words)))
            if any(_is_place(line, k) for k in near):
                continue
        elif line.is_any(line.over(line.spans[m][1], "auxiliary"), "imposed"):
            before = line.spans[m][0] - line.is_any(line.spans[m][0] - 1, "relative")
            near = range(max(0, before - 1), before)  # "a missile that Peru fired"
        if line.tagged(near, "crisis"):
            out.append(mention.country)
    return tuple(out)


def _phrase_end(line: Line, begin: int) -> int:
    """Return where the noun phrase that goes on at a word ends, so far as it is looked through."""
    near = range(begin, begin + _PHRASE)
    stops = "preposition", "article", "auxiliary"
    ends = (k for k in near if line.is_any(k, *stops) or line.word(k) == ",")
    return next(ends, begin + _PHRASE)


def _is_place(line: Line, k: int) -> bool:
    """Whether a word names a place, whose the deed is not: "el-Obeid" in "Sudan's el-Obeid bombing"."""
    written = line.text[line.starts[k] : line.ends[k]]
    named = line.cover[k] < 0 and written != written.lower() and not written.isupper()
    return named and k > 0 and not line.is_any(k, "weekday", "month", "government", "deed")


def _is_means(line: Line, at: int) -> bool:
    """Whether a country only says whose arms they were: "with Peruvian missiles", "buys Peruvian drones"."""
    before = line.back(at - 1, "determiner")
    of = line.is_any(before, "of") and line.is_any(before - 1, "kept")
    return of or line.is_any(before, "with", "traded")


def _did(line: Line, end: int) -> bool:
    """Whether the noun phrase that goes on behind a country is of a deed: "Peruvian air strikes"."""
    stop = min(_phrase_end(line, end), len(line.words))
    phrase = range(end, next((k for k in range(end, stop) if _is_place(line, k)), stop))
    return line.tagged(phrase, "crisis") or line.has(phrase, "deed", "government")


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
        mention.country and mention.country not in sheet.places_of_callers
        for other in (line, *_before(sheet, line, LATELY))
        if other.has(range(len(other.words)), "disaster", "calamity")
        for k, mention in other.countries
        if other is not line or k < claim.at
    )


def _before(sheet: Sheet, line: Line, many: int) -> Iterator[Line]:
    """The sentences before one, the nearest first."""
    for index in range(line.index - 1, max(-1, line.index - 1 - many), -1):
        yield sheet.read(index).line
