"""Layer 3a: tables of words and patterns, by where they may stand and of what they are said.

What belongs here: reading such a table, and whether a stretch of words holds what a row lists. What does not: which
stretch that is, and what follows from it (``held``, ``in_person``, ``scope``, ``taken_back``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from readouts.reference import read_table
from readouts.reference.stances.patterns import Inflection, Pattern, compile_pattern, match
from readouts.reference.word_classes import word_classes

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(slots=True)
class Listed:
    """What rows of one key list: single words, and patterns by their first word."""

    words: set[str] = field(default_factory=set)
    patterns: dict[str, list[Pattern]] = field(default_factory=lambda: defaultdict(list))

    def add(self, pattern: Pattern) -> None:
        """Note one pattern."""
        if len(pattern) == 1:
            self.words |= pattern[0].words
            return
        for word in pattern[0].words:
            self.patterns[word].append(pattern)

    def is_in(self, part: list[str], before: int | None = None) -> bool:
        """Whether words in lower case hold one of them that begins ``before`` one of them."""
        if not self.words.isdisjoint(part[:before]):
            return True
        tags: list[dict[str, int]] = [{}] * len(part)
        return any(
            match(pattern, part, tags, at, len(part)) > 0
            for at, word in enumerate(part[:before])
            for pattern in self.patterns.get(word, ())
        )


@cache
def listed(table: str, language: str) -> Mapping[tuple[str, str], Listed]:
    """Return what a table lists by the words of its first column, each, and by its second; read once.

    The third has patterns, divided by ";". A row whose first cell begins with "=" names words that others write as
    ``{name}``; ``[name]`` is a class of ``call_words.tsv``. Raises ValueError for a pattern that cannot be compiled.
    """
    classes = word_classes("call_words", language)
    rows = [tuple(row.values()) for row in read_table(table, language)]
    named = {name[1:]: words for name, _, words in rows if name[0] == "="}
    found, verbs = defaultdict[tuple[str, str], Listed](Listed), Inflection({})
    for kinds, where, words in rows:
        for text in words.split("; ") if kinds[0] != "=" else ():
            pattern = compile_pattern(_NAME.sub(lambda hit: named[hit[1]], text), verbs, classes)
            for kind in kinds.split():
                found[kind, where].add(pattern)
    return dict(found)
