"""Whether a text may tell of a call between officials: a first, cheap look in many languages.

What belongs here: looking for the words of ``LANGUAGE/call_mentions.tsv`` (and ``call_mentions.tsv`` for languages
without one). What does not: reading the call; a text that passes may tell of none.

It serves two ends. Texts in a language that is not read count as missed calls only where they speak of one; and only
texts that pass are worth a reader that costs something. So it lets through too much rather than too little: a word for
the telephone is enough alone, a word for talking where an official is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from readouts.reference.tables import items, languages, read_table

TABLE = "call_mentions"
NEAR = 200
"""Characters between a word for talking and one for an official."""

MOST = 200_000
"""Characters of a text that are looked at."""

# letters that are written in several ways, each for one character, so that places stay what they are
_SAME = str.maketrans(
    {"İ": "i", "I": "i", "ı": "i", "ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ۀ": "ه",
     "\u200c": " ", "\u200d": " ", "\u00a0": " ", "\u00ad": " ", "\n": " ", "’": "'", "ё": "е", "‐": "-", "‑": "-"}
)  # fmt: skip
_MARKS = re.compile("[\u064b-\u0652\u0640\u0591-\u05c7]")
_LETTER = r"[^\W\d_]"
# written without spaces between words: a term may stand anywhere
_RUNNING = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text first speaks of a call: offsets in it, end exclusive."""

    start: int
    end: int


def first_mention(text: str, language: str) -> Mention | None:
    """Where a text first speaks of what may be a call between officials; None where it does not.

    ``language`` is an ISO 639-1 code, or any other for the words that many languages share.
    """
    words = _words(language)
    text = text[:MOST]
    places = None
    if _MARKS.search(text):
        # vowel signs stand between the letters of a word, and are mostly left out
        places = [place for place, letter in enumerate(text) if not _MARKS.match(letter)]
        text = "".join(text[place] for place in places)
    plain = _plain(text)
    found = [*_matches(words["call"], plain)[:1], *_talks(words, plain)]
    first = min(found, key=lambda mention: mention.start, default=None)
    if first is None or places is None:
        return first
    return Mention(places[first.start], places[first.end - 1] + 1)


def may_tell_of_a_call(text: str, language: str) -> bool:
    """Whether a text speaks of what may be a call between officials."""
    return first_mention(text, language) is not None


def languages_with_words() -> tuple[str, ...]:
    """The codes of the languages that have a list of their own, sorted."""
    return languages(TABLE)


def _talks(words: dict[str, re.Pattern[str] | None], plain: str) -> Iterator[Mention]:
    """The first word for talking that has an official near it."""
    talks = _matches(words["talk"], plain)
    officials = _matches(words["official"], plain) if talks else []
    at = 0
    for talk in talks:
        while at < len(officials) and officials[at].end < talk.start - NEAR:
            at += 1
        if at < len(officials) and officials[at].start <= talk.end + NEAR:
            yield talk
            return


def _matches(pattern: re.Pattern[str] | None, plain: str) -> list[Mention]:
    if pattern is None:
        return []
    return [Mention(match.start(), match.end()) for match in pattern.finditer(plain)]


def _plain(text: str) -> str:
    """A text for comparison, of the same length."""
    text = text.translate(_SAME)
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower()[:1] or c for c in text)


@cache
def _words(language: str) -> dict[str, re.Pattern[str] | None]:
    """The patterns of a language by kind; None for a kind without words."""
    own = language if language in languages(TABLE) else None
    rows = read_table(TABLE, own)
    found: dict[str, re.Pattern[str] | None] = dict.fromkeys(("call", "talk", "official"))
    terms = {row["kind"]: items(row["terms"]) for row in rows}
    never = "|".join(_pattern(term) for term in terms.get("never", ()))
    for kind in found:
        if kind in terms:
            found[kind] = _any_of(terms[kind], f"(?!{never})" if never and kind == "talk" else "")
    return found


def _any_of(terms: tuple[str, ...], but_not: str) -> re.Pattern[str]:
    """One pattern for all terms: those that begin a word together, so that only beginnings of words are looked at.

    ``but_not`` stands before these: what they must not be the beginning of.
    """
    words = [_pattern(term) for term in terms if not _may_stand_anywhere(term)]
    parts = [_pattern(term) for term in terms if _may_stand_anywhere(term)]
    groups = [rf"(?<!\w){but_not}(?:{'|'.join(words)})" if words else "", "|".join(parts)]
    return re.compile("|".join(filter(None, groups)))


def _may_stand_anywhere(term: str) -> bool:
    return term.startswith("-") or bool(_RUNNING.search(term))


def _pattern(term: str) -> str:
    """The pattern of a term: "-" at an end, or before a space, stands for any letters."""
    body = _plain(_MARKS.sub("", term.strip("-")))
    parts = [
        re.escape(part.removesuffix("-")) + (f"{_LETTER}*" if part.endswith("-") else "")
        for part in body.split()
    ]
    # a joiner may stand between the words, beside the space
    joined = r"\s{1,3}".join(parts)
    return joined if term.endswith("-") or _RUNNING.search(body) else rf"{joined}(?!\w)"
