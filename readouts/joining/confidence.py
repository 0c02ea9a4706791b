"""How sure a record is: a probability from records like it that were counted.

What belongs here: the counts, and what they say of one record. What does not: counting, which
``readouts.evaluation.measure`` and the trial of a model do.

A count is of records right and stated on documents that neither the rules nor the model was made with, by what the
record is, who read it, and whether the rules read the language. Counts belong to the model that was measured; without
counts there is no number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from readouts.base.files import read_tsv
from readouts.domain.records import ReadBy
from readouts.reference import languages
from readouts.reference.stances.weights import confidence as rule_confidence
from readouts.reference.stances.weights import mean, threshold

Record = Literal["call", "reaction"]

_TABLE = Path(__file__).with_name("counts.tsv")
COLUMNS = ("record", "language", "documents", "read_by", "right", "stated")
"""The columns of a table of counts; ``language`` is "english" where the rules read the language, else "other"."""
SEALED = 2.0
"""Weight of the doubt beside counts on sealed documents: as if one of two more records were right (Laplace)."""
OWN = 20.0
"""Weight of the doubt beside counts of one's own trial: sixty documents that everybody may have seen show the model
at its best."""


class CountsError(ValueError):
    """A table of counts is not of the form that this module describes; the message says where."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Records right and stated, by record, language, documents and reader; ``weight`` is that of the doubt beside
    them."""

    rows: dict[tuple[str, str, str, str], tuple[int, int]]
    weight: float = SEALED

    def confidence(self, record: Record, read_by: ReadBy, language: str) -> float | None:
        """Return the probability that such a record is right; None where none was counted.

        Real documents count; written ones do where there are no real ones. Smoothed towards one half.

        Args:
            language: ISO 639-1 code of the report's language.
        """
        kind = "english" if language in languages() else "other"
        for documents in ("real", "written"):
            right, stated = self.rows.get((record, kind, documents, read_by), (0, 0))
            if stated:
                return round((right + self.weight / 2) / (stated + self.weight), 3)
        return None


def of_rule(confidence: float, rule: str, language: str) -> float:
    """The probability that a record of one rule is right, where records of all rules are with ``confidence``.

    What a rule earned on documents at hand (``reference.weights``) says how it compares with the others, not how
    often it is right elsewhere: its log odds are moved by as much as those of all rules together differ between the
    two. A rule that nobody counted has what all have.
    """
    at_hand, own = mean(language), rule_confidence(rule, language)
    if at_hand is None or own is None:
        return confidence
    return round(moved(own, at_hand, confidence), 3)


def moved(own: float, at_hand: float, elsewhere: float) -> float:
    """Return what a probability earned on documents at hand is on others, by what all rules have on both."""
    log_odds = _log_odds(own) + _log_odds(elsewhere) - _log_odds(at_hand)
    return 1 / (1 + math.exp(-log_odds))


def is_weak(confidence: float, language: str) -> bool:
    """Whether a record of the rules alone is too unsure to count: below the threshold of ``weak_rules.tsv``."""
    chosen = threshold(language)
    return chosen is not None and confidence < chosen.weak_below


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def read_counts(path: Path) -> Counts:
    """Read a table of counts, such as the trial of a model writes.

    Raises:
        CountsError: a column is missing, a number is none, or more records are right than stated.
        OSError: the file cannot be read.
    """
    return Counts({key: value for _, key, value in _read(path)}, OWN)


def measured() -> Counts:
    """Return the counts of the large language model that was measured, joined with the rules."""
    return Counts(_packaged().get("large", {}))


def earned_by_rules() -> Counts:
    """Return the counts of the rules where no model reads."""
    return Counts(_packaged().get("none", {}))


@cache
def _packaged() -> dict[str, dict[tuple[str, str, str, str], tuple[int, int]]]:
    found: dict[str, dict[tuple[str, str, str, str], tuple[int, int]]] = {}
    for model, key, value in _read(_TABLE):
        found.setdefault(model, {})[key] = value
    return found


def _read(path: Path) -> list[tuple[str, tuple[str, str, str, str], tuple[int, int]]]:
    found: list[tuple[str, tuple[str, str, str, str], tuple[int, int]]] = []
    for row in read_tsv(path):
        if missing := set(COLUMNS) - row.keys():
            raise CountsError(f"{path.name}: no column {', '.join(sorted(missing))}")
        key = (row["record"], row["language"], row["documents"], row["read_by"])
        try:
            right, stated = int(row["right"]), int(row["stated"])
        except (TypeError, ValueError):
            raise CountsError(f"{path.name}: {' '.join(map(str, key))}: no count") from None
        if not 0 <= right <= stated:
            raise CountsError(f"{path.name}: {' '.join(key)}: {right} right of {stated}")
        found.append((row.get("model") or "", key, (right, stated)))
    return found
