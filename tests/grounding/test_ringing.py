"""Who rang: a claim that the text bears out is kept, the other way round is refused, and so is one that nothing tells.

What belongs here: the direction of a call in each language, by sentences that say it plainly (``cases/ringing.tsv``).
What does not: who takes part (``test_roles``).
"""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from readouts.domain.records import Report
from readouts.grounding import ground

CASES = Path(__file__).parent / "cases" / "ringing.tsv"
_PERSON = re.compile(r"(?P<name>[^=(]+?)(?: = (?P<written>[^(]+?))?(?: \((?P<country>[A-Z]{3})\))?")


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        kept = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def party(letter: str, told: str) -> dict[str, Any]:
    found = _PERSON.fullmatch(told)
    assert found, told
    written = found["written"] or found["name"]
    return {
        "letter": letter,
        "name": found["name"],
        "as_written": written,
        "office": None,
        "country": found["country"],
    }


def faults(case: dict[str, str], initiator: str) -> list[str]:
    """What is wrong with a claim that one of the two rang."""
    report = Report(case["text"], None, date(2032, 6, 1), language=case["language"])
    call = {
        "told": case["text"].rstrip(".。"),
        "date": None,
        "date_words": None,
        "medium": "unspecified",
        "initiator": initiator,
        "parties": [party("A", case["one"]), party("B", case["other"])],
        "reactions": [],
    }
    grounded = ground(report, {"calls": [call]})
    [held] = grounded.article.calls
    kinds = [fault.kind for fault in grounded.faults if fault.kind.startswith("rang_")]
    assert ("initiator" in [one.role for one in held.parties]) is not bool(kinds)
    return kinds


@pytest.mark.parametrize(
    "case", cases(), ids=lambda case: f"{case['language']}: {case['text'][:40]}"
)
def test_only_who_is_told_to_have_rung_did(case: dict[str, str]) -> None:
    told = {"one": "A", "other": "B"}.get(case["rang"])
    found = {letter: faults(case, letter) for letter in "AB"}
    if told is None:
        assert found == {"A": ["rang_not_told"], "B": ["rang_not_told"]}
        return
    assert found.pop(told) == []
    [refused] = found.values()
    assert refused in (["rang_other_way"], ["rang_not_told"])


def test_every_language_has_cases_both_ways() -> None:
    found = {(case["language"], case["rang"]) for case in cases()}
    several = {"ru", "zh", "pt", "tr", "es"}
    assert found >= {
        (language, rang) for language in several - {"es", "tr"} for rang in ("one", "other", "")
    }
    assert {language for language, _ in found} >= several | {
        "ar",
        "de",
        "en",
        "fa",
        "fr",
        "id",
        "it",
        "ja",
        "ko",
        "uk",
    }


def test_of_several_who_rang_each_did_and_whom_they_rang_did_not() -> None:
    text = "Глебу Северцеву позвонили Селим Кайдан и Мурат Ержанов."
    report = Report(text, None, date(2032, 6, 1), language="ru")
    people = {
        "A": ("Глеб Северцев", "Глебу Северцеву"),
        "B": ("Селим Кайдан",) * 2,
        "C": ("Мурат Ержанов",) * 2,
    }

    def found(initiator: str) -> list[str]:
        call = {
            "told": text.rstrip("."),
            "date": None,
            "date_words": None,
            "medium": "phone",
            "initiator": initiator,
            "parties": [
                {"letter": k, "name": n, "as_written": w, "office": None, "country": None}
                for k, (n, w) in people.items()
            ],
            "reactions": [],
        }
        return [
            f.kind for f in ground(report, {"calls": [call]}).faults if f.kind.startswith("rang_")
        ]

    assert {letter: found(letter) for letter in people} == {
        "A": ["rang_other_way"],
        "B": [],
        "C": [],
    }
