"""How far a reading of annotated documents is right.

What belongs here: which calls and reactions of two readings are the same, and figures made of them. What does not:
reading.

A call is the annotated one when they share two parties (all, of a call with fewer); a reaction when call, side and
stance agree, the side being the country of whoever holds it, else the name. Countries are counted over parties of
matched calls that have a name, dates over matched calls; where the annotation leaves one open, so must the reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

Document = Mapping[str, Any]


@dataclass(slots=True)
class Share:
    """So many right of so many."""

    right: int = 0
    of: int = 0

    def count(self, is_right: bool) -> None:
        """Count one more."""
        self.right += is_right
        self.of += 1

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.right / self.of if self.of else None


@dataclass(slots=True)
class Found:
    """Records that are right, wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where there is nothing to find and nothing found."""
        of = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / of if of else None


@dataclass(slots=True)
class Score:
    """Figures over documents; ``counts`` are records right and stated by record, language and who read them."""

    calls: Found = field(default_factory=Found)
    reactions: Found = field(default_factory=Found)
    countries: Share = field(default_factory=Share)
    dates: Share = field(default_factory=Share)
    counts: dict[tuple[str, str, str], Share] = field(default_factory=dict)


def score(pairs: Iterable[tuple[Document, Document]], read_languages: Iterable[str]) -> Score:
    """Hold readings against annotations: pairs of an annotated document and of what was read (``as_annotation``).

    ``read_languages`` are those that the rules read.
    """
    found, known = Score(), set(read_languages)
    for gold, read in pairs:
        language = "english" if (gold.get("lang") or "en") in known else "other"
        _score_one(found, gold["calls"], read["calls"], language)
    return found


def _score_one(
    score: Score, gold: list[dict[str, Any]], read: list[dict[str, Any]], language: str
) -> None:
    matched = _matched(gold, read)
    score.calls.right += len(matched)
    score.calls.wrong += len(read) - len(matched)
    score.calls.missed += len(gold) - len(matched)
    for number, call in enumerate(read):
        _count(score, "call", language, call, number in matched)
        own = gold[matched[number]] if number in matched else None
        _score_reactions(score, own, call, language)
        if own is not None:
            score.dates.count(own["date"] == call["date"])
            _score_countries(score, own, call, language)
    for number, call in enumerate(gold):
        if number not in matched.values():
            score.reactions.missed += len(_stances(call))


def _count(score: Score, record: str, language: str, one: dict[str, Any], right: bool) -> None:
    key = (record, language, one.get("read_by") or "rules")
    score.counts.setdefault(key, Share()).count(right)


def _stances(call: dict[str, Any]) -> set[tuple[str, str]]:
    return {_side(reaction) for reaction in call["reactions"]}


def _side(reaction: dict[str, Any]) -> tuple[str, str]:
    who = reaction.get("country") or " ".join(_words(reaction.get("speaker") or ""))
    return who, reaction["stance"][0]


def _score_reactions(
    score: Score, gold: dict[str, Any] | None, call: dict[str, Any], language: str
) -> None:
    theirs = set() if gold is None else _stances(gold)
    ours: set[tuple[str, str]] = set()
    for reaction in call["reactions"]:
        side = _side(reaction)
        if side in ours:
            continue
        ours.add(side)
        _count(score, "reaction", language, reaction, side in theirs)
    score.reactions.right += len(ours & theirs)
    score.reactions.wrong += len(ours - theirs)
    score.reactions.missed += len(theirs - ours)


def _score_countries(
    score: Score, gold: dict[str, Any], call: dict[str, Any], language: str
) -> None:
    for party in call["parties"]:
        theirs = [p for p in gold["parties"] if same_name(p.get("name"), party.get("name"))]
        if not theirs:
            continue
        is_right = any(p.get("country") == party.get("country") for p in theirs)
        score.countries.count(is_right)
        if party.get("country") and party.get("country_basis") == "model":
            score.counts.setdefault(("country", language, "model"), Share()).count(is_right)


def _matched(gold: list[dict[str, Any]], read: list[dict[str, Any]]) -> dict[int, int]:
    """From each call read to the annotated one that it is, best first."""
    scored = sorted(
        (
            (-overlap, _days_apart(call, own), n, m)
            for n, call in enumerate(read)
            for m, own in enumerate(gold)
            if (overlap := _shared(own, call)) is not None
        ),
    )
    found: dict[int, int] = {}
    for _, _, n, m in scored:
        if n not in found and m not in found.values():
            found[n] = m
    return found


def _days_apart(call: dict[str, Any], own: dict[str, Any]) -> bool:
    return bool(call["date"] != own["date"])


def _shared(gold: dict[str, Any], read: dict[str, Any]) -> int | None:
    """How well the parties of two calls agree: a name counts more than a country; None where too few do."""
    points, used = 0, set()
    for own in gold["parties"]:
        best = (0, -1)
        for number, other in enumerate(read["parties"]):
            if number in used:
                continue
            named = same_name(own.get("name"), other.get("name"))
            placed = bool(own.get("country")) and own.get("country") == other.get("country")
            if not named and own.get("name") and other.get("name"):
                placed = False  # another person
            best = max(best, (2 * named + placed, number))
        if best[0] > 0:
            used.add(best[1])
            points += best[0]
    needed = min(2, len(gold["parties"]), len(read["parties"]))
    return points if len(used) >= needed > 0 else None


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two spellings name one person: the same words, or the last of one close to a word of the other.

    >>> same_name("Osk Tarrandel", "Tarrandel"), same_name("Osk Tarrandel", "Osk Vell")
    (True, False)
    """
    a, b = _words(one or ""), _words(other or "")
    if not a or not b:
        return False
    if "".join(a) == "".join(b) or sorted(a) == sorted(b):
        return True
    return any(
        _is_close(x[-1], word)
        for x, y in ((a, b), (b, a))
        for word in y
        if len(x[-1]) > 1 and len(word) > 1
    )


def _is_close(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= 0.85


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))


def totals(counts: Mapping[tuple[str, str, str], Share]) -> Counter[str]:
    """How many records of each kind were counted."""
    found: Counter[str] = Counter()
    for (record, _, _), share in counts.items():
        found[record] += share.of
    return found
