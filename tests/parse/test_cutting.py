"""Sentences: where they end, and which lines are headings; every case is written for it."""

import pytest

from readouts.parse.text.sentences import split_sentences

CASES = [
    ("Quen rang Orhu. She thanked him.", ["Quen rang Orhu.", "She thanked him."]),
    ("Mr. Quen rang Dr. Orhu. She left.", ["Mr. Quen rang Dr. Orhu.", "She left."]),
    ("Ms. Orhu rang. He left.", ["Ms. Orhu rang.", "He left."]),
    ("The U.S. Secretary spoke. He left.", ["The U.S. Secretary spoke.", "He left."]),
    ("Carl T. Vane, Jr. spoke today. He left.", ["Carl T. Vane, Jr. spoke today.", "He left."]),
    ("Gen. Tesk spoke. Lt. Velt left.", ["Gen. Tesk spoke.", "Lt. Velt left."]),
    ("He said no. “We will see,” he added.", ["He said no.", "“We will see,” he added."]),
    (
        "“We will see. It is so,” he said. He left.",
        ["“We will see. It is so,” he said.", "He left."],
    ),
    ('He said no. "We will see." He left.', ["He said no.", '"We will see."', "He left."]),
    ("“It is never closed. He left. She came.", ["“It is never closed.", "He left.", "She came."]),
    (
        "On 4 March at 6:15 p.m. Minister Quen spoke.",
        ["On 4 March at 6:15 p.m. Minister Quen spoke."],
    ),
    ("He left!  Did she? Yes.", ["He left!", "Did she?", "Yes."]),
    (
        "They met in May. Quen rang me. Orhu left.",
        ["They met in May.", "Quen rang me.", "Orhu left."],
    ),
    ("Miss Quen rang.", ["Miss Quen rang."]),
    ("One line\nAnother line.", ["One line", "Another line."]),
    ("\n\n  Spaces around.  \n", ["Spaces around."]),
    # the mark of a list's entry is none of its words, and hides no end
    (
        "• Quen rang Orhu. He thanked her.\n - Quen left.",
        ["Quen rang Orhu.", "He thanked her.", "Quen left."],
    ),
    ("", []),
    ("   \n\t\n", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_are_cut_at_their_ends(text, expected):
    assert [text[s.start : s.end] for s in split_sentences(text)] == expected


@pytest.mark.parametrize(
    ("title", "begins"),
    [
        ("Quen rings Orhu (summary)", ["Quen rings Orhu (summary)", "Quen rang her."]),
        ("Quen", ["Quen rings Orhu (summary) Quen rang her."]),  # is no headline of its own
        (None, ["Quen rings Orhu (summary) Quen rang her."]),
    ],
)
def test_a_headline_ends_where_the_text_runs_on(title, begins):
    text = "Quen rings Orhu (summary) Quen rang her."
    assert [text[s.start : s.end] for s in split_sentences(text, title=title)] == begins


HEADINGS = [
    ("Quen speaks with Orhu\nHe spoke today.", [True, False]),
    ("Quen spoke with Orhu.\nHe thanked her.", [False, False]),
    ("Quen's call (4 March 2026)\nHe thanked her.", [True, False]),
    ("He spoke today.\nTürkiye expresses solidarity\nShe thanked him.", [False, True, False]),
    ("He spoke today.\n- David Tesk met Orhu\nShe left.", [False, False, False]),
    ("He said:\nShe left.", [False, False]),
    ("One line alone", [False]),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_headings_are_lines_without_an_end(text, expected):
    assert [s.heading for s in split_sentences(text)] == expected


def test_paragraphs_are_counted_by_lines_that_hold_words():
    text = "Quen left. Orhu came.\n\n\nVelt rang.\n"
    assert [s.paragraph for s in split_sentences(text)] == [0, 0, 1]


def test_a_sentence_without_end_is_cut_into_pieces():
    text = "word " * 40_000
    sentences = split_sentences(text)
    assert len(sentences) > 10
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in sentences)
