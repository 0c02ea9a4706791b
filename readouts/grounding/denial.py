"""Whether the words that a stance rests on deny it: "did not condemn", "refused to express support".

What belongs here: words of denial beside a word of the stance, in one clause with it. What does not: denied calls
(``call_words``), and the words themselves (``telling.tsv``).
"""

from __future__ import annotations

from readouts.base.alike import WORD
from readouts.domain.records import Stance
from readouts.grounding.document import PARTS, Document
from readouts.grounding.words import Hit
from readouts.reference.habits import languages_with, small_words

_TOGETHER = languages_with("together")
_MANY_WORDS = 8
"""So many words may stand between: "did not express its full support"."""
_MANY_LETTERS = 24
_OFTEN_DENYING = frozenset({"restraint", "criticism"})
"""Stances that are told of what others must not do: only an act not done denies them ("refused to call for calm")."""
_CLAUSE = frozenset((*PARTS, *".!?;。！？؟।۔"))
_JOINS = small_words("and") | small_words("but") | {"و"}


def is_denied(document: Document, stance: Stance, place: tuple[int, int]) -> bool:
    """Whether a word of denial goes with the first word of a stance at a place, or with the place where none stands."""
    first = next(document.hits_within(*place, {stance}), Hit(*place, stance))
    start, end = document.sentences_of(place)
    denying = {"shunned"} if stance in _OFTEN_DENYING else {"shunned", "denied"}
    before = document.hits_within(start, first.start, denying | {"untrue"})
    behind = document.hits_within(first.start, end, {"denied_behind", "denied_last"})
    return any(
        _is_near(document, hit.end, first.start, hit.label) and _denies(document, hit)
        for hit in before
    ) or any(
        _is_near(document, first.end, hit.start, hit.label)
        and (hit.label == "denied_behind" or _ends_clause(document, hit.end))
        and _denies(document, hit)
        for hit in behind
    )


def _denies(document: Document, hit: Hit) -> bool:
    """Whether a word of denial stands for itself, and not in "not only"."""
    around = document.hits_within(*document.sentence_of(hit.start), {"still"})
    return not any(one.start < hit.end and hit.start < one.end for one in around)


def _is_near(document: Document, start: int, end: int, label: str) -> bool:
    """Whether what stands between two words lies in one clause, and is short; "denied that" goes for all behind it."""
    between = document.view.loose[start:end]
    words = WORD.findall(between)
    if not _CLAUSE.isdisjoint(between) or not _JOINS.isdisjoint(words):
        return False
    if label == "untrue":
        return True
    if document.report.language in _TOGETHER:
        return len(between) <= _MANY_LETTERS
    return len(words) <= _MANY_WORDS


def _ends_clause(document: Document, at: int) -> bool:
    """Whether a clause ends at a place."""
    behind = document.view.loose[at : document.sentence_of(at)[1]].strip()
    word = WORD.match(behind)
    return not behind or behind[0] in _CLAUSE or word is None or word[0] in _JOINS
