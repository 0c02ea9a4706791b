"""What languages are called, and which way they run."""

from __future__ import annotations

import pytest

from readouts.reference.language_names import is_right_to_left, language_name


@pytest.mark.parametrize(
    ("code", "name", "is_rtl"),
    [
        ("ar", "Arabic", True),
        ("fa", "Persian", True),
        ("he", "Hebrew", True),
        ("ur", "Urdu", True),
        ("zh", "Chinese", False),
        ("zh-Hant", "Chinese (Traditional)", False),
        ("en", "English", False),
        ("qq", "qq", False),
        ("no code at all", "no code at all", False),
        ("und", "", False),
        (None, "", False),
    ],
)
def test_a_language_has_a_name_and_a_direction(code: str | None, name: str, is_rtl: bool) -> None:
    assert (language_name(code), is_right_to_left(code)) == (name, is_rtl)
