"""Which texts may tell of a call, in the languages that have words for it and in those that have none."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from readouts.base.files import TableError
from readouts.parse import parse
from readouts.reference.call_filter import (
    first_mention,
    languages_with_words,
    may_tell_of_a_call,
)
from readouts.reference.tables import items, languages, read_table

NOTICES = Path(__file__).parents[1] / "harvest" / "cases" / "notices.tsv"
WANTED = {"en", "ar", "ru", "zh", "es", "fr", "tr", "de", "ja", "uk", "pt", "fa", "ko", "it", "id"}


def notices() -> list[tuple[str, str, bool]]:
    """Language, text, and whether it tells of a call: the first of a language (and of a script) does."""
    with NOTICES.open(encoding="utf-8", newline="") as lines:
        rows = list(
            csv.DictReader((each for each in lines if not each.startswith("#")), delimiter="\t")
        )
    seen: set[tuple[str, bool]] = set()
    told = []
    for row in rows:
        key = (
            row["language"],
            row["text"].isascii() or row["language"] != "sr" or row["text"][0] < "\u0250",
        )
        told.append((row["language"], row["text"], key not in seen))
        seen.add(key)
    return told


def test_a_text_that_tells_of_a_call_passes_and_others_do_not() -> None:
    wrong = [
        (code, text[:40])
        for code, text, tells in notices()
        if may_tell_of_a_call(text, code) != tells
    ]
    assert wrong == []


def test_the_commonest_languages_have_words_of_their_own() -> None:
    assert set(languages_with_words()) >= WANTED
    assert languages() == ("en",), "words for calls make no language one that is read"


@pytest.mark.parametrize("code", languages_with_words())
def test_a_list_holds_words_that_are_found(code: str) -> None:
    rows = {row["kind"]: items(row["terms"]) for row in read_table("call_mentions", code)}
    assert set(rows) - {"never"} == {"call", "talk", "official"}
    for term in rows["call"]:
        text = f"xx {term.replace('-', '')} xx"
        assert may_tell_of_a_call(text, code), term
    for term in rows["talk"]:
        near = f"xx {term.replace('-', '')} xx {rows['official'][0].replace('-', '')} xx"
        assert may_tell_of_a_call(near, code), term


TEXTS = {
    "a word in its forms": ("ru", "Состоялись телефонные переговоры министров.", True),
    "a word of two parts in its forms": ("ru", "Генеральным секретарем обсуждался вопрос в ходе беседы.", True),
    "talk without an official": ("de", "Der Trainer sprach mit den Spielern über das Spiel.", False),
    "talk with an official": ("de", "Der Außenminister sprach mit seinem Amtskollegen.", True),
    "talk far from an official": (
        "de", "Der Trainer sprach. " + "Das Spiel war lang. " * 20 + "Der Minister kam.", False,
    ),
    "a word in a word": ("de", "Das Regierungstelefonat dauerte lange.", True),
    "not a word that begins otherwise": ("en", "The recalls of the cars went on in the harbour town.", False),
    "vowel signs": ("ar", "أَجْرَى الوزيرُ اتِّصالاً هاتِفِيّاً مع نظيره", True),
    "a joiner": ("fa", "دو وزیر گفت\u200cوگوی تلفنی داشتند", True),
    "a joiner that was lost": ("fa", "دو وزیر گفت وگوی تلفنی داشتند", True),
    "a capital with a dot": ("tr", "İKİ BAKAN TELEFONDA GÖRÜŞTÜ", True),
    "capitals": ("el", "ΤΗΛΕΦΩΝΙΚΗ ΕΠΙΚΟΙΝΩΝΙΑ ΤΩΝ ΥΠΟΥΡΓΩΝ", True),
    "no spaces": ("zh", "王毅同外长通电话", True),
    "the other rang": ("ar", "تلقى وزير الخارجية مساء أمس اتصالا من نظيره التشيلي", True),
    "they rang him": ("ru", "Президенту позвонили главы государств.", True),
    "on request": ("zh", "应约同智利外长通电话", True),
    "a word that is a telegram too": ("zh", "主席致电智利总统", True),
    "two countries in two characters": ("ja", "日智首脳が電話協議", True),
    "both sides": ("ko", "양측 장관은 통화를 갖고", True),
    "a participle before its subject": ("tr", "Şili Dışişleri Bakanı ile görüşen Bakan", True),
    "the telephone in another line": (
        "fr", "Le président s'est entretenu avec son homologue.\nL'entretien, par téléphone, a duré une heure.", True,
    ),
    "a foreign minister by his title": ("es", "El canciller conversó con su homólogo de Chile", True),
    "indirect speech": ("de", "Der Minister habe mit seinem Amtskollegen gesprochen", True),
    "a verb that also means to feel": ("it", "Il ministro sente il collega cileno", True),
    "one spelling": ("pt", "O presidente falou ao telefone com o homólogo", True),
    "another spelling": ("pt", "O presidente falou ao telemóvel com o homólogo", True),
    "a screen": ("fa", "وزیران در نشست ویدئویی", True),
    "a screen as others write it": ("fa", "وزیران در نشست ویدیویی", True),
    "a law signed": ("tr", "Cumhurbaşkanı yasayı imzaladı. Bakan limanı ziyaret etti.", False),
    "a harbour visited": ("uk", "Президент підписав закон. Міністр відвідав порт.", False),
    "a budget signed": ("ja", "首相は予算案に署名した。", False),
    "a language without words of its own": ("lb", "Den Telefonsgespréich huet eng Stonn gedauert.", True),
    "and nothing in it": ("lb", "D'Bréck ass bis den Hierscht zou.", False),
    "no language": ("und", "Quen, Aldor, Brask", False),
    "nothing": ("ru", "", False),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXTS)
def test_words_are_found_as_they_are_written(case: str) -> None:
    code, text, expected = TEXTS[case]
    assert may_tell_of_a_call(text, code) is expected


def test_a_mention_is_where_it_stands() -> None:
    text = "Первое дело.\nİ Министр провёл ТЕЛЕФОННЫЙ РАЗГОВОР с коллегой."
    found = first_mention(text, "ru")
    assert found is not None
    assert text[found.start : found.end] in {"провёл", "ТЕЛЕФОННЫЙ РАЗГОВОР"}


def test_it_costs_little() -> None:
    long = "The minister of the harbour was seen on the bridge, and nobody minded at all. " * 40
    began = time.process_time()
    for code in WANTED:
        may_tell_of_a_call(long, code)
    assert time.process_time() - began < 1.0


REASONS = {
    ("de", "Der Minister kam.\nDie Außenministerin telefonierte mit ihm. Danach fuhr er ab.\nEnde"): (
        "language_without_pack", "Die Außenministerin telefonierte mit ihm. Danach fuhr er ab.",
    ),
    ("de", "Der Verein gewinnt\nDer Verein hat am Sonntag gewonnen."): ("other_language", "Der Verein gewinnt"),
    ("xx", ""): ("other_language", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", REASONS)
def test_what_is_not_read_is_told_apart(case: tuple[str, str]) -> None:
    code, text = case
    (passage,) = parse(text, language=code).unparsed
    assert (passage.reason, passage.text) == REASONS[case]
    assert text[passage.start : passage.end] == passage.text


def test_of_a_long_line_a_part_is_kept() -> None:
    text = "x " * 5000 + "telefonierte der Minister " + "y " * 5000
    (passage,) = parse(text, language="de").unparsed
    assert "telefonierte" in passage.text
    assert len(passage.text) <= 600


def test_a_broken_list_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "call_mentions.tsv").write_text("kind\tterms\ncall\tone\ttwo\n")
    monkeypatch.setattr("readouts.reference.tables.HERE", tmp_path)
    languages.cache_clear()
    with pytest.raises(TableError, match=r"call_mentions\.tsv"):
        read_table("call_mentions", "xx")
    languages.cache_clear()
