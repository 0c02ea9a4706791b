"""What lists articles is read entry by entry: one bad entry costs none of the others."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from readouts.harvest.links import LONGEST
from readouts.harvest.lists import feed as feeds
from readouts.harvest.lists import read
from tests.harvest.lists.told import BASE, feed, links, told
from tests.harvest.pages import sitemap

# forms: (what lists the addresses /a and /b, with this in the first one's title and address), and how its text is made


def atom(title: str = "", extra: str = "", head: str = "") -> str:
    one = f"<entry><title>One {title}</title><link href='/a{extra}'/></entry>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<feed xmlns="http://www.w3.org/2005/Atom">'
        f"{one}<entry><link href='/b'/></entry></feed>"
    )


def news(title: str = "", extra: str = "", head: str = "") -> str:
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    one = (
        f"<url><news:news><news:publication_date>2026-05-09</news:publication_date><news:title>One {title}"
        f"</news:title></news:news><loc>/a{extra}</loc></url>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<urlset {spaces}>{one}<url><loc>/b</loc></url></urlset>'


FORMS: dict[str, tuple[str, Callable[..., str]]] = {
    "rss": ("feed", feed),
    "atom": ("feed", atom),
    "news sitemap": ("sitemap", news),
}
every_form = pytest.mark.parametrize("form", FORMS)

REFERENCES = [
    "&#0;", "&#8;", "&#31;", "&#1114112;", "&#x110000;", "&#xD800;", "&#xDFFF;", "&#xd83d;&#xde00;", "&#65535;",
    "&#xFFFFFFFFFFFFFFFFFFFF;", "&#99999999999999999999999999;", "&#" + "1" * 5000 + ";", "&#1114112", "&#;", "&#x;",
    "&#-1;", "&bogus;", "&", "&&amp;", "\x00", "\x01\x0b\x1f", "\ufffe", "]]>",
]  # fmt: skip


@every_form
@pytest.mark.parametrize("reference", REFERENCES)
def test_a_character_that_there_is_not_costs_no_entry(form: str, reference: str) -> None:
    kind, written = FORMS[form]
    answer = told(kind, written(title=reference))
    assert links(answer) == ["/a", "/b"]
    assert (answer["problem"], answer["unread"]) == ("", [])
    title = answer["entries"][0][-1]
    assert title.startswith("One") or reference == "]]>"
    assert title.encode()


ENCODED: dict[str, Callable[[str], bytes]] = {
    "a mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "two marks": lambda text: b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode(),
    "blanks and a mark": lambda text: b"\r\n \xef\xbb\xbf\r\n" + text.encode(),
    "a mark and blanks": lambda text: b"\xef\xbb\xbf \r\n" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, the other way": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "a declaration of UTF-16 that is none": lambda text: text.replace("UTF-8", "UTF-16").encode(),
    "an encoding that there is not": lambda text: text.replace("UTF-8", "klingon").encode(),
    "punycode": lambda text: text.replace("UTF-8", "punycode").encode(),
    "escapes": lambda text: text.replace("UTF-8", "unicode_escape").encode(),
    "UTF-7": lambda text: text.replace("UTF-8", "utf-7").encode(),
    "a Cyrillic one": lambda text: text.replace("UTF-8", "windows-1251").encode("cp1251"),
    "no declaration": lambda text: text.split("?>", 1)[1].encode(),
    "two declarations": lambda text: b"<?xml version='1.0'?>\n" + text.encode(),
    "something before it": lambda text: b"\n\n" + text.encode(),
}


@every_form
@pytest.mark.parametrize("how", ENCODED)
def test_an_encoding_or_a_mark_costs_nothing(form: str, how: str) -> None:
    kind, written = FORMS[form]
    answer = told(kind, ENCODED[how](written(title="разговор")))
    assert links(answer) == ["/a", "/b"]
    assert answer["entries"][0][-1] == "One разговор"
    assert answer["unread"] == []


@every_form
def test_bytes_that_are_no_text_cost_no_entry(form: str) -> None:
    kind, written = FORMS[form]
    answer = told(kind, written(title="@@").encode().replace(b"@@", b"\xff\xfe\x80"))
    assert links(answer) == ["/a", "/b"]


@pytest.mark.parametrize("charset", ["punycode", "idna", "undefined", "unicode_escape", "rot13"])
@every_form
def test_a_charset_of_the_server_that_is_none_costs_nothing(form: str, charset: str) -> None:
    kind, written = FORMS[form]
    assert links(told(kind, written(title="\u00e9").encode(), charset)) == ["/a", "/b"]


@every_form
@pytest.mark.parametrize("extra", [":99999999/", "?" + "a" * LONGEST])
def test_an_entry_that_leads_nowhere_is_named(form: str, extra: str) -> None:
    kind, written = FORMS[form]
    whole = written(extra=extra).replace("/a:", "https://h.example:")
    answer = told(kind, whole)
    assert links(answer) == ["/b"]
    ((name, why),) = answer["unread"]
    assert name == "entry 1"
    assert "is no web address" in why


GEO = (
    '<rss xmlns:g="http://www.georss.org/georss" xmlns:m="http://www.opengis.net/gml"><channel><item><title>One</title>'
    "<g:where><m:Polygon><m:exterior><m:LinearRing><m:posList>1 2 3 x</m:posList></m:LinearRing></m:exterior>"
    "</m:Polygon></g:where><link>/a</link></item><item><link>/b</link></item></channel></rss>"
)


def test_an_entry_on_which_the_library_fails_costs_none_of_the_others() -> None:
    """Coordinates that are none let feedparser raise, for whatever else the feed holds."""
    answer = told("feed", GEO)
    assert links(answer) == ["/b"]
    assert answer["unread"][0][0] == "entry 1"


@pytest.mark.parametrize("opening", ["<a>", "<a href='x'>", "<div><a>"])
def test_an_entry_that_takes_too_long_costs_none_of_the_others(
    opening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "WHOLE_SECONDS", 0.4)
    monkeypatch.setattr(feeds, "ENTRY_SECONDS", 0.4)
    heavy = f"<item><description>{opening * 60_000}</description><link>/n</link></item>"
    text = feed().replace("<item><link>", f"{heavy}<item><link>")
    answer = read("feed", text.encode(), base=BASE, charset=None)
    assert [entry[0][-2:] for entry in answer["entries"]] == ["/a", "/b"]
    assert answer["unread"] == [["entry 2", "it takes too long to read"]]


# sitemaps

URLSET = 'urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
VIDEO = 'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
PICTURE = "<image:loc>/p.jpg</image:loc>"
MAPS: dict[str, tuple[str, list[str], int]] = {
    "a picture before it": (
        f"<{URLSET} {IMAGE}><url><image:image>{PICTURE}</image:image><loc>/a</loc></url></urlset>", ["/a"], 0),
    "a picture beside it": (f"<{URLSET} {IMAGE}><url>{PICTURE}<loc>/a</loc></url></urlset>", ["/a"], 0),
    "a prefix that nobody declared": (f"<{URLSET}><url>{PICTURE}<loc>/a</loc></url></urlset>", ["/a"], 0),
    "a picture alone": (f"<{URLSET} {IMAGE}><url>{PICTURE}</url><url><loc>/b</loc></url></urlset>", ["/b"], 1),
    "a film": (
        f"<{URLSET} {VIDEO}><url><video:video><video:player_loc>/v</video:player_loc><video:title>V</video:title>"
        "<video:publication_date>2020-01-01</video:publication_date></video:video><loc>/a</loc></url></urlset>",
        ["/a"], 0),
    "no namespace": ("<urlset><url><loc>/a</loc></url></urlset>", ["/a"], 0),
    "capitals": ("<URLSET><URL><LOC>/a</LOC></URL></URLSET>", ["/a"], 0),
    "a prefix": ('<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>/a</s:loc></s:url>'
                 "</s:urlset>", ["/a"], 0),
    "an old namespace": ('<urlset xmlns="http://www.google.com/schemas/sitemap/0.84"><url><loc>/a</loc></url></urlset>',
                         ["/a"], 0),
    "ampersands": ("<urlset><url><loc>/a?x=1&y=2&copy=3</loc></url></urlset>", ["/a?x=1&y=2&copy=3"], 0),
    "ampersands in CDATA": ("<urlset><url><loc><![CDATA[/a?x=1&y=2]]></loc></url></urlset>", ["/a?x=1&y=2"], 0),
    "ampersands as they should be": ("<urlset><url><loc>/a?x=1&amp;y=2</loc></url></urlset>", ["/a?x=1&y=2"], 0),
    "entries that are none": (
        "<urlset><url/><url><loc></loc></url><url><loc>https://[bad</loc></url><url><loc>/b</loc></url></urlset>",
        ["/b"], 3),
    "an element that does not end": ("<urlset><url><loc>/a<url><loc>/b</loc></url></urlset>", ["/b", "/a"], 0),
    "a warning before it": ("<br />\n<b>Warning</b>: x\n<urlset><url><loc>/a</loc></url></urlset>", ["/a"], 0),
    "something after it": ("<urlset><url><loc>/a</loc></url></urlset><script>x</script>", ["/a"], 0),
    "a text without end": (
        f"<urlset><url><loc>/a</loc></url><url><loc>/{'x' * 11_000_000}</loc></url><url><loc>/b</loc></url></urlset>",
        ["/a", "/b"], 1),
    "elements without end": (f"<urlset><url><loc>/a</loc></url>{'<x>' * 5000}<url><loc>/b</loc></url></urlset>",
                             ["/a", "/b"], 0),
    "sections without end": (f"<urlset><url><loc>/a</loc></url>{'<![CDATA[' * 200_000}", ["/a"], 0),
}  # fmt: skip


@pytest.mark.parametrize("case", MAPS)
def test_a_sitemap_is_read_entry_by_entry(case: str) -> None:
    text, expected, missed = MAPS[case]
    answer = told("sitemap", text)
    assert links(answer) == expected
    assert len(answer["unread"]) == missed
    assert [entry[3] for entry in answer["entries"]] == [None] * len(expected)
    assert answer["problem"] == ("it is cut short" if case == "sections without end" else "")


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b"\xef\xbb\xbf" + news().encode()),
        gzip.compress(gzip.compress(news().encode())),
        b"\xef\xbb\xbfhttps://example.org/a\r\nhttps://example.org/b",
    ],
    ids=["packed, with a mark", "packed twice", "lines, with a mark"],
)
def test_a_sitemap_in_another_form_is_read(body: bytes) -> None:
    assert links(told("sitemap", body)) == ["/a", "/b"]


def test_of_a_sitemap_that_is_cut_short_the_beginning_is_read_and_the_rest_is_told() -> None:
    text = sitemap([(f"/{n}", None) for n in range(9000)])
    for body in (text[: len(text) // 2].encode(), gzip.compress(text.encode())[:-3000]):
        answer = told("sitemap", body)
        assert 1000 < len(answer["entries"]) < 9000
        assert answer["problem"] == "it is cut short"


def test_more_entries_than_a_sitemap_may_have_are_counted() -> None:
    answer = told("sitemap", "\n".join(f"https://example.org/{n}" for n in range(50_007)))
    assert (len(answer["entries"]), answer["left_out"]) == (50_000, 7)


# GDELT

ONE, TWO = '{"url": "https://example.org/a", "title": "A"}', '{"url": "https://example.org/b"}'
FOUND: dict[str, tuple[str, list[str], int]] = {
    "an escape that is none": (ONE.replace('"A"', '"It\\\'s"'), ["/a", "/b"], 0),
    "several": (ONE.replace('"A"', r'"\x27 \u12 \q \\ \" \u00e9"'), ["/a", "/b"], 0),
    "half a character": (ONE.replace('"A"', r'"\ud83d"'), ["/a", "/b"], 0),
    "control characters": (ONE.replace('"A"', '"a\x01\n\tb"'), ["/a", "/b"], 0),
    "a quotation mark": (ONE.replace('"A"', '"he said "no" to it"'), ["/b"], 1),
    "no end": (ONE[:-1], ["/b"], 1),
    "nothing": ("null", ["/b"], 1),
    "no address": ('{"title": "A"}', ["/b"], 1),
    "a list for an address": ('{"url": ["x"]}', ["/b"], 1),
    "much too deep": ('{"url": "https://example.org/a", "x": ' + "[" * 90_000 + "]" * 90_000 + "}", ["/b"], 1),
    "a number without end": (ONE.replace('"A"', "1" * 100_000), ["/b"], 1),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_one_article_that_is_no_json_costs_none_of_the_others(case: str) -> None:
    one, expected, missed = FOUND[case]
    answer = told("gdelt", f'{{"articles": [{one}, {TWO}]}}')
    assert links(answer) == expected
    assert len(answer["unread"]) == missed
    assert not any("article 2" in name for name, _ in answer["unread"])


def test_of_an_answer_that_is_cut_short_the_beginning_is_read() -> None:
    answer = told("gdelt", f'\ufeff{{"articles": [{ONE}, {TWO[:-9]}')
    assert links(answer) == ["/a"]
    assert answer["problem"] == "it is cut short"


@pytest.mark.parametrize(
    "text", ["Your query was too short", "[1]", '{"articles": 5}', "<html>no</html>", ""]
)
def test_what_is_no_answer_is_told_in_its_own_words(text: str) -> None:
    answer = told("gdelt", text)
    assert answer["entries"] == []
    assert answer["problem"] == (text or "the answer is empty")
