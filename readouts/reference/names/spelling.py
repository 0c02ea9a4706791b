"""How names of people are spelt, and when two spellings are the same name.

What belongs here: taking a name apart and comparing two. What does not: who the people are (``people``), and names
within one article, where less is enough (the parser's).

Two names are the same where given name and family name agree, in either order; what is left out or added may be middle
names, initials, "Jr." and particles. They agree letter by letter after case, diacritics, apostrophes and hyphens are
taken away, or by a table: ``name_spellings.tsv`` (Muhammad, Mohamed) and a language's ``nicknames.tsv`` (Joe, Joseph).
Rules are few and hold for whole families of names: doubled letters, "ou" for "u", and the endings of Slavic names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from readouts.reference.tables import items, languages, read_table

_ARTICLES = frozenset(["al", "el", "as", "an", "ad", "ar", "at", "ash", "az", "ath", "ul"])
_NASAB = frozenset({"bin", "ibn", "ben", "bint"})
_PARTICLES = (
    _ARTICLES
    | _NASAB
    | {"da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "van", "von"}
    | {"e", "la", "le", "ould", "y"}
)
"""Left out of the comparison wherever they do not stand first: "Ben Wallace" keeps his name."""
_SERVANTS = frozenset({"abd", "abdel", "abdul", "abdal"})
_SUFFIXES = frozenset({"jr", "sr"})
_STYLES = frozenset({"sheikh", "shaikh", "sheik", "sayyid"})
"""Left out before two more words: "Sheikh Tamim bin Hamad", but "Sheikh Hasina" keeps her name."""
_NUMERAL = re.compile(r"[ivx]+")
_LETTERS = {
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "e"
}  # fmt: skip
"""What no diacritic can be taken from, in ASCII; apostrophes, also those that stand for a letter, are left out."""
_ODD_LETTER = re.compile(f"[{''.join(_LETTERS)}ʻʼ’‘'`ʿʾ]")
_TWO_CAPITALS = re.compile(r"\b([A-Z])([A-Z])\b(?=\s)")
_MARKS = re.compile("[\u0300-\u036f]+")
_DOUBLED = re.compile(r"(.)\1+")
_ENDING = re.compile(r"(?:skiy|skyi|skij)$|(?:iy|yi|ij|ey|ei|ej|ee|y)$")
_JOINED_ARTICLE = re.compile(r"\b(?:al|el|as|an|ad|ar|at|ash|az|ath|ul)-")
_SERVANT = re.compile(r"\b(abd|abd[aeu]l)[ -](?=\w)")
_FAMILY_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "KHM"})
_TWO_SURNAMES = frozenset(
    {"ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "ESP", "GNQ", "GTM", "HND", "MEX"}
    | {"NIC", "PAN", "PER", "PRY", "SLV", "URY", "VEN"}
    | {"AGO", "BRA", "CPV", "GNB", "MOZ", "PRT", "STP", "TLS"}
)
"""Where a second family name may follow or be left out (Spanish and Portuguese custom)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: ``tokens`` are its comparable words in order, ``joined`` the same run together.

    ``initials`` are single letters before or between them; ``nasab`` says that it counts forefathers ("bin");
    ``shorts`` are the words that may stand for it beside an office, joined; ``own`` is a ruler's own name.
    """

    tokens: tuple[str, ...]
    joined: frozenset[str]
    initials: str
    nasab: bool
    shorts: frozenset[str]
    own: str
    second_surname: bool

    def is_short_for(self, known: Name, *, ruler: bool) -> bool:
        """Whether this, beside an office, may stand for the other: a family name, or where ``ruler`` one's own."""
        if self.initials and known.tokens and not known.tokens[0].startswith(self.initials[0]):
            return False
        words = self.tokens[1:] if len(self.tokens) > 1 and self.tokens[0] in _PARTICLES else ()
        written = {"".join(self.tokens), "".join(words)} - {""}
        return bool(written & known.shorts) or (ruler and known.own in written)


def fold_many(lines: str) -> str:
    """Return names, a line each, as loose words in small letters: enough to find, not to compare."""
    plain = _SERVANT.sub(r"\1", _JOINED_ARTICLE.sub("", _plain(lines)))
    return plain.replace("-", "").replace("|", " ").replace(".", " ").replace(",", " ")


@lru_cache(maxsize=4096)
def read_name(name: str, side: str = "") -> Name:
    """Take a name apart. ``side`` is whom the person stands for, which says how family names are placed there."""
    words, initials, nasab = _take_apart(name)
    turned = {"".join(words), "".join(words[-1:] + words[:-1]), "".join(words[1:] + words[:1])}
    return Name(
        tokens=tuple(words),
        joined=frozenset(turned) if len(words) > 1 else frozenset(),
        initials=initials,
        nasab=nasab,
        shorts=frozenset(_shorts(words, side)),
        own=words[0] if nasab or _is_regnal(words) else "",
        second_surname=side in _TWO_SURNAMES,
    )


def same_name(asked: Name, known: Name) -> bool:
    """Whether a name as written is the known one, written in whole."""
    a, k = asked.tokens, known.tokens
    if not a or not k:
        return False
    if len(a) == 1 or len(k) == 1:
        initials = bool(asked.initials) and asked.initials[:1] == known.initials[:1]
        return a == k and initials
    if asked.joined & known.joined and not (asked.nasab or known.nasab):
        return True
    first, last = _alike(a[0], k[0]), _alike(a[-1], k[-1])
    if (asked.nasab or known.nasab) and not first:
        return False
    if len(a) == len(k):
        return (first and last and _within(a, k)) or (_within(a, k) and _within(k, a))
    shorter, longer = (a, k) if len(a) < len(k) else (k, a)
    if not _within(shorter, longer):
        return False
    if first and last:
        return True
    if shorter is a:
        return asked.nasab and known.nasab and a == k[: len(a)]
    return known.second_surname and k == a[: len(k)] and len(a) - len(k) <= 2


def _within(some: Iterable[str], others: tuple[str, ...]) -> bool:
    return all(any(_alike(one, other) for other in others) for one in some)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    nicknames = _nicknames()
    return other in nicknames.get(one, ()) or one in nicknames.get(other, ())


def _is_regnal(words: list[str]) -> bool:
    return len(words) > 1 and _NUMERAL.fullmatch(words[1]) is not None


def _shorts(words: list[str], side: str) -> Iterable[str]:
    if not words:
        return
    yield "".join(words)
    if side in _FAMILY_FIRST:
        yield words[0]
    elif not _is_regnal(words):
        yield words[-1]
    if side in _TWO_SURNAMES and len(words) > 2:
        yield words[-2]
        yield words[-2] + words[-1]


def _take_apart(name: str) -> tuple[list[str], str, bool]:
    """Return a name's comparable words, its initials, and whether it counts forefathers."""
    plain = _fold(name.partition(" of ")[0]).replace(",", " ")
    raw = [part for word in plain.split() for part in _parts(word)]
    words: list[str] = []
    initials, nasab, servant = "", False, False
    for place, word in enumerate(raw):
        if len(word) == 1 and len(raw) > 1:
            initials += word
        elif place and word in _PARTICLES:
            nasab = nasab or word in _NASAB
        elif word in _SUFFIXES or (not place and word in _STYLES and len(raw) > 2):
            continue
        elif word in _SERVANTS and place + 1 < len(raw):
            servant = True
        else:
            words.append("abd" + canonical(word) if servant else canonical(word))
            servant = False
    if len(words) > 2 and _NUMERAL.fullmatch(words[-1]):
        words.pop()
    return words, initials, nasab


def _parts(word: str) -> list[str]:
    """Split off what a hyphen or full stops join: an article ("al-Sisi") and initials ("J.D.", "J.R.R.")."""
    if "." in word:
        return [part for part in word.split(".") if part]
    head, hyphen, rest = word.partition("-")
    if hyphen and (head in _ARTICLES or head in _SERVANTS):
        return [head, *_parts(rest)]
    return [word.replace("-", "")] if word.strip("-") else []


def _fold(name: str) -> str:
    """Return a name in small letters without diacritics and apostrophes; two capitals alone become initials.

    In a name of capitals they are a word like the others ("LI KEQIANG").
    """
    return _plain(name if name.isupper() else _TWO_CAPITALS.sub(r"\1.\2.", name))


def _plain(text: str) -> str:
    plain = _ODD_LETTER.sub(lambda odd: _LETTERS.get(odd[0], ""), text.lower())
    return plain if plain.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", plain))


@lru_cache(maxsize=32768)
def canonical(word: str) -> str:
    """Return what a folded word of a name is compared by."""
    return _spellings().get(word) or _by_rule(word)


def _by_rule(word: str) -> str:
    if len(word) > 5 and word.startswith(("abdel", "abdul", "abdal")):
        word = "abd" + word[5:]
    word = _DOUBLED.sub(r"\1", word).replace("ou", "u")
    return _ENDING.sub(lambda found: "ski" if found[0].startswith("sk") else "i", word)


@cache
def _spellings() -> dict[str, str]:
    """Return from each spelling of a given name to the one that stands for all."""
    found: dict[str, str] = {}
    for row in read_table("name_spellings"):
        stands = _by_rule(_fold(row["name"]))
        for spelling in (row["name"], *items(row["spellings"])):
            word = _fold(spelling).replace("-", "")
            found[word] = stands
            found.setdefault(_by_rule(word), stands)
    return found


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """Return from each given name to its short forms, in all languages that have a table of them."""
    found: dict[str, frozenset[str]] = {}
    for language in languages("nicknames"):
        for row in read_table("nicknames", language):
            full = canonical(_fold(row["name"]))
            short = frozenset(canonical(_fold(word)) for word in items(row["short_forms"]))
            found[full] = found.get(full, frozenset()) | short
    return found
