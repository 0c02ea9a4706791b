"""Where a body goes: into memory, or a large one to disk, over as many requests as that takes.

What belongs here: what of a file is there, what is still to be asked for, and whether it is whole. What does not:
sending requests (``fetch.py``).

A file that broke off, because the server or this process was cut, is taken up where it ended: by ``Range``, and by
``If-Range`` with what the server gave to know this version of the file by. One that has changed meanwhile, or that has
no such mark, begins anew.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

from readouts.harvest.fetching.exchange import Exchange

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_PART, _ABOUT = ".part", ".about"
KEPT_FREE = 256 << 20
"""Bytes of the disk that a download leaves alone: the archive is written on it too."""


class RefusedError(Exception):
    """A body cannot be taken: no room, or more than is allowed. The message begins with a row's code."""


@contextlib.contextmanager
def _on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as err:
        raise RefusedError(f"disk: {err.strerror}") from err


class InMemory:
    """A body in memory, of ``most`` bytes at most; ``is_partial`` takes the beginning of a larger one."""

    def __init__(self, most: int, *, is_partial: bool = False) -> None:
        self._most = most
        self._is_partial = is_partial
        self._parts: list[bytes] = []
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    @property
    def content(self) -> bytes:
        """What was received."""
        return b"".join(self._parts)

    def begin(self, exchange: Exchange) -> None:
        """See ``Download.begin``."""

    def write(self, data: bytes) -> bool:
        """See ``Download.write``."""
        self._parts.append(data)
        self._size += len(data)
        if self._size > self._most and not self._is_partial:
            raise RefusedError(f"too_large: more than {self._most} bytes")
        return self._size <= self._most


class Download:
    """One file. ``most`` is how many bytes it may have; ``only`` asks for no more than so many from its beginning.

    It has its name when it is whole, and ``NAME.part`` until then. As a context it is open for one answer, and
    ``content`` is nothing, since it is kept on disk alone. Not safe for several threads.
    """

    content = b""

    def __init__(self, path: Path, *, most: int, only: int | None = None) -> None:
        self.path = path
        self._most = most
        self._only = only
        self._part = path.with_name(path.name + _PART)
        self._about = path.with_name(path.name + _ABOUT)
        self._out: IO[bytes] | None = None
        self._mark, self._total = self._known()
        if not self._mark:
            with contextlib.suppress(OSError):
                self._part.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        out, self._out = self._out, None
        if out is not None:
            with _on_disk():
                out.close()

    @property
    def is_all_there(self) -> bool:
        """Whether no request is needed: a process that was ended had received the last byte."""
        return self._only is None and self._total is not None and self.size == self._total

    @property
    def size(self) -> int:
        """Bytes that are there."""
        for path in (self.path, self._part):
            with contextlib.suppress(OSError):
                return path.stat().st_size
        return 0

    @property
    def headers(self) -> dict[str, str]:
        """What the next request says besides."""
        # a file that is packed once more on its way has no ranges of its own
        said = {"Accept-Encoding": "identity", "Accept": "*/*"}
        if self._only is not None:
            return said | {"Range": f"bytes=0-{self._only - 1}"}
        if self.size and self._mark:
            said |= {"Range": f"bytes={self.size}-", "If-Range": self._mark}
        return said

    def begin(self, exchange: Exchange) -> None:
        """Take the headers of an answer that has a part of the file.

        Raises:
            RefusedError: it is another part than was asked for, or there is no room for the file.
        """
        have = 0
        length = exchange.header("content-length") or ""
        total = int(length) if length.isdigit() else None
        if exchange.status == 206:
            found = _RANGE.fullmatch((exchange.header("content-range") or "").strip())
            have = self.size if self._only is None else 0
            if found is None or int(found[1]) != have:
                self.discard()
                raise RefusedError("short: the server sends another part than was asked for")
            total = int(found[3]) if found[3].isdigit() else None
        if self._only is None:
            self._require_room(total, have)
        self._total = total
        self._mark = _mark_of(exchange)
        with _on_disk():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._about.write_text(json.dumps({"mark": self._mark, "total": total}))
            self._out = self._part.open("ab" if have else "wb")

    def write(self, data: bytes) -> bool:
        """Append to the file; whether more is wanted.

        Raises:
            RefusedError: there is no room for it.
        """
        assert self._out is not None
        with _on_disk():
            self._out.write(data)
            there = self._out.tell()
        if self._only is not None:
            return there < self._only
        if there > self._most:
            raise RefusedError(f"too_large: more than {self._most} bytes")
        return True

    def finish(self) -> str:
        """Give the file its name if it is whole; else what is missing."""
        size = self.size
        total = self._total
        if self._only is None and total is not None and size != total:
            if size > total:
                self.discard()
            return f"short: {size} bytes of {total}"
        try:
            self._part.replace(self.path)
        except OSError as err:
            return f"disk: {err.strerror}"
        self._about.unlink(missing_ok=True)
        return ""

    def discard(self) -> None:
        """Remove what is there."""
        with contextlib.suppress(OSError):
            if self._out is not None:
                self._out.close()
        self._out, self._mark, self._total = None, "", None
        for path in (self.path, self._part, self._about):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _require_room(self, total: int | None, have: int) -> None:
        if total is not None and total > self._most:
            raise RefusedError(f"too_large: {total} bytes announced, {self._most} allowed")
        with _on_disk():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.path.parent).free
        if (total or 0) - have + KEPT_FREE > free:
            need = ((total or 0) - have + KEPT_FREE) >> 20
            raise RefusedError(f"disk: {need} MiB are needed and {free >> 20} free")

    def _known(self) -> tuple[str, int | None]:
        """What this version of the file is known by, and its length; nothing where no part of it is there."""
        try:
            about = json.loads(self._about.read_text())
            if self._part.exists():
                return str(about["mark"] or ""), about["total"]
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return "", None


def _mark_of(exchange: Exchange) -> str:
    """The strong validator of an answer (RFC 9110, 13.1.5): its ETag, else the time of its last change."""
    etag = exchange.header("etag") or ""
    if etag and not etag.startswith("W/"):
        return etag
    return exchange.header("last-modified") or ""
