"""The language of a page: what it states, checked against the script and the small words it is written in.

What belongs here: choosing among stated languages. What does not: reading the page (``extract.py``).
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_CODE = re.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]|$)")
_WORD = re.compile(r"[^\W\d_]+")
_TABLE = Path(__file__).with_name("function_words.tsv")
_SAMPLE = 2000
_LEAST_WORDS = 25
_CLEAR = 0.18

# languages by script; those of no line here are written in Latin letters
_SCRIPTS = {
    "CYRILLIC": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "uz", "bs", "cnr"),
    "ARABIC": ("ar", "fa", "ur", "ps", "ckb", "ug", "sd", "ku"),
    "HAN": ("zh", "ja"),
    "KANA": ("ja",),
    "HANGUL": ("ko",),
    "GREEK": ("el",),
    "HEBREW": ("he", "yi"),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "THAI": ("th",),
    "LAO": ("lo",),
    "KHMER": ("km",),
    "MYANMAR": ("my",),
    "DEVANAGARI": ("hi", "ne", "mr", "sa"),
    "BENGALI": ("bn", "as"),
    "SINHALA": ("si",),
    "TAMIL": ("ta",),
    "ETHIOPIC": ("am", "ti"),
    "TIBETAN": ("dz", "bo"),
    "THAANA": ("dv",),
}
_NOT_LATIN = {code for codes in _SCRIPTS.values() for code in codes} - {
    "sr",
    "uz",
    "bs",
    "cnr",
    "kk",
    "ku",
}
_FAMILIES = {"CJK": "HAN", "HIRAGANA": "KANA", "KATAKANA": "KANA"}


def language_of(tree: Any, text: str, fallback: str | None) -> str:
    """The ISO 639 code of a text, und where it cannot be told.

    The first stated one that the script allows and the small words do not contradict; else the one of which the
    text has most small words; else what the script implies. ``fallback`` is what the source says.
    """
    fits = _SCRIPTS.get(_script(text))
    shares = _shares(text, fits)
    best = max(shares, key=lambda code: shares[code], default=None)
    highest = shares[best] if best else 0.0
    for code in (*_stated(tree), fallback):
        code = (code or "").split("-")[0].lower()
        if not code or (code not in fits if fits else code in _NOT_LATIN):
            continue
        if highest < _CLEAR or shares.get(code, 0.0) >= highest / 2:
            return code
    if best and highest >= _CLEAR:
        return best
    return fits[0] if fits else "und"


def _shares(text: str, fits: tuple[str, ...] | None) -> dict[str, float]:
    """The share of a text's words that are small words of each language of its script."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    if len(words) < _LEAST_WORDS:
        return {}
    counts = Counter(words)
    return {
        code: sum(counts[word] for word in small) / len(words)
        for code, small in _small_words().items()
        if (code in fits if fits else code not in _NOT_LATIN)
    }


@functools.cache
def _small_words() -> dict[str, frozenset[str]]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return {row["language"]: frozenset(row["words"].split()) for row in rows}


def _stated(tree: Any) -> Iterator[str]:
    """The codes that the page states, the most specific place first."""
    root = tree.getroottree().getroot()
    values = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")]
    values.extend(tree.xpath("//meta[@property='og:locale']/@content"))
    values.extend(
        tree.xpath(
            "//meta[translate(@http-equiv, 'CLONTEGUA', 'clontegua')='content-language']/@content"
        )
    )
    for value in values:
        match = _CODE.match(value or "")
        if match:
            yield match[1].lower()


def _script(text: str) -> str:
    """The script of most letters; a good part of kana makes a text Japanese among Chinese characters."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "LATIN"
    counts: Counter[str] = Counter()
    for letter in sample:
        if letter < "\u0250":
            counts["LATIN"] += letter.isalpha()
        elif letter.isalpha():
            name = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
            counts[_FAMILIES.get(name, name)] += 1
    if not counts:
        return "LATIN"
    if (
        counts["KANA"] > 0.1 * (counts["HAN"] + counts["KANA"])
        and counts["KANA"] > counts["LATIN"] / 4
    ):
        return "KANA"
    return counts.most_common(1)[0][0]
