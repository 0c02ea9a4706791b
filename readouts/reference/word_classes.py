"""Classes of words: the sets that the rules of a language go by, by name.

What belongs here: the one loader of tables of a class and its words (``small_words``, ``call_words``,
``stance_grammar``). What does not: what a rule makes of a class, and words with more to tell than that they belong.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from readouts.reference.tables import read_table


@cache
def word_classes(
    table: str, language: str, separator: str | None = None
) -> Mapping[str, frozenset[str]]:
    """Return the words of each class of a table; a class may have several rows.

    The first column names the class, ``words`` has its words, parted by white space or by ``separator``. Read once.
    """
    found: dict[str, frozenset[str]] = {}
    for row in read_table(table, language):
        name = next(iter(row.values()))
        found[name] = found.get(name, frozenset()).union(row["words"].split(separator))
    return found
