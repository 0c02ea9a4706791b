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
        return "not_held" if all(_is_undone(document, hit) for hit in own) else None
    if any(document.hits_within(*document.stretch(first, last), {"call"})):
        return None
    # "telling X on Sunday" is told of a call that a neighbouring sentence names.
    tells = any(document.hits_within(*told, {"tell"}))
    if tells and any(document.hits_within(*document.stretch(first - 1, last + 1), {"call"})):
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
    if _is_by_telephone(document, first, last):
        return True
    begun, ended = document.paragraph(first)[0], document.paragraph(last)[1]
    own = any(document.hits_within(*document.stretch(begun - 1, ended + 1), {medium}))
    return not own and not any(document.hits_within(*document.stretch(0, 0), {medium}))


def _is_by_telephone(document: Document, first: int, last: int) -> bool:
    """Whether the sentences that tell of a call name the telephone and no screen."""
    own = document.stretch(first, last)
    return any(document.hits_within(*own, {"telephone"})) and not any(
        document.hits_within(*own, {"video"})
    )


def _is_undone(document: Document, hit: Hit) -> bool:
    """Whether a word of a call stands behind "will" or "denied", or before "did not take place"."""
    start, end = document.sentence_of(hit.start)
    before = document.hits_within(max(start, hit.start - _BEFORE), hit.start, {"not_held"})
    if any(not _breaks(document, one.end, hit.start) for one in before):
        return True
    return any(document.hits_within(hit.end, min(end, hit.end + _BEHIND), {"undone"}))


def _breaks(document: Document, start: int, end: int) -> bool:
    return bool(set(document.view.text[start:end]) & PARTS)
