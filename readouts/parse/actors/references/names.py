"""Layer 2a: a text and its sentences as layer 2 reads them, and where a name begins and ends in them.

What belongs here: capitalised names with their particles, initials and suffixes; words and lists of words for
countries and organisations. What does not: offices (``offices``), and whose name it is (``people``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from functools import cached_property

from readouts.parse.actors.references.lexicon import (
    Lexicon,
    Place,
    is_named,
    office_openers,
    own_names,
    place_at,
)
from readouts.parse.text.tokens import PAD, Tokens
from readouts.reference.names.given_names import genders
from readouts.reference.scripts.latin import plain_characters

ARTICLE = re.compile("(?:(?:al|el|as|an|ad|ar|at|ash|az|ath|ould)-|[dl]['’])[A-ZÀ-Þ]")
Span = tuple[int, int]

_GLOTTAL = "ʻʼ"
"""Letters that some languages of the Pacific begin names with: "ʻAlani"."""
_LONGEST_NAME = 8
_VERBAL = ("s", "ed", "ing")
"""Endings of verbs in headlines."""
_BODY = 6
"""A text with so few words with a capital need not repeat whom its headline names."""
_MOST_PLACES = 40


class Article:
    """One text: its words, those that have a capital letter, and what words for several countries mean in it."""

    def __init__(self, text: str, tokens: Tokens, lex: Lexicon) -> None:
        self.text, self.tokens, self.lex = text, tokens, lex
        self.vocabulary = set(zip(tokens.words, tokens.lower, strict=True)) - {("", "")}
        large = (word for word, _ in self.vocabulary if word.lstrip(_GLOTTAL)[:1].isupper())
        self.capitals = set(large)
        self._meant: dict[Place, Place] = {}

    @cached_property
    def capitals_of_body(self) -> Set[str]:
        """The words that have a capital in a sentence that is no headline, in lower case."""
        found = set[str]()
        for first, last in zip(self.tokens.first, self.tokens.last, strict=True):
            words = self.tokens.words[first:last]
            if words and not is_headline(words):
                pairs = zip(words, self.tokens.lower[first:last], strict=True)
                found.update(lower for word, lower in pairs if word[0].isupper())
        return found

    @cached_property
    def lists_states(self) -> bool:
        """Whether several sentences begin with a country's name and a colon: the text is a list by country."""
        tokens, found = self.tokens, 0
        for first, last in zip(tokens.first, tokens.last, strict=True):
            if first < last and tokens.lower[first] in self.lex.places.firsts:
                place = place_at(self.lex, tokens.words, tokens.lower, first)
                found += place is not None and tokens.words[place[0]] == ":"
        return found > 1

    def meant(self, place: Place) -> Place:
        """Return what a word for two countries stands for: the one that the text also names otherwise."""
        if place not in self._meant:
            rivals = (place.country or "", *place.others)
            named = {iso3: own_names(iso3, rivals) for iso3 in rivals}
            told = [c for c, own in named.items() if any(is_named(name, self.text) for name in own)]
            usual = None if place.is_open else place.country
            self._meant[place] = replace(place, country=told[0] if len(told) == 1 else usual)
        return self._meant[place]


class View:
    """One sentence: its words, then empty ones, so that no look ahead or back needs a limit."""

    def __init__(self, article: Article, sentence: int) -> None:
        self.article, self.lex, tokens = article, article.lex, article.tokens
        self._sets, self._beginnings = self.lex.words, self.lex.places.firsts
        self.openers = office_openers(self.lex)
        self.base, end = tokens.first[sentence], tokens.last[sentence]
        self.size = end - self.base
        self.words = tokens.words[self.base : end] + PAD
        self.lower = tokens.lower[self.base : end] + PAD
        self.capital = [word in article.capitals for word in self.words]
        """For each word whether it begins with a capital letter."""
        self._places: dict[int, tuple[int, Place] | None] = {}
        self.subject_before: tuple[str | None, str | None] | None = None
        """The country or organisation that the sentence before begins with."""

    def text(self, first: int, last: int) -> str:
        """Return the text from one word to another (exclusive)."""
        starts, ends = self.article.tokens.starts, self.article.tokens.ends
        return self.article.text[starts[self.base + first] : ends[self.base + last - 1]]

    def named(self, i: int, name: str, other: str = "") -> bool:
        """Whether a word is in a set of ``small_words.tsv``, or in another."""
        lower, sets = self.lower[i], self._sets
        return lower in sets[name] or (other != "" and lower in sets[other])

    def place(self, i: int) -> tuple[int, Place] | None:
        """Return the end and the country or organisation of the words at ``i``, if they stand for one."""
        if self.lower[i] not in self._beginnings:
            return None
        if i not in self._places:
            found = place_at(self.lex, self.words, self.lower, i)
            if found is not None and (i in self.fixed or self._is_branch(i, found[1])):
                found = None  # "New Mexico", "South China Sea" are no countries
            elif found is not None and found[1].others:
                found = found[0], self.article.meant(found[1])
            self._places[i] = found
        return self._places[i]

    def _is_branch(self, i: int, place: Place) -> bool:
        """Whether a country's name only ends a body's: "Amnesty Norway thanked", "the group Azadi Norway"."""
        body = self.named(i - 1, "branched") or self.named(i - 2, "kind_of_body")
        return body and self.capital[i - 1] and place.form == "name"

    @cached_property
    def fixed(self) -> dict[int, int]:
        """For each word of a name that only holds a country's, where the name ends."""
        found: dict[int, int] = {}
        names = self.lex.fixed
        if names.firsts.isdisjoint(self.lower):
            return found
        for i, word in enumerate(self.lower):
            if word in names.firsts and self.capital[i] and i not in found:
                name = names.at(self.lower, i)
                if name is not None and self.capital[name[0] - 1]:
                    found.update(dict.fromkeys(range(i, name[0]), name[0]))
        return found

    def is_of_headlines(self, i: int) -> bool:
        """Whether a word within a headline has a capital nowhere else: "Minister Makes Calls", "QUEN CONDOLES WITH"."""
        if not self.heading or i + 1 >= self.size:
            return False
        body = self.article.capitals_of_body
        return len(body) > _BODY and self.lower[i] not in body

    def is_shouted_word(self, i: int) -> bool:
        """Whether the text writes a word of a shouted headline small, and never large: "QUEN HAD A CALL"."""
        lower, article = self.lower[i], self.article
        return (
            self.shouts
            and (lower, lower) in article.vocabulary
            and lower not in article.capitals_of_body
        )

    @cached_property
    def shouts(self) -> bool:
        """Whether the sentence is written in capitals alone."""
        return self.heading and all(w.isupper() for w in self.words[: self.size] if w.isalpha())

    @cached_property
    def heading(self) -> bool:
        """Whether the sentence is written with capitals throughout, as headlines are."""
        return is_headline(self.words[: self.size])

    def is_plain(self, i: int) -> bool:
        """Whether a capitalised word is nothing but part of a name."""
        lower, lex = self.lower[i], self.lex
        known = (
            lower in lex.words["not_name"] or lower in self.openers or lower in lex.titles.firsts
        )
        return self.capital[i] and not known and self.place(i) is None


def is_headline(words: Sequence[str]) -> bool:
    """Whether a sentence is written with capitals throughout, as headlines are."""
    if words[-1] in (".", "!", "?"):
        return False
    long = [w for w in words if w[0].isalpha() and len(w) > 3]
    return sum(w[0].isupper() for w in long) * 4 > len(long) * 3


def name_at(v: View, i: int, *, office: bool = False) -> Span | None:
    """Return the range of a capitalised name that begins at word ``i``.

    Behind an ``office`` the given name may be a country's, a title or another word: "Jordan Vale", "Sultan Al Zab",
    "To Lam".
    """
    if v.words[i] == "@" and v.words[i + 1]:
        return i + 1, i + 2
    if _says_of_headlines(v, i):
        return None  # "Minister Calls Peruvian President, Offers Condolences"
    j = last = i
    known = v.named(i, "title_and_name", "word_and_name") or _is_place_word(v, i)
    given = office and known and v.words[i].istitle()
    if (given or is_given_title(v, i)) and not v.place(i + 1) and name_at(v, i + 1):
        j = last = i + 1
    while j - i < _LONGEST_NAME:
        if last > i and (end := _suffix(v, j)) > j:
            j = last = end
        elif (v.capital[j] or ARTICLE.match(v.words[j])) and _may_be_name(v, j, i):
            j = last = j + 1 + (v.named(j, "abbreviated") and v.words[j + 1] == ".")
        elif v.named(j, "particle" if last > i else "leading_particle"):
            j += 1
        elif last > i and v.words[j] in ("'", "’") and v.lower[j + 1].startswith("al-"):
            j += 1  # "Jabir Shia’ al-Sadi"
        else:
            break
    rare = v.named(last, "word_and_surname") or _is_place_word(v, last)
    ends = not v.capital[last + 1] or v.named(last + 1, "word_and_surname")
    if office and rare and ends and last == i + 1 and v.words[last].istitle():
        last += plain_characters(v.lower[i]) in genders()  # "Minister Tom Power", "Tom Holland"
    while last > i and v.lower[last - 1].endswith(_VERBAL) and v.is_of_headlines(last - 1):
        last -= 1  # "Quen Condoles", "Minister Makes", "QUEN MEETS"
    return (i, last) if last > i else None


def _says_of_headlines(v: View, i: int) -> bool:
    """Whether a word that only a headline writes large is a verb or an adverb by its ending: "Offers", "Deeply"."""
    word = v.lower[i]
    ending = word.endswith((*_VERBAL, "ly"))
    return ending and v.is_of_headlines(i) and plain_characters(word) not in genders()


def _is_place_word(v: View, i: int) -> bool:
    """Whether one word with a capital is a country's or a capital city's name."""
    place = v.place(i) if v.capital[i] else None
    return place is not None and place[0] == i + 1 and place[1].form in ("name", "capital")


def _suffix(v: View, j: int) -> int:
    """Return where "II", "Jr.", ", Sr." at ``j`` ends; ``j`` where there is none."""
    k = j + (v.words[j] == "," and v.named(j + 1, "junior"))
    if not v.named(k, "suffix"):
        return j
    return k + 1 + (v.named(k, "junior") and v.words[k + 1] == ".")


def _may_be_name(v: View, j: int, start: int) -> bool:
    word, lower, lex = v.words[j], v.lower[j], v.lex
    first = j == start
    if word == "I" and not first:
        # A ruler's number, and else the pronoun: "With Prime Minister Marchand I had a call".
        return False
    if v.is_shouted_word(j):
        return False
    if len(word) == 1 and (not first or v.capital[j + 1]):
        return True  # initials: "A K Rao"
    if not first and (v.named(j, "title_and_name", "within_name")):
        return True
    if lex.titles.at(v.lower, j) is not None:
        return not first and not v.capital[j + 1] and v.words[j + 1] != "."
    if lower in lex.words["not_name"] or lower in lex.portfolios:
        return False
    if lower in lex.words["clock"] and _is_date(v, j):
        return False
    if lower.endswith("ing") and j - start > 1 and v.heading:
        return False  # "Ilvar Quen Previewing Talks"
    place = v.place(j)
    if place is None:
        return lex.offices.at(v.lower, j) is None
    if first:
        return place[1].form == "name" and is_given(v, j, place[0])
    if place[1].form not in ("name", "capital"):
        return False
    # A country's or capital's word within a name: "Hassan Aden Warre", "Ilvar de la Madrid".
    return (
        v.is_plain(place[0]) or lower in lex.words["place_and_name"] or v.named(j - 1, "particle")
    )


def is_shouted(word: str) -> bool:
    """True for words in capitals such as "HE", which is a title and no pronoun."""
    return len(word) > 1 and word.isupper()


def is_given(v: View, i: int, end: int) -> bool:
    """Whether a country's word is a given name: "Mr Israel Kadosh", "Chad Vale said"."""
    told = v.named(i, "given_place") or v.lower[i - 1] in v.lex.titles.firsts
    return told and end == i + 1 and v.is_plain(end)


def is_given_title(v: View, i: int) -> bool:
    """Whether a title is a given name: "Dr Sultan Vale", "Prince Sultan", "Sultan bin Vale", "Sultan Al Vale"."""
    if not v.named(i, "title_and_name") or not v.words[i].istitle():
        return False
    family = v.words[i + 1] in ("Al", "Al-") or ARTICLE.match(v.words[i + 1])
    given = v.named(i - 1, "before_given") or (v.named(i, "title_or_given") and family)
    return v.named(i + 1, "son_of") or bool(given and name_at(v, i + 1))


def _is_date(v: View, j: int) -> bool:
    """Whether "May", "June", "Jan" is a month where it stands: beside a number or after "in"."""
    before, after = v.words[j - 1], v.words[j + 1]
    dated = before[:1].isdigit() or after[:1].isdigit() or after == "."
    alone = not (v.capital[j - 1] or v.capital[j + 1])
    return dated or alone or v.named(j - 1, "before_date")


def place_list(
    v: View,
    i: int,
    most: int = _MOST_PLACES,
    begins_another: Callable[[View, Place, int], bool] | None = None,
) -> tuple[int, list[tuple[str | None, str | None]]] | None:
    """Read "Iran, Iraq and Norway" or "Israeli and Iranian"; at least two, and no more than ``most`` of them.

    ``begins_another`` tells of a place behind the first, by it and where it ends, that it is none of the list.
    """
    places: list[tuple[str | None, str | None]] = []
    j = end = i
    while len(places) < most and (found := v.place(j)):
        if places and begins_another and begins_another(v, found[1], found[0]):
            break
        end, place = found
        places.append((place.country, place.organisation))
        j = end
        while j - end < 5 and v.named(j, "place_glue"):
            j += 1
        if j == end:
            break
    return (end, places) if len(places) > 1 else None
