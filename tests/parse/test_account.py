"""What the parser says of itself: passages it could not read, and the rules that fired."""

import datetime

import pytest

from readouts import parse
from readouts.domain.records import Report
from readouts.parse import explain

FRIDAY = datetime.date(2026, 3, 6)

UNREAD = [
    ("Norwegian Foreign Minister Ilvar Quen held a phone call.", "one_party"),
    (
        "Norwegian Foreign Minister Ilvar Quen spoke by phone with Norwegian Prime Minister Hakon Vries.",
        "one_country",
    ),
    (
        "Norwegian Foreign Minister Ilvar Quen spoke by phone with Ansa Tarr, a baker.",
        "no_official",
    ),
]


@pytest.mark.parametrize(("text", "reason"), UNREAD)
def test_a_passage_that_speaks_of_a_call_and_yields_none_is_kept(text, reason):
    parsed = parse(text, published=FRIDAY)
    assert parsed.calls == ()
    assert [(p.text, p.reason) for p in parsed.unparsed] == [(text, reason)]


ROWS = "Telephone calls of the week\n{} Norwegian Foreign Minister Ilvar Quen {} Turkish Foreign Minister Tamsel Orhu"


@pytest.mark.parametrize(("mark", "between"), [("| 5 March |", "|"), ("-", ",")])
def test_a_row_of_two_sides_below_a_headline_of_calls_is_kept(mark, between):
    text = ROWS.format(mark, between)
    parsed = parse(f"{text}\nThe two states have dealt with each other for long.", published=FRIDAY)
    assert parsed.calls == ()
    assert ("row", text.splitlines()[1].removeprefix("- ")) in [
        (p.reason, p.text) for p in parsed.unparsed
    ]


READ = [
    "Meetings of the week\n| 5 March | Norwegian Foreign Minister Ilvar Quen | Turkish Foreign Minister Tamsel Orhu |",
    "Quen's Call with Orhu\nNorwegian Foreign Minister Ilvar Quen rang Turkish Foreign Minister Tamsel Orhu.\n"
    "- Quen thanked Orhu for the help of Egypt's Foreign Minister.",
    "Norwegian Foreign Minister Ilvar Quen met Turkish Foreign Minister Tamsel Orhu.",
    "Norwegian Foreign Minister Ilvar Quen called for calm.",
    "Quen's Call with Orhu\nNorwegian Foreign Minister Ilvar Quen spoke with Turkish Foreign Minister Tamsel Orhu.",
    "OSLO: Norwegian Foreign Minister Ilvar Quen held a series of phone calls on Friday to brief counterparts. "
    "He spoke with the foreign ministers of Egypt and Jordan.",
]


@pytest.mark.parametrize("text", READ)
def test_nothing_is_unread_where_no_call_is_missed(text):
    assert parse(text, published=FRIDAY).unparsed == ()


def test_a_language_without_tables_is_kept_whole():
    parsed = parse("Il a téléphoné.", language="fr")
    assert [(p.text, p.reason) for p in parsed.unparsed] == [
        ("Il a téléphoné.", "language_without_pack")
    ]


def test_every_rule_that_fired_is_told_with_its_words():
    text = (
        "Norwegian Foreign Minister Ilvar Quen telephoned Turkish Foreign Minister Tamsel Orhu on Thursday "
        "and expressed deep concern over the strikes."
    )
    steps = explain(Report(text, published=FRIDAY))
    assert all(text[s.start : s.end] == s.words for s in steps)
    assert [s.start for s in steps] == sorted(s.start for s in steps)
    assert any(s.layer == "call" and s.rule.startswith("direct:telephoned") for s in steps)
    assert any(s.layer == "mention" and "Ilvar Quen (NOR)" in s.rule for s in steps)
    assert any(s.layer == "reaction" and "concern" in s.rule for s in steps)


def test_the_name_at_the_call_is_kept_beside_the_fullest():
    text = (
        "Quen spoke by phone with Turkish Foreign Minister Tamsel Orhu, Norway's Ilvar Quen said."
    )
    call = parse("Norwegian Foreign Minister Ilvar Quen left. " + text, published=FRIDAY).calls[0]
    assert {(p.name, p.name_written) for p in call.parties} >= {("Ilvar Quen", "Quen")}


DATELINES = [
    ("OSLO, Friday, March 6, 2026 (NNB): ", "2026-03-05"),
    ("OSLO, 6th March, 2026 -- ", "2026-03-05"),
    ("OSLO, March 6, 2026 – ", "2026-03-05"),
    ("OSLO, March 6 – ", None),
]


@pytest.mark.parametrize(("dateline", "day"), DATELINES)
def test_a_dateline_with_its_year_dates_the_report(dateline, day):
    text = (
        dateline
        + "Norwegian Foreign Minister Ilvar Quen spoke by phone on Thursday with Turkish Foreign "
        "Minister Tamsel Orhu."
    )
    (call,) = parse(text).calls
    assert (call.date and call.date.isoformat()) == day
