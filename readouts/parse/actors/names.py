"""Layer 2a: where a name begins and ends, and what words stand for countries.

What belongs here: capitalised names with their particles, initials and suffixes; words and lists of words for
countries and organisations. What does not: offices (``officereader``), and whose name it is (``coreference``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from readouts.parse.actors.lexicon import Lexicon, Place, own_names, place_at
from readouts.parse.text.tokens import Tokens

_LONGEST_NAME = 8

ARTICLE = re.compile("(?:al|el|as|an|ad|ar|at|ash|az|ath|ould)-[A-Z]")


class NameReader:
    """Reads names and words for countries in one tokenised text."""

    def __init__(self, text: str, tokens: Tokens, lex: Lexicon) -> None:
        self.text = text
        self.tokens = tokens
        self.lex = lex
        self.not_name = lex.words["not_name"]
        self.particles = lex.words["particle"]
        self.suffixes = lex.words["suffix"]
        self.dropped = lex.words["dropped_modifier"]
        self.former = lex.words["former"]
        self.sentence_end = _sentence_ends(tokens)
        self._places: dict[int, tuple[int, Place] | None] = {}
        self._meant: dict[Place, Place] = {}

    def place(self, i: int) -> tuple[int, Place] | None:
        """Return the country or organisation word at ``i``, if any."""
        if i not in self._places:
            found = place_at(self.lex, self.tokens, i) if i < len(self.tokens) else None
            if found is not None and found[1].others:
                found = found[0], self._which(found[1])
            self._places[i] = found
        return self._places[i]

    def _which(self, place: Place) -> Place:
        """A word for two countries stands for the one that the text also names otherwise."""
        if place not in self._meant:
            rivals = (place.country or "", *place.others)
            told = [
                iso3
                for iso3 in rivals
                if any(
                    re.search(rf"\b{re.escape(name)}\b", self.text)
                    for name in own_names(iso3, rivals)
                )
            ]
            usual = None if place.is_open else place.country
            self._meant[place] = replace(place, country=told[0] if len(told) == 1 else usual)
        return self._meant[place]

    def name_at(self, i: int) -> tuple[int, int] | None:
        """Return the range of a capitalised name that begins at token ``i``."""
        tokens = self.tokens
        if i >= len(tokens):
            return None
        if tokens.words[i] == "@" and i + 1 < self.sentence_end[i]:
            return (i + 1, i + 2)
        limit = min(self.sentence_end[i], i + _LONGEST_NAME)
        j = last = i
        while j < limit:
            word, lower = tokens.words[j], tokens.lower[j]
            if lower in self.suffixes and j > i:
                j += 1
                if j < limit and lower in ("jr", "sr") and tokens.words[j] == ".":
                    j += 1
                last = j
                continue
            if (
                word == ","
                and j > i
                and j + 1 < limit
                and tokens.lower[j + 1] in ("jr", "jr.", "sr", "sr.")
            ):
                j += 2
                if j < limit and tokens.words[j] == "." and tokens.lower[j - 1] in ("jr", "sr"):
                    j += 1
                last = j
                continue
            if (word[0].isupper() or ARTICLE.match(word)) and self._may_be_name(j, first=j == i):
                last = j = j + 1
                continue
            if lower in self.particles and last > i and j + 1 < limit and word[0].isalpha():
                j += 1
                continue
            if last == i and lower in self.lex.words["leading_particle"] and j + 1 < limit:
                if not (tokens.words[j + 1][0].isupper() or tokens.lower[j + 1] in self.particles):
                    break
                j += 1
                continue
            break
        return (i, last) if last > i else None

    def _may_be_name(self, j: int, *, first: bool) -> bool:
        tokens = self.tokens
        lower = tokens.lower[j]
        word = tokens.words[j]
        if len(word) == 1 and j > 0 and not first and word.isupper():
            return True
        if len(word) == 1 and self._initials(j):
            return True
        if not first and lower in self.lex.words["title_and_name"]:
            return True
        if lower in self.lex.titles and lower != "lady":
            after = tokens.words[j + 1] if j + 1 < self.sentence_end[j] else ""
            return not first and not after[:1].isupper() and after != "."
        if lower in self.not_name or lower in self.lex.portfolios:
            return False
        if lower in self.lex.words["clock"] and self._is_date(j):
            return False
        if lower == "said" and j == self.tokens.first[self.tokens.sentence[j]]:
            return False
        if "-" in lower and lower.rpartition("-")[2] in self.lex.words["suffixes"]:
            return False
        place = self.place(j)
        if place is not None and not (first and self._is_name_part(j, place[0])):
            if first or place[1].form not in ("name", "capital"):
                return False
            return lower in self.lex.words["place_and_name"] or self._in_name(j, place[0])
        return self.lex.offices.at(tokens.lower, j) is None

    def _in_name(self, j: int, end: int) -> bool:
        """Whether a country's or capital's word stands within a name: "Hassan Aden Warre", "Ilvar de la Madrid"."""
        tokens = self.tokens
        if tokens.lower[j - 1] in self.particles:
            return True
        if end != j + 1 or end >= self.sentence_end[j] or tokens.lower[j - 1] in self.lex.titles:
            return False
        word, lower = tokens.words[end], tokens.lower[end]
        return (
            word[0].isupper()
            and not word.isupper()
            and lower not in self.not_name
            and lower not in self.lex.offices
            and lower not in self.lex.titles
            and lower not in self.lex.portfolios
            and self.place(end) is None
            and not self._heading(j)
        )

    def _heading(self, j: int) -> bool:
        """Whether the sentence is written with capitals throughout, as headlines are."""
        first, last = self.tokens.first[self.tokens.sentence[j]], self.sentence_end[j]
        if self.tokens.words[last - 1] in ".!?":
            return False
        words = [w for w in self.tokens.words[first:last] if w[0].isalpha() and len(w) > 3]
        return sum(w[0].isupper() for w in words) * 4 > len(words) * 3

    def titled_name(self, i: int) -> tuple[int, int] | None:
        """Return the range of a name whose given name is a title elsewhere: "Sultan Al Zab" after an office."""
        if (
            i + 1 >= len(self.tokens)
            or self.tokens.lower[i] not in self.lex.words["title_and_name"]
        ):
            return None
        rest = self.name_at(i + 1)
        return (i, rest[1]) if rest else None

    def placed_name(self, i: int) -> tuple[int, int] | None:
        """Return the range of a name whose given name is a country's: "Jordan Vale" after an office."""
        place = self.place(i)
        if (
            place is None
            or place[0] > i + 1
            or place[1].form != "name"
            or i + 1 >= self.sentence_end[i]
        ):
            return None
        if not self.tokens.words[i + 1][0].isupper() or self.place(i + 1):
            return None
        rest = self.name_at(i + 1)
        return (i, rest[1]) if rest else None

    def _initials(self, j: int) -> bool:
        """Whether a capital letter begins initials: "A K Rao"."""
        words = self.tokens.words
        if j == 0 or self.tokens.sentence[j - 1] != self.tokens.sentence[j]:
            return False
        k = j + 1
        while k < self.sentence_end[j] and len(words[k]) == 1 and words[k].isupper():
            k += 1
        return k < self.sentence_end[j] and len(words[k]) > 1 and words[k][0].isupper()

    def _is_date(self, j: int) -> bool:
        """Whether "May", "June", "Jan" is a month where it stands: beside a number or after "in"."""
        words, lower = self.tokens.words, self.tokens.lower
        after = words[j + 1] if j + 1 < len(words) else ""
        before = lower[j - 1] if j else ""
        if after[:1].isdigit() or before[:1].isdigit() or after == ".":
            return True
        if before in (
            "in",
            "on",
            "since",
            "until",
            "by",
            "last",
            "next",
            "of",
            "late",
            "early",
            "mid",
            "this",
        ):
            return True
        if (
            j
            and words[j - 1][0].isupper()
            and self.tokens.sentence[j - 1] == self.tokens.sentence[j]
        ):
            return False
        return not (after[:1].isupper() or before in ("minister", "president", "mr", "ms", ","))

    def _is_person_name(self, first: int, last: int) -> bool:
        return any(len(w) > 1 for w in self.tokens.words[first:last])

    def _bracketed(
        self, name: tuple[int, int] | None, first: int, limit: int
    ) -> tuple[int, int] | None:
        """Join "(President Ilvar) Quen": an editor's brackets around the office and the given name."""
        words = self.tokens.words
        if (
            name
            and first > 0
            and words[first - 1] == "("
            and name[1] + 1 < limit
            and words[name[1]] == ")"
        ):
            more = self.name_at(name[1] + 1)
            if more:
                return name[0], more[1]
        return name

    def _is_name_part(self, i: int, end: int) -> bool:
        """A country's name that is part of a person's: "Israel Kadosh" after a comma or an office."""
        tokens = self.tokens
        if end >= self.sentence_end[i] or i == 0:
            return False
        word = tokens.words[end]
        if not word[0].isupper() or tokens.lower[end] in self.not_name or self.place(end):
            return False
        if tokens.lower[end] in self.lex.offices or tokens.lower[end] in self.lex.titles:
            return False
        before = tokens.words[i - 1]
        return before == "," or tokens.lower[i - 1] in self.lex.titles

    def _place_list(self, i: int) -> tuple[int, list[tuple[str | None, str | None]]] | None:
        """Read "Iran, Iraq and Norway" or "Israeli and Iranian"; at least two."""
        tokens = self.tokens
        limit = self.sentence_end[i]
        places: list[tuple[str | None, str | None]] = []
        j, end = i, i
        while j < limit and len(places) < 40:
            found = self.place(j)
            if found is None:
                break
            end, place = found
            places.append((place.country, place.organisation))
            j = end
            k = j
            while k < limit and tokens.lower[k] in (
                ",",
                "and",
                "the",
                "&",
                "of",
                "from",
                "as",
                "well",
            ):
                k += 1
            if k == j or k - j > 5:
                break
            j = k
        return (end, places) if len(places) > 1 else None


def _sentence_ends(tokens: Tokens) -> list[int]:
    """Return for each token where its sentence ends."""
    ends = list(range(1, len(tokens) + 1))
    for first, last in zip(tokens.first, tokens.last, strict=True):
        ends[first:last] = [last] * (last - first)
    return ends
