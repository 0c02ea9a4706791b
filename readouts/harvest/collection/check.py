"""Trying sources out: whether each can be reached, leads to articles, and they can be read.

What belongs here: a harvest of a few pages a source into a folder that is thrown away, told as one row a source. What
does not: how the rows are shown (the command does that).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from readouts.harvest.archive.reading import archived_editions, archived_pages
from readouts.harvest.collection.collect import harvest
from readouts.harvest.collection.report import SourceReport
from readouts.harvest.extraction.workers import extract_articles
from readouts.harvest.fetching.outcome import Limits
from readouts.harvest.page.nature import SUBSTANCE
from readouts.harvest.sources.source import Source

PAGES = 3
"""Articles that are tried of each source."""


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What trying a source out came to.

    ``reachable`` is whether its feed, sitemap or listing answered; ``robots`` is allowed, refused or unavailable;
    ``links`` were found, ``too_old`` of them are older than its ``max_age_days``, ``fetched`` articles came whole,
    ``extracted`` have a text, ``dated`` also a day. ``newest`` is the latest day among links and articles. ``problem``
    is empty when nothing is wrong.
    """

    source_id: str
    kind: str
    reachable: bool
    robots: str
    links: int
    too_old: int
    newest: date | None
    fetched: int
    extracted: int
    dated: int
    problem: str

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problem

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self) | {"newest": self.newest and str(self.newest), "ok": self.ok}


def check_sources(
    sources: Iterable[Source],
    *,
    limits: Limits | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[SourceCheck]:
    """Try every source, disabled ones too, politely and in parallel; one row each, in their order."""
    tried = [source.for_trial(PAGES) for source in sources]
    with tempfile.TemporaryDirectory(prefix="readouts-check-") as folder:
        home = Path(folder)
        today = datetime.now(UTC).date()
        report = harvest(tried, today, home, limits=limits, progress=progress, apart=True)
        rows = [row for day in archived_editions(home) for row in archived_pages(home, day)]
        articles = extract_articles(home, rows)
    return [
        _check(source, counts, _of(rows, source.id), _of(articles, source.id))
        for source, counts in zip(tried, report.sources, strict=True)
    ]


def _of(rows: Sequence[Mapping[str, Any]], source_id: str) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["source_id"] == source_id]


def _check(
    source: Source,
    counts: SourceReport,
    rows: list[Mapping[str, Any]],
    articles: list[Mapping[str, Any]],
) -> SourceCheck:
    read = [article for article in articles if len(article["text"] or "") >= SUBSTANCE]
    days = [article["published_date"] for article in read if article["published_date"]]
    lists = [row for row in rows if row["kind"] != "article"]
    reachable = any(not row["error"] for row in lists) if lists else bool(counts.links)
    return SourceCheck(
        source_id=source.id,
        kind=source.kind,
        reachable=reachable,
        robots=_robots(rows),
        links=counts.links,
        too_old=counts.too_old,
        newest=max(filter(None, (*days, counts.newest)), default=None),
        fetched=len(articles),
        extracted=len(read),
        dated=len(days),
        problem=_problem(counts, rows, articles, len(read), len(days)),
    )


def _robots(rows: list[Mapping[str, Any]]) -> str:
    codes = {str(row["error"]).split(":")[0] for row in rows if row["error"]}
    if "robots" in codes:
        return "refused"
    return "unavailable" if "robots_unavailable" in codes else "allowed"


def _problem(
    counts: SourceReport,
    rows: list[Mapping[str, Any]],
    articles: list[Mapping[str, Any]],
    extracted: int,
    dated: int,
) -> str:
    """The first thing that is wrong on the way from the source to a dated article."""
    errors = [str(row["error"]) for row in rows if row["error"]]
    if counts.faults:
        # what the list is comes before an entry of it that could not be read
        worst = min(counts.faults, key=lambda fault: ": entry: " in fault)
        return worst.split(": ", 1)[-1]
    if not counts.links:
        return "no links were found"
    if not articles and errors:
        return errors[0]
    if not articles and counts.left_alone:
        return counts.left_alone
    if not articles:
        return f"none of its {counts.links} links is recent and passes its filters"
    if not extracted:
        return str(articles[0]["error"] or "no_text: the text is too short for an article")
    return "" if dated else "no article has a date"
