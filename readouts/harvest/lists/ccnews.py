"""Common Crawl's lists of files: a path a line, packed. An entry is ``[path]``."""

from __future__ import annotations

import re
import zlib

from readouts.harvest.lists.told import Told, plain

SAMPLES = ("crawl-data/CC-NEWS/2026/05/CC-NEWS-20260509010203-00001.warc.gz\n",)

_GZIP = b"\x1f\x8b"
_MOST = 20_000_000
"""Bytes of an unpacked list: a month of CC-NEWS has some hundred lines of 68."""
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)+")
_CUT = "\0"
"""Stands at the end of what was not whole."""


def text_of(body: bytes, charset: str | None) -> str:
    """The text of a list, packed or not; of one that is cut what can be unpacked.

    Raises:
        ValueError: it cannot be unpacked, or is too large.
    """
    del charset  # paths are ASCII
    ending = ""
    if body.startswith(_GZIP):
        inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
        try:
            body = inflater.decompress(body, _MOST + 1)
        except zlib.error as err:
            raise ValueError(f"it cannot be unpacked: {err}") from err
        if len(body) > _MOST:
            raise ValueError(f"more than {_MOST} bytes unpacked")
        ending = "" if inflater.eof else _CUT
    return body.decode("ascii", "replace") + ending


def read(text: str, *, base: str) -> Told:
    """The paths that a list has; those of a list that is cut which are whole."""
    del base  # the kind of source knows what they stand under
    told = Told()
    lines = text.splitlines()
    if text.endswith(_CUT):
        told.problem = "it is cut short"
        lines = lines[:-1]
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line:
            continue
        if not _PATH.fullmatch(line):
            told.miss(f"line {number}", f"it is no path: {plain(line, 100)!r}")
        else:
            told.add(line)
    if told.unread and not told.entries:
        return Told(problem="the answer is not one: no line of it is a path")
    return told
