"""The words that a reaction rests on: where they stand, whether they are a clause, and which stance they speak of.

What belongs here: evidence as words. What does not: who holds it (``holders``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from readouts.base.alike import WORD, alike, find
from readouts.domain.records import Stance
from readouts.grounding.document import Document
from readouts.reference.habits import languages_with
from readouts.reference.stances.taxonomy import stances_of

_ELLIPSIS = re.compile(r"\s*[\[(]?\.{3,}[\])]?\s*")
_GAP = 240
"""So much may be left out within one sentence; the words kept are then the whole stretch, with what was left out."""
_TOGETHER = languages_with("together")
_FEWEST_LETTERS = 4
_TWO_SENTENCES = 200
_TWO_SENTENCES_EAST = 60
"""In scripts without spaces a full stop often stands where others have a semicolon: so short, two are one."""
_NO_END = re.compile(r"'|[A-Z]\. *$|[A-Z]\. .$")
"""A clause lies in one sentence; in two only where they are short and the splitter took one apart: a quotation,
"U.S."."""


def place_of(document: Document, words: str, near: tuple[int, int]) -> tuple[int, int] | None:
    """Return where words stand in the view: of several places the one nearest to another; None where they do not.

    Words with an ellipsis within are found where all their parts stand in one sentence, in order and close together.
    """
    places = list(find(document.view, words)) or list(_parts(document, words))
    return min(places, key=lambda place: _distance(place, near), default=None)


def _distance(place: tuple[int, int], near: tuple[int, int]) -> int:
    if place[1] <= near[0]:
        return near[0] - place[1]
    return max(0, place[0] - near[1])


def _parts(document: Document, words: str) -> Iterator[tuple[int, int]]:
    parts = [part for part in _ELLIPSIS.split(alike(words)) if part]
    if len(parts) < 2 or any(len(WORD.findall(part)) < 2 for part in parts):
        return
    for start, end in find(document.view, parts[0]):
        last = document.sentence_of(start)[1]
        for part in parts[1:]:
            following = (place for place in find(document.view, part) if place[0] >= end)
            place = next(following, None)
            if place is None or place[1] > last or place[0] - end > _GAP:
                break
            end = place[1]
        else:
            yield start, end


def faulty_evidence(document: Document, place: tuple[int, int] | None) -> str | None:
    """Return what is wrong with words as evidence, None where nothing is."""
    if place is None:
        return "not_in_text"
    words = document.view.text[place[0] : place[1]]
    if document.report.language in _TOGETHER:
        if sum(char.isalnum() for char in words) < _FEWEST_LETTERS:
            return "one_word"
    elif sum(any(char.isalnum() for char in word) for word in words.split()) < 2:
        return "one_word"
    first, last = document.numbers_of(place)
    if first == last:
        return None
    boundary = document.sentences[last].start
    is_one = _NO_END.search(document.view.text[max(0, boundary - 5) : boundary + 1]) is not None
    if document.report.language in _TOGETHER and place[1] - place[0] <= _TWO_SENTENCES_EAST:
        is_one = True
    longer = last - first > 1 or not is_one or place[1] - place[0] > _TWO_SENTENCES
    return "too_long" if longer or document.paragraph(first) != document.paragraph(last) else None


def is_of_another_stance(document: Document, stance: Stance, place: tuple[int, int]) -> bool:
    """Whether the words speak of another stance and not at all of this one.

    Words with none of any stance's prove nothing, save against a stance that is an act by its name; one word of
    condemnation is as good as one of criticism, and the other way round; a single word of support, cooperation,
    restraint or mediation stands for the others of these too.
    """
    if stance not in document.lexicon.labels:
        return False
    found = [hit.label for hit in document.hits_within(*place) if hit.label in _STANCES]
    if stance in found:
        return False
    if not found:
        return stance in _NAMED or document.has("neutral", *place)
    others = [label for label in found if not {label, stance} <= _BLAME]
    if {stance, *others} <= _FORTHCOMING:
        return len(others) > 1
    return bool(others)


_STANCES = frozenset(get_args(Stance))
_BLAME = stances_of("blame")
_NAMED = stances_of("named_act")
_FORTHCOMING = stances_of("forthcoming")
