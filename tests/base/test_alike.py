"""Texts made alike: what is forgiven, what is not, and the way back to the text's own letters."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readouts.base.alike import alike, find, loose, view

FORGIVEN = [
    ("no-break space", "spoke\u00a0by phone", "spoke by phone"),
    ("narrow no-break space", "15\u202fhours", "15 hours"),
    ("line break", "spoke\nby phone", "spoke by phone"),
    ("two spaces", "spoke  by phone", "spoke by phone"),
    ("curly quotes", "a “grave” step, he’d say", 'a "grave" step, he\'d say'),
    ("guillemets", "un « pas » de plus", "un ' pas ' de plus"),
    ("long dash", "the talks — by phone", "the talks - by phone"),
    ("non-breaking hyphen", "cease\u2011fire", "cease-fire"),
    ("soft hyphen", "tele\u00adphoned", "telephoned"),
    ("zero-width joiner", "می\u200cخواهم", "میخواهم"),
    ("byte order mark", "\ufeffCall", "Call"),
    ("direction marks", "\u200eCall\u200f", "Call"),
    ("full width", "１０月３日，ＵＮ", "10月3日,UN"),
    ("half width", "ﾌﾟｰﾁﾝ大統領", "プーチン大統領"),
    ("ligature", "the ﬁrst oﬃce", "the first office"),
    ("composed", unicodedata.normalize("NFD", "Møller à Évreux"), "Møller à Évreux"),
    ("decomposed", "Évreux", unicodedata.normalize("NFD", "Évreux")),
    ("Hangul in parts", unicodedata.normalize("NFD", "전화"), "전화"),
    ("harakat", "اِتَّصَلَ", "اتصل"),
    ("harakat in another order", "اتّ\u064eصل", "ات\u064eّصل"),
    ("tatweel", "وزيـــر", "وزير"),
    ("space between Chinese characters", "通 电话", "通电话"),
    ("three dots", "and so…", "and so..."),
    ("first letter", "He spoke by phone", "he spoke by phone"),
    ("stop at the end", "He spoke by phone, then left", "He spoke by phone."),
    ("quotes around", "a sober word", "“a sober word”"),
]


@pytest.mark.parametrize(
    ("source", "words"), [case[1:] for case in FORGIVEN], ids=[c[0] for c in FORGIVEN]
)
def test_what_differs_without_meaning_anything_is_found(source, words):
    text = f"Before. {source} behind."
    seen = view(text)
    start, end = seen.span(*next(find(seen, words)))
    found, wanted = (alike(one).strip("'., ").casefold() for one in (text[start:end], words))
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He spoke by phone.", "He spake by phone"),
        ("He spoke by phone.", "He spoke By phone"),
        ("He spoke by phone.", "he spoke by phones"),
        ("He spoke by phone.", "e spoke by phone"),
        ("He spoke by phone.", "spoke  phone"),
        ("Müller rief an.", "Muller rief an"),
        ("15 людей", "15 людям"),
        ("外长通电话", "外长通电活"),
        ("He spoke.", ""),
        ("He spoke.", " .,' "),
    ],
)
def test_another_letter_is_another_word(text, words):
    assert not any(find(view(text), words))


def test_every_place_is_told():
    seen = view("No. “No.” no!")
    assert [seen.text[start:end] for start, end in find(seen, "No")] == ["No", "No"]


def test_words_in_a_script_without_spaces_begin_anywhere():
    seen = view("同日，外长同他通电话。")
    assert [seen.text[start:end] for start, end in find(seen, "外长同他通电话")] == [
        "外长同他通电话"
    ]


def test_a_span_holds_letters_with_all_their_marks():
    text = unicodedata.normalize("NFD", "Il a téléphoné.")
    seen = view(text)
    start, end = seen.span(*next(find(seen, "téléphoné")))
    assert unicodedata.normalize("NFC", text[start:end]) == "téléphoné"


def test_loose_letters_are_as_many():
    for words in ("İstanbul", "ŁÓDŹ", "ǅ", "ﬁ", "أإآى", "Straße", "Ωμέγα"):
        made = alike(words)
        assert len(loose(made)) == len(made)


ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(" \u00a0\u00ad\u200b\u200d\u0301\u064e\u0651\u3000“”«»…ﬁ가각ａ中あﾌﾟ-–—'"),
    ),
    max_size=60,
)


@given(ODD)
def test_the_way_back_never_leaves_the_text(text):
    seen = view(text)
    assert len(seen.loose) == len(seen.text)
    last = 0
    for at in range(len(seen.text)):
        start, end = seen.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last
        last = start


PIECES = st.sampled_from(["a grave “step”", "telephoned Oslo", "通电话", "اتصال هاتفي"])


@given(ODD, ODD, PIECES)
@example("々", "", "telephoned Oslo")  # no space is left behind what is written without any
def test_a_piece_of_a_text_is_found_where_it_stands(before, behind, piece):
    text = f"{before} {piece} {behind}"
    seen = view(text)
    spans = [seen.span(*place) for place in find(seen, piece)]
    assert any(alike(piece) in alike(text[start:end]) for start, end in spans)


@given(ODD)
def test_making_alike_twice_changes_nothing_more(text):
    assert alike(alike(text)) == alike(text)
