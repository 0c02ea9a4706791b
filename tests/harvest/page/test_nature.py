"""Pages that are no article: told with a reason, and no article for one of them."""

from __future__ import annotations

import pytest

from readouts.harvest.page.nature import redirected
from tests.harvest.page.builder import HEADLINE, LEAD, OTHER, SECOND, look, meta, page, read

WEBSITE = meta("og:type", "website")
CARDS = "".join(
    f"<div class='card'><h2><a href='/world/{n}'>{OTHER[:40]} {n}</a></h2><p>{OTHER}</p></div>"
    for n in range(3)
)
CONSENT = (
    "<h2>We value your privacy</h2><p>We and our 311 partners store and access information on your device, such as"
    " cookies, and process personal data.</p><p>By clicking accept you consent to the processing of your data.</p>"
    "<p>You can change your preferences at any time.</p><button>Accept</button>"
)


def bare(head: str, body: str, lang: str = "en") -> str:
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>"


NO_ARTICLES = {
    "a front page": bare(f"<title>The Courier - Home</title>{WEBSITE}", f"<header><p>Monday, 2 March 2026</p></header><main>{CARDS}</main>"),
    "a front page without a type": bare("<title>The Courier</title>", f"<h1><a href='/'>The Courier</a></h1>{CARDS}"),
    "a section": bare(f"<title>World | The Courier</title>{WEBSITE}", f"<h1>World</h1><main>{CARDS}</main>"),
    "teasers that follow each other": bare(
        f"<title>The Courier</title>{WEBSITE}",
        "<main>" + "".join(f"<h3><a href='/w/{n}'>{OTHER[:50]}{n}</a></h3><p>{OTHER}</p>" for n in range(4)) + "</main>",
    ),
    "a list of headlines": bare(
        "<title>Latest</title>", "<main>" + "".join(f"<h3><a href='/w/{n}'>{OTHER[:50]} {n}</a></h3>" for n in range(12)) + "</main>"
    ),
    "a consent wall": bare(f"<title>{HEADLINE}</title>{meta('article:published_time', '2026-03-02')}", f"<main><h1>{HEADLINE}</h1>{CONSENT}</main>"),
    "a consent wall in French": bare(
        f"<title>{HEADLINE}</title>", "<main><h2>Le respect de votre vie privée est notre priorité</h2><p>Nous et nos partenaires"
        " utilisons des cookies pour mesurer l'audience et vous proposer des contenus.</p><p>Vous pouvez retirer votre consentement à"
        " tout moment.</p></main>", "fr",
    ),
    "a consent wall in German": bare(
        f"<title>{HEADLINE}</title>", "<main><h2>Datenschutzeinstellungen</h2><p>Wir und unsere Partner verwenden Cookies und ähnliche"
        " Technologien. Ihre Zustimmung ist freiwillig.</p><p>Alle akzeptieren oder weiter ohne Einwilligung mit Abo.</p></main>", "de",
    ),
    "a wall of payment": bare(
        f"<title>{HEADLINE}</title>", f"<article><h1>{HEADLINE}</h1><p>Subscribe to continue reading this article.</p><p>Already a"
        " subscriber? Log in to continue.</p><p>Cancel anytime.</p></article>",
    ),
    "not found": bare("<title>Page not found | The Courier</title>", "<main><h1>Page not found</h1><p>The page that you look for has been moved or was never there. Try the search or go back to the beginning.</p></main>"),
    "not found, as a number": bare("<title>404 - The Courier</title>", "<main><h1>Oh no</h1><p>Something went wrong on the way to this page, and it may have been removed since then.</p></main>"),
    "not found, with the latest below": bare("<title>404</title>", f"<main><h1>Page not found</h1><p>See the latest.</p>{CARDS}</main>"),
    "not found in Russian": bare("<title>Страница не найдена — Курьер</title>", "<main><p>К сожалению, такой страницы нет на нашем сайте. Воспользуйтесь поиском или меню.</p></main>", "ru"),
    "not found in Spanish": bare("<title>Página no encontrada</title>", "<main><p>Lo sentimos, la página que busca no existe o ha cambiado de dirección en nuestro sitio.</p></main>", "es"),
    "not found in Chinese": bare("<title>页面不存在</title>", "<main><p>抱歉，您访问的页面不存在或已被删除，请返回首页或使用搜索功能查找您需要的内容。</p></main>", "zh"),
    "a check for robots": bare("<title>Just a moment...</title>", "<main><h2>courier.example needs to review the security of your connection before proceeding.</h2></main>"),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_ARTICLES)
def test_a_page_that_is_no_article_says_why(case: str) -> None:
    day, reason = look(NO_ARTICLES[case])
    assert reason.startswith("no_article: "), case
    found = read(NO_ARTICLES[case])
    assert (found["error"], found["text"], day) == (reason, None, None)


SHORT = "<p>Foreign Minister Ilvar Brask spoke by telephone with Tamsin Estow. He asked for restraint.</p>"
ARTICLES = {
    "an article": page(),
    "that calls itself a website": page(WEBSITE),
    "with teasers of others around it": page(WEBSITE, before=CARDS, after=CARDS),
    "a short one among teasers": bare(f"<title>{HEADLINE}</title>{WEBSITE}", f"<h1>{HEADLINE}</h1>{SHORT}<div>{CARDS}</div>"),
    "with a banner for consent": page(before=f"<div class='cookie-banner'>{CONSENT}</div>", after=f"<div>{CONSENT}</div>"),
    "with a call to subscribe": page(end="<p>Subscribe to continue reading. Already a subscriber? Log in to continue.</p>"),
    "the lead before a wall of payment": bare(
        f"<title>{HEADLINE}</title>", f"<article><h1>{HEADLINE}</h1><p>{LEAD}</p><p>Subscribe to continue reading.</p><p>Already a subscriber?</p></article>"
    ),
    "about cookies": page(end="<p>The ministers spoke of a law on cookies, and of our partners in the union.</p>"),
    "about a page not found": page(headline="Ministry's page not found for two days"),
    "without a headline or paragraphs": bare("<title>Statement</title>", f"<div>{LEAD}<br><br>{SECOND}</div>"),
    "with a law on privacy as its matter": bare(
        f"<title>{HEADLINE}</title>", f"<article><h1>{HEADLINE}</h1><p>Brask told Estow in a call that the use of cookies and the"
        " processing of personal data need a treaty of their own, as the ferry companies had asked for.</p><p>Estow was glad of"
        " it, and both thanked the harbour master for what he had done.</p></article>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ARTICLES)
def test_an_article_is_one(case: str) -> None:
    assert look(ARTICLES[case])[1] == ""
    assert read(ARTICLES[case])["error"] is None


SITE = "https://courier.example"
REDIRECTS = {
    ("/world/brask", "/"): "gone",
    ("/world/brask", "/index.html"): "gone",
    ("/world/brask", "/en/"): "gone",
    ("/en/world/brask", "/en"): "gone",
    ("/world/brask?id=7", "/?from=old"): "",
    ("/world/brask", "/world/"): "gone",
    ("/world/2026/brask-rings", "/404.html"): "gone",
    ("/world/brask", "/error/not-found"): "gone",
    ("/world/brask", "/login?next=/world/brask"): "no_article",
    ("/world/brask", "/consent/?to=x"): "no_article",
    ("/world/brask", "/world/brask/"): "",
    ("/world/brask/amp", "/world/brask"): "",
    ("/2026/brask", "/world/brask-rings-estow"): "",
    ("/", "/en/"): "",
    ("/world/brask", "/world/brask"): "",
    ("/?p=17", "/world/brask"): "",
    ("/news/signin-of-treaty", "/news/signin-of-the-treaty"): "",
}


@pytest.mark.parametrize("case", REDIRECTS)
def test_a_redirect_away_from_the_article_is_told(case: tuple[str, str]) -> None:
    asked, answered = case
    assert redirected(SITE + asked, SITE + answered).split(":")[0] == (REDIRECTS[case] or "")


def test_a_redirect_to_another_host_may_be_one_for_consent() -> None:
    assert redirected(f"{SITE}/a", "https://consent.courier.example/?to=a").startswith("no_article")
    assert redirected(f"{SITE}/a", "https://www.courier.example/a") == ""
