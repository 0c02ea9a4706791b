"""What is wrong with an answer: kinds of faults, with the reason for a person and the advice for a model.

What belongs here: the records, and the table of their words. What does not: finding faults.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from readouts.base.files import read_tsv

Effect = Literal["refused", "opened", "noted"]
"""What a fault does: the piece is left out; the one field is left open; nothing, it is only said."""

_WORDS = 300
_MOST_NAMED = 40
"""Faults that a model is told of; a longer list is as good as none."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: why the piece does not stand, and what a model that is asked again should do."""

    reason: str
    advice: str


KINDS = {
    row["kind"]: Kind(row["reason"], row["advice"])
    for row in read_tsv(Path(__file__).with_name("faults.tsv"))
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an answer.

    ``path`` is where in the answer ("calls[0].reactions[2].evidence"), ``words`` what it says there as JSON, cut where
    that is long.
    """

    kind: str
    path: str
    words: str
    effect: Effect

    @property
    def reason(self) -> str:
        """What is wrong, as the rest of a sentence that begins with the piece."""
        return KINDS[self.kind].reason

    def __str__(self) -> str:
        return f"{self.path} {self.words}: {self.reason}"


def fault(kind: str, path: str, value: object, effect: Effect) -> Fault:
    """Make a fault of any JSON value."""
    try:
        words = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        words = "a value that cannot be shown"
    words = words.encode("utf-8", "replace").decode("utf-8")
    words = words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"
    return Fault(kind, path, words, effect)


def asking_again(faults: Sequence[Fault]) -> tuple[str, ...]:
    """Return what to tell a model of its faults when it is asked once more, a line each."""
    told = [one for one in faults if one.effect != "noted"][:_MOST_NAMED]
    return tuple(f"{one.path} {one.words} {one.reason}: {KINDS[one.kind].advice}." for one in told)
