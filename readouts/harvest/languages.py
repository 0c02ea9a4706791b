"""The language of a page: what it states, checked against the script it is written in.

What belongs here: choosing among stated languages. What does not: reading the page (``extract.py``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

_CODE = re.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]|$)")
_SAMPLE = 2000

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
    """The ISO 639 code: the first stated one that the script allows, else what the script implies, else und."""
    script = _script(text)
    fits = _SCRIPTS.get(script)
    candidates = [code for code in (*_stated(tree), fallback) if code]
    for code in candidates:
        code = code.split("-")[0].lower()
        if code in fits if fits else code not in _NOT_LATIN:
            return code
    return fits[0] if fits else "und"


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
