"""Where a word of a table or a name stands, in scripts with vowel signs, marks and words written together."""

from __future__ import annotations

import pytest

from readouts.base.alike import find, loose, view
from readouts.grounding.actors.names import Words, telling_words
from readouts.grounding.words import lexicon

FOUND = [
    ("hi", "दोनों नेताओं ने बात की", "both", {"दोनों", "नेताओं"}),
    ("hi", "नॉर्वे की सरकार", "both", set()),
    ("hi", "सीमा पर हुए हमले की निंदा की", "condemnation", {"निंदा"}),
    ("vi", "Hai bên nhất trí", "both", {"hai bên", "nhất trí"}),
    ("vi", "thiệt hại và hỗ trợ", "both", set()),
    ("vi", "ba ngày", "subject", set()),
    ("ru", "опровергли, что", "untrue", {"опровергли, что"}),
]


@pytest.mark.parametrize(("language", "text", "label", "words"), FOUND)
def test_a_word_is_whole_and_has_its_marks(
    language: str, text: str, label: str, words: set[str]
) -> None:
    seen = view(text)
    hits = [hit for hit in lexicon(language).scan(seen) if hit.label == label]
    assert {seen.text[hit.start : hit.end].lower() for hit in hits} == words


def test_names_of_hindi_are_words() -> None:
    assert telling_words("मीरा मोहिनी", "hi") == ("मीरा", "मोहिनी")
    assert Words(view("मोहिनी ने कहा"), "hi").has("मोहिनी")
    assert not Words(view("मोहिनीपुर में"), "hi").has("मोहिनी")


def test_a_vietnamese_name_is_no_word_with_other_marks() -> None:
    assert not Words(view("Thủ tướng nói"), "vi").has("thu")
    assert Words(view("bà Thu nói"), "vi").has("thu")


def test_a_finnish_name_is_found_in_its_forms() -> None:
    assert Words(view("soitti Rautaselle"), "fi").has(loose("Rautanen"))


@pytest.mark.parametrize(("text", "words"), [("बातचीतों में", "बातचीत"), ("करें", "कर")])
def test_words_do_not_end_before_a_vowel_sign(text: str, words: str) -> None:
    assert list(find(view(text), words)) == []


def test_words_begin_behind_the_small_words_of_hebrew() -> None:
    assert list(find(view("התקשר להלוור ברנסוויק"), "הלוור ברנסוויק"))
