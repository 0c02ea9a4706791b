"""Documents longer than the window: nothing of them is lost, and a call told in two parts is one."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from readouts.asking.questions.parts import GAP, cut, join
from readouts.asking.questions.question import questions, sizes
from readouts.asking.questions.sizes import MOST, tokens_of
from readouts.asking.settings import Settings
from readouts.domain.records import Report

PARAGRAPHS = [
    f"{n}. The harbour of district {n} was painted anew, and nobody said why. " * 5
    for n in range(200)
]
LONG = "\n".join(PARAGRAPHS)


def test_a_text_that_fits_is_one_part() -> None:
    [part] = cut("Short.", 1000)
    assert (part.start, part.end, part.of, part.words("Short.")) == (0, 6, 1, "Short.")


def test_parts_begin_and_end_with_paragraphs_and_overlap() -> None:
    parts = cut(LONG, 2_000)
    assert len(parts) > 5
    starts = {LONG.index(paragraph) for paragraph in PARAGRAPHS}
    assert all(part.start in starts for part in parts)
    for before, after in itertools.pairwise(parts):
        assert before.start < after.start < before.end
    assert all(part.words(LONG).startswith(LONG[: part.head] + GAP) for part in parts[1:])
    assert all(part.head > 0 for part in parts[1:])


@given(
    st.text(alphabet=st.sampled_from("abc é語。.\n \u0417\u0627"), max_size=3_000),
    st.integers(60, 800),
)
def test_every_character_is_in_a_part_and_no_part_is_too_long(text: str, tokens: int) -> None:
    parts = cut(text, tokens)
    assert parts[0].start == 0
    assert parts[-1].end == len(text)
    for before, after in itertools.pairwise(parts):
        assert before.start < after.start <= before.end
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    if len(parts) > 1:
        assert all(tokens_of(part.words(text)) <= tokens for part in parts)


def test_a_run_without_a_space_is_cut_all_the_same() -> None:
    assert len(cut("x" * 100_000, 1_000)) > 20


def test_a_long_document_is_asked_about_in_parts_that_fit_the_window() -> None:
    settings = Settings(model="m", window=8_192, answer_tokens=1_024)
    report = Report(LONG)
    asked = questions(report, sizes(report, settings)[0])
    assert len(asked) > 1
    for question in asked:
        assert question.estimate() * MOST + settings.answer_tokens <= settings.window * 1.05
        assert f"Part {question.part.number} of {len(asked)}" in question.messages()[1]["content"]


def party(
    letter: str, name: str | None, country: str | None, office: str | None = None
) -> dict[str, Any]:
    return {
        "letter": letter,
        "name": name,
        "as_written": name,
        "office": office,
        "country": country,
    }


def call(
    *parties: dict[str, Any],
    date: str | None = None,
    reactions: list[dict[str, Any]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "told": "they spoke",
        "date": date,
        "date_words": None,
        "medium": "unspecified",
        "initiator": None,
        "parties": list(parties),
        "reactions": reactions or [],
    } | more


def reaction(by: str, stance: str, evidence: str) -> dict[str, Any]:
    return {"by": by, "stance": stance, "toward": None, "evidence": evidence}


ADA, TOR = ("Ada Brisk", "NOR"), ("Tor Vell", "CHL")


def test_a_call_told_in_two_parts_is_one_with_what_both_tell() -> None:
    first = call(
        party("A", *ADA),
        party("B", *TOR),
        reactions=[reaction("A", "concern", "voiced concern")],
        initiator="A",
    )
    second = call(
        party("A", "Vell", "CHL", "premier"),
        party("B", "Brisk", "NOR"),
        date="2025-03-13",
        medium="phone",
        reactions=[
            reaction("B", "concern", "voiced  concern"),
            reaction("A", "support", "stood by"),
        ],
    )
    [joined] = join([{"calls": [first]}, {"calls": [second]}])["calls"]
    assert (joined["date"], joined["medium"], joined["initiator"]) == ("2025-03-13", "phone", "A")
    assert [(p["name"], p["office"]) for p in joined["parties"]] == [
        ("Ada Brisk", None),
        ("Tor Vell", "premier"),
    ]
    assert [(r["by"], r["stance"]) for r in joined["reactions"]] == [
        ("A", "concern"),
        ("B", "support"),
    ]


def test_calls_of_other_people_or_other_days_stay_apart() -> None:
    one = call(party("A", *ADA), party("B", *TOR), date="2025-03-13")
    later = call(party("A", *ADA), party("B", *TOR), date="2025-03-20")
    other = call(party("A", *ADA), party("B", "Mira Vosk", "AUT"))
    assert len(join([{"calls": [one]}, {"calls": [later, other]}])["calls"]) == 3


def test_two_calls_that_one_part_tells_apart_are_two() -> None:
    one = call(party("A", *ADA), party("B", *TOR))
    assert len(join([{"calls": [one, one]}])["calls"]) == 2
    assert len(join([{"calls": [one, one]}, {"calls": [one]}])["calls"]) == 2


def test_a_third_party_that_a_later_part_names_joins_with_a_letter_of_its_own() -> None:
    one = call(party("A", *ADA), party("B", *TOR))
    more = call(
        party("A", *TOR),
        party("B", *ADA),
        party("C", "Mira Vosk", "AUT"),
        reactions=[reaction("C", "support", "backed both")],
    )
    [joined] = join([{"calls": [one]}, {"calls": [more]}])["calls"]
    by = joined["reactions"][0]["by"]
    assert {p["letter"]: p["name"] for p in joined["parties"]}[by] == "Mira Vosk"
    assert len({p["letter"] for p in joined["parties"]}) == 3
