"""In which encoding bytes are read: as browsers do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.harvest.encodings import as_text

WORDS = {
    "fr": "Le ministre a exprimé sa préoccupation – « très vive » – à l’égard de l’été, œuvre à 5 €",
    "et": "Jõhvi linnas õpetab Tõnis Rannamäe",
    "ru": "Министр иностранных дел провёл телефонный разговор с коллегой",
    "uk": "Міністр закордонних справ поспілкувався з колегою про їхні ініціативи",
    "bg": "Министърът разговаря по телефона със своя колега",
    "pl": "Zażółć gęślą jaźń, powiedział minister",
    "cs": "Příliš žluťoučký kůň, řekl ministr",
    "tr": "Dışişleri Bakanı mevkidaşıyla görüştü",
    "el": "Η υπουργός μίλησε τηλεφωνικά με τον ομόλογό της",
    "he": "שרת החוץ שוחחה ביום שני בטלפון עם עמיתה",
    "ar": "أجرت وزيرة الخارجية اتصالا هاتفيا مع نظيرها",
    "ja": "外務大臣は電話会談を行いました",
    "ko": "외교부 장관은 전화 통화를 했다",
    "zh": "外交部长周一同外长通电话",
    "zh-TW": "外交部長週一同外長通電話",
    "en": "“Türkiye’s” minister rang him",
}

# the language of the words, what they are written in, the page's own lang and charset, the header, the address, and
# what the encoding is called
BYTES: dict[str, tuple[str, str, str, str, str | None, str, str]] = {
    "utf-8": ("fr", "utf-8", "fr", "utf-8", None, "", "utf-8"),
    "utf-8 under another header": ("fr", "utf-8", "fr", "utf-8", "iso-8859-1", "", "utf-8"),
    "utf-8 that says it is something else": ("fr", "utf-8", "fr", "windows-1252", None, "", "utf-8"),
    "latin under a template's utf-8": ("fr", "cp1252", "fr", "utf-8", None, "", "windows-1252"),
    "latin on an English page": ("et", "cp1252", "en", "utf-8", None, "", "windows-1252"),
    "latin in an unknown language": ("en", "cp1252", "", "utf-8", "utf-8", "", "windows-1252"),
    "said to be latin 1": ("fr", "cp1252", "fr", "iso-8859-1", None, "", "windows-1252"),
    "the header goes before the page": ("fr", "cp1252", "fr", "koi8-r", "windows-1252", "", "windows-1252"),
    "Cyrillic under utf-8": ("ru", "cp1251", "ru", "utf-8", None, "", "windows-1251"),
    "Cyrillic in an English template": ("ru", "cp1251", "en", "utf-8", None, "", "windows-1251"),
    "Cyrillic by the address": ("ru", "cp1251", "en", "utf-8", None, "https://a.ru/", "windows-1251"),
    "Cyrillic under a server's default": ("ru", "cp1251", "en", "windows-1251", "iso-8859-1", "", "windows-1251"),
    "Cyrillic of Unix": ("ru", "koi8-r", "ru", "utf-8", None, "", "koi8-u"),
    "Ukrainian": ("uk", "cp1251", "uk", "utf-8", None, "", "windows-1251"),
    "Bulgarian": ("bg", "cp1251", "bg", "", None, "", "windows-1251"),
    "Polish": ("pl", "iso8859-2", "pl", "utf-8", None, "", "iso-8859-2"),
    "Czech": ("cs", "cp1250", "cs", "utf-8", None, "", "windows-1250"),
    "Czech by the address": ("cs", "cp1250", "", "", None, "https://a.cz/", "windows-1250"),
    "Turkish as latin 5": ("tr", "cp1254", "tr", "iso-8859-9", None, "", "windows-1254"),
    "Greek": ("el", "iso8859-7", "el", "utf-8", None, "", "iso-8859-7"),
    "Hebrew": ("he", "cp1255", "he", "utf-8", None, "", "windows-1255"),
    "Arabic": ("ar", "cp1256", "ar", "utf-8", None, "", "windows-1256"),
    "Japanese": ("ja", "cp932", "ja", "x-sjis", None, "", "shift_jis"),
    "Japanese without a word": ("ja", "euc-jp", "ja", "", None, "", "euc-jp"),
    "Korean": ("ko", "cp949", "ko", "ks_c_5601-1987", None, "", "euc-kr"),
    "Chinese as gb2312": ("zh", "gbk", "zh", "gb2312", None, "", "gbk"),
    "Chinese under utf-8": ("zh", "gbk", "zh-CN", "utf-8", None, "", "gbk"),
    "traditional Chinese": ("zh-TW", "big5", "zh-TW", "", None, "", "big5"),
    "utf-16 named in the page": ("fr", "utf-8", "fr", "utf-16", None, "", "utf-8"),
    "a name that nobody knows": ("fr", "cp1252", "fr", "klingon", "vulcan", "", "windows-1252"),
}  # fmt: skip


def written(words: str, lang: str, charset: str) -> str:
    meta = f"<meta charset='{charset}'>" if charset else ""
    return (
        f"<!doctype html><html lang='{lang}'><head>{meta}</head><body><p>{words}</p></body></html>"
    )


@pytest.mark.parametrize("case", BYTES)
def test_bytes_are_read_as_browsers_read_them(case: str) -> None:
    words, encoding, lang, charset, header, url, name = BYTES[case]
    page = written(WORDS[words], lang, charset)
    assert as_text(page.encode(encoding), header, url) == (page, name)
    assert as_text(page.encode(encoding), name, url) == (page, name), (
        "what was found is found again"
    )


def test_a_byte_order_mark_goes_before_all_else() -> None:
    page = written(WORDS["fr"], "fr", "windows-1252")
    for mark, encoding, name in (
        (b"\xef\xbb\xbf", "utf-8", "utf-8"),
        (b"\xff\xfe", "utf-16-le", "utf-16"),
        (b"\xfe\xff", "utf-16-be", "utf-16"),
        (b"", "utf-16-le", "utf-16"),
    ):
        assert as_text(mark + page.encode(encoding), "windows-1251") == (page, name)


def test_a_few_broken_bytes_make_no_other_encoding() -> None:
    page = written(WORDS["fr"] * 5, "fr", "utf-8").encode()
    cut = page[: page.rindex("é".encode()) + 1]
    text, name = as_text(cut)
    assert name == "utf-8"
    assert text.endswith("\ufffd")
    patched, name = as_text(page + b"<p>caf\xe9</p>")
    assert name == "utf-8"
    assert WORDS["fr"] in patched


def test_holes_of_a_table_are_controls() -> None:
    page = written("a\x81b", "en", "windows-1252")
    assert as_text(page.encode("latin-1"))[0] == page


def test_what_is_named_in_a_comment_is_not_named() -> None:
    page = (
        "<html lang='ru'><!-- <meta charset='koi8-r'> --><meta charset='windows-1251'><p>"
        + WORDS["ru"]
    )
    assert as_text(page.encode("cp1251")) == (page, "windows-1251")


def test_an_xml_declaration_names_it_too() -> None:
    page = f"<?xml version='1.0' encoding='windows-1251'?><rss><title>{WORDS['ru']}</title></rss>"
    assert as_text(page.encode("cp1251")) == (page, "windows-1251")


def test_a_character_for_what_is_missing_may_be_sent() -> None:
    page = written("so: \ufffd, and é", "en", "windows-1252")
    assert as_text(page.encode()) == (page, "utf-8")


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [None, "utf-8", "utf-16", "iso-2022-jp", "big5", "x-user-defined", "hz-gb-2312"]
    ),
)
def test_no_bytes_are_too_bad(body: bytes, header: str | None) -> None:
    text, name = as_text(body, header)
    assert isinstance(text, str)
    assert name
