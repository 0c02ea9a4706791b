"""Whose the towns are that a sentence names: "the flood in Antakya".

What belongs here: telling a town by where its name stands, and its country by what else the text names. What does not:
which names are towns' (``reference.towns``), and capitals, which are mentions of their countries (``actors``).
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from readouts.parse.reactions.lines import Line
from readouts.reference.towns import LONGEST, countries_of_towns

APART = 4
"""How many words before a town the talks, the court or the treaty may stand that only bears its name or sits there."""


def towns(line: Line, first: int, last: int, told_of: Set[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the first word, the end and the country of each town or region that stands in a range as a place does.

    Of several countries that have a town of the name, and of one, it is that which the text names elsewhere
    (``told_of``); a town of a country that the text does not name is passed over.
    """
    at = first
    while at < min(last, len(line.words)):
        end, owners = _town(line, at)
        known = sorted(owners & told_of)
        if len(known) == 1 and _is_place(line, at):
            yield at, end, known[0]
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
    """Whether the words before a name make it where something was: "in", "the city of", not "met in"."""
    before = line.back(at - 1, "compass", "article")
    if line.is_any(before, "of"):
        return line.is_any(before - 1, "settlement", "struck_of")
    if line.is_any(before, "befalling"):
        return line.tagged(range(max(0, before - 3), before), "crisis")  # "the attack on Antakya"
    if not line.is_any(before, "placing"):
        return False
    return not line.has(range(max(0, before - APART), before), "assembly")
