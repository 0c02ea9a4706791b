"""Whether a party is named where its call is told.

What belongs here: who takes part in a call, by the sentence that tells it and its neighbours. What does not: the reactions.
"""

from __future__ import annotations

from collections.abc import Collection

from readouts.grounding.cast import Cast
from readouts.grounding.document import Document

_FIRST_PERSON = frozenset(["i", "my", "me", "я", "yo", "je", "j'", "ich", "io", "eu", "ben", "saya", "我", "من", "mi", "mon", "mein"])


def not_in_call(
    document: Document, cast: Cast, told: tuple[int, int], many: bool, others: Collection[str]
) -> list[int]:
    """Return the parties that the text does not name where the call is told.

    A party is named in the sentence that tells the call; or a pronoun stands for it there, and it is named in a neighbouring
    sentence or is whom the report is about; or "I" does, and it is whoever speaks.

    Args:
        many: whether the call is a conference, whose parties may be listed in another paragraph. others: the names of those
        who take part in most other calls of the report.
    """
    first, last = document.sentence_at(told[0]), document.sentence_at(max(told[0], told[1] - 1))
    sentence, near = document.stretch(first, last), document.stretch(first - 1, last + 1)
    begun, ended = document.paragraph(first)[0], document.paragraph(last)[1]
    wide = document.stretch(document.paragraph(max(0, begun - 1))[0], document.paragraph(ended + 1)[1])
    here = {m.party for m in cast.within(*sentence)}
    close = {m.party for m in cast.within(*near)}
    around = {m.party for m in cast.within(*wide)}
    weak = any(m < 0 for m in here)
    speaks = any(
        document.view.loose[hit.start : hit.end] in _FIRST_PERSON
        for hit in document.hits_within(*sentence, {"subject", "pronoun"})
    )
    absent: list[int] = []
    for number in range(len(cast.parties)):
        if number in here:
            continue
        name = cast.parties[number].name
        if many:
            stands = number in around
        elif name in others or (speaks and name):
            stands = True
        else:
            stands = (number in close and weak) or _is_main(cast, number)
        if not stands:
            absent.append(number)
    return absent


def _is_main(cast: Cast, number: int) -> bool:
    """Whether the report speaks of nobody more than of this party."""
    counts = [0] * len(cast.parties)
    for mention in cast.spoken:
        if mention.party >= 0:
            counts[mention.party] += 1
    return counts[number] >= max(counts)
