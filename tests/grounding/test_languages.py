"""Countries and offices as languages other than English write them, and their traps."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from readouts.base.alike import loose, view
from readouts.domain.records import Party, Report
from readouts.grounding import ground
from readouts.grounding.actors.names import Words
from readouts.grounding.actors.offices import office_kind
from readouts.grounding.words import lexicon
from readouts.reference import languages, read_table

LANGUAGES = languages("places")
WORDS = Path(__file__).parent / "cases" / "country_words.tsv"


def sides(text: str, language: str) -> set[str]:
    """The countries whose words stand in a text, but for words that are part of a longer one."""
    found = [hit for hit in lexicon(language).scan(view(text)) if hit.label.startswith("@")]
    return {
        one.label.removeprefix("@")
        for one in found
        if not any(
            other.start <= one.start and one.end <= other.end and other[:2] != one[:2]
            for other in found
        )
    }


def country_words() -> list[tuple[str, str, str]]:
    with WORDS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [
        (row["language"], row["side"], word) for row in rows for word in row["words"].split("|")
    ]


def test_names_adjectives_and_their_forms_stand_for_countries() -> None:
    words = country_words()
    assert {language for language, _, _ in words} == set(LANGUAGES)
    assert len(words) >= 900
    assert [word for word in words if word[1] not in sides(word[2], word[0])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_the_cldr_stands_for_its_country_alone(language: str) -> None:
    territories = Locale(language).territories
    wrong = {
        name: found
        for row in read_table("countries")
        if (name := territories.get(row["iso2"]))
        and (found := sides(name, language)) != {row["iso3"]}
    }
    # Amman and Oman are one word without vowel signs; "Congo" is two countries.
    known = {"ar": {"عُمان": {"OMN", "JOR"}}, "es": {"Congo": set()}}
    assert wrong == known.get(language, {})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "양측은 협력을 강화하기로 했다"),
        ("ja", "双方は協力を確認した"),
        ("zh", "双方就共同关心的问题交换了意见"),
        ("ru", "стороны обсудили корейский вопрос"),
        ("fr", "le ministre congolais"),
        ("es", "el ministro del Congo"),
        ("it", "il dossier coreano"),
        ("de", "der kongolesische Minister"),
    ],
)
def test_word_of_both_sides_or_of_two_countries_stands_for_none(language: str, text: str) -> None:
    assert sides(text, language) == set()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ja", "日米外相電話会談", {"JPN", "USA"}),
        ("ja", "日仏両国", {"JPN", "FRA"}),
        ("zh", "中方表示，挪方支持", {"CHN", "NOR"}),
        ("zh", "中美元首通电话", {"CHN", "USA"}),
        ("ko", "韓中 외교장관 통화", {"KOR", "CHN"}),
        ("ko", "한·일 정상 통화", {"KOR", "JPN"}),
    ],
)
def test_one_character_may_be_a_country(language: str, text: str, expected: set[str]) -> None:
    assert sides(text, language) == expected


WRITTEN_WITH_SMALL_WORDS = [
    (
        "ar",
        "~UN",
        "للأمم المتحدة|وللأمم المتحدة|والأمم المتحدة|بالأمم المتحدة|فالأمم المتحدة|كالأمم المتحدة",
    ),
    ("ar", "~EU", "للاتحاد الأوروبي|وبالاتحاد الأوروبي"),
    ("ar", "~NATO", "للناتو|والناتو"),
    ("ar", "USA", "للولايات المتحدة|والولايات المتحدة"),
    ("ar", "GBR", "للمملكة المتحدة|وللمملكة المتحدة"),
    ("ar", "SAU", "للمملكة العربية السعودية"),
    ("ar", "ARE", "للإمارات|وبالإمارات العربية المتحدة"),
    ("ar", "LBN", "لبنان|للبنان|بلبنان|وبلبنان|كلبنان"),
    ("ar", "IRQ", "للعراق|وللعراق|فالعراق|وكالعراق"),
    ("ar", "DEU", "لألمانيا|وألمانيا|فبألمانيا"),
    ("ar", "ALB", "ألبانيا|وبألبانيا|الألبانية"),
    ("fr", "~UN", "aux Nations Unies|de l’ONU|de l’Organisation des Nations Unies"),
    ("fr", "NLD", "des Pays-Bas|aux Pays-Bas"),
    ("fr", "GBR", "du Royaume-Uni"),
    ("fr", "SAU", "d’Arabie saoudite"),
    ("pt", "~UN", "das Nações Unidas|pela ONU"),
    ("pt", "USA", "pelos Estados Unidos|dos EUA"),
    ("pt", "UKR", "à Ucrânia|da Ucrânia"),
    ("es", "BRA", "al Brasil|del Brasil"),
    ("it", "~UN", "alle Nazioni Unite|dell’ONU|dell’Onu"),
    ("it", "UKR", "dall’Ucraina"),
    ("tr", "~UN", "Birleşmiş Milletler’in|BM’nin"),
    ("tr", "USA", "ABD’nin|ABD'yle"),
    ("tr", "GBR", "Birleşik Krallık’tan|İngiltere'yle"),
    ("fa", "RUS", "روسیه‌ی|روسیۀ|روسیهٔ"),
    ("fa", "TUR", "ترکیهٔ|ترکیه‌ای"),
    ("ja", "~UN", "国連の|国際連合"),
]


@pytest.mark.parametrize(("language", "side", "words"), WRITTEN_WITH_SMALL_WORDS)
def test_a_name_is_found_behind_what_is_written_together_with_it(
    language: str, side: str, words: str
) -> None:
    found = {word: sides(word, language) for word in words.split("|")}
    assert found == {word: {side} for word in found}


@pytest.mark.parametrize(
    "text", ["باني المسجد", "وكل", "لأمم متحدة", "من الوليد", "والي المدينة", "أمم المتحدة"]
)
def test_what_only_begins_like_small_words_is_no_country(text: str) -> None:
    assert sides(text, "ar") == set()


NAMES = [
    ("ar", "تحدث لبلاكوود", "بلاكوود"),
    ("ar", "وبلاكوود", "بلاكوود"),
    ("ar", "وللجليل", "الجليل"),
    ("ar", "فالجليل", "جليل"),
    ("he", "שוחח עם בלקווד", "בלקווד"),
    ("he", "ולבלקווד", "בלקווד"),
]


@pytest.mark.parametrize(("language", "text", "name"), NAMES)
def test_a_name_of_a_person_is_found_behind_small_words(
    language: str, text: str, name: str
) -> None:
    assert Words(view(text), language).has(loose(name))


STANCES = [
    ("ru", "commendation", "поблагодарил Генерального секретаря|благодарен партнёрам"),
    ("ru", "condolence", "посочувствовал семьям погибших"),
    ("ru", "concern", "встревожен вестями с границы"),
    ("ru", "criticism", "раскритиковал это решение"),
    ("uk", "commendation", "подякував за воду"),
    ("uk", "condolence", "поспівчував родинам|співчував родинам"),
    ("uk", "concern", "стривожений звістками"),
    ("uk", "criticism", "розкритикував це рішення"),
    ("de", "commendation", "bedankte sich für das Getreide|dankte für das Getreide"),
    ("ar", "commendation", "يشكر نظيره|ويرحب بالاتفاق|وشكر نظيره|يثمن الجهود"),
    ("ar", "condolence", "يعزي نظيره"),
]


@pytest.mark.parametrize(("language", "stance", "words"), STANCES)
def test_a_stance_is_known_by_each_form_of_its_verb(language: str, stance: str, words: str) -> None:
    for text in words.split("|"):
        assert stance in {hit.label for hit in lexicon(language).scan(view(text))}, text


KINDS = [
    ("ar", "وزير الخارجية", None, "fm"),
    ("ar", "نائب رئيس مجلس الوزراء وزير الخارجية", None, "dpm"),
    ("ar", "مساعد وزير الخارجية", None, "deputy"),
    ("ar", "رئيس الجمهورية", None, "president"),
    ("ar", "لرئيس الوزراء", None, "pm"),
    ("ar", "ولي العهد رئيس مجلس الوزراء", None, "royal"),
    ("ar", "الأمين العام للأمم المتحدة", None, "sg"),
    ("ar", "وللأمين العام", None, "sg"),
    ("ar", "للملك", None, "royal"),
    ("ar", "وبالرئيس", None, "president"),
    ("ar", "ولنائب رئيس الوزراء", None, "dpm"),
    ("fa", "وزیر امور خارجه", None, "fm"),
    ("fa", "وزیر امورخارجه", None, "fm"),
    ("fa", "وزیر امور خارجه‌ی", None, "fm"),
    ("fa", "وزیر امور خارجهٔ", None, "fm"),
    ("fa", "رئیس‌جمهوری", None, "president"),
    ("fa", "معاون وزیر امور خارجه", None, "deputy"),
    ("fa", "رئیس‌جمهور", None, "president"),
    ("fa", "رئیسجمهور", None, "president"),
    ("ru", "Министром иностранных дел", None, "fm"),
    ("ru", "заместителем Министра иностранных дел", None, "deputy"),
    ("ru", "глава МИД", None, "fm"),
    ("ru", "Госсекретарь", "USA", "fm"),
    ("ru", "Президента", None, "president"),
    ("ru", "вице-премьер", None, "dpm"),
    ("uk", "Міністр закордонних справ", None, "fm"),
    ("uk", "Прем’єр-міністра", None, "pm"),
    ("uk", "очільник МЗС", None, "fm"),
    ("zh", "外交部长", None, "fm"),
    ("zh", "国务委员兼外长", None, "fm"),
    ("zh", "副外长", None, "deputy"),
    ("zh", "国家主席", None, "president"),
    ("zh", "国务院总理", None, "pm"),
    ("ja", "外務大臣", None, "fm"),
    ("ja", "外務副大臣", None, "deputy"),
    ("ja", "内閣総理大臣", None, "pm"),
    ("ja", "国務長官", "USA", "fm"),
    ("ko", "외교부 장관", None, "fm"),
    ("ko", "외교부 차관", None, "deputy"),
    ("ko", "대통령", None, "president"),
    ("ko", "국방장관", None, "defence"),
    ("es", "canciller", "ARG", "fm"),
    ("es", "canciller", "ESP", "fm"),
    ("es", "canciller", "DEU", "pm"),
    ("es", "canciller", "AUT", "pm"),
    ("es", "canciller", None, None),
    ("es", "presidente del Gobierno", "ESP", "pm"),
    ("es", "secretario de Estado", "USA", "fm"),
    ("es", "secretario de Estado", "ESP", "deputy"),
    ("pt", "chanceler", "BRA", "fm"),
    ("pt", "chanceler", "DEU", "pm"),
    ("pt", "Ministro dos Negócios Estrangeiros", None, "fm"),
    ("fr", "ministre de l’Europe et des Affaires étrangères", None, "fm"),
    ("fr", "chancelier fédéral", None, "pm"),
    ("fr", "président du Conseil", None, "pm"),
    ("it", "presidente del Consiglio", None, "pm"),
    ("it", "vicepresidente del Consiglio", None, "dpm"),
    ("it", "ministro degli Affari esteri e della Cooperazione internazionale", None, "fm"),
    ("de", "Bundesaußenministerin", None, "fm"),
    ("de", "Vizekanzler", None, "dpm"),
    ("de", "Ministerpräsidenten", None, "pm"),
    ("tr", "Dışişleri Bakanı", None, "fm"),
    ("tr", "Dışişleri Bakan Yardımcısı", None, "deputy"),
    ("tr", "Cumhurbaşkanı", None, "president"),
    ("tr", "Cumhurbaşkanı’yla", None, "president"),
    ("tr", "Millî Savunma Bakanı", None, "defence"),
    ("id", "Menteri Luar Negeri", None, "fm"),
    ("id", "Wakil Menteri Luar Negeri", None, "deputy"),
    ("id", "Perdana Menteri", None, "pm"),
    ("en", "Foreign Minister", None, "fm"),
    ("en", "Deputy Prime Minister", None, "dpm"),
    ("pl", "premierem", None, "pm"),
    ("cs", "ministryně zahraničí", None, "fm"),
    ("hi", "विदेश मंत्री", None, "fm"),
    ("sw", "Waziri wa Mambo ya Nje", None, None),
]


@pytest.mark.parametrize(("language", "office", "country", "kind"), KINDS)
def test_office_is_of_a_kind(
    language: str, office: str, country: str | None, kind: str | None
) -> None:
    assert office_kind(office, language, country)[0] == kind


def test_kinds_are_those_of_the_english_table() -> None:
    known = {row["kind"] for row in read_table("offices", "en")}
    rows = read_table("office_kinds")
    assert {row["kind"] for row in rows} <= known
    assert {row["language"] for row in rows} >= set(LANGUAGES)


def party(
    letter: str, name: str, office: str | None, country: str | None, written: str | None = None
) -> dict[str, Any]:
    return {
        "letter": letter,
        "name": name,
        "as_written": written or name,
        "office": office,
        "country": country,
    }


def parties(
    text: str, language: str, *said: dict[str, Any], told: str | None = None, **given: Any
) -> list[Party]:
    """The parties of the one call that a text tells, as an answer says them."""
    report = Report(text, None, date(2032, 6, 1), language=language, **given)
    call = {
        "told": told or text.split("\n")[-1].rstrip("。."),
        "date": None,
        "date_words": None,
        "medium": "phone",
        "initiator": None,
        "parties": list(said),
        "reactions": [],
    }
    grounded = ground(report, {"calls": [call]})
    assert [call.parties for call in grounded.article.calls], grounded.faults
    return list(grounded.article.calls[0].parties)


def test_two_countries_in_two_characters() -> None:
    one, other = parties(
        "日米外相電話会談\n水原外務大臣はラドック国務長官と電話会談を行った。",
        "ja",
        party("A", "水原", "外務大臣", "JPN"),
        party("B", "ラドック", "国務長官", "USA"),
    )
    assert (one.country, one.country_basis, one.office_kind) == ("JPN", "text", "fm")
    assert (other.country, other.country_basis, other.office_kind) == ("USA", "text", "fm")


def test_adjectives_titles_piled_and_the_dual_in_arabic() -> None:
    told = (
        "أجرى صاحب السمو الملكي الأمير فيصل بن سعود، وزير الخارجية السعودي، اتصالا هاتفيا"
        " مع وزير الخارجية الجزائري يوسف بلعيد"
    )
    one, other = parties(
        f"{told}. وبحث الوزيران العلاقات.",
        "ar",
        party("A", "فيصل بن سعود", "وزير الخارجية", "SAU"),
        party("B", "يوسف بلعيد", "وزير الخارجية", "DZA"),
        told=told,
    )
    assert [p.country_basis for p in (one, other)] == ["text", "text"]
    assert [p.office_kind for p in (one, other)] == ["fm", "fm"]


def test_inflected_name_of_a_country() -> None:
    one, other = parties(
        "Министр иностранных дел Норвегии Хальвор Бренсвик провёл телефонный разговор"
        " с Министром иностранных дел Турции Селимом Кайданом.",
        "ru",
        party("A", "Хальвор Бренсвик", "Министр иностранных дел", "NOR"),
        party("B", "Селим Кайдан", "Министр иностранных дел", "TUR", "Селимом Кайданом"),
    )
    assert [(p.country, p.country_basis) for p in (one, other)] == [
        ("NOR", "text"),
        ("TUR", "text"),
    ]


def test_canciller_is_a_head_of_government_of_germany_alone() -> None:
    one, other = parties(
        "El canciller de Chile, Evaristo Quilaqueo, conversó por teléfono con el canciller alemán, Jürgen Großmann.",
        "es",
        party("A", "Evaristo Quilaqueo", "canciller", "CHL"),
        party("B", "Jürgen Großmann", "canciller", "DEU"),
    )
    assert [(p.country, p.office_kind) for p in (one, other)] == [("CHL", "fm"), ("DEU", "pm")]


def test_ones_own_minister_has_no_country_in_turkish() -> None:
    one, other = parties(
        "Dışişleri Bakanı Selim Kaydan, Norveç Dışişleri Bakanı Halvor Brennsvik ile telefonda görüştü.",
        "tr",
        party("A", "Selim Kaydan", "Dışişleri Bakanı", "TUR"),
        party("B", "Halvor Brennsvik", "Dışişleri Bakanı", "NOR"),
        country="TUR",
    )
    assert (one.country, one.country_basis) == ("TUR", "source")
    assert (other.country, other.country_basis) == ("NOR", "text")


def test_lost_joiner_is_no_other_word_in_persian() -> None:
    one, other = parties(
        "بهرام کاظمینژاد وزیر امورخارجه ایران با همتای نروژی خود هالوور برنسویک تلفنی گفتگو کرد.",
        "fa",
        party("A", "بهرام کاظمی‌نژاد", "وزیر امور خارجه", "IRN", "بهرام کاظمینژاد"),
        party("B", "هالوور برنسویک", None, "NOR"),
    )
    assert (one.country, one.office_kind, other.country) == ("IRN", "fm", "NOR")


def test_country_that_no_word_tells_is_the_models_word_alone() -> None:
    _, other = parties(
        "Министр иностранных дел Норвегии Хальвор Бренсвик провёл телефонный разговор с Аукой Теренга.",
        "ru",
        party("A", "Хальвор Бренсвик", "Министр иностранных дел", "NOR"),
        party("B", "Аука Теренга", None, "KIR", "Аукой Теренга"),
    )
    assert other.country_basis in ("model", "none")
