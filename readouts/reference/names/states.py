"""How states are called in a language that has no table of its own (``places.tsv``): as CLDR has it, through babel.

What belongs here: CLDR's names of territories and of languages, which in most languages are the adjectives of states
too, cut where endings vary, and ``state_words.tsv``, which has what CLDR lacks. What does not: languages with a table
of their own, and where such words stand in a text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from readouts.base.alike import alike, loose
from readouts.reference.geography import iso3_by_iso2
from readouts.reference.language_names import locales
from readouts.reference.tables import items, read_table

_LEAST = 4
"""So many letters are left at least of a word whose ending varies."""
_ENDING = re.compile("[aeiouyăαειοηωתаеиоуыяєїеěéíýáóúôäöüőőąę]$")
_NO_NAME = re.compile(r"[^\w\u0900-\u097F'’׳:. -]| -|- ")
"""No single name: "Kongo - Kinshasa"; what stands in brackets, a former name, is cut before. The vowel signs of Hindi
are no word characters for ``re``."""
_CONGO = frozenset({"COD", "COG"})
"""In many languages CLDR calls one of them by the word that stands for either."""
_UNBENT = frozenset({"vi", "th"})
"""Languages whose words have no endings."""


@cache
def state_words(language: str) -> dict[str, str]:
    """Return from words to the states (ISO 3166-1 alpha-3) that they stand for; none for a language CLDR lacks.

    A word ends in "-" where it may go on. One that begins the name of another state is whole ("Niger", "Nigeria"), and
    one that two states share is left out.

    >>> state_words("pl")["Gruzj-"], state_words("pl")["niemieck-"]
    ('GEO', 'DEU')
    """
    names: dict[str, str] = {}
    for locale in locales(language):
        for iso2, iso3 in iso3_by_iso2().items():
            name = locale.territories.get(iso2, "").split(" (")[0]
            if name and (iso3 not in _CONGO or " " in name):
                names[name] = iso3
        for row in read_table("state_tongues"):
            tongue = locale.languages.get(row["language"], "")
            if tongue and " " not in tongue:  # "Tiếng Việt"
                names[tongue] = row["side"]
    written = {name: side for name, side in names.items() if not _NO_NAME.search(name)}
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for name, side in written.items():
        meant[_key(name)].add(side)
    own = {name: side for name, side in written.items() if meant[_key(name)] == {side}}
    begun = [(side, _key(word)) for name, side in own.items() for word in name.split()]
    found = {
        name if language in _UNBENT else _cut(name, side, begun): side for name, side in own.items()
    }
    return found | dict(_by_hand(language))


def _by_hand(language: str) -> Iterator[tuple[str, str]]:
    for row in read_table("state_words"):
        if row["language"] == language:
            yield from ((word, row["side"]) for word in items(row["words"]))


def _cut(name: str, side: str, begun: list[tuple[str, str]]) -> str:
    """Return a name without the endings that vary, save where it would stand for another's word ("Niger", "Nigeria").

    Args:
        begun: the words of all names as they are compared, each with its side.
    """
    bent = " ".join(_bare(word) for word in name.split())
    stem = _key(bent.split()[-1].rstrip("-"))
    is_anothers = any(
        word.startswith(stem) and other != side and _key(_bare(word).rstrip("-")) != stem
        for other, word in begun
    )
    return name if is_anothers else bent


def _bare(word: str) -> str:
    """Return a word without the vowel that it ends in, and open; whole where it is short."""
    cut = _ENDING.sub("", word)
    if len(cut) >= _LEAST:
        return f"{cut}-"
    return f"{word}-" if len(word) >= _LEAST else word


def _key(name: str) -> str:
    return loose(alike(name))
