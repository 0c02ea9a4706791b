"""Which of a page's dates is the article's: its own node, box and label, and no value that no page can have."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.harvest.page.builder import HEADLINE, URL, ld, look, meta, page, read

DAY = date(2026, 3, 2)
RIGHT = "2026-03-02T09:00:00Z"
WRONG = "2019-01-01T00:00:00Z"
OWN = f'{{"@type": "NewsArticle", "headline": "{HEADLINE}", "datePublished": "{RIGHT}"}}'


def node(kind: str, day: str = WRONG, **more: str) -> str:
    values = {"@type": kind, "datePublished": day} | {
        name.replace("_", "@"): v for name, v in more.items()
    }
    return "{" + ", ".join(f'"{name}": "{value}"' for name, value in values.items()) + "}"


TEASER = node(
    "NewsArticle",
    headline="Ferry seized before the holiday",
    url="https://courier.example/world/ferry",
)
OWN_URL = node("NewsArticle", RIGHT, url=URL)
PAGES: dict[str, dict[str, Any]] = {
    # the node of the page's own article
    "WebPage first in a graph": {"head": ld(f'{{"@graph": [{node("WebPage")}, {OWN}]}}')},
    "WebSite and ItemList before it": {"head": ld(f'[{node("WebSite")}, {node("ItemList")}, {OWN}]')},
    "in a script of its own": {"head": ld(node("WebPage")) + ld(node("BreadcrumbList")) + ld(OWN)},
    "types as a list": {"head": ld(f'[{node("WebPage")}, {OWN.replace(chr(34) + "NewsArticle" + chr(34), "[" + chr(34) + "Thing" + chr(34) + ", " + chr(34) + "NewsArticle" + chr(34) + "]")}]')},
    "the type as an address": {"head": ld(f'[{node("WebPage")}, {OWN.replace("NewsArticle", "http://schema.org/NewsArticle")}]')},
    "nested as main entity": {"head": ld(f'{{"@type": "WebPage", "datePublished": "{WRONG}", "mainEntity": {OWN}}}')},
    "nested as the main entity's page": {"head": ld(f'{{"@type": "Organization", "mainEntityOfPage": {OWN}}}')},
    "a teaser's node before it": {"head": ld(TEASER) + ld(OWN)},
    "a teaser's node before it, known by address": {"head": ld(f"[{TEASER}, {OWN_URL}]")},
    "a teaser in a list, and meta": {
        "head": ld(f'{{"@type": "ItemList", "itemListElement": [{{"@type": "ListItem", "item": {TEASER}}}]}}')
        + meta("article:published_time", RIGHT)
    },
    "a teaser as part, and meta": {
        "head": ld(f'{{"@type": "WebPage", "hasPart": [{TEASER}]}}') + meta("article:published_time", RIGHT)
    },
    "the magazine it is part of": {
        "head": ld(OWN.removesuffix("}") + f', "isPartOf": {node("PublicationIssue")}}}')
    },
    "only another's node, and a day in the text": {"head": ld(TEASER), "under": "<div>2 March 2026</div>"},
    "another's headline, a day in the text": {
        "head": ld(node("NewsArticle", headline="Ferry seized before the holiday")), "under": "<div>2 March 2026</div>"
    },
    "another's headline, and nothing else": {
        "head": ld(node("NewsArticle", RIGHT, headline="Ministers talk of gates and ships"))
    },
    "only another's node, and meta": {"head": ld(TEASER) + meta("article:published_time", RIGHT)},
    "only the page's node, and meta": {"head": ld(node("WebPage")) + meta("article:published_time", RIGHT)},
    "a video's upload, and meta": {"head": ld(node("VideoObject")) + meta("article:published_time", RIGHT)},
    "a comma too many": {"head": ld(f"[{node('WebPage')}, {OWN},]")},
    "broken, an article's date after the page's": {"head": ld(f"[{node('WebPage')}, {OWN} nonsense")},
    "in a comment": {"head": ld(f"<!-- {OWN} -->")},
    "microdata": {
        "under": f'<meta itemprop="datePublished" content="{RIGHT}">',
        "before": f'<aside><div itemscope itemtype="https://schema.org/NewsArticle"><h3>Ferry</h3>'
        f'<time itemprop="datePublished" datetime="{WRONG}">x</time></div></aside>',
    },
    "rdfa": {"under": f'<span property="schema:datePublished" content="{RIGHT}">2 March</span>'},
    # a null value counts as none
    **{
        f"{value} in a meta element": {
            "head": meta("article:published_time", value), "under": "<p class='date'>2 March 2026</p>"
        }
        for value in (
            "0001-01-01T00:00:00", "1970-01-01", "1970-01-01T01:00:00+01:00", "0", "-62135596800000", "0000-00-00",
            "0000-00-00T00:00:00", "9999-12-31T23:59:59Z", "2099-01-01", "1900-01-01", "-0001-11-30T00:00:00+00:00",
            "0", "1969-12-31T19:00:00-05:00", "253402300799000", "Invalid Date", "null", "1980-01-01T00:00:00",
        )
    },
    "a null value in json-ld, then meta": {
        "head": ld(OWN.replace(RIGHT, "0001-01-01T00:00:00Z")) + meta("article:published_time", RIGHT)
    },
    "a null value in the own node, a real one in the page's": {
        "head": ld(f'[{OWN.replace(RIGHT, "1970-01-01T00:00:00Z")}, {node("WebPage", RIGHT)}]')
    },
    "a null value in a time element": {
        "under": "<time class='published' datetime='0001-01-01T00:00:00'>2 March 2026</time>"
    },
    "a null value in the feed": {
        "facts": {"discovered_date": date(1970, 1, 1), "date_kind": "published"},
        "under": "<div>2 March 2026</div>",
    },
    "a null value in the address": {
        "url": "https://courier.example/1970/01/01/harbour", "under": "<div>2 March 2026</div>"
    },
    "thousandths since 1970": {"head": meta("article:published_time", "1772442000000")},
    "seconds since 1970": {"head": meta("article:published_time", "1772442000")},
    # a change is no publication
    "updated before published": {"under": "<p>Updated: 14 March 2026, 10:00 | Published: 2 March 2026, 08:30</p>"},
    "published before updated": {"under": "<p>Published 2 March 2026, 08:30. Last updated 14 March 2026</p>"},
    "in elements of their own": {
        "under": "<span>Last modified</span> <span>14.03.2026</span><span>Published</span> <span>02.03.2026</span>"
    },
    "a meta element of a change, and a dateline": {
        "head": meta("article:modified_time", "2026-05-09T09:00:00Z"), "under": "<p>OSLO, March 2, 2026</p>"
    },
    "updated in json-ld, and a day in the text": {
        "head": ld(OWN.replace("datePublished", "dateModified").replace(RIGHT, "2026-05-09")),
        "under": "<div>2 March 2026</div>",
    },
    "a time element of a change, and a plain one": {
        "under": '<p>Updated <time datetime="2026-05-09T10:00:00Z">9 May</time></p>'
        f'<p><time datetime="{RIGHT}">2 March</time></p>'
    },
    "a class that says changed": {
        "under": f'<time class="updated" datetime="2026-05-09">x</time><time class="entry-date" datetime="{RIGHT}">x</time>'
    },
    "changed, in brackets behind": {"under": "<p>2 March 2026 (updated 9 May 2026)</p>"},
    "changed, in German": {"lang": "de", "under": "<p>Aktualisiert: 14. März 2026</p><p>Veröffentlicht: 2. März 2026</p>"},
    "changed, in French": {"lang": "fr", "under": "<p>Mis à jour le 14 mars 2026</p><p>Publié le 2 mars 2026</p>"},
    "changed, in Spanish": {"lang": "es", "under": "<p>Actualizado: 14 de marzo de 2026 - Publicado: 2 de marzo de 2026</p>"},
    "changed, in Russian": {"lang": "ru", "under": "<p>Обновлено: 14 марта 2026</p><p>Опубликовано: 2 марта 2026</p>"},
    "changed, in Chinese": {"lang": "zh", "under": "<p>更新时间：2026年3月14日</p><p>发布时间：2026年3月2日</p>"},
    "changed, in Arabic": {"lang": "ar", "under": "<p>آخر تحديث: ١٤ مارس ٢٠٢٦</p><p>نشر في: ٢ مارس ٢٠٢٦</p>"},
    # another box's date, or a clock's
    "a breaking box": {
        "before": '<aside class="breaking"><time datetime="2026-04-20T10:00:00Z">20 April</time> Ferry</aside>',
        "under": "<div>2 March 2026</div>",
    },
    "a marked time in a box": {
        "before": '<div class="breaking-news"><time class="published" datetime="2026-04-20">20 April</time></div>',
        "under": "<div>2 March 2026</div>",
    },
    "a marked time among the related": {
        "end": '<div class="related"><h3>More</h3><time class="published" datetime="2026-04-20">20 April</time></div>',
        "under": "<div>2 March 2026</div>",
    },
    "a time in a box without a name": {
        "before": "<div><time datetime='2026-04-20T10:00:00Z'>20 April</time> <a href='/x'>Ferry</a></div>",
        "under": "<div>2 March 2026</div>",
    },
    "a clock that is marked": {
        "before": "<header><time class='dateline' datetime='2026-04-20'>20 April</time></header>",
        "under": "<div>2 March 2026</div>",
    },
    "a time below the text": {
        "end": "<p>Also: <time datetime='2026-04-20'>20 April</time></p>", "under": "<div>2 March 2026</div>"
    },
    "a clock above the page": {
        "before": "<header><div>Monday, 20 April 2026</div></header>", "under": "<div>2 March 2026</div>"
    },
    "a clock in no header": {
        "before": "<div class='topline'>Monday, 20 April 2026</div>", "under": "<div>2 March 2026</div>"
    },
    "a comment's date": {
        "under": "<div>2 March 2026</div>",
        "after": "<section id='comments'><article><h4>Reader</h4><time datetime='2026-03-04'>4 March 2026</time><p>Well"
        " said, and about time that somebody did.</p></article></section>",
    },
    "a date above the headline": {"above": "<p class='kicker'>2 March 2026</p>"},
    "a date at the end": {"end": "<p>Oslo, 2 March 2026</p>"},
    "a date in running text is none": {
        "under": "<p>2 March 2026</p>", "end": "<p>The treaty of 4 April 2011 was signed on the ship, as he said.</p>"
    },
}  # fmt: skip


@pytest.mark.parametrize("case", PAGES)
def test_the_date_is_the_articles_own(case: str) -> None:
    given = dict(PAGES[case])
    url, facts = given.pop("url", URL), given.pop("facts", {})
    markup = page(**given)
    found = read(markup, url, **facts)
    assert (found["published_date"], found["date_basis"] == "modified") == (DAY, False), found[
        "date_basis"
    ]
    assert look(markup, url, **facts) == (DAY, ""), "the edition follows the same date"


CHANGES = {
    "meta": {"head": meta("article:modified_time", "2026-05-09T09:00:00Z")},
    "json-ld": {
        "head": ld(OWN.replace("datePublished", "dateModified").replace(RIGHT, "2026-05-09"))
    },
    "the page's node": {"head": ld('{"@type": "WebPage", "dateModified": "2026-05-09"}')},
    "a property": {"under": "<span itemprop='dateModified' content='2026-05-09'>yesterday</span>"},
    "a time element": {"under": "<p>Last updated: <time datetime='2026-05-09'>9 May</time></p>"},
    "a text": {"under": "<p>Updated: 9 May 2026</p>"},
    "a text in German": {"lang": "de", "under": "<p>Zuletzt geändert: 9. Mai 2026</p>"},
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_called_one(case: str) -> None:
    found = read(page(**CHANGES[case]))
    assert (found["published_date"], found["date_basis"]) == (date(2026, 5, 9), "modified")


def test_a_change_goes_behind_whatever_else_tells_the_day() -> None:
    markup = page(meta("article:modified_time", "2026-05-09T09:00:00Z"))
    told = {"discovered_date": DAY, "date_kind": "published"}
    assert read(markup, **told)["date_basis"] == "feed"
    assert read(markup, "https://courier.example/2026/03/02/harbour")["published_date"] == DAY


WRITTEN = {
    ("en", "2 March 2026"), ("en", "2nd March, 2026"), ("en", "March 2, 2026"), ("en", "Mon, 2 Mar 2026 10:15"),
    ("en", "Monday 2nd of March 2026"), ("en-US", "03/02/2026"), ("en-GB", "02/03/2026"), ("en", "2026-03-02"),
    ("en", "2026/03/02"), ("de", "2. März 2026"), ("de", "02.03.2026, 14:30 Uhr"), ("at", "2. März 2026"),
    ("fr", "lundi 2 mars 2026"), ("fr", "Le 02/03/2026 à 10h00"), ("es", "2 de marzo de 2026"), ("es", "02/03/2026"),
    ("pt", "2 de março de 2026"), ("pt", "02/03/2026 às 10h"), ("it", "2 marzo 2026"), ("nl", "2 maart 2026"),
    ("ca", "2 de març del 2026"), ("ro", "2 martie 2026"), ("sv", "2 mars 2026"), ("da", "2. marts 2026"), ("nb", "2. mars 2026"),
    ("fi", "2. maaliskuuta 2026"), ("et", "2. märts 2026"), ("lv", "2026. gada 2. marts"), ("lt", "2026 m. kovo 2 d."),
    ("pl", "2 marca 2026"), ("cs", "2. března 2026"), ("sk", "2. marca 2026"), ("sl", "2. marec 2026"),
    ("hr", "2. ožujka 2026."), ("sr", "2. март 2026."), ("hu", "2026. március 2."), ("ru", "2 марта 2026 г."),
    ("uk", "2 березня 2026"), ("bg", "2 март 2026"), ("be", "2 сакавіка 2026"), ("el", "2 Μαρτίου 2026"), ("tr", "2 Mart 2026"),
    ("az", "2 mart 2026"), ("sq", "2 mars 2026"), ("ar", "2 مارس 2026"), ("ar", "٢ آذار ٢٠٢٦"), ("he", "2 במרץ 2026"),
    ("hi", "2 मार्च 2026"), ("th", "2 มีนาคม 2569"), ("vi", "ngày 2 tháng 3 năm 2026"), ("vi", "02/03/2026"), ("id", "2 Maret 2026"),
    ("ms", "2 Mac 2026"), ("sw", "2 Machi 2026"), ("zh", "2026年3月2日"), ("ja", "2026年3月2日（月）"), ("ko", "2026년 3월 2일"),
    ("ko", "2026.03.02 14:22"), ("ka", "2 მარტი 2026"), ("hy", "2 մարտի 2026"), ("kk", "2 наурыз 2026"),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "written"), sorted(WRITTEN))
def test_a_day_is_read_in_the_pages_language(lang: str, written: str) -> None:
    found = read(page(lang=lang, under=f"<div class='info'>{written}</div>"))
    assert (found["published_date"], found["date_basis"]) == (DAY, "text")


DATELINES = {
    "a place": ("OSLO, March 2, 2026 –", DAY),
    "an agency": ("OSLO, 2 March 2026 (Courier) –", DAY),
    "two words": ("NEW HAVEN, 2 March 2026 --", DAY),
    "running text": ("On 4 April 2011, when the treaty was signed,", None),
    "a day that is told of": ("Since 4 April 2011 the harbour has been open;", None),
}


@pytest.mark.parametrize("case", DATELINES)
def test_a_dateline_tells_the_day_and_running_text_does_not(case: str) -> None:
    begins, day = DATELINES[case]
    markup = page().replace("<p>Foreign Minister", f"<p>{begins} Foreign Minister")
    assert read(markup)["published_date"] == day
