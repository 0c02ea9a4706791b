"""What an office, as an answer words it, is of a kind with, and whose it is.

What belongs here: looking an office up in the table of offices. What does not: finding offices in a text.
"""

from __future__ import annotations

import re
from functools import cache

from readouts.alike import alike, loose
from readouts.reference import UnknownLanguageError, read_table
from readouts.reference.habits import small_words

_BEFORE = small_words("before office") | {""}


@cache
def office_kind(office: str | None, language: str) -> tuple[str | None, str | None]:
    """Return the kind of an office and whose it is by itself: a country, or ``~`` and an organisation; None where
    open.

    The longest phrase of the table that the words hold counts; a field behind an office ("Secretary of State for
    Trade") makes it any country's.
    """
    if not office:
        return None, None
    words = loose(alike(office))
    pattern, kinds = _phrases(language)
    found = max(pattern.finditer(words), key=lambda one: len(one[0]), default=None)
    if found is None:
        return None, None
    kind, usual = kinds[found[0]]
    before, behind = words[: found.start()].strip(" ,"), words[found.end() :].strip(" ,")
    is_own = before in _BEFORE and not behind.startswith("for ")
    return kind, usual if is_own else None


@cache
def _phrases(language: str) -> tuple[re.Pattern[str], dict[str, tuple[str, str | None]]]:
    try:
        rows = read_table("offices", language)
    except (UnknownLanguageError, FileNotFoundError):
        rows = []
    kinds = {
        loose(alike(row["phrase"])): (row["kind"], row["usual_country"] or None) for row in rows
    }
    longest_first = sorted(kinds, key=len, reverse=True)
    body = "|".join(map(re.escape, longest_first)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)"), kinds
