"""Of several dated entries on a page each keeps its day in the text; the article's own day stands beside it."""

from __future__ import annotations

import pytest

from tests.harvest.page.builder import page, read

FIRST = "Foreign Minister Odo Gorm spoke by phone today with Marit Ivarre of the strait, and thanked her for the help of the pilots in the storm."
LAST = "Foreign Minister Odo Gorm spoke by phone yesterday with Tamsin Estow of the isles, and thanked her for the help of the harbour in the storm."
SHOWN = f"Published: 9 May 2026\n{FIRST}\nPublished: 3 May 2026\n{LAST}"
TWO = (("2026-05-09", FIRST), ("2026-05-03", LAST))
FORMS = {
    "text in no paragraph": "<div class='entry'><time datetime='{}'></time><div>{}</div></div>",
    "days in no time element": "<article><h2>A call</h2><p class='byline'>Posted on {}</p><p>{}</p></article>",
    "articles": "<article><h2>A call</h2><time datetime='{}'>a day in May</time><p>{}</p></article>",
    "the day above the headline": "<section><time datetime='{}'>May</time><h2>A call</h2><p>{}</p></section>",
    "entries of a live page": "<div class='entry'><time datetime='{}T21:30:00+02:00'>21:30</time><p>{}</p></div>",
    "stamps in one part": "<h3>A call</h3><p class='meta'><time>{}</time></p><p>{}</p>",
    "a line about each": "<div><div class='meta'>Oslo, <time datetime='{}'>May</time></div><p>{}</p></div>",
}


@pytest.mark.parametrize("form", FORMS)
def test_each_of_several_entries_keeps_its_day(form: str) -> None:
    entries = "".join(FORMS[form].format(*one) for one in TWO)
    markup = f"<html lang='en'><body><main><h1>Calls in May</h1>{entries}</main></body></html>"
    text = read(markup)["text"]
    assert "\n".join(line for line in text.splitlines() if "all" not in line[:6]) == SHOWN


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("<time datetime='2026-05-03T00:30:00Z'>00:30, 3 May</time>", "3 May"),  # readers see UTC
        ("<time datetime='2026-05-03T00:30:00Z'>late</time>", "2 May"),
        ("<time datetime='2026-05-03T00:30:00+09:00'>3 May</time>", "3 May"),
    ],
)
def test_an_entry_is_of_the_day_that_readers_see(stamp: str, day: str) -> None:
    entry = "<div class='entry'>{}<p>{}</p></div>"
    entries = entry.format("<time datetime='2026-05-09T12:00:00Z'></time>", FIRST)
    markup = f"<main><h1>Calls in May</h1>{entries}{entry.format(stamp, LAST)}</main>"
    text = read(markup, timezone="America/Lima")["text"]
    assert f"Published: {day} 2026\n{LAST}" in text


ONE = {
    "the article's own": "<p class='meta'><time datetime='2026-05-08'>8 May</time></p>",
    "its own and that of a change": "<time datetime='2026-05-08'>8 May</time> <time class='updated' datetime='2026-05-09'>9</time>",
    "the same day each": "<time datetime='2026-05-08T09:00'>9</time><p>{0}</p><time datetime='2026-05-08T10:00'>10</time>",
}


@pytest.mark.parametrize("case", ONE)
def test_a_day_that_is_the_article_s_is_not_written(case: str) -> None:
    found = read(page(under=ONE[case].format(FIRST)))
    assert str(found["published_date"]) == "2026-05-08"
    assert "Published" not in found["text"]


def test_a_day_that_opens_a_paragraph_or_a_list_s_entry_heads_it() -> None:
    for form in ("<p><time>{}</time> {}</p>", "<dl><dt>{}</dt><dd>{}</dd></dl>"):
        text = read(page(end="".join(form.format(*one) for one in TWO)))["text"]
        assert text.endswith(f"2026-05-03{': ' if 'time' in form else chr(10)}{LAST}"), text


def test_short_paragraphs_that_name_days_are_no_stamps() -> None:
    text = read(
        page(
            end=f"<p>It was on 8 May 2026.</p><p>{FIRST}</p><p>It ended on 3 May 2026.</p><p>{LAST}</p>"
        )
    )
    assert "Published" not in text["text"]


def test_a_day_within_a_sentence_stays_in_it() -> None:
    told = LAST.replace("yesterday", "on <time datetime='2026-05-03'>3 May</time>")
    assert "phone on 3 May with Tamsin" in read(page(end=f"<p>{told}</p>"))["text"]
