"""What each rule is worth: how often it fired, how often rightly, on annotated documents.

What belongs here: reading ``rule_weights.tsv`` of a language, and the confidence that a rule has earned. What
does not: the counting (``benchmarks/weigh.py``) and the rules (``stances.tsv``).

The table is written by ``make weigh``. ``kind`` is "stance" for the rules of ``stances.tsv``; cues of calls and
bases of dates have kinds of their own when they are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from readouts.reference.tables import read_table, table_path

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


@cache
def weights(language: str) -> dict[str, Weight]:
    """Return the counts of a language's rules, by rule; empty where none were counted."""
    if not table_path("rule_weights", language).is_file():
        return {}
    return {
        row["rule"]: Weight(row["kind"], row["rule"], *(int(n) for n in list(row.values())[2:]))
        for row in read_table("rule_weights", language)
    }


@cache
def confidence(rule: str, language: str) -> float | None:
    """Return the probability that a record of a rule is right, smoothed towards that of all; None where not counted."""
    counted = weights(language)
    if rule not in counted:
        return None
    one, all_of = counted[rule], [w for w in counted.values() if w.kind == counted[rule].kind]
    mean = sum(w.right for w in all_of) / max(1, sum(w.fired for w in all_of))
    return round((one.right + DOUBT * mean) / (one.fired + DOUBT), 3)
