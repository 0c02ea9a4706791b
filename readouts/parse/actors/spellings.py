"""Comparing names: whether two spellings in one article may be the same person.

What belongs here: the comparison. What does not: which person a mention is (``coreference``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_ARTICLES = frozenset({"al", "el", "as", "an", "ad", "ar", "at", "ash", "az", "ath"})
_NUMERALS = frozenset(
    {"ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi"}
)
_LINKS = frozenset(
    {
        "bin",
        "bint",
        "ben",
        "ibn",
        "al",
        "el",
        "de",
        "da",
        "do",
        "dos",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "di",
        "du",
        "y",
        "jr",
        "sr",
        "jr.",
        "sr.",
        ",",
        ".",
    }
)


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Return a word without case, diacritics and apostrophes."""
    if word.isascii():
        return word.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", word.replace("’", "").replace("'", ""))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().replace("ı", "i")


def key(words: Sequence[str]) -> tuple[str, ...]:
    """Return what of a name is compared: its words without particles, initials and suffixes."""
    folded = [fold(w) for w in words]
    kept = [_bare(w) for w in folded if w not in _LINKS]
    long = [w for w in kept if len(w.rstrip(".")) > 1]
    if len(long) > 1 and long[-1] in _NUMERALS:
        long.pop()
    return tuple(long or kept or folded)


def _bare(word: str) -> str:
    """A word without the Arabic article: "al-Saadi", "As-Saadi"."""
    head, dash, tail = word.partition("-")
    return tail if dash and tail and head in _ARTICLES else word


def same_person(a: tuple[str, ...], b: tuple[str, ...], *, given: bool = False) -> bool:
    """True where two keys may name one person: "Ilvar Quen", "Quen", "I. Quen", "Ilvar Tor Quen".

    ``given`` allows a given name alone to stand for the whole ("Sheikh Ilvar").
    """
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) == 1 and len(long) > 1 and len(long[-1]) > 3 and short[0].endswith(long[-1]):
        return short[0] in (long[-1], "".join(long), long[0][0] + long[-1]) or short[0].startswith(
            long[0]
        )
    if len(short) == 1:
        return short[0] == long[-1] or _near(short[0], long[-1]) or (given and short[0] in long)
    if set(short) <= set(long):
        return True
    if _near(short[-1], long[-1]) and _near(short[0], long[0]):
        return True
    return sorted(short) == sorted(long) or (
        short[-1] == long[-1] and short[0][:2] == long[0][:2] and given
    )


def _near(a: str, b: str) -> bool:
    """Equal, or one letter apart in long words ("Korvatsky", "Korvatskyy")."""
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1 or a[:3] != b[:3]:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = (a, b) if len(a) < len(b) else (b, a)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
