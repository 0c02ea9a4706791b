"""The form of an answer: a bad piece is named and costs no other, whatever a model says."""

from __future__ import annotations

from typing import Any

import pytest

from readouts.grounding.answer import normal, read_answer

A = {
    "letter": "A",
    "name": "Ada Brisk",
    "as_written": "Brisk",
    "office": "minister",
    "country": "NOR",
}
B = {"letter": "B", "name": None, "as_written": None, "office": "premier", "country": "CHL"}
REACTION = {"by": "A", "stance": "concern", "toward": "CHL", "evidence": "voiced concern"}
CALL: dict[str, Any] = {
    "told": "Ada Brisk telephoned Tor Vell",
    "date": "2025-03-13",
    "date_words": "on Thursday",
    "medium": "phone",
    "initiator": "A",
    "parties": [A, B],
    "reactions": [REACTION],
}

# what is wrong with an answer, the fault that names it, and what of the call stands
PIECES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "a date that is none": ({"date": "2025-02-30"}, "form", {"date": None}),
    "a date in words": ({"date": "Thursday"}, "form", {"date": None}),
    "a medium that is none": ({"medium": "fax"}, "unknown_value", {"medium": "unspecified"}),
    "a letter of nobody": ({"initiator": "Z"}, "no_letter", {"initiator": None}),
    "a country in words": (
        {"parties": [A | {"country": "Norway"}, B]},
        "unknown_country",
        {"parties": [A | {"country": None}, B]},
    ),
    "two parties with one letter": (
        {"parties": [A, B | {"letter": "A"}]},
        "same_letter",
        {"parties": [A]},
    ),
    "a party with the letter of all": (
        {"parties": [A, B | {"letter": "All"}]},
        "same_letter",
        {"parties": [A]},
    ),
    "a stance that is none": (
        {"reactions": [REACTION | {"stance": "angry"}]},
        "unknown_value",
        {"reactions": []},
    ),
    "a stance by nobody": ({"reactions": [REACTION | {"by": "C"}]}, "no_letter", {"reactions": []}),
    "no evidence": ({"reactions": [REACTION | {"evidence": "  "}]}, "form", {"reactions": []}),
    "a list that is none": ({"reactions": "none"}, "form", {"reactions": []}),
    "what is no object in a list": ({"reactions": [1]}, "form", {"reactions": []}),
}


@pytest.mark.parametrize("name", PIECES)
def test_a_bad_piece_is_named_and_costs_no_other(name: str) -> None:
    change, kind, stands = PIECES[name]
    answer = {"calls": [CALL | change]}
    assert [fault.kind for fault in read_answer(answer)[1]] == [kind]
    assert normal(answer) == {"calls": [CALL | stands]}


@pytest.mark.parametrize("change", [{"told": None}, {"told": " "}, {"parties": None}])
def test_a_call_without_parties_or_words_that_tell_it_is_none(change: dict[str, Any]) -> None:
    answer = {"calls": [CALL | change]}
    assert normal(answer) == {"calls": []}
    assert read_answer(answer)[1]


def test_more_keys_than_the_schema_has_are_left_out_and_none_is_missed_that_may_be_null() -> None:
    short = {key: value for key, value in CALL.items() if key != "date"}
    answer = {
        "calls": [short | {"mood": "grim", "parties": [A, {"letter": "B", "office": "premier"}]}]
    }
    assert read_answer(answer)[1] == []
    open_party = B | {"country": None}
    assert normal(answer) == {"calls": [CALL | {"date": None, "parties": [A, open_party]}]}


def test_what_no_table_can_hold_is_not_in_what_is_read() -> None:
    answer = {
        "calls": [
            CALL | {"told": "\ufeffAda\x00Brisk rang\ud800", "parties": [A, B | {"name": "\x07"}]}
        ]
    }
    assert normal(answer) == {"calls": [CALL | {"told": "Ada Brisk rang"}]}
