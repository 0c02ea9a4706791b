"""Of several articles on a page, the first is read: its text, its date, and nothing of the others."""

from __future__ import annotations

import pytest

from tests.harvest.page.builder import HEADLINE, LEAD, OTHER, SECOND, page, read

STORY = f"<h1>Ferry seized before the holiday</h1><time datetime='2025-01-12'>12 January</time><p>{OTHER}</p><p>{OTHER}</p>"
CARD = f"<div class='item'><h3><a href='/world/ferry'>Ferry seized before the holiday</a></h3><p>{OTHER}</p></div>"
SECTIONED = (
    f"<article><h2>Ferry seized before the holiday</h2><p>{OTHER}</p><p>{OTHER}</p></article>"
)

OTHERS = {
    "an article element": {"after": f"<article>{STORY}</article>"},
    "with microdata": {"after": f"<div itemscope itemtype='https://schema.org/NewsArticle'>{STORY}</div>"},
    "with rdfa": {"after": f"<div typeof='schema:NewsArticle'>{STORY}</div>"},
    "with a class": {"after": f"<div class='article'>{STORY}</div>"},
    "with headings of the second rank": {"after": SECTIONED * 3},
    "an address of its own": {"after": f"<section data-url='/world/ferry'>{STORY}</section>"},
    "in the same main part": {"end": f"</article><article>{STORY}"},
    "inside of the article": {"end": f"<article>{STORY}</article>"},
    "a second headline with a byline": {
        "end": f"<h1>Ferry seized before the holiday</h1><p class='byline'>By Odo Hask</p><p>{OTHER}</p><p>{OTHER}</p>"
    },
    "before the article": {"before": f"<div><article>{STORY}</article></div>"},
    "teasers": {"after": f"<div class='list'>{CARD * 3}</div>"},
    "teasers in the article": {"end": CARD * 2},
    "teasers that are links as a whole": {
        "after": "".join(f"<a href='/world/ferry{n}'><h2>Ferry seized before the holiday</h2><p>{OTHER}</p></a>" for n in "123")
    },
    "a box of what is read most": {"after": f"<div class='most-read'><h3>Most read</h3><p>{OTHER}</p></div>"},
    "related, in the article": {"end": f"<section class='related-articles'><h3>Also</h3><p>{OTHER}</p></section>"},
    "the comments": {"after": f"<div id='comments'><h3>Comments</h3><p>{OTHER}</p></div>"},
    "a sidebar": {"after": f"<div class='sidebar'><h3>Latest</h3><p>{OTHER}</p></div>"},
    "an aside": {"end": f"<aside><h3>Ferry</h3><p>{OTHER}</p></aside>"},
}  # fmt: skip


@pytest.mark.parametrize("case", OTHERS)
def test_what_belongs_to_another_article_is_left_out(case: str) -> None:
    found = read(
        page("<meta property='article:published_time' content='2026-03-02'>", **OTHERS[case])
    )
    assert found["error"] is None
    assert LEAD in found["text"]
    assert SECOND in found["text"]
    assert "Gorm" not in found["text"], found["text"]
    assert found["title"] == HEADLINE
    assert str(found["published_date"]) == "2026-03-02"


WHOLE = {
    "parts under headings": f"<h2>What was said</h2><p>{OTHER}</p>",
    "parts under headings of the first rank": f"<h1>What was said</h1><p>{OTHER}</p>",
    "a part in an element of its own": f"<section class='part'><h3>What was said</h3><p>{OTHER}</p></section>",
    "a link in a heading's midst": f"<h2>What <a href='/people/gorm'>Gorm</a> said to him</h2><p>{OTHER}</p>",
    "text behind a link to another story": f"<h3><a href='/world/ferry'>Read: Ferry seized before the holiday</a></h3><p>{OTHER}</p>",
    "updates in the article": f"<article><h2>At noon</h2><p>{OTHER}</p></article>",
    "a list of things elsewhere": f"<div><h3><a href='https://ferry.example/boats/big'>The big ferry of the strait</a></h3><p>{OTHER}</p></div>",
    "a name that is of the layout": f"<div class='body with-ticker'><p>{OTHER}</p></div>",
    "a box that is text": f"<div class='article-body'><p>{OTHER}</p></div>",
}  # fmt: skip


@pytest.mark.parametrize("case", WHOLE)
def test_what_is_of_the_article_stays(case: str) -> None:
    found = read(page(end=WHOLE[case]))
    assert LEAD in found["text"]
    assert OTHER in found["text"], found["text"]


SHAPES = {
    "headline and text in two elements": f"<article class='head'><h1>{HEADLINE}</h1></article><article><p>{LEAD}</p><h2>More</h2><p>{SECOND}</p></article>",
    "all of it in what is called a sidebar": f"<div class='with-sidebar sidebar'><h1>{HEADLINE}</h1><p>{LEAD}</p><p>{SECOND}</p></div>",
    "the headline outside of the text's element": f"<div class='top'><h1>{HEADLINE}</h1></div><div class='body'><p>{LEAD}</p><p>{SECOND}</p></div>",
    "no headline": f"<article><p>{LEAD}</p><p>{SECOND}</p></article>",
    "a headline that links to itself": f"<div class='post'><h2><a href='/world/brask-rings-estow'>{HEADLINE}</a></h2><p>{LEAD}</p><p>{SECOND}</p></div>",
    "the site's name as the first heading": f"<header><h1><a href='/'>The Courier</a></h1></header><h2>{HEADLINE}</h2><div><p>{LEAD}</p><p>{SECOND}</p></div>",
    "text in the class of a story in a story": f"<div class='story'><header class='entry'><h1>{HEADLINE}</h1></header><div class='entry'><p>{LEAD}</p><p>{SECOND}</p></div></div>",
}  # fmt: skip


@pytest.mark.parametrize("case", SHAPES)
def test_an_article_is_found_in_any_shape(case: str) -> None:
    markup = f"<!doctype html><html lang='en'><head><title>{HEADLINE} | The Courier</title></head><body>{SHAPES[case]}</body></html>"
    found = read(markup)
    assert found["error"] is None
    assert LEAD in found["text"]
    assert SECOND in found["text"]
    assert found["title"] == HEADLINE
