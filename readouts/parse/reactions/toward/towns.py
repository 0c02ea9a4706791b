"""Whose the towns are that a sentence names, and which country's own parties are asked to hold fire or to talk.

What belongs here: telling a town by where its name stands, and its country by what else
the text names ("the flood in Antakya"); restraint that is asked of one country's parties among themselves ("a truce in
Sudan", "all Haitian parties"). What does not: which names are towns' (``reference.towns``), capitals, which are
mentions of their countries (``actors``), whoever is asked by name (``targets``), and what two states should settle,
which is toward neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.sheets import Sheet
from readouts.reference.own_wars import at_war_with_themselves
from readouts.reference.towns import LONGEST, countries_of_towns

APART = 4
"""How many words before a town the talks, the court or the treaty may stand that only bears its name or sits there."""
NEAR = 5
"""How many words apart a country and what its parties are called or should hold may stand."""


def towns(line: Line, first: int, last: int, told_of: Set[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the first word, the end and the country of each town or region that stands in a range as a place does.

    Of several countries that have a town of the name, and of one, it is that which the text names elsewhere
    (``told_of``); a town of a country that the text does not name is passed over.
    """
    for at, end, owners in _names(line, first, last):
        known = sorted(owners & told_of)
        if len(known) == 1 and _is_place(line, at):
            yield at, end, known[0]


def of_one_town(claim: Claim, line: Line, sheet: Sheet, own: Set[str]) -> str:
    """The country of the one town that the words behind a claim name: "the flood in Antakya"; "" if there is none."""
    theirs = {country for _, _, country in towns(line, claim.at, claim.last, sheet.countries)}
    theirs -= own if claim.rule.toward == "object" else set()
    return theirs.pop() if len(theirs) == 1 else ""


def is_elsewhere(line: Line, first: int, last: int, told_of: Set[str]) -> bool:
    """Whether a range names a town of countries that the text names nowhere: "generators for Kharkiv"."""
    return any(
        owners.isdisjoint(told_of) and (_is_place(line, at) or line.is_any(at - 1, "bound_for"))
        for at, _, owners in _names(line, first, last)
    )


def _names(line: Line, first: int, last: int) -> Iterator[tuple[int, int, Set[str]]]:
    """Yield the first word, the end and the countries of each name in a range that is a town's somewhere."""
    at = first
    while at < min(last, len(line.words)):
        end, owners = _town(line, at)
        if owners:
            yield at, end, owners
        at = end


def _town(line: Line, at: int) -> tuple[int, Set[str]]:
    """The end of the longest name that begins at a word, and the countries that have such a town."""
    if line.cover[at] >= 0 or not line.text[line.starts[at]].isupper():
        return at + 1, frozenset()
    for end in range(min(at + LONGEST, len(line.words)), at, -1):
        name = line.text[line.starts[at] : line.ends[end - 1]].lower().replace("\u2019", "'")
        owners = countries_of_towns().get(name)
        if owners and not any(m >= 0 for m in line.cover[at:end]):
            goes_on = end < len(line.words) and line.text[line.starts[end]].isupper()
            return end, frozenset() if goes_on else owners
    return at + 1, frozenset()


def _is_place(line: Line, at: int) -> bool:
    """Whether the words about a name make it where something was: "in", "the Ipe flood", not "met in"."""
    before = line.back(at - 1, "compass", "article")
    if line.is_any(before, "of"):
        return line.is_any(before - 1, "settlement", "struck_of")
    if line.is_any(before, "befalling"):
        return line.tagged(range(max(0, before - 3), before), "crisis")  # "the attack on Antakya"
    if not line.is_any(before, "placing"):
        return False
    return not line.has(range(before - APART, before), "assembly")


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
        return at_war
    if m < 0 or not line.is_attribute(m):
        return False
    words = ("own_parties", "own_matter") + (("peace",) if at_war else ())
    return line.is_any(line.find(range(end, end + NEAR), *words, "preposition", "clause"), *words)
