"""From which probability on what a rule says counts: chosen by cross-validation, grouped by document.

What belongs here: the choice. What does not: counting what each rule is worth and writing the table (``weigh``), and
what is made of it (``readouts.joining``).

The annotated documents are cut into ``PARTS`` of whole documents. What the rules say in each part has the probability
that they earned on the others, moved as ``readouts.joining.confidence`` moves it to documents that nobody looked at.
Below the threshold a record is left out. A threshold's balance is its right records less ``COST`` times the wrong ones,
weighed so that all together are right as often as on documents that nobody looked at. The threshold chosen is the
lowest whose balance is within one standard error of the greatest (over documents, as in Breiman et al., CART, 1984):
what a few records more or less would turn is no reason to leave out others. For the same reason the threshold that is
in force stays while its balance is within one, too.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import pstdev
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


def choose(said: Sequence[Said], language: str, in_force: float | None = None) -> Threshold:
    """Return the threshold for what the rules of stances say in a language, with what it keeps and leaves out.

    ``in_force`` is the one that was chosen before, None for none.
    """
    elsewhere = earned_by_rules().confidence("reaction", "rules", language)
    assert elsewhere is not None, "the rules were counted"
    at_hand = sum(one.is_right for one in said) / len(said)
    weight = {True: elsewhere / at_hand, False: -COST * (1 - elsewhere) / (1 - at_hand)}
    judged = [(one, p) for part in _parts(said) for one, p in _judged(said, part, elsewhere)]
    balances = {t: _balances(judged, t, weight) for t in STEPS}
    best = max(balances.values(), key=lambda of: sum(of.values()))
    good = [t for t in STEPS if _is_as_good(balances[t], best)]
    chosen = in_force if in_force is not None and in_force in good else min(good)
    kept = Counter(one.is_right for one, p in judged if p >= chosen)
    weak = Counter(one.is_right for one, p in judged if p < chosen)
    return Threshold("stance", chosen, kept[True], kept[False], weak[True], weak[False])


def _balances(
    judged: Sequence[tuple[Said, float]], threshold: float, weight: Mapping[bool, float]
) -> dict[int, float]:
    """The balance of each document at a threshold."""
    found: dict[int, float] = {one.document: 0.0 for one, _ in judged}
    for one, probability in judged:
        if probability >= threshold:
            found[one.document] += weight[one.is_right]
    return found


def _is_as_good(balances: Mapping[int, float], best: Mapping[int, float]) -> bool:
    """Whether a balance is within one standard error of the best, by what they differ in document by document."""
    short = [best[document] - balances[document] for document in best]
    return sum(short) <= sqrt(len(short)) * pstdev(short)


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
