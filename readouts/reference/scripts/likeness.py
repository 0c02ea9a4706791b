"""How alike two names are of which one at least is in another script than the Latin one.

What belongs here: which words of two keys (``readouts.reference.names.naming``) belong together, and from that the same
grades that ``sql/functions/name_likeness.sql`` gives names in Latin letters. What does not: how two words sound
(``distance``), and that SQL.

The grades: 4, all words of both are the same; 3, the words of one, two or more, are in the other; 2, the one is a
single word of the other; 1, the first two words are shared, of several forefathers; 0, two people. Behind the point
stands how alike the words sound. None where the characters of one have no reading that could be held against the
other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from readouts.reference.names.naming import given_name
from readouts.reference.scripts.distance import Native, likeness_of_words
from readouts.reference.scripts.latin import (
    CHINESE,
    JAPANESE,
    KOREAN,
    OWN_READING,
    japanese_readings,
    korean_spellings,
    parted,
    plain_characters,
    romanized,
    script_of,
)
from readouts.reference.scripts.sounds import UNVOWELLED, sounds

ALIKE = 0.8
"""Words at least so alike may be one in a name of several."""
NATIVE_ALIKE = 0.86
CHINESE_ALIKE = 0.9
"""The same for Japanese and Korean people, and for Chinese ones: their names have few syllables, spelled by rule."""
SURELY = 0.83
"""The words of two whole names must be so alike in the middle; a word that stands alone for a name must be."""
SAME_SCRIPT = 0.9
"""Words of one script differ less: only the language that they are written in can change their spelling."""
_WITH_INITIALS = frozenset({"Latin", "Cyrillic"})
_NATIVE = 4
"""So many characters has a Chinese, Japanese or Korean name at most that is written together."""

_WHOLE = 0.99
_PAIR = 2
_MOST_JOINED = 3
"""So many words of a name may be parts of one in the other ("Kazeminejad", in pieces where its joiner is lost)."""

Key = tuple[str, ...]


def likeness(
    one: Sequence[str] | None, other: Sequence[str] | None, side: str | None = None
) -> float | None:
    """Return how alike two names are, by their words (``name_parts``).

    Args:
        side: whom both speak for; None where it is not known.
    """
    return _likeness(tuple(one or ()), tuple(other or ()), side)


@lru_cache(maxsize=65_536)
def _likeness(one: Key, other: Key, side: str | None) -> float | None:
    if not one or not other:
        return None
    if len(one) > len(other):
        return _likeness(other, one, side)
    scripts = {script_of(word) for word in (*one, *other)}
    if scripts == {"Han"}:
        return _of_characters(one, other, side)
    for name, against in ((one, other), (other, one)):
        if all(script_of(word) == "Han" for word in name):
            return _against_characters(name, against, side)
    return max(
        _graded(a, b, side)
        for a in _korean(one, side, scripts)
        for b in _korean(other, side, scripts)
    )


def _of_characters(one: Key, other: Key, side: str | None) -> float:
    """Two names in Chinese characters: the same, one the family name of the other, or two ways to write one sound."""
    a, b = (plain_characters("".join(key)) for key in (one, other))
    if a == b:
        return 4 + _WHOLE
    short, long = sorted((a, b), key=len)
    if long.startswith(short) or long.endswith(short):
        return 2 + _WHOLE if len(short) > 1 or len(one) == 1 else 0.0
    if side in CHINESE | OWN_READING or len(short) < 3:
        return 0.0
    return _graded(one, other, side)


def _against_characters(name: Key, other: Key, side: str | None) -> float | None:
    """A name in Chinese characters and one in letters."""
    written = "".join(name)
    grades = [
        _graded(tuple(reading.split()), other, side) for reading in japanese_readings(written)
    ]
    if side not in OWN_READING:
        parts = parted(written, side) if len(name) == 1 else None
        grades += [_graded(key, other, side) for key in {name, parts or name}]
    best = max(grades, default=0.0)
    if best:
        return best
    is_native = len(written) <= _NATIVE and (side is None or side in OWN_READING)
    return None if is_native else 0.0


def _korean(key: Key, side: str | None, scripts: set[str]) -> list[Key]:
    """The ways to spell a Korean name: its family name as its bearers do."""
    if scripts == {"Hangul"} or (side not in KOREAN and script_of(key[0]) != "Hangul"):
        return [key]
    spellings = korean_spellings(key[0]) or korean_spellings(romanized(key[0]))
    return [key, *((spelling.lower(), *key[1:]) for spelling in spellings if len(key) > 1)]


def _graded(one: Key, other: Key, side: str | None) -> float:
    """Grade two names by their words, one of which may be two in the other."""
    if len(one) > len(other):
        one, other = other, one
    least = NATIVE_ALIKE if side in KOREAN | JAPANESE else ALIKE
    least = CHINESE_ALIKE if side in CHINESE else least
    native: Native = "Korean" if side in KOREAN else "Chinese" if side == "CHN" else ""
    best = _by_words(one, other, least, native)
    for joined in _joined(other, len(other) - len(one)):
        shorter, longer = sorted((one, joined), key=len)
        best = max(best, _by_words(shorter, longer, least, native))
    return best


def _joined(words: Key, times: int) -> Iterator[Key]:
    """A name with two neighbouring words as one, and so on; a name of two in either order."""
    if len(words) == _PAIR and times == 1:
        yield (words[1] + words[0],)
    for n in range(len(words) - 1 if 0 < times <= _MOST_JOINED else 0):
        joined = (*words[:n], words[n] + words[n + 1], *words[n + 2 :])
        yield joined
        yield from _joined(joined, times - 1)


def _by_words(one: Key, other: Key, least: float, native: Native) -> float:
    places = [_place(word, other, least, native) for word in one]
    found = [place for place in places if place is not None]
    used = {number for number, _ in found}
    if len(found) == len(one) == len(used):
        mean = sum(alike for _, alike in found) / len(found)
        if mean < SURELY or not _in_order([number for number, _ in found]):
            return 0.0
        return (4 if len(one) == len(other) else 2 if len(one) == 1 else 3) + _WHOLE * mean
    is_chain = any(script_of(word) in UNVOWELLED for word in (*one, *other))
    is_chain = is_chain and not are_two(one, other)
    if is_chain and [place and place[0] for place in places[:_PAIR]] == [0, 1]:
        return 1.0
    return 0.0


def _in_order(places: list[int]) -> bool:
    """Whether each comes after the one before, but for one place: turned about as a whole."""
    return sum(a > b for a, b in pairwise([*places, places[0]])) <= 1


def _place(word: str, others: Key, least: float, native: Native) -> tuple[int, float] | None:
    """Which word of a name another is, and how alike they are."""
    best = max(
        ((_alike(word, other, native), -number) for number, other in enumerate(others)),
        default=(0.0, 0),
    )
    return (-best[1], best[0]) if best[0] >= least else None


def _alike(one: str, other: str, native: Native = "") -> float:
    if one == other:
        return 1.0
    if any(len(word) == 1 and script_of(word) in _WITH_INITIALS for word in (one, other)):
        return _of_initial(one, other)
    families = {given_name(one), given_name(other)}
    if None not in families:
        return float(len(families) == 1)
    found = likeness_of_words(one, other, native=native)
    if native == "Chinese" and {script_of(one), script_of(other)} == {"Han", "Latin"}:
        # Both are pinyin: what differs is another name.
        same = romanized(one).replace(" ", "") == romanized(other)
        return 1.0 if same else min(found, ALIKE)
    if script_of(one) == script_of(other):
        least = ALIKE if _is_of_another_language(one, other) else SAME_SCRIPT
        return found if found >= least else 0.0
    return found


_OWN_LETTERS = re.compile("[іїєґўگچپژیکڈٹڑں]")
"""Letters that Ukrainian and Belarusian, Persian and Urdu have and Russian and Arabic have not."""


def _is_of_another_language(one: str, other: str) -> bool:
    return bool(_OWN_LETTERS.search(one)) != bool(_OWN_LETTERS.search(other))


def _of_initial(one: str, other: str) -> float:
    """An initial and what it begins."""
    is_initial = all(script_of(word) in _WITH_INITIALS for word in (one, other))
    begun = {sound[:1] for sound in sounds(one)} & {sound[:1] for sound in sounds(other)}
    return NATIVE_ALIKE if is_initial and begun - {""} else 0.0


def are_two(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names each have a given name of the tables that the other has not: "Hassan", "Hussein"."""
    names = [{given_name(word) for word in key} - {None} for key in (one, other)]
    return bool(names[0] - names[1]) and bool(names[1] - names[0])


_CLASSES = {
    sound: number
    for number, group in enumerate(("bpfvwW", "dtTDzsBScCJZKX", "kgxhq", "lr", "mnN"))
    for sound in group
}
_HELD = 2


@lru_cache(maxsize=65_536)
def beginnings(word: str) -> tuple[str, ...]:
    """Return how a word may begin in any script, roughly: names of one person share one for some word of theirs.

    It is for finding pairs to compare. A word whose characters can be read in several ways has several.
    """
    readings = [word]
    if script_of(word) == "Han":
        readings += [part for reading in japanese_readings(word) for part in reading.split()]
        readings += [word[n:] for n in range(1, len(word))]
    heard = {sound for one in readings for sound in sounds(one)}
    heard |= {sound[:1] + sound[1:].replace("W", "") for sound in heard}
    return tuple(sorted(map(_beginning, heard)))


def _beginning(heard: str) -> str:
    held = [str(_CLASSES[sound]) for sound in heard if sound in _CLASSES]
    return "#" + "".join(held[:_HELD])
