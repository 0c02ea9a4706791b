"""What readers of a page do not see, or see struck out, is no text of its article."""

from __future__ import annotations

import pytest

from tests.harvest.page.builder import HEADLINE, LEAD, OTHER, SECOND, page, read

UNSEEN = {
    "deleted": f"<p>Later. <del>{OTHER}</del></p>",
    "a deleted paragraph": f"<del><p>{OTHER}</p></del>",
    "no longer right": f"<p><s>{OTHER}</s> Later.</p>",
    "struck out": f"<p><strike>{OTHER}</strike></p>",
    "struck out by its style": f"<p><span style='text-decoration: line-through'>{OTHER}</span></p>",
    "struck out by its class": f"<p><span class='red strikethrough'>{OTHER}</span></p>",
    "hidden": f"<div hidden><p>{OTHER}</p></div>",
    "a hidden paragraph": f"<p hidden=''>{OTHER}</p>",
    "hidden words": f"<p>Later. <span hidden>{OTHER}</span></p>",
    "kept for a script": f"<template><p>{OTHER}</p></template>",
    "not displayed": f"<div style='color:red; display : none'><p>{OTHER}</p></div>",
    "not visible": f"<div style='visibility: hidden'><p>{OTHER}</p></div>",
}


@pytest.mark.parametrize("case", UNSEEN)
def test_what_readers_do_not_see_is_no_text(case: str) -> None:
    found = read(page(end=UNSEEN[case]))
    assert LEAD in found["text"]
    assert SECOND in found["text"]
    assert "Gorm" not in found["text"], found["text"]


SEEN = {
    "inserted": f"<p><ins>{OTHER}</ins></p>",
    "found by a search": f"<div hidden='until-found'><p>{OTHER}</p></div>",
    "opened by a button": f"<button aria-controls='more'>More</button><div id='more' hidden><p>{OTHER}</p></div>",
    "shown as it is": f"<div style='border:none'><p>{OTHER}</p></div>",
    "what follows": f"<p><del>Never.</del> {OTHER}</p>",
}


@pytest.mark.parametrize("case", SEEN)
def test_what_readers_may_see_stays(case: str) -> None:
    assert OTHER in read(page(end=SEEN[case]))["text"]


def test_a_page_that_a_script_shows_is_read() -> None:
    assert LEAD in read(page().replace("<main>", "<main hidden>"))["text"]
    assert LEAD in read(page().replace("<article>", "<article hidden>"))["text"]


def test_what_is_struck_out_of_a_headline_is_no_title_and_a_hidden_day_is_one() -> None:
    hidden = "<time itemprop='datePublished' datetime='2026-03-02' hidden>2 March</time>"
    markup = page(under=hidden).replace(f"<h1>{HEADLINE}", f"<h1><s>Odo Gorm</s> {HEADLINE}")
    found = read(markup)
    assert (found["title"], str(found["published_date"])) == (HEADLINE, "2026-03-02")
