"""How far two words of names are apart by sound: exact about what both scripts write, easy on what one leaves out.

What belongs here: what it costs to take one sound for another (``sound_costs.tsv``), to leave one out, and the cheapest
way from one word to another. What does not: the sounds of a word (``sounds``), and which words belong together
(``likeness``).

A whole consonant costs 1. All figures are set by the pairs of ``tests/warehouse/cases/people_languages.tsv``.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from readouts.reference.scripts.latin import script_of
from readouts.reference.scripts.sounds import LONG, SYLLABIC, UNVOWELLED, VOWELS, sounds
from readouts.reference.tables import read_table

Native = Literal["Chinese", "Korean", ""]
"""Whose name it is, where that tells more: Hangul tells the first consonants of Korean ones apart, pinyin n from ng."""

_LENT = {
    ("Han", ""): "uie",
    ("Kana", ""): "u",
    ("Kana", "t"): "o",
    ("Kana", "d"): "o",
    ("Kana", "C"): "i",
    ("Kana", "J"): "i",
    ("Hangul", ""): "u",
    ("Hangul", "C"): "i",
    ("Hangul", "J"): "i",
}
"""The vowels that a script puts behind consonants which have none, by the consonant where that matters."""
_WHOLE = 1.0
_LIGHT = 0.45
"""What a vowel weighs of a word."""
_VOWEL_FOR_CONSONANT = 1.2
_NEAR_VOWEL = 0.5
_IN_SYLLABLES = 0.6
"""Vowels that are not far apart are less so in syllables, of which there are few."""
_VOICE = 5.0
_FIRST_VOWEL = 2.2


@lru_cache(maxsize=131_072)
def likeness_of_words(one: str, other: str, *, native: Native = "") -> float:
    """Return how alike two words sound, from 0 to 1."""
    scripts = script_of(one), script_of(other)
    return max(
        (
            1 - _distance(a, b, *scripts, native) / ((_weight(a) + _weight(b)) / 2)
            for a in sounds(one)
            for b in sounds(other)
            if a and b and not _is_of_another_sex(a, b, scripts)
        ),
        default=0.0,
    )


def _is_of_another_sex(a: str, b: str, scripts: tuple[str, str]) -> bool:
    """Whether one word ends as a woman's name does and the other as a man's: "Lorenza" and "Lorenzo"."""
    if "Han" in scripts or len(a) == len(b) == 1:
        return False
    for one, other in ((a, b), (b, a)):
        if one[-1] in "aA" and other[-1] in "oW" and len(one) == len(other):
            return True
        if one[-1] == "a" and other[-1] not in VOWELS | LONG | {"h", "t"}:
            return True
    return False


def _weight(heard: str) -> float:
    return sum(_LIGHT if sound in VOWELS or sound in LONG else _WHOLE for sound in heard)


def _distance(a: str, b: str, script: str, other: str, native: Native) -> float:
    """Return the cost of the cheapest way from one word's sounds to the other's."""
    drop_a = [_dropped(a, n, script, other) for n in range(len(a))]
    drop_b = [_dropped(b, n, other, script) for n in range(len(b))]
    scripts = {script, other}
    tells_nasals = native == "Chinese" and scripts <= {"Han", "Latin", "Cyrillic"}
    tells_voice = scripts.isdisjoint(UNVOWELLED) and (native == "Korean" or "Hangul" not in scripts)
    row = [0.0]
    for cost in drop_b:
        row.append(row[-1] + cost)
    for i, x in enumerate(a):
        last, row = row, [row[0] + drop_a[i]]
        for j, y in enumerate(b):
            swapped = _between(x, y, script, other)
            if tells_nasals and {x, y} == {"n", "N"}:
                swapped = _WHOLE
            if not i and not j:
                swapped *= _first(x, y, tells_voice=tells_voice)
            row.append(min(last[j] + swapped, last[j + 1] + drop_a[i], row[j] + drop_b[j]))
    return row[-1]


def _first(x: str, y: str, *, tells_voice: bool) -> float:
    """How much more it counts that first sounds differ: vowels, and consonants in voice, where both scripts tell it."""
    pair = {x, y}
    if pair in ({"e", "o"}, {"e", "u"}):
        return _FIRST_VOWEL
    return _VOICE if tells_voice and pair in ({"d", "t"}, {"b", "p"}, {"g", "k"}) else 1.0


@cache
def _between(x: str, y: str, script: str, other: str) -> float:
    return min(_swapped(x, y, script), _swapped(y, x, other))


def _swapped(x: str, y: str, script: str) -> float:
    """Return what it costs to take a sound of a script for another's; in syllables it may stand for more than one."""
    if x == y:
        return 0.0
    is_in_syllables = script in SYLLABIC
    if is_in_syllables and (loose := _costs(script).get(x + y)) is not None:
        return loose
    cost = _costs("").get(x + y)
    if cost is None:
        return _VOWEL_FOR_CONSONANT if (x in VOWELS) != (y in VOWELS) else _WHOLE
    if is_in_syllables and cost < _NEAR_VOWEL and x in VOWELS and y in VOWELS:
        return cost * _IN_SYLLABLES
    return cost


@cache
def _costs(where: str) -> dict[str, float]:
    rows = [row for row in read_table("sound_costs") if row["where"] == where]
    found = {pair: int(row["cost"]) / 100 for row in rows for pair in row["pairs"].split()}
    return found if where else found | {pair[::-1]: cost for pair, cost in found.items()}


def _dropped(heard: str, n: int, script: str, other: str) -> float:
    """Return what it costs that a sound of one word has none in the other."""
    sound, is_last = heard[n], n == len(heard) - 1
    if sound in VOWELS:
        return _dropped_vowel(heard, n, script, other)
    if sound in LONG:
        if sound == "A" and n == 0:
            return 0.3
        return 0.35 if other == script else 0.6 if other in SYLLABIC else _WHOLE
    if sound in "yw":
        return 0.3
    if sound == "h" and is_last and script in UNVOWELLED:
        return 0.3  # it stands for a vowel
    if sound == "h":
        return 0.9 if other in UNVOWELLED or script in UNVOWELLED else 0.5
    if other in SYLLABIC and sound in "rltdkgpb" and (is_last or heard[n + 1] not in VOWELS):
        return 0.25 if sound == "r" else 0.45  # "Marcus" is マーカス
    if is_last and script == "Latin" and sound in "tdsxpzk" and n > 2:
        return 0.4  # not spoken in French
    return 0.5 if script in SYLLABIC and sound == "r" else 0.95


def _dropped_vowel(heard: str, n: int, script: str, other: str) -> float:
    if other in UNVOWELLED:
        return 0.06 if n else 0.25
    before, behind = heard[n - 1 : n], heard[n + 1 : n + 2]
    if before and before not in VOWELS:
        lent = _LENT.get((script, before), _LENT.get((script, ""), ""))
        if heard[n] in lent:
            return 0.1
    if before in VOWELS or behind in VOWELS:
        return 0.15
    if heard[n] == "e" and not behind:
        return 0.25
    return 0.32 if script in SYLLABIC else 0.6
