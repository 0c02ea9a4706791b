"""Layer 3d: sentences that tell of another occasion than a call.

What belongs here: whether a sentence tells of a speech, an interview, a post or a meeting, by what a table lists
(``elsewhere.tsv``), and whom the parties met. What does not: which call the other sentences are about (``scope``).
"""

from __future__ import annotations

from readouts.parse.actors.references.record import PERSONS
from readouts.parse.calls.found import Search
from readouts.parse.calls.held import listed

_OPENING = 7
"""Among so many first words a sentence says where it is."""
_TELLER = 6
"""Among so many words before "told reporters" stands who told them."""
_WHOM = 4
"""So many words at most behind "met" begins whom."""


def is_elsewhere(s: Search, index: int) -> bool:
    """Whether a sentence tells of another occasion, and of no call: "At a rally, she", "told reporters that he"."""
    first, last = main_clause(s, index)
    line, table = s.lower[first:last], listed("elsewhere", s.document.language)
    for k in (k for k in range(first + 1, last) if s.is_a(k - 1, "held_in_a_house")):
        line[k - first] = ""  # "ahead of the vote in parliament" is no speech there
    told = s.find(range(first, last), "told_whom", none=first) - first
    if not s.words["kin"].isdisjoint(line[max(0, told - _TELLER) : told]):
        line = line[:told]  # "Her spokesman Bor told reporters that she": what she said in the call
    words = s.words["of_a_call"].intersection(line)
    if any(not s.is_a(first + line.index(w) + 1, "interview") for w in words):
        return False  # not "a telephone interview"
    if s.is_a(first + 1, "had") and s.has("spokesman", first, last):
        return False  # "She had condemned the raid, a spokesman told reporters"
    opening = min([_OPENING, *(r.first - first + 1 for r in s.refs_between(first, last))])
    return table["any", "any"].is_in(line) or table["any", "opens"].is_in(line, opening)


def main_clause(s: Search, index: int) -> tuple[int, int]:
    """The tokens of a sentence behind a phrase that tells what was before: "Having met Soto, she"."""
    first, last = s.span(index)
    comma = (k for k in range(first, last) if s.lower[first] == "having" and s.lower[k] == ",")
    return next(comma, first), last


def met_beside(s: Search) -> set[int]:
    """Return the actors of no call whom a sentence without a call says that somebody met: "she met Minister Soto"."""
    parties = {actor for frame in s.frames for actor in frame.parties}
    found: set[int] = set()
    for index in range(len(s.sentences)):
        first, last = s.span(index)
        if s.is_heading(index) or s.has("of_a_call", first, last):
            continue
        for at in (k for k in range(first, last) if s.is_a(k, "met_whom")):
            whom = s.refs_between(at + 1, min(last, at + _WHOM))[:1]
            where = s.is_a(at + 1, "in_a_place")  # "the envoys, who met in Oslo"
            found |= {a for r in whom if r.kind in PERSONS and not where for a in r.actors}
    return found - parties


def goes_on(s: Search, index: int) -> bool:
    """Whether a sentence goes on with what the one before told: it opens with "she" or a quotation."""
    first, last = s.span(index)
    return s.is_a(first, "goes_on_as") and not s.has("of_a_call", first, last)
