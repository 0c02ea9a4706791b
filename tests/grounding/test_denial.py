"""What a text says that somebody did not say: such words are no stance, in any language.

What belongs here: sentences in which a stance is denied, and such as hold a word of denial and deny nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from readouts.base.files import read_tsv
from readouts.domain.records import Report
from readouts.grounding import ground
from readouts.grounding.words import lexicon
from readouts.reference import languages
from readouts.reference.tables import items, rows_of
from tests.grounding.story import PUBLISHED

CASES = read_tsv(Path(__file__).parent / "cases" / "denied.tsv")


def doubts_of(case: dict[str, str]) -> tuple[str, ...]:
    """The doubts of a stance of the first of two foreign ministers, whose call the first line tells."""
    word = next(
        row["words"] for row in rows_of("telling", case["language"]) if row["class"] == "call"
    )
    told = f"Brennsvik - Quilaqueo: {items(word)[0].rstrip('-')}"
    parties = [
        {"letter": letter, "name": name, "as_written": None, "office": None, "country": None}
        for letter, name in (("A", "Brennsvik"), ("B", "Quilaqueo"))
    ]
    reaction = {"by": "all", "toward": None, **{k: case[k] for k in ("stance", "evidence")}}
    call = {"told": told, "date": None, "date_words": None, "medium": "unspecified"}
    call |= {"initiator": None, "parties": parties, "reactions": [reaction]}
    text = f"{told}\n\n{case['sentence']}"
    report = Report(text, published=PUBLISHED, language=case["language"])
    [found] = ground(report, {"calls": [call]}, model="large").article.calls
    return found.reactions[0].doubts


@pytest.mark.parametrize("case", CASES, ids=[f"{c['language']}: {c['evidence']}" for c in CASES])
def test_a_stance_that_its_words_deny_is_doubtful(case: dict[str, str]) -> None:
    assert ("denied" in doubts_of(case)) is (case["is_denied"] == "yes")


def test_every_language_with_words_of_calls_has_a_denied_stance_among_the_cases() -> None:
    denied = {case["language"] for case in CASES if case["is_denied"] == "yes"}
    assert denied == {one for one in languages("telling") if lexicon(one).is_known}
