"""Common Crawl's lists of files: a path a line, packed. An entry is ``[path]``."""

from __future__ import annotations

import re

from readouts.harvest.fetching.exchange import unzipped
from readouts.harvest.lists.told import Told, plain

SAMPLES = ("crawl-data/CC-NEWS/2026/05/CC-NEWS-20260509010203-00001.warc.gz\n",)

_MOST = 20_000_000
"""Bytes of an unpacked list: a month of CC-NEWS has some hundred lines of 68."""
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)+")


def text_of(body: bytes, charset: str | None) -> str:
    """The text of a list, packed or not; of one that is cut what can be unpacked.

    Raises:
        ValueError: it cannot be unpacked, or is too large.
    """
    del charset  # paths are ASCII
    return unzipped(body, _MOST).decode("ascii", "replace")


def read(text: str, *, base: str) -> Told:
    """The paths that a list has; those of a list that is cut which are whole."""
    del base  # the kind of source knows what they stand under
    told = Told()
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        path = line.strip()
        if not line.endswith("\n"):
            told.problem = "it is cut short"
        elif _PATH.fullmatch(path):
            told.add(path)
        elif path:
            told.miss(f"line {number}", f"it is no path: {plain(path, 100)!r}")
    if not told.entries:
        return Told(problem="the answer is not one: no whole line of it is a path")
    return told
