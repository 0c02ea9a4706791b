"""Names as they are compared: the words of a name in a form that spelling does not change.

What belongs here: the key of a name (``name_key``), by which a person is known again across articles however the name
is spelled: accents and case folded, other scripts' sounds in one spelling, short forms and spellings of given names as
one name, particles left out. What does not: the comparison of two keys, which is SQL (``sql/functions/``), and who
holds an office (``people``).

A key is for comparing alone; nobody is shown it. Words of a script other than the Latin one are folded and no more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from readouts.reference.scripts.latin import parted, plain_characters, romanized
from readouts.reference.tables import items, read_table

_SPECIAL = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a"}
)  # fmt: skip
_PIECE = re.compile(r"[^\W\d_]+")
_VOICED = frozenset("\u3099\u309a")
"""What makes another sound of a kana is no accent."""
_HYPHENS = frozenset("-‐‑")
_APOSTROPHES = re.compile("['’‘ʼʻ`´]")
_NUMERAL = re.compile(r"[IVX]{2,5}|[VX]")
_UNSPOKEN = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u05b0-\u05c7]")
"""Vowel signs that Arabic and Hebrew write in schoolbooks alone, and the stroke that lengthens a word."""
_SERVANT = frozenset(
    {"abd", "abdul", "abdel", "abdal", "abdol", "abdu", "abdur", "abdus", "abdou"}
    | {"عبد", "абд", "абдул", "абдель", "абдаль", "абду"}
)
"""What begins a name that only the next word completes ("Abdel Fattah", "Abd al-Rahman")."""
SHORTEST = 5
"""Shorter words are compared as they are spelled: too many differ in a letter alone ("Chen Jin", "Shen Yin")."""
GIVEN_IN_TWO = 3
"""So many words has a name of a family name and a given name in two ("Kim Tae Won")."""
LONGEST = 12
"""So many words of a name are compared at most; more is a sentence taken for a name."""


@lru_cache(maxsize=65_536)
def name_key(name: str | None) -> tuple[str, ...]:
    """Return the words by which a name is compared, in its order; none where there is no name.

    An initial is one letter, any other word has two or more.

    >>> name_key("Joe R. Marlowe, Jr.") == name_key("Joseph R. Marlowe Jr.")
    True
    >>> name_key("Faris bin Tolan Al-Qadim"), name_key("Mehmed Çagdaş")
    (('faris', 'tolan', 'qadim'), ('mohamed', 'cagdas'))
    """
    words = list(_whole_words(name or ""))
    kept = [word for word, is_article in words if not is_article]
    return tuple(dict.fromkeys((kept or [word for word, _ in words])[:LONGEST]))


def fuller_key(name: str | None, usual: str | None) -> tuple[str, ...]:
    """Return the key of a name as written or of the usual name of whoever it is known to be, whichever says more.

    >>> fuller_key("Quen", "Ilvar Quen"), fuller_key("Ilvar Arn Quen", "Ilvar Quen"), fuller_key(None, None)
    (('ilvar', 'quen'), ('ilvar', 'arn', 'quen'), ())
    """
    return max(name_key(usual), name_key(name), key=len)


@lru_cache(maxsize=65_536)
def name_parts(
    name: str | None, usual: str | None = None, side: str | None = None
) -> tuple[str, ...]:
    """Return the words of a name as it is written, in small letters, without particles: what other scripts hear of it.

    Args:
        usual: the usual name of whoever it is known to be, which stands where it has more words. side: whom the person
        speaks for, which says where a name written together is parted.

    >>> name_parts("Faris bin Tolan Al-Qadim"), name_parts("温嘉林", side="CHN")
    (('faris', 'tolan', 'qadim'), ('温', '嘉林'))
    """
    if usual and len(name_key(usual)) > len(name_key(name)):
        name = usual
    parts = list(_parts(name or ""))
    if len(parts) == 1 and (two := parted(parts[0][0], side)):
        return two
    words = ["".join(unit).casefold() for unit, is_particle in _units(parts) if not is_particle]
    untitled = [word for word in words if _particles().get(_folded(word)) != "title"]
    kept = untitled if len(untitled) > 1 else words or [written.casefold() for written, _ in parts]
    return tuple(dict.fromkeys(kept[:LONGEST]))


def _whole_words(name: str) -> Iterator[tuple[str, bool]]:
    """Each word as it is compared, and whether it is but a particle."""
    parts = list(_parts(name))
    for written, is_particle in _units(parts):
        folded = "".join(map(_folded, written))
        is_short = len(folded) == 1 or (len(written) == 1 and _NUMERAL.fullmatch(written[0]))
        yield folded if is_short else _compared(folded), is_particle and len(parts) > 1


def _units(parts: list[tuple[str, bool]]) -> Iterator[tuple[list[str], bool]]:
    """Each word, with the one that completes it where one does, and whether it is but a particle."""
    number = 0
    while number < len(parts):
        written, before_hyphen = parts[number]
        folded = _folded(written)
        following = _next_name(parts, number) if folded in _SERVANT else None
        if following is None:
            yield [written], _is_particle(folded, before_hyphen)
        else:
            yield [written, parts[following][0]], False
            number = following
        number += 1


def _next_name(parts: list[tuple[str, bool]], number: int) -> int | None:
    """The next part that is no particle."""
    for other in range(number + 1, len(parts)):
        if not _is_particle(_folded(parts[other][0]), parts[other][1]):
            return other
    return None


def _parts(name: str) -> Iterator[tuple[str, bool]]:
    """The words of a name, and of each whether a hyphen follows; "Min-jae" is one, "Jean-Luc" are two."""
    plain = _UNSPOKEN.sub("", _APOSTROPHES.sub("", unicodedata.normalize("NFC", name)))
    joined: list[tuple[str, int]] = []
    for match in _PIECE.finditer(plain):
        piece, start, end = match.group(), match.start(), match.end()
        is_tied = bool(joined) and plain[joined[-1][1] : start] in _HYPHENS
        if is_tied and piece[0].islower() and not _is_particle(_folded(joined[-1][0]), True):
            joined[-1] = (joined[-1][0] + piece, end)
        else:
            joined.append((piece, end))
    if len(joined) == GIVEN_IN_TWO and _particles().get(_folded(joined[0][0])) == "family":
        joined[1:] = [(joined[1][0] + joined[2][0].lower(), joined[2][1])]
    for written, end in joined:
        yield written, plain[end : end + 1] in _HYPHENS


def _is_particle(folded: str, before_hyphen: bool) -> bool:
    kind = _particles().get(folded)
    return kind == "link" or (kind == "article" and before_hyphen)


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    plain = word.casefold()
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain.translate(_SPECIAL))
    bare = (char for char in decomposed if not unicodedata.combining(char) or char in _VOICED)
    return unicodedata.normalize("NFC", "".join(bare))


def _compared(folded: str) -> str:
    """A word as it is compared: its name's first spelling, by sound."""
    return _sound(_same_names().get(_sound(folded), folded))


@lru_cache(maxsize=65_536)
def _sound(folded: str) -> str:
    if len(folded) < SHORTEST or not folded.isascii():
        return folded
    sound = folded
    for pattern, replacement in _sounds():
        sound = pattern.sub(replacement, sound)
    return sound if len(sound) > 1 else folded


@lru_cache(maxsize=65_536)
def given_name(word: str) -> str | None:
    """Return the given name that a word is a spelling of, in whatever script; None for one that no table has.

    >>> given_name("Mehmet"), given_name("محمد"), given_name("Мухаммед"), given_name("Quen")
    ('mohamed', 'mohamed', 'mohamed', None)
    >>> given_name("George") == given_name("乔治") == given_name("喬治")
    True
    """
    folded = plain_characters(_folded(word))
    if folded.isascii() or not (known := _same_names().get(folded)):
        plain = folded if folded.isascii() else romanized(folded)
        known = _same_names().get(_sound(plain))
    return known


@cache
def _particles() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in read_table("name_particles")}


@cache
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["written"]), row["sound"]) for row in read_table("name_sounds"))


@cache
def _same_names() -> dict[str, str]:
    """By sound: the name that stands for all its spellings and short forms; names that share one are one."""
    first: dict[str, str] = {}
    for forms in _families():
        others = [first[sound] for sound in map(_sound, forms) if sound in first]
        known = others[0] if others else forms[0]
        first |= {sound: known for sound, name in first.items() if name in others}
        first |= {_sound(form): known for form in forms}
    return first


def _families() -> Iterator[list[str]]:
    for table in ("name_spellings", "name_cognates"):
        for row in read_table(table):
            yield [_folded(form) for form in (row["name"], *items(row["spellings"]))]
    for row in read_table("nicknames", "en"):
        yield [_folded(form) for form in (row["name"], *items(row["short_forms"]))]
