"""Credentials are sent to their own site, and kept nowhere."""

from __future__ import annotations

import base64
import gzip
import zlib
from pathlib import Path
from typing import Any

import pytest

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.collect import harvest
from readouts.harvest.collection.single import fetch_once
from readouts.harvest.fetching.logins import LoginError, masked, read_login, split_login
from readouts.harvest.sources.source import WebSource
from readouts.harvest.sources_file import SourcesError, load_sources
from tests.harvest import server
from tests.harvest.pages import DAY, QUICK, article, rss, sitemap, source
from tests.harvest.server import Answer, Handler, Site

USER, PASSWORD, TOKEN = "desk.officer", "Kveld-og-Natt-77", "tok_5f2b9c77aa10"
PAIR = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
SECRETS = (PASSWORD, PAIR, TOKEN, USER)


def guarded(site: Site, is_let_in: Any, *paths: str) -> None:
    """Let these paths be seen only by who is let in."""
    for path in paths:
        answer = site.routes[path]

        def route(handler: Handler, answer: Any = answer) -> Any:
            if not is_let_in(handler):
                return Answer("who are you", 401, headers={"WWW-Authenticate": "Basic realm=x"})
            return answer if isinstance(answer, Answer) else answer(handler)

        site.routes[path] = route


def by_header(name: str, value: str) -> Any:
    return lambda handler: handler.headers.get(name) == value


def has_secret(home: Path) -> list[str]:
    """Where below a folder something secret lies, whatever it is packed in."""
    found = []
    for path in home.rglob("*"):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        while raw:
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                plain, raw = unpacker.decompress(raw), unpacker.unused_data
            except zlib.error:
                plain, raw = raw, b""
            if b"Content-Encoding: gzip" in plain and b"\x1f\x8b" in plain:
                plain += gzip.decompress(plain[plain.index(b"\x1f\x8b") :].rstrip(b"\r\n"))
            found += [f"{path}: {secret}" for secret in SECRETS if secret.encode() in plain]
    return found


WAYS = {
    "basic": (f"{USER}:{PASSWORD}", "Authorization", f"Basic {PAIR}"),
    "bearer": (f"Bearer {TOKEN}", "Authorization", f"Bearer {TOKEN}"),
    "scheme": (f"Token {TOKEN}", "Authorization", f"Token {TOKEN}"),
    "header": (f"X-Api-Key: {TOKEN}", "X-Api-Key", TOKEN),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["feed", "sitemap", "listing", "urls"])
def test_what_a_site_asks_for_is_sent_and_kept_nowhere(
    way: str, kind: str, site: Site, home: Path
) -> None:
    held, name, value = WAYS[way]
    links = {
        "feed": rss([("/a-2026", None)]),
        "sitemap": sitemap([(f"{site.url}/a-2026", None)]),
        "listing": "<a href='/a-2026'>A</a>",
        "urls": article(1),
    }
    site.routes |= {
        "/list": Answer(links[kind], type="text/xml" if kind != "listing" else "text/html"),
        "/a-2026": Answer(article(1)),
        "/robots.txt": Answer("User-agent: *\nAllow: /", type="text/plain"),
    }
    guarded(site, by_header(name, value), "/list", "/a-2026", "/robots.txt")
    where: dict[str, Any] = (
        {"urls": (f"{site.url}/a-2026",)} if kind == "urls" else {"url": f"{site.url}/list"}
    )
    named = source(kind, **where)
    assert isinstance(named, WebSource)
    said: list[str] = []
    report = harvest([named.with_credentials(held)], DAY, home, limits=QUICK, progress=said.append)
    assert report.pages == 1
    assert all(asked.headers.get(name) == value for asked in site.asked)
    assert has_secret(home) == []
    assert not any(secret in repr((named, said, report)) for secret in SECRETS)


def test_a_user_and_password_in_an_address_are_taken_out_of_it(site: Site, home: Path) -> None:
    site.routes |= {"/feed": Answer(rss([("/a", None)])), "/a": Answer(article(1))}
    guarded(site, by_header("Authorization", f"Basic {PAIR}"), "/feed", "/a")
    written = f"http://{USER}:{PASSWORD}@{site.host}/feed"
    named = source("feed", url=written)
    assert named.url == f"{site.url}/feed"
    assert harvest([named], DAY, home, limits=QUICK).pages == 1
    assert {row["requested_url"] for row in archived_pages(home, DAY)} == {
        f"{site.url}/feed",
        f"{site.url}/a",
    }
    assert has_secret(home) == []
    assert not any(s in f"{named!r} {named.model_dump_json()}" for s in SECRETS)
    assert split_login("https://a%40b:c%2Fd@h/")[1] == read_login("https://h/", "a@b:c/d")


def test_a_folder_that_was_saved_behind_a_login_tells_addresses_without_it(tmp_path: Path) -> None:
    named = source("folder", path=str(tmp_path), base_url=f"https://{USER}:{PASSWORD}@h.example/x/")
    assert named.base_url == "https://h.example/x/"


def test_a_part_of_the_address_is_sent_and_kept_nowhere(site: Site, home: Path) -> None:
    """Also where the server says it again: in redirects, in links, and in a packed body."""
    links = [(f"/a?id=1&key={TOKEN}", None), (f"/b?key={TOKEN}", None), ("/c", None)]
    site.routes |= {
        f"/feed?key={TOKEN}": server.redirect(f"{site.url}/feed/?key={TOKEN}"),
        f"/feed/?key={TOKEN}": Answer(
            gzip.compress(rss(links).replace("&", "&amp;").encode()),
            type="text/xml",
            headers={"Content-Encoding": "gzip"},
        ),
        f"/a?id=1&key={TOKEN}": Answer(article(1)),
        f"/b?key={TOKEN}": Answer(article(2)),
        f"/c?key={TOKEN}": Answer(article(3)),
    }
    named = source("feed", url=f"{site.url}/feed").with_credentials(f"?key={TOKEN}")
    assert harvest([named], DAY, home, limits=QUICK).pages == 3
    assert sorted(row["url"].removeprefix(site.url) for row in archived_pages(home, DAY)) == [
        "/a?id=1",
        "/b",
        "/c",
        "/feed/",
    ]
    assert has_secret(home) == []


def test_nothing_is_sent_to_another_site(site: Site, other: Site, home: Path) -> None:
    site.routes |= {
        "/feed": Answer(rss([(f"{other.url}/a", None), ("/moved", None), ("/b", None)])),
        "/moved": server.redirect(f"{other.url}/c"),
        "/b": Answer(article(1)),
    }
    other.routes |= {"/a": Answer(article(2)), "/c": Answer(article(3))}
    named = source("feed", url=f"{site.url}/feed").with_credentials(f"{USER}:{PASSWORD}")
    assert harvest([named], DAY, home, limits=QUICK).pages == 3
    assert all("Authorization" in asked.headers for asked in site.asked)
    assert not any("Authorization" in asked.headers for asked in other.asked)


def test_what_is_meant_for_https_goes_over_nothing_else() -> None:
    login = read_login("https://h.example/feed", f"{USER}:{PASSWORD}")
    assert login.is_for("https://h.example/other")
    assert not login.is_for("http://h.example/other")
    assert not login.is_for("https://h.example:8443/other")
    assert not login.is_for("https://h.example.org/")
    assert read_login("http://h.example/", f"{USER}:{PASSWORD}").is_for("https://h.example/")


@pytest.mark.parametrize("answer", [Answer("no", 500), Answer("no", 403), Answer(b"", 200)])
def test_errors_do_not_tell_it(answer: Answer, site: Site, home: Path) -> None:
    site.default = answer
    named = source("feed", url=f"http://{USER}:{PASSWORD}@{site.host}/feed")
    said: list[str] = []
    report = harvest([named], DAY, home, limits=QUICK, progress=said.append)
    assert report.failed
    assert not any(secret in repr((report, said)) for secret in SECRETS)
    assert has_secret(home) == []


def test_a_page_that_a_person_asks_for_is_asked_for_with_what_stands_in_its_address(
    site: Site,
) -> None:
    site.routes["/a"] = Answer(article(1))
    guarded(site, by_header("Authorization", f"Basic {PAIR}"), "/a")
    outcome = fetch_once(f"http://{USER}:{PASSWORD}@{site.host}/a")
    assert outcome.error == ""
    assert not any(secret in repr(outcome) for secret in SECRETS)
    refused = fetch_once(f"http://{USER}:wrong-{PASSWORD}@{site.host}/a")
    assert refused.error == "http: 401 Unauthorized"
    assert PASSWORD not in repr(refused)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "token-alone",
        "X-Key: a\nX-Other: b",
        "Bearer t\u00f8ken",
        "?key",
        "?=x",
        "X-Key: \x07",
    ],
)
def test_what_is_no_credentials_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(LoginError) as error:
        read_login("https://h.example/", text)
    assert not text.strip() or text not in str(error.value)


ENTRY = "sources:\n  - {{id: a, name: A, kind: {kind}, type: wire, language: en, {rest}}}\n"
# what stands in the file, and how it is answered; None where it will do
WRITTEN = {
    "a password": (f'url: "https://{USER}:{PASSWORD}@h.example/feed"', "a password stands in the file"),
    "a token for a user": (f'url: "https://{TOKEN}@h.example/feed"', "a password stands in the file"),
    "a default": ('url: "https://me:${PW:-Kveld-og-Natt-77}@h.example/"', "a password stands in the file"),
    "part of one": ('url: "https://me:Kveld-og-Natt-77${PW}@h.example/"', "a password stands in the file"),
    "an open slash": (f'url: "https://me:{PASSWORD}/x@h.example/"', "is not a web address"),
    "credentials written out": (f'url: "https://h.example/", credentials: "{USER}:{PASSWORD}"',
                                "the name of an environment variable"),
    "an unset variable": ('url: "https://h.example/", credentials: NOT_SET', "NOT_SET is not set"),
    "a variable of something else": ('url: "https://h.example/", credentials: EMPTY', "EMPTY holds no credentials"),
    "a user and a variable": ('url: "https://me:${PW}@h.example/feed"', None),
    "a variable for both": ('url: "https://${LOGIN}@h.example/feed"', None),
    "named": ('url: "https://h.example/feed", credentials: LOGIN', None),
    "an at in a path": ('url: "https://h.example/@desk/feed?mail=a@b"', None),
}  # fmt: skip
VARIABLES = {"PW": PASSWORD, "LOGIN": f"{USER}:{PASSWORD}", "EMPTY": "Kveld-og-Natt-77"}


@pytest.mark.parametrize("case", WRITTEN)
def test_a_file_of_sources_names_credentials_and_does_not_hold_them(
    case: str, tmp_path: Path
) -> None:
    rest, answer = WRITTEN[case]
    path = tmp_path / "sources.yaml"
    path.write_text(ENTRY.format(kind="feed", rest=rest))
    if answer is None:
        (named,) = load_sources(path, VARIABLES)
        assert len(named.logins) == (0 if case == "an at in a path" else 1)
        assert not any(s in named.model_dump_json() for s in (PASSWORD, USER))
        return
    with pytest.raises(SourcesError, match=answer) as error:
        load_sources(path, VARIABLES)
    assert f"{path}:2: " in str(error.value)
    assert not any(secret in str(error.value) for secret in (PASSWORD, TOKEN))


def test_credentials_are_no_default_for_all_sources(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(
        "defaults: {credentials: LOGIN}\n"
        + ENTRY.format(kind="feed", rest='url: "https://h.example/"')
    )
    with pytest.raises(SourcesError, match="defaults: unknown key 'credentials'"):
        load_sources(path, VARIABLES)


def test_addresses_in_a_text_are_shown_without_their_users() -> None:
    text = f"no answer from https://{USER}:{PASSWORD}@h.example/a and ftp://x@y/"
    assert masked(text) == "no answer from https://***@h.example/a and ftp://***@y/"
