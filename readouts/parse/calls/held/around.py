"""Layer 3a: a word for a call, and the words around it.

What belongs here: the record that ``traps`` and ``unheld`` ask for the words beside a cue. What does not: what those
words make of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readouts.parse.text.tokens import Tokens


@dataclass(slots=True)
class Around:
    """A cue, tokens ``i`` to ``end``, in its sentence ``first`` to ``last``; ``words`` are the classes of words."""

    tokens: Tokens
    words: Mapping[str, frozenset[str]]
    i: int
    end: int
    first: int
    last: int
    heading: bool
    language: str = "en"

    @property
    def lower(self) -> list[str]:
        """The words of the text in lower case."""
        return self.tokens.lower

    @property
    def after(self) -> str:
        """The word behind the cue, "" at the end of the sentence."""
        return self.lower[self.end] if self.end < self.last else ""

    @property
    def before(self) -> str:
        """The word before the cue, "" at the head of the sentence."""
        return self.lower[self.i - 1] if self.i > self.first else ""

    def back(self, count: int, at: int | None = None) -> list[str]:
        """The last so many words before the cue, or before the word ``at``, the nearest at the end."""
        at = self.i if at is None else at
        return self.lower[max(self.first, at - count) : at]

    def ahead(self, count: int) -> list[str]:
        """The next so many words of the sentence behind the cue."""
        return self.lower[self.end : min(self.last, self.end + count)]

    def has_before(self, name: str, count: int) -> bool:
        """Whether a word of a set is among so many before the cue."""
        return not self.words[name].isdisjoint(self.back(count))
