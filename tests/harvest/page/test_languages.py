"""The language of an article is that of its text, whatever a template says; what cannot be told is left open."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from readouts.harvest.page.languages import language_of
from tests.harvest.page.builder import read

CASES = Path(__file__).parents[1] / "cases" / "notices.tsv"
OPEN = {"ckb", "ku"}
"""Languages that CLD2 does not know or not surely."""


def notices() -> list[tuple[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((each for each in lines if not each.startswith("#")), delimiter="\t")
        return [(row["language"], row["text"]) for row in rows]


def told(text: str, lang: str = "en", fallback: str | None = "en") -> str:
    return language_of(text, [lang, fallback])


def test_a_text_is_in_its_own_language_whatever_the_template_says() -> None:
    wrong = {
        (code, text[:30]): told(text)
        for code, text in notices()
        if told(text) != ("und" if code in OPEN else code)
    }
    assert wrong == {}
    assert len({code for code, _ in notices()}) > 75


def test_a_few_words_are_enough_for_most() -> None:
    short = [(code, told(text[:60])) for code, text in notices() if code not in OPEN]
    wrong = [pair for pair in short if pair[0] != pair[1]]
    assert len(wrong) <= 0.05 * len(short), wrong
    assert not [pair for pair in wrong if pair[1] == "en"], "nothing becomes English"


ALTERNATIVES = {
    "the page says which of two": ("id", "Menteri berbicara dengan mitra dari negara tetangga pada hari itu.", "id"),
    "its words say which": ("ms", "Menteri mengatakan bahwa pekan ini ia tidak bisa datang karena sakit.", "id"),
    "and the other": ("id", "Menteri berkata bahawa minggu ini beliau tidak boleh datang kerana sakit.", "ms"),
    "a Croatian week": ("sr", "Ministar je rekao da će idućeg tjedna razgovarati s kolegom tko god to bio, priopćilo je vijeće.", "hr"),
    "a Serbian week": ("hr", "Ministar je rekao da će sledeće nedelje razgovarati sa kolegom ko god to bio, saopštilo je veće.", "sr"),
}  # fmt: skip


@pytest.mark.parametrize("case", ALTERNATIVES)
def test_close_languages_are_told_apart_by_their_own_words(case: str) -> None:
    lang, text, expected = ALTERNATIVES[case]
    assert told(text, lang, None) == expected


UNTOLD = {
    "names": "Ilvar Quen, Tamsin Aldor, Bero Corvin, Esben Drail, Ruta Farrin, Odo Gorm, Kesi Hask, Marit Ivarre. "
    * 2,
    "results": "Alderby 2 Brask 0 Corvin 1 Drail 1 Estow 3 Farrin 2 Gorm 2 Hask 0",
    "numbers": "12 345 67 890 1 234 56 78 90",
    "nothing": "",
    "controls": "\x00\x01\ud800\ufffe",
}


@pytest.mark.parametrize("case", UNTOLD)
def test_what_cannot_be_told_is_open(case: str) -> None:
    assert told(UNTOLD[case]) == "und"


def test_a_mixed_text_is_in_the_language_of_most_of_it() -> None:
    by_code = dict(reversed(notices()))
    mixed = by_code["zu"] + " " + by_code["zu"] + " " + by_code["en"][:60]
    assert told(mixed) == "zu"
    assert told("All rights reserved. Read more. Share. " + 2 * by_code["fr"]) == "fr"


def test_a_page_whose_template_is_english_is_not() -> None:
    by_code = dict(notices())
    for code in ("zu", "xh", "sw", "so", "ha"):
        text = f"<p>{by_code[code]}</p><p>{by_code[code]}</p>"
        markup = f"<!doctype html><html lang='en-US'><head><title>x</title></head><body><article>{text}</article></body></html>"
        assert read(markup)["language"] == code


MIXED = [
    (
        "ru",
        "Министр иностранных дел Норвегии Хальвор Бреннсвик провёл телефонный разговор с министром Чили Эваристо"
        " Килакео и обсудил с ним положение в портах. Стороны договорились о том, что встретятся в мае.",
    ),
    (
        "uk",
        "Міністр закордонних справ Норвегії Гальвор Бреннсвік провів телефонну розмову з міністром Чилі Еварісто"
        " Кілакео та обговорив із ним становище в портах. Сторони домовилися про те, що зустрінуться у травні.",
    ),
    (
        "ar",
        "أجرى وزير خارجية النرويج هالفور برينسفيك اتصالا هاتفيا مع وزير خارجية تشيلي إيفاريستو كيلاكيو وبحث معه الأوضاع في"
        " الموانئ. واتفق الجانبان على أن يلتقيا في مايو.",
    ),
]
QUOTED = (
    " “The talks were frank and they were useful,” Brennsvik wrote. “We will go on with the work that"
    " was begun at the harbour.”"
)


@pytest.mark.parametrize(("code", "text"), MIXED, ids=[code for code, _ in MIXED])
def test_a_quotation_in_another_language_does_not_decide(code: str, text: str) -> None:
    assert told(text + QUOTED) == code
    assert told(QUOTED + text) == code
