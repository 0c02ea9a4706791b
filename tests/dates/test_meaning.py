"""Words of a date, a language and a document's own day: the days that they can mean."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.dates import days_meant
from readouts.reference import languages

WEDNESDAY = date(2025, 11, 19)

MEANT = [
    # language, words, days; the document is of Wednesday, 19 November 2025
    ("en", "on Monday", ["2025-11-17"]),
    ("en", "Wednesday", ["2025-11-19"]),
    ("en", "yesterday", ["2025-11-18"]),
    ("en", "on 3 March", ["2025-03-03"]),
    ("en", "March 3, 2024", ["2024-03-03"]),
    ("en", "1/2/2025", ["2025-01-02", "2025-02-01"]),
    ("en", "last Friday", ["2025-11-14"]),
    ("ru", "6 мая 2025 года", ["2025-05-06"]),
    ("ru", "во вторник", ["2025-11-18"]),
    ("ru", "в среду вечером", ["2025-11-19"]),
    ("ru", "вчера", ["2025-11-18"]),
    ("ru", "17 ноября", ["2025-11-17"]),
    ("uk", "5 травня", ["2025-05-05"]),
    ("uk", "сьогодні", ["2025-11-19"]),
    ("uk", "у понеділок", ["2025-11-17"]),
    ("es", "27 de octubre", ["2025-10-27"]),
    ("es", "el lunes", ["2025-11-17"]),
    ("es", "ayer", ["2025-11-18"]),
    ("fr", "le 8 novembre", ["2025-11-08"]),
    ("fr", "mardi soir", ["2025-11-18"]),
    ("fr", "hier", ["2025-11-18"]),
    ("de", "am Montagabend", ["2025-11-17"]),
    ("de", "05.06.2025", ["2025-06-05"]),
    ("de", "gestern Abend", ["2025-11-18"]),
    ("it", "mercoledì", ["2025-11-19"]),
    ("it", "ieri", ["2025-11-18"]),
    ("pt", "na terça-feira", ["2025-11-18"]),
    ("pt", "a 5 de março", ["2025-03-05"]),
    ("tr", "Salı günü", ["2025-11-18"]),
    ("tr", "12 Mart'ta", ["2025-03-12"]),
    ("id", "pada Selasa (18/11)", ["2025-11-18"]),
    ("id", "kemarin", ["2025-11-18"]),
    ("ar", "الأربعاء", ["2025-11-19"]),
    ("ar", "١٢ آذار", ["2025-03-12"]),
    ("ar", "12 مارس 2025", ["2025-03-12"]),
    ("ar", "أمس", ["2025-11-18"]),
    ("ar", "كالأمس", ["2025-11-18"]),
    ("ar", "لليوم", ["2025-11-19"]),
    ("ar", "وللأربعاء", ["2025-11-19"]),
    ("ar", "لآذار 12", ["2025-03-12"]),
    ("he", "ב-12 במרץ 2025", ["2025-03-12"]),
    ("fa", "دیروز", ["2025-11-18"]),
    ("fa", "۲۲ ژوئن", ["2025-06-22"]),
    ("fa", "روز سه‌شنبه", ["2025-11-18"]),
    ("zh", "3月5日", ["2025-03-05"]),
    ("zh", "2025年3月5日", ["2025-03-05"]),
    ("zh", "周三", ["2025-11-19"]),
    ("zh", "星期一", ["2025-11-17"]),
    ("zh", "昨天", ["2025-11-18"]),
    ("zh", "当地时间１１月１８日", ["2025-11-18"]),
    ("ja", "令和7年2月7日", ["2025-02-07"]),
    ("ja", "17日", ["2025-11-17"]),
    ("ja", "昨日", ["2025-11-18"]),
    ("ja", "月曜日", ["2025-11-17"]),
    ("ko", "3월 24일", ["2025-03-24"]),
    ("ko", "7일", ["2025-11-07"]),
    ("ko", "어제", ["2025-11-18"]),
    ("pl", "we wtorek", ["2025-11-18"]),
    ("nl", "op maandag", ["2025-11-17"]),
    ("xx", "2025-11-18", ["2025-11-18"]),
    # a day that no calendar has, and words that leave the day open
    ("fr", "le 31 février", []),
    ("ru", "30 февраля", []),
    ("ja", "32日", []),
    ("en", "in the coming weeks", []),
    ("en", "recently", []),
    ("en", "his grave concern", []),
    ("zh", "深切哀悼", []),
    ("xx", "Wednesday", []),
]


@pytest.mark.parametrize(
    ("language", "words", "days"), MEANT, ids=[f"{c[0]} {c[1]}" for c in MEANT]
)
def test_words_mean_days(language, words, days):
    meaning = days_meant(words, language, WEDNESDAY)
    assert sorted(day.isoformat() for day in meaning.days) == days
    assert (meaning.basis != "open") == bool(days)


def test_the_same_day_goes_back_to_the_day_told_before():
    meant = days_meant("on the same day", "en", WEDNESDAY, before="On 12 November they met. Later ")
    assert date(2025, 11, 12) in meant.days
    meant = days_meant("в тот же день", "ru", WEDNESDAY, before="12 ноября они встретились, а ")
    assert date(2025, 11, 12) in meant.days


@pytest.mark.parametrize("words", ["on Monday", "yesterday", "3 March"])
def test_without_the_document_s_own_day_nothing_is_guessed(words):
    assert not days_meant(words, "en").days


def test_a_day_and_month_without_a_year_are_the_last_such_day():
    assert days_meant("28 декабря", "ru", date(2026, 1, 3)).days == {date(2025, 12, 28)}
    assert days_meant("12月28日", "zh", date(2026, 1, 3)).days == {date(2025, 12, 28)}


DATES = st.dates(date(2001, 1, 1), date(2040, 12, 31))


@given(DATES)
def test_a_day_written_out_is_that_day_in_every_form(day):
    for language, words in (
        ("ru", f"{day.day}.{day.month}.{day.year}"),
        ("zh", f"{day.year}年{day.month}月{day.day}日"),
        ("ko", f"{day.year}년 {day.month}월 {day.day}일"),
        ("ar", f"{day.year}-{day.month:02}-{day.day:02}"),
        ("en", day.isoformat()),
    ):
        assert days_meant(words, language, WEDNESDAY).days == {day}


@given(DATES, st.integers(0, 6))
def test_a_weekday_is_within_the_week_before(reference, number):
    words = ["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"]
    (day,) = days_meant(f"в {words[number]}", "ru", reference).days
    assert day.weekday() == number
    assert timedelta(0) <= reference - day < timedelta(7)


@given(st.text(max_size=80), st.sampled_from([*languages("places"), "en", "sw", "qq", ""]))
def test_any_words_in_any_language_mean_some_days_or_none(words, language):
    meaning = days_meant(words, language, WEDNESDAY, before=words)
    assert all(isinstance(day, date) for day in meaning.days)
