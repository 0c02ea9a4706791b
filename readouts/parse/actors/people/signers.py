"""Layer 2b: who says "I" where no quotation marks stand around it: whoever's statement the text is.

What belongs here: finding whose statement a text is by its headline, its byline or its signature, or whose turn in a
transcript. What does not: who speaks in a quotation (``calls.parties.subjects``), and an official page whose writer
goes without a name (``Cast.narrator``).
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.text.tokens import DASHES

_HEAD, _FOOT = 6, 3
"""Among so many of the first and of the last sentences a byline or a signature is looked for."""
_TURN = 40
"""A speaker's turn in a transcript is of so many sentences at most."""
_LABEL = 7
"""A label that opens a turn is of so many words at most."""


def signer(cast: Cast) -> int | None:
    """Return the actor whose statement a text is: "Statement by President Quen", "Ilvar Quen, Foreign Minister"."""
    tokens = cast.tokens
    last = len(tokens.first)
    for sentence in [*range(min(last, _HEAD)), *range(last - 1, max(0, last - 1 - _FOOT), -1)]:
        first, end = tokens.first[sentence], tokens.last[sentence]
        for ref in _refs(cast, first, end)[: _HEAD if sentence < _HEAD else 1]:
            by = ref.first - 1
            by -= by >= first and tokens.lower[by] == "the"
            # "Statement by", "remarks of the"
            stated = by > first and cast.is_a(by, "stated_by") and cast.is_a(by - 1, "statement")
            begin = first + (tokens.words[first] in DASHES or tokens.lower[first] == "the")
            last_of_name = end - cast.is_a(end - 1, "post_nominal")  # "The Hon. Ilvar Quen MP"
            byline = ref.first == begin and ref.last >= last_of_name - 1 and ref.kind == "person"
            byline = byline and tokens.words[end - 1] not in ".!?"
            if byline or (stated and sentence < _HEAD):
                return ref.actors[0] if len(ref.actors) == 1 else None
    return None


def labelled(cast: Cast, i: int) -> list[int] | None:
    """Return who speaks at token ``i`` of a transcript ("PRESIDENT QUEN: ..."), None where it is none."""
    tokens = cast.tokens
    at = tokens.sentence[i]
    for sentence in range(at, max(-1, at - _TURN), -1):
        first, end = tokens.first[sentence], tokens.last[sentence]
        head = tokens.words[first : min(end, first + _LABEL)]
        label = head[: head.index(":")] if ":" in head else []
        if sentence not in cast.paragraph_starts or not label:
            continue
        if any(word[0].isalpha() and not word.isupper() for word in label):
            continue
        refs = _refs(cast, first, first + len(label))[:1]
        nameless = any(ref.kind == "nominal" and not ref.country for ref in refs)
        if nameless and cast.official and cast.source:
            return [cast.narrator()]
        return [actor for ref in refs for actor in ref.actors]
    return None


def _refs(cast: Cast, first: int, last: int) -> list[Ref]:
    return [r for r in cast.refs_between(first, last) if r.kind in PERSONS and not r.plural]
