"""Calls that were not held: to come, cancelled, denied in the sentence or in the one after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from readouts.base.files import read_tsv
from readouts.domain.records import Report
from readouts.grounding.call_words import faulty_told
from readouts.grounding.document import read_document

CASES = read_tsv(Path(__file__).parent / "cases" / "not_held.tsv")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['text']}")
def test_a_call_that_was_not_held_is_none(case: dict[str, str]) -> None:
    document = read_document(Report(case["text"], None, None, language=case["language"]))
    start = document.view.text.index(case["told"])
    expected = None if case["is_held"] == "yes" else "not_held"
    assert faulty_told(document, (start, start + len(case["told"]))) == expected
