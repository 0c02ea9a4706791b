"""Wordings that make no stance of the words in their midst: "nor did she condemn", "before the call he condemned".

What belongs here: matching the table ``silence.tsv`` against the words around a place of a sentence. What does not: the
wordings themselves, and what only the verbs of a sentence or who its people are can tell (``bars``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from readouts.parse.reactions.clauses.subjects import Clauses
from readouts.reference import read_table
from readouts.reference.stances.lexicon import NO_TAGS
from readouts.reference.stances.patterns import Candidate, Index, Inflection, compile_pattern
from readouts.reference.word_classes import word_classes

BEGIN, WHO, DOES, YEAR = "^", "WHO", "DOES", "YEAR"
"""What stands in the table for the beginning of a sentence, a subject's, a verb or the words of a stance, a year."""
_REACH = 40
"""So many words to either side of a place are looked at, so that one endless sentence stays linear."""
_MARKS = frozenset({BEGIN, WHO, DOES, YEAR, "."})


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row's wordings silence, of which stances (all, where there are none), and what word forbids it."""

    of: str
    stances: frozenset[str]
    unless: frozenset[str]


@cache
def _table(language: str) -> tuple[list[_Row], Index]:
    """The rows of a language's table, and their patterns, each with the number of its row."""
    classes, rows, patterns = word_classes("stance_grammar", language, "; "), list[_Row](), []
    for row in read_table("silence", language):
        stances = frozenset(row["stances"].split(",")) - {""}
        rows.append(_Row(row["of"], stances, classes.get(row["unless"], frozenset())))
        for words in row["words"].split("; "):
            patterns.append((compile_pattern(words, Inflection({}), classes), len(rows) - 1))
    return rows, Index(patterns)


@lru_cache(maxsize=4)
def _possible(language: str, vocabulary: frozenset[str]) -> list[tuple[_Row, Candidate]]:
    """The patterns, with their rows, whose words a sentence has."""
    rows, index = _table(language)
    words = vocabulary | _MARKS
    begun = {id(c): c for word in words for c in index.by_word.get(word, ())}
    begun |= {id(c): c for candidates in index.by_tag.values() for c in candidates}
    return [
        (rows[c.ident], c)
        for c in begun.values()
        if rows[c.ident].unless.isdisjoint(vocabulary)
        and not any(need.isdisjoint(words) for need in c.needs)
    ]


def silences(clauses: Clauses, of: str, at: int, start: int = -1, stance: str = "") -> bool:
    """Whether a wording ``of`` verbs, of what is told under them, or of nouns stands around the word ``at``.

    ``start`` is where the subject begins, -1 where it stands elsewhere.
    """
    line = clauses.line
    possible = [
        candidate
        for row, candidate in _possible(clauses.lexicon.language, line.vocabulary)
        if row.of == of and (not row.stances or stance in row.stances)
    ]
    if not possible:
        return False
    low, high = max(0, at - _REACH), min(len(line.words), at + _REACH)
    words, tags = ["" if low else BEGIN], [NO_TAGS]
    for i in range(low, high):
        word = line.words[i]
        marks = [mark for place, mark in ((start, WHO), (at, DOES)) if place == i]
        year = len(word) == 4 and word.isdigit()
        words += [*marks, YEAR if year else word]
        behind = len(words) - 1 - i  # so many marks are put in before a word
        found = line.tags[i]
        shifted = {name: end + behind for name, end in found.items()} if found else NO_TAGS
        tags += [*(NO_TAGS for _ in marks), shifted]
    if high == len(line.words):
        words.append(".")
        tags.append(NO_TAGS)
    return any(candidate.occurs(words, tags, 0, len(words)) for candidate in possible)
