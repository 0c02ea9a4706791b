"""Days: what an expression of time means against the day of the report, Friday, 6 March 2026."""

import datetime

import pytest

from readouts import parse

FRIDAY = datetime.date(2026, 3, 6)
CALL = "Norwegian Foreign Minister Ilvar Quen telephoned Turkish Foreign Minister Tamsel Orhu"

AFTER = [
    ("today", "2026-03-06", "relative"),
    ("yesterday", "2026-03-05", "relative"),
    ("this morning", "2026-03-06", "relative"),
    ("this evening", "2026-03-06", "relative"),
    ("earlier today", "2026-03-06", "relative"),
    ("tonight", "2026-03-06", "relative"),
    ("last night", "2026-03-05", "relative"),
    ("two days ago", "2026-03-04", "relative"),
    ("on Friday", "2026-03-06", "weekday"),
    ("Friday", "2026-03-06", "weekday"),
    ("on Thursday", "2026-03-05", "weekday"),
    ("late on Thursday", "2026-03-05", "weekday"),
    ("late Thursday", "2026-03-05", "weekday"),
    ("on Thursday evening", "2026-03-05", "weekday"),
    ("in the early hours of Thursday", "2026-03-05", "weekday"),
    ("on Saturday", "2026-02-28", "weekday"),
    ("last Friday", "2026-02-27", "weekday"),
    ("on Tuesday, March 3", "2026-03-03", "stated"),
    ("on Tuesday, 3 March", "2026-03-03", "stated"),
    ("on Tuesday (March 3)", "2026-03-03", "stated"),
    ("on March 3", "2026-03-03", "stated"),
    ("on 3 March", "2026-03-03", "stated"),
    ("on March 3rd", "2026-03-03", "stated"),
    ("on the 3rd of March", "2026-03-03", "stated"),
    ("on Mar. 3", "2026-03-03", "stated"),
    ("on 3 March 2025", "2025-03-03", "stated"),
    ("on March 3, 2025,", "2025-03-03", "stated"),
    ("on 24 December", "2025-12-24", "stated"),
    ("on the evening of 3 March", "2026-03-03", "stated"),
    ("the previous evening", None, "open"),
    ("the night before", None, "open"),
    ("minutes ago", "2026-03-06", "relative"),
    ("in the past hour", "2026-03-06", "relative"),
    ("on Monday and Tuesday", None, "open"),
    ("on 3 Mar. 2026", "2026-03-03", "stated"),
    ("last week", None, "open"),
    ("earlier this week", None, "open"),
    ("recently", None, "open"),
    ("in March", None, "open"),
    ("on 31 February", None, "open"),
    ("about the attack of 1 March", None, "open"),
    ("after the March 1 attacks", None, "open"),
    ("over the war that has raged since Monday", None, "open"),
    ("ahead of talks next Tuesday", None, "open"),
]


@pytest.mark.parametrize(("words", "day", "basis"), AFTER)
def test_the_day_of_a_call_is_read_beside_it(words, day, basis):
    (call,) = parse(f"{CALL} {words}.", published=FRIDAY).calls
    assert (call.date and call.date.isoformat(), call.date_basis) == (day, basis)


SENTENCES = [
    (f"On Wednesday, {CALL}.", "2026-03-04"),
    (f"This morning {CALL}.", "2026-03-06"),
    (f"{CALL}, the ministry said on Thursday.", None),
    (f"The ministry said on Thursday that {CALL}.", None),
    (f"{CALL} on Monday, the ministry said on Thursday.", "2026-03-02"),
    # What is planned for a day, and the call is told by it or beside it.
    (f"Velt will visit Oslo on Wednesday; {CALL}.", None),
    (f"Velt will visit Oslo on Wednesday after {CALL}.", None),
    (f"In a post on Thursday, Quen said that {CALL}.", None),
    (f"{CALL} on Monday. Quen rang Orhu on Wednesday.", "2026-03-02"),
    # The day of a dateline is the report's: other words count from it, and it dates no call.
    (f"OSLO, March 5 (Agency) -- {CALL}.", None),
    (f"OSLO, March 5 (Agency) -- {CALL} on Monday.", "2026-03-02"),
    (f"OSLO, Thursday. – {CALL} today.", "2026-03-05"),
    (f"OSLO, 5 March, NTB - {CALL} yesterday.", "2026-03-04"),
    (f"Oslo, March 5, NTB Norwegian readers know it. {CALL} today.", "2026-03-05"),
    (f"NTB, Oslo, 5 March: {CALL} today.", "2026-03-05"),
    (f"OSLO — March 5: {CALL} today.", "2026-03-05"),
    (f"2026-03-05 18:40\n\n{CALL} today.", "2026-03-05"),
    (f"Today, 3 March, {CALL}.", "2026-03-03"),
    (f"{CALL} yesterday (3 March).", "2026-03-03"),
    # A report that is published anew: its dateline's day is meant, where the year is told or it is not long ago.
    (f"OSLO, February 12 (Agency) -- {CALL} today.", "2026-02-12"),
    (f"OSLO, June 12, 2025 (Agency) -- {CALL} today.", "2025-06-12"),
    # "A day earlier" counts from a day that is told, not from that of publication.
    (f"A day earlier, {CALL}.", None),
    (f"Two days earlier, {CALL}.", None),
    (f"Quen rang Orhu last week. Two days before, {CALL}.", None),
    (f"Quen told parliament on Friday that it was late. The night before, {CALL}.", "2026-03-05"),
    (f"Quen flew to Lima on Tuesday. A day earlier, {CALL}.", "2026-03-02"),
    (f"Two days ago, {CALL}.", "2026-03-04"),
]


LATER = "Quen spoke by phone with Egyptian Foreign Minister Tarek Omral"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("the same evening", "2026-03-03"),
        ("later in the evening", "2026-03-03"),
        ("that night", "2026-03-03"),
        ("the next day", "2026-03-04"),
        ("a day later", "2026-03-04"),
        ("the evening before", "2026-03-02"),
    ],
)
def test_words_that_count_from_the_call_told_before(words, day):
    calls = parse(f"{CALL} on Tuesday. {LATER} {words}.", published=FRIDAY).calls
    assert [c.date and c.date.isoformat() for c in calls] == ["2026-03-03", day]


@pytest.mark.parametrize(("text", "day"), SENTENCES)
def test_a_day_that_tells_of_something_else_dates_no_call(text, day):
    call = parse(text, published=FRIDAY).calls[0]
    assert (call.date and call.date.isoformat()) == day


def test_without_the_day_of_the_report_a_weekday_is_open():
    (call,) = parse(f"{CALL} on Thursday.").calls
    assert (call.date, call.date_basis) == (None, "open")


ENTRIES = (
    "The minister's calls so far:\n\n"
    f"March 2: {CALL}.\n\n"
    "March 4: Quen spoke by phone this evening with Egyptian Foreign Minister Tarek Omral.\n"
)


def test_a_day_at_the_head_of_an_entry_dates_its_calls():
    calls = parse(ENTRIES, published=FRIDAY).calls
    assert [c.date and c.date.isoformat() for c in calls] == ["2026-03-02", "2026-03-04"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kari Moe of Norway spoke by phone with Luis Soto of Chile on March 9, 2026.", True),
        (
            "OSLO, March 9, 2026 – Kari Moe of Norway spoke by phone today with Luis Soto of Chile.",
            True,
        ),
        (
            "Kari Moe of Norway spoke by phone today with Luis Soto of Chile.\n\n"
            "They hailed the ceasefire of last year. It was announced on March 9, 2026.",
            False,
        ),
    ],
)
def test_without_a_day_of_publication_a_day_further_down_dates_no_call(text, day):
    text = text.replace("Kari Moe", "Foreign Minister Kari Moe").replace("Luis", "President Luis")
    (call,) = parse(text, publisher="Agency").calls
    assert call.date == (datetime.date(2026, 3, 9) if day else None)
