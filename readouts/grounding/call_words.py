"""Whether words tell of a call that took place.

What belongs here: words of calls and of how they were held, and what makes a call one to come, denied or cancelled.
What does not: who rang (``ringing``), and the words themselves (``telling.tsv``).
"""

from __future__ import annotations

from readouts.domain.records import Medium
from readouts.grounding.document import PARTS, Document
from readouts.grounding.words import Hit

_BEFORE = 32
"""Within so many characters before a word of a call "will", "denied" or "not" makes it none."""
_BEHIND = 60


def faulty_told(document: Document, told: tuple[int, int]) -> str | None:
    """Return what is wrong with the words that are to tell of a call, None where nothing is."""
    if not document.lexicon.is_known:
        return None
    first, last = document.numbers_of(told)
    own = list(document.hits_within(*told, {"call"}))
    if own:
        is_none = document.has("untrue_next", *_behind(document, last))
        return "not_held" if is_none or all(_is_undone(document, hit) for hit in own) else None
    if document.has("call", *document.stretch(first, last)):
        return None
    # "telling X on Sunday" is told of a call that a neighbouring sentence names.
    tells = document.has("tell", *told)
    if tells and document.has("call", *document.stretch(first - 1, last + 1)):
        return None
    return "no_call_told"


def faulty_medium(document: Document, medium: Medium, told: tuple[int, int]) -> bool:
    """Whether a report that speaks of no telephone and no call, or of no screen near the call, or of a telephone where
    it tells the call, is said to tell of one."""
    if medium == "unspecified" or medium not in document.lexicon.labels:
        return False
    if medium == "phone":
        return not any(hit.label == medium for hit in document.hits)
    first, last = document.numbers_of(told)
    told_in = document.stretch(first, last)
    if document.has("telephone", *told_in) and not document.has("video", *told_in):
        return True
    begun, ended = document.paragraph(first)[0], document.paragraph(last)[1]
    own = document.has(medium, *document.stretch(begun - 1, ended + 1))
    return not own and not document.has(medium, *document.stretch(0))


def _is_undone(document: Document, hit: Hit) -> bool:
    """Whether a word of a call stands behind "will" or "denied that", or before "did not take place"."""
    start, end = document.sentence_of(hit.start)
    if document.has("untrue", start, hit.start):
        return True
    before = document.hits_within(max(start, hit.start - _BEFORE), hit.start, {"not_held"})
    if any(PARTS.isdisjoint(document.view.text[one.end : hit.start]) for one in before):
        return True
    return document.has("undone", hit.end, min(end, hit.end + _BEHIND))


def _behind(document: Document, sentence: int) -> tuple[int, int]:
    """Return the stretch of the sentence after one; without it of none."""
    begun = document.stretch(sentence)[1]
    return begun, document.stretch(sentence + 1)[1]
