"""Extraction in several processes, each page under a time limit.

What belongs here: handing rows to processes, and an article for each of them whatever becomes of it. What does not: the
processes (``children.py``, ``worker.py``) and what a page says (``extract.py``).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from readouts.harvest.archive import archived_pages
from readouts.harvest.articles import ARTICLE_COLUMNS, blank_article, is_article
from readouts.harvest.children import Child, Crash, ExtractionError, borrowed, processors

__all__ = ["ARTICLE_COLUMNS", "ExtractionError", "extract_articles"]

PAGE_SECONDS = 30.0
_PAGES_WORTH_A_PROCESS = 12
_SAY_EVERY = 100
_ROW_KEYS = ("page_id", "edition", "source_id", "url", "charset", "content_sha256", "fetched_at",
             "warc_file", "warc_offset", "warc_length", "discovered_date", "discovered_title",
             "source_facts")  # fmt: skip


def extract_articles(
    home: Path,
    rows: Sequence[Mapping[str, Any]],
    *,
    progress: Callable[[str], None] | None = None,
    processes: int | None = None,
    page_seconds: float = PAGE_SECONDS,
) -> list[dict[str, Any]]:
    """The articles of rows of ``raw.pages``, in their order; rows that are no fetched article are left out.

    Without ``duplicate_of``. An article that cannot be had is there without text, and its ``error`` says why. Rows
    without ``source_facts`` take them from the archive's index. ``processes`` defaults to the processors there are.

    Raises ``ExtractionError`` when no process can be started.
    """
    wanted = _with_facts(home, [row for row in rows if is_article(row)])
    if not wanted:
        return []
    most = processes or processors()
    count = max(1, min(most, -(-len(wanted) // _PAGES_WORTH_A_PROCESS)))
    found: list[dict[str, Any] | None] = [None] * len(wanted)
    todo = enumerate(wanted)
    guard = threading.Lock()
    failures: list[BaseException] = []
    say = progress or (lambda _: None)

    def work() -> None:
        try:
            with borrowed() as child:
                for index, row in _shared(todo, guard):
                    found[index] = _article(child, home, row, page_seconds)
                    if (index + 1) % _SAY_EVERY == 0:
                        say(f"{index + 1} of {len(wanted)} pages read")
        except BaseException as err:
            failures.append(err)

    threads = [
        threading.Thread(target=work, name=f"extract-{n}", daemon=True) for n in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [article for article in found if article is not None]


def _shared(
    todo: Iterator[tuple[int, Mapping[str, Any]]], guard: threading.Lock
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    while True:
        with guard:
            entry = next(todo, None)
        if entry is None:
            return
        yield entry


def _with_facts(home: Path, rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    if all(row.get("source_facts") for row in rows):
        return rows
    editions = {row["edition"] for row in rows}
    facts = {
        page["page_id"]: page["source_facts"]
        for edition in editions
        for page in archived_pages(home, edition)
    }
    return [{**row, "source_facts": facts.get(row["page_id"])} for row in rows]


def _article(child: Child, home: Path, row: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """The article of a row, whatever becomes of the process."""
    known = {key: row.get(key) for key in _ROW_KEYS}
    question = {"what": "article", "home": str(home), "row": known}
    try:
        answer = child.ask(question, b"", seconds)
    except TimeoutError:
        return blank_article(row, f"timeout: no article after {seconds:g} s")
    except Crash as err:
        return blank_article(row, f"crash: {err}")
    return typed(answer, row)


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
