"""Builds a page of an article around what a case is about. The people and papers in it are invented."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from readouts.harvest.extraction.extract import extract_article, look_at

HEADLINE = "Brask rings Estow over the harbour"
URL = "https://courier.example/world/brask-rings-estow"
LEAD = (
    "Foreign Minister Ilvar Brask spoke by telephone with his counterpart Tamsin Estow about the closing of the"
    " harbour, and asked for restraint on both sides of the strait until the talks are over."
)
SECOND = (
    "The two ministers agreed to remain in touch, and thanked the harbour master for opening the gates to ships"
    " with food and medicine in the past weeks. A further meeting is planned."
)
OTHER = (
    "Prime Minister Odo Gorm telephoned the president of the neighbouring republic, Marit Ivarre, and condemned"
    " the seizure of the ferry by men without uniforms on the night before the holiday."
)


def page(
    head: str = "",
    *,
    above: str = "",
    under: str = "",
    before: str = "",
    after: str = "",
    end: str = "",
    headline: str = HEADLINE,
    lang: str = "en",
) -> str:
    """A page: ``before`` and ``after`` stand outside of the article, ``above`` and ``under`` beside its headline."""
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{headline}</title>{head}</head><body>"
        f"{before}<main><article>{above}<h1>{headline}</h1>{under}<p>{LEAD}</p><p>{SECOND}</p>{end}</article></main>"
        f"{after}<footer><p>Copyright 2019-2025 The Courier</p></footer></body></html>"
    )


def row(url: str = URL, **facts: Any) -> dict[str, Any]:
    """The row of a page that was fetched on 10 May 2026; ``facts`` are of its source."""
    return {
        "page_id": "p",
        "edition": date(2026, 5, 10),
        "source_id": "courier",
        "url": url,
        "kind": "article",
        "error": None,
        "charset": "utf-8",
        "fetched_at": datetime(2026, 5, 10, 3, 0),
        "discovered_date": facts.pop("discovered_date", None),
        "discovered_title": None,
        "source_facts": {"publisher": "The Courier", "timezone": "UTC", "language": "en"} | facts,
    }


def read(markup: str, url: str = URL, **facts: Any) -> dict[str, Any]:
    """The article of a page."""
    return extract_article(row(url, **facts), markup.encode())


def look(markup: str, url: str = URL, **facts: Any) -> tuple[date | None, str]:
    """What the collector sees of a page: its day, and why it is no article."""
    found = look_at(row(url, **facts), markup.encode())
    return found.day, found.reason


def ld(text: str) -> str:
    """An element of structured data."""
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, value: str) -> str:
    """A meta element."""
    return f'<meta property="{name}" content="{value}">'
