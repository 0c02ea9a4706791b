"""The day of a call: what the answer says, what its words mean where it is silent, and a stamp beside the event."""

from datetime import date

import pytest

from readouts.domain.records import Report
from readouts.grounding import ground

PUBLISHED = date(2031, 3, 5)
HEAD = "Телефонный разговор с Министром иностранных дел Перу Ильяри Кеспой"
TOLD = "Состоялся телефонный разговор Хальвора Бреннсвика с Ильяри Кеспой"
STAMP = "5 марта 2031 года 17:45"
REST = "Обсуждены вопросы торговли. Стороны говорили о рыбе."


def dated(text, words=None, day=None, *, told=TOLD, official=None, language="ru", more=()):
    people = [("A", "Хальвор Бреннсвик", "NOR"), ("B", "Ильяри Кеспа", "PER")]
    call = {
        "told": told,
        "date": day,
        "date_words": words,
        "medium": "phone",
        "initiator": None,
        "parties": [
            {"letter": a, "name": n, "as_written": None, "office": None, "country": c}
            for a, n, c in people
        ],
        "reactions": [],
    }
    report = Report(text, published=PUBLISHED, language=language, is_official=official)
    grounded = ground(report, {"calls": [call, *more]}, model="m")
    (found,) = grounded.article.calls[:1]
    return found.date, found.date_basis, [fault.kind for fault in grounded.faults]


STAMPED = [
    # what differs, text, day or None
    ("between headline and body", f"{HEAD} {TOLD}. {STAMP} {REST}", PUBLISHED),
    ("before the sentence", f"{HEAD}\n{STAMP}\n{TOLD}. {REST}", PUBLISHED),
    ("behind a headline without a stop", f"{HEAD} {STAMP} {TOLD}. {REST}", PUBLISHED),
    ("in figures", f"{HEAD}\n05.03.2031, 17:45\n{TOLD}. {REST}", PUBLISHED),
    ("of the publication", f"{HEAD}\nОпубликовано {STAMP}\n{TOLD}. {REST}", None),
    ("behind a colon", f"{HEAD}\nДата: {STAMP}\n{TOLD}. {REST}", None),
    ("without a time of day", f"{HEAD}\n5 марта 2031 года\n{TOLD}. {REST}", None),
    ("two days", f"{HEAD}\n{STAMP}\n4 марта 2031 года 9:00\n{TOLD}. {REST}", None),
    ("of another week", f"{HEAD}\n5 января 2031 года 17:45\n{TOLD}. {REST}", None),
    ("yet to come", f"{HEAD}\n9 марта 2031 года 17:45\n{TOLD}. {REST}", None),
    ("at the end", f"{HEAD}\n{TOLD}. {REST} {REST} {REST}\n{STAMP}", None),
    ("beside another day", f"{HEAD}\n{STAMP}\nВчера {TOLD[0].lower()}{TOLD[1:]}. {REST}", None),
]


@pytest.mark.parametrize(("text", "day"), [c[1:] for c in STAMPED], ids=[c[0] for c in STAMPED])
def test_a_stamp_that_stands_with_the_call_dates_it(text, day):
    told = TOLD if TOLD in text else TOLD[0].lower() + TOLD[1:]
    assert dated(text, told=told)[:2] == (day, "stamp" if day else "open")


def test_a_stamp_in_the_press_is_the_article_s():
    text = f"{HEAD} {TOLD}. {STAMP} {REST}"
    assert dated(text, official=True)[1] == "stamp"
    assert dated(text, official=False)[:2] == (None, "open")


def test_a_stamp_that_an_answer_names_is_told_as_one():
    text = f"{HEAD} {TOLD}. {STAMP} {REST}"
    assert dated(text, "5 марта 2031 года", "2031-03-05") == (PUBLISHED, "stamp", [])
    assert dated(text.replace(" 17:45", ","), "5 марта 2031 года", "2031-03-05")[1] == "stated"


def test_of_several_calls_none_takes_the_stamp():
    other = "Состоялся телефонный разговор Хальвора Бреннсвика с Орвой Линд"
    call = {
        "told": other,
        "date": None,
        "date_words": None,
        "medium": "phone",
        "initiator": None,
        "parties": [
            {
                "letter": "A",
                "name": "Хальвор Бреннсвик",
                "as_written": None,
                "office": None,
                "country": "NOR",
            },
            {
                "letter": "B",
                "name": "Орва Линд",
                "as_written": None,
                "office": None,
                "country": "CHL",
            },
        ],
        "reactions": [],
    }
    text = f"{HEAD} {TOLD}. {STAMP} {other}. {REST}"
    assert dated(text, more=[call])[:2] == (None, "open")


SAID = [
    # the words, the day said, the day that stands, how, faults
    ("вчера", None, date(2031, 3, 4), "relative", []),
    ("в понедельник", None, date(2031, 3, 3), "weekday", []),
    ("пятого марта", None, PUBLISHED, "stated", []),
    ("в прошлый понедельник", None, None, "open", []),
    ("в прошлый понедельник", "2031-02-24", date(2031, 2, 24), "weekday", []),
    ("на днях", None, None, "open", []),
    ("в пятницу, 5 марта", None, None, "open", []),
    ("вчера", "2031-03-05", None, "open", ["date_of_other_words"]),
    ("в следующую пятницу", "2031-02-28", None, "open", ["date_of_other_words"]),
]


@pytest.mark.parametrize(("words", "said", "day", "basis", "faults"), SAID)
def test_words_date_a_call_where_they_mean_one_day(words, said, day, basis, faults):
    text = f"{HEAD}. {TOLD} {words}. {REST}"
    assert dated(text, words, said) == (day, basis, faults)


def test_words_count_from_the_day_of_their_own_entry() -> None:
    """On a page of several dated entries, as the extraction writes their days."""
    entries = f"{HEAD}.\n\nPublished: 21 February 2031\n\n{TOLD} вчера. {REST}"
    assert dated(entries, "вчера", None) == (date(2031, 2, 20), "relative", [])
    above = f"{HEAD}.\n\n{TOLD} вчера. {REST}\n\nPublished: 21 February 2031\n\nSnow fell."
    assert dated(above, "вчера", None) == (date(2031, 3, 4), "relative", [])
