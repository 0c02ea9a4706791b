"""Pages in the manners of thirty content management systems, each with what tempts an extractor to be wrong.

What belongs here: markup as these systems write it, around one fictional story. The story, its people and papers are
invented; the markup is written from memory of how the systems do it, and copied from no page.
"""

from __future__ import annotations

from datetime import date

DAY = date(2026, 3, 2)
T = "Brask rings Estow over the harbour"
P1 = (
    "Foreign Minister Ilvar Brask spoke by telephone with his counterpart Tamsin Estow about the closing of the"
    " harbour, and asked for restraint on both sides of the strait until the talks are over."
)
P2 = (
    "The two ministers agreed to remain in touch, and thanked the harbour master for opening the gates to ships"
    " with food and medicine in the past weeks. A further meeting is planned."
)
P3 = (
    "Estow told reporters that nobody had asked her to give up the lighthouse, and that she would not have done so."
    " The lighthouse has been kept by both countries in turn for ninety years."
)
OTHER = "Prime Minister Odo Gorm telephoned the president of the republic, Marit Ivarre, about the seizure of the ferry."
BODY = f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>"
NAV = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
FOOT = "<footer><p>© 2019-2025 The Courier. All rights reserved.</p></footer>"


def _page(head: str, body: str, title: str = f"{T} - The Courier", lang: str = "en") -> str:
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


def _ld(text: str) -> str:
    return f"<script type='application/ld+json'>{text}</script>"


def _og(**values: str) -> str:
    return "".join(
        f'<meta property="og:{name}" content="{value}">' for name, value in values.items()
    )


WORDPRESS = f"""{NAV}<div id="content"><article id="post-17" class="post-17 post type-post hentry"><header class="entry-header">
<h1 class="entry-title">{T}</h1><div class="entry-meta"><time class="entry-date published" datetime="2026-03-02T10:00:00+01:00">
2 March 2026</time><time class="updated" datetime="2026-04-11T08:00:00+01:00">11 April 2026</time></div></header>
<div class="entry-content">{BODY}</div></article><nav class="post-navigation"><a href="/x">Older</a></nav>
<div id="comments" class="comments-area"><ol class="comment-list"><li class="comment"><article><time datetime="2026-03-05">5 March</time>
<p>{OTHER}</p></article></li></ol></div></div><aside id="secondary" class="widget-area"><h2>Recent</h2><ul><li><a href="/y">
Ferry seized before the holiday</a> <span class="post-date">6 April 2026</span></li></ul></aside>{FOOT}"""

YOAST = _ld(
    '{"@context":"https://schema.org","@graph":[{"@type":"WebPage","@id":"https://courier.example/a/","datePublished":'
    '"2018-05-01T00:00:00+00:00","dateModified":"2026-04-11T00:00:00+00:00"},{"@type":"WebSite","name":"The Courier"},'
    '{"@type":"BreadcrumbList","itemListElement":[]},{"@type":["NewsArticle","Article"],"headline":"' + T + '",'
    '"datePublished":"2026-03-02T09:00:00+00:00","dateModified":"2026-04-11T00:00:00+00:00","publisher":'
    '{"@type":"Organization","name":"The Courier"}}]}'
)  # fmt: skip

CARDS = "".join(
    f"<article class='card'><h3 class='card__title'><a href='/world/ferry-{n}'>Ferry seized before the holiday, part {n}</a></h3>"
    f"<time datetime='2026-04-0{n}'>{n} April</time><p>{OTHER}</p></article>" for n in (1, 2, 3)
)  # fmt: skip

MANNERS: dict[str, str] = {
    "WordPress": _page(_og(site_name="The Courier", title=T), WORDPRESS),
    "WordPress with Yoast": _page(YOAST + _og(type="article", title=f"{T} | The Courier", site_name="The Courier"), f"{NAV}<main><h1>{T}</h1>{BODY}</main>{FOOT}"),
    "Drupal 7": _page(
        '<meta name="dcterms.date" content="2019-01-01T00:00+01:00"><meta name="Generator" content="Drupal 7">',
        f"{NAV}<div id='main'><div id='block-1' class='block'><h2>Calendar</h2><span class='date-display-single'>20 April 2026</span></div>"
        f"<h1 class='title' id='page-title'>{T}</h1><div class='node node-news'><div class='submitted'>Submitted by editor on Mon, 02/03/2026 - 10:15</div>"
        f"<div class='field field-name-field-date'><span class='date-display-single' property='dc:date' datatype='xsd:dateTime' content='2026-03-02T10:15:00+01:00'>2 March 2026</span></div>"
        f"<div class='field-item even' property='content:encoded'>{BODY}</div></div></div>{FOOT}",
    ),
    "Drupal 10": _page(
        _og(site_name="Ministry of the Strait", title=T),
        f"{NAV}<main role='main'><article role='article' class='node node--type-news'><h1><span class='field field--name-title'>{T}</span></h1>"
        f"<time datetime='2026-03-02T09:00:00Z' class='datetime'>2 March 2026</time><div class='clearfix text-formatted field--name-body'>{BODY}</div></article>"
        f"<div class='views-element-container'><h2>Related news</h2>{CARDS}</div></main>{FOOT}", f"{T} | Ministry of the Strait",
    ),
    "Joomla": _page(
        "", f"{NAV}<div class='item-page' itemscope itemtype='https://schema.org/Article'><meta itemprop='inLanguage' content='en-GB'>"
        f"<div class='page-header'><h2 itemprop='headline'>{T}</h2></div><dl class='article-info muted'><dd class='published'>"
        f"<time datetime='2026-03-02T10:00:00+00:00' itemprop='datePublished'>Published: 02 March 2026</time></dd><dd class='modified'>"
        f"<time datetime='2026-04-11T10:00:00+00:00' itemprop='dateModified'>Last Updated: 11 April 2026</time></dd><dd>Hits: 1204</dd></dl>"
        f"<div itemprop='articleBody'>{BODY}</div></div>{FOOT}",
    ),
    "TYPO3": _page(
        '<meta name="date" content="2026-04-11"><meta name="generator" content="TYPO3 CMS">',
        f"{NAV}<div class='news news-single'><div class='article' itemscope itemtype='http://schema.org/Article'><div class='header'><h1 itemprop='headline'>{T}</h1></div>"
        f"<div class='footer'><p><span class='news-list-date'><time itemprop='datePublished' datetime='2026-03-02'>02.03.2026</time></span></p></div>"
        f"<div class='news-text-wrap' itemprop='articleBody'>{BODY}</div></div></div><div class='news-list-view'>{CARDS}</div>{FOOT}",
    ),
    "Bitrix": _page(
        "", f"{NAV}<div class='top-date'>20.04.2026</div><div class='workarea'><h1 id='pagetitle'>{T}</h1><div class='news-detail'>"
        f"<span class='news-date-time'>02.03.2026 14:20</span><h3>{T}</h3>{P1}<br><br>{P2}<br><br>{P3}<div style='clear:both'></div></div></div>{FOOT}", T,
    ),
    "AEM": _page(
        _og(title=T, type="website") + '<meta name="publishDate" content="2026-03-02"><meta name="lastModified" content="2026-04-11">',
        f"<div class='root responsivegrid'>{NAV}<div class='cmp-title'><h1 class='cmp-title__text'>{T}</h1></div><div class='cmp-text'>{BODY}</div>"
        f"<div class='cmp-list related-content'><ul><li class='cmp-list__item'><a href='/w'>Ferry</a><p>{OTHER}</p></li></ul></div></div>{FOOT}",
    ),
    "Arc": _page(
        _ld(f'{{"@type":"NewsArticle","headline":"{T}","datePublished":"2026-03-02T09:00:00Z","mainEntityOfPage":{{"@id":"https://courier.example/world/a"}}}}')
        + _ld('[{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"NewsArticle","headline":"Ferry","datePublished":"2026-04-01"}}]}]'),
        f"{NAV}<main><h1 class='b-headline'>{T}</h1><article class='b-article-body'>{BODY}</article><div class='c-stack b-results-list'>{CARDS}</div></main>{FOOT}",
    ),
    "Ghost": _page(
        _og(site_name="The Courier", type="article", title=T) + '<meta property="article:published_time" content="2026-03-02T09:00:00.000Z"><meta property="article:modified_time" content="2026-04-11T00:00:00.000Z">',
        f"{NAV}<main class='site-main'><article class='article post'><header class='article-header'><h1 class='article-title'>{T}</h1></header><section class='gh-content'>{BODY}</section></article>"
        f"<section class='read-more-wrap'>{CARDS}</section></main>{FOOT}",
    ),
    "Blogger": _page(
        "", f"<div class='main'><h2 class='date-header'><span>Monday, 2 March 2026</span></h2><div class='post hentry'><h3 class='post-title entry-title'>"
        f"<a href='/a'>{T}</a></h3><div class='post-body entry-content'>{BODY}</div><div class='post-footer'>Posted by the editor at <a class='timestamp-link' href='/a'>"
        f"<abbr class='published' title='2026-03-02T10:00:00+01:00'>10:00</abbr></a></div></div></div>{FOOT}", f"The Courier: {T}",
    ),
    "Next.js": _page(
        _og(title=T), f"<div id='__next'>{NAV}<main><h1>{T}</h1><p class='css-1x'>By Kesi Hask · 2 March 2026</p>{BODY}</main>"
        f"<section class='css-2'><h2>Most read</h2>{CARDS}</section></div><script id='__NEXT_DATA__' type='application/json'>{{\"date\":\"2026-04-20\"}}</script>",
    ),
    "SharePoint": _page(
        '<meta name="GENERATOR" content="Microsoft SharePoint">',
        f"<form id='aspnetForm'><div id='s4-workspace'>{NAV}<div class='ms-rtestate-field'><h1>{T}</h1><div class='article-date'>3/2/2026</div>{BODY}</div></div></form>", T, "en-US",
    ),
    "a government portal": _page(
        "<meta name='DC.date.issued' content='2026-03-02'><meta name='DC.date.modified' content='2026-04-11'>",
        f"<header><p>Monday 20 April 2026</p>{NAV}</header><main id='main-content'><h1>{T}</h1><p>From: Ministry of the Strait</p><p>Published 2 March 2026</p>"
        f"<p>Last updated 11 April 2026</p><div class='govspeak'>{BODY}</div></main>{FOOT}", f"{T} - Ministry of the Strait",
    ),
    "Plone": _page(
        "<meta name='DC.date.created' content='2026-03-02T10:00:00+01:00'><meta name='DC.date.modified' content='2026-04-11T10:00:00+01:00'>",
        f"{NAV}<article id='content'><header><h1 class='documentFirstHeading'>{T}</h1><div class='documentByLine'>published <span class='documentPublished'>Mar 02, 2026</span>,"
        f" last modified <span class='documentModified'>Apr 11, 2026</span></div></header><div id='content-core'>{BODY}</div></article>{FOOT}",
    ),
    "Liferay": _page(
        "", f"{NAV}<section class='portlet'><div class='journal-content-article'><div class='date'>02 Mar 2026</div><h2 class='title'>{T}</h2><div class='text'>{BODY}</div></div></section>"
        f"<section class='portlet'><h3>Latest news</h3>{CARDS}</section>{FOOT}", T,
    ),
    "Kentico": _page(
        _og(title=T), f"{NAV}<main><div class='breadcrumb'><a href='/'>Home</a> <a href='/news'>News</a></div><h1>{T}</h1><span class='news-date'>Monday, March 2, 2026</span><div>{BODY}</div></main>{FOOT}",
        f"{T} - News - Ministry of the Strait",
    ),
    "Umbraco": _page("", f"{NAV}<div class='container'><p class='meta'>Date: 2 March 2026</p><h1>{T}</h1>{BODY}</div><div class='container'><h2>See also</h2>{CARDS}</div>{FOOT}"),
    "Sitecore": _page(
        _og(type="article", title=T), f"{NAV}<main><div class='hero'><h1>{T}</h1><div class='field-publishdate'>02 March 2026</div></div><div class='component content'>{BODY}</div></main>{FOOT}"
    ),
    "DLE": _page(
        _og(site_name="Courier", type="article", title=T), f"<div class='speedbar'><a href='/'>Home</a> » {T}</div><div id='dle-content'><article class='full'><h1>{T}</h1>"
        f"<div class='meta'>2-03-2026, 10:15</div><div class='full-text'>{P1}<br><br>{P2}<br><br>{P3}</div></article><div class='related'><div class='title'>More</div><p>{OTHER}</p></div></div>{FOOT}",
    ),
    "endless scrolling": _page(
        '<meta property="article:published_time" content="2026-03-02T09:00:00Z">',
        f"{NAV}<div class='scroller'><article data-url='/a'><h1>{T}</h1>{BODY}</article><article data-url='/b'><h1>Ferry seized before the holiday</h1><p>{OTHER}</p><p>{OTHER}</p><p>{OTHER}</p></article></div>{FOOT}",
    ),
    "a wire's own": _page("", f"{NAV}<div class='story'><h1>{T}</h1><p>NEW HAVEN, March 2, 2026 (Courier Wire) — {P1}</p><p>{P2}</p><p>{P3}</p></div>{FOOT}"),
    "tables of another age": (
        f"<html><head><title>{T}</title></head><body bgcolor=white><table width=100%><tr><td><a href='/'>The Courier</a></td></tr><tr><td valign=top><font size=5><b>{T}</b></font><br>"
        f"<font size=1>02.03.2026</font><br><br><font face=arial>{P1}<br><br>{P2}<br><br>{P3}</font></td></tr></table></body></html>"
    ),
    "an AMP page": _page(
        _ld(f'{{"@type":"NewsArticle","headline":"{T}","datePublished":"2026-03-02T09:00:00Z"}}'),
        f"<header class='amp-header'><a href='/'>The Courier</a></header><main><article><h1>{T}</h1>{BODY}</article><amp-list class='next-page'></amp-list></main>",
    ),
    "ASP.NET": _page("", f"<form method='post' id='form1'>{NAV}<div id='ctl00_content'><h1><span id='ctl00_lblTitle'>{T}</span></h1><span id='ctl00_lblDate'>Date posted: 02-Mar-2026</span><div>{BODY}</div></div></form>"),
    "Squarespace": _page(
        '<meta itemprop="datePublished" content="2026-03-02T10:00:00+0100"><meta itemprop="dateModified" content="2026-04-11T10:00:00+0100">' + _og(site_name="The Courier", title=f"{T} &mdash; The Courier"),
        f"{NAV}<main><article class='h-entry' data-item-id='1'><h1 class='entry-title'>{T}</h1><time class='dt-published' datetime='2026-03-02'>Mar 2</time><div class='sqs-block'>{BODY}</div></article></main>{FOOT}",
        f"{T} — The Courier",
    ),
    "Hugo": _page("", f"{NAV}<main><article class='post-single'><header class='post-header'><h1 class='post-title'>{T}</h1><div class='post-meta'><span title='2026-03-02 09:00:00 +0000 UTC'>March 2, 2026</span></div></header><div class='post-content'>{BODY}</div></article></main>{FOOT}"),
    "Liferay, in pieces": _page(
        "", f"{NAV}<div class='asset-full-content'><div class='asset-header'><h1>{T}</h1></div><div class='asset-content'><section><p>{P1}</p></section><section><p>{P2}</p></section><section><p>{P3}</p></section></div>"
        f"<div class='asset-metadata'>Published Date 02/03/2026</div></div>{FOOT}", T, "en-GB",
    ),
    "a newsroom": _page(
        _ld('{"@type":"Organization","name":"Ministry of the Strait"}'),
        f"{NAV}<main><section class='hero'><p class='eyebrow'>Statement | 2 March 2026</p><h1>{T}</h1></section><section class='rich-text'>{BODY}</section><section><h2>Latest statements</h2>{CARDS}</section></main>{FOOT}",
        f"{T} | Ministry of the Strait",
    ),
    "a null date": _page(
        '<meta property="article:published_time" content="0001-01-01T00:00:00Z">',
        f"{NAV}<main><article><h1>{T}</h1><p class='byline'>By Kesi Hask</p><p class='date'>2 March 2026 10:00</p>{BODY}</article></main>{FOOT}",
    ),
    "microdata in another's": _page(
        "", f"{NAV}<div class='latest-news'><div itemscope itemtype='http://schema.org/NewsArticle'><h4 itemprop='headline'><a href='/f'>Ferry seized before the holiday</a></h4>"
        f"<meta itemprop='datePublished' content='2026-04-02'></div></div><main itemscope itemtype='http://schema.org/NewsArticle'><h1 itemprop='headline'>{T}</h1>"
        f"<meta itemprop='datePublished' content='2026-03-02T09:00:00Z'><div itemprop='articleBody'>{BODY}</div></main>{FOOT}",
    ),
    "a live page": _page(
        _ld(f'{{"@type":"LiveBlogPosting","headline":"{T}","datePublished":"2026-03-02T09:00:00Z","liveBlogUpdate":[{{"@type":"BlogPosting","headline":"Noon","datePublished":"2026-03-03"}}]}}'),
        f"{NAV}<main><h1>{T}</h1><article><h2>At noon</h2><p>{P1}</p></article><article><h2>At one</h2><p>{P2}</p></article><article><h2>At two</h2><p>{P3}</p></article></main>{FOOT}",
    ),
}  # fmt: skip
