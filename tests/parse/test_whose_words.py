"""Whose words a report's reactions are: whole texts, where a pronoun or an owner might be anybody's."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from readouts import parse

CASES = Path(__file__).parent / "cases" / "whose_words.tsv"
FRIDAY = datetime.date(2026, 3, 6)


def cases() -> list[tuple[str, str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"], row["country"], row["expected"] or "") for row in rows]


@pytest.mark.parametrize(("text", "country", "expected"), cases(), ids=lambda v: str(v)[-50:])
def test_words_are_given_to_whoever_spoke_them(text: str, country: str, expected: str) -> None:
    parsed = parse(
        text,
        published=FRIDAY,
        source_country=country.strip("!") or None,
        is_official=country.endswith("!"),
    )
    found = [
        f"{r.country} {r.stance} {r.toward or '-'}" for call in parsed.calls for r in call.reactions
    ]
    assert sorted(found) == sorted(part.strip() for part in expected.split(";") if part.strip())
    assert parsed.calls
