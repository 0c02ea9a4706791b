"""Where a page breaks its lines: within a sentence it is no end, between entries it is, and bold headings stand apart."""

from __future__ import annotations

import pytest

from tests.harvest.page.builder import page, read

TOLD = "Foreign Minister Odo Gorm rang Marit Ivarre on Monday and condemned the raid."
WRAPPED = {
    "before a small letter": "Foreign Minister Odo Gorm rang Marit Ivarre<br>on Monday and condemned<br/>the raid.",
    "before any word, in prose": "Foreign Minister Odo<br>Gorm rang Marit<br>Ivarre on Monday<br>and condemned<br>the raid.",
    "in bold": "<b>Foreign Minister Odo Gorm rang Marit Ivarre<br>on Monday</b> and condemned the raid.",
    "beside a comment": "Foreign Minister Odo Gorm rang Marit Ivarre<br><!-- x -->on Monday and condemned the raid.",
}


@pytest.mark.parametrize("case", WRAPPED)
@pytest.mark.parametrize("element", ["p", "div", "td"])
def test_a_break_within_a_sentence_is_none(case: str, element: str) -> None:
    markup = f"<{element}>{WRAPPED[case]}</{element}>"
    markup = f"<table><tr>{markup}</tr></table>" if element == "td" else markup
    assert TOLD in read(page(end=markup))["text"]


def test_a_break_within_a_preformatted_sentence_is_none() -> None:
    written = WRAPPED["before a small letter"].replace("<br>", "\n").replace("<br/>", "\n")
    assert TOLD in read(page(end=f"<pre>{written}</pre>"))["text"]


KEPT = {
    "an address": ["Ministry of the Strait", "Harbour Street 7", "Estown"],
    "a call a line": ["Odo Gorm rang Marit Ivarre of the strait", "Odo Gorm rang Tamsin Estow of the isles"],
    "a call a line, one of them broken": ["Gorm rang Ivarre", "Gorm rang Estow", "Gorm rang Hask.", "He thanked him."],
    "sentences": ["Gorm rang Ivarre.", "“Enough,” he said.", "then he left"],
    "entries that begin alike": ["with Marit Ivarre of the strait", "with Tamsin Estow of the isles"],
    "a heading and prose": ["Raid", "Minister Gorm rang", "his colleague and condemned", "the raid."],
}  # fmt: skip
JOINED = {
    "a heading and prose": ["Raid", "Minister Gorm rang his colleague and condemned the raid."]
}


@pytest.mark.parametrize("case", KEPT)
def test_a_break_between_entries_stays(case: str) -> None:
    text = read(page(end=f"<p>{'<br>'.join(KEPT[case])}</p>"))["text"]
    assert text.endswith("\n".join(["", *JOINED.get(case, KEPT[case])])), text


def test_two_breaks_end_a_paragraph() -> None:
    text = read(page(end="<div>Minister Gorm rang Ivarre<br><br>and thanked Estow.</div>"))["text"]
    assert text.endswith("\nMinister Gorm rang Ivarre\nand thanked Estow.")


GLUED = {
    "bold in a block": "<b>Call with Ivarre</b>Minister Gorm rang her|<strong>No threats</strong>He left",
    "capitals": "<u>CALL WITH IVARRE</u>Minister Gorm rang her.",
    "one word between two texts": "Minister Gorm rang Marit Ivarre|<b>Background</b>They had met.",
    "a label": "<span class='kind'>Press release</span>Minister Gorm rang her.",
    "a quotation": "<b>Gorm on the raid</b>“It must end”, he said.",
}


@pytest.mark.parametrize("case", GLUED)
def test_a_heading_that_is_glued_to_text_stands_apart(case: str) -> None:
    markup = GLUED[case].replace("|", "")
    text = read(page(end=f"<div>{markup}</div>"))["text"]
    wanted = GLUED[case].replace("|", "\n").replace("</", "\n</").replace("<b>", "")
    lines = [line.split(">")[-1] for line in wanted.splitlines()]
    assert text.endswith("\n".join(lines)), text


@pytest.mark.parametrize(
    "markup", ["Minister <b>Mac</b>Donald", "<b>U</b>SA", "<b>Face</b>Book", "<b>Gorm</b>’s", "Mc<b>Gorm</b> rang"]
)  # fmt: skip
def test_a_part_of_a_word_is_no_heading(markup: str) -> None:
    text = read(page(end=f"<p>Here {markup} is meant.</p>"))["text"]
    assert len(text.splitlines()) == 4, text


def test_who_speaks_is_of_the_line() -> None:
    text = read(page(end="<p><b>Minister Gorm:</b>We rang her at noon.</p>"))["text"]
    assert text.endswith("\nMinister Gorm: We rang her at noon.")
