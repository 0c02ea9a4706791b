"""WARC files: one's own archive, or news crawls such as Common Crawl's CC-NEWS.

A file that is cut, damaged in places, or packed as a whole rather than record by record is read as far as it can be;
what cannot be is a fault of the file, and a page whose record is not whole a row that says so
(``collection/on_disk/saved.py``).
"""

from __future__ import annotations

import contextlib
import glob
import gzip
import mmap
import re
import tempfile
import zlib
from collections.abc import Iterator
from datetime import date
from typing import IO, Any, Literal

from pydantic import Field
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from readouts.base.errors import in_a_line
from readouts.harvest.archive.records import is_whole
from readouts.harvest.links import Link, Saved, Window, address
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import Source

_HTML = ("text/html", "application/xhtml+xml")
_MEMBER = b"\x1f\x8b\x08"
_RECORD = b"WARC/"
_VERSION = re.compile(rb"WARC/\d\.\d+\r?\n")
_CHUNK = 1 << 20
_MOST_UNPACKED = 4 << 30
"""Bytes of a file in one gzip member that are unpacked, into a temporary file, to reach its records."""


class WarcSource(Source):
    """WARC files: one's own archive, or news crawls such as CC-NEWS."""

    kind: Literal["warc"]
    path: str = Field(
        min_length=1, description="a WARC file or a glob of some, relative to sources.yaml"
    )

    by_date = "yes, by the pages' own dates"
    is_mixed = True
    is_on_disk = True

    def discover(self, asker: Asker, window: Window) -> Iterator[Link]:
        """The HTML answers in the files, in the order of names and records, from the window's first day on."""
        paths = sorted(glob.glob(self.path, recursive=True))  # noqa: PTH207 -- the path may be absolute
        if not paths:
            asker.fault(f"warc://{self.id}/", f"warc: no file matches {self.path}")
        for path in paths:
            file = WarcFile(path, window)
            yield from file.links()
            if file.fault:
                asker.fault(f"warc://{self.id}/{path.rsplit('/', 1)[-1]}", file.fault)


class WarcFile:
    """One file on its way: its links, from the window's first day on, and in ``faults`` what could not be read."""

    def __init__(self, path: str, window: Window) -> None:
        self._path = path
        self._window = window
        self._seen = 0
        self.faults: list[str] = []

    def links(self, start: int = 0) -> Iterator[Link]:
        """Its HTML answers, in order; ``start`` is the first byte of a record, those before which are left out.

        What could not be read stands in ``faults`` afterwards. A file in one gzip member is read from its beginning.
        """
        try:
            yield from self._links(start)
        except (OSError, ValueError, EOFError, zlib.error) as err:
            self.faults.append(in_a_line(err))

    @property
    def fault(self) -> str:
        """In a line, what could not be read; empty where all was."""
        if not self.faults:
            return ""
        more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        return f"warc: {self.faults[0]}"[:180] + more

    def _links(self, start: int) -> Iterator[Link]:
        with open(self._path, "rb") as stream:  # noqa: PTH123 -- a path as glob gives it
            if not stream.read(1):
                self.faults.append("the file is empty")
                return
            yield from self._walk(stream, None, start)
        if not self._seen and not self.faults and not start:
            self.faults.append("the file holds no record")

    def _walk(
        self, stream: IO[bytes], unpacked: IO[bytes] | None, first: int = 0
    ) -> Iterator[Link]:
        """The links of a stream; after a damage, those from the next beginning of a record on."""
        start: int | None = first
        while start is not None:
            stream.seek(start)
            records = ArchiveIterator(stream)
            last = start
            try:
                for record in records:
                    if record.format != "warc":
                        raise ArchiveLoadFailed("the file is no WARC file")
                    if not (record.rec_headers.get_header("Content-Length") or "").isdigit():
                        raise EOFError("a record does not say how long it is")
                    url = _wanted(record, self._window)
                    has_all = is_whole(record)
                    last = records.get_record_offset()
                    self._seen += 1
                    if url is not None:
                        length = None if unpacked is None else records.get_record_length()
                        yield Link(url, saved=Saved(self._path, last, length, unpacked))
                    if not has_all:
                        raise EOFError(f"the record at byte {last} is not whole")
                return
            except (ArchiveLoadFailed, EOFError, ValueError, AssertionError) as err:
                if unpacked is None and "non-chunked gzip" in str(err):
                    yield from self._in_one_member(stream)
                    return
                self.faults.append(in_a_line(err))
            start = _next_start(stream, last + 1)

    def _in_one_member(self, stream: IO[bytes]) -> Iterator[Link]:
        """The links of a file in one gzip member, which gives no way to a record but through those before it."""
        seen, self._seen = self._seen, 0
        unpacked = _unpacked(stream)
        if unpacked is None:
            self.faults.append(
                "the file is one gzip member; 'warcio recompress OLD NEW' makes it readable"
            )
            return
        for link in self._walk(unpacked, unpacked):
            if self._seen > seen:
                yield link


def _unpacked(stream: IO[bytes]) -> IO[bytes] | None:
    """The content of a gzip file in a temporary one that goes with its last user; None if that is too much."""
    stream.seek(0)
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the links hold it
    with contextlib.suppress(EOFError, gzip.BadGzipFile, zlib.error):
        # what comes before a damage is there, and its last record will be found not to be whole
        packed = gzip.GzipFile(fileobj=stream)
        while data := packed.read1(_CHUNK):
            target.write(data)
            if target.tell() > _MOST_UNPACKED:
                return None
    return target


def _next_start(stream: IO[bytes], after: int) -> int | None:
    """Where the next record begins after a damage; None when there is none."""
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content[:3] != _MEMBER:
            found = _VERSION.search(content, after)
            return found.start() if found else None
        place = content.find(_MEMBER, after)
        while place >= 0 and not _begins_a_record(content[place : place + 512]):
            place = content.find(_MEMBER, place + 1)
    return place if place >= 0 else None


def _begins_a_record(data: bytes) -> bool:
    try:
        head = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(data, len(_RECORD))
    except zlib.error:
        return False
    return head == _RECORD


def _wanted(record: Any, window: Window) -> str | None:
    if record.rec_type != "response" or record.http_headers is None:
        return None
    if record.http_headers.get_statuscode() != "200":
        return None
    kind = (record.http_headers.get_header("Content-Type") or "").lower()
    if not kind.startswith(_HTML):
        return None
    stamp = record.rec_headers.get_header("WARC-Date") or ""
    try:
        fetched = date.fromisoformat(stamp[:10])
    except ValueError:
        # the page's row will say so
        fetched = window.edition
    # a page fetched before the window opens was published before it
    if fetched < window.since:
        return None
    return address(record.rec_headers.get_header("WARC-Target-URI") or "")
