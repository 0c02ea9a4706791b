"""Names in other scripts: how they read in Latin letters, and which of two are one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.reference.names.naming import name_parts
from readouts.reference.scripts.latin import latin_name, script_of
from readouts.reference.scripts.likeness import beginnings, likeness

READ = [
    ("Ilvar Quen", "NOR", "en", "Ilvar Quen"),
    ("Селим Кайдан", "TUR", "ru", "Selim Kaydan"),
    ("Володимир Загорський", "UKR", "uk", "Volodymyr Zahorskyy"),
    ("Остап Гнатенко", "UKR", "uk", "Ostap Hnatenko"),
    ("Остап Гнатенко", "UKR", "ru", "Ostap Gnatenko"),
    ("Марко Јовичић", "SRB", "sr", "Marko Jovicic"),
    ("Мұрат Ержанов", "KAZ", "kk", "Murat Erzhanov"),
    ("هاكان كايدان", "TUR", "ar", "Hakan Kaydan"),
    ("سلیم کایدان", "TUR", "fa", "Slym Kaydan"),
    ("塞利姆·凯丹", "TUR", "zh", "Sailimu Kaidan"),
    ("凯丹", "TUR", "zh", "Kaidan"),
    ("温嘉林", "CHN", "zh", "Wen Jialin"),
    ("欧阳嘉林", "CHN", "zh", "Ouyang Jialin"),
    ("温嘉林", "CHN", "ja", "Wen Jialin"),
    ("セリム・カイダン", "TUR", "ja", "Serimu Kaidan"),
    ("山本健介", "JPN", "ja", "Yamamoto Kensuke"),
    ("윤민수", "KOR", "ko", "Yoon Minsu"),
    ("셀림 카이단", "TUR", "ko", "Sellim Kaidan"),
    ("Νίκος Παπαδάκης", "GRC", "el", "Nikos Papadhakis"),
    ("אבי כרמלי", "ISR", "he", "By Krmly"),
    ("გიორგი მელიქიძე", "GEO", "ka", "Giorgi Melikidze"),
]
"""A name, its side, the language of the report, and the name in Latin letters."""


@pytest.mark.parametrize(("name", "side", "language", "latin"), READ)
def test_name_is_read_letter_by_letter(name: str, side: str, language: str, latin: str) -> None:
    assert latin_name(name, side, language) == latin


@pytest.mark.parametrize(
    ("name", "side", "language"),
    [
        ("尹泰锡", "KOR", "zh"),  # a Korean name is not read in Mandarin
        ("水原健一", "JPN", "ja"),  # a family name that the data set lacks
        ("川島智子", "JPN", "ja"),  # seven ways to read the given name
        ("川島智子", "JPN", "zh"),
        ("阮友胜", "VNM", "zh"),
        (None, "NOR", "en"),
    ],
)
def test_name_without_a_certain_reading_has_none(
    name: str | None, side: str, language: str
) -> None:
    assert latin_name(name, side, language) is None


ONE = [
    ("Selim Kaydan", "سليم كايدان", "TUR"),
    ("Selim Kaydan", "凯丹", "TUR"),
    ("Глеб Андреевич Северцев", "Gleb Severtsev", "RUS"),
    ("Глеб Андреевич Северцев", "Северцев", "RUS"),
    ("سمو الشيخ عبدالله بن راشد السويدي", "Abdullah bin Rashid", "ARE"),
    ("بهرام کاظمینژاد", "بهرام کاظمی‌نژاد", "IRN"),
    ("بهرام کاظمینژاد", "Bahram Kazeminejad", "IRN"),
    ("Володимир Загорський", "Владимир Загорский", "UKR"),
    ("马库斯·拉多克", "马库斯·鲁多克", "USA"),
    ("川島智子", "Tomoko Kawashima", "JPN"),
    ("川島智子", "川岛智子", "JPN"),
    ("濱田真一", "滨田真一", "JPN"),
    ("윤태석", "Yun Tae-seok", "KOR"),
    ("Kárpáti Szabolcs", "Сабольч Карпати", "HUN"),
    ("Altınsoy", "Алтынсой", "TUR"),
    ("António Teixeira", "Антониу Тейшейра", "PRT"),
    ("Antony Blackwood", "安东尼·布莱克伍德", "GBR"),
    ("Antony Blackwood", "安東尼‧布萊克伍德", "GBR"),  # Taiwan's letters and dot
    ("Antony Blackwood", "布莱克伍德", "GBR"),
    ("アントニー・ブラックウッド", "安东尼・布莱克伍德", "GBR"),
    ("أنتوني بلاكوود", "安东尼•布莱克伍德", "GBR"),
    ("Tom Hardesty", "汤姆·哈德斯蒂", "USA"),
    ("Tim Hardesty", "蒂姆·哈德斯蒂", "USA"),
    ("George Merrowby", "喬治·梅羅比", "AUS"),
    ("Dong Ni", "东妮", "CHN"),
]
TWO = [
    ("حسام عبد الجليل", "Hassan Abdel Galil", "EGY"),
    ("محمد بن جاسم الهاجري", "Mahmoud bin Jassim Al Hajri", "QAT"),
    ("Глеб Андреевич Северцев", "Глеб Андреевич Северов", "RUS"),
    ("Лоренца Бьянкетти", "Lorenzo Bianchetti", "ITA"),
    ("سميرة منصور", "Samir Mansour", "EGY"),
    ("윤태석", "Yoon Dae-seok", "KOR"),
    ("周立新", "Zhou Lixing", "CHN"),
    ("温嘉林", "文嘉林", "CHN"),
    ("川島智子", "川村智子", "JPN"),
    ("马库斯·拉多克", "Marcus Riddick", "USA"),
    ("安德鲁·布莱克伍德", "Antony Blackwood", "GBR"),
    ("蒂姆·哈德斯蒂", "Tom Hardesty", "USA"),
    ("乔·梅罗比", "George Merrowby", "AUS"),
    ("乔治·梅罗比", "乔·梅罗比", "AUS"),
    ("何苏埃·阿里斯佩", "José Arizpe", "MEX"),
    ("东宁", "Dong Nin", "CHN"),
]


@pytest.mark.parametrize(("one", "other", "side"), ONE)
def test_names_of_one_person_are_alike(one: str, other: str, side: str) -> None:
    assert (likeness(name_parts(one, None, side), name_parts(other, None, side), side) or 0) >= 2


@pytest.mark.parametrize(("one", "other", "side"), ONE)
def test_names_of_one_person_begin_alike(one: str, other: str, side: str) -> None:
    keys = [name_parts(name, None, side) for name in (one, other)]
    begun = [{beginning for word in key for beginning in beginnings(word)} for key in keys]
    assert begun[0] & begun[1]


@pytest.mark.parametrize(("one", "other", "side"), TWO)
def test_names_of_two_people_are_not_alike(one: str, other: str, side: str) -> None:
    assert (likeness(name_parts(one, None, side), name_parts(other, None, side), side) or 0) < 2


@pytest.mark.parametrize("side", ["KOR", "JPN", "VNM"])
def test_characters_that_nobody_can_read_are_not_somebody_elses(side: str) -> None:
    assert likeness(("尹", "泰锡"), ("selim", "kaydan"), side) is None


NAMES = st.text(st.sampled_from("Аяйьфسيمو凯丹岩윤태ラブ·・- ab'ʼ\u200c\u064eéß"), max_size=12)


@given(NAMES, NAMES, st.sampled_from(["CHN", "JPN", "KOR", "TUR", None]))
def test_any_name_can_be_heard(one: str, other: str, side: str | None) -> None:
    keys = name_parts(one, None, side), name_parts(other, None, side)
    forward, backward = likeness(*keys, side), likeness(*reversed(keys), side)
    assert forward == backward
    assert forward is None or 0 <= forward < 5
    latin = latin_name(one, side)
    assert latin is None or all(script_of(word) in ("Latin", "Other") for word in latin.split())
