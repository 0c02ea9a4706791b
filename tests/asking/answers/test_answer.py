"""From a model's words to an answer: what is found, and that nothing is ever raised but that there is none."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.asking.answers.answer import NoAnswerError, read_answer
from readouts.asking.answers.reply import Came, RefusedError, read_reply
from readouts.asking.questions.question import READING
from readouts.domain.records import Stance
from readouts.grounding import normal
from readouts.trial.run import large_answers

CALL: dict[str, Any] = {
    "told": "Ada Brisk telephoned Tor Vell",
    "date": "2025-03-13",
    "date_words": "on Thursday",
    "medium": "phone",
    "initiator": "A",
    "parties": [
        {
            "letter": "A",
            "name": "Ada Brisk",
            "as_written": "Brisk",
            "office": "minister",
            "country": "NOR",
        },
        {"letter": "B", "name": None, "as_written": None, "office": "premier", "country": "CHL"},
    ],
    "reactions": [{"by": "A", "stance": "concern", "toward": "CHL", "evidence": "voiced concern"}],
}


def changed(**changes: Any) -> str:
    return json.dumps({"calls": [CALL | changes]})


def test_a_large_models_answers_are_taken_as_they_are() -> None:
    for answer in large_answers().values():
        found = read_answer(json.dumps(answer))
        assert found.answer == answer
        assert READING.is_kept_to(found)


@pytest.mark.parametrize(
    "words",
    [
        changed(mood="grim"),
        changed(medium="fax"),
        changed(parties="A"),
        json.dumps({"calls": [CALL], "note": "hello"}),
        f"Here: {changed()}",
        '{"calls": [{}]}',
        '{"calls": [7]}',
    ],
)
def test_an_answer_with_more_or_other_than_the_schema_has_does_not_keep_to_it(words: str) -> None:
    assert not READING.is_kept_to(read_answer(words))


def test_of_two_objects_the_last_counts() -> None:
    assert read_answer(f'First {{"calls": []}}, no: {changed()}').answer == {"calls": [CALL]}


def test_the_schema_keeps_to_what_all_servers_take() -> None:
    def look(node: Any) -> None:
        if isinstance(node, dict):
            assert not {"pattern", "minItems", "maxItems", "format", "minLength"} & set(node)
            assert "enum" not in node or "type" in node
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert set(node["required"]) == set(node["properties"])
            for value in node.values():
                look(value)
        elif isinstance(node, list):
            for value in node:
                look(value)

    look(READING.schema)
    reaction = READING.schema["properties"]["calls"]["items"]["properties"]["reactions"]["items"]
    assert set(reaction["properties"]["stance"]["enum"]) == set(get_args(Stance))


@pytest.mark.parametrize(
    "words",
    [
        "{" * 200_000,
        '{"a":' * 100_000,
        '{"calls": [' + "[" * 100_000,
        '{"calls": ' + "9" * 10_000 + "}",
        "<think>" * 50_000,
        ('{"calls": [{"told": "' + "x" * 300 + '"}]} ') * 3_000,
    ],
    ids=["braces", "nesting", "lists", "a number", "thinking", "many answers"],
)
def test_words_made_to_be_hard_cost_little(words: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(NoAnswerError):
        read_answer(words)
    assert time.process_time() - begun < 3


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)
KEYS = st.sampled_from([*CALL, *CALL["parties"][0], *CALL["reactions"][0], "calls"])
ALIKE = st.recursive(
    st.none()
    | st.text(max_size=12)
    | st.sampled_from(["A", "all", "phone", "concern", "NOR", "2025-03-01"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=40,
)


@given(ANYTHING | ALIKE | st.builds(lambda value: {"calls": [value]}, ALIKE))
def test_whatever_a_model_says_what_is_read_is_of_one_form(value: Any) -> None:
    try:
        found = read_answer(json.dumps(value))
    except NoAnswerError:
        return
    form = normal(found.answer)
    assert normal(form) == form
    assert READING.is_kept_to(read_answer(json.dumps(form)))
    for call in form["calls"]:
        letters = {party["letter"] for party in call["parties"]}
        assert {
            reaction["by"].casefold()
            for reaction in call["reactions"]
            if reaction["by"] not in letters
        } <= {"all"}
        assert call["initiator"] is None or call["initiator"] in letters


@given(
    st.binary(max_size=400),
    st.integers(200, 599),
    st.dictionaries(st.text(max_size=9), st.text(max_size=9)),
)
def test_whatever_a_server_sends_is_a_completion_or_a_refusal(
    body: bytes, status: int, headers: dict[str, str]
) -> None:
    assert "\n" not in refusal(Came(status, headers, body))


def refusal(came: Came) -> str:
    """Why there is no completion; nothing where there is one."""
    try:
        read_reply(came)
    except RefusedError as refused:
        return str(refused)
    return ""


@given(ANYTHING)
def test_so_is_whatever_its_json_says(value: Any) -> None:
    for said in (
        value,
        {"choices": value},
        {"choices": [value]},
        {"choices": [{"message": value}]},
    ):
        body = json.dumps(said | {"usage": value} if isinstance(said, dict) else said).encode()
        assert "\n" not in refusal(Came(200, {}, body))
