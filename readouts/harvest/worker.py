"""The process apart: questions in, answers out, as JSON over a connection to whoever started it.

What belongs here: the child's loop, and its limits. What does not: the parent's side (``children.py``), and reading
itself (``extraction/``, ``lists/``). A question is followed by the bytes that it is about; pages are read from the
archive here. Memory is bounded, so that what would eat it all fails alone.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
import json
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from readouts.harvest.articles import blank_article

_ADDRESS_SPACE = 4 << 30
_RESET_EVERY = 100

Question = Mapping[str, Any]


def _article(question: Question, body: bytes) -> dict[str, Any]:
    """The article of a row, whose page is in the archive of a ``home``, or is handed in; one without text says why."""
    from readouts.harvest.archive.records import ArchiveError, read_page
    from readouts.harvest.extraction.extract import extract_article

    row, home = question["row"], question.get("home")
    try:
        return extract_article(row, read_page(Path(home), row) if home else body)
    except ArchiveError as err:
        return blank_article(row, f"archive: {err}"[:300])
    except MemoryError:
        return blank_article(row, "too_large: the page takes more memory than is allowed")
    except Exception as err:
        return blank_article(row, f"extractor: {type(err).__name__}: {err}"[:300])


def _look(question: Question, body: bytes) -> dict[str, Any]:
    """When a page was published, why it is no article, whether it may tell of a call, as far as that can be told."""
    from readouts.harvest.extraction.extract import Look, look_at

    try:
        found = look_at(question["row"], body, for_calls=question["for_calls"])
    except Exception:
        found = Look(None, "")
    return asdict(found)


def _list(question: Question, body: bytes) -> dict[str, Any]:
    """What a feed, sitemap, listing or finder's answer lists."""
    from readouts.harvest.lists import read

    return read(question["kind"], body, **question["options"])


def _load(question: Question, _: bytes) -> None:
    """Import what a task takes; where that fails, the process ends with what is wrong."""
    module, _task = TASKS[question["task"]]
    importlib.import_module(module)


def _verify(question: Question, _: bytes) -> dict[str, Any]:
    """What is wrong with a WARC file of the archive."""
    from readouts.harvest.archive.verifying import verify

    return verify(Path(question["home"]), question["file"], question["wanted"])


EXTRACTING, LISTING = "readouts.harvest.extraction.extract", "readouts.harvest.lists"
TASKS: Mapping[str, tuple[str, Callable[[Question, bytes], Any]]] = {
    "load": ("json", _load),
    "article": (EXTRACTING, _article),
    "look": (EXTRACTING, _look),
    "list": (LISTING, _list),
    "verify": ("readouts.harvest.archive.verifying", _verify),
}
"""What may be asked: the module that it takes, and the answer."""


def main(line: Connection, idle: float) -> None:
    """Answer until the other end is closed, or nothing is asked for ``idle`` seconds."""
    with contextlib.suppress(ValueError, OSError):
        # not every system has such a limit
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    for number in itertools.count(1):
        if not line.poll(idle):
            return
        try:
            question = json.loads(line.recv_bytes())
        except EOFError:
            return
        _, task = TASKS[question["what"]]
        answer = task(question, line.recv_bytes())
        line.send_bytes(json.dumps(answer, default=str).encode())
        if number % _RESET_EVERY == 0:
            _reset_caches()


def _reset_caches() -> None:
    if "trafilatura" in sys.modules:
        from trafilatura.meta import reset_caches

        reset_caches()


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])), float(sys.argv[2]))
