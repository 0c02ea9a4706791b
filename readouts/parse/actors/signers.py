"""Layer 3b: who says "I" where no quotation marks stand around it: whoever's statement the text is.

What belongs here: telling quoted words from the text's own, and finding whose statement it is by its headline, its
byline or its signature, or whose turn in a transcript. What does not: who speaks in a quotation (``subjects``,
``quotations``), and an official page whose writer goes without a name (``coreference.narrator``).
"""

from __future__ import annotations

from bisect import bisect_left

from readouts.parse.actors.coreference import Cast
from readouts.parse.actors.reference import Ref
from readouts.parse.text.tokens import Tokens

_HEAD, _FOOT = 6, 3
"""Among so many of the first and of the last sentences a byline or a signature is looked for."""
_TURN = 40
"""A speaker's turn in a transcript is of so many sentences at most."""
_OF = frozenset({"by", "of", "from"})
_PERSONS = ("person", "nominal", "name")


def quoted_tokens(tokens: Tokens, paragraph_starts: frozenset[int]) -> bytearray:
    """Say for each token whether it stands in quotation marks; a new paragraph closes what was left open."""
    found = bytearray(len(tokens))
    inside, before = False, -1
    for i, word in enumerate(tokens.words):
        sentence = tokens.sentence[i]
        if sentence != before:
            inside = inside and sentence not in paragraph_starts
            before = sentence
        if word in "“«":
            inside = True
        elif word in "”»":
            inside = False
        elif word == '"':
            inside = not inside
        found[i] = inside
    return found


def signer(tokens: Tokens, cast: Cast) -> int | None:
    """Return the actor whose statement a text is: "Statement by President Quen", "Ilvar Quen, Foreign Minister"."""
    last = len(tokens.first)
    for sentence in range(min(last, _HEAD)):
        first, end = tokens.first[sentence], tokens.last[sentence]
        for ref in _refs(cast, first, end)[:6]:
            if _is_statement_of(tokens, cast, ref, first) or _is_byline(tokens, ref, first, end):
                return _meant(ref)
    for sentence in range(last - 1, max(0, last - 1 - _FOOT), -1):
        first, end = tokens.first[sentence], tokens.last[sentence]
        for ref in _refs(cast, first, end)[:1]:
            if _is_byline(tokens, ref, first, end):
                return _meant(ref)
    return None


def labelled(tokens: Tokens, cast: Cast, i: int) -> list[int] | None:
    """Return who speaks at token ``i`` of a transcript ("PRESIDENT QUEN: ..."), None where it is none."""
    at = tokens.sentence[i]
    for sentence in range(at, max(-1, at - _TURN), -1):
        first, end = tokens.first[sentence], tokens.last[sentence]
        colon = next(
            (j for j in range(first + 1, min(end, first + 7)) if tokens.words[j] == ":"), 0
        )
        if sentence not in cast.paragraph_starts or not colon:
            continue
        if not all(w.isupper() or not w[0].isalpha() for w in tokens.words[first:colon]):
            continue
        refs = _refs(cast, first, colon)[:1]
        if (
            cast.official
            and cast.source
            and refs
            and refs[0].kind == "nominal"
            and not refs[0].country
        ):
            return [cast.narrator()]
        return [actor for ref in refs for actor in ref.actors]
    return None


def _refs(cast: Cast, first: int, last: int) -> list[Ref]:
    low = bisect_left(cast.firsts, first)
    found = cast.refs[low : bisect_left(cast.firsts, last, low)]
    return [ref for ref in found if ref.kind in _PERSONS and not ref.plural]


def _meant(ref: Ref) -> int | None:
    return ref.actors[0] if len(ref.actors) == 1 else None


def _is_statement_of(tokens: Tokens, cast: Cast, ref: Ref, first: int) -> bool:
    """ "Statement by", "remarks of the" right before the reference."""
    lower, i = tokens.lower, ref.first - 1
    i -= i >= first and lower[i] == "the"
    if i - 1 < first or lower[i] not in _OF:
        return False
    return lower[i - 1] in cast.words["statement"]


def _is_byline(tokens: Tokens, ref: Ref, first: int, last: int) -> bool:
    """Whether a line holds nothing but a name with its office, or a dash before it."""
    begin = first + (tokens.words[first] in "-–—")
    return (
        ref.kind == "person"
        and ref.first == begin
        and ref.last >= last - 1
        and tokens.words[last - 1] not in ".!?"
    )
