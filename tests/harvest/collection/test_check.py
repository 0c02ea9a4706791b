"""Trying sources out: one row each, and what is wrong with it."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from readouts.harvest.collection.check import check_sources
from tests.command import readouts
from tests.harvest.pages import QUICK, article, rss, source
from tests.harvest.server import Answer, Site

NOW = datetime.now(UTC)
RECENT = f"{NOW - timedelta(hours=30):%a, %d %b %Y %H:%M:%S} GMT"
OLD = f"{NOW - timedelta(days=60):%a, %d %b %Y %H:%M:%S} GMT"


def feed(*entries: tuple[str, str | None]) -> Answer:
    return Answer(rss(entries), type="application/rss+xml")


def test_each_source_is_a_row_with_what_is_wrong(site: Site, other: Site) -> None:
    site.routes |= {f"/{n}": Answer(article(n)) for n in range(5)}
    site.routes |= {
        "/good": feed(*[(f"/{n}", RECENT) for n in range(5)]),
        "/old": feed(("/0", OLD)),
        "/undated": feed(("/4", None)),
        "/empty": feed(),
        "/broken": Answer("no", 500),
        "/dead": feed(("/gone", RECENT)),
        "/menu": feed(("/nothing", RECENT)),
        "/nothing": Answer("<!doctype html><html><body><nav>Home</nav></body></html>"),
    }
    other.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /", type="text/plain")
    names = ("good", "old", "undated", "empty", "broken", "dead", "menu")
    sources = [source("feed", id=name, url=f"{site.url}/{name}") for name in names]
    sources.append(source("feed", id="refused", url=f"{other.url}/feed", enabled=False))
    rows = {row.source_id: row for row in check_sources(sources, limits=QUICK)}
    assert [row.source_id for row in rows.values()] == [*names, "refused"]
    good = rows["good"]
    assert (good.ok, good.reachable, good.links) == (True, True, 5)
    assert (good.fetched, good.extracted, good.dated, good.robots) == (3, 3, 3, "allowed")
    assert good.newest == (NOW - timedelta(hours=30)).date()
    problems = {name: row.problem for name, row in rows.items() if not row.ok}
    assert problems == {
        "old": "1 page is older than max_age_days (30) and left alone;"
        f" 'readouts run {NOW - timedelta(days=60):%Y-%m-%d}' reads it, or raise max_age_days",
        "undated": "no article has a date",
        "empty": "no links were found",
        "broken": "http: 500 Internal Server Error",
        "dead": "http: 404 Not Found",
        "menu": "no_text: the text is too short for an article",
        "refused": "robots: not allowed by robots.txt",
    }
    assert (rows["old"].too_old, rows["good"].too_old) == (1, 0)
    assert rows["refused"].robots == "refused"
    assert not rows["broken"].reachable
    assert good.as_dict()["ok"] is True
    assert site.times("/3") == 0, "only a few articles are tried"


SOURCES = """
defaults: {{allow_private: true, delay: 0, type: ministry, language: en}}
sources:
  - {{id: good, name: Good, kind: feed, url: "{site}/good"}}
  - {{id: bad, name: Bad, kind: feed, url: "{site}/bad"}}
"""


def command(site: Site, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = folder / "sources.yaml"
    path.write_text(SOURCES.format(site=site.url))
    return readouts("sources", "check", *arguments, READOUTS_SOURCES=str(path))


def test_the_command_shows_a_row_each_and_fails_when_one_does(site: Site, tmp_path: Path) -> None:
    site.routes |= {"/good": feed(("/0", RECENT)), "/0": Answer(article(0))}
    site.routes["/bad"] = Answer("no", 404)
    every = command(site, tmp_path)
    assert every.returncode == 1
    assert "2 sources, 1 with a problem" in every.stdout
    assert "http: 404 Not Found" in every.stdout
    one = command(site, tmp_path, "good", "--json")
    assert one.returncode == 0, one.stderr
    (row,) = json.loads(one.stdout)
    assert (row["source_id"], row["ok"], row["extracted"]) == ("good", True, 1)
    none = command(site, tmp_path, "ugly")
    assert none.returncode == 1
    assert "there is no source 'ugly'" in none.stderr
    assert "Traceback" not in none.stderr
