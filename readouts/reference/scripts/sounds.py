"""How a word of a name sounds, roughly: a letter a sound, so that spellings of all scripts can be compared.

What belongs here: from a word to its sounds, script by script, by the tables ``script_letters.tsv`` and
``script_sounds.tsv``. What does not: how far two sounds are apart (``distance``), and when two names are one
(``likeness``).

Sounds are small letters for what most scripts tell apart, and capitals for what they spell in several ways: ``S``
(sh), ``Z`` (zh), ``C`` (ch), ``J`` (j, dzh), ``K`` (a "c" of unknown sound), ``B`` (sz), ``X`` (Mandarin x), ``T``
(th), ``D`` (the letter dad), ``N`` (ng at the end), and of scripts that leave short vowels out ``A`` (alef), ``W``
(waw), ``Y`` (yod): a long vowel or a consonant.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from readouts.reference.scripts.latin import romanized, script_of
from readouts.reference.tables import items, read_table

VOWELS = frozenset("aeiou")
LONG = frozenset("AWY")
"""Letters of scripts without short vowels that are a vowel or a consonant."""
UNVOWELLED = frozenset({"Arabic", "Hebrew"})
SYLLABIC = frozenset({"Han", "Kana", "Hangul"})
"""Scripts in which names of other languages take vowels between consonants, and have no r or no l."""

_ARTICLE = re.compile("^ال(?=.{3})")
_HARD_N = re.compile("н(?![ьнгаеёиоуыэюяіїє])")
"""In Chinese names Russian writes ng so, and n as нь; elsewhere the two count as one."""


@lru_cache(maxsize=65_536)
def sounds(word: str) -> tuple[str, ...]:
    """Return the sounds of a word of a name, in whatever script it is written; several where it may be read so.

    >>> sounds("Xi"), sounds("Щербаков"), sounds("فيدان"), sounds("费丹")
    (('ksi', 'Si'), ('Serbakov',), ('fYdAn',), ('feidan',))
    """
    script = script_of(word)
    spelled = _spelled(word, script)
    if script in UNVOWELLED:
        bare = _spelled(_ARTICLE.sub("", word), script)
        texts = ["".join(filter(str.isascii, text)) for text in (spelled, bare)]
    elif script == "Cyrillic":
        texts = [romanized(_HARD_N.sub("нг", word))]
    else:
        texts = [romanized(spelled)]
    for pattern, other in _rules(f"{script} or"):
        texts += [pattern.sub(other, text) for text in texts if pattern.search(text)]
    return tuple(dict.fromkeys(_spoken(text, script) for text in texts))


def _spoken(text: str, script: str) -> str:
    kind = "Unvowelled" if script in UNVOWELLED else script
    for pattern, sound in _rules(kind) or _rules("Latin"):
        text = pattern.sub(sound, text)
    return "".join(char for char in text if char.isalpha())


def _spelled(word: str, script: str) -> str:
    """Return a word with its letters as the table spells them; what it has not stays."""
    pattern, letters = _letters(script)
    return pattern.sub(lambda found: letters[found[0]], word)


@cache
def _letters(script: str) -> tuple[re.Pattern[str], dict[str, str]]:
    letters = {
        letter: row["sound"]
        for row in read_table("script_letters")
        if row["script"] == script
        for letter in items(row["letters"])
    }
    longest = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) or "(?!)"), letters


@cache
def _rules(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["written"]), row["sound"])
        for row in read_table("script_sounds")
        if row["script"] == kind
    )
