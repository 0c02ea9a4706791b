"""The questions of ``docs/queries.md``: each is asked of the sample again, and answered as it says there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st

from readouts.warehouse.reading.cookbook import (
    LONGEST_CELL,
    TARGET,
    CookbookError,
    Question,
    cell,
    document,
    load_questions,
    markdown,
    section,
)
from readouts.warehouse.reading.query import Answer, answer
from tests.sampling import SampleRun

QUESTIONS = load_questions()
by_name = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


@by_name
def test_sample_answers_as_the_document_says(sample_run: SampleRun, question: Question) -> None:
    number = QUESTIONS.index(question) + 1
    found = section(number, question, lambda sql: answer(sample_run.home.warehouse, sql))
    assert found in TARGET.read_text(encoding="utf-8"), f"write docs/queries.md anew:\n{found}"


def test_document_has_each_question_once_and_nothing_else() -> None:
    """Answers apart, which the test above holds: the document is what the files say now."""

    def without_answers(text: str) -> list[str]:
        lines = [line for line in text.splitlines() if not line.startswith("| ")]
        return [line for line in lines if line and line != "No rows."]

    expected = document(QUESTIONS, lambda sql: Answer(["a"], []))
    written = TARGET.read_text(encoding="utf-8")
    assert without_answers(written) == without_answers(expected)
    assert len(QUESTIONS) >= 20


@by_name
def test_answer_has_an_order(question: Question) -> None:
    assert sqlglot.parse_one(question.sql, dialect="duckdb").args.get("order"), "ORDER BY is wanted"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(None, "", id="null"),
        pytest.param(True, "yes", id="true"),
        pytest.param(False, "no", id="false"),
        pytest.param(0, "0", id="zero is not nothing"),
        pytest.param(date(2025, 5, 9), "2025-05-09", id="date"),
        pytest.param(["PAK", "TUR"], "PAK; TUR", id="list"),
        pytest.param([], "", id="empty list"),
        pytest.param("one\n  two", "one two", id="on one line"),
        pytest.param("a|b <i> *c*", r"a\|b \<i\> \*c\*", id="no markup of its own"),
        pytest.param("http://127.0.0.1:8765/pk/a.html", "…/pk/a.html", id="host of the sample"),
        pytest.param("https://example.org:80/a", "https://example.org:80/a", id="other hosts stay"),
        pytest.param("reaction 191b3239137f2f78d56b.", "reaction ….", id="id"),
        pytest.param(
            "2025-05-09/pk-20261123T155217Z-00ee6a.warc.gz", "2025-05-09/pk-….warc.gz", id="archive"
        ),
        pytest.param("long " * 100, "long " * (LONGEST_CELL // 5 - 1) + "long …", id="cut"),
    ],
)
def test_cell(value: Any, shown: str) -> None:
    assert cell(value) == shown


@given(st.text())
def test_any_text_stays_in_its_cell(text: str) -> None:
    table = markdown(Answer(["a", "b"], [(text, 1)]))
    assert len(table.split("\n")) == 3
    row = table.split("\n")[2].replace("\\\\", "").replace("\\|", "")
    assert row.count("|") == 3


def test_numbers_stand_to_the_right_and_nothing_is_said_to_be_nothing() -> None:
    table = markdown(Answer(["side", "calls", "rang"], [("NOR", 2, True), ("PAK", 10, False)]))
    assert table.splitlines()[1] == "| --- | --: | --- |"
    assert markdown(Answer(["side"], [])) == "No rows."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT 1\n", id="no question"),
        pytest.param("-- All calls\nSELECT 1\n", id="a comment that asks nothing"),
        pytest.param("-- Who rang?\n", id="no SQL"),
        pytest.param("", id="empty"),
    ],
)
def test_file_that_is_no_question_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "01-wrong.sql").write_text(text, encoding="utf-8")
    with pytest.raises(CookbookError, match=r"01-wrong\.sql"):
        load_questions(tmp_path)
