"""A name's letters in Latin ones, as ICU reads them: for whoever cannot read the script, beside the name itself.

What belongs here: which script a word is in, which of ICU's transliterations reads it, and the few things that a
transliteration by letters cannot know: that a Japanese name is not read as Chinese, and how Korean family names are
spelled. What does not: how alike two names are (``likeness``).

ICU reads letter by letter. Vowels that Arabic and Hebrew do not write stay out; that is what the name says. A name in
Chinese characters is read in Mandarin only where it is no Japanese, Korean or Vietnamese one; a Japanese one where
every part of it is read in one way alone by ``japanese-personal-name-dataset``; else there is no reading.

Measured on the 21 names in six scripts of ``tests/reference/test_scripts.py``: ICU writes every long vowel of the
Arabic ones, where ``unidecode`` 1.4 and ``anyascii`` 0.3 leave the letter alef out ("hkn" for Hakan).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import product
from typing import Any

from readouts.reference.tables import items, read_table

JAPANESE = frozenset({"JPN"})
KOREAN = frozenset({"KOR", "PRK"})
CHINESE = frozenset({"CHN", "TWN", "HKG", "MAC", "SGP"})
OWN_READING = JAPANESE | KOREAN | {"VNM"}
"""Sides whose names in Chinese characters are not read in Mandarin."""

_RANGES = (
    ("Greek", 0x0370, 0x03FF),
    ("Greek", 0x1F00, 0x1FFF),
    ("Cyrillic", 0x0400, 0x052F),
    ("Arabic", 0x0600, 0x077F),
    ("Arabic", 0xFB50, 0xFDFF),
    ("Arabic", 0xFE70, 0xFEFF),
    ("Hebrew", 0x0590, 0x05FF),
    ("Kana", 0x3040, 0x30FF),
    ("Hangul", 0xAC00, 0xD7AF),
    ("Han", 0x3400, 0x4DBF),
    ("Han", 0x4E00, 0x9FFF),
    ("Han", 0xF900, 0xFAFF),
)
_BY_LANGUAGE = {
    "be": "Belarusian-Latin/BGN",
    "bg": "Bulgarian-Latin/BGN",
    "kk": "Kazakh-Latin/BGN",
    "mk": "Macedonian-Latin/BGN",
    "sr": "Serbian-Latin/BGN",
    "uk": "Ukrainian-Latin/BGN",
}
_BY_SCRIPT = {"Han": "Han-Latin", "Greek": "Greek-Latin/BGN"}
_BY_LETTER = (
    (re.compile("[іїєґІЇЄҐ]"), "uk"),
    (re.compile("[ўЎ]"), "be"),
    (re.compile("[ђћџљњјЂЋЏЉЊЈ]"), "sr"),
    (re.compile("[әғқңөұүһӘҒҚҢӨҰҮҺ]"), "kk"),
)
_DOT = "·・‧•=＝"
_SEPARATORS = re.compile(rf"[\s{_DOT}\u200b-\u200d]+")
_NO_LETTERS = re.compile("[^a-z ]")
_ONLY_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]+")
_LONG_O = re.compile("ou|oo")
_MOST_READINGS = 40


@lru_cache(maxsize=65_536)
def script_of(word: str) -> str:
    """Return the script of a word: Latin, Greek, Cyrillic, Arabic, Hebrew, Han, Kana (Han beside it or not), Hangul,
    or Other.
    """
    found = "Other"
    for char in word:
        one = _script(char)
        if one == "Kana":
            return one
        if found == "Other":
            found = one
    return found


def _script(char: str) -> str:
    code = ord(char)
    for script, first, last in _RANGES:
        if first <= code <= last:
            return script
    return "Latin" if char.isalpha() and unicodedata.name(char, "").startswith("LATIN") else "Other"


@cache
def _icu(rules: str) -> Any:
    import icu  # 30 ms that a report in Latin letters need not wait for

    return icu.Transliterator.createInstance(rules)


@lru_cache(maxsize=65_536)
def romanized(word: str, language: str = "") -> str:
    """Return a word of any script in ASCII letters, small, as ICU reads it; Chinese characters in Mandarin.

    Args:
        language: ISO 639-1; which of the ways to read Cyrillic, else what its letters tell.
    """
    script = script_of(word)
    rules = "Any-Latin; Latin-ASCII"
    if script == "Cyrillic":
        own = next((code for letter, code in _BY_LETTER if letter.search(word)), language)
        rules = f"{_BY_LANGUAGE.get(own, 'Russian-Latin/BGN')}; {rules}"
    elif script in _BY_SCRIPT:
        rules = f"{_BY_SCRIPT[script]}; {rules}"
    return _NO_LETTERS.sub("", _icu(rules).transliterate(word).lower())


def latin_name(name: str | None, side: str | None = None, language: str = "") -> str | None:
    """Return a name in Latin letters, None where there is no name or no reading of its characters.

    Args:
        side: whom the person speaks for, which says whose characters they are. language: ISO 639-1, of the report.

    >>> latin_name("Ilvar Quen"), latin_name("Ілвар Кен"), latin_name("伊尔瓦·昆", "NOR")
    ('Ilvar Quen', 'Ilvar Ken', 'Yierwa Kun')
    >>> latin_name("温嘉林", "CHN"), latin_name("山本健介", "JPN"), latin_name("尹泰锡", "KOR")
    ('Wen Jialin', 'Yamamoto Kensuke', None)
    """
    if not name or all(script_of(word) == "Latin" for word in name.split()):
        return name or None
    words = [word for word in _SEPARATORS.split(name) if word]
    read = [_read(word, side, language, alone=len(words) == 1) for word in words]
    return None if None in read else " ".join(word for word in read if word) or None


def _read(word: str, side: str | None, language: str, *, alone: bool) -> str | None:
    script = script_of(word)
    if script == "Latin":
        return word
    is_japanese = side in JAPANESE or (side is None and language == "ja")
    if script == "Han" or (script == "Kana" and not _is_kana(word)):
        if is_japanese:
            found = japanese_readings(word)
            return found[0].title() if len(found) == 1 else None
        if script == "Kana" or side in OWN_READING or (side is None and language in ("ja", "ko")):
            return None
    if script == "Hangul" and alone and (side in KOREAN or side is None) and len(word) > 1:
        family, given = parted(word, side) or ("", word)
        return f"{_korean_family(family)} {romanized(given).capitalize()}".strip()
    if script != "Han":
        return romanized(word, language).capitalize()
    parts = (parted(word, side) if alone else None) or (word,)
    return " ".join(romanized(part).replace(" ", "").capitalize() for part in parts)


def _is_kana(word: str) -> bool:
    return all(_script(char) in ("Kana", "Other") for char in word)


@lru_cache(maxsize=16_384)
def parted(word: str, side: str | None = None) -> tuple[str, str] | None:
    """Return the family and the given name of an East Asian name written together, None where it is none.

    Args:
        side: whom the person speaks for; None where it is not known, and then a known family name must begin it.
    """
    script = script_of(word)
    if script not in ("Han", "Hangul", "Kana") or not 2 <= len(word) <= 6 or _is_kana(word):
        return None
    plain = plain_characters(word)
    if side in JAPANESE and script != "Hangul":
        known = [n for n in (3, 2, 1) if n < len(word) and plain[:n] in _japanese()[0]]
        return (word[: known[0]], word[known[0] :]) if known else None
    if side is not None and side not in CHINESE | KOREAN | {"VNM"}:
        return None
    if len(word) > 4 or script == "Kana":
        return None
    table = "Hangul" if script == "Hangul" else "Han"
    for length in (2, 1):
        if length < len(word) and plain[:length] in _families(table):
            return word[:length], word[length:]
    return (word[:1], word[1:]) if side is not None else None


@cache
def _families(script: str) -> dict[str, tuple[str, ...]]:
    """Return the Chinese or Korean family names of a script, each with its spellings in Latin letters."""
    return {
        row["name"]: items(row["spellings"])
        for row in read_table("family_names")
        if row["script"] == script
    }


def _korean_family(family: str) -> str:
    """Return how a Korean family name is mostly spelled."""
    spellings = _families("Hangul").get(family)
    return spellings[0] if spellings else romanized(family).capitalize()


def korean_spellings(family: str) -> tuple[str, ...]:
    """Return all spellings of a Korean family name in Hangul, or by one of them; none where the table lacks it."""
    table = _families("Hangul")
    return table.get(family) or tuple(
        other
        for spellings in table.values()
        if family.capitalize() in spellings
        for other in spellings
    )


@cache
def _japanese() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the readings of family names and of given names, by how they are written."""
    from japanese_personal_name_dataset import load_dataset

    men, women, last = load_dataset(include_last_names=True)
    families: dict[str, tuple[str, ...]] = {
        plain_characters(kanji): (_LONG_O.sub("o", entry["en"]),) for kanji, entry in last.items()
    }
    given: dict[str, tuple[str, ...]] = {}
    for names in (men, women):
        for entry in names.values():
            reading = _LONG_O.sub("o", entry["en"])
            for kanji in map(plain_characters, entry["kanji"]):
                if reading not in given.get(kanji, ()):
                    given[kanji] = (*given.get(kanji, ()), reading)
    return families, given


@lru_cache(maxsize=16_384)
def japanese_readings(name: str) -> tuple[str, ...]:
    """Return how a Japanese name can be read, family name first.

    Empty where a part of it is not known, or can be read in too many ways.
    """
    families, given = _japanese()
    plain = plain_characters(name)
    if plain in families:
        return families[plain]
    for length in (3, 2, 1, 4):
        family, rest = families.get(plain[:length]), given.get(plain[length:])
        if family and rest and len(rest) <= _MOST_READINGS:
            return tuple(f"{one} {other}" for one, other in product(family, rest))
    return ()


@lru_cache(maxsize=16_384)
def plain_characters(word: str) -> str:
    """Return Chinese characters in one form: simplified, and the Japanese short forms as the Chinese ones."""
    if not _ONLY_HAN.search(word):
        return word
    plain = "".join(_short_forms().get(char, char) for char in unicodedata.normalize("NFKC", word))
    return str(_icu("Hant-Hans").transliterate(plain))


@cache
def _short_forms() -> dict[str, str]:
    return {
        char: row["character"]
        for row in read_table("character_forms")
        for char in items(row["forms"])
    }
