"""A day is written in one way, wherever a person writes one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.commands.arguments import UsageError, parse_day, parse_editions
from readouts.base.days import day_of, day_of_moment
from readouts.corrections.fields import problem_of
from readouts.evaluation.annotation import parse_document

OTHERS = [
    "20250509",
    "2025-W01-1",
    "2025W011",
    "2025-W01",
    "2025-129",
    "2025-5-9",
    "2025-05-09T00:00",
    " 2025-05-09",
    "2025-05-09\n",
    "２０２５-05-09",
    "2025-02-30",
    "09.05.2025",
    "",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_ways_are_refused_everywhere(text: str) -> None:
    with pytest.raises(ValueError, match="day"):
        day_of(text)
    for readers in (parse_editions, parse_day):
        with pytest.raises(UsageError, match="write a day as 2026-05-09"):
            readers(text)
    for span in (f"{text}..2025-05-09", f"2025-05-01..{text}" if text else ".."):
        with pytest.raises(UsageError, match="write a day as 2026-05-09"):
            parse_editions(span)
    assert "a day as 2026-05-09" in str(problem_of("report", "call_date", text))


@given(st.dates())
def test_days_are_read(day: date) -> None:
    assert day_of(day.isoformat()) == day
    assert day_of_moment(f"{day}T10:00:00Z") == day


@pytest.mark.parametrize("text", ["2025-W01-1", "20250509T1", "2025-05-09x", "9 May 2025"])
def test_documents_say_their_day_so_too(text: str) -> None:
    with pytest.raises(ValueError, match="2026-05-09"):
        parse_document({"text": "Nothing.", "published": text})


def test_open_range_goes_to_today() -> None:
    [today] = parse_editions(None)
    assert parse_editions(f"{today}..") == [today]
    days = parse_editions("2025-05-09..")
    assert (days[0], days[-1]) == (date(2025, 5, 9), today)
    assert len(days) == (today - days[0]).days + 1


@pytest.mark.parametrize(
    "text", ["..", "..2025-05-09", "2025-05-01...2025-05-09", "2025-05-01..2025-05-02..2025-05-03"]
)
def test_ranges_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match="is no edition"):
        parse_editions(text)


def test_day_alone_is_no_range() -> None:
    with pytest.raises(UsageError, match="is no day"):
        parse_day("2025-05-01..2025-05-09")
    assert parse_day("2999-01-01") == date(2999, 1, 1)
