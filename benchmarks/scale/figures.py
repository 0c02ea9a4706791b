"""The figures that are not measured here, and the workloads that follow from them.

What belongs here: reading ``figures.tsv``, and what a day and a year come to. What does not: waiting (``model.py``).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scale.model import (
    Machines,
    Times,
    Work,
    by_zipf,
    ccnews_crawl,
    polite_crawl,
)

TABLE = Path(__file__).with_name("figures.tsv")
BASES = ("source", "own", "assumed")
YEAR = 365


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and where it is from."""

    name: str
    value: float
    unit: str
    basis: str
    origin: str


def figures() -> dict[str, Figure]:
    """All of them by name, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            row["name"]: Figure(
                row["name"], float(row["value"]), row["unit"], row["basis"], row["from"]
            )
            for row in rows
        }


def machines(values: dict[str, float]) -> Machines:
    """What there is."""
    return Machines(values["cores"], values["bandwidth"], values["disk"], page_bytes(values))


def page_bytes(values: dict[str, float]) -> float:
    """What a packed page of CC-NEWS takes, at most: its files have some that are no articles besides."""
    files = values["ccnews_files_a_day"] * YEAR
    return files * values["ccnews_bytes_a_file"] / values["ccnews_articles_a_year"]


@dataclass(frozen=True)
class Year:
    """What a year of CC-NEWS comes to: files, articles, bytes of traffic and of the archive, tokens of a model."""

    files: float
    articles: float
    traffic: float
    taken: float
    archive: float
    tokens_sent: float
    tokens_answered: float


def a_year_of_ccnews(values: dict[str, float]) -> Year:
    """The year's numbers, from the figures."""
    files = values["ccnews_files_a_day"] * YEAR
    articles = values["ccnews_articles_a_year"]
    taken = articles * values["share_that_may_tell"]
    return Year(
        files=files,
        articles=articles,
        traffic=files * values["ccnews_bytes_a_file"],
        taken=taken,
        archive=taken * page_bytes(values),
        tokens_sent=taken * (values["tokens_an_article"] + values["tokens_of_the_prompt"]),
        tokens_answered=taken * values["tokens_of_an_answer"],
    )


def workloads(values: dict[str, float], times: Times) -> list[Work]:
    """What the workers are given to do."""
    there = machines(values)
    largest = int(values["pages_of_the_largest"])
    day = by_zipf(int(values["sources"]), int(values["pages_a_day"]), largest)
    crawl = polite_crawl(
        day,
        times,
        there,
        delay=values["delay"],
        answer=values["answer"],
        threads=int(values["threads"]),
    )
    year = a_year_of_ccnews(values)
    looked_at, taken = year.articles / YEAR, year.taken / YEAR
    size = year.traffic / YEAR
    pages = float(sum(day))
    return [
        Work("a day of 2,000 sources", 1, pages, crawl),
        Work("a year of these, read anew from the archive", YEAR, pages),
        Work("a year of CC-NEWS", YEAR, taken, ccnews_crawl(looked_at, taken, size, times, there)),
        Work(
            "the same, if workers read its files (not built)",
            YEAR,
            taken,
            size / there.bandwidth,
            brings=2 * size,
            looked_at=looked_at,
        ),
    ]
