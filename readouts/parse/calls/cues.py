"""Layer 3a: the words that tell of a call, and the traps among them.

What belongs here: the table of cues, and finding in a sentence those that tell of calls that took place. What does
not: what makes a cue a trap (``traps``), who took part (``parties``), and how calls are joined (``calls``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import cast

from readouts.domain.records import Medium
from readouts.parse.actors.references.lexicon import Phrases
from readouts.parse.calls.traps import Around, cancelled, denied, habitual, kind_of, unreal
from readouts.parse.text.tokens import Tokens
from readouts.reference import read_table
from readouts.reference.tables import items
from readouts.reference.word_classes import word_classes


@dataclass(frozen=True, slots=True)
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
def call_words(language: str = "en") -> dict[str, frozenset[str]]:
    """Return the sets of words that the rules of this layer go by, from the table ``call_words``."""
    sets = dict(word_classes("call_words", language))
    past = (items(row["past"]) for row in read_table("irregular_verbs", language))
    sets["finite"] |= {word for words in past for word in words}
    return sets


@cache
def cue_table(language: str = "en") -> Phrases[CueWord]:
    """Return the words that tell of a call, from the table ``cues``."""
    return Phrases(_cues(language))


def _cues(language: str) -> Iterator[tuple[str, CueWord]]:
    for row in read_table("cues", language):
        kind, medium = row["kind"], cast(Medium, row["medium"])
        for phrase in spelled_out(row["phrase"]):
            yield phrase, CueWord(kind, medium, plural=False)
            if kind == "noun":
                yield f"{phrase}s", CueWord(kind, medium, plural=True)


def spelled_out(row: str) -> Iterator[str]:
    """Return the phrases of a row: "by|over ?the phone" is "by the phone", "by phone" and the same with "over"."""
    choices = [
        [*word.lstrip("?").split("|"), *([""] if word.startswith("?") else [])]
        for word in row.split(" ")
    ]
    return (" ".join(filter(None, words)) for words in product(*choices))


def cues_in(
    tokens: Tokens, first: int, last: int, *, heading: bool, language: str = "en"
) -> list[Cue]:
    """Return the cues among the tokens ``first`` to ``last`` that tell of calls of the past."""
    table, lower = cue_table(language), tokens.lower
    found: list[Cue] = []
    if table.firsts.isdisjoint(lower[first:last]):
        return found
    words, end = call_words(language), first
    for i in range(first, last):
        hit = table.at(lower, i) if i >= end and lower[i] in table.firsts else None
        if hit is None or hit[0] > last:
            continue
        end, word = hit
        around = Around(tokens, words, i, end, first, last, heading)
        kind = kind_of(around, word.kind)
        if kind and not _is_none(around, kind):
            rule = f"{kind}:{'-'.join(lower[i:end])}"
            found.append(Cue(i, end, kind, word.medium, word.plural, rule))
    return found


def _is_none(around: Around, kind: str) -> bool:
    """Whether a cue tells of no call that was: one put off, yet to come, usual, or denied."""
    return cancelled(around) or unreal(around, kind) or habitual(around) or denied(around, kind)
