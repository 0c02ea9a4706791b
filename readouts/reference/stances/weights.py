"""What each rule is worth: how often it fired, how often rightly, on annotated documents.

What belongs here: reading ``rule_weights.tsv`` and ``weak_rules.tsv`` of a language, and the confidence that a rule
has earned. What does not: the counting (``benchmarks/weigh.py``) and the rules (``stances.tsv``).

The tables are written by ``make weigh``. ``kind`` is "stance" for the rules of ``stances.tsv``; cues of calls and
bases of dates have kinds of their own when they are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from readouts.reference.tables import rows_of

DOUBT = 5.0
"""Weight of what all rules earned beside a rule's own counts: as if so many more of its records had been average."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One rule's counts: records ``fired`` and ``right``, and why the others are wrong.

    Wrong are records in a ``call`` that is none or has other parties; those that another party holds, or one of
    another country (``holder``); and those whose ``words`` are no such stance. ``right_lost`` and ``wrong_saved`` are
    the stances of sides, right and wrong, that are said no more when the rule is taken out and the others stay.
    """

    kind: str
    rule: str
    fired: int
    right: int
    call: int
    holder: int
    words: int
    right_lost: int
    wrong_saved: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """Below which probability what a rule says is doubtful, and how many held-out records it keeps and leaves out.

    The table is ``weak_rules.tsv``; ``benchmarks/weak.py`` says how it is chosen.
    """

    kind: str
    weak_below: float
    kept_right: int
    kept_wrong: int
    weak_right: int
    weak_wrong: int


@cache
def weights(language: str) -> dict[str, Weight]:
    """Return the counts of a language's rules, by rule; empty where none were counted."""
    return {
        row["rule"]: Weight(row["kind"], row["rule"], *(int(n) for n in list(row.values())[2:]))
        for row in rows_of("rule_weights", language)
    }


@cache
def mean(language: str, kind: str = "stance") -> float | None:
    """Return the share of right ones among the records of all rules of a kind; None where none was counted."""
    counted = [w for w in weights(language).values() if w.kind == kind]
    fired = sum(w.fired for w in counted)
    return sum(w.right for w in counted) / fired if fired else None


@cache
def confidence(rule: str, language: str) -> float | None:
    """Return the probability that a record of a rule is right, smoothed towards that of all; None where not counted."""
    one = weights(language).get(rule)
    average = None if one is None else mean(language, one.kind)
    if one is None or average is None:
        return None
    return round(smoothed(one.right, one.fired, average), 3)


def smoothed(right: int, fired: int, average: float) -> float:
    """Return the share of right ones among a rule's records, drawn towards that of all rules."""
    return (right + DOUBT * average) / (fired + DOUBT)


@cache
def threshold(language: str, kind: str = "stance") -> Threshold | None:
    """Return the threshold for the rules of a kind; None where none was chosen."""
    for row in rows_of("weak_rules", language):
        if row["kind"] == kind:
            below, *counts = list(row.values())[1:]
            return Threshold(kind, float(below), *map(int, counts))
    return None
