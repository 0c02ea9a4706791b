"""Languages as a reader of English calls them, and which way they are written; from CLDR, by babel.

What belongs here: naming a language by its code, and its data in CLDR. What does not: telling which language a text
is in.
"""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

UNTOLD = frozenset({"", "und", "mul", "zxx"})
"""Codes that name no language (ISO 639-2)."""


@cache
def _locale(code: str) -> Locale | None:
    if code in UNTOLD:
        return None
    try:
        return Locale.parse(code.replace("-", "_"))
    except (ValueError, TypeError, UnknownLocaleError):
        return None


def locales(code: str) -> tuple[Locale, ...]:
    """CLDR's data of a language (ISO 639-1), of each script that it is written in; none where CLDR lacks it.

    >>> [str(locale) for locale in locales("sr")]
    ['sr', 'sr_Latn']
    """
    both = (_locale(code), _locale(f"{code}-Latn"))
    return tuple(dict.fromkeys(locale for locale in both if locale is not None))


def language_name(code: str | None) -> str:
    """The English name of a language; its code where CLDR has no name for it, empty where none is told.

    >>> language_name("fa"), language_name("und")
    ('Persian', '')
    """
    if code is None or code in UNTOLD:
        return ""
    locale = _locale(code)
    return (locale and locale.english_name) or code


def is_right_to_left(code: str | None) -> bool:
    """Whether a language is written from right to left."""
    locale = None if code is None else _locale(code)
    return locale is not None and locale.text_direction == "rtl"
