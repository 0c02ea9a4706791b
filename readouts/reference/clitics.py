"""Small words that a language writes together with the next one: "and", "to", "the".

What belongs here: where a word may begin behind them. What does not: which words are looked for, and endings.

Every way to part a word is given, for letters alone do not tell them: Arabic "للبنان" is "to" and "Lebanon", "للعراق"
"to", "the" and "Iraq".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from readouts.base.alike import loose
from readouts.reference.tables import items, read_table


class Begun(NamedTuple):
    """How much of a word are small words, and whether the last of them has swallowed the article of what follows."""

    length: int
    is_fused: bool


def begins_behind(word: str, language: str, least: int) -> Iterator[Begun]:
    """Yield each place behind small words where a word may begin that has ``least`` letters or more.

    Args:
        word: as ``readouts.base.alike.View.loose`` has it. language: ISO 639-1.

    >>> list(begins_behind("وللعراق", "ar", 3))
    [Begun(length=1, is_fused=False), Begun(length=2, is_fused=False), Begun(length=3, is_fused=True)]
    """
    table = _table(language)
    for length in range(1, min(table.longest, len(word) - least) + 1):
        is_fused = table.prefixes.get(word[:length])
        if is_fused is not None:
            yield Begun(length, is_fused)


def without_article(written: str, language: str) -> str | None:
    """Return words as they stand behind a preposition that has swallowed their article; None where they have none.

    >>> without_article("الأمم المتحدة", "ar"), without_article("ألمانيا", "ar"), without_article("إلى", "ar")
    ('أمم المتحدة', None, None)
    """
    article = _table(language).article
    rest = written.removeprefix(article) if article else written
    return rest if rest != written and len(rest) >= _LEAST else None


@cache
def small_words_before(language: str) -> tuple[str, str]:
    """Return patterns of what may stand written together before a loose word, and before one that has lost its
    article."""
    prefixes = _table(language).prefixes
    whole = [prefix for prefix, is_fused in prefixes.items() if not is_fused]
    fused = [prefix for prefix, is_fused in prefixes.items() if is_fused]
    return f"(?:{_any(whole)})?" if whole else "", f"(?:{_any(fused)})" if fused else "(?!)"


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_LEAST = 3


class _Table(NamedTuple):
    prefixes: dict[str, bool]
    longest: int
    article: str


@cache
def _table(language: str) -> _Table:
    """The small words of a language in every order that they may have, and which of these end in a fused one."""
    for row in read_table("clitics"):
        if language not in items(row["languages"]):
            continue
        first, second = ("", *items(row["conjunctions"])), ("", *items(row["prepositions"]))
        ends = [(before + the, False) for before, the in product(second, ("", row["article"]))]
        ends += [(fused, True) for fused in items(row["fused"])]
        found = {loose(a + b): is_fused for a, (b, is_fused) in product(first, ends)}
        found.pop("")
        return _Table(found, max(map(len, found)), row["article"])
    return _Table({}, 0, "")
