"""From which probability on what a rule says counts: chosen by cross-validation, grouped by document.

What belongs here: the choice. What does not: counting what each rule is worth and writing the table (``weigh``), and
what is made of it (``readouts.joining``).

The annotated documents are cut into ``PARTS`` of whole documents. What the rules say in each part has the probability
that they earned on the others, moved as ``readouts.joining.confidence`` moves it to documents that nobody looked at.
Below the threshold a record is left out. The threshold chosen is the highest that leaves the greatest balance: right
records less ``COST`` times the wrong ones, weighed so that all together are right as often as on documents that nobody
looked at.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from readouts.joining.confidence import earned_by_rules, moved
from readouts.reference.stances.weights import Threshold, smoothed

PARTS = 10
SEED = 1
"""The cut is the same each time: what changes is the counts."""
COST = 2.0
"""How many missing records one wrong record is as bad as: a false statement does more harm than a missing one."""
STEPS = tuple(step / 100 for step in range(20, 95, 5))
"""The thresholds that are tried; finer ones would only fit the documents at hand."""


class Said(NamedTuple):
    """A record of a rule: the number of its document, the rule, and whether the annotation has it too."""

    document: int
    rule: str
    is_right: bool


def choose(said: Sequence[Said], language: str) -> Threshold:
    """Return the threshold for what the rules of stances say in a language, with what it keeps and leaves out."""
    elsewhere = earned_by_rules().confidence("reaction", "rules", language)
    assert elsewhere is not None, "the rules were counted"
    at_hand = sum(one.is_right for one in said) / len(said)
    weight = {True: elsewhere / at_hand, False: -COST * (1 - elsewhere) / (1 - at_hand)}
    judged = [(one, p) for part in _parts(said) for one, p in _judged(said, part, elsewhere)]
    balance = {t: sum(weight[one.is_right] for one, p in judged if p >= t) for t in STEPS}
    best = max(balance.values())
    chosen = max(t for t in STEPS if balance[t] >= best - 1e-9)
    kept = Counter(one.is_right for one, p in judged if p >= chosen)
    weak = Counter(one.is_right for one, p in judged if p < chosen)
    return Threshold("stance", chosen, kept[True], kept[False], weak[True], weak[False])


def _parts(said: Sequence[Said]) -> list[set[int]]:
    documents = sorted({one.document for one in said})
    random.Random(SEED).shuffle(documents)
    return [set(documents[part::PARTS]) for part in range(PARTS)]


def _judged(said: Sequence[Said], part: set[int], elsewhere: float) -> list[tuple[Said, float]]:
    """The records of a part, each with the probability that its rule earned on the other parts."""
    others = [one for one in said if one.document not in part]
    fired, right = Counter(one.rule for one in others), sum(one.is_right for one in others)
    good = Counter(one.rule for one in others if one.is_right)
    of_all = right / len(others)
    return [
        (one, moved(smoothed(good[one.rule], fired[one.rule], of_all), of_all, elsewhere))
        for one in said
        if one.document in part
    ]
