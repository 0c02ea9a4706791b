"""Nothing that a terminal would act on comes through a guarded stream, and nothing else is lost."""

from __future__ import annotations

import io
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from readouts.base.terminal import Harmless, harmless

KEPT = "\n\t"


@given(st.text(alphabet=st.characters()))
def test_no_control_comes_through(text: str) -> None:
    stream = io.StringIO()
    assert Harmless(stream).write(text) == len(text)
    shown = stream.getvalue().replace("\r\n", "\n")
    assert not [c for c in shown if unicodedata.category(c) == "Cc" and c not in KEPT]


@given(st.text(alphabet=st.characters(exclude_categories=("C", "Zl", "Zp"))))
def test_words_stay(text: str) -> None:
    assert harmless(text) == text


def test_letters_that_need_joiners_keep_them() -> None:
    assert harmless("می\u200cخواهم\tb\r\nc") == "می\u200cخواهم\tb\r\nc"


def test_half_characters_and_overrides_are_blanks() -> None:
    assert harmless("a\ud83db\u202ec\rd\x9be") == "a b c d e"


def test_colours_of_libraries_are_left_out_whole() -> None:
    assert harmless("\x1b[1;34mnote\x1b[0m \x1b[2Jgone") == "note  [2Jgone"
