"""Extraction in several processes, each page under a time limit.

What belongs here: handing rows to processes, and an article for each of them whatever becomes of it. What does not: the
processes (``children.py``, ``worker.py``) and what a page says (``extract.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

from readouts.harvest.articles import blank_article, is_article
from readouts.harvest.children import Crash, ask, processors

PAGE_SECONDS = 30.0
_PAGES_WORTH_A_PROCESS = 12
_SAY_EVERY = 100


def extract_articles(
    home: Path,
    rows: Sequence[Mapping[str, Any]],
    *,
    progress: Callable[[str], None] | None = None,
    page_seconds: float = PAGE_SECONDS,
) -> list[dict[str, Any]]:
    """The articles of rows of ``raw.pages``, in their order; rows that are no fetched article are left out.

    Without ``duplicate_of``. An article that cannot be had is there without text, and its ``error`` says why.

    Raises ``ExtractionError`` when no process can be started.
    """
    wanted = [row for row in rows if is_article(row)]
    say = progress or (lambda _: None)

    def read(numbered: tuple[int, Mapping[str, Any]]) -> dict[str, Any]:
        number, row = numbered
        question = {"what": "article", "home": str(home), "row": dict(row)}
        article = answered(question, b"", row, page_seconds)
        if number % _SAY_EVERY == 0:
            say(f"{number} of {len(wanted)} pages read")
        return article

    count = min(processors(), -(-len(wanted) // _PAGES_WORTH_A_PROCESS))
    with ThreadPoolExecutor(max(1, count), thread_name_prefix="extract") as pool:
        return list(pool.map(read, enumerate(wanted, start=1)))


def answered(
    question: Mapping[str, Any], body: bytes, row: Mapping[str, Any], seconds: float = PAGE_SECONDS
) -> dict[str, Any]:
    """The article of a row, as a process answers a question about it; whatever becomes of the process, there is one."""
    try:
        return typed(ask(question, body, seconds), row)
    except TimeoutError:
        return blank_article(row, f"timeout: no article after {seconds:g} s")
    except Crash as err:
        return blank_article(row, f"crash: {err}")


_OF_THE_PROCESS = ("archive:", "timeout:", "crash:", "extractor:", "too_large: the page takes")


def is_of_the_page(article: Mapping[str, Any]) -> bool:
    """Whether an article, or why there is none, follows from the page; else another attempt may find otherwise."""
    return not (article["error"] or "").startswith(_OF_THE_PROCESS)


def typed(article: dict[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """An article as a process answered, with its dates, which JSON does not have."""
    article["edition"] = row["edition"]
    article["fetched_at"] = row["fetched_at"]
    if article["published_at"]:
        article["published_at"] = datetime.fromisoformat(article["published_at"])
    if article["published_date"]:
        article["published_date"] = date.fromisoformat(article["published_date"])
    return article
