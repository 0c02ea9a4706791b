"""Dates as fifteen languages write them, in their calendars: a table of cases, and every day there and back."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date, get_day_names
from hijridate import Gregorian
from hypothesis import given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from readouts.dates import days_meant
from readouts.dates.calendars import eras
from readouts.reference import languages, read_table

WEDNESDAY = date(2025, 11, 19)
LANGUAGES = sorted(languages("dates"))
DAYS = st.dates(date(1990, 1, 1), date(2049, 12, 31))
EASTERN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def cases():
    with Path(__file__).with_name("cases.tsv").open(encoding="utf-8") as lines:
        kept = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{c['language']} {c['words']}" for c in CASES])
def test_words_mean_days(case):
    meaning = days_meant(case["words"], case["language"], WEDNESDAY)
    days = sorted(day.isoformat() for day in meaning.days)
    assert days == [day for day in case["days"].split("|") if day]
    assert (meaning.day is None) == (len(days) != 1)


def test_each_language_has_cases():
    assert {case["language"] for case in CASES} >= set(LANGUAGES)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "fa"])
@pytest.mark.parametrize("width", ["long", "full"])
@settings(deadline=None)  # the first day of a language waits for its words
@given(day=DAYS)
def test_a_day_as_cldr_writes_it_is_that_day(language, width, day):
    words = format_date(day, width, locale=language)
    assert days_meant(words, language, WEDNESDAY).day == day


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)  # the first day of a language waits for its words
@given(day=DAYS, later=st.integers(0, 300))
def test_a_day_and_its_month_are_the_last_such_day(language, later, day):
    months = Locale.parse(language).months["format"]["wide"]
    words = f"{day.day} {months[day.month]}"
    if language in ("zh", "ja", "ko"):
        words = f"{months[day.month]}{day.day}{'일' if language == 'ko' else '日'}"
    if (day.month, day.day) != (2, 29):
        assert days_meant(words, language, day + timedelta(days=later)).day == day


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)  # the first day of a language waits for its words
@given(reference=DAYS, back=st.integers(0, 6))
def test_a_weekday_is_within_the_week_before(language, reference, back):
    day = reference - timedelta(days=back)
    name = get_day_names("wide", locale=language)[day.weekday()]
    assert days_meant(name.capitalize(), language, reference).day == day


@settings(deadline=None)  # the first day of a language waits for its words
@given(day=DAYS)
def test_a_solar_date_is_its_day(day):
    told = JalaliDate.to_jalali(day)
    months = {
        int(row["value"]): row["words"].split("|")[0]
        for row in read_table("dates", "fa")
        if row["kind"] == "solar"
    }
    words = f"{told.day} {months[told.month]} {told.year}"
    assert days_meant(words, "fa", WEDNESDAY).day == day
    assert days_meant(words.translate(EASTERN), "fa", WEDNESDAY).day == day


@pytest.mark.parametrize("language", ["ar", "fa", "tr", "id", "en"])
@settings(deadline=None)  # the first day of a language waits for its words
@given(day=DAYS)
def test_a_lunar_date_is_its_day_or_one_beside_it_and_never_one_alone(language, day):
    told = Gregorian(day.year, day.month, day.day).to_hijri()
    months = {
        int(row["value"]): row["words"].split("|")
        for row in read_table("dates", language)
        if row["kind"] == "lunar"
    }
    for name in months[told.month]:
        meaning = days_meant(f"{told.day} {name} {told.year}", language, WEDNESDAY)
        assert meaning.days == {day + timedelta(days=n) for n in (-1, 0, 1)}
        assert meaning.day is None


@settings(deadline=None)  # the first day of a language waits for its words
@given(day=DAYS)
def test_a_year_of_an_era_is_ours(day):
    for name, (first, last) in eras().items():
        if name.isascii() or not first <= day or (last and day > last):
            continue
        year = day.year - first.year + 1
        words = f"{name}{year}年{day.month}月{day.day}日"
        assert days_meant(words, "ja", WEDNESDAY).day == day


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_contradicts_itself_is_no_answer(language):
    months = Locale.parse(language).months["format"]["wide"]
    weekday = get_day_names("wide", locale=language)[4].capitalize()
    words = f"{weekday}, 15 {months[11]} 2025"
    if language in ("zh", "ja", "ko"):
        words = f"2025年11月15日{weekday}"
    meaning = days_meant(words, language, WEDNESDAY)
    assert meaning.days == {date(2025, 11, 15)}
    assert meaning.day is None
