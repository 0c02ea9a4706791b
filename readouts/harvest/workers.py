"""Extraction in several processes, each page under a time limit.

What belongs here: handing rows to processes and replacing those that stall or die. What does not: what a process
does (``worker.py``) and what a page says (``extract.py``).
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from readouts.errors import ReadoutsError
from readouts.harvest.archive import archived_pages
from readouts.harvest.articles import ARTICLE_COLUMNS, blank_article, is_article

__all__ = ["ARTICLE_COLUMNS", "ExtractionError", "extract_articles"]

PAGE_SECONDS = 30.0
_START_SECONDS = 60.0
_PAGES_A_PROCESS = 2000
_PAGES_WORTH_A_PROCESS = 12
_SAY_EVERY = 100
_ROW_KEYS = ("page_id", "edition", "source_id", "url", "charset", "content_sha256", "fetched_at",
             "warc_file", "warc_offset", "warc_length", "discovered_date", "discovered_title",
             "source_facts")  # fmt: skip


class ExtractionError(ReadoutsError, RuntimeError):
    """No page can be read, whatever is in it: the extracting process itself does not work."""


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
    most = processes or _processors()
    count = max(1, min(most, -(-len(wanted) // _PAGES_WORTH_A_PROCESS)))
    found: list[dict[str, Any] | None] = [None] * len(wanted)
    todo = enumerate(wanted)
    guard = threading.Lock()
    failures: list[BaseException] = []
    say = progress or (lambda _: None)

    def work() -> None:
        try:
            with contextlib.closing(_Child(home, page_seconds)) as child:
                for index, row in _shared(todo, guard):
                    found[index] = child.article(row)
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


def _processors() -> int:
    """Processors that this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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


class _Child:
    """One extracting process, replaced when it stalls, dies or has done its share."""

    def __init__(self, home: Path, page_seconds: float) -> None:
        self._home = home
        self._seconds = page_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = b""
        self._done = 0
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 -- it lives as long as this

    def article(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The article of a row, whatever becomes of the process."""
        if self._done >= _PAGES_A_PROCESS:
            self.close()
        process = self._process or self._start()
        question = json.dumps({key: row.get(key) for key in _ROW_KEYS}, default=str).encode()
        try:
            assert process.stdin is not None
            process.stdin.write(question + b"\n")
            process.stdin.flush()
            answer = self._line(self._seconds)
        except TimeoutError:
            self.close()
            return blank_article(row, f"timeout: no article after {self._seconds:g} s")
        except (EOFError, BrokenPipeError):
            code = process.wait()
            self.close()
            return blank_article(row, f"crash: the extracting process ended with {code}")
        self._done += 1
        return _typed(json.loads(answer), row)

    def close(self) -> None:
        """End the process."""
        self._complaints.seek(0)
        self._complaints.truncate()
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self._buffer = b""
        self._done = 0

    def _start(self) -> subprocess.Popen[bytes]:
        package = Path(__file__).resolve().parents[2]
        path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(package))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "readouts.harvest.worker", str(self._home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**os.environ, "PYTHONPATH": path},
        )
        try:
            self._line(_START_SECONDS)
        except (TimeoutError, EOFError) as err:
            reason = self._last_complaint()
            self.close()
            raise ExtractionError(f"the extracting process does not start: {reason}") from err
        return self._process

    def _last_complaint(self) -> str:
        """The last line that the process wrote on standard error."""
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it says nothing"

    def _line(self, seconds: float) -> bytes:
        """The next line of the process. Raises TimeoutError, or EOFError when the process has ended."""
        assert self._process is not None
        assert self._process.stdout is not None
        stream = self._process.stdout
        deadline = time.monotonic() + seconds
        parts = [self._buffer]
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while b"\n" not in parts[-1]:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise TimeoutError
                chunk = os.read(stream.fileno(), 1 << 16)
                if not chunk:
                    raise EOFError
                parts.append(chunk)
        line, _, self._buffer = b"".join(parts).partition(b"\n")
        return line


def _typed(article: dict[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has no dates."""
    article["edition"] = row["edition"]
    article["fetched_at"] = row["fetched_at"]
    if article["published_at"]:
        article["published_at"] = datetime.fromisoformat(article["published_at"])
    if article["published_date"]:
        article["published_date"] = date.fromisoformat(article["published_date"])
    return article
