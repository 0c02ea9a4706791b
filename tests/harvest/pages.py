"""Pages, feeds and sources for the tests of the harvest. The people in them are invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from readouts.harvest.archive.reading import archived_editions, archived_pages
from readouts.harvest.articles import is_article
from readouts.harvest.collection.collect import harvest
from readouts.harvest.fetching.outcome import Limits
from readouts.harvest.kinds import KINDS
from readouts.harvest.sources.source import Source
from tests.harvest import server
from tests.harvest.server import Answer, Site

DAY = date(2026, 5, 9)

QUICK = Limits(
    connect=5.0, read=5.0, redirects=4, attempts=3, backoff=0.05, longest_wait=2.0, workers=8
)

NAMES = ("Quen", "Aldor", "Brask", "Corvin", "Drail", "Estow", "Farrin", "Gorm", "Hask", "Ivarre")


def article(number: int = 0, head: str = "", lang: str = "en", day: str = "") -> str:
    """An article with a menu around it; ``head`` is further markup for its head."""
    name = NAMES[number % len(NAMES)]
    meta = f'<meta property="article:published_time" content="{day}">' if day else ""
    return f"""<!doctype html><html lang="{lang}"><head><title>Minister speaks to {name} {number}</title>
{meta}{head}</head><body><nav><a href="/">Home</a> <a href="/about">About the ministry</a></nav>
<article><h1>Minister speaks to {name} {number}</h1>
<p>Foreign Minister Ilvar {name} spoke by telephone with counterpart number {number}, and they talked at length
about the matters that are of interest to both of the countries, in a call that lasted for {number + 10} minutes.</p>
<p>The Minister expressed concern at the situation and called on every party to show restraint. {name} thanked
the Minister for the support of the past {number} weeks, and both agreed to remain in touch.</p></article>
<footer>Contact us</footer></body></html>"""


def rss(entries: Iterable[tuple[str, str | None]]) -> str:
    items = "".join(
        f"<item><title>About {link}</title><link>{link}</link>"
        + (f"<pubDate>{day}</pubDate>" if day else "")
        + "</item>"
        for link, day in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'


def sitemap(entries: Iterable[tuple[str, str | None]]) -> str:
    urls = "".join(
        f"<url><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for loc, day in entries
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><urlset xmlns="{space}">{urls}</urlset>'


def source(kind: str, **values: Any) -> Source:
    """A source of a plainly invented ministry, without a pause between requests."""
    fields: dict[str, Any] = {
        "id": "test",
        "name": "Ministry of Tests",
        "kind": kind,
        "type": "ministry",
        "language": "en",
        "country": "NOR",
        "allow_private": True,
        "delay": 0.0,
        "timeout": 10.0,
    }
    return KINDS[kind](**(fields | values))


def stored(home: Path) -> dict[str, bytes]:
    """Every file of the archive's editions with its bytes."""
    archive = home / "archive"
    return {str(p.relative_to(archive)): p.read_bytes() for p in archive.glob("[0-9]*/*")}


def rows_for(site: Site, home: Path, path: str, **values: Any) -> list[dict[str, Any]]:
    """Harvest one page of the site, and give the rows of the edition."""
    named = source("urls", urls=(site.url + path,), **values)
    harvest([named], DAY, home, limits=QUICK)
    return archived_pages(home, DAY)


def feed_of(site: Site, *entries: tuple[str, str | None]) -> None:
    """Let the site have a feed that can be asked for changes."""
    site.routes["/feed"] = server.with_etag(Answer(rss(entries), type="application/rss+xml"))


def filed(home: Path) -> dict[date, int]:
    """How many pages the archive has of each edition that has any."""
    editions = {day: archived_pages(home, day) for day in archived_editions(home)}
    counts = {day: sum(map(is_article, rows)) for day, rows in editions.items()}
    return {day: count for day, count in counts.items() if count}
