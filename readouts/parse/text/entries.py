"""Days of parts: a line of its own that says when what stands below it was published: "Published: 12 November 2026".

What belongs here: finding these lines. What does not: days of a diary, on which things were done (``calls.timing``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from readouts.parse.document import Sentence
from readouts.parse.text.dates import whens
from readouts.parse.text.tokens import Tokens
from readouts.reference.word_classes import word_classes


def entries_of(
    sentences: Sequence[Sentence], tokens: Tokens, language: str
) -> list[tuple[int, date]]:
    """Return the offsets from which a text was published on a day of its own, in their order, with the days."""
    found = []
    words = word_classes("small_words", language).get("heads_entry", frozenset())
    for sentence, first, last in zip(sentences, tokens.first, tokens.last, strict=True):
        if tokens.lower[first] in words and sentence.heading:
            told = whens(tokens, first + 1, last, None, None, language)
            if len(told) == 1 and told[0].day and told[0].last == last:
                found.append((sentence.end, told[0].day))
    return found
