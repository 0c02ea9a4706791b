"""Layer 3a: the words that tell of a call, and the traps among them.

What belongs here: the table of cues, and finding in a sentence those that tell of calls that took place. What does
not: what makes a cue a trap (``traps``, ``unheld``), who took part (``parties``), how calls are joined (``frames``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import cast

from readouts.domain.records import Medium
from readouts.parse.actors.references.lexicon import Phrases
from readouts.parse.calls.around import Around
from readouts.parse.calls.traps import kind_of
from readouts.parse.calls.unheld import is_none
from readouts.parse.text.tokens import Tokens
from readouts.reference import items, read_table
from readouts.reference.word_classes import word_classes


@dataclass(slots=True)
class CueWord:
    """An entry of the table of cues."""

    kind: str
    medium: Medium
    plural: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as found: its tokens, what it tells, and the rule it came by."""

    first: int
    last: int
    kind: str
    medium: Medium
    plural: bool
    rule: str


@cache
def call_words(language: str) -> Mapping[str, frozenset[str]]:
    """Return the sets of words that the rules of this layer go by; all irregular past forms are ``finite`` verbs."""
    sets = word_classes("call_words", language)
    past = {w for row in read_table("irregular_verbs", language) for w in items(row["past"])}
    return {**sets, "finite": sets["finite"] | past}


@cache
def _table(language: str) -> Phrases[CueWord]:
    return Phrases(_entries(language))


def _entries(language: str) -> Iterator[tuple[str, CueWord]]:
    for row in read_table("cues", language):
        kind, medium = row["kind"], cast(Medium, row["medium"])
        for phrase in _spelled_out(row["phrase"]):
            several = phrase.rpartition(" ")[2] in call_words(language)["several_calls"]
            yield phrase, CueWord(kind, medium, plural=several and kind == "noun")
            if kind == "noun":
                yield f"{phrase}s", CueWord(kind, medium, plural=True)


def _spelled_out(row: str) -> Iterator[str]:
    """Return the phrases of a row: "by|over ?the phone" is "by the phone", "by phone" and the same with "over"."""
    choices = [
        [*word.lstrip("?").split("|"), *([""] if word.startswith("?") else [])]
        for word in row.split(" ")
    ]
    return (" ".join(filter(None, words)) for words in product(*choices))


def cues_of(tokens: Tokens, language: str) -> dict[int, list[tuple[int, int, CueWord]]]:
    """Return, by sentence, where the words of the table stand in a text (tokens, the second exclusive), and which."""
    table, end = _table(language), 0
    found: dict[int, list[tuple[int, int, CueWord]]] = {}
    for i in [i for i, word in enumerate(tokens.lower) if word in table.firsts]:
        hit = table.at(tokens.lower, i) if i >= end else None
        sentence = tokens.sentence[i]
        if hit is not None and sentence >= 0 and hit[0] <= tokens.last[sentence]:
            end = hit[0]
            found.setdefault(sentence, []).append((i, *hit))
    return found


def true_cues(
    tokens: Tokens, found: list[tuple[int, int, CueWord]], language: str, *, heading: bool
) -> list[Cue]:
    """Return those of a sentence's cues that tell of calls of the past; a ``heading`` tells them in the present."""
    words, out = call_words(language), list[Cue]()
    for i, end, word in found:
        sentence = tokens.sentence[i]
        first, last = tokens.first[sentence], tokens.last[sentence]
        around = Around(tokens, words, i, end, first, last, heading)
        kind = kind_of(around, word.kind)
        if kind and not is_none(around, kind):
            rule = f"{kind}:{'-'.join(tokens.lower[i:end])}"
            out.append(Cue(i, end, kind, word.medium, word.plural, rule))
    return out
