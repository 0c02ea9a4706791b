"""Layer 3d: sentences that were said on another occasion than the call: to reporters, in parliament, at a rally.

What belongs here: telling from its own words (``elsewhere.tsv``) that what a sentence tells was said elsewhere, and how
far that reaches. What does not: other times (``reactions/times``), talks in person that are taken for a call.
"""

from __future__ import annotations

import re
from functools import cache

from readouts.parse.actors.references.record import PERSONS
from readouts.parse.calls.cues import call_words
from readouts.parse.calls.found import Search
from readouts.reference import read_table
from readouts.reference.stances.patterns import Inflection, Pattern, compile_pattern, match

_OPENING = 7
"""Among so many first words a sentence says where it is."""
_WHOM = 4
"""So many words at most behind "met" begins whom."""
_CLASS = re.compile(r"\{(\w+)\}")


@cache
def _patterns(language: str) -> dict[str, list[tuple[bool, Pattern]]]:
    """The wordings of other occasions by their first word, each with whether it must open its sentence."""
    words, verbs = call_words(language), Inflection({})
    found: dict[str, list[tuple[bool, Pattern]]] = {}

    def written(name: re.Match[str]) -> str:
        return "|".join(sorted(words[name[1]]))

    for row in read_table("elsewhere", language):
        for text in row["words"].split("; "):
            pattern = compile_pattern(_CLASS.sub(written, text), verbs)
            for word in pattern[0].words:
                found.setdefault(word, []).append((row["where"] == "opens", pattern))
    return found


def is_elsewhere(search: Search, index: int) -> bool:
    """Whether a sentence tells of another occasion, and of no call: "At a rally, she", "told reporters that he"."""
    first, last = search.span(index)
    line, patterns = search.lower[first:last], _patterns(search.document.language)
    begun = [at for at, word in enumerate(line) if word in patterns]
    words = search.words["of_a_call"].intersection(line) if begun else ()
    if not begun or any(not search.is_a(first + line.index(w) + 1, "interview") for w in words):
        return False  # not "a telephone interview"
    opening = min([_OPENING, *(r.first - first + 1 for r in search.refs_between(first, last))])
    tags: list[dict[str, int]] = [{}] * len(line)
    return any(
        (at < opening or not opens) and match(pattern, line, tags, at, len(line)) > 0
        for at in begun
        for opens, pattern in patterns[line[at]]
    )


def met(search: Search) -> set[int]:
    """Return the actors of no call whom a sentence without a call says that somebody met: "she met Minister Soto"."""
    parties = {actor for frame in search.frames for actor in frame.parties}
    found: set[int] = set()
    for index in range(len(search.sentences)):
        first, last = search.span(index)
        if search.is_heading(index) or search.has("of_a_call", first, last):
            continue
        for at in (k for k in range(first, last) if search.is_a(k, "met_whom")):
            whom = search.refs_between(at + 1, min(last, at + _WHOM))[:1]
            found |= {a for ref in whom if ref.kind in PERSONS for a in ref.actors}
    return found - parties


def goes_on(search: Search, index: int) -> bool:
    """Whether a sentence goes on with what the one before told: it opens with "she" or a quotation."""
    first, last = search.span(index)
    return search.is_a(first, "goes_on_as") and not search.has("of_a_call", first, last)
