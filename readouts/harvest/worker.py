"""One extracting process: rows in on standard input, articles out on standard output, a line of JSON each.

What belongs here: the child's loop. What does not: the parent's (``workers.py``). It reads pages from the archive
itself, and its memory is bounded, so that a page which would eat it all fails alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from pathlib import Path
from typing import IO, Any

from trafilatura.meta import reset_caches

from readouts.harvest.archive import ArchiveError, read_page
from readouts.harvest.articles import blank_article
from readouts.harvest.extract import extract_article

_ADDRESS_SPACE = 4 << 30
_RESET_EVERY = 100


def article_of(home: Path, row: dict[str, Any]) -> dict[str, Any]:
    """The article of a row; one that cannot be had says why."""
    try:
        return extract_article(row, read_page(home, row))
    except ArchiveError as err:
        return blank_article(row, f"archive: {err}"[:300])
    except MemoryError:
        return blank_article(row, "too_large: the page takes more memory than is allowed")
    except Exception as err:
        return blank_article(row, f"extractor: {type(err).__name__}: {err}"[:300])


def main(home: Path, asked: IO[str], told: IO[str]) -> None:
    """Answer until the input ends."""
    with contextlib.suppress(ValueError, OSError):
        # not every system has such a limit
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    print("ready", file=told, flush=True)
    for number, line in enumerate(asked, start=1):
        article = article_of(home, json.loads(line))
        print(json.dumps(article, default=str), file=told, flush=True)
        if number % _RESET_EVERY == 0:
            reset_caches()


if __name__ == "__main__":
    # what a library prints must not end up between the answers
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    main(Path(sys.argv[1]), sys.stdin, answers)
