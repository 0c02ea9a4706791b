"""Comparing names: whether two spellings in one article may be the same person.

What belongs here: the comparison. What does not: which person a mention is (``resolve``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from readouts.parse.actors.references.lexicon import lexicon

_LONG = 5
"""Words of so many letters may have one more ("Korvatsky", "Korvatskyy")."""
_PART = 4
"""Letters of the shortest part of a double name that stands for it."""
_SPELT = 3
"""Fewer capitals are initials: "JD"."""
_HANDLE = re.compile("(?:[A-Z][a-z]{3,}){2}")


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Return a word without case, diacritics and apostrophes."""
    if word.isascii():
        return word.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", word.replace("’", "").replace("'", ""))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().replace("ı", "i")


def key(words: Sequence[str]) -> tuple[str, ...]:
    """Return what of a name is compared: its words without particles, initials and suffixes."""
    sets = lexicon().words
    folded, first = [fold(w) for w in words], words[0]
    spelt = first.isupper() and len(first) >= _SPELT and not set("AEIOUY").isdisjoint(first)
    if spelt and len(words) == 2 and words[1].istitle():
        folded = [*folded[1:], folded[0]]  # "QUEN Ilvar", not "JD Quen"
    kept = [_bare(w) for w in folded if w not in sets["name_link"]]
    long = [w for w in kept if len(w.rstrip(".")) > 1]
    if len(long) > 1 and long[-1] in sets["suffix"]:
        long.pop()
    return tuple(long or kept or folded)


def parts(word: str) -> list[str]:
    """Return the given and the family name of a handle ("LitiaVaka"), any other word as it is."""
    return re.findall("[A-Z][a-z]+", word) if _HANDLE.fullmatch(word) else [word]


def _bare(word: str) -> str:
    """A word without the Arabic article: "al-Saadi", "As-Saadi"."""
    head, dash, tail = word.partition("-")
    return tail if dash and tail and head in lexicon().words["name_article"] else word


def same_person(a: tuple[str, ...], b: tuple[str, ...], *, given: bool = False) -> bool:
    """True where two keys may name one person: "Ilvar Quen", "Quen", "I. Quen", "Ilvar Tor Quen", "@IlvarQuen".

    Of a double name one part may stand for both: "Quen" for "Ilvar Quen-Brandt".
    ``given`` allows a given name alone to stand for the whole ("Sheikh Ilvar").
    """
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if not short or a == b:
        return a == b
    if len(short) == 1:
        word, last = short[0], long[-1]
        part = len(word) >= _PART and word in last.split("-")
        return part or _near(word, last) or (given and word in long)
    if set(short) <= set(long):
        return True
    alike = short[0][:2] == long[0][:2] and given
    return _near(short[-1], long[-1]) and (
        _near(short[0], long[0]) or (alike and short[-1] == long[-1])
    )


def _near(a: str, b: str) -> bool:
    """Equal, or in long words with one letter more."""
    if a == b:
        return True
    if min(len(a), len(b)) < _LONG or abs(len(a) - len(b)) > 1 or a[:3] != b[:3]:
        return False
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
