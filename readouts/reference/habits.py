"""How languages write, their small words, and how people are called: what a comparison of words must know of these.

What belongs here: reading ``habits.tsv``, ``small_words.tsv`` and ``name_customs.tsv``. What does not: what follows
from a habit, and words that tell something.
"""

from __future__ import annotations

from functools import cache

from readouts.reference.tables import items, read_table


def languages_with(habit: str) -> frozenset[str]:
    """Return the ISO 639-1 codes of the languages with a habit of ``habits.tsv``.

    Raises:
        KeyError: the table has no such habit.
    """
    return _read("habits", "habit", "languages")[habit]


def small_words(kind: str) -> frozenset[str]:
    """Return the words of a kind of ``small_words.tsv``, of all languages.

    Raises:
        KeyError: the table has no such kind.
    """
    return _read("small_words", "kind", "words")[kind]


def countries_with(custom: str) -> frozenset[str]:
    """Return the countries (ISO 3166-1 alpha-3) with a custom of ``name_customs.tsv``.

    Raises:
        KeyError: the table has no such custom.
    """
    return _read("name_customs", "custom", "countries")[custom]


@cache
def _read(table: str, key: str, cell: str) -> dict[str, frozenset[str]]:
    return {row[key]: frozenset(items(row[cell])) for row in read_table(table)}
