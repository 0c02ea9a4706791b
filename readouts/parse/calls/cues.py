"""Layer 3a: the words that tell of a call, and the traps among them.

What belongs here: the table of cues, and finding in a sentence those that tell of calls that took place. What does
not: what makes a cue a trap (``held``), who took part (``parties``), how calls are joined (``frames``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import cast

from readouts.domain.records import Medium
from readouts.parse.actors.references.lexicon import Phrases
from readouts.parse.actors.sources import behind_dateline
from readouts.parse.calls.held import Around, is_none, kind_of
from readouts.parse.text.tokens import Tokens
from readouts.reference import items, read_table
from readouts.reference.word_classes import word_classes


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of the table of cues: what they tell; as found, their tokens; as true, the rule they came by."""

    kind: str
    medium: Medium
    plural: bool
    first: int = 0
    last: int = 0
    rule: str = ""


@cache
def call_words(language: str) -> Mapping[str, frozenset[str]]:
    """Return the sets of words that the rules of this layer go by; all irregular past forms are ``finite`` verbs."""
    sets = word_classes("call_words", language)
    past = {w for row in read_table("irregular_verbs", language) for w in items(row["past"])}
    return {**sets, "finite": sets["finite"] | past}


@cache
def _table(language: str) -> Phrases[Cue]:
    return Phrases(_entries(language))


def _entries(language: str) -> Iterator[tuple[str, Cue]]:
    for row in read_table("cues", language):
        kind, medium = row["kind"], cast(Medium, row["medium"])
        # "by|over ?the phone" is "by the phone", "by phone" and the same with "over".
        choices = [
            [*word.lstrip("?").split("|"), *([""] if word.startswith("?") else [])]
            for word in row["phrase"].split(" ")
        ]
        for phrase in (" ".join(filter(None, words)) for words in product(*choices)):
            several = phrase.rpartition(" ")[2] in call_words(language)["several_calls"]
            yield phrase, Cue(kind, medium, several and kind == "noun")
            if kind == "noun":
                yield f"{phrase}s", Cue(kind, medium, True)


def cues_of(tokens: Tokens, language: str) -> dict[int, list[Cue]]:
    """Return, by sentence, where words of the table stand in a text."""
    table, end = _table(language), 0
    found: dict[int, list[Cue]] = {}
    for i in [i for i, word in enumerate(tokens.lower) if word in table.firsts]:
        hit = table.at(tokens.lower, i) if i >= end else None
        sentence = tokens.sentence[i]
        if hit is not None and sentence >= 0 and hit[0] <= tokens.last[sentence]:
            end, word = hit
            cue = Cue(word.kind, word.medium, word.plural, i, end)
            found.setdefault(sentence, []).append(cue)
    return found


def true_cues(
    tokens: Tokens, found: list[Cue], language: str, *, heading: bool, begin: int = 0
) -> list[Cue]:
    """Return those of a sentence's cues that tell of calls of the past; a ``heading`` tells them in the present.

    What stands before ``begin`` only heads the sentence.
    """
    words, out = call_words(language), list[Cue]()
    for cue in found:
        at = tokens.sentence[cue.first]
        span = max(begin, behind_dateline(tokens, at)), tokens.last[at]
        around = Around(tokens, words, cue.first, cue.last, *span, heading, language, bool(begin))
        kind = kind_of(around, cue.kind)
        if kind and not is_none(around, kind):
            rule = f"{kind}:{'-'.join(tokens.lower[cue.first : cue.last])}"
            out.append(Cue(kind, cue.medium, cue.plural, cue.first, cue.last, rule))
    return out
